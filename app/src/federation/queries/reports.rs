//! Deliveries and servers as people read about them.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    activity, delivery, host, peer,
    values::{AccountId, ActivityId, DeliveryId, HostId, Timestamp},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Statement, Value,
};

use super::super::reports::Server;
use crate::db::Tx;

/// How many things that were said of one object are looked at.
const MOST_SAID: u64 = 20;
const MOST_DELIVERIES: u64 = 2000;

/// What was said of an object and to whom, the last first: the delivery, the server, and the words.
pub(in crate::federation) async fn of_object(
    db: &impl ConnectionTrait,
    object: &str,
) -> Result<Vec<(delivery::Model, String, String)>, DbErr> {
    let said = activity::Entity::find()
        .filter(activity::Column::Object.eq(object))
        .order_by_desc(activity::Column::Id)
        .limit(MOST_SAID)
        .all(db)
        .await?;
    let ids: Vec<ActivityId> = said.iter().map(|activity| activity.id).collect();
    let deliveries = delivery::Entity::find()
        .filter(delivery::Column::ActivityId.is_in(ids))
        .order_by_desc(delivery::Column::ActivityId)
        .limit(MOST_DELIVERIES)
        .all(db)
        .await?;
    let hosts = host::Entity::find()
        .filter(host::Column::Id.is_in(deliveries.iter().map(|delivery| delivery.host_id)))
        .all(db)
        .await?;
    let found = deliveries.into_iter().filter_map(|delivery| {
        let body = said.iter().find(|activity| activity.id == delivery.activity_id)?.body.clone();
        let name = hosts.iter().find(|host| host.id == delivery.host_id)?.name.clone();
        Some((delivery, name, body))
    });
    Ok(found.collect())
}

/// A delivery that was given up waits again, as if it had never been tried; to which server it goes.
pub(in crate::federation) async fn wake_delivery(
    tx: &Tx,
    account: AccountId,
    object: &str,
    id: DeliveryId,
    now: Timestamp,
) -> Result<Option<HostId>, DbErr> {
    let Some(found) = delivery::Entity::find_by_id(id).one(tx).await? else { return Ok(None) };
    let said = activity::Entity::find_by_id(found.activity_id).one(tx).await?;
    if found.account_id != account || said.is_none_or(|said| said.object != object) {
        return Ok(None);
    }
    let change = delivery::ActiveModel {
        state: Set(delivery::State::Waiting),
        attempts: Set(0),
        run_at: Set(now),
        ended_at: Set(None),
        ..Default::default()
    };
    let update = delivery::Entity::update_many()
        .set(change)
        .filter(delivery::Column::Id.eq(id))
        .filter(delivery::Column::State.is_in([delivery::State::Failed, delivery::State::Waiting]))
        .exec(tx)
        .await?;
    Ok((update.rows_affected == 1).then_some(found.host_id))
}

/// Everything that waits for the server is due.
pub(in crate::federation) async fn hurry_all(tx: &Tx, host: HostId, now: Timestamp) -> Result<(), DbErr> {
    let change = delivery::ActiveModel { run_at: Set(now), ..Default::default() };
    super::change_waiting(tx, super::waiting(host), change).await
}

/// The server's turn is now, however it has failed.
pub(in crate::federation) async fn hurry(tx: &Tx, host: HostId, now: Timestamp) -> Result<(), DbErr> {
    let change = peer::ActiveModel { next_at: Set(Some(now)), ..Default::default() };
    peer::Entity::update_many().set(change).filter(peer::Column::HostId.eq(host)).exec(tx).await.map(drop)
}

pub(in crate::federation) async fn name_of(tx: &Tx, host: HostId) -> Result<Option<String>, DbErr> {
    let peer = peer::Entity::find_by_id(host).one(tx).await?;
    let host = host::Entity::find_by_id(host).one(tx).await?;
    Ok(peer.and(host).map(|host| host.name))
}

#[derive(FromQueryResult)]
struct Row {
    host_id: HostId,
    name: String,
    waiting: i64,
    failures: i32,
    dead_at: Option<Timestamp>,
    last_error: Option<String>,
    last_success_at: Option<Timestamp>,
    next_at: Option<Timestamp>,
}

/// `after` is where the page before it ended: whether that one could be reached, and its name.
pub(in crate::federation) async fn servers(
    db: &impl ConnectionTrait,
    after: Option<(bool, String)>,
    most: u64,
) -> Result<Vec<Server>, DbErr> {
    const FINE: &str = "CASE WHEN p.failures > 0 THEN 0 ELSE 1 END";
    let beyond = match after {
        Some(_) => format!("WHERE ({FINE} > $2 OR ({FINE} = $2 AND h.name > $3))"),
        None => String::new(),
    };
    let sql = format!(
        "SELECT p.host_id, h.name, p.failures, p.dead_at, p.last_error, p.last_success_at, p.next_at, \
            (SELECT COUNT(*) FROM deliveries d WHERE d.host_id = p.host_id AND d.state = 'waiting') AS waiting \
        FROM peers p JOIN hosts h ON h.id = p.host_id {beyond} ORDER BY {FINE}, h.name LIMIT $1"
    );
    let mut values: Vec<Value> = vec![(most as i64).into()];
    if let Some((fine, name)) = after {
        values.extend([Value::from(i32::from(fine)), name.into()]);
    }
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = Row::find_by_statement(statement).all(db).await?;
    Ok(rows
        .into_iter()
        .map(|row| Server {
            host_id: row.host_id,
            name: row.name,
            waiting: row.waiting,
            failures: row.failures,
            dead_at: row.dead_at,
            last_error: row.last_error,
            last_success_at: row.last_success_at,
            next_at: row.next_at,
        })
        .collect())
}

#[derive(FromQueryResult)]
struct Trouble {
    failing: i64,
    waiting: i64,
}

pub(in crate::federation) async fn trouble(db: &impl ConnectionTrait) -> Result<(i64, i64), DbErr> {
    let sql = "SELECT (SELECT COUNT(*) FROM peers WHERE failures > 0) AS failing, \
        (SELECT COUNT(*) FROM deliveries WHERE state = 'waiting') AS waiting";
    let found = Trouble::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).one(db).await?;
    Ok(found.map_or((0, 0), |found| (found.failing, found.waiting)))
}
