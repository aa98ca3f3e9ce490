//! How often something may be tried. A throttle delays: it tells the seconds left, ends by itself, and locks nobody out.

mod queries;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    app::App,
    error::{Error, Result},
    jobs::{Job, Outcome},
    secrets::hash_of,
};

/// So many at once, and then one every so often.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    pub at_once: u32,
    pub then_every: Duration,
}

/// Counts one try of `what` by `whom`, in a transaction of its own, so that a try counts also when what follows fails.
/// Too many are [`Error::TooMany`] with the time left, and do not count.
///
/// `whom` is kept as a hash alone. The kinds of try stay apart by `what`.
pub async fn take(app: &App, what: &str, whom: &str, allowance: Allowance) -> Result<()> {
    let now = app.clock.now();
    let tolerance = allowance.then_every * allowance.at_once.saturating_sub(1);
    let key = hash_of(&format!("{what}\0{whom}"));

    // The generic cell rate algorithm (ITU-T I.371): one time per key says how much is left.
    let tx = app.db.write_tx().await?;
    let refused_until = queries::take(&tx, &key, now, allowance.then_every, tolerance).await?;
    tx.commit().await?;
    match refused_until {
        None => Ok(()),
        Some(free_at) => Err(Error::TooMany(free_at.minus(tolerance).since(now).max(Duration::from_secs(1)))),
    }
}

/// Forgets every try of `what` by `whom`, because they turned out to be who they said.
pub async fn forgive(app: &App, what: &str, whom: &str) -> Result<()> {
    let tx = app.db.write_tx().await?;
    queries::forget(&tx, &hash_of(&format!("{what}\0{whom}"))).await?;
    Ok(tx.commit().await?)
}

/// Forgets what no longer delays anybody.
#[derive(Default, Serialize, Deserialize)]
pub struct ForgetOldTries {}

impl Job for ForgetOldTries {
    const NAME: &'static str = "throttle.forget_old_tries";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let tx = app.db.write_tx().await?;
        queries::forget_before(&tx, app.clock.now()).await?;
        tx.commit().await?;
        Ok(Outcome::Done)
    }
}
