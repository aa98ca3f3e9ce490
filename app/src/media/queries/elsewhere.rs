//! Where the pictures of other servers are found, and whether they are kept here.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use std::collections::HashMap;

use heliograph_entity::{
    file, item, remote_item,
    values::{FileId, ItemId, PostId, Timestamp},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use super::note_change;
use crate::db::Tx;

pub(in crate::media) async fn place(
    db: &impl ConnectionTrait,
    id: ItemId,
) -> Result<Option<remote_item::Model>, DbErr> {
    remote_item::Entity::find_by_id(id).one(db).await
}

/// Where the pictures of these items lie on their own servers.
pub async fn originals_elsewhere(
    db: &impl ConnectionTrait,
    items: Vec<ItemId>,
) -> Result<HashMap<ItemId, String>, DbErr> {
    if items.is_empty() {
        return Ok(HashMap::new());
    }
    let places = remote_item::Entity::find().filter(remote_item::Column::ItemId.is_in(items)).all(db).await?;
    Ok(places.into_iter().map(|place| (place.item_id, place.url)).collect())
}

pub(in crate::media) async fn insert_place(tx: &Tx, item: ItemId, url: &str, now: Timestamp) -> Result<(), DbErr> {
    let url = url.to_owned();
    let place = remote_item::Model { item_id: item, url, fetching: false, tries: 0, try_at: now, used_at: None };
    remote_item::Entity::insert(place.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// The items of a post of another server, with where their pictures are.
pub async fn elsewhere_of(tx: &Tx, post: PostId) -> Result<Vec<(item::Model, String)>, DbErr> {
    let items = super::items_of_posts(tx, [post]).await?;
    let ids = items.iter().map(|item| item.id);
    let places = remote_item::Entity::find().filter(remote_item::Column::ItemId.is_in(ids)).all(tx).await?;
    let url = |item: &item::Model| places.iter().find(|place| place.item_id == item.id).map(|place| place.url.clone());
    Ok(items.into_iter().map(|item| (url(&item).unwrap_or_default(), item)).map(|(url, item)| (item, url)).collect())
}

/// What its author says of an item now.
pub async fn reword(tx: &Tx, item: item::Model) -> Result<(), DbErr> {
    item::Entity::update_many()
        .col_expr(item::Column::Position, Expr::value(item.position))
        .col_expr(item::Column::Title, Expr::value(item.title))
        .col_expr(item::Column::Alt, Expr::value(item.alt))
        .col_expr(item::Column::Licence, Expr::value(item.licence))
        .col_expr(item::Column::Details, Expr::value(item.details))
        .filter(item::Column::Id.eq(item.id))
        .exec(tx)
        .await
        .map(drop)
}

/// Whether it may be fetched and nobody else does so: then nobody does until `until`.
pub(in crate::media) async fn claim(tx: &Tx, id: ItemId, now: Timestamp, until: Timestamp) -> Result<bool, DbErr> {
    let update = remote_item::Entity::update_many()
        .col_expr(remote_item::Column::TryAt, Expr::value(until))
        .col_expr(remote_item::Column::Fetching, Expr::value(true))
        .filter(remote_item::Column::ItemId.eq(id))
        .filter(remote_item::Column::TryAt.lte(now))
        .filter(remote_item::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(update.rows_affected == 1)
}

/// It could not be had, and is not asked for before `again`.
pub(in crate::media) async fn note_failure(tx: &Tx, id: ItemId, again: Timestamp) -> Result<(), DbErr> {
    remote_item::Entity::update_many()
        .col_expr(remote_item::Column::TryAt, Expr::value(again))
        .col_expr(remote_item::Column::Fetching, Expr::value(false))
        .col_expr(remote_item::Column::Tries, Expr::col(remote_item::Column::Tries).add(1))
        .filter(remote_item::Column::ItemId.eq(id))
        .exec(tx)
        .await
        .map(drop)
}

pub(in crate::media) async fn note_shape(tx: &Tx, id: ItemId, seen: item::ActiveModel) -> Result<(), DbErr> {
    note_change(tx, &[id]).await?;
    item::Entity::update_many().set(seen).filter(item::Column::Id.eq(id)).exec(tx).await.map(drop)
}

/// Somebody looks at it, and it is here.
pub(in crate::media) async fn note_use(tx: &Tx, id: ItemId, now: Timestamp) -> Result<(), DbErr> {
    remote_item::Entity::update_many()
        .col_expr(remote_item::Column::UsedAt, Expr::value(now))
        .col_expr(remote_item::Column::Fetching, Expr::value(false))
        .col_expr(remote_item::Column::Tries, Expr::value(0))
        .filter(remote_item::Column::ItemId.eq(id))
        .exec(tx)
        .await
        .map(drop)
}

pub(in crate::media) async fn unused_since(
    db: &impl ConnectionTrait,
    before: Timestamp,
    most: u64,
) -> Result<Vec<ItemId>, DbErr> {
    let unused = remote_item::Entity::find()
        .filter(remote_item::Column::UsedAt.lt(before))
        .order_by_asc(remote_item::Column::UsedAt)
        .limit(most)
        .all(db)
        .await?;
    Ok(unused.into_iter().map(|place| place.item_id).collect())
}

/// They are not here any more.
pub(in crate::media) async fn note_gone(tx: &Tx, ids: &[ItemId]) -> Result<(), DbErr> {
    remote_item::Entity::update_many()
        .col_expr(remote_item::Column::UsedAt, Expr::value(Option::<Timestamp>::None))
        .col_expr(remote_item::Column::TryAt, Expr::value(Timestamp(0)))
        .filter(remote_item::Column::ItemId.is_in(ids.iter().copied()))
        .exec(tx)
        .await
        .map(drop)
}

/// A file by where it lies.
pub(in crate::media) async fn with_key(db: &impl ConnectionTrait, key: &str) -> Result<Option<file::Model>, DbErr> {
    file::Entity::find()
        .filter(file::Column::Key.eq(key))
        .filter(file::Column::State.eq(file::State::Kept))
        .one(db)
        .await
}

/// Portraits of other servers that were fetched before then.
pub(in crate::media) async fn portraits_before(tx: &Tx, before: Timestamp) -> Result<Vec<FileId>, DbErr> {
    let files = file::Entity::find()
        .filter(file::Column::TenantId.is_null())
        .filter(file::Column::ItemId.is_null())
        .filter(file::Column::State.eq(file::State::Kept))
        .filter(file::Column::CreatedAt.lt(before))
        .all(tx)
        .await?;
    Ok(files.into_iter().map(|file| file.id).collect())
}
