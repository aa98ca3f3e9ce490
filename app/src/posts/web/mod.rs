//! Posts in a browser: the page they are made on, and the page they are read, edited and deleted on.

mod compose;
mod photo;
mod read;

pub use compose::{compose, preview, progress, submit, upload};
pub use photo::photo;
pub use read::{delete, delete_form, edit, edit_form, picture, pin, show};
