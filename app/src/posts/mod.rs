//! Posts: made in a draft, published when their photos are ready, edited, deleted.

mod audience;
mod delete;
mod details;
mod draft;
mod edit;
mod find;
mod named;
mod pin;
mod publish;
mod queries;
mod stretch;
mod tags;
mod view;
pub mod web;
mod words;

pub use audience::{SettlePictures, audience_within, narrow_all, set_audience, settle_pictures, widen_all};
pub use delete::{PurgeDeleted, delete, delete_all_of, purge_some_of};
pub use draft::{
    ForgetDrafts, Move, add_photo, open_draft, rearrange, remove_item, save, take_out_refused, usual_audience,
    usual_commenters, usual_details, usual_licence,
};
pub use edit::edit;
pub use find::{find, find_own, is_restricted};
pub use named::{names_for, people_in};
pub use pin::{MOST_PINNED, pin, unpin};
pub use publish::{Publication, PublishWhenReady, publish};
pub use queries::{Before, MOST_COUNTED, count_of, count_tagged, forget_reader};
pub use stretch::{Stretch, Turn, stretch_by, stretch_with_tag};
pub use tags::{MOST_TAGS, settle_tags};
pub use view::{LicenceView, Photo, PostView, Shape, Tile, home, latest, tagged, tiles_of, view_of};
pub use words::{ItemWords, PostWords};

/// How many photos a post may have; a community may allow fewer.
pub const MOST_ITEMS: u64 = 20;
