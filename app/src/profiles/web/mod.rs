//! The profile in a browser: the page that everybody sees, and the one on which its owner writes it.

mod actor;
mod settings;
mod show;

pub use actor::{actor, community, nothing, webfinger};
pub use settings::{
    avatar_original, form, header_original, remove_avatar, remove_header, set_avatar, set_header, submit,
};
pub use show::{picture, profile};
