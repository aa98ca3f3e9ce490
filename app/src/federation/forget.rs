//! What has come and what was sent is kept for a while, and no longer.

use std::{collections::HashSet, time::Duration};

use heliograph_entity::values::AccountId;
use serde::{Deserialize, Serialize};

use super::{Owner, queries};
use crate::{
    app::App,
    db::Tx,
    error::Result,
    jobs::{Job, Outcome},
};

const DAY: Duration = Duration::from_secs(24 * 3600);
/// As long as a signature could be shown again, and much longer.
const RECEIVED: Duration = DAY.saturating_mul(7);
/// As long as a delivery is tried, and a look back.
const SENT: Duration = DAY.saturating_mul(30);

/// R8: those of the activities that have not come before, by what each is called here.
pub async fn note_received(app: &App, tx: &Tx, uris: &[String]) -> Result<HashSet<String>> {
    Ok(queries::insert_received(tx, uris, app.clock.now()).await?)
}

/// The account says nothing any more: its key goes, and what it has said.
pub async fn forget(app: &App, tx: &Tx, account: AccountId) -> Result<()> {
    queries::forget_said(tx, account).await?;
    queries::delete_key(tx, account).await?;
    app.signers.forget(Owner::Account(account));
    Ok(())
}

/// Forgets what came a week ago, and what was said a month ago.
#[derive(Default, Serialize, Deserialize)]
pub struct ForgetOldActivities {}

impl Job for ForgetOldActivities {
    const NAME: &'static str = "federation.forget_old_activities";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let now = app.clock.now();
        let tx = app.db.write_tx().await?;
        queries::forget_received(&tx, now.minus(RECEIVED)).await?;
        queries::forget_sent(&tx, now.minus(SENT)).await?;
        tx.commit().await?;
        Ok(Outcome::Done)
    }
}
