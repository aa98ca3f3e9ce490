#![expect(clippy::disallowed_methods, reason = "where finders live")]

mod adding;
mod batches;
mod drafts;
mod keeping;
mod notes;
mod revisions;
mod stretches;
mod tags;

use heliograph_entity::{
    account, audience, batch, draft, item, post, tag_follow, tombstone,
    values::{AccountId, ItemId, PostId, Timestamp},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, OnConflict, SelectStatement},
};
use serde::Deserialize;

pub(super) use adding::{adding_draft, insert_adding_draft, lock_adding_draft, lock_unsaved};
pub(super) use batches::{
    audiences_in, batch, batch_counts, batch_posts, choose_for_batch, count_relicensed, count_selected, count_with_tag,
    insert_batch, latest_batch, leave_batch_state, licences_in, selected_posts, set_batch_state, set_caption,
    set_item_caption, set_licence, settle_batch_post,
};
pub(super) use drafts::{
    begin_scheduled, delete_drafts, delete_published_drafts, draft, draft_of, insert_open_draft, item_of, lock_draft,
    lock_drafts_of, lock_waiting_drafts, note_post, open_draft, open_set_aside, relicense_items, reopen, save_draft,
    save_draft_item, schedule_draft, set_draft_state, set_order, take_up, waiting_drafts,
};
pub(super) use keeping::{
    archived_of, deleted_with_id, lock_post, lock_posts, own_with_id, set_archived, trash_of, unmark_deleted,
};
pub(super) use notes::{count_for_everybody, for_everybody, outbox, was_for_everybody};
pub use revisions::count_revisions;
pub(super) use revisions::{insert_revisions, newest_revisions, note_edits, revisions_of, thin_out};
pub(super) use stretches::{stretch_by, stretch_with_tag};
pub use tags::{MOST_COUNTED, count_tagged};
pub(super) use tags::{replace_tags, tagged, tags_of};

use super::{ItemWords, MOST_PINNED, PostWords};
use crate::{
    db::Tx,
    relationships,
    viewer::{Tenant, Viewer},
};

/// Where a page of a list begins: after this id, which the page before it ended with.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Before {
    before: Option<PostId>,
}

impl Before {
    pub(super) fn is_first_page(self) -> bool {
        self.before.is_none()
    }

    pub fn id(self) -> Option<PostId> {
        self.before
    }

    pub(super) fn after(id: Option<PostId>) -> Self {
        Self { before: id }
    }

    /// One row more than fits, which says whether there is a further page.
    pub(super) fn page(self, posts: Select<post::Entity>, size: u64) -> Select<post::Entity> {
        posts
            .filter(Condition::all().add_option(self.before.map(|id| post::Column::Id.lt(id))))
            .order_by_desc(post::Column::Id)
            .limit(size + 1)
    }
}

/// Posts that stand by themselves and that their authors have neither deleted nor archived.
fn living() -> Select<post::Entity> {
    post::Entity::find()
        .filter(post::Column::DeletedAt.is_null())
        .filter(post::Column::ArchivedAt.is_null())
        .filter(post::Column::RootId.is_null())
}

/// That the author of the post at hand names `account`.
fn names(account: AccountId) -> SelectStatement {
    audience::Entity::find()
        .select_only()
        .expr(Expr::value(1))
        .filter(audience::Column::AccountId.eq(account))
        .filter(Expr::col((audience::Entity, audience::Column::PostId)).equals((post::Entity, post::Column::Id)))
        .into_query()
}

/// The posts that whoever asks may see: every page, list and picture begins here. Guests see what is for everybody in the
/// community they are at; members also their own, what is for the followers of those they follow, and other
/// communities of the hub.
fn visible_to(viewer: Option<&Viewer>, tenant: &Tenant) -> Select<post::Entity> {
    use post::Visibility::{Followers, Named, Public, Unlisted};

    let living = living();
    let for_everybody = post::Column::Visibility.is_in([Public, Unlisted]);
    let Some(viewer) = viewer else {
        return living.filter(post::Column::TenantId.eq(tenant.id)).filter(for_everybody);
    };
    let author = (post::Entity, post::Column::AccountId);
    let followed = Expr::exists(relationships::accepted_follow(viewer.account.id, author));
    let for_followers = Condition::all().add(post::Column::Visibility.eq(Followers)).add(followed);
    let named = Condition::all().add(post::Column::Visibility.eq(Named)).add(Expr::exists(names(viewer.account.id)));
    living.filter(
        Condition::any()
            .add(for_everybody)
            .add(post::Column::AccountId.eq(viewer.account.id))
            .add(for_followers)
            .add(named),
    )
}

pub(super) async fn latest(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    before: Before,
    size: u64,
) -> Result<Vec<post::Model>, DbErr> {
    let of_community = visible_to(viewer, tenant)
        .filter(post::Column::TenantId.eq(tenant.id))
        .filter(post::Column::Visibility.eq(post::Visibility::Public));
    before.page(of_community, size).all(db).await
}

/// Those of the posts that the viewer may see, newest first.
pub(super) async fn visible(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    ids: &[PostId],
) -> Result<Vec<post::Model>, DbErr> {
    visible_to(Some(viewer), &viewer.tenant)
        .filter(post::Column::Id.is_in(ids.iter().copied()))
        .order_by_desc(post::Column::Id)
        .all(db)
        .await
}

/// Without those that are pinned.
pub(super) async fn by_account(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    account: AccountId,
    before: Before,
    size: u64,
) -> Result<Vec<post::Model>, DbErr> {
    let unpinned =
        visible_to(viewer, tenant).filter(post::Column::AccountId.eq(account)).filter(post::Column::PinnedAt.is_null());
    before.page(unpinned, size).all(db).await
}

/// The posts that an account's profile begins with, the last pinned first.
pub(super) async fn pinned_by(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    account: AccountId,
) -> Result<Vec<post::Model>, DbErr> {
    visible_to(viewer, tenant)
        .filter(post::Column::AccountId.eq(account))
        .filter(post::Column::PinnedAt.is_not_null())
        .order_by_desc(post::Column::PinnedAt)
        .order_by_desc(post::Column::Id)
        .limit(MOST_PINNED)
        .all(db)
        .await
}

/// Those that count, whoever may see them.
pub(super) async fn pinned_ids(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<PostId>, DbErr> {
    let pinned = post::Entity::find()
        .filter(post::Column::AccountId.eq(account))
        .filter(post::Column::PinnedAt.is_not_null())
        .filter(post::Column::DeletedAt.is_null())
        .filter(post::Column::ArchivedAt.is_null())
        .all(db)
        .await?;
    Ok(pinned.into_iter().map(|post| post.id).collect())
}

pub(super) async fn set_pinned(db: &impl ConnectionTrait, id: PostId, at: Option<Timestamp>) -> Result<(), DbErr> {
    post::Entity::update_many()
        .col_expr(post::Column::PinnedAt, Expr::value(at))
        .filter(post::Column::Id.eq(id))
        .filter(post::Column::DeletedAt.is_null())
        .filter(post::Column::ArchivedAt.is_null())
        .exec(db)
        .await
        .map(drop)
}

pub(super) async fn with_id(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    author: &account::Model,
    id: PostId,
) -> Result<Option<post::Model>, DbErr> {
    visible_to(viewer, tenant)
        .filter(post::Column::Id.eq(id))
        .filter(post::Column::AccountId.eq(author.id))
        .one(db)
        .await
}

/// Whose deletion is no secret.
const FOR_EVERYBODY: [post::Visibility; 2] = [post::Visibility::Public, post::Visibility::Unlisted];

/// Whatever has become of it.
pub(super) async fn any_with_id(db: &impl ConnectionTrait, id: PostId) -> Result<Option<post::Model>, DbErr> {
    post::Entity::find_by_id(id).one(db).await
}

/// Whether there was such a post that everybody could see, and its author has deleted it.
pub(super) async fn is_deleted(db: &impl ConnectionTrait, author: &account::Model, id: PostId) -> Result<bool, DbErr> {
    let deleted = post::Entity::find_by_id(id)
        .filter(post::Column::AccountId.eq(author.id))
        .filter(post::Column::DeletedAt.is_not_null())
        .filter(post::Column::ArchivedAt.is_null())
        .filter(post::Column::Visibility.is_in(FOR_EVERYBODY))
        .one(db)
        .await?;
    if deleted.is_some() {
        return Ok(true);
    }
    let buried = tombstone::Entity::find_by_id(id)
        .filter(tombstone::Column::AccountId.eq(author.id))
        .filter(tombstone::Column::ForEverybody.eq(true))
        .one(db)
        .await?;
    Ok(buried.is_some())
}

/// Whether the author has such a post, for some and not for everybody.
pub(super) async fn is_restricted(db: &impl ConnectionTrait, author: AccountId, id: PostId) -> Result<bool, DbErr> {
    let restricted = living()
        .filter(post::Column::Id.eq(id))
        .filter(post::Column::AccountId.eq(author))
        .filter(post::Column::Visibility.is_in([post::Visibility::Followers, post::Visibility::Named]));
    Ok(restricted.one(db).await?.is_some())
}

/// The author's next newer and next older post.
pub(super) async fn neighbours(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    post: &post::Model,
) -> Result<(Option<PostId>, Option<PostId>), DbErr> {
    let of_author = || visible_to(viewer, tenant).filter(post::Column::AccountId.eq(post.account_id));
    let newer = of_author().filter(post::Column::Id.gt(post.id)).order_by_asc(post::Column::Id).one(db).await?;
    let older = of_author().filter(post::Column::Id.lt(post.id)).order_by_desc(post::Column::Id).one(db).await?;
    Ok((newer.map(|post| post.id), older.map(|post| post.id)))
}

pub(super) async fn insert_post(db: &impl ConnectionTrait, post: post::Model) -> Result<(), DbErr> {
    post::Entity::insert(post.into_active_model()).exec_without_returning(db).await.map(drop)
}

/// Whether any of the words differed. Who may comment, what is told of the photos and whether there are
/// files to download changes silently.
pub(super) async fn change_words(db: &impl ConnectionTrait, id: PostId, words: &PostWords) -> Result<bool, DbErr> {
    let rules = post::ActiveModel {
        commenters: words.commenters.map_or(NotSet, Set),
        downloadable: Set(words.downloadable),
        details: words.details.map_or(NotSet, |details| Set(details.codes())),
        ..Default::default()
    };
    post::Entity::update_many().set(rules).filter(post::Column::Id.eq(id)).exec(db).await?;

    let differs = Condition::any()
        .add(post::Column::Title.ne(words.title.as_str()))
        .add(post::Column::Caption.ne(words.caption.as_str()))
        .add(post::Column::Warning.ne(words.warning.as_str()));
    let change = post::ActiveModel {
        title: Set(words.title.clone()),
        caption: Set(words.caption.clone()),
        warning: Set(words.warning.clone()),
        ..Default::default()
    };
    let update =
        post::Entity::update_many().set(change).filter(post::Column::Id.eq(id)).filter(differs).exec(db).await?;
    Ok(update.rows_affected == 1)
}

pub(super) async fn change_item_words(
    db: &impl ConnectionTrait,
    post: PostId,
    words: &ItemWords,
) -> Result<bool, DbErr> {
    let differs = Condition::any()
        .add(item::Column::Title.ne(words.title.as_str()))
        .add(item::Column::Alt.ne(words.alt.as_str()))
        .add(item::Column::Caption.ne(words.caption.as_str()))
        .add(item::Column::Licence.ne(words.licence));
    let update = item::Entity::update_many()
        .set(item_words(words))
        .filter(item::Column::Id.eq(words.id))
        .filter(item::Column::PostId.eq(post))
        .filter(differs)
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

fn item_words(words: &ItemWords) -> item::ActiveModel {
    item::ActiveModel {
        title: Set(words.title.clone()),
        alt: Set(words.alt.clone()),
        caption: Set(words.caption.clone()),
        licence: Set(words.licence),
        ..Default::default()
    }
}

/// Whether it was not deleted before.
pub(super) async fn mark_deleted(db: &impl ConnectionTrait, id: PostId, now: Timestamp) -> Result<bool, DbErr> {
    let update = post::Entity::update_many()
        .col_expr(post::Column::DeletedAt, Expr::value(now))
        .col_expr(post::Column::PinnedAt, Expr::value(Option::<Timestamp>::None))
        .filter(post::Column::Id.eq(id))
        .filter(post::Column::DeletedAt.is_null())
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

pub(super) async fn deleted_before(
    db: &impl ConnectionTrait,
    time: Timestamp,
    most: u64,
) -> Result<Vec<post::Model>, DbErr> {
    post::Entity::find()
        .filter(post::Column::DeletedAt.lt(time))
        .order_by_asc(post::Column::DeletedAt)
        .limit(most)
        .all(db)
        .await
}

/// Whether the post had another audience before.
pub(super) async fn set_visibility(
    db: &impl ConnectionTrait,
    id: PostId,
    visibility: post::Visibility,
) -> Result<bool, DbErr> {
    let update = post::Entity::update_many()
        .col_expr(post::Column::Visibility, Expr::value(visibility))
        .filter(post::Column::Id.eq(id))
        .filter(post::Column::DeletedAt.is_null())
        .filter(post::Column::Visibility.ne(visibility))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

/// Whom the author of the post names.
pub(super) async fn named_in(db: &impl ConnectionTrait, post: PostId) -> Result<Vec<AccountId>, DbErr> {
    let named = audience::Entity::find()
        .filter(audience::Column::PostId.eq(post))
        .order_by_asc(audience::Column::AccountId)
        .all(db)
        .await?;
    Ok(named.into_iter().map(|named| named.account_id).collect())
}

/// Names these people, and nobody else.
pub(super) async fn set_named(db: &impl ConnectionTrait, post: PostId, people: &[AccountId]) -> Result<(), DbErr> {
    audience::Entity::delete_many()
        .filter(audience::Column::PostId.eq(post))
        .filter(audience::Column::AccountId.is_not_in(people.iter().copied()))
        .exec(db)
        .await?;
    if people.is_empty() {
        return Ok(());
    }
    let rows = people.iter().map(|person| audience::Model { post_id: post, account_id: *person });
    audience::Entity::insert_many::<audience::ActiveModel, _>(rows.map(IntoActiveModel::into_active_model))
        .on_conflict(
            OnConflict::columns([audience::Column::PostId, audience::Column::AccountId]).do_nothing().to_owned(),
        )
        .exec_without_returning(db)
        .await
        .map(drop)
}

/// Some of the account's posts that have one of these audiences, whatever has become of them, which nobody else changes
/// before the transaction ends.
pub(super) async fn lock_with_audience(
    tx: &Tx,
    account: AccountId,
    audiences: &[post::Visibility],
    most: u64,
) -> Result<Vec<post::Model>, DbErr> {
    post::Entity::find()
        .filter(post::Column::AccountId.eq(account))
        .filter(post::Column::RootId.is_null())
        .filter(post::Column::Visibility.is_in(audiences.iter().copied()))
        .order_by_asc(post::Column::Id)
        .limit(most)
        .lock_exclusive()
        .all(tx)
        .await
}

pub(super) async fn set_visibility_of(
    tx: &Tx,
    posts: impl IntoIterator<Item = PostId>,
    to: post::Visibility,
) -> Result<(), DbErr> {
    post::Entity::update_many()
        .col_expr(post::Column::Visibility, Expr::value(to))
        .filter(post::Column::Id.is_in(posts))
        .exec(tx)
        .await
        .map(drop)
}

/// The account's posts older than `before`, newest first.
pub(super) async fn of_account(
    db: &impl ConnectionTrait,
    account: AccountId,
    before: PostId,
    most: u64,
) -> Result<Vec<post::Model>, DbErr> {
    post::Entity::find()
        .filter(post::Column::AccountId.eq(account))
        .filter(post::Column::DeletedAt.is_null())
        .filter(post::Column::Id.lt(before))
        .order_by_desc(post::Column::Id)
        .limit(most)
        .all(db)
        .await
}

/// Replaces posts by their tombstones.
pub(super) async fn bury(db: &impl ConnectionTrait, posts: &[post::Model]) -> Result<(), DbErr> {
    let stones = posts.iter().map(|post| tombstone::ActiveModel {
        post_id: Set(post.id),
        tenant_id: Set(post.tenant_id),
        account_id: Set(post.account_id),
        deleted_at: Set(post.deleted_at.unwrap_or(post.published_at)),
        uri: Set(None),
        for_everybody: Set(FOR_EVERYBODY.contains(&post.visibility)),
    });
    tombstone::Entity::insert_many(stones)
        .on_conflict(OnConflict::column(tombstone::Column::PostId).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    post::Entity::delete_many()
        .filter(post::Column::Id.is_in(posts.iter().map(|post| post.id)))
        .exec(db)
        .await
        .map(drop)
}

/// Moves items from their draft to the post.
pub(super) async fn move_items(db: &impl ConnectionTrait, items: &[ItemId], post: PostId) -> Result<(), DbErr> {
    let change = item::ActiveModel { post_id: Set(Some(post)), draft_id: Set(None), ..Default::default() };
    item::Entity::update_many()
        .set(change)
        .filter(item::Column::Id.is_in(items.iter().copied()))
        .exec(db)
        .await
        .map(drop)
}

/// Posts of the account from `since` on, deleted or not, and those that are being published.
pub(super) async fn count_since(db: &impl ConnectionTrait, account: AccountId, since: PostId) -> Result<u64, DbErr> {
    let posts = || post::Entity::find().filter(post::Column::AccountId.eq(account)).filter(post::Column::Id.gte(since));
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

/// Marks everything that the account has published as deleted.
pub(super) async fn mark_all_deleted(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: Timestamp,
) -> Result<(), DbErr> {
    post::Entity::update_many()
        .col_expr(post::Column::DeletedAt, Expr::value(now))
        .filter(post::Column::AccountId.eq(account))
        .filter(post::Column::DeletedAt.is_null())
        .exec(db)
        .await
        .map(drop)
}

/// Some of the account's posts, whatever has become of them.
pub(super) async fn some_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    most: u64,
) -> Result<Vec<post::Model>, DbErr> {
    let posts = || post::Entity::find().filter(post::Column::AccountId.eq(account)).limit(most);
    let deleted = posts().filter(post::Column::DeletedAt.is_not_null()).all(db).await?;
    if deleted.is_empty() { posts().filter(post::Column::DeletedAt.is_null()).all(db).await } else { Ok(deleted) }
}

/// Takes the account off every list of those who may see a post, and forgets which hashtags it follows and what it
/// changed of many posts at once.
pub async fn forget_reader(db: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    audience::Entity::delete_many().filter(audience::Column::AccountId.eq(account)).exec(db).await?;
    tag_follow::Entity::delete_many().filter(tag_follow::Column::AccountId.eq(account)).exec(db).await?;
    batch::Entity::delete_many().filter(batch::Column::AccountId.eq(account)).exec(db).await.map(drop)
}
