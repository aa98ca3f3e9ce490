//! Drafts, and the items in them.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    draft, item,
    values::{AccountId, DraftId, ItemId, Licence, PostId, Timestamp},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::{
    super::{ItemWords, MOST_ITEMS, PostWords},
    item_words,
};
use crate::{
    db::{Tx, is},
    media,
};

pub(in crate::posts) async fn open_draft(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<draft::Model>, DbErr> {
    draft::Entity::find()
        .filter(draft::Column::AccountId.eq(account))
        .filter(is(draft::Column::State, draft::State::Open))
        .one(db)
        .await
}

/// The fresh draft, or the one that was opened at the same time.
pub(in crate::posts) async fn insert_open_draft(
    db: &impl ConnectionTrait,
    fresh: draft::Model,
) -> Result<draft::Model, DbErr> {
    draft::Entity::insert(fresh.clone().into_active_model())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(open_draft(db, fresh.account_id).await?.unwrap_or(fresh))
}

pub(in crate::posts) async fn draft(db: &impl ConnectionTrait, id: DraftId) -> Result<Option<draft::Model>, DbErr> {
    draft::Entity::find_by_id(id).one(db).await
}

pub(in crate::posts) async fn draft_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    id: DraftId,
) -> Result<Option<draft::Model>, DbErr> {
    draft::Entity::find_by_id(id).filter(draft::Column::AccountId.eq(account)).one(db).await
}

/// An item of the account, wherever it is.
pub(in crate::posts) async fn item_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    id: ItemId,
) -> Result<Option<item::Model>, DbErr> {
    item::Entity::find_by_id(id).filter(item::Column::AccountId.eq(account)).one(db).await
}

pub(in crate::posts) async fn save_draft(
    db: &impl ConnectionTrait,
    id: DraftId,
    words: &PostWords,
    publish_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), DbErr> {
    let change = draft::ActiveModel {
        publish_at: Set(publish_at),
        visibility: words.audience.map_or(NotSet, Set),
        title: Set(words.title.clone()),
        caption: Set(words.caption.clone()),
        warning: Set(words.warning.clone()),
        licence: Set(words.licence),
        named: Set(words.named.clone()),
        commenters: words.commenters.map_or(NotSet, Set),
        downloadable: Set(words.downloadable),
        details: words.details.map_or(NotSet, |details| Set(details.codes())),
        updated_at: Set(now),
        ..Default::default()
    };
    draft::Entity::update_many()
        .set(change)
        .filter(draft::Column::Id.eq(id))
        .filter(is(draft::Column::State, draft::State::Open))
        .exec(db)
        .await
        .map(drop)
}

pub(in crate::posts) async fn save_draft_item(
    db: &impl ConnectionTrait,
    draft: DraftId,
    words: &ItemWords,
) -> Result<(), DbErr> {
    item::Entity::update_many()
        .set(item_words(words))
        .filter(item::Column::Id.eq(words.id))
        .filter(item::Column::DraftId.eq(draft))
        .exec(db)
        .await
        .map(drop)
}

/// Gives the items of the draft that carry one licence another.
pub(in crate::posts) async fn relicense_items(
    db: &impl ConnectionTrait,
    draft: DraftId,
    from: Licence,
    to: Licence,
) -> Result<(), DbErr> {
    item::Entity::update_many()
        .col_expr(item::Column::Licence, Expr::value(to))
        .filter(item::Column::DraftId.eq(draft))
        .filter(item::Column::Licence.eq(from))
        .exec(db)
        .await
        .map(drop)
}

/// The states of drafts that wait for their author or their time.
const WAITING: [draft::State; 4] =
    [draft::State::Open, draft::State::Kept, draft::State::SetAside, draft::State::Scheduled];

/// The account's drafts, the one saved last first.
pub(in crate::posts) async fn waiting_drafts(
    db: &impl ConnectionTrait,
    account: AccountId,
    most: u64,
) -> Result<Vec<draft::Model>, DbErr> {
    draft::Entity::find()
        .filter(draft::Column::AccountId.eq(account))
        .filter(draft::Column::State.is_in(WAITING))
        .order_by_desc(draft::Column::UpdatedAt)
        .order_by_desc(draft::Column::Id)
        .limit(most)
        .all(db)
        .await
}

/// The same, and nobody changes them before the transaction ends.
pub(in crate::posts) async fn lock_waiting_drafts(db: &Tx, account: AccountId) -> Result<Vec<draft::Model>, DbErr> {
    draft::Entity::find()
        .filter(draft::Column::AccountId.eq(account))
        .filter(draft::Column::State.is_in(WAITING))
        .order_by_asc(draft::Column::Id)
        .lock_exclusive()
        .all(db)
        .await
}

/// A draft that nobody else saves before the transaction ends.
pub(in crate::posts) async fn lock_draft(db: &Tx, id: DraftId) -> Result<Option<draft::Model>, DbErr> {
    draft::Entity::find_by_id(id).lock_exclusive().one(db).await
}

/// Whether a draft waited aside. The time that was chosen for it stays in it, as one that was typed.
pub(in crate::posts) async fn take_up(db: &impl ConnectionTrait, id: DraftId, to: draft::State) -> Result<bool, DbErr> {
    let change = draft::ActiveModel { state: Set(to), ..Default::default() };
    let update = draft::Entity::update_many()
        .set(change)
        .filter(draft::Column::Id.eq(id))
        .filter(draft::Column::State.is_in(WAITING))
        .filter(draft::Column::State.ne(draft::State::Open))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

/// Whether a draft that was open or scheduled is scheduled now.
pub(in crate::posts) async fn schedule_draft(
    db: &impl ConnectionTrait,
    id: DraftId,
    at: Timestamp,
) -> Result<bool, DbErr> {
    let change =
        draft::ActiveModel { state: Set(draft::State::Scheduled), publish_at: Set(Some(at)), ..Default::default() };
    let update = draft::Entity::update_many()
        .set(change)
        .filter(draft::Column::Id.eq(id))
        .filter(draft::Column::State.is_in([draft::State::Open, draft::State::Scheduled]))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

/// Whether the draft was to be published at that time; it is on its way now.
pub(in crate::posts) async fn begin_scheduled(
    db: &impl ConnectionTrait,
    id: DraftId,
    at: Timestamp,
) -> Result<bool, DbErr> {
    let change =
        draft::ActiveModel { state: Set(draft::State::Publishing), publish_at: Set(None), ..Default::default() };
    let update = draft::Entity::update_many()
        .set(change)
        .filter(draft::Column::Id.eq(id))
        .filter(draft::Column::State.eq(draft::State::Scheduled))
        .filter(draft::Column::PublishAt.eq(at))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

/// Numbers the items in the given order.
pub(in crate::posts) async fn set_order(db: &impl ConnectionTrait, order: &[ItemId]) -> Result<(), DbErr> {
    media::note_change(db, order).await?;
    for (position, id) in order.iter().enumerate() {
        item::Entity::update_many()
            .col_expr(item::Column::Position, Expr::value(position as i32))
            .filter(item::Column::Id.eq(*id))
            .exec(db)
            .await?;
    }
    Ok(())
}

/// Whether the draft was in the state it is said to leave.
pub(in crate::posts) async fn set_draft_state(
    db: &impl ConnectionTrait,
    id: DraftId,
    from: draft::State,
    to: draft::State,
) -> Result<bool, DbErr> {
    let update = draft::Entity::update_many()
        .col_expr(draft::Column::State, Expr::value(to))
        .filter(draft::Column::Id.eq(id))
        .filter(draft::Column::State.eq(from))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

/// Opens a draft again. One that was opened meanwhile takes its items and keeps its own words; where it has no room for
/// them, the draft is set aside until that one is published.
pub(in crate::posts) async fn reopen(db: &impl ConnectionTrait, draft: &draft::Model) -> Result<(), DbErr> {
    // Nobody appends to it before this transaction ends.
    let open = draft::Entity::find()
        .filter(draft::Column::AccountId.eq(draft.account_id))
        .filter(is(draft::Column::State, draft::State::Open))
        .lock_exclusive()
        .one(db)
        .await?;
    let Some(open) = open else {
        return set_draft_state(db, draft.id, draft::State::Publishing, draft::State::Open).await.map(drop);
    };
    let together = item::Entity::find().filter(item::Column::DraftId.is_in([draft.id, open.id])).count(db).await?;
    if together > MOST_ITEMS {
        return set_draft_state(db, draft.id, draft::State::Publishing, draft::State::SetAside).await.map(drop);
    }
    item::Entity::update_many()
        .col_expr(item::Column::DraftId, Expr::value(open.id))
        .filter(item::Column::DraftId.eq(draft.id))
        .exec(db)
        .await?;
    draft::Entity::delete_by_id(draft.id).exec(db).await.map(drop)
}

/// Opens what the account has set aside longest, now that it has no open draft.
pub(in crate::posts) async fn open_set_aside(db: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    let oldest = draft::Entity::find()
        .filter(draft::Column::AccountId.eq(account))
        .filter(draft::Column::State.eq(draft::State::SetAside))
        .order_by_asc(draft::Column::Id)
        .one(db)
        .await?;
    match oldest {
        Some(draft) => set_draft_state(db, draft.id, draft::State::SetAside, draft::State::Open).await.map(drop),
        None => Ok(()),
    }
}

pub(in crate::posts) async fn note_post(
    db: &impl ConnectionTrait,
    draft: DraftId,
    post: PostId,
    now: Timestamp,
) -> Result<(), DbErr> {
    draft::Entity::update_many()
        .col_expr(draft::Column::PostId, Expr::value(post))
        .col_expr(draft::Column::UpdatedAt, Expr::value(now))
        .filter(draft::Column::Id.eq(draft))
        .exec(db)
        .await
        .map(drop)
}

pub(in crate::posts) async fn delete_published_drafts(
    db: &impl ConnectionTrait,
    before: Timestamp,
) -> Result<(), DbErr> {
    draft::Entity::delete_many()
        .filter(draft::Column::State.eq(draft::State::Published))
        .filter(draft::Column::UpdatedAt.lt(before))
        .exec(db)
        .await
        .map(drop)
}

/// Some of the account's drafts, which nobody publishes or adds to before the transaction ends.
pub(in crate::posts) async fn lock_drafts_of(
    db: &Tx,
    account: AccountId,
    most: u64,
) -> Result<Vec<draft::Model>, DbErr> {
    draft::Entity::find().filter(draft::Column::AccountId.eq(account)).limit(most).lock_exclusive().all(db).await
}

pub(in crate::posts) async fn delete_drafts(db: &impl ConnectionTrait, ids: &[DraftId]) -> Result<(), DbErr> {
    draft::Entity::delete_many().filter(draft::Column::Id.is_in(ids.iter().copied())).exec(db).await.map(drop)
}
