//! What of a post is taken elsewhere: its address, a frame on another site, words and pictures to copy, the licence that
//! goes with them, and the photos as files.
//!
//! All of it is made of a [`PostView`](crate::posts::PostView), in methods that templates call.

mod attribution;
mod copies;
mod embed;
mod escape;
mod json_ld;
mod oembed;
mod packet;
pub mod web;

pub use attribution::Attribution;
pub use copies::{Copies, PhotoCopies};
pub use json_ld::{ScriptJson, person as json_ld_of_person};
