//! The list of settings, and what a person chooses about how things look and what a new post begins with. Other
//! sections belong to the capability that they are about.

pub mod web;
