//! Where the media of other servers are found, and whether they are kept here.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use std::collections::HashMap;

use heliograph_entity::{
    file, item,
    remote_item::{self, Part},
    values::{FileId, ItemId, PostId, Timestamp},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use super::note_change;
use crate::{db::Tx, media::Places};

pub(in crate::media) async fn place(
    db: &impl ConnectionTrait,
    id: ItemId,
    part: Part,
) -> Result<Option<remote_item::Model>, DbErr> {
    remote_item::Entity::find_by_id((id, part)).one(db).await
}

/// Where these items lie on their own servers.
pub async fn places_of(
    db: &impl ConnectionTrait,
    items: impl IntoIterator<Item = ItemId>,
) -> Result<HashMap<ItemId, Places>, DbErr> {
    let items: Vec<ItemId> = items.into_iter().collect();
    let mut all: HashMap<ItemId, Places> = HashMap::new();
    if items.is_empty() {
        return Ok(all);
    }
    for place in remote_item::Entity::find().filter(remote_item::Column::ItemId.is_in(items)).all(db).await? {
        let places = all.entry(place.item_id).or_default();
        match place.part {
            Part::Picture => places.picture = Some(place.url),
            Part::Video => places.video = Some(place.url),
        }
    }
    Ok(all)
}

pub(in crate::media) async fn insert_place(
    tx: &Tx,
    item: ItemId,
    part: Part,
    url: &str,
    now: Timestamp,
) -> Result<(), DbErr> {
    let url = url.to_owned();
    let place = remote_item::Model { item_id: item, part, url, fetching: false, tries: 0, try_at: now, used_at: None };
    remote_item::Entity::insert(place.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// The items of a post of another server, with where they lie.
pub async fn elsewhere_of(tx: &Tx, post: PostId) -> Result<Vec<(item::Model, Places)>, DbErr> {
    let items = super::items_of_posts(tx, [post]).await?;
    let mut places = places_of(tx, items.iter().map(|item| item.id)).await?;
    Ok(items
        .into_iter()
        .map(|item| (places.remove(&item.id).unwrap_or_default(), item))
        .map(|(at, item)| (item, at))
        .collect())
}

/// Those of the items that lie nowhere as a picture.
pub(in crate::media) async fn without_poster(tx: &Tx, items: &[ItemId]) -> Result<Vec<ItemId>, DbErr> {
    let places = places_of(tx, items.iter().copied()).await?;
    Ok(places.into_iter().filter(|(_, places)| places.picture.is_none()).map(|(item, _)| item).collect())
}

/// The file of a video, if it is here.
pub(in crate::media) async fn video(db: &impl ConnectionTrait, item: ItemId) -> Result<Option<file::Model>, DbErr> {
    file::Entity::find()
        .filter(file::Column::ItemId.eq(item))
        .filter(file::Column::Role.eq(file::Role::Video))
        .filter(file::Column::State.eq(file::State::Kept))
        .one(db)
        .await
}

/// Dooms the files of the items that have this role.
pub(in crate::media) async fn doom_role(tx: &Tx, items: &[ItemId], role: file::Role) -> Result<(), DbErr> {
    note_change(tx, items).await?;
    file::Entity::update_many()
        .col_expr(file::Column::State, Expr::value(file::State::Doomed))
        .filter(file::Column::ItemId.is_in(items.iter().copied()))
        .filter(file::Column::Role.eq(role))
        .exec(tx)
        .await
        .map(drop)
}

/// What its author says of an item now.
pub async fn reword(tx: &Tx, item: item::Model) -> Result<(), DbErr> {
    item::Entity::update_many()
        .col_expr(item::Column::Position, Expr::value(item.position))
        .col_expr(item::Column::Title, Expr::value(item.title))
        .col_expr(item::Column::Alt, Expr::value(item.alt))
        .col_expr(item::Column::Licence, Expr::value(item.licence))
        .col_expr(item::Column::Duration, Expr::value(item.duration))
        .col_expr(item::Column::Details, Expr::value(item.details))
        .filter(item::Column::Id.eq(item.id))
        .exec(tx)
        .await
        .map(drop)
}

/// Whether it may be fetched and nobody else does so: then nobody does until `until`.
pub(in crate::media) async fn claim(
    tx: &Tx,
    id: ItemId,
    part: Part,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool, DbErr> {
    let update = remote_item::Entity::update_many()
        .col_expr(remote_item::Column::TryAt, Expr::value(until))
        .col_expr(remote_item::Column::Fetching, Expr::value(true))
        .filter(remote_item::Column::ItemId.eq(id))
        .filter(remote_item::Column::Part.eq(part))
        .filter(remote_item::Column::TryAt.lte(now))
        .filter(remote_item::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(update.rows_affected == 1)
}

/// It could not be had, and is not asked for before `again`.
pub(in crate::media) async fn note_failure(tx: &Tx, id: ItemId, part: Part, again: Timestamp) -> Result<(), DbErr> {
    remote_item::Entity::update_many()
        .col_expr(remote_item::Column::TryAt, Expr::value(again))
        .col_expr(remote_item::Column::Fetching, Expr::value(false))
        .col_expr(remote_item::Column::Tries, Expr::col(remote_item::Column::Tries).add(1))
        .filter(remote_item::Column::ItemId.eq(id))
        .filter(remote_item::Column::Part.eq(part))
        .exec(tx)
        .await
        .map(drop)
}

pub(in crate::media) async fn note_shape(tx: &Tx, id: ItemId, seen: item::ActiveModel) -> Result<(), DbErr> {
    note_change(tx, &[id]).await?;
    item::Entity::update_many().set(seen).filter(item::Column::Id.eq(id)).exec(tx).await.map(drop)
}

/// Somebody looks at it, and it is here.
pub(in crate::media) async fn note_use(tx: &Tx, id: ItemId, part: Part, now: Timestamp) -> Result<(), DbErr> {
    remote_item::Entity::update_many()
        .col_expr(remote_item::Column::UsedAt, Expr::value(now))
        .col_expr(remote_item::Column::Fetching, Expr::value(false))
        .col_expr(remote_item::Column::Tries, Expr::value(0))
        .filter(remote_item::Column::ItemId.eq(id))
        .filter(remote_item::Column::Part.eq(part))
        .exec(tx)
        .await
        .map(drop)
}

pub(in crate::media) async fn unused_since(
    db: &impl ConnectionTrait,
    part: Part,
    before: Timestamp,
    most: u64,
) -> Result<Vec<ItemId>, DbErr> {
    let unused = remote_item::Entity::find()
        .filter(remote_item::Column::Part.eq(part))
        .filter(remote_item::Column::UsedAt.lt(before))
        .order_by_asc(remote_item::Column::UsedAt)
        .limit(most)
        .all(db)
        .await?;
    Ok(unused.into_iter().map(|place| place.item_id).collect())
}

/// They are not here any more.
pub(in crate::media) async fn note_gone(tx: &Tx, ids: &[ItemId], part: Part) -> Result<(), DbErr> {
    remote_item::Entity::update_many()
        .col_expr(remote_item::Column::UsedAt, Expr::value(Option::<Timestamp>::None))
        .col_expr(remote_item::Column::TryAt, Expr::value(Timestamp(0)))
        .filter(remote_item::Column::ItemId.is_in(ids.iter().copied()))
        .filter(remote_item::Column::Part.eq(part))
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
