//! Who likes what: a row for each, of whoever may see it, from whatever server.

mod activity;
mod like;
mod queries;
mod receive;
pub mod web;

pub use like::{end_some_of, like, unlike};
pub use queries::with_uri;
pub use receive::liked;
