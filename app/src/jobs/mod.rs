//! Work to be done later, kept in the database: written in the transaction that causes it, done by whichever process takes it.

mod queries;
mod worker;

use std::{
    collections::{HashMap, HashSet},
    future::Future,
    pin::Pin,
    time::Duration,
};

use heliograph_entity::{
    job,
    values::{JobId, TenantId, Timestamp},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    app::App,
    db::{Tx, Work},
};

pub use queries::{Queue, drop_given_up, forget_about, given_up, queue, retry, retrying};
pub use worker::{ForgetFinished, run_due_clocks, work, work_off};

/// Something to be done later. It carries ids, and may run twice.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Stays the same for ever: it stands in the database.
    const NAME: &'static str;
    /// Who does it: see [`Lane`].
    const LANE: Lane = if is_letter(Self::NAME) { Lane::Letters } else { Lane::Usual };
    /// How often it is begun at the most. Counted when it is taken, so that a job that kills its worker ends too.
    const ATTEMPTS: i32 = 8;

    fn run(self, app: &App) -> impl Future<Output = anyhow::Result<Outcome>> + Send;

    /// Jobs of one series are done one after the other, in the order in which they were enqueued. One that has failed, and
    /// will be tried again, holds nobody up.
    fn series(&self) -> Option<i64> {
        None
    }

    /// What becomes of the thing it was about when the last attempt has failed: nothing may wait for it for ever.
    fn exhausted(self, _app: &App) -> impl Future<Output = anyhow::Result<()>> + Send {
        std::future::ready(Ok(()))
    }
}

/// Who does a job. Each lane has workers of its own, so that what takes long in one holds nobody up in another: a letter
/// waits neither for pictures nor for a foreign server that does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Usual = 0,
    /// Jobs that mail somebody.
    Letters = 1,
    /// Jobs that ask a server that somebody has named.
    Outside = 2,
    /// Jobs that fetch pictures of other servers, which may come slowly.
    Pictures = 3,
}

impl Lane {
    fn of(row: &job::Model) -> Self {
        [Self::Letters, Self::Outside, Self::Pictures]
            .into_iter()
            .find(|lane| *lane as i32 == row.lane)
            .unwrap_or(Self::Usual)
    }

    fn work(self) -> Work {
        match self {
            Self::Usual => Work::Usual,
            Self::Letters => Work::Letters,
            Self::Outside => Work::Outside,
            Self::Pictures => Work::Pictures,
        }
    }
}

/// Jobs that mail somebody are named so.
const fn is_letter(name: &str) -> bool {
    let (name, part) = (name.as_bytes(), b".send_");
    let mut at = 0;
    while at + part.len() <= name.len() {
        let mut same = 0;
        while same < part.len() && name[at + same] == part[same] {
            same += 1;
        }
        if same == part.len() {
            return true;
        }
        at += 1;
    }
    false
}

/// How a run of a job ended; an error means that it is tried again, later each time.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    Done,
    /// It can never succeed; the reason is for the operator.
    GiveUp(String),
    /// It isn't time yet. Does not count as an attempt.
    NotYet(Duration),
}

/// Enqueues `job` in the transaction that makes it necessary.
pub async fn enqueue<J: Job>(app: &App, tx: &Tx, tenant: Option<TenantId>, job: &J) -> crate::error::Result<JobId> {
    enqueue_at(app, tx, tenant, job, app.clock.now()).await
}

/// Enqueues `job`, to be run no earlier than `run_at`.
pub async fn enqueue_at<J: Job>(
    app: &App,
    tx: &Tx,
    tenant: Option<TenantId>,
    job: &J,
    run_at: Timestamp,
) -> crate::error::Result<JobId> {
    Ok(write(app, tx, &[(tenant, job)], run_at).await?.remove(0))
}

/// Enqueues all of them, in this order.
pub async fn enqueue_all<J: Job>(app: &App, tx: &Tx, jobs: &[(Option<TenantId>, &J)]) -> crate::error::Result<()> {
    write(app, tx, jobs, app.clock.now()).await.map(drop)
}

async fn write<J: Job>(
    app: &App,
    tx: &Tx,
    jobs: &[(Option<TenantId>, &J)],
    run_at: Timestamp,
) -> crate::error::Result<Vec<JobId>> {
    let series: HashSet<i64> = jobs.iter().filter_map(|(_, job)| job.series()).collect();
    let mut held = queries::held(tx, series).await?;
    let mut rows = Vec::with_capacity(jobs.len());
    for (tenant, job) in jobs {
        let series = job.series();
        // What comes after it in the series waits for it.
        let waits = series.is_some_and(|series| !held.insert(series));
        rows.push(row::<J>(app, *tenant, job, run_at, series, waits)?);
    }
    let ids = rows.iter().map(|row| row.id).collect();
    queries::insert(tx, rows).await?;
    tx.note_work(J::LANE.work());
    Ok(ids)
}

fn row<J: Job>(
    app: &App,
    tenant: Option<TenantId>,
    job: &J,
    run_at: Timestamp,
    series: Option<i64>,
    waits: bool,
) -> crate::error::Result<job::Model> {
    Ok(job::Model {
        id: app.ids.mint(),
        name: J::NAME.to_owned(),
        tenant_id: tenant,
        payload: serde_json::to_string(job).map_err(anyhow::Error::new)?,
        state: if waits { job::State::Held } else { job::State::Waiting },
        run_at,
        attempts: 0,
        lease: None,
        last_error: None,
        created_at: app.clock.now(),
        finished_at: None,
        lane: J::LANE as i32,
        series,
    })
}

/// Whether a job is due or being done, by any process of the hub.
pub async fn busy(app: &App) -> crate::error::Result<bool> {
    Ok(queries::any_busy(app.db.reader(), app.clock.now()).await?)
}

type Running<'a, T> = Pin<Box<dyn Future<Output = anyhow::Result<T>> + Send + 'a>>;

/// How to run a job of one name.
struct Kind {
    attempts: i32,
    run: for<'a> fn(&'a App, &str) -> anyhow::Result<Running<'a, Outcome>>,
    exhausted: for<'a> fn(&'a App, &str) -> anyhow::Result<Running<'a, ()>>,
}

/// Every job there is, and every clock: what `schedule.rs` hands to the workers.
#[derive(Default)]
pub struct Schedule {
    kinds: HashMap<&'static str, Kind>,
    clocks: Vec<Clock>,
}

/// A job that is enqueued again and again, by one process of the hub each time.
struct Clock {
    name: &'static str,
    every: Duration,
    enqueue: for<'a> fn(&'a App, &'a Tx) -> Running<'a, JobId>,
}

impl Schedule {
    /// Workers can do `J`.
    pub fn job<J: Job>(mut self) -> Self {
        let kind = Kind {
            attempts: J::ATTEMPTS,
            run: |app, payload| {
                let job: J = serde_json::from_str(payload)?;
                Ok(Box::pin(job.run(app)))
            },
            exhausted: |app, payload| {
                let job: J = serde_json::from_str(payload)?;
                Ok(Box::pin(job.exhausted(app)))
            },
        };
        self.kinds.insert(J::NAME, kind);
        self
    }

    /// Workers can do `J`, and it is done every so often.
    pub fn every<J: Job + Default>(mut self, every: Duration) -> Self {
        self.clocks.push(Clock {
            name: J::NAME,
            every,
            enqueue: |app, tx| Box::pin(async move { Ok(enqueue(app, tx, None, &J::default()).await?) }),
        });
        self.job::<J>()
    }
}
