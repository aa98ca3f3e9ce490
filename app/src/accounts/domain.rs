//! What the handles of another server's people end with, where that is not its host: `@lena@example.com`, with the pages on
//! `social.example.com`.

use heliograph_entity::values::{AccountId, TenantId};
use serde::{Deserialize, Serialize};

use super::{by_ids, queries::remote::actor_of};
use crate::{
    app::App,
    federation::webfinger,
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
        match webfinger::domain_behind(app, &tenant, &account.name, host.handle_domain(), &actor.uri).await {
            Ok(Some(domain)) => {
                let tx = app.db.write_tx().await?;
                tenants::learn_domain(&tx, host.id, &domain).await?;
                tx.commit().await?;
            }
            Ok(None) => {}
            // Whoever is found by the host's name is found all the same.
            Err(problem) => {
                tracing::debug!(%problem, host = host.name, "a server does not say what its handles end with")
            }
        }
        Ok(Outcome::Done)
    }
}
