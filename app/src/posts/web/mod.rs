//! Posts in a browser: the page they are made on, and the page they are read, edited and deleted on.

mod compose;
mod history;
mod keeping;
mod read;

pub use compose::{compose, preview, progress, submit, upload};
pub use history::history;
pub use keeping::{archive, archived, purge, purge_form, restore, trash};
pub use read::{delete, delete_form, edit, edit_form, picture, pin, show};
