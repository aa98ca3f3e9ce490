//! Posts: made in a draft, published when their photos are ready, edited, deleted.

mod audience;
mod delete;
mod draft;
mod edit;
mod pin;
mod publish;
mod queries;
mod view;
pub mod web;
mod words;

pub use audience::{narrow_all, set_audience, settle_pictures, widen_all, SettlePictures};
pub use delete::{delete, delete_all_of, purge_some_of, PurgeDeleted};
pub use draft::{add_photo, open_draft, rearrange, remove_item, save, take_out_refused, usual_licence, ForgetDrafts, Move};
pub use edit::edit;
pub use pin::{pin, unpin, MOST_PINNED};
pub use publish::{publish, Publication, PublishWhenReady};
pub use queries::{count_of, Before};
pub use view::{home, latest, tiles_of, LicenceView, Photo, PostView, Tile};
pub use words::{ItemWords, PostWords};

/// How many photos a post may have; a community may allow fewer.
pub const MOST_ITEMS: u64 = 20;
