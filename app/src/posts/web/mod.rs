//! Posts in a browser: the page they are made on, and the page they are read, edited and deleted on.

mod compose;
mod deliveries;
mod drafts;
mod edit;
mod form;
mod history;
mod items;
mod keeping;
mod note;
mod photo;
mod reactions;
mod read;
mod save;
mod select;
mod video;

pub use compose::{compose, progress, submit};
pub use deliveries::{deliveries, resend};
pub use drafts::{act as draft_act, list as drafts};
pub use edit::{edit, edit_form};
pub use history::history;
pub use items::{preview, upload, upload_to_post};
pub use keeping::{archive, archived, purge, purge_form, restore, trash};
pub use note::{featured, note, outbox, published};
pub use photo::photo;
pub use reactions::{likes, replies, shares};
pub use read::{delete, delete_form, picture, pin, show};
pub use save::save;
pub use select::{apply, batch, licences, look, select, undo};
pub use video::video;
