//! Lists of posts, newest first and complete.

pub mod web;
