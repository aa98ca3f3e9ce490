//! What became of what others were told, and how their servers do: for authors and for operators.

use std::collections::HashSet;

use heliograph_entity::{
    delivery,
    values::{AccountId, DeliveryId, HostId, TenantId, Timestamp},
};
use sea_orm::ConnectionTrait;
use serde_json::Value;

use super::{queries, reading::kind_of, standing};
use crate::{
    app::App,
    db::{Tx, Work},
    error::Result,
};

/// What a server was told last of something, and whether it took it.
#[derive(Debug)]
pub struct Sent {
    pub id: DeliveryId,
    pub server: String,
    /// What was said: `Create`, `Update` or `Delete`.
    pub verb: String,
    pub state: delivery::State,
    pub attempts: i32,
    pub status: Option<i32>,
    pub error: Option<String>,
    /// When it was taken or given up; while it waits, when it is tried next.
    pub at: Timestamp,
}

/// How each server has taken what was said last of `object`, by their names.
pub async fn report(db: &impl ConnectionTrait, object: &str) -> Result<Vec<Sent>> {
    let mut seen = HashSet::new();
    let mut sent = Vec::new();
    // The newest first: what came before it is overtaken.
    for (delivery, server, body) in queries::reports::of_object(db, object).await? {
        if !seen.insert(delivery.inbox) {
            continue;
        }
        let said: Value = serde_json::from_str(&body).unwrap_or_default();
        sent.push(Sent {
            id: delivery.id,
            server,
            verb: kind_of(&said).to_owned(),
            state: delivery.state,
            attempts: delivery.attempts,
            status: delivery.last_status,
            error: delivery.last_error,
            at: delivery.ended_at.unwrap_or(delivery.run_at),
        });
    }
    sent.sort_by(|one, other| one.server.cmp(&other.server));
    Ok(sent)
}

/// Sends something of the member's once more that was not taken, now; whether there was such a thing.
pub async fn resend(
    app: &App,
    tx: &Tx,
    (tenant, account): (TenantId, AccountId),
    object: &str,
    id: DeliveryId,
) -> Result<bool> {
    let now = app.clock.now();
    let Some(host) = queries::reports::wake_delivery(tx, account, object, id, now).await? else { return Ok(false) };
    if !standing::suspended_among(tx, tenant, &[host]).await?.is_empty() {
        return Ok(false);
    }
    queries::wake(tx, &[host], now).await?;
    queries::reports::hurry(tx, host, now).await?;
    tx.note_work(Work::Deliveries);
    Ok(true)
}

/// Another server as operators see it.
#[derive(Debug)]
pub struct Server {
    pub host_id: HostId,
    pub name: String,
    pub waiting: i64,
    /// How often in a row it could not be reached.
    pub failures: i32,
    /// Since when it is tried once a day alone.
    pub dead_at: Option<Timestamp>,
    pub last_error: Option<String>,
    pub last_success_at: Option<Timestamp>,
    pub next_at: Option<Timestamp>,
}

/// The servers that anything was ever sent to: those first that could not be reached, then by their names.
pub async fn servers(db: &impl ConnectionTrait, after: Option<(bool, String)>, most: u64) -> Result<Vec<Server>> {
    Ok(queries::reports::servers(db, after, most).await?)
}

/// How many servers could not be reached, and how much waits for any.
pub async fn trouble(db: &impl ConnectionTrait) -> Result<(i64, i64)> {
    Ok(queries::reports::trouble(db).await?)
}

/// Has everything that waits for a server sent now; its name, if there is such a server.
pub async fn try_now(app: &App, tx: &Tx, host: HostId) -> Result<Option<String>> {
    let now = app.clock.now();
    let Some(name) = queries::reports::name_of(tx, host).await? else { return Ok(None) };
    queries::reports::hurry_all(tx, host, now).await?;
    queries::reports::hurry(tx, host, now).await?;
    tx.note_work(Work::Deliveries);
    Ok(Some(name))
}
