//! Changes of many posts at once, and which posts they are about.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    audience, batch, batch_post, item, post, post_tag,
    values::{AccountId, BatchId, ItemId, Licence, PostId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, Query, SelectStatement},
};

use super::{
    super::batch::{Change, Selection},
    Before, next_version,
};
use crate::{db::Tx, media};

/// The posts of the account that it means with the selection.
fn selected(account: AccountId, selection: &Selection, change: &Change) -> Select<post::Entity> {
    let own = post::Entity::find()
        .filter(post::Column::AccountId.eq(account))
        .filter(post::Column::DeletedAt.is_null())
        .filter(post::Column::RootId.is_null());
    let own = match change {
        Change::Licence { .. } => own,
        _ => own.filter(post::Column::ArchivedAt.is_null()),
    };
    match selection {
        Selection::These(ids) => own.filter(post::Column::Id.is_in(ids.iter().copied())),
        Selection::All => own,
        Selection::Licence(licence) => own.filter(Expr::exists(with_licence(*licence))),
        Selection::Audience(audience) => own.filter(post::Column::Visibility.eq(*audience)),
        Selection::Tag(key) => own.filter(Expr::exists(with_tag(key))),
    }
}

/// That the post at hand has a photo under this licence.
fn with_licence(licence: Licence) -> SelectStatement {
    Query::select()
        .expr(Expr::value(1))
        .from(item::Entity)
        .and_where(Expr::col((item::Entity, item::Column::PostId)).equals((post::Entity, post::Column::Id)))
        .and_where(item::Column::Licence.eq(licence))
        .take()
}

/// That the post at hand has this hashtag.
fn with_tag(key: &str) -> SelectStatement {
    Query::select()
        .expr(Expr::value(1))
        .from(post_tag::Entity)
        .and_where(Expr::col((post_tag::Entity, post_tag::Column::PostId)).equals((post::Entity, post::Column::Id)))
        .and_where(post_tag::Column::Tag.eq(key))
        .take()
}

/// A page of the posts that are meant, without the archive.
pub(in crate::posts) async fn selected_posts(
    db: &impl ConnectionTrait,
    account: AccountId,
    selection: &Selection,
    before: Before,
    size: u64,
) -> Result<Vec<post::Model>, DbErr> {
    before.page(selected(account, selection, &Change::Archive), size).all(db).await
}

/// How many posts are meant.
pub(in crate::posts) async fn count_selected(
    db: &impl ConnectionTrait,
    account: AccountId,
    selection: &Selection,
    change: &Change,
) -> Result<u64, DbErr> {
    selected(account, selection, change).count(db).await
}

/// How many photos of the posts have which licence.
pub(in crate::posts) async fn licences_in(
    db: &impl ConnectionTrait,
    account: AccountId,
    selection: &Selection,
    change: &Change,
) -> Result<Vec<(Licence, i64)>, DbErr> {
    let ids = selected(account, selection, change).select_only().column(post::Column::Id).into_query();
    item::Entity::find()
        .select_only()
        .column(item::Column::Licence)
        .column_as(Expr::col((item::Entity, item::Column::Id)).count(), "photos")
        .filter(item::Column::PostId.in_subquery(ids))
        .group_by(item::Column::Licence)
        .into_tuple()
        .all(db)
        .await
}

/// How many posts have a photo that would get another licence.
pub(in crate::posts) async fn count_relicensed(
    db: &impl ConnectionTrait,
    account: AccountId,
    selection: &Selection,
    change: &Change,
) -> Result<u64, DbErr> {
    let Change::Licence { to, .. } = change else { return Ok(0) };
    let mut others = Query::select();
    others
        .expr(Expr::value(1))
        .from(item::Entity)
        .and_where(Expr::col((item::Entity, item::Column::PostId)).equals((post::Entity, post::Column::Id)))
        .and_where(item::Column::Licence.ne(*to));
    if let Some(of) = change.licence_before() {
        others.and_where(item::Column::Licence.eq(of));
    }
    selected(account, selection, change).filter(Expr::exists(others.take())).count(db).await
}

/// How many of the posts have which audience.
pub(in crate::posts) async fn audiences_in(
    db: &impl ConnectionTrait,
    account: AccountId,
    selection: &Selection,
    change: &Change,
) -> Result<Vec<(post::Visibility, i64)>, DbErr> {
    selected(account, selection, change)
        .select_only()
        .column(post::Column::Visibility)
        .column_as(Expr::col((post::Entity, post::Column::Id)).count(), "posts")
        .group_by(post::Column::Visibility)
        .into_tuple()
        .all(db)
        .await
}

/// How many of the posts are for exactly the people `named`.
pub(in crate::posts) async fn count_named(
    db: &impl ConnectionTrait,
    account: AccountId,
    selection: &Selection,
    change: &Change,
    named: &[AccountId],
) -> Result<u64, DbErr> {
    let people = |among: Option<&[AccountId]>| {
        let mut people = Query::select();
        people
            .expr(Expr::col((audience::Entity, audience::Column::AccountId)).count())
            .from(audience::Entity)
            .and_where(
                Expr::col((audience::Entity, audience::Column::PostId)).equals((post::Entity, post::Column::Id)),
            );
        if let Some(among) = among {
            people.and_where(audience::Column::AccountId.is_in(among.iter().copied()));
        }
        Expr::from(people.take())
    };
    let all = named.len() as i64;
    selected(account, selection, change)
        .filter(post::Column::Visibility.eq(post::Visibility::Named))
        .filter(people(None).eq(all))
        .filter(people(Some(named)).eq(all))
        .count(db)
        .await
}

/// How many of the posts have the hashtag.
pub(in crate::posts) async fn count_with_tag(
    db: &impl ConnectionTrait,
    account: AccountId,
    selection: &Selection,
    change: &Change,
    key: &str,
) -> Result<u64, DbErr> {
    selected(account, selection, change).filter(Expr::exists(with_tag(key))).count(db).await
}

pub(in crate::posts) async fn insert_batch(db: &impl ConnectionTrait, batch: batch::Model) -> Result<(), DbErr> {
    batch::Entity::insert(batch.into_active_model()).exec_without_returning(db).await.map(drop)
}

/// Puts the posts that are meant now into the batch; how many they are.
pub(in crate::posts) async fn choose_for_batch(
    db: &impl ConnectionTrait,
    id: BatchId,
    account: AccountId,
    selection: &Selection,
    change: &Change,
) -> Result<u64, DbErr> {
    let rows = selected(account, selection, change)
        .select_only()
        .expr(Expr::value(id))
        .column(post::Column::Id)
        .expr(Expr::value(batch_post::State::Waiting))
        .expr(Expr::value(""))
        .into_query();
    let insert = Query::insert()
        .into_table(batch_post::Entity)
        .columns([
            batch_post::Column::BatchId,
            batch_post::Column::PostId,
            batch_post::Column::State,
            batch_post::Column::Before,
        ])
        .select_from(rows)
        .map_err(|error| DbErr::Custom(error.to_string()))?
        .to_owned();
    db.execute(&insert).await.map(|done| done.rows_affected())
}

pub(in crate::posts) async fn batch(db: &impl ConnectionTrait, id: BatchId) -> Result<Option<batch::Model>, DbErr> {
    batch::Entity::find_by_id(id).one(db).await
}

/// The account's latest change of many posts.
pub(in crate::posts) async fn latest_batch(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<batch::Model>, DbErr> {
    batch::Entity::find().filter(batch::Column::AccountId.eq(account)).order_by_desc(batch::Column::Id).one(db).await
}

/// The next posts of the batch in that state.
pub(in crate::posts) async fn batch_posts(
    db: &impl ConnectionTrait,
    id: BatchId,
    state: batch_post::State,
    most: u64,
) -> Result<Vec<batch_post::Model>, DbErr> {
    batch_post::Entity::find()
        .filter(batch_post::Column::BatchId.eq(id))
        .filter(batch_post::Column::State.eq(state))
        .order_by_asc(batch_post::Column::PostId)
        .limit(most)
        .all(db)
        .await
}

pub(in crate::posts) async fn settle_batch_post(
    db: &impl ConnectionTrait,
    row: &batch_post::Model,
    state: batch_post::State,
    before: Option<String>,
) -> Result<(), DbErr> {
    batch_post::Entity::update_many()
        .col_expr(batch_post::Column::State, Expr::value(state))
        .col_expr(batch_post::Column::Before, Expr::value(before.unwrap_or_else(|| row.before.clone())))
        .filter(batch_post::Column::BatchId.eq(row.batch_id))
        .filter(batch_post::Column::PostId.eq(row.post_id))
        .exec(db)
        .await
        .map(drop)
}

pub(in crate::posts) async fn batch_counts(
    db: &impl ConnectionTrait,
    id: BatchId,
) -> Result<Vec<(batch_post::State, i64)>, DbErr> {
    batch_post::Entity::find()
        .select_only()
        .column(batch_post::Column::State)
        .column_as(Expr::col((batch_post::Entity, batch_post::Column::PostId)).count(), "posts")
        .filter(batch_post::Column::BatchId.eq(id))
        .group_by(batch_post::Column::State)
        .into_tuple()
        .all(db)
        .await
}

pub(in crate::posts) async fn set_batch_state(
    db: &impl ConnectionTrait,
    id: BatchId,
    state: batch::State,
) -> Result<(), DbErr> {
    batch::Entity::update_many()
        .col_expr(batch::Column::State, Expr::value(state))
        .filter(batch::Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// Whether the batch was in the state it is said to leave.
pub(in crate::posts) async fn leave_batch_state(
    db: &impl ConnectionTrait,
    id: BatchId,
    from: batch::State,
    to: batch::State,
) -> Result<bool, DbErr> {
    let update = batch::Entity::update_many()
        .col_expr(batch::Column::State, Expr::value(to))
        .filter(batch::Column::Id.eq(id))
        .filter(batch::Column::State.eq(from))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

pub(in crate::posts) async fn set_licence(
    tx: &Tx,
    items: impl IntoIterator<Item = ItemId>,
    to: Licence,
) -> Result<(), DbErr> {
    let items: Vec<ItemId> = items.into_iter().collect();
    media::note_change(tx, &items).await?;
    item::Entity::update_many()
        .col_expr(item::Column::Licence, Expr::value(to))
        .filter(item::Column::Id.is_in(items))
        .exec(tx)
        .await
        .map(drop)
}

pub(in crate::posts) async fn set_caption(tx: &Tx, id: PostId, caption: &str) -> Result<(), DbErr> {
    post::Entity::update_many()
        .col_expr(post::Column::Caption, Expr::value(caption))
        .col_expr(post::Column::Version, next_version())
        .filter(post::Column::Id.eq(id))
        .exec(tx)
        .await
        .map(drop)
}

pub(in crate::posts) async fn set_item_caption(tx: &Tx, id: ItemId, caption: &str) -> Result<(), DbErr> {
    media::note_change(tx, &[id]).await?;
    item::Entity::update_many()
        .col_expr(item::Column::Caption, Expr::value(caption))
        .filter(item::Column::Id.eq(id))
        .exec(tx)
        .await
        .map(drop)
}
