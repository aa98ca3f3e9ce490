//! Drafts that hold what is to be added to a post.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    draft,
    values::{DraftId, PostId, Timestamp},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use crate::db::{Tx, is};

pub(in crate::posts) async fn adding_draft(
    db: &impl ConnectionTrait,
    post: PostId,
) -> Result<Option<draft::Model>, DbErr> {
    draft::Entity::find()
        .filter(draft::Column::PostId.eq(post))
        .filter(is(draft::Column::State, draft::State::Adding))
        .one(db)
        .await
}

/// The same, to which nobody adds before the transaction ends. Whoever adds holds the draft before the account, so this
/// comes before the lock on that.
pub(in crate::posts) async fn lock_adding_draft(tx: &Tx, post: PostId) -> Result<Option<draft::Model>, DbErr> {
    draft::Entity::find()
        .filter(draft::Column::PostId.eq(post))
        .filter(is(draft::Column::State, draft::State::Adding))
        .lock_exclusive()
        .one(tx)
        .await
}

/// The fresh draft, or the one that was there, and is in use again.
pub(in crate::posts) async fn insert_adding_draft(
    tx: &Tx,
    fresh: draft::Model,
    now: Timestamp,
) -> Result<DraftId, DbErr> {
    let (id, post) = (fresh.id, fresh.post_id);
    draft::Entity::insert(fresh.into_active_model())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    draft::Entity::update_many()
        .col_expr(draft::Column::UpdatedAt, Expr::value(now))
        .filter(draft::Column::PostId.eq(post))
        .filter(is(draft::Column::State, draft::State::Adding))
        .exec(tx)
        .await?;
    let found = match post {
        Some(post) => adding_draft(tx, post).await?,
        None => None,
    };
    Ok(found.map_or(id, |draft| draft.id))
}

/// Some of those that nobody has used since `before`, which nobody adds to before the transaction ends.
pub(in crate::posts) async fn lock_unsaved(tx: &Tx, before: Timestamp, most: u64) -> Result<Vec<DraftId>, DbErr> {
    let found = draft::Entity::find()
        .filter(is(draft::Column::State, draft::State::Adding))
        .filter(draft::Column::UpdatedAt.lt(before))
        .order_by_asc(draft::Column::Id)
        .limit(most)
        .lock_exclusive()
        .all(tx)
        .await?;
    Ok(found.into_iter().map(|draft| draft.id).collect())
}
