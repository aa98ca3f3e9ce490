//! Somebody's own page: who they say they are, and what they have published.
//!
//! Its owner writes it ([`edit`]) and chooses two pictures for it, an avatar and a header ([`set_portrait`]). Pages that
//! they say are theirs are looked at ([`CheckLink`]), and again every week ([`RecheckLinks`]): one that links back with
//! `rel="me"` is marked as verified.

mod activity;
mod edit;
mod forget;
mod links;
mod portrait;
mod queries;
mod rel_me;
mod tell;
mod view;
pub mod web;
mod words;

pub use edit::edit;
pub use forget::forget;
pub use links::{CheckLink, RecheckLinks};
pub use portrait::{remove_portrait, set_portrait};
pub use tell::{TellProfile, tell, tell_gone, tell_now};
pub use words::{Field, MOST_FIELDS, ProfileWords};
