//! What other servers are to be told, written in the transaction that causes it. Sending it comes afterwards, and
//! whatever becomes of that, what was done here is done.

use heliograph_entity::{
    activity, delivery, told,
    values::{AccountId, HostId, TenantId},
};
use sea_orm::ConnectionTrait;
use serde_json::Value;

use super::{queries, reading::kind_of, standing};
use crate::{
    app::App,
    db::{Tx, Work},
    error::Result,
};

/// Rows that are written in one statement.
const AT_ONCE: usize = 500;

/// What goes first. An answer is waited for by somebody; a change may come later than what is new.
#[derive(Clone, Copy, Debug)]
pub enum Urgency {
    Answer = 0,
    New = 1,
    Change = 2,
}

/// Something that an account says.
pub struct Said {
    pub tenant: TenantId,
    pub account: AccountId,
    /// The id of what it is about.
    pub object: String,
    pub activity: Value,
    pub urgency: Urgency,
}

/// Where something is delivered to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, sea_orm::FromQueryResult)]
pub struct Inbox {
    pub host_id: HostId,
    pub inbox: String,
}

/// Has an activity sent to each of the inboxes once `tx` is committed. Servers that the community has suspended are told of
/// nothing but the end of follows: without that they would go on showing what they have, and sending.
pub async fn deliver(app: &App, tx: &Tx, said: Said, inboxes: &[Inbox]) -> Result<()> {
    write(app, tx, said, false, inboxes).await
}

/// The same, said by the community for the account: the community signs, and nobody learns who the account is.
pub async fn deliver_for_community(app: &App, tx: &Tx, said: Said, inboxes: &[Inbox]) -> Result<()> {
    write(app, tx, said, true, inboxes).await
}

async fn write(app: &App, tx: &Tx, said: Said, by_community: bool, inboxes: &[Inbox]) -> Result<()> {
    if inboxes.is_empty() {
        return Ok(());
    }
    let mut inboxes = inboxes.to_vec();
    if !ends_a_follow(&said.activity) {
        let hosts: Vec<HostId> = inboxes.iter().map(|inbox| inbox.host_id).collect();
        let suspended = standing::suspended_among(tx, said.tenant, &hosts).await?;
        inboxes.retain(|inbox| !suspended.contains(&inbox.host_id));
        if inboxes.is_empty() {
            return Ok(());
        }
    }
    let now = app.clock.now();
    let activity = activity::Model {
        id: app.ids.mint(),
        tenant_id: said.tenant,
        account_id: said.account,
        object: said.object,
        body: said.activity.to_string(),
        by_community,
        created_at: now,
    };
    let id = activity.id;
    queries::insert_activity(tx, activity).await?;
    inboxes.sort();
    inboxes.dedup();
    for some in inboxes.chunks(AT_ONCE) {
        let rows = some.iter().map(|to| delivery::Model {
            id: app.ids.mint(),
            activity_id: id,
            account_id: said.account,
            host_id: to.host_id,
            inbox: to.inbox.clone(),
            urgency: said.urgency as i32,
            state: delivery::State::Waiting,
            attempts: 0,
            run_at: now,
            last_status: None,
            last_error: None,
            created_at: now,
            ended_at: None,
        });
        queries::insert_deliveries(tx, rows.collect()).await?;
        let mut hosts: Vec<HostId> = some.iter().map(|to| to.host_id).collect();
        hosts.dedup();
        queries::wake(tx, &hosts, now).await?;
    }
    tx.note_work(Work::Deliveries);
    Ok(())
}

fn ends_a_follow(activity: &Value) -> bool {
    match kind_of(activity) {
        "Reject" => true,
        "Undo" => kind_of(&activity["object"]) == "Follow",
        _ => false,
    }
}

/// Forgets what is still to be said of something, because of what comes now.
pub async fn drop_waiting(app: &App, tx: &Tx, object: &str) -> Result<()> {
    Ok(queries::drop_waiting(tx, object, app.clock.now()).await?)
}

/// The inboxes that have taken something of it.
pub async fn reached(db: &impl ConnectionTrait, object: &str) -> Result<Vec<Inbox>> {
    Ok(queries::reached(db, object).await?)
}

/// The inboxes that have taken something of what the account has said.
pub async fn reached_by(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Inbox>> {
    Ok(queries::reached_by(db, account).await?)
}

/// Whether others were told anything of the account.
pub async fn has_told(db: &impl ConnectionTrait, account: AccountId) -> Result<bool> {
    Ok(queries::has_told(db, account).await?)
}

/// Whether the account has said anything of it.
pub async fn has_said(db: &impl ConnectionTrait, account: AccountId, object: &str) -> Result<bool> {
    Ok(queries::has_said(db, account, object).await?)
}

/// Whether something that the account has said is still on its way.
pub async fn is_sending(db: &impl ConnectionTrait, account: AccountId) -> Result<bool> {
    Ok(queries::is_sending(db, account).await?)
}

/// The digest of what others were told last of something; empty once it was taken back.
pub async fn told(db: &impl ConnectionTrait, object: &str) -> Result<Option<String>> {
    Ok(queries::told(db, object).await?.map(|told| told.digest))
}

/// Notes what others are told now.
pub async fn note_told(app: &App, tx: &Tx, account: AccountId, object: &str, digest: &str) -> Result<()> {
    let row = told::Model {
        object: object.to_owned(),
        account_id: account,
        digest: digest.to_owned(),
        told_at: app.clock.now(),
    };
    Ok(queries::note_told(tx, row).await?)
}
