//! What other sites and programs read by themselves: the feeds of people and of hashtags.

mod feeds;
pub mod web;

pub use feeds::{FeedLink, links};
