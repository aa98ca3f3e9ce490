//! Deletes what nobody needs any more, and what an interrupted upload or rendering left.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::queries;
use crate::{
    app::App,
    jobs::{Job, Outcome},
};

/// How long a file may be on its way before it counts as left behind.
const WRITING: Duration = Duration::from_secs(3600);
const AT_ONCE: u64 = 200;

/// Deletes the objects of doomed files, and of files that were never finished; then their rows.
#[derive(Default, Serialize, Deserialize)]
pub struct SweepFiles {}

impl Job for SweepFiles {
    const NAME: &'static str = "media.sweep_files";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        loop {
            let unfinished_before = app.clock.now().minus(WRITING);
            let files = queries::to_sweep(app.db.reader(), unfinished_before, AT_ONCE).await?;
            if files.is_empty() {
                return Ok(Outcome::Done);
            }

            // Doomed first, so that whoever is still writing one can no longer keep it.
            let tx = app.db.write_tx().await?;
            queries::doom_unkept(&tx, files.iter().map(|file| file.id)).await?;
            let files = queries::doomed(&tx, files.iter().map(|file| file.id)).await?;
            tx.commit().await?;
            for file in &files {
                app.storage.delete(&file.key).await?;
            }
            let tx = app.db.write_tx().await?;
            queries::delete_doomed(&tx, files.iter().map(|file| file.id)).await?;
            tx.commit().await?;
        }
    }
}

/// Removes, now and every hour, what interrupted writes have left on this machine: each process looks after its own.
pub async fn keep_tidy(app: &App) {
    loop {
        match remove_leftovers(app).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "removed what interrupted writes had left"),
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "what interrupted writes have left was not removed")
            }
        }
        tokio::time::sleep(WRITING).await;
    }
}

/// How many half-written files there were.
pub async fn remove_leftovers(app: &App) -> anyhow::Result<usize> {
    let now = std::time::UNIX_EPOCH + Duration::from_micros(app.clock.now().0.try_into()?);
    app.storage.remove_leftovers(now, WRITING).await
}
