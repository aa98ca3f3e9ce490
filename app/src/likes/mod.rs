//! Who likes what: a row for each, of whoever may see it, from whatever server.

mod activity;
mod like;
mod queries;
pub mod web;

pub use like::{end_some_of, like, unlike};
