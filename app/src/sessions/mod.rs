//! Signing in and staying signed in. A session belongs to one community: anywhere else its cookie means nothing.

mod prove;
mod queries;
mod recognise;
mod sign_in;
mod store;
pub mod web;

pub use prove::{Proven, prove};
pub use queries::{ForgetExpired, end_all, last_seen};
pub use recognise::{recognise, remember};
pub use sign_in::{Credentials, sign_in, sign_out, start};
