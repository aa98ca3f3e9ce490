//! Filling a feed that has just begun.

use heliograph_entity::values::AccountId;
use serde::{Deserialize, Serialize};

use super::{MOST, queries};
use crate::{
    app::App,
    jobs::{Job, Outcome},
};

/// Writes the newest posts and boosts of all whom somebody follows into their feed, which is whole from then on.
#[derive(Serialize, Deserialize)]
pub struct Fill {
    pub owner_id: AccountId,
}

impl Job for Fill {
    const NAME: &'static str = "feed.fill";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let tx = app.db.write_tx().await?;
        // None of them publishes meanwhile, and the owner follows nobody else.
        queries::lock_with_followed(&tx, self.owner_id).await?;
        let entries = queries::of_followed(&tx, self.owner_id, queries::AFTER_ALL, MOST).await?;
        queries::fill(&tx, self.owner_id, &entries).await?;
        let last = entries.last().filter(|_| entries.len() as u64 == MOST);
        let whole_from = last.map_or(queries::BEFORE_ALL, |entry| entry.id);
        queries::set_whole_from(&tx, self.owner_id, whole_from).await?;
        tx.commit().await?;
        Ok(Outcome::Done)
    }

    /// The next reading tries again.
    async fn exhausted(self, app: &App) -> anyhow::Result<()> {
        let tx = app.db.write_tx().await?;
        queries::forget(&tx, &[self.owner_id]).await?;
        tx.commit().await?;
        Ok(())
    }
}
