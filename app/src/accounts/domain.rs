//! What the handles of another server's people end with, where that is not its host: `@lena@example.com`, with the pages on
//! `social.example.com`. The domain is one above the host, so that nobody takes the handles of a domain at which anybody may
//! have a name lead anywhere.

use heliograph_entity::values::{AccountId, TenantId};
use serde::{Deserialize, Serialize};

use super::{by_ids, queries::remote::actor_of};
use crate::{
    app::App,
    federation::{standing::standing, webfinger},
    jobs::{Job, Lane, Outcome},
    tenants,
};

/// Asks a server that nobody knew so far, by the first of its people.
#[derive(Serialize, Deserialize)]
pub struct LearnDomain {
    pub account_id: AccountId,
    /// In whose name.
    pub tenant_id: TenantId,
}

impl Job for LearnDomain {
    const NAME: &'static str = "accounts.learn_domain";
    const LANE: Lane = Lane::Outside;
    const ATTEMPTS: i32 = 3;

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        let (Some(account), Some(actor), Some(tenant)) = (
            by_ids(db, [self.account_id]).await?.pop(),
            actor_of(db, self.account_id).await?,
            tenants::by_id(db, self.tenant_id).await?,
        ) else {
            return Ok(Outcome::Done);
        };
        let Some(host) = tenants::hosts(db, [account.host_id]).await?.pop() else { return Ok(Outcome::Done) };
        let told = match webfinger::domain_told(app, &tenant, &account.name, host.handle_domain()).await {
            Err(problem) if problem.may_pass() => return Err(problem.into()),
            told => told.ok().flatten(),
        };
        let Some((name, domain)) = told else { return Ok(Outcome::Done) };
        // R22, R29: neither we ourselves nor a suspended server is asked.
        let ours = tenants::community_of_handles(db, &domain).await?.is_some();
        if ours || standing(db, &tenant, &domain).await?.suspended {
            return Ok(Outcome::Done);
        }
        let back = webfinger::actor_behind(app, &tenant, &name, &domain).await;
        if back.is_some_and(|back| back.as_str() == actor.uri) {
            let tx = app.db.write_tx().await?;
            tenants::learn_domain(&tx, host.id, &domain).await?;
            tx.commit().await?;
        }
        Ok(Outcome::Done)
    }
}
