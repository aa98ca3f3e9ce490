//! Posts: made in a draft, published when their photos are ready, edited, deleted.

pub mod activity;
mod adding;
mod addresses;
mod archive;
mod audience;
pub mod batch;
mod compare;
mod delete;
mod details;
mod draft;
mod drafts;
mod edit;
mod elsewhere;
mod find;
mod history;
mod named;
mod pin;
mod publish;
mod queries;
mod reach;
mod restore;
mod save;
mod schedule;
mod stretch;
mod tags;
mod tell;
mod view;
pub mod web;
mod words;

pub use adding::{ForgetUnsaved, add_to_post, take_out_unreadable, waiting_for};
pub use addresses::uri_of;
pub use archive::{archive, unarchive};
pub use audience::{SettlePictures, SettlePost, audience_within, narrow_all, settle_pictures, widen_all};
pub use compare::{Difference, Run, can_be_recalled, compare};
pub use delete::{IN_THE_TRASH, PurgeDeleted, bury, delete, delete_all_of, purge_some_of};
pub use draft::{
    ForgetDrafts, Move, add_photo, open_draft, rearrange, remove_item, take_out_refused, usual_audience,
    usual_commenters, usual_details, usual_licence,
};
pub use drafts::{MOST_DRAFTS, discard, drafts, put_away, resume};
pub use edit::edit;
use elsewhere::look_at_thread;
pub use elsewhere::{
    Asked, FillProfile, FillThread, fetch_post, handed_on, look_again, pinned, published, removed, revised,
};
pub use find::{author_of, find, find_any, find_comment, find_own, is_restricted, with_uri};
pub use history::{Dated, MOST_REVISIONS, Version, versions};
pub use named::{names_for, people_in};
pub use pin::{MOST_PINNED_ELSEWHERE, pin, unpin};
pub use publish::{Publication, PublishWhenReady, publish};
pub use queries::{
    Before, MOST_COUNTED, by_ids, count_boosts, count_comments, count_likes, count_of, count_revisions, count_tagged,
    forget_reader, recount,
};
pub use reach::{Reached, hold, reach};
pub use restore::{purge, restore};
pub use save::{Saved, save};
pub use schedule::{PublishScheduled, as_typed, moment_in, schedule, unschedule};
pub use stretch::{Stretch, Turn, stretch_by, stretch_with_tag};
pub use tags::{MOST_TAGS, settle_tags};
pub use tell::TellPost;
pub use view::{
    Card, LicenceView, Marks, Photo, PostView, Shape, Tile, Toggle, home, latest, marks, tagged, tiles_of, view_of,
    words_elsewhere,
};
pub use words::{ItemWords, PostWords};

/// How many photos a post may have; a community may allow fewer.
pub const MOST_ITEMS: u64 = 20;
