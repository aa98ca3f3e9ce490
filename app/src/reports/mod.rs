//! What is reported to the staff of a community: by its members, and by the staff of other servers (`Flag`). Nothing
//! happens by itself: somebody of the staff looks, does what they think is right, and closes the report with an answer.

mod activity;
mod make;
mod queries;
mod receive;
mod settle;
mod view;
pub mod web;

pub use make::{About, Wanted, report};
pub use queries::forget;
pub use receive::flagged;
pub use settle::{close, reopen};
