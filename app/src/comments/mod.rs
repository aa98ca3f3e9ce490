//! What people say of a post, and answer to each other. A comment is a row among the posts, with what it answers, the
//! post that it is about, and the branch of the thread that it stands in; it is for whom the post is for.
//!
//! A thread is read in the order of its branches, each of which is an answer to the post with all that answers it, oldest
//! first. A comment that has answers leaves its place when it is removed; one without answers leaves nothing.

mod activity;
mod add;
mod edit;
mod queries;
mod remove;
mod standing;
mod thread;
pub mod web;

pub use activity::note;
pub use add::{Place, add, take_place};
pub use edit::edit;
pub use remove::{end_some_of, remove};
pub use standing::Standing;
pub use thread::{Asked, CommentView, Start, Thread, place_of, thread};

/// Characters of a comment.
pub const LONGEST: usize = 2200;
