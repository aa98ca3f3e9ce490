//! Somebody's own page: who they are, and what they have published.

pub mod web;
