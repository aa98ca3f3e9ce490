//! Posts in a browser: the page they are made on, and the page they are read, edited and deleted on.

mod compose;
mod edit;
mod history;
mod keeping;
mod photo;
mod read;
mod select;

pub use compose::{compose, preview, progress, submit, upload};
pub use edit::{edit, edit_form};
pub use history::history;
pub use keeping::{archive, archived, purge, purge_form, restore, trash};
pub use photo::photo;
pub use read::{delete, delete_form, picture, pin, show};
pub use select::{apply, batch, licences, look, select, undo};
