//! What people do and see, over real HTTP; on SQLite or PostgreSQL, as `HELIOGRAPH_TEST_DATABASE` says.

mod blocks;
mod boosts;
mod cli;
mod comments;
mod counters;
mod database;
mod deletion;
mod details;
mod drafts;
mod editing;
mod federation;
mod feeds;
mod hashtags;
mod jobs;
mod keeping;
mod likes;
mod mail;
mod many_posts;
mod media;
mod media_matrix;
mod moderation;
mod named;
mod operator;
mod passwords;
mod permissions;
mod posts;
mod privacy;
mod profiles;
mod reading;
mod relationships;
mod remembered;
mod sessions;
mod settings;
mod setup;
mod sharing;
mod sign_in;
mod sign_up;
mod staff;
mod tenants;
mod throttle;
mod timelines;
mod two_factor;
mod web;

#[path = "../support/mod.rs"]
pub mod support;
