//! What is left of a deleted account is removed.

use std::time::Duration;

use heliograph_entity::values::{AccountId, TenantId};
use serde::{Deserialize, Serialize};

use crate::{
    accounts,
    app::App,
    boosts, comments, federation, feed,
    jobs::{self, Job, Outcome},
    likes, moderation, moving, posts, profiles, relationships, reports,
};

/// Removes everything of an account that [`super::leave`] has hidden, in steps that each stand by themselves: killed in
/// the middle, it goes on where it was. Whatever keeps something of a person has its step here.
#[derive(Serialize, Deserialize)]
pub struct Purge {
    pub tenant_id: TenantId,
    pub account_id: AccountId,
}

impl Job for Purge {
    const NAME: &'static str = "departures.purge";
    /// It has to succeed some day: a failure that passes must not leave half of somebody behind.
    const ATTEMPTS: i32 = 1000;

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        profiles::tell_gone(app, self.tenant_id, self.account_id).await?;
        while posts::purge_some_of(app, self.account_id).await? {}

        while comments::end_some_of(app, self.account_id).await? {}
        while likes::end_some_of(app, self.account_id).await? {}
        while boosts::end_some_of(app, self.account_id).await? {}
        while relationships::end_some_of(app, self.account_id).await? {}
        relationships::forget_blocks(app, self.account_id).await?;
        relationships::forget_servers(app, self.account_id).await?;

        let tx = app.db.write_tx().await?;
        moderation::delete_notes_about(&tx, self.account_id).await?;
        reports::forget(&tx, self.account_id).await?;
        feed::forget(&tx, &[self.account_id]).await?;
        posts::forget_reader(&tx, self.account_id).await?;
        moving::forget(&tx, self.account_id).await?;
        profiles::forget(app, &tx, self.account_id).await?;
        accounts::forget(app, &tx, self.account_id).await?;
        tx.commit().await?;

        // The address goes with the receipt, which has a job of its own.
        if accounts::of_account(app.db.reader(), self.tenant_id, self.account_id).await?.is_some() {
            return Ok(Outcome::NotYet(Duration::from_secs(5)));
        }
        if self.is_still_said(app).await? {
            return Ok(Outcome::NotYet(Duration::from_secs(60)));
        }
        let tx = app.db.write_tx().await?;
        accounts::empty(&tx, self.account_id).await?;
        federation::forget(app, &tx, self.account_id).await?;
        jobs::forget_about(&tx, self.account_id.into()).await?;
        tx.commit().await?;
        Ok(Outcome::Done)
    }
}

/// How long other servers are given to hear of it.
const UNTIL_HEARD: Duration = Duration::from_secs(10 * 24 * 3600);

impl Purge {
    /// Whether other servers are yet to be told that the account is gone. Until then it has its key, which they verify
    /// that with.
    async fn is_still_said(&self, app: &App) -> anyhow::Result<bool> {
        let db = app.db.reader();
        let account = accounts::account(db, self.tenant_id, self.account_id).await?;
        let left = account.and_then(|account| account.deleted_at);
        let lately = left.is_some_and(|left| app.clock.now().since(left) < UNTIL_HEARD);
        Ok(lately && federation::is_sending(db, self.account_id).await?)
    }
}
