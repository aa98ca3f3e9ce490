//! What follows from a move: other servers are told, and whoever follows here is led on.

use heliograph_entity::{
    account,
    values::{AccountId, FollowId, TenantId},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    accounts,
    app::App,
    federation::{self, Said, Urgency, vocabulary::with_small_context},
    jobs::{Job, Outcome},
    profiles, relationships, tenants,
};

/// Tells the servers of a member's followers where that one has moved to; once for each move.
#[derive(Serialize, Deserialize)]
pub struct TellMove {
    pub tenant_id: TenantId,
    pub account_id: AccountId,
}

impl Job for TellMove {
    const NAME: &'static str = "moving.tell_move";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        let tenant = tenants::by_id(db, self.tenant_id).await?;
        let account = accounts::account(db, self.tenant_id, self.account_id).await?;
        let (Some(tenant), Some(account)) = (tenant, account) else { return Ok(Outcome::Done) };
        let (Some(target), Some(at)) = (&account.moved_to, account.moved_at) else { return Ok(Outcome::Done) };
        if account.state != account::State::Living {
            return Ok(Outcome::Done);
        }
        // Whoever hears of the move may look at the actor, which says the same by then.
        profiles::tell_now(app, &tenant, &account).await?;

        let actor = tenant.addresses().account(account.id);
        let id = format!("{actor}#moves/{}", at.0);
        let tx = app.db.write_tx().await?;
        accounts::lock(&tx, [account.id]).await?;
        if federation::told(&tx, &id).await?.is_some() {
            return Ok(Outcome::Done);
        }
        let inboxes = relationships::near(&tx, account.id).await?;
        if !inboxes.is_empty() {
            let activity = with_small_context(json!({
                "id": id,
                "type": "Move",
                "actor": actor,
                "to": [format!("{actor}/followers")],
                "object": actor,
                "target": target,
            }));
            federation::note_told(app, &tx, account.id, &id, target).await?;
            let said = Said { tenant: tenant.id, account: account.id, object: id, activity, urgency: Urgency::Change };
            federation::deliver(app, &tx, said, &inboxes).await?;
        }
        tx.commit().await?;
        Ok(Outcome::Done)
    }
}

/// Leads whoever follows an account in this hub on to the one that it has moved to.
#[derive(Serialize, Deserialize)]
pub struct LeadOn {
    pub account_id: AccountId,
    pub target_id: AccountId,
}

impl Job for LeadOn {
    const NAME: &'static str = "moving.lead_on";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let mut after: Option<FollowId> = None;
        while !self.is_taken_back(app).await? {
            after = relationships::lead_some_on(app, self.account_id, self.target_id, after).await?;
            if after.is_none() {
                break;
            }
        }
        Ok(Outcome::Done)
    }
}

impl LeadOn {
    /// Whether a member who had moved has thought better of it.
    async fn is_taken_back(&self, app: &App) -> anyhow::Result<bool> {
        let account = accounts::by_ids(app.db.reader(), [self.account_id]).await?.pop();
        Ok(account.is_none_or(|account| !account.is_remote() && account.moved_to.is_none()))
    }
}
