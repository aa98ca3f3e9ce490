//! The list of settings. Each section belongs to the capability that it is about.

pub mod web;
