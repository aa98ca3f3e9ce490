//! What people let others see: whether their account is private, who finds them, and who sees whom they follow.

mod change;
pub mod web;

pub use change::{OldPosts, make_private, make_public, set_connections, set_findable};
