#![expect(clippy::disallowed_methods, reason = "where finders live")]

use std::{collections::HashSet, time::Duration};

use heliograph_entity::{
    clock, job,
    values::{JobId, Timestamp},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, SelectExt,
    sea_query::{Expr, LockBehavior, LockType, OnConflict},
};

use super::Lane;
use crate::db::{Tx, is};

pub(super) async fn insert(tx: &Tx, rows: Vec<job::Model>) -> Result<(), DbErr> {
    job::Entity::insert_many(rows.into_iter().map(IntoActiveModel::into_active_model))
        .exec_without_returning(tx)
        .await
        .map(drop)
}

/// Of one lane, or of all.
fn of_lane(lane: Option<Lane>) -> Condition {
    Condition::all().add_option(lane.map(|lane| job::Column::Lane.eq(lane as i32)))
}

/// Those that wait for their time or are being done.
fn begun() -> Condition {
    Condition::all().add(is(job::Column::State, job::State::Waiting).or(is(job::Column::State, job::State::Running)))
}

fn due(now: Timestamp) -> Condition {
    begun().add(job::Column::RunAt.lte(now))
}

/// Whether a job waits to be taken: asked without the lock that taking one needs.
pub(super) async fn any_due(db: &impl ConnectionTrait, lane: Option<Lane>, now: Timestamp) -> Result<bool, DbErr> {
    job::Entity::find().filter(due(now)).filter(of_lane(lane)).exists(db).await
}

pub(super) async fn any_busy(db: &impl ConnectionTrait, now: Timestamp) -> Result<bool, DbErr> {
    let running = is(job::Column::State, job::State::Running);
    job::Entity::find().filter(Condition::any().add(running).add(due(now))).exists(db).await
}

/// Takes up to `most` jobs that are due, also those whose taker has not finished within its lease.
pub(super) async fn claim(
    db: &impl ConnectionTrait,
    lane: Option<Lane>,
    now: Timestamp,
    most: u64,
    lease: i64,
    for_as_long_as: Duration,
) -> Result<Vec<job::Model>, DbErr> {
    // FOR UPDATE SKIP LOCKED is left out on SQLite, where one writer at a time is the rule.
    let next = job::Entity::find()
        .select_only()
        .column(job::Column::Id)
        .filter(due(now))
        .filter(of_lane(lane))
        .order_by_asc(job::Column::RunAt)
        .order_by_asc(job::Column::Id)
        .limit(most)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .into_query();
    job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(job::State::Running))
        .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).add(1))
        .col_expr(job::Column::Lease, Expr::value(lease))
        .col_expr(job::Column::RunAt, Expr::value(now.plus(for_as_long_as)))
        .filter(job::Column::Id.in_subquery(next))
        .exec_with_returning(db)
        .await
}

/// Changes a job that is still held under `lease`; whether it was.
pub(super) async fn update_held(
    db: &impl ConnectionTrait,
    id: JobId,
    lease: i64,
    change: job::ActiveModel,
) -> Result<bool, DbErr> {
    let update = job::Entity::update_many()
        .set(change)
        .filter(job::Column::Id.eq(id))
        .filter(job::Column::Lease.eq(lease))
        .filter(is(job::Column::State, job::State::Running))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

/// Jobs that others of their series wait for: all that wait, and those that are done without having failed before.
fn before_others(series: impl IntoIterator<Item = i64>) -> Condition {
    let first = begun().add(job::Column::LastError.is_null());
    Condition::all()
        .add(job::Column::Series.is_in(series))
        .add(job::Column::FinishedAt.is_null())
        .add(Condition::any().add(first).add(is(job::Column::State, job::State::Held)))
}

/// Those of the series in which another one has to wait. The last of each is locked until the transaction ends: whoever
/// ends that one sees the one that waits for it.
pub(super) async fn held(tx: &Tx, series: HashSet<i64>) -> Result<HashSet<i64>, DbErr> {
    if series.is_empty() {
        return Ok(series);
    }
    let last = job::Entity::find()
        .select_only()
        .column_as(job::Column::Id.max(), "last")
        .filter(before_others(series.iter().copied()))
        .group_by(job::Column::Series)
        .into_query();
    let held: Vec<i64> = job::Entity::find()
        .select_only()
        .column(job::Column::Series)
        .filter(job::Column::Id.in_subquery(last))
        // Once more: it may have ended while the lock was waited for.
        .filter(before_others(series))
        .order_by_asc(job::Column::Id)
        .lock_exclusive()
        .into_tuple()
        .all(tx)
        .await?;
    Ok(held.into_iter().collect())
}

/// The next of the series may be done, unless one before it still is; whether it may.
pub(super) async fn let_on(tx: &Tx, series: i64) -> Result<bool, DbErr> {
    let next = job::Entity::find().filter(before_others([series])).order_by_asc(job::Column::Id).one(tx).await?;
    let Some(next) = next.filter(|next| next.state == job::State::Held) else { return Ok(false) };
    let update = job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(job::State::Waiting))
        .filter(job::Column::Id.eq(next.id))
        .filter(is(job::Column::State, job::State::Held))
        .exec(tx)
        .await?;
    Ok(update.rows_affected == 1)
}

pub(super) async fn delete_finished_before(db: &impl ConnectionTrait, time: Timestamp) -> Result<u64, DbErr> {
    job::Entity::delete_many()
        .filter(job::Column::FinishedAt.lt(time))
        .exec(db)
        .await
        .map(|deleted| deleted.rows_affected)
}

/// How long the queue is.
pub struct Queue {
    pub waiting: u64,
    pub running: u64,
    pub given_up: u64,
    /// When the job that has been due for longest was due.
    pub due_since: Option<Timestamp>,
}

pub async fn queue(db: &impl ConnectionTrait, now: Timestamp) -> Result<Queue, DbErr> {
    let in_state = |state| job::Entity::find().filter(is(job::Column::State, state));
    let oldest = in_state(job::State::Waiting)
        .filter(job::Column::RunAt.lte(now))
        .order_by_asc(job::Column::RunAt)
        .one(db)
        .await?;
    Ok(Queue {
        waiting: in_state(job::State::Waiting).count(db).await? + in_state(job::State::Held).count(db).await?,
        running: in_state(job::State::Running).count(db).await?,
        given_up: in_state(job::State::GaveUp).count(db).await?,
        due_since: oldest.map(|job| job.run_at),
    })
}

/// Jobs that were given up, latest first; one more than `size` when there are more. `kind` is part of their names.
pub async fn given_up(
    db: &impl ConnectionTrait,
    kind: Option<&str>,
    before: Option<JobId>,
    size: u64,
) -> Result<Vec<job::Model>, DbErr> {
    job::Entity::find()
        .filter(is(job::Column::State, job::State::GaveUp))
        .filter(Condition::all().add_option(kind.map(|kind| job::Column::Name.contains(kind))))
        .filter(Condition::all().add_option(before.map(|id| job::Column::Id.lt(id))))
        .order_by_desc(job::Column::Id)
        .limit(size + 1)
        .all(db)
        .await
}

/// Jobs that have failed and will be tried again, those first that are due first.
pub async fn retrying(db: &impl ConnectionTrait, kind: Option<&str>, most: u64) -> Result<Vec<job::Model>, DbErr> {
    job::Entity::find()
        .filter(is(job::Column::State, job::State::Waiting))
        .filter(job::Column::LastError.is_not_null())
        .filter(Condition::all().add_option(kind.map(|kind| job::Column::Name.contains(kind))))
        .order_by_asc(job::Column::RunAt)
        .limit(most)
        .all(db)
        .await
}

/// Has a job that was given up be tried from the start; the job, if it was.
pub async fn retry(db: &Tx, id: JobId, now: Timestamp) -> Result<Option<job::Model>, DbErr> {
    let change = job::ActiveModel {
        state: Set(job::State::Waiting),
        run_at: Set(now),
        attempts: Set(0),
        lease: Set(None),
        finished_at: Set(None),
        ..Default::default()
    };
    let update = job::Entity::update_many()
        .set(change)
        .filter(job::Column::Id.eq(id))
        .filter(is(job::Column::State, job::State::GaveUp))
        .exec_with_returning(db)
        .await?;
    let retried = update.into_iter().next();
    retried.iter().for_each(|job| db.note_work(Lane::of(job).work()));
    Ok(retried)
}

/// Forgets a job that was given up; the job, if it was.
pub async fn drop_given_up(db: &Tx, id: JobId) -> Result<Option<job::Model>, DbErr> {
    let given_up = || job::Entity::find_by_id(id).filter(is(job::Column::State, job::State::GaveUp));
    let Some(job) = given_up().lock_exclusive().one(db).await? else { return Ok(None) };
    job::Entity::delete_by_id(id).exec(db).await?;
    Ok(Some(job))
}

/// Forgets jobs that have ended and name the id: what went wrong with them may tell of somebody who has left.
pub async fn forget_about(db: &Tx, id: i64) -> Result<(), DbErr> {
    job::Entity::delete_many()
        .filter(job::Column::FinishedAt.is_not_null())
        .filter(job::Column::Payload.contains(format!("\"{id}\"")))
        .exec(db)
        .await
        .map(drop)
}

/// Moves a clock on if it is due; whether it was.
pub(super) async fn wind(
    db: &impl ConnectionTrait,
    name: &str,
    now: Timestamp,
    next: Timestamp,
) -> Result<bool, DbErr> {
    let first = clock::ActiveModel { name: Set(name.to_owned()), next_at: Set(next) };
    let inserted = clock::Entity::insert(first)
        .on_conflict(OnConflict::column(clock::Column::Name).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    if inserted == 1 {
        return Ok(true);
    }
    let update = clock::Entity::update_many()
        .col_expr(clock::Column::NextAt, Expr::value(next))
        .filter(clock::Column::Name.eq(name))
        .filter(clock::Column::NextAt.lte(now))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

/// The clocks whose time has not come.
pub(super) async fn clocks_ahead(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<String>, DbErr> {
    let waiting = clock::Entity::find().filter(clock::Column::NextAt.gt(now)).all(db).await?;
    Ok(waiting.into_iter().map(|clock| clock.name).collect())
}
