//! Sharing in a browser: the panel's own page, what other sites show, and photos as files.

mod download;
mod embed;
mod share;

pub use download::{download, original};
pub use embed::{embed, oembed, picture};
pub use share::{qr, share};
