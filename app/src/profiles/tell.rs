//! Other servers learn that a profile has changed, or that somebody has left.

use heliograph_entity::{
    account,
    values::{AccountId, TenantId},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::activity::person;
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::Result,
    federation::{
        self, Inbox, Said, Urgency,
        vocabulary::{ACTIVITY_STREAMS, PUBLIC, with_context},
    },
    jobs::{self, Job, Outcome},
    relationships,
    secrets::hash_of,
    tenants,
    viewer::Tenant,
};

/// What stands in the place of a digest once somebody has left.
const GONE: &str = "gone";

/// Has other servers told what somebody's profile says now, if any of them wants to know.
pub async fn tell(app: &App, tx: &Tx, tenant: TenantId, account: AccountId) -> Result<()> {
    if relationships::is_followed_elsewhere(tx, account).await? {
        jobs::enqueue(app, tx, Some(tenant), &TellProfile { tenant_id: tenant, account_id: account }).await?;
    }
    Ok(())
}

/// Tells other servers what a profile says, where that is not what they were told last.
#[derive(Serialize, Deserialize)]
pub struct TellProfile {
    pub tenant_id: TenantId,
    pub account_id: AccountId,
}

impl Job for TellProfile {
    const NAME: &'static str = "profiles.tell_profile";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        let tenant = tenants::by_id(db, self.tenant_id).await?;
        let account = accounts::account(db, self.tenant_id, self.account_id).await?;
        let (Some(tenant), Some(account)) = (tenant, account) else { return Ok(Outcome::Done) };
        tell_now(app, &tenant, &account).await?;
        Ok(Outcome::Done)
    }
}

/// Tells other servers what the account's profile says, where that is not what they were told last.
pub async fn tell_now(app: &App, tenant: &Tenant, account: &account::Model) -> Result<()> {
    if account.state != account::State::Living {
        return Ok(());
    }
    let person = person(app, tenant, account).await?;
    let digest = hash_of(&person.to_string());
    let actor = tenant.addresses().account(account.id);
    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [account.id]).await?;
    if federation::told(&tx, &actor).await?.as_deref() == Some(digest.as_str()) {
        return Ok(());
    }
    let number: i64 = app.ids.mint::<AccountId>().into();
    let update = json!({
        "id": format!("{actor}#updates/{number}"),
        "type": "Update",
        "actor": actor,
        "to": [PUBLIC],
        "cc": [format!("{actor}/followers")],
        "object": person,
    });
    let inboxes = relationships::near(&tx, account.id).await?;
    say(app, &tx, tenant, account.id, with_context(update), &digest, &inboxes).await?;
    Ok(tx.commit().await?)
}

/// Tells every server that knows the account that it is gone; once. Before its follows are ended, as they say which
/// servers these are.
pub async fn tell_gone(app: &App, tenant: TenantId, account: AccountId) -> Result<()> {
    let Some(tenant) = tenants::by_id(app.db.reader(), tenant).await? else { return Ok(()) };
    let actor = tenant.addresses().account(account);
    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [account]).await?;
    if federation::told(&tx, &actor).await?.as_deref() == Some(GONE) {
        return Ok(());
    }
    let mut inboxes = relationships::everybody_near(&tx, account).await?;
    inboxes.extend(federation::reached_by(&tx, account).await?);
    let delete = json!({
        "@context": ACTIVITY_STREAMS,
        "id": format!("{actor}#delete"),
        "type": "Delete",
        "actor": actor,
        "to": [PUBLIC],
        "cc": [],
        "object": { "id": actor, "type": "Person" },
    });
    say(app, &tx, &tenant, account, delete, GONE, &inboxes).await?;
    Ok(tx.commit().await?)
}

async fn say(
    app: &App,
    tx: &Tx,
    tenant: &Tenant,
    account: AccountId,
    activity: Value,
    digest: &str,
    inboxes: &[Inbox],
) -> Result<()> {
    let object = tenant.addresses().account(account);
    federation::note_told(app, tx, account, &object, digest).await?;
    let said = Said { tenant: tenant.id, account, object, activity, urgency: Urgency::Change };
    federation::deliver(app, tx, said, inboxes).await
}
