//! Looking at the pages that people say are theirs.

use std::time::Duration;

use heliograph_entity::{
    profile_link,
    values::{LinkId, Timestamp},
};
use serde::{Deserialize, Serialize};
use url::Url;

use super::{queries, rel_me::links_back};
use crate::{
    accounts,
    app::App,
    error::Error,
    http::Wanted,
    jobs::{self, Job, Lane, Outcome},
    tenants,
    throttle::{self, Allowance},
};

/// A page: its first megabyte, which is more than one needs to say whose it is.
const PAGE: Wanted = Wanted { types: &["text/html", "application/xhtml+xml"], also: &[], most: 1_000_000 };

/// For each account, however often it changes its links.
const LOOKS: Allowance = Allowance { at_once: 20, then_every: Duration::from_secs(60) };

const A_WEEK: Duration = Duration::from_secs(7 * 24 * 3600);
const AT_ONCE: u64 = 200;

/// Looks whether a page that somebody says is theirs links back to their profile with `rel="me"`, and marks it or takes
/// the mark away. A page that can't be reached is tried again for some minutes before it counts as not linking back.
#[derive(Serialize, Deserialize)]
pub struct CheckLink {
    pub link_id: LinkId,
}

impl Job for CheckLink {
    const NAME: &'static str = "profiles.check_link";
    const LANE: Lane = Lane::Outside;
    const ATTEMPTS: i32 = 4;

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        // It may have been taken off the profile meanwhile.
        let Some(link) = queries::link(db, self.link_id).await? else { return Ok(Outcome::Done) };
        let Some(tenant) = tenants::by_id(db, link.tenant_id).await? else { return Ok(Outcome::Done) };
        let Some(account) = accounts::account(db, link.tenant_id, link.account_id).await? else {
            return Ok(Outcome::Done);
        };
        match throttle::take(app, "profiles.check_link", &account.id.to_string(), LOOKS).await {
            Ok(()) => {}
            Err(Error::TooMany(wait)) => return Ok(Outcome::NotYet(wait)),
            Err(error) => return Err(error.into()),
        }

        let profile = Url::parse(&tenant.url(&format!("/@{}", account.name)))?;
        let url = Url::parse(&link.url)?;
        // A hub never asks itself: what stands on its own pages proves nothing more.
        let ours = match url.host_str() {
            Some(host) => tenants::by_host(db, host).await?.is_some(),
            None => true,
        };
        if ours {
            return settle(app, &link, false).await;
        }
        match app.http.get(&tenant.host.origin, &url, PAGE).await {
            Ok(page) => {
                let found = tokio::task::spawn_blocking(move || links_back(&page.body, &page.url, &profile)).await?;
                settle(app, &link, found).await
            }
            Err(problem) if problem.may_pass() => Err(problem.into()),
            Err(problem) => {
                tracing::debug!(link = %link.id, why = %problem, "a link of a profile was not looked at");
                settle(app, &link, false).await
            }
        }
    }

    async fn exhausted(self, app: &App) -> anyhow::Result<()> {
        match queries::link(app.db.reader(), self.link_id).await? {
            Some(link) => settle(app, &link, false).await.map(drop),
            None => Ok(()),
        }
    }
}

async fn settle(app: &App, link: &profile_link::Model, verified: bool) -> anyhow::Result<Outcome> {
    let now = app.clock.now();
    let verified_at = verified.then(|| link.verified_at.unwrap_or(now));
    let tx = app.db.write_tx().await?;
    queries::settle_link(&tx, link.id, verified_at, next_look(now)).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

pub(super) fn next_look(now: Timestamp) -> Timestamp {
    now.plus(A_WEEK)
}

/// Has every link looked at again a week after the last time.
#[derive(Default, Serialize, Deserialize)]
pub struct RecheckLinks {}

impl Job for RecheckLinks {
    const NAME: &'static str = "profiles.recheck_links";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let now = app.clock.now();
        loop {
            let due = queries::links_due(app.db.reader(), now, AT_ONCE).await?;
            if due.is_empty() {
                return Ok(Outcome::Done);
            }
            let tx = app.db.write_tx().await?;
            for link in due {
                if queries::put_off(&tx, &link, next_look(now)).await? {
                    jobs::enqueue(app, &tx, Some(link.tenant_id), &CheckLink { link_id: link.id }).await?;
                }
            }
            tx.commit().await?;
        }
    }
}
