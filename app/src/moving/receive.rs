//! Somebody of another server says that they have moved.

use heliograph_entity::{
    account,
    values::{AccountId, TenantId},
};
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{LeadOn, aliases_of, next_move};
use crate::{
    accounts::{self, Described},
    app::App,
    error::{Error, Result},
    federation::reading::{id_of, same_server},
    jobs::{self, Job, Lane, Outcome},
    relationships, tenants,
    viewer::Tenant,
};

/// R21: whoever says so has moved themselves, to an account that names theirs as an alias when it is looked at now, and
/// not for the second time within a week. Then whoever follows them here is led on. Where nobody does, nothing is asked.
pub async fn moved(app: &App, tenant: &Tenant, by: &account::Model, activity: &Value) -> Result<()> {
    let db = app.db.reader();
    let own = accounts::uri_of(db, by).await?;
    let target = id_of(&activity["target"]).ok_or(Error::NotFound)?;
    if id_of(&activity["object"]) != Some(own.as_str()) || target == own {
        return Err(Error::Forbidden);
    }
    if next_move(by, app.clock.now()).is_some() || !relationships::is_followed_here(db, by.id).await? {
        return Ok(());
    }
    let Some((account, uri, aliases)) = look_at(app, tenant, target).await? else { return Ok(()) };
    let able = account.state == account::State::Living && account.moved_to.is_none() && account.id != by.id;
    if !able || !aliases.contains(&own) {
        tracing::debug!(from = own, to = uri, "a move to an account that does not say so means nothing");
        return Ok(());
    }

    let tx = app.db.write_tx().await?;
    let by = accounts::lock(&tx, [by.id]).await?.pop().ok_or(Error::NotFound)?;
    let now = app.clock.now();
    if next_move(&by, now).is_some() {
        return Ok(());
    }
    let moved = account::ActiveModel { moved_to: Set(Some(uri)), moved_at: Set(Some(now)), ..Default::default() };
    accounts::change(&tx, by.id, moved).await?;
    jobs::enqueue(app, &tx, None, &LeadOn { account_id: by.id, target_id: account.id }).await?;
    Ok(tx.commit().await?)
}

/// Somebody of another server is shown as moved, where the account that they have moved to names theirs as an alias.
#[derive(Serialize, Deserialize)]
pub struct CheckMove {
    pub account_id: AccountId,
    /// In whose name it is looked at.
    pub tenant_id: TenantId,
    pub target: String,
}

impl Job for CheckMove {
    const NAME: &'static str = "moving.check_move";
    const LANE: Lane = Lane::Outside;
    const ATTEMPTS: i32 = 3;

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        let account = accounts::by_ids(db, [self.account_id]).await?.pop();
        let tenant = tenants::by_id(db, self.tenant_id).await?;
        let (Some(account), Some(tenant)) = (account, tenant) else { return Ok(Outcome::Done) };
        let own = accounts::uri_of(db, &account).await?;
        let Some((target, uri, aliases)) = look_at(app, &tenant, &self.target).await? else { return Ok(Outcome::Done) };
        let able = target.state == account::State::Living && target.moved_to.is_none() && target.id != account.id;
        if able && aliases.contains(&own) {
            let tx = app.db.write_tx().await?;
            let account = accounts::lock(&tx, [account.id]).await?.pop();
            if let Some(account) = account.filter(|account| account.moved_to.is_none()) {
                // As the actor spells it, by which it is known again; most spell it as it is.
                let spelled = if same_server(&uri, &self.target) { self.target } else { uri };
                let moved = account::ActiveModel { moved_to: Set(Some(spelled)), ..Default::default() };
                accounts::change(&tx, account.id, moved).await?;
                tx.commit().await?;
            }
        }
        Ok(Outcome::Done)
    }
}

/// The account with that id as it is now, with its id and its aliases; none where there is none.
async fn look_at(app: &App, tenant: &Tenant, uri: &str) -> Result<Option<(account::Model, String, Vec<String>)>> {
    let db = app.db.reader();
    if let Some(member) = accounts::members_with_ids(db, std::iter::once(uri)).await?.pop() {
        let aliases = aliases_of(db, member.id).await?;
        return Ok(Some((member, uri.to_owned(), aliases)));
    }
    match accounts::describe(app, tenant, uri).await {
        Ok(Described { signer, aliases, .. }) => Ok(Some((signer.account, signer.actor.uri, aliases))),
        Err(error) if error.may_pass() => Err(Error::Internal(anyhow::Error::new(error))),
        Err(error) => {
            tracing::debug!(%error, "where somebody says to have moved to is nobody");
            Ok(None)
        }
    }
}
