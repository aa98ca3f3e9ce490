//! Heliograph: a photo hub for many communities.
//!
//! **Tables of contents.** [`routes`] lists every URL, [`inbox`] every activity that we understand, and [`schedule`]
//! every job and clock. Only they, and the command
//! line, import every capability.
//!
//! **Capabilities** hold meaning: what people do, and the rules for it. In each, verbs are files (`posts/publish.rs`),
//! SQL is in `queries.rs`, and `web.rs` translates between a browser and the verbs. `tenants` are the communities and
//! their hosts, `setup` makes the first one, `accounts` are people, `sessions` how they sign in; `media` turns uploads
//! into pictures, `posts` publishes them, `comments` is what people say of them, `likes` and `boosts` who likes
//! them and who shows them on, `profiles` and `timelines` list them; `relationships` is who follows whom,
//! `hashtags` what a word has in common, `feed` the home timelines that come of both, `privacy` what people let others
//! see; `search` finds people and posts, here and elsewhere; `sharing` is what of a post is taken elsewhere, `indieweb` what other sites and readers take by themselves: feeds;
//! `moderation` is the work of a community's staff, `policies` what they want of other servers, `operator` that of whoever runs the hub, `settings` what a person can
//! choose, `moving` is how people go from one account to another, `departures` how an account ends; `demo` fills a community for whoever wants to see one.
//!
//! **The spine** holds the grammar that capabilities speak: `app` (what everything is handed), `cache` (what it remembers), `config`, `db`, `together` (changes of one transaction), `ids`,
//! `clock`, `rng`, `secrets`, `throttle`, `proof_of_work`, `error`, `words` (languages), `sizes`, `viewer` (who asks), `web`
//! (pages), `jobs`, `storage`, `mail`, `http` (what is fetched from others), `programs` (other programs, as limited processes), `federation` (how
//! servers speak to each other), `markup` (text that people wrote), `qr`, `xml`. It knows
//! no capability.

pub mod cli;
pub mod inbox;
pub mod routes;
pub mod schedule;
pub mod serve;

pub mod accounts;
pub mod boosts;
pub mod comments;
pub mod demo;
pub mod departures;
pub mod feed;
pub mod hashtags;
pub mod indieweb;
pub mod likes;
pub mod media;
pub mod moderation;
pub mod moving;
pub mod operator;
pub mod policies;
pub mod posts;
pub mod privacy;
pub mod profiles;
pub mod relationships;
pub mod reports;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod setup;
pub mod sharing;
pub mod tenants;
pub mod timelines;

pub mod app;
pub mod cache;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod federation;
pub mod http;
pub mod ids;
pub mod jobs;
pub mod mail;
pub mod markup;
pub mod programs;
pub mod proof_of_work;
pub mod qr;
pub mod rng;
pub mod secrets;
pub mod sizes;
pub mod storage;
pub mod throttle;
pub mod together;
pub mod turns;
pub mod viewer;
pub mod web;
pub mod words;
pub mod xml;
