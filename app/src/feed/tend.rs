//! Keeps feeds short, and forgets those that nobody reads.

use std::time::Duration;

use heliograph_entity::values::AccountId;
use serde::{Deserialize, Serialize};

use super::{MOST, queries};
use crate::{
    app::App,
    jobs::{Job, Outcome},
};

/// After so long without reading, a feed is no longer kept.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);
const AT_ONCE: u64 = 100;

/// Trims every feed to the newest 1 000 posts, and forgets those that were not read for 30 days.
#[derive(Default, Serialize, Deserialize)]
pub struct Tend {}

impl Job for Tend {
    const NAME: &'static str = "feed.tend";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let unread_since = app.clock.now().minus(KEPT);
        let mut after = AccountId(0);
        loop {
            let owners = queries::owners(app.db.reader(), after, AT_ONCE).await?;
            let Some(last) = owners.last() else { return Ok(Outcome::Done) };
            after = last.account_id;

            let idle: Vec<_> =
                owners.iter().filter(|owner| owner.read_at < unread_since).map(|owner| owner.account_id).collect();
            let tx = app.db.write_tx().await?;
            if !idle.is_empty() {
                queries::forget(&tx, &idle).await?;
            }
            for owner in owners.iter().filter(|owner| owner.read_at >= unread_since) {
                queries::trim(&tx, owner.account_id, MOST).await?;
            }
            tx.commit().await?;
        }
    }
}
