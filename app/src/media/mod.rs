//! From an upload to pictures that can be shown.
//!
//! An upload is received into a scratch file, looked at, stored as it is, and becomes an *item* of a draft
//! ([`upload`]). A job then makes its *renditions* ([`MakeRenditions`]): sizes without metadata, in sRGB, upright.
//! Publication for everybody makes them public under new random names ([`replace_files`]), and narrowing a post's audience
//! takes these back. Every stored object has its row in `files`,
//! written first and removed last, so that nothing is ever orphaned ([`SweepFiles`]).

mod details;
mod elsewhere;
mod files;
mod frame;
mod heif;
mod inspect;
mod pixels;
mod portrait;
mod queries;
mod receive;
mod render;
mod renditions;
mod replicas;
mod sweep;
mod unpack;
mod upload;
pub mod web;
mod xmp;

pub use details::read_details;
pub use elsewhere::{
    FetchPicture, ForgetPictures, Places, insert_elsewhere, picture_from_elsewhere, portrait_from_elsewhere, sizes_of,
    video_from_elsewhere,
};
pub use files::{Copies, copy_as, delete_replaced, doom_files, replace_files};
pub use portrait::{Portrait, keep_portrait, let_go, original_of, portray, portray_again};
pub use queries::elsewhere::{elsewhere_of, places_of, reword};
pub use queries::{delete_items, items_of_draft, items_of_posts, kept, note_change, original, renditions};
pub use receive::{LARGEST_BYTES, Received, receive};
pub use render::Part;
pub use renditions::{MakeRenditions, settled};
pub use replicas::{Wanted, files_of, keep_replicas, replicate};
pub use sweep::{SweepFiles, keep_tidy, remove_leftovers};
pub use upload::{storage_full, upload};
pub use xmp::with_xmp;
