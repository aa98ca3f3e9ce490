//! The audit log: every act of staff, with who, when and why.

use heliograph_entity::{
    act,
    values::{ActId, TenantId},
};
use serde::Deserialize;

use super::queries::{self, Which, Who};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::Result,
    viewer::{Tenant, Viewer},
    web,
};

/// How many acts stand on a page of the log.
const PAGE: u64 = 50;

/// All that is ever written down, in the order in which a list offers it.
pub const VERBS: [&str; 43] = [
    "role.member",
    "role.moderator",
    "role.admin",
    "role.owner",
    "member.make",
    "member.note",
    "member.confirmation",
    "member.sign-out",
    "member.delete",
    "application.approve",
    "application.refuse",
    "invite.make",
    "invite.revoke",
    "community.make",
    "community.look",
    "community.logo",
    "community.logo-remove",
    "community.limits",
    "community.ceilings",
    "community.domain",
    "community.sign-up",
    "community.members-invite-on",
    "community.members-invite-off",
    "community.rules",
    "community.second-factor-on",
    "community.second-factor-off",
    "policy.make",
    "policy.change",
    "policy.lift",
    "policy.listed-on",
    "policy.listed-off",
    "policy.import",
    "report.close",
    "report.reopen",
    "operator.add",
    "operator.remove",
    "hub.set-up",
    "hub.second-factor-on",
    "hub.second-factor-off",
    "job.retry",
    "job.drop",
    "server.try",
    "mail.test",
];

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

/// What staff did. The verb is one of [`VERBS`]; the sentence for it, with its dots made hyphens, is `act-…` in the locales.
pub struct Act<'a> {
    pub verb: &'static str,
    pub subject: &'a str,
    pub reason: &'a str,
}

/// Writes an act into the log, in the transaction that makes it so.
pub async fn log<'a>(app: &App, tx: &Tx, by: impl Into<Actor<'a>>, act: Act<'_>) -> Result<()> {
    debug_assert!(VERBS.contains(&act.verb), "{} is not listed", act.verb);
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
    /// One of [`VERBS`]; of all when it is none.
    #[serde(default)]
    pub act: String,
    before: Option<ActId>,
}

impl Acts {
    fn name(&self) -> &str {
        self.person.trim().trim_start_matches('@')
    }

    fn which<'a>(&'a self, tenant: Option<TenantId>, who: Option<Who<'a>>) -> Which<'a> {
        let verb = VERBS.contains(&self.act.as_str()).then_some(self.act.as_str());
        Which { tenant, who, verb, before: self.before }
    }
}

/// A page of a community's log, newest first, and where the next page begins.
pub async fn acts(app: &App, tenant: &Tenant, asked: &Acts) -> Result<(Vec<act::Model>, Option<ActId>)> {
    let (db, name) = (app.db.reader(), asked.name());
    let person = if name.is_empty() { None } else { Some(accounts::by_name(db, tenant, name).await?) };
    let who = match &person {
        Some(None) => return Ok((Vec::new(), None)),
        Some(Some(account)) => Some(Who::Member(account)),
        None => None,
    };
    Ok(cut(queries::acts(db, asked.which(Some(tenant.id), who), PAGE).await?))
}

/// A page of what was done for the hub as a whole, newest first, and where the next page begins.
pub async fn acts_of_hub(app: &App, asked: &Acts) -> Result<(Vec<act::Model>, Option<ActId>)> {
    let who = Some(asked.name()).filter(|name| !name.is_empty()).map(Who::Operator);
    Ok(cut(queries::acts(app.db.reader(), asked.which(None, who), PAGE).await?))
}

fn cut(mut acts: Vec<act::Model>) -> (Vec<act::Model>, Option<ActId>) {
    let next = web::cut(&mut acts, PAGE).map(|act| act.id);
    (acts, next)
}
