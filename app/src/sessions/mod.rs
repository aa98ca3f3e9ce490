//! Signing in and staying signed in. A session is a browser's and belongs to one community: anywhere else its cookie
//! means nothing. Several accounts may be signed in in it, one of which is the viewer; each is a row of its own, so
//! that ending one of them here or from afar leaves the others.

mod agent;
mod browser;
mod devices;
mod factors;
mod list;
mod passkeys;
mod prove;
mod queries;
mod recognise;
mod second;
mod sign_in;
mod staff;
mod store;
mod throttles;
mod two_factor;
pub mod web;

pub use browser::Browser;
pub use devices::{ForgetOldDevices, SendNewDevice};
pub use factors::{Factor, factors, forget_factors_since};
pub use list::{end, end_all, end_others};
pub use prove::{Proof, Proven, prove};
pub use queries::last_seen;
pub use recognise::{SignIn, recognise, remember};
pub use sign_in::{Credentials, sign_in, sign_out, sign_out_everybody, start, switch};
pub use staff::{Admin, Moderator, Operator, has_second_factor, lacks_second_factor, with_second_factor};
pub use store::ForgetExpired;
