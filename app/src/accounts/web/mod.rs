//! The pages of signing up, of invites, and of staff who decide about applications.

mod again;
mod applications;
mod invites;
mod sign_up;

pub use again::{again, again_form};
pub use applications::{applications, decide};
pub use invites::{all_invites, follow, invites, make, revoke, revoke_any};
pub use sign_up::{confirm, confirm_form, form, name, sent, submit, waiting};
