//! The work of a community's staff, and the log of all they do.

mod audit;
mod queries;
pub mod web;

pub use audit::{Act, log};
