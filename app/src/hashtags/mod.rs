//! Hashtags: the page of each, and following them. Which ones a post has is known to `posts`.

mod count;
mod follow;
mod queries;
pub mod web;

pub use follow::{MOST_FOLLOWED, follow, unfollow};
