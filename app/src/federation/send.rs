//! Sends what waits for other servers.
//!
//! Whoever holds a server's lease sends to it: a few at a time, what is most urgent first, until nothing is due or the
//! server does not answer. Then the server says when its turn comes again. So one that is slow or gone costs one
//! connection now and then, and no other one waits for it; and a process that is killed leaves a lease that ends. What
//! was sent and not noted is sent again under the same id, which its receiver knows.

use std::{future::Future, sync::Arc, time::Duration};

use anyhow::Context;
use axum::http::{
    HeaderValue, Method,
    header::{CONTENT_TYPE, RETRY_AFTER},
};
use bytes::Bytes;
use futures_util::{StreamExt, stream::FuturesUnordered};
use heliograph_entity::{
    delivery, peer,
    values::{ActivityId, DeliveryId, Timestamp},
};
use tokio::{task::JoinSet, time::Instant};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{
    Form, Outgoing, Owner,
    addresses::{Addresses, key_id},
    private_key, queries,
    schedule::{Attempted, Verdict, retry_after, verdict, wait},
    sign,
};
use crate::{
    app::App,
    db::Work,
    http::Exchange,
    together::{self, Change},
};

/// Servers that are sent to at the same time, and how much to each of them.
const SERVERS: usize = 32;
const TO_EACH: usize = 3;
/// How much of a server's queue is looked at at once.
const AT_ONCE: u64 = 30;
/// How long a turn lasts before others get one too.
const TURN: Duration = Duration::from_secs(40);
/// Longer than a turn and the last answers of it.
const LEASE: Duration = Duration::from_secs(150);
const GLANCE: Duration = Duration::from_secs(1);
/// A server that has failed on so many days is only tried once a day.
const DAYS_UNTIL_DEAD: i32 = 7;
const DAY: Duration = Duration::from_secs(24 * 3600);
const LARGEST_ANSWER: usize = 16 * 1024;

/// Sends until `stop`; what has begun is finished.
pub async fn work(app: &App, stop: &CancellationToken) {
    let mut turns = JoinSet::new();
    while !stop.is_cancelled() && app.config.workers > 0 {
        let mut woken = std::pin::pin!(app.db.waiting(Work::Deliveries).notified());
        woken.as_mut().enable();
        match begin(app, SERVERS.saturating_sub(turns.len())).await {
            Ok(begun) => begun.into_iter().for_each(|turn| drop(turns.spawn(turn))),
            Err(error) => tracing::error!(error = format!("{error:#}"), "the deliveries can't be read"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = woken => {}
            Some(_) = turns.join_next(), if !turns.is_empty() => {}
            () = tokio::time::sleep(GLANCE) => {}
        }
    }
    while turns.join_next().await.is_some() {}
}

/// Sends everything that is due, once; whether there was anything.
pub async fn send_due(app: &App) -> anyhow::Result<bool> {
    let turns = begin(app, SERVERS).await?;
    let any = !turns.is_empty();
    let mut turns: JoinSet<()> = turns.into_iter().collect();
    while turns.join_next().await.is_some() {}
    Ok(any)
}

/// Whether anything is due to be sent, or being sent, by any process of the hub.
pub async fn busy(app: &App) -> anyhow::Result<bool> {
    Ok(queries::any_turn_due(app.db.reader(), app.clock.now()).await?)
}

/// Takes the lease of servers whose turn has come.
async fn begin(app: &App, most: usize) -> anyhow::Result<Vec<impl Future<Output = ()> + Send + use<>>> {
    let now = app.clock.now();
    if most == 0 || !queries::any_peer_due(app.db.reader(), now).await? {
        return Ok(Vec::new());
    }
    let lease = app.rng.number();
    let tx = app.db.write_tx().await?;
    let peers = queries::lease_peers(&tx, now, now.plus(LEASE), lease, most as u64).await?;
    tx.commit().await?;
    let turns = peers.into_iter().map(|peer| {
        let app = app.clone();
        async move {
            let host = peer.host_id;
            if let Err(error) = take_turn(&app, peer).await {
                tracing::error!(error = format!("{error:#}"), %host, "the deliveries to a server can't be made");
            }
        }
    });
    Ok(turns.collect())
}

/// How a server has answered in a turn.
#[derive(Default)]
struct Turn {
    reached: bool,
    /// Why it is left alone for now, and for how long it asks for that.
    failure: Option<(String, Duration)>,
}

async fn take_turn(app: &App, peer: peer::Model) -> anyhow::Result<()> {
    let began = Instant::now();
    let mut turn = Turn::default();
    // One that is thought to be dead gets one, to see.
    let at_once = if peer.dead_at.is_some() { 1 } else { AT_ONCE };
    while turn.failure.is_none() && began.elapsed() < TURN {
        let due = queries::due_deliveries(app.db.reader(), peer.host_id, app.clock.now(), at_once).await?;
        if due.is_empty() {
            break;
        }
        let (mut rest, mut begun) = (due.iter(), FuturesUnordered::new());
        loop {
            // Once the server has failed, what has begun is finished, and nothing more is begun.
            let room = if turn.failure.is_none() { TO_EACH - begun.len() } else { 0 };
            begun.extend(rest.by_ref().take(room).map(|delivery| deliver(app, delivery)));
            let Some(attempted) = begun.next().await else { break };
            let attempted = attempted?;
            if attempted.is_the_servers_fault() {
                turn.failure = Some((attempted.error, attempted.retry_after.unwrap_or_default()));
            } else {
                turn.reached = true;
            }
        }
    }
    release(app, &peer, turn).await
}

/// Sends one, and notes what came of it.
async fn deliver(app: &App, delivery: &delivery::Model) -> anyhow::Result<Attempted> {
    let attempted = attempt(app, delivery).await;
    note(app, delivery, &attempted).await?;
    Ok(attempted)
}

/// Sends one; in the other form of signature where the usual one is not taken. Whoever does not take that one either has said
/// the first time why: some fall over what they don't know.
async fn attempt(app: &App, delivery: &delivery::Model) -> Attempted {
    let in_form = async |form| match exchange(app, delivery, form).await {
        Ok(attempted) => attempted,
        Err(error) => Attempted { error: format!("{error:#}"), ..Attempted::default() },
    };
    let usual = in_form(Form::Cavage).await;
    if !matches!(usual.status, Some(400 | 401)) {
        return usual;
    }
    let other = in_form(Form::Rfc9421).await;
    if other.status.is_some_and(|status| (200..300).contains(&status)) { other } else { usual }
}

async fn exchange(app: &App, delivery: &delivery::Model, form: Form) -> anyhow::Result<Attempted> {
    let said = said(app, delivery.activity_id).await?;
    let Said { by, origin, body } = &*said;
    let url = Url::parse(&delivery.inbox)?;
    let key = private_key(app, *by).await?;
    let key_id = key_id(&Addresses { origin }.owner(*by));
    let now = app.clock.now();
    let mut headers = sign(&Outgoing { method: "POST", url: &url, body: Some(body), now }, form, &key, &key_id)?;
    headers.push((CONTENT_TYPE, HeaderValue::from_static("application/activity+json")));
    let asked = Exchange { method: Method::POST, url: &url, headers, body: body.clone(), most: LARGEST_ANSWER };
    let answer = app.http.exchange(origin, asked).await?;
    let said: String = String::from_utf8_lossy(&answer.body).chars().take(200).collect();
    Ok(Attempted {
        status: Some(answer.status.as_u16()),
        retry_after: retry_after(answer.header(RETRY_AFTER), now.millis() / 1000),
        error: if answer.status.is_success() { String::new() } else { said },
    })
}

/// What is sent, as it stays.
struct Said {
    by: Owner,
    /// Of the community that it is said in.
    origin: String,
    body: Bytes,
}

/// Read once for all inboxes that it goes to.
async fn said(app: &App, id: ActivityId) -> anyhow::Result<Arc<Said>> {
    let key = [id.into(), 0, 0];
    if let Some(said) = app.cache.get::<Said>(key) {
        return Ok(said);
    }
    let said = queries::said(app.db.reader(), id).await?;
    let (activity, origin) = said.context("an activity that is to be sent")?;
    let by = match activity.by_community {
        true => Owner::Community(activity.tenant_id),
        false => Owner::Account(activity.account_id),
    };
    let said = Said { by, origin, body: activity.body.into() };
    let said = Arc::new(said);
    app.cache.put(key, said.clone(), 300 + said.body.len());
    Ok(said)
}

async fn note(app: &App, delivery: &delivery::Model, attempted: &Attempted) -> anyhow::Result<()> {
    let now = app.clock.now();
    let attempts = delivery.attempts + 1;
    let verdict = verdict(attempted, attempts, app.rng.number());
    let (state, run_at) = match verdict {
        Verdict::Delivered => (delivery::State::Delivered, None),
        Verdict::Again(wait) => (delivery::State::Waiting, Some(now.plus(wait))),
        Verdict::Failed | Verdict::Gone => (delivery::State::Failed, None),
    };
    let noted = Noted {
        id: delivery.id,
        state,
        attempts,
        run_at,
        status: attempted.status.map(i32::from),
        error: Some(attempted.error.clone()).filter(|error| !error.is_empty()),
        gone: Some(delivery.inbox.clone()).filter(|_| verdict == Verdict::Gone),
    };
    together::make(app, noted).await?;
    let outcome = match state {
        delivery::State::Delivered => "delivered",
        delivery::State::Waiting => "again",
        _ => "failed",
    };
    metrics::counter!("heliograph_deliveries_total", "outcome" => outcome).increment(1);
    Ok(())
}

/// What has become of a delivery.
pub(super) struct Noted {
    pub(super) id: DeliveryId,
    pub(super) state: delivery::State,
    pub(super) attempts: i32,
    /// When it is tried again.
    pub(super) run_at: Option<Timestamp>,
    pub(super) status: Option<i32>,
    pub(super) error: Option<String>,
    /// The inbox, where there is none any more.
    pub(super) gone: Option<String>,
}

impl Change for Noted {
    type Answer = ();

    async fn make(app: &App, some: &[Self]) -> anyhow::Result<Vec<()>> {
        let now = app.clock.now();
        let tx = app.db.write_tx().await?;
        queries::hold_deliveries(&tx, some.iter().map(|noted| noted.id)).await?;
        // Nearly all are taken at the first attempt, with the same answer.
        let (usual, others): (Vec<&Self>, Vec<&Self>) = some.iter().partition(|noted| {
            noted.state == delivery::State::Delivered && (noted.attempts, noted.status) == (1, Some(202))
        });
        if let Some(one) = usual.first() {
            let ids: Vec<DeliveryId> = usual.iter().map(|noted| noted.id).collect();
            queries::note_attempts(&tx, &ids, one, now).await?;
        }
        for noted in others {
            queries::note_attempts(&tx, &[noted.id], noted, now).await?;
            if let Some(inbox) = &noted.gone {
                queries::inbox_is_gone(&tx, inbox, now).await?;
            }
        }
        tx.commit().await?;
        Ok(vec![(); some.len()])
    }
}

/// Gives the lease back, and says when the server's turn comes again.
async fn release(app: &App, peer: &peer::Model, turn: Turn) -> anyhow::Result<()> {
    let now = app.clock.now();
    let tx = app.db.write_tx().await?;
    let Some(mut row) = queries::lock_peer(&tx, peer.host_id, peer.lease).await? else { return Ok(()) };
    let waiting = queries::next_waiting(&tx, peer.host_id).await?;
    match turn.failure {
        Some((error, asked)) => {
            let day = now.millis().div_euclid(DAY.as_millis() as i64);
            if row.last_failed_day != day {
                row.failing_days += 1;
                row.last_failed_day = day;
            }
            row.failures += 1;
            row.last_error = Some(error);
            if row.failing_days >= DAYS_UNTIL_DEAD {
                row.dead_at = row.dead_at.or(Some(now));
            }
            let pause = match row.dead_at {
                Some(_) => DAY,
                None => wait(row.failures as usize, app.rng.number()).max(asked),
            };
            row.next_at = waiting.map(|_| now.plus(pause));
        }
        None => {
            row.next_at = waiting;
            if turn.reached {
                alive(&mut row, now);
            }
        }
    }
    row.leased_until = Timestamp(0);
    queries::save_peer(&tx, row).await?;
    Ok(tx.commit().await?)
}

/// The server has answered.
fn alive(row: &mut peer::Model, now: Timestamp) {
    row.failures = 0;
    row.failing_days = 0;
    row.last_failed_day = 0;
    row.dead_at = None;
    row.last_error = None;
    row.last_success_at = Some(now);
}
