//! Posts in a browser: the page they are made on, and the page they are read, edited and deleted on.

mod compose;
mod drafts;
mod form;
mod items;
mod read;
mod save;

pub use compose::{compose, progress, submit};
pub use drafts::{act as draft_act, list as drafts};
pub use items::{preview, upload};
pub use read::{delete, delete_form, edit, edit_form, picture, pin, show};
pub use save::save;
