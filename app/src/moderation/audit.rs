//! The audit log: every act of staff, with who, when and why.

use heliograph_entity::{
    act,
    values::{ActId, TenantId},
};
use serde::Deserialize;

use super::queries;
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::Result,
    viewer::{Tenant, Viewer},
};

/// How many acts stand on a page of the log.
const PAGE: u64 = 50;

/// Who acts, and in which community; in none when it concerns the hub as a whole.
#[derive(Clone, Copy)]
pub enum Actor<'a> {
    /// Of the community's staff.
    Staff(&'a Viewer),
    Operator(&'a Viewer, Option<TenantId>),
    CommandLine(Option<TenantId>),
}

impl<'a> From<&'a Viewer> for Actor<'a> {
    fn from(viewer: &'a Viewer) -> Self {
        Self::Staff(viewer)
    }
}

/// What staff did. The sentence for `verb`, with its dots made hyphens, is `act-…` in the locales.
pub struct Act<'a> {
    pub verb: &'static str,
    pub subject: &'a str,
    pub reason: &'a str,
}

/// Writes an act into the log, in the transaction that makes it so.
pub async fn log<'a>(app: &App, tx: &Tx, by: impl Into<Actor<'a>>, act: Act<'_>) -> Result<()> {
    let (tenant_id, viewer) = match by.into() {
        Actor::Staff(viewer) => (Some(viewer.tenant.id), Some(viewer)),
        Actor::Operator(viewer, tenant) => (tenant, Some(viewer)),
        Actor::CommandLine(tenant) => (tenant, None),
    };
    let row = act::Model {
        id: app.ids.mint(),
        tenant_id,
        actor_id: viewer.map(|by| by.account.id),
        actor: viewer.map(|by| format!("@{}@{}", by.account.name, by.tenant.host.name)).unwrap_or_default(),
        verb: act.verb.to_owned(),
        subject: act.subject.to_owned(),
        reason: act.reason.to_owned(),
        created_at: app.clock.now(),
    };
    Ok(queries::insert(tx, row).await?)
}

/// Whose acts to show, and where the page begins.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Acts {
    /// A user name: what they did, and what was done to them.
    #[serde(default)]
    pub person: String,
    before: Option<ActId>,
}

/// A page of a community's log, newest first, and where the next page begins.
pub async fn acts(app: &App, tenant: &Tenant, which: &Acts) -> Result<(Vec<act::Model>, Option<ActId>)> {
    let db = app.db.reader();
    let name = which.person.trim().trim_start_matches('@');
    let person = if name.is_empty() { None } else { Some(accounts::by_name(db, tenant, name).await?) };
    let acts = match person {
        Some(None) => Vec::new(),
        Some(Some(account)) => queries::acts_about(db, tenant.id, &account, which.before, PAGE).await?,
        None => queries::acts(db, Some(tenant.id), which.before, PAGE).await?,
    };
    Ok(cut(acts))
}

/// A page of what was done for the hub as a whole, newest first, and where the next page begins.
pub async fn acts_of_hub(app: &App, before: Option<ActId>) -> Result<(Vec<act::Model>, Option<ActId>)> {
    Ok(cut(queries::acts(app.db.reader(), None, before, PAGE).await?))
}

fn cut(mut acts: Vec<act::Model>) -> (Vec<act::Model>, Option<ActId>) {
    let more = acts.len() as u64 > PAGE;
    acts.truncate(PAGE as usize);
    let next = acts.last().map(|act| act.id).filter(|_| more);
    (acts, next)
}
