//! Posts that were archived or deleted, as their authors find them.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    post,
    values::{AccountId, PostId, Timestamp},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::Expr,
};

use super::{Before, next_version};
use crate::db::Tx;

/// The account's own, archived or not, but not deleted.
fn own(account: AccountId) -> Select<post::Entity> {
    post::Entity::find()
        .filter(post::Column::AccountId.eq(account))
        .filter(post::Column::DeletedAt.is_null())
        .filter(post::Column::RootId.is_null())
}

fn deleted(account: AccountId) -> Select<post::Entity> {
    post::Entity::find()
        .filter(post::Column::AccountId.eq(account))
        .filter(post::Column::DeletedAt.is_not_null())
        .filter(post::Column::RootId.is_null())
}

pub(in crate::posts) async fn own_with_id(
    db: &impl ConnectionTrait,
    account: AccountId,
    id: PostId,
) -> Result<Option<post::Model>, DbErr> {
    own(account).filter(post::Column::Id.eq(id)).one(db).await
}

pub(in crate::posts) async fn deleted_with_id(
    db: &impl ConnectionTrait,
    account: AccountId,
    id: PostId,
) -> Result<Option<post::Model>, DbErr> {
    deleted(account).filter(post::Column::Id.eq(id)).one(db).await
}

/// These posts, in the order of their ids, which nobody else changes before the transaction ends.
pub(in crate::posts) async fn lock_posts(
    tx: &Tx,
    ids: impl IntoIterator<Item = PostId>,
) -> Result<Vec<post::Model>, DbErr> {
    post::Entity::find()
        .filter(post::Column::Id.is_in(ids))
        .order_by_asc(post::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await
}

pub(in crate::posts) async fn lock_post(tx: &Tx, id: PostId) -> Result<Option<post::Model>, DbErr> {
    Ok(lock_posts(tx, [id]).await?.pop())
}

/// What the account has archived, and has not deleted since.
pub(in crate::posts) async fn archived_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    before: Before,
    size: u64,
) -> Result<Vec<post::Model>, DbErr> {
    before.page(own(account).filter(post::Column::ArchivedAt.is_not_null()), size).all(db).await
}

pub(in crate::posts) async fn trash_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    before: Before,
    size: u64,
) -> Result<Vec<post::Model>, DbErr> {
    before.page(deleted(account), size).all(db).await
}

/// Archives posts, or takes them out of the archive.
pub(in crate::posts) async fn set_archived(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = PostId>,
    at: Option<Timestamp>,
) -> Result<(), DbErr> {
    post::Entity::update_many()
        .col_expr(post::Column::ArchivedAt, Expr::value(at))
        .col_expr(post::Column::Version, next_version())
        .col_expr(post::Column::PinnedAt, Expr::value(Option::<Timestamp>::None))
        .filter(post::Column::Id.is_in(ids))
        .exec(db)
        .await
        .map(drop)
}

/// Whether it was deleted.
pub(in crate::posts) async fn unmark_deleted(db: &impl ConnectionTrait, id: PostId) -> Result<bool, DbErr> {
    let update = post::Entity::update_many()
        .col_expr(post::Column::DeletedAt, Expr::value(Option::<Timestamp>::None))
        .col_expr(post::Column::Version, next_version())
        .filter(post::Column::Id.eq(id))
        .filter(post::Column::DeletedAt.is_not_null())
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}
