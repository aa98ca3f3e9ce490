//! Who shows which posts to their followers. A boost is a row of its own with an id among those of posts, whose place it
//! takes in the feeds of whoever follows the one who boosts.

mod activity;
mod boost;
mod queries;
mod receive;
pub mod web;

pub use boost::{boost, end_some_of, unboost};
pub use queries::with_uri;
pub use receive::boosted;
