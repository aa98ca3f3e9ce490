//! What people do and see, over real HTTP; on SQLite or PostgreSQL, as `HELIOGRAPH_TEST_DATABASE` says.

mod cli;
mod database;
mod jobs;
mod media;
mod posts;
mod privacy;
mod relationships;
mod sessions;
mod setup;
mod tenants;
mod throttle;
mod timelines;
mod web;
