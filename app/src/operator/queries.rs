#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    file, hub, post, usage,
    values::{TenantId, Timestamp},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use crate::{
    db::{Tx, is_not},
    error::Result as Answer,
};

/// What a community holds of one kind: which kind, how many, how many bytes.
pub(super) struct Counted {
    tenant: TenantId,
    kind: String,
    number: i64,
    bytes: i64,
}

/// Goes through all posts and files.
pub(super) async fn count(db: &impl ConnectionTrait) -> Result<Vec<Counted>, DbErr> {
    let posts: Vec<(TenantId, i64)> = post::Entity::find()
        .select_only()
        .column(post::Column::TenantId)
        .column_as(post::Column::Id.count(), "number")
        .filter(post::Column::TenantId.is_not_null())
        .filter(post::Column::DeletedAt.is_null())
        .filter(post::Column::RootId.is_null())
        .group_by(post::Column::TenantId)
        .into_tuple()
        .all(db)
        .await?;
    let files: Vec<(TenantId, String, i64, i64)> = file::Entity::find()
        .select_only()
        .column(file::Column::TenantId)
        .column(file::Column::Role)
        .column_as(file::Column::Id.count(), "number")
        .column_as(Expr::col(file::Column::Bytes).sum().cast_as("BIGINT"), "bytes")
        .filter(file::Column::State.eq(file::State::Kept))
        .filter(file::Column::TenantId.is_not_null())
        .group_by(file::Column::TenantId)
        .group_by(file::Column::Role)
        .into_tuple()
        .all(db)
        .await?;
    let posts = posts.into_iter().map(|(tenant, number)| Counted { tenant, kind: "post".to_owned(), number, bytes: 0 });
    let files = files.into_iter().map(|(tenant, kind, number, bytes)| Counted { tenant, kind, number, bytes });
    Ok(posts.chain(files).collect())
}

/// Keeps what was counted in the place of what was counted before.
pub(super) async fn keep(db: &Tx, counted: Vec<Counted>, now: Timestamp) -> Result<(), DbErr> {
    usage::Entity::delete_many().exec(db).await?;
    let rows = counted.into_iter().map(|counted| usage::ActiveModel {
        tenant_id: Set(counted.tenant),
        kind: Set(counted.kind),
        number: Set(counted.number),
        bytes: Set(counted.bytes),
        counted_at: Set(now),
    });
    usage::Entity::insert_many(rows).exec_without_returning(db).await.map(drop)
}

/// What was counted last of these communities.
pub(super) async fn usage_of(
    db: &impl ConnectionTrait,
    tenants: impl IntoIterator<Item = TenantId>,
) -> Result<Vec<usage::Model>, DbErr> {
    usage::Entity::find().filter(usage::Column::TenantId.is_in(tenants)).order_by_asc(usage::Column::Kind).all(db).await
}

/// All posts and bytes of the hub, as they were counted last.
pub(super) async fn totals(db: &impl ConnectionTrait) -> Result<(i64, i64), DbErr> {
    let rows = usage::Entity::find().all(db).await?;
    let posts = rows.iter().filter(|row| row.kind == "post").map(|row| row.number).sum();
    Ok((posts, rows.iter().map(|row| row.bytes).sum()))
}

/// How many files wait to be deleted, and how many bytes they have.
pub(super) async fn doomed(db: &impl ConnectionTrait) -> Result<(i64, i64), DbErr> {
    let counted: Option<(i64, Option<i64>)> = file::Entity::find()
        .select_only()
        .column_as(file::Column::Id.count(), "number")
        .column_as(Expr::col(file::Column::Bytes).sum().cast_as("BIGINT"), "bytes")
        .filter(file::Column::State.eq(file::State::Doomed))
        // Says once more what the index is limited to.
        .filter(is_not(file::Column::State, file::State::Kept))
        .into_tuple()
        .one(db)
        .await?;
    Ok(counted.map_or((0, 0), |(number, bytes)| (number, bytes.unwrap_or_default())))
}

/// Whether the hub asks a second step of everybody who looks after it or one of its communities.
pub async fn asks_second_factor(db: &impl ConnectionTrait) -> Answer<bool> {
    Ok(hub::Entity::find_by_id(1).one(db).await?.is_some_and(|hub| hub.staff_second_factor))
}

/// Keeps whether it does; whether that is a change. A hub that was never set up by its link has no row before.
pub(super) async fn set_second_factor(db: &Tx, asked: bool, salt: String, now: Timestamp) -> Result<bool, DbErr> {
    let row =
        hub::ActiveModel { id: Set(1), setup_salt: Set(salt), created_at: Set(now), staff_second_factor: Set(false) };
    hub::Entity::insert(row)
        .on_conflict(OnConflict::column(hub::Column::Id).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    let update = hub::Entity::update_many()
        .col_expr(hub::Column::StaffSecondFactor, Expr::value(asked))
        .filter(hub::Column::Id.eq(1))
        .filter(hub::Column::StaffSecondFactor.ne(asked))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}
