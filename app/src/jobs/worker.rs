//! Takes jobs from the database and does them.

use std::{panic::AssertUnwindSafe, time::Duration};

use futures_util::{FutureExt, future::join_all};
use heliograph_entity::{job, values::Timestamp};
use sea_orm::ActiveValue::Set;
use tokio_util::sync::CancellationToken;

use super::{Job, Kind, Lane, Outcome, Schedule, queries};
use crate::app::App;

/// How long a job is left to its taker before another may take it. Renewed while it runs.
const LEASE: Duration = Duration::from_secs(60);
/// How many jobs wait for other servers at the same time, and how many for their pictures.
const OUTSIDE: usize = 12;
const PICTURES: usize = 3;
/// How often a worker looks for jobs that other processes have written.
const GLANCE: Duration = Duration::from_secs(1);
const KEPT_AFTER_THE_END: Duration = Duration::from_secs(7 * 24 * 3600);

/// Works on `app.config.workers` jobs at a time until `stop`, and beside them on one letter and some that wait for other
/// servers; what has begun is finished first.
pub async fn work(app: &App, schedule: &Schedule, stop: &CancellationToken) {
    let usual = (0..app.config.workers).map(|_| Lane::Usual);
    let others = std::iter::once(Lane::Letters).chain((0..OUTSIDE).map(|_| Lane::Outside));
    let others = others.chain((0..PICTURES).map(|_| Lane::Pictures));
    let lanes = usual.chain(others.filter(|_| app.config.workers > 0));
    let workers = lanes.map(|lane| async move {
        // Where there was one, there may be another: then nobody asks before taking it.
        let mut more = false;
        while !stop.is_cancelled() {
            let mut woken = std::pin::pin!(app.db.waiting(lane.work()).notified());
            // From here on: a job that is written while we look wakes us.
            woken.as_mut().enable();
            let worked = work_once(app, schedule, Some(lane), more).await;
            more = matches!(worked, Ok(true));
            match worked {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => tracing::error!(error = format!("{error:#}"), "the job queue can't be read"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = woken => {}
                () = tokio::time::sleep(GLANCE) => {}
            }
        }
    });
    let clocks = async {
        while !stop.is_cancelled() && app.config.workers > 0 {
            if let Err(error) = run_due_clocks(app, schedule).await {
                tracing::error!(error = format!("{error:#}"), "the clocks can't be read");
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(10 * GLANCE) => {}
            }
        }
    };
    tokio::join!(join_all(workers), clocks);
}

/// Does all jobs that are due, one after the other, until none is left.
pub async fn work_off(app: &App, schedule: &Schedule) -> anyhow::Result<()> {
    while work_once(app, schedule, None, false).await? {}
    Ok(())
}

/// Enqueues the job of each clock whose time has come. However many processes ask, each time is enqueued once.
pub async fn run_due_clocks(app: &App, schedule: &Schedule) -> anyhow::Result<()> {
    let now = app.clock.now();
    let ahead = queries::clocks_ahead(app.db.reader(), now).await?;
    for clock in schedule.clocks.iter().filter(|clock| !ahead.iter().any(|name| name == clock.name)) {
        let tx = app.db.write_tx().await?;
        if queries::wind(&tx, clock.name, now, now.plus(clock.every)).await? {
            (clock.enqueue)(app, &tx).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// Takes one job and does it; whether there was one. Asks first, without the lock that taking one needs, unless there are
/// likely `more`.
async fn work_once(app: &App, schedule: &Schedule, lane: Option<Lane>, more: bool) -> anyhow::Result<bool> {
    let now = app.clock.now();
    if !more && !queries::any_due(app.db.reader(), lane, now).await? {
        return Ok(false);
    }
    let lease = app.rng.number();
    let tx = app.db.write_tx().await?;
    let claimed = queries::claim(&tx, lane, now, 1, lease, LEASE).await?;
    tx.commit().await?;
    let Some(job) = claimed.into_iter().next() else { return Ok(false) };

    // Whoever waits beside us may find another one.
    app.db.waiting(Lane::of(&job).work()).notify_one();
    let result = run(app, schedule, &job, lease).await;
    finish(app, &job, lease, result).await?;
    Ok(true)
}

/// Runs a job while keeping its lease.
async fn run(app: &App, schedule: &Schedule, job: &job::Model, lease: i64) -> anyhow::Result<Outcome> {
    let Some(kind) = schedule.kinds.get(job.name.as_str()) else {
        // A newer node may have enqueued it: leave it to that one.
        return Ok(Outcome::NotYet(Duration::from_secs(60)));
    };
    if job.attempts > kind.attempts {
        exhausted(app, kind, job).await;
        return Ok(Outcome::GiveUp(format!("it stopped its worker {} times", kind.attempts)));
    }

    let running = match (kind.run)(app, &job.payload) {
        Ok(running) => AssertUnwindSafe(running).catch_unwind(),
        Err(error) => return Ok(Outcome::GiveUp(format!("its payload can't be read: {error:#}"))),
    };
    let keeping = async {
        loop {
            tokio::time::sleep(LEASE / 3).await;
            let change = job::ActiveModel { run_at: Set(app.clock.now().plus(LEASE)), ..Default::default() };
            if let Err(error) = change_held(app, job, lease, change).await {
                tracing::warn!(error = format!("{error:#}"), job = %job.id, "a job's lease was not renewed");
            }
        }
    };
    let result = tokio::select! {
        result = running => result.unwrap_or_else(|_| Err(anyhow::anyhow!("it panicked"))),
        () = keeping => unreachable!("the lease is kept until the job ends"),
    };
    match result {
        Err(error) if job.attempts >= kind.attempts => {
            exhausted(app, kind, job).await;
            Ok(Outcome::GiveUp(format!("{error:#}")))
        }
        result => result,
    }
}

/// Lets a job settle what it was about; should that fail too, the log is all that is left.
async fn exhausted(app: &App, kind: &Kind, job: &job::Model) {
    let settled = match (kind.exhausted)(app, &job.payload) {
        Ok(settling) => settling.await,
        Err(error) => Err(error),
    };
    if let Err(error) = settled {
        tracing::error!(error = format!("{error:#}"), job = %job.id, name = job.name, "what a job was about is not settled");
    }
}

async fn finish(app: &App, job: &job::Model, lease: i64, result: anyhow::Result<Outcome>) -> anyhow::Result<()> {
    let now = app.clock.now();
    let ended = |state, last_error| job::ActiveModel {
        state: Set(state),
        last_error: Set(last_error),
        finished_at: Set(Some(now)),
        ..Default::default()
    };
    let again = |attempts, run_at: Timestamp, last_error| job::ActiveModel {
        state: Set(job::State::Waiting),
        attempts: Set(attempts),
        run_at: Set(run_at),
        last_error: Set(last_error),
        ..Default::default()
    };

    let change = match result {
        Ok(Outcome::Done) => ended(job::State::Done, None),
        Ok(Outcome::GiveUp(reason)) => {
            tracing::warn!(job = %job.id, name = job.name, reason, "gave up on a job");
            ended(job::State::GaveUp, Some(reason))
        }
        Ok(Outcome::NotYet(wait)) => again(job.attempts - 1, now.plus(wait), job.last_error.clone()),
        Err(error) => {
            let wait = backoff(job.attempts, app.rng.number());
            let error = format!("{error:#}");
            tracing::warn!(job = %job.id, name = job.name, attempt = job.attempts, error, "a job failed and will be tried again");
            again(job.attempts, now.plus(wait), Some(error))
        }
    };
    if !change_held(app, job, lease, change).await? {
        tracing::warn!(job = %job.id, name = job.name, "a job outlived its lease, and another worker has taken it");
    }
    metrics::counter!("heliograph_jobs_finished_total", "name" => job.name.clone()).increment(1);
    Ok(())
}

async fn change_held(app: &App, job: &job::Model, lease: i64, change: job::ActiveModel) -> anyhow::Result<bool> {
    let tx = app.db.write_tx().await?;
    let held = queries::update_held(&tx, job.id, lease, change).await?;
    if let Some(series) = job.series.filter(|_| held)
        && queries::let_on(&tx, series).await?
    {
        tx.note_work(Lane::of(job).work());
    }
    tx.commit().await?;
    Ok(held)
}

/// 2, 4, 8 … seconds, at most an hour, and up to a quarter more, so that what failed together does not return together.
fn backoff(attempts: i32, random: i64) -> Duration {
    let seconds = 2_i64.saturating_pow(attempts.clamp(1, 30) as u32).min(3600);
    Duration::from_millis((seconds * 1000 + random % (seconds * 250)) as u64)
}

/// Forgets jobs that ended a week ago.
#[derive(Default, serde::Serialize, serde::Deserialize)]
pub struct ForgetFinished {}

impl Job for ForgetFinished {
    const NAME: &'static str = "jobs.forget_finished";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let tx = app.db.write_tx().await?;
        let forgotten = queries::delete_finished_before(&tx, app.clock.now().minus(KEPT_AFTER_THE_END)).await?;
        tx.commit().await?;
        tracing::debug!(forgotten, "forgot finished jobs");
        Ok(Outcome::Done)
    }
}

#[cfg(test)]
mod tests {
    use super::backoff;

    #[test]
    fn a_job_that_fails_waits_longer_each_time() {
        for attempts in 1..40 {
            let (least, most) = (backoff(attempts, 0), backoff(attempts, i64::MAX));
            assert!(least.as_secs() == 2_u64.pow(attempts.min(12) as u32).min(3600), "{attempts}: {least:?}");
            assert!(most <= least * 5 / 4);
        }
    }
}
