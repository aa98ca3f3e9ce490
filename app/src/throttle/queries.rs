#![expect(clippy::disallowed_methods, reason = "where finders live")]

use std::time::Duration;

use heliograph_entity::{throttle, values::Timestamp};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{CaseStatement, Expr, OnConflict},
};

/// Moves the key's time on by `step`, unless it lies more than `tolerance` ahead of now; then says where it lies.
pub(super) async fn take(
    db: &impl ConnectionTrait,
    key_hash: &str,
    now: Timestamp,
    step: Duration,
    tolerance: Duration,
) -> Result<Option<Timestamp>, DbErr> {
    let first = throttle::ActiveModel { key_hash: Set(key_hash.to_owned()), free_at: Set(now.plus(step)) };
    let free_at = || Expr::col((throttle::Entity, throttle::Column::FreeAt));
    let step = step.as_micros().try_into().unwrap_or(i64::MAX);
    let from: Expr = CaseStatement::new().case(free_at().gt(now), free_at()).finally(Expr::value(now)).into();
    let moved_on = OnConflict::column(throttle::Column::KeyHash)
        .value(throttle::Column::FreeAt, from.add(step))
        .action_and_where(free_at().lte(now.plus(tolerance)))
        .to_owned();
    let taken = throttle::Entity::insert(first).on_conflict(moved_on).exec_without_returning(db).await?;
    if taken == 1 {
        return Ok(None);
    }
    let row = throttle::Entity::find_by_id(key_hash.to_owned()).one(db).await?;
    Ok(row.map(|row| row.free_at))
}

pub(super) async fn forget(db: &impl ConnectionTrait, key_hash: &str) -> Result<(), DbErr> {
    throttle::Entity::delete_by_id(key_hash.to_owned()).exec(db).await.map(drop)
}

pub(super) async fn forget_before(db: &impl ConnectionTrait, time: Timestamp) -> Result<(), DbErr> {
    throttle::Entity::delete_many().filter(throttle::Column::FreeAt.lt(time)).exec(db).await.map(drop)
}
