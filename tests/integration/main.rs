//! What people do and see, over real HTTP; on SQLite or PostgreSQL, as `HELIOGRAPH_TEST_DATABASE` says.

mod cli;
mod database;
mod jobs;
mod media;
mod passwords;
mod posts;
mod sessions;
mod setup;
mod sign_in;
mod tenants;
mod throttle;
mod timelines;
mod two_factor;
mod web;
