//! The rows of the database and the values they hold. A table per file; rules live with the capabilities in `app`.

pub mod account;
pub mod act;
pub mod clock;
pub mod device;
pub mod draft;
pub mod email_token;
pub mod file;
pub mod host;
pub mod hub;
pub mod item;
pub mod job;
pub mod node;
pub mod passkey;
pub mod post;
pub mod recovery_code;
pub mod session;
pub mod sign_in;
pub mod tenant;
pub mod throttle;
pub mod tombstone;
pub mod totp;
pub mod user;
pub mod values;
