//! What people do and see, over real HTTP; on SQLite or PostgreSQL, as `HELIOGRAPH_TEST_DATABASE` says.

mod cli;
mod database;
mod deletion;
mod jobs;
mod mail;
mod media;
mod moderation;
mod operator;
mod posts;
mod profiles;
mod privacy;
mod relationships;
mod sessions;
mod settings;
mod setup;
mod sign_up;
mod tenants;
mod throttle;
mod timelines;
mod web;

#[path = "../support/mod.rs"]
pub mod support;
