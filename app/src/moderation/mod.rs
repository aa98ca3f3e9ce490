//! The work of a community's staff, and the log of all they do.

mod audit;
mod community;
mod first_steps;
mod members;
mod queries;
mod roles;
pub mod web;

pub use audit::{Act, Actor, Acts, VERBS, acts, acts_of_hub, log};
pub use community::{ask_second_factor, change_limits, change_look};
pub use first_steps::{Step, first_steps, put_first_steps_away};
pub use members::{end_sessions, note, resend_confirmation};
pub use queries::delete_notes_about;
pub use roles::{change_role, promote};
