//! What is counted of an account.

use heliograph_entity::{account, file, item, portrait, post, values::AccountId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, Func, Query, SelectStatement},
};

use crate::db::{self, Tx};

/// Counts `more` posts in.
pub async fn count_posts(db: &impl ConnectionTrait, id: AccountId, more: i64) -> Result<(), DbErr> {
    count(db, account::Column::PostsCount, id, more).await
}

/// Counts `more` followers in.
pub async fn count_followers(db: &impl ConnectionTrait, id: AccountId, more: i64) -> Result<(), DbErr> {
    count(db, account::Column::FollowersCount, id, more).await
}

/// Counts `more` in of those whom the account follows.
pub async fn count_following(db: &impl ConnectionTrait, id: AccountId, more: i64) -> Result<(), DbErr> {
    count(db, account::Column::FollowingCount, id, more).await
}

async fn count(db: &impl ConnectionTrait, counter: account::Column, id: AccountId, more: i64) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(counter, Expr::col(counter).add(more))
        .filter(account::Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// Counts `bytes` more for a living account, if they are within `limit`; whether they are. Of several at the same time
/// only as many as fit.
pub async fn use_bytes(db: &impl ConnectionTrait, id: AccountId, bytes: i64, limit: i64) -> Result<bool, DbErr> {
    let used = || Expr::col(account::Column::BytesUsed);
    let update = account::Entity::update_many()
        .col_expr(account::Column::BytesUsed, used().add(bytes))
        .filter(account::Column::Id.eq(id))
        .filter(account::Column::State.eq(account::State::Living))
        .filter(used().add(bytes).lte(limit))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

/// Counts `bytes` out again.
pub async fn free_bytes(db: &impl ConnectionTrait, id: AccountId, bytes: i64) -> Result<(), DbErr> {
    count(db, account::Column::BytesUsed, id, -bytes).await
}

/// Counts everything anew that accounts count: each counter, and how many were wrong.
pub async fn recount(tx: &Tx) -> Result<[(&'static str, u64); 2], DbErr> {
    let posts = Query::select()
        .expr(Expr::col((post::Entity, post::Column::Id)).count())
        .from(post::Entity)
        .and_where(post::Column::AccountId.into_expr().equals(account::Column::Id.as_column_ref()))
        .and_where(post::Column::DeletedAt.is_null())
        .and_where(post::Column::ArchivedAt.is_null())
        .and_where(post::Column::RootId.is_null())
        .take();
    let of_items = stored_bytes()
        .inner_join(item::Entity, item::Column::Id.into_expr().equals(file::Column::ItemId.as_column_ref()))
        .and_where(item::Column::AccountId.into_expr().equals(account::Column::Id.as_column_ref()))
        .take();
    let of_portraits = stored_bytes()
        .inner_join(portrait::Entity, portrait::Column::OriginalId.into_expr().equals(file::Column::Id.as_column_ref()))
        .and_where(portrait::Column::AccountId.into_expr().equals(account::Column::Id.as_column_ref()))
        .take();
    let [of_items, of_portraits] = [of_items, of_portraits].map(|sum| Expr::SubQuery(None, Box::new(sum.into())));
    let bytes = Query::select().expr(of_items.add(of_portraits)).take();
    Ok([
        ("posts of accounts", db::recount::<account::Entity>(tx, account::Column::PostsCount, posts).await?),
        ("stored bytes of accounts", db::recount::<account::Entity>(tx, account::Column::BytesUsed, bytes).await?),
    ])
}

/// The bytes of originals, of files that are to be chosen.
fn stored_bytes() -> SelectStatement {
    // A sum of BIGINT is NUMERIC on PostgreSQL.
    let sum = Expr::col((file::Entity, file::Column::Bytes)).sum().cast_as("BIGINT");
    Query::select()
        .expr(Func::coalesce([sum, Expr::value(0_i64)]))
        .from(file::Entity)
        .and_where(file::Column::Role.eq(file::Role::Original))
        .and_where(file::Column::State.eq(file::State::Kept))
        .take()
}
