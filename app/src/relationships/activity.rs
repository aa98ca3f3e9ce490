//! Who follows whom, as other servers know it.

use heliograph_entity::{
    account,
    follow::{self, State},
    values::{AccountId, FollowId, TenantId},
};
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{Event, queries};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::{Error, Result},
    federation::{self, Inbox, Said, Urgency, addresses::Addresses, vocabulary::with_small_context},
    tenants,
};

/// The two between whom something happens.
pub(super) struct Parties<'a> {
    pub(super) follower: &'a account::Model,
    pub(super) followed: &'a account::Model,
}

impl Parties<'_> {
    /// Tells the one who is of another server what the one here has done. What that one did itself, it knows.
    pub(super) async fn tell(
        &self,
        app: &App,
        tx: &Tx,
        event: Event,
        follow: &follow::Model,
        was: Option<State>,
        is: Option<State>,
    ) -> Result<()> {
        let (follower, followed) = (self.follower, self.followed);
        let kind = match (follower.is_remote(), followed.is_remote(), event) {
            (false, true, Event::Asked { .. }) if was.is_none() => "Follow",
            (false, true, Event::Unfollowed) if was.is_some() => "Undo",
            // Whoever asks again has not heard the answer.
            (true, false, Event::Asked { .. }) if is == Some(State::Accepted) => "Accept",
            (true, false, Event::Approved) if was != is => "Accept",
            (true, false, Event::Rejected | Event::LetGo) if was.is_some() && is.is_none() => "Reject",
            _ => return Ok(()),
        };
        let (speaker, listener) = if follower.is_remote() { (followed, follower) } else { (follower, followed) };
        let tenant = speaker.tenant_id.ok_or(Error::NotFound)?;
        let actor = own_id(tx, tenant, speaker.id).await?;
        let other = accounts::actor_of(tx, listener.id).await?.ok_or(Error::NotFound)?;
        let (from, to) = match follower.is_remote() {
            true => (other.uri.clone(), actor.clone()),
            false => (actor.clone(), other.uri.clone()),
        };
        let uri = follow.uri.clone().unwrap_or_else(|| id_of_follow(&actor, follow.id));
        if was == is && federation::has_said(tx, speaker.id, &uri).await? {
            // It is the same request, and has its answer.
            return Ok(());
        }
        let inner = json!({ "id": uri, "type": "Follow", "actor": from, "object": to });
        let activity = match kind {
            "Follow" => with_small_context(inner),
            kind => {
                let number: i64 = mint(app);
                let id = format!("{actor}#{}/{number}", kind.to_ascii_lowercase());
                with_small_context(
                    json!({ "id": id, "type": kind, "actor": actor, "to": [other.uri], "object": inner }),
                )
            }
        };
        let said = Said { tenant, account: speaker.id, object: uri, activity, urgency: Urgency::Answer };
        let inbox = Inbox { host_id: listener.host_id, inbox: other.inbox };
        federation::deliver(app, tx, said, &[inbox]).await
    }
}

fn mint(app: &App) -> i64 {
    let id: FollowId = app.ids.mint();
    id.into()
}

/// What we call a follow of ours.
fn id_of_follow(actor: &str, id: FollowId) -> String {
    format!("{actor}#follows/{id}")
}

/// Which follow of `actor` an id of ours names.
pub(super) fn follow_in(actor: &str, uri: &str) -> Option<FollowId> {
    uri.strip_prefix(actor)?.strip_prefix("#follows/")?.parse().ok()
}

/// The id of an account of this hub.
pub(super) async fn own_id(db: &impl ConnectionTrait, tenant: TenantId, id: AccountId) -> Result<String> {
    let tenant = tenants::by_id(db, tenant).await?.ok_or(Error::NotFound)?;
    Ok(tenant.addresses().account(id))
}

/// Whether anything that the account publishes is told to another server.
pub async fn is_followed_elsewhere(db: &impl ConnectionTrait, account: AccountId) -> Result<bool> {
    Ok(queries::has_follower_elsewhere(db, account).await?)
}

/// Whether anybody of this hub follows the account.
pub async fn is_followed_here(db: &impl ConnectionTrait, account: AccountId) -> Result<bool> {
    Ok(queries::has_follower_here(db, account).await?)
}

/// The inboxes of the account's followers on other servers, one for each server that has one for all.
pub async fn near(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Inbox>> {
    Ok(queries::inboxes(db, account, true).await?)
}

/// With those of whom the account follows.
pub async fn everybody_near(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Inbox>> {
    let mut inboxes = near(db, account).await?;
    inboxes.extend(queries::inboxes(db, account, false).await?);
    Ok(inboxes)
}

/// The ids of accounts, in the same order; whoever has none is left out.
pub(super) async fn ids(db: &impl ConnectionTrait, accounts: &[account::Model]) -> Result<Vec<String>> {
    let hosts = tenants::hosts(db, accounts.iter().map(|account| account.host_id)).await?;
    let mut ids = Vec::with_capacity(accounts.len());
    for account in accounts {
        let host = hosts.iter().find(|host| host.id == account.host_id);
        match (account.is_remote(), host) {
            (false, Some(host)) => ids.push(Addresses { origin: &host.origin }.account(account.id)),
            _ => ids.extend(accounts::actor_of(db, account.id).await?.map(|actor| actor.uri)),
        }
    }
    Ok(ids)
}

/// The accounts with these ids that are living, in the same order.
pub(super) async fn living(db: &impl ConnectionTrait, ids: &[AccountId]) -> Result<Vec<account::Model>> {
    let mut found = accounts::by_ids(db, ids.iter().copied()).await?;
    found.retain(|account| account.state == account::State::Living);
    found.sort_by_key(|account| ids.iter().position(|id| *id == account.id));
    Ok(found)
}
