//! Signing in and staying signed in. A session belongs to one community: anywhere else its cookie means nothing.

mod password;
mod queries;
mod recognise;
mod sign_in;
mod store;
pub mod web;

pub use password::{acceptable as acceptable_password, hash as hash_password};
pub use queries::ForgetExpired;
pub use recognise::{recognise, remember};
pub use sign_in::{Credentials, sign_in, sign_out, start};
