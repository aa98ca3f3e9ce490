//! How much each community holds. Counting goes through whole tables, so it is done once an hour and kept.

use serde::{Deserialize, Serialize};

use super::queries;
use crate::{
    app::App,
    jobs::{Job, Outcome},
};

/// Counts the posts and the files of every community.
#[derive(Default, Serialize, Deserialize)]
pub struct CountUsage {}

impl Job for CountUsage {
    const NAME: &'static str = "operator.count_usage";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let counted = queries::count(app.db.reader()).await?;
        let tx = app.db.write_tx().await?;
        queries::keep(&tx, counted, app.clock.now()).await?;
        tx.commit().await?;
        Ok(Outcome::Done)
    }
}
