#![expect(clippy::disallowed_methods, reason = "where finders live")]

pub(super) mod reports;
pub(super) mod standing;

use std::collections::HashSet;

use heliograph_entity::{
    account_key, activity, delivery, host, peer, received_activity, remote_actor, tenant_key, told,
    values::{AccountId, ActivityId, DeliveryId, HostId, TenantId, Timestamp},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, ExprTrait, FromQueryResult,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Statement,
    sea_query::{Expr, LockBehavior, LockType, OnConflict, Query, SelectStatement},
};

use super::{Inbox, Owner, send::Noted};
use crate::{
    db::{Tx, is},
    error::Result as Outcome,
};

/// The sealed private half of an actor's key, and the public one.
pub(super) async fn key(db: &impl ConnectionTrait, owner: Owner) -> Result<Option<(String, String)>, DbErr> {
    Ok(match owner {
        Owner::Account(id) => {
            account_key::Entity::find_by_id(id).one(db).await?.map(|key| (key.private_key, key.public_key))
        }
        Owner::Community(id) => {
            tenant_key::Entity::find_by_id(id).one(db).await?.map(|key| (key.private_key, key.public_key))
        }
    })
}

/// Gives an actor a key, unless it has one.
pub(super) async fn insert_key(
    db: &impl ConnectionTrait,
    owner: Owner,
    private_key: String,
    public_key: String,
    created_at: Timestamp,
) -> Result<(), DbErr> {
    match owner {
        Owner::Account(account_id) => {
            let key = account_key::Model { account_id, private_key, public_key, created_at };
            account_key::Entity::insert(key.into_active_model())
                .on_conflict(OnConflict::column(account_key::Column::AccountId).do_nothing().to_owned())
                .exec_without_returning(db)
                .await
        }
        Owner::Community(tenant_id) => {
            let key = tenant_key::Model { tenant_id, private_key, public_key, created_at };
            tenant_key::Entity::insert(key.into_active_model())
                .on_conflict(OnConflict::column(tenant_key::Column::TenantId).do_nothing().to_owned())
                .exec_without_returning(db)
                .await
        }
    }
    .map(drop)
}

pub(super) async fn delete_key(db: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    account_key::Entity::delete_by_id(account).exec(db).await.map(drop)
}

/// Whether a community of this hub answers on the host.
pub(super) async fn is_own_host(db: &impl ConnectionTrait, name: &str) -> Result<bool, DbErr> {
    let own = host::Entity::find().filter(host::Column::Name.eq(name)).filter(host::Column::TenantId.is_not_null());
    Ok(own.one(db).await?.is_some())
}

pub(super) async fn insert_activity(db: &impl ConnectionTrait, row: activity::Model) -> Result<(), DbErr> {
    activity::Entity::insert(row.into_active_model()).exec_without_returning(db).await.map(drop)
}

pub(super) async fn insert_deliveries(db: &impl ConnectionTrait, rows: Vec<delivery::Model>) -> Result<(), DbErr> {
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    delivery::Entity::insert_many::<delivery::ActiveModel, _>(rows).exec_without_returning(db).await.map(drop)
}

/// Something waits for these servers. One that has failed lately keeps the time it has. Their rows are held until the
/// transaction ends: whoever finds meanwhile that nothing waits for a server any more sees that something does.
pub(super) async fn wake(tx: &Tx, hosts: &[HostId], now: Timestamp) -> Result<(), DbErr> {
    let rows = hosts.iter().map(|host| peer::ActiveModel {
        host_id: Set(*host),
        next_at: Set(Some(now)),
        leased_until: Set(Timestamp(0)),
        lease: Set(0),
        failures: Set(0),
        failing_days: Set(0),
        last_failed_day: Set(0),
        dead_at: Set(None),
        last_error: Set(None),
        last_success_at: Set(None),
    });
    peer::Entity::insert_many(rows)
        .on_conflict(OnConflict::column(peer::Column::HostId).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    let these = peer::Column::HostId.is_in(hosts.iter().copied());
    peer::Entity::find().filter(these.clone()).order_by_asc(peer::Column::HostId).lock_exclusive().all(tx).await?;
    let sooner = Condition::all().add(peer::Column::Failures.eq(0)).add(peer::Column::NextAt.gt(now));
    peer::Entity::update_many()
        .col_expr(peer::Column::NextAt, Expr::value(now))
        .filter(these)
        .filter(Condition::any().add(peer::Column::NextAt.is_null()).add(sooner))
        .exec(tx)
        .await
        .map(drop)
}

/// These servers have sent something valid: whatever was thought of them, they are tried again now.
pub async fn revive(tx: &Tx, hosts: &[HostId], now: Timestamp) -> Outcome<()> {
    peer::Entity::update_many()
        .col_expr(peer::Column::Failures, Expr::value(0))
        .col_expr(peer::Column::FailingDays, Expr::value(0))
        .col_expr(peer::Column::DeadAt, Expr::value(None::<Timestamp>))
        .col_expr(peer::Column::NextAt, Expr::value(now))
        .filter(peer::Column::HostId.is_in(hosts.iter().copied()))
        .filter(peer::Column::Failures.gt(0))
        .exec(tx)
        .await?;
    Ok(())
}

fn peer_due(now: Timestamp) -> Condition {
    Condition::all().add(peer::Column::NextAt.lte(now)).add(peer::Column::LeasedUntil.lte(now))
}

pub(super) async fn any_peer_due(db: &impl ConnectionTrait, now: Timestamp) -> Result<bool, DbErr> {
    Ok(peer::Entity::find().filter(peer_due(now)).one(db).await?.is_some())
}

/// Also where somebody is at it: a server keeps its time until its lease is given back.
pub(super) async fn any_turn_due(db: &impl ConnectionTrait, now: Timestamp) -> Result<bool, DbErr> {
    Ok(peer::Entity::find().filter(peer::Column::NextAt.lte(now)).one(db).await?.is_some())
}

/// Those whose turn has come longest ago, which nobody else sends to until `until`.
pub(super) async fn lease_peers(
    tx: &Tx,
    now: Timestamp,
    until: Timestamp,
    lease: i64,
    most: u64,
) -> Result<Vec<peer::Model>, DbErr> {
    // FOR UPDATE SKIP LOCKED is left out on SQLite, where one writer at a time is the rule.
    let next = peer::Entity::find()
        .select_only()
        .column(peer::Column::HostId)
        .filter(peer_due(now))
        .order_by_asc(peer::Column::NextAt)
        .limit(most)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .into_query();
    peer::Entity::update_many()
        .col_expr(peer::Column::LeasedUntil, Expr::value(until))
        .col_expr(peer::Column::Lease, Expr::value(lease))
        .filter(peer::Column::HostId.in_subquery(next))
        .exec_with_returning(tx)
        .await
}

pub(super) async fn lock_peer(tx: &Tx, host: HostId, lease: i64) -> Result<Option<peer::Model>, DbErr> {
    peer::Entity::find_by_id(host).filter(peer::Column::Lease.eq(lease)).lock_exclusive().one(tx).await
}

pub(super) async fn save_peer(tx: &Tx, row: peer::Model) -> Result<(), DbErr> {
    let id = row.host_id;
    let mut change = row.into_active_model().reset_all();
    change.host_id = NotSet;
    peer::Entity::update_many().set(change).filter(peer::Column::HostId.eq(id)).exec(tx).await.map(drop)
}

fn waiting(host: HostId) -> Condition {
    Condition::all().add(delivery::Column::HostId.eq(host)).add(is(delivery::Column::State, delivery::State::Waiting))
}

/// What is to be sent to a server now, most urgent first.
pub(super) async fn due_deliveries(
    db: &impl ConnectionTrait,
    host: HostId,
    now: Timestamp,
    most: u64,
) -> Result<Vec<delivery::Model>, DbErr> {
    delivery::Entity::find()
        .filter(waiting(host))
        .filter(delivery::Column::RunAt.lte(now))
        .order_by_asc(delivery::Column::Urgency)
        .order_by_asc(delivery::Column::Id)
        .limit(most)
        .all(db)
        .await
}

/// When the next of them is to be sent.
pub(super) async fn next_waiting(tx: &Tx, host: HostId) -> Result<Option<Timestamp>, DbErr> {
    let next = delivery::Entity::find().filter(waiting(host)).order_by_asc(delivery::Column::RunAt).one(tx).await?;
    Ok(next.map(|delivery| delivery.run_at))
}

/// An activity, and the origin of the community that it is said in.
pub(super) async fn said(
    db: &impl ConnectionTrait,
    id: ActivityId,
) -> Result<Option<(activity::Model, String)>, DbErr> {
    let Some(activity) = activity::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let host = host::Entity::find().filter(host::Column::TenantId.eq(activity.tenant_id)).one(db).await?;
    Ok(host.map(|host| (activity, host.origin)))
}

/// Changes those deliveries of `which` that wait; what was dropped meanwhile stays so. They are held first, lower ids before
/// higher ones: of two who change many, neither waits for somebody who waits for them. SQLite has one who writes.
pub(super) async fn change_waiting(tx: &Tx, which: Condition, change: delivery::ActiveModel) -> Result<(), DbErr> {
    let waiting = which.add(is(delivery::Column::State, delivery::State::Waiting));
    hold(tx, waiting.clone()).await?;
    delivery::Entity::update_many().set(change).filter(waiting).exec(tx).await.map(drop)
}

async fn hold(tx: &Tx, which: Condition) -> Result<(), DbErr> {
    if tx.get_database_backend() == DbBackend::Sqlite {
        return Ok(());
    }
    let rows = delivery::Entity::find().select_only().column(delivery::Column::Id).filter(which);
    let rows = rows.order_by_asc(delivery::Column::Id).lock(LockType::NoKeyUpdate).into_tuple::<i64>();
    rows.all(tx).await.map(drop)
}

/// Holds the deliveries for those who change some of them in one way, and some in another.
pub(super) async fn hold_deliveries(tx: &Tx, ids: impl IntoIterator<Item = DeliveryId>) -> Result<(), DbErr> {
    hold(tx, Condition::all().add(delivery::Column::Id.is_in(ids))).await
}

/// The same has become of all of these.
pub(super) async fn note_attempts(tx: &Tx, ids: &[DeliveryId], noted: &Noted, now: Timestamp) -> Result<(), DbErr> {
    let change = delivery::ActiveModel {
        state: Set(noted.state),
        attempts: Set(noted.attempts),
        run_at: noted.run_at.map_or(NotSet, Set),
        last_status: Set(noted.status),
        last_error: Set(noted.error.clone()),
        ended_at: Set((noted.state != delivery::State::Waiting).then_some(now)),
        ..Default::default()
    };
    change_waiting(tx, Condition::all().add(delivery::Column::Id.is_in(ids.iter().copied())), change).await
}

fn ended(state: delivery::State, now: Timestamp) -> delivery::ActiveModel {
    delivery::ActiveModel { state: Set(state), ended_at: Set(Some(now)), ..Default::default() }
}

/// Nothing more goes to the inbox, nor is written for it.
pub(super) async fn inbox_is_gone(tx: &Tx, inbox: &str, now: Timestamp) -> Result<(), DbErr> {
    let change = ended(delivery::State::Failed, now);
    change_waiting(tx, Condition::all().add(delivery::Column::Inbox.eq(inbox)), change).await?;
    let either = remote_actor::Column::Inbox.eq(inbox).or(remote_actor::Column::SharedInbox.eq(inbox));
    remote_actor::Entity::update_many()
        .col_expr(remote_actor::Column::GoneAt, Expr::value(now))
        .filter(either)
        .exec(tx)
        .await
        .map(drop)
}

/// Nothing that waits for these servers is said in the community's name any more.
pub(super) async fn drop_waiting_for(
    tx: &Tx,
    tenant: TenantId,
    hosts: SelectStatement,
    now: Timestamp,
) -> Result<(), DbErr> {
    let of_community = Query::select()
        .expr(Expr::value(1))
        .from(activity::Entity)
        .and_where(activity::Column::TenantId.eq(tenant))
        .and_where(
            Expr::col((activity::Entity, activity::Column::Id))
                .equals((delivery::Entity, delivery::Column::ActivityId)),
        )
        .take();
    let which = Condition::all().add(delivery::Column::HostId.in_subquery(hosts)).add(Expr::exists(of_community));
    change_waiting(tx, which, ended(delivery::State::Dropped, now)).await
}

pub(super) async fn drop_waiting(tx: &Tx, object: &str, now: Timestamp) -> Result<(), DbErr> {
    let about = activity::Entity::find()
        .select_only()
        .column(activity::Column::Id)
        .filter(activity::Column::Object.eq(object))
        .into_query();
    let which = Condition::all().add(delivery::Column::ActivityId.in_subquery(about));
    change_waiting(tx, which, ended(delivery::State::Dropped, now)).await
}

pub(super) async fn reached(db: &impl ConnectionTrait, object: &str) -> Result<Vec<Inbox>, DbErr> {
    let sql = "SELECT DISTINCT d.host_id, d.inbox FROM deliveries d JOIN activities a ON a.id = d.activity_id \
        WHERE a.object = $1 AND (d.state = 'delivered' OR d.attempts > 0)";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [object.into()]);
    Inbox::find_by_statement(statement).all(db).await
}

pub(super) async fn reached_by(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Inbox>, DbErr> {
    let sql = "SELECT DISTINCT d.host_id, d.inbox FROM deliveries d JOIN activities a ON a.id = d.activity_id \
        WHERE a.account_id = $1 AND NOT a.by_community AND d.state = 'delivered'";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [account.into()]);
    Inbox::find_by_statement(statement).all(db).await
}

pub(super) async fn has_told(db: &impl ConnectionTrait, account: AccountId) -> Result<bool, DbErr> {
    let told = told::Entity::find().filter(told::Column::AccountId.eq(account));
    Ok(told.one(db).await?.is_some())
}

pub(super) async fn has_said(db: &impl ConnectionTrait, account: AccountId, object: &str) -> Result<bool, DbErr> {
    let said = activity::Entity::find()
        .filter(activity::Column::Object.eq(object))
        .filter(activity::Column::AccountId.eq(account));
    Ok(said.one(db).await?.is_some())
}

pub(super) async fn is_sending(db: &impl ConnectionTrait, account: AccountId) -> Result<bool, DbErr> {
    let waiting = delivery::Entity::find()
        .filter(delivery::Column::AccountId.eq(account))
        .filter(is(delivery::Column::State, delivery::State::Waiting));
    Ok(waiting.one(db).await?.is_some())
}

pub(super) async fn told(db: &impl ConnectionTrait, object: &str) -> Result<Option<told::Model>, DbErr> {
    told::Entity::find_by_id(object).one(db).await
}

pub(super) async fn note_told(tx: &Tx, row: told::Model) -> Result<(), DbErr> {
    told::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::column(told::Column::Object)
                .update_columns([told::Column::Digest, told::Column::ToldAt])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map(drop)
}

/// Those of them that have not come before.
pub(super) async fn insert_received(tx: &Tx, uris: &[String], now: Timestamp) -> Result<HashSet<String>, DbErr> {
    let mut insert = Query::insert();
    insert
        .into_table(received_activity::Entity)
        .columns([received_activity::Column::Uri, received_activity::Column::ReceivedAt])
        .on_conflict(OnConflict::column(received_activity::Column::Uri).do_nothing().to_owned())
        .returning_col(received_activity::Column::Uri);
    for uri in uris {
        insert.values_panic([Expr::value(uri.as_str()), Expr::value(now)]);
    }
    let inserted = tx.query_all(&insert).await?;
    inserted.iter().map(|row| row.try_get("", "uri")).collect()
}

pub(super) async fn forget_received(tx: &Tx, before: Timestamp) -> Result<(), DbErr> {
    received_activity::Entity::delete_many()
        .filter(received_activity::Column::ReceivedAt.lt(before))
        .exec(tx)
        .await
        .map(drop)
}

/// With what waits for a server that has not answered since.
pub(super) async fn forget_sent(tx: &Tx, before: Timestamp) -> Result<(), DbErr> {
    activity::Entity::delete_many().filter(activity::Column::CreatedAt.lt(before)).exec(tx).await.map(drop)
}

pub(super) async fn forget_said(tx: &Tx, account: AccountId) -> Result<(), DbErr> {
    activity::Entity::delete_many().filter(activity::Column::AccountId.eq(account)).exec(tx).await?;
    told::Entity::delete_many().filter(told::Column::AccountId.eq(account)).exec(tx).await.map(drop)
}
