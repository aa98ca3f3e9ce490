#![expect(clippy::disallowed_methods, reason = "where finders live")]

mod adding;
mod audiences;
mod batches;
mod counts;
mod deletion;
mod drafts;
pub(super) mod elsewhere;
mod keeping;
mod marks;
mod notes;
mod reading;
mod revisions;
mod stretches;
mod tags;
mod words;

use heliograph_entity::{
    audience, batch, draft, item, post, tag_follow,
    values::{AccountId, PostId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QuerySelect, QueryTrait, sea_query::Expr,
};

pub(super) use adding::{adding_draft, insert_adding_draft, lock_adding_draft, lock_unsaved};
pub(super) use audiences::{lock_with_audience, named_in, set_named, set_visibility, set_visibility_of};
pub(super) use batches::{
    audiences_in, batch, batch_counts, batch_posts, choose_for_batch, count_named, count_relicensed, count_selected,
    count_with_tag, insert_batch, latest_batch, leave_batch_state, licences_in, selected_posts, set_batch_state,
    set_caption, set_item_caption, set_licence, settle_batch_post,
};
pub use counts::{count_boosts, count_comments, count_likes, recount};
pub use deletion::by_ids;
pub(super) use deletion::{
    any_with_id, bury, comments_on, deleted_before, is_deleted, mark_all_deleted, mark_deleted, some_of,
};
pub(super) use drafts::{
    begin_scheduled, delete_drafts, delete_published_drafts, draft, draft_of, insert_open_draft, item_of, lock_draft,
    lock_drafts_of, lock_waiting_drafts, note_post, open_draft, open_set_aside, relicense_items, reopen, save_draft,
    save_draft_item, schedule_draft, set_draft_state, set_order, take_up, waiting_drafts,
};
pub(super) use keeping::{
    archived_of, deleted_with_id, lock_post, lock_posts, own_with_id, set_archived, trash_of, unmark_deleted,
};
pub(super) use marks::marks;
pub(super) use notes::{
    answers, comment_for_everybody, count_answers, count_for_everybody, for_everybody, for_followers, outbox,
    was_for_everybody,
};
pub use reading::Before;
pub(super) use reading::{
    Stamp, by_account, comment_with_id, in_full, is_comment_seen_by, is_restricted, is_seen_by, latest, neighbours,
    of_account, pinned_by, visible, with_id,
};
pub use revisions::count_revisions;
pub(super) use revisions::{insert_revisions, newest_revisions, note_edits, revisions_of, thin_out};
pub(super) use stretches::{stretch_by, stretch_with_tag};
pub use tags::{MOST_COUNTED, count_tagged};
pub(super) use tags::{replace_tags, tagged, tags_of};

pub(super) use words::{change_item_words, change_words, move_items, pinned_ids, set_pinned};
use {reading::living, words::item_words};

/// For a post of which something else is shown from now on.
fn next_version() -> Expr {
    Expr::col((post::Entity, post::Column::Version)).add(1)
}

pub(super) async fn insert_post(db: &impl ConnectionTrait, post: post::Model) -> Result<(), DbErr> {
    post::Entity::insert(post.into_active_model()).exec_without_returning(db).await.map(drop)
}

/// Posts of the account from `since` on, deleted or not, and those that are being published.
pub(super) async fn count_since(db: &impl ConnectionTrait, account: AccountId, since: PostId) -> Result<u64, DbErr> {
    let posts = || {
        post::Entity::find()
            .filter(post::Column::AccountId.eq(account))
            .filter(post::Column::Id.gte(since))
            .filter(post::Column::RootId.is_null())
    };
    let published = posts().filter(post::Column::DeletedAt.is_null()).count(db).await?;
    let deleted = posts().filter(post::Column::DeletedAt.is_not_null()).count(db).await?;
    let publishing = draft::Entity::find()
        .filter(draft::Column::AccountId.eq(account))
        .filter(draft::Column::State.eq(draft::State::Publishing))
        .count(db)
        .await?;
    Ok(published + deleted + publishing)
}

/// How many posts the account has published, and how many photos are in them.
pub async fn count_of(db: &impl ConnectionTrait, account: AccountId) -> Result<(u64, u64), DbErr> {
    let posts = || living().filter(post::Column::AccountId.eq(account));
    let ids = posts().select_only().column(post::Column::Id);
    let photos = item::Entity::find().filter(item::Column::PostId.in_subquery(ids.into_query())).count(db).await?;
    Ok((posts().count(db).await?, photos))
}

/// Takes the account off every list of those who may see a post, and forgets which hashtags it follows and what it
/// changed of many posts at once.
pub async fn forget_reader(db: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    audience::Entity::delete_many().filter(audience::Column::AccountId.eq(account)).exec(db).await?;
    tag_follow::Entity::delete_many().filter(tag_follow::Column::AccountId.eq(account)).exec(db).await?;
    batch::Entity::delete_many().filter(batch::Column::AccountId.eq(account)).exec(db).await.map(drop)
}
