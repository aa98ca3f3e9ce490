//! Making, changing and lifting policies.

use heliograph_entity::{
    policy::{self, Severity},
    values::PolicyId,
};

use super::{cut::CutOff, queries};
use crate::{
    app::App,
    db::Tx,
    error::{Error, Problems, Result, short_text},
    federation::{
        domain::{covering, parse_domain},
        standing,
    },
    jobs,
    moderation::{self, Act},
    relationships, tenants,
    viewer::{Tenant, Viewer},
    words::Message,
};

pub(super) const LONGEST_COMMENT: usize = 1000;
/// Policies that one community may have.
pub(super) const MOST: i64 = 50_000;

/// What staff want of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub domain: String,
    pub severity: Severity,
    pub reject_media: bool,
    pub reject_reports: bool,
    pub public_comment: String,
    pub private_comment: String,
    pub obfuscate: bool,
}

impl Wanted {
    /// As it was typed, checked.
    pub fn read<'a>(tenant: &Tenant, field: impl Fn(&str) -> &'a str) -> Result<Self> {
        let mut problems = Problems::default();
        let domain = problems.check("domain", domain(tenant, field("domain")));
        let severity = Severity::from_code(field("severity")).ok_or_else(|| Message::new("problem-severity"));
        let severity = problems.check("severity", severity);
        let public = problems.check("public-comment", short_text(field("public-comment"), LONGEST_COMMENT));
        let private = problems.check("private-comment", short_text(field("private-comment"), LONGEST_COMMENT));
        let (Some(domain), Some(severity), Some(public_comment), Some(private_comment)) =
            (domain, severity, public, private)
        else {
            return Err(Error::Invalid(problems));
        };
        let [reject_media, reject_reports, obfuscate] =
            ["reject-media", "reject-reports", "obfuscate"].map(|name| field(name) == "yes");
        Ok(Self { domain, severity, reject_media, reject_reports, public_comment, private_comment, obfuscate })
    }

    /// Whether the policy says the same already.
    pub(super) fn is(&self, policy: &policy::Model) -> bool {
        self.severity == policy.severity
            && self.reject_media == policy.reject_media
            && self.reject_reports == policy.reject_reports
            && self.public_comment == policy.public_comment
            && self.private_comment == policy.private_comment
            && self.obfuscate == policy.obfuscate
    }

    /// In words that are the same in every language, for the log.
    fn told(&self) -> String {
        let media = if self.reject_media { " + reject media" } else { "" };
        let reports = if self.reject_reports { " + reject reports" } else { "" };
        let comment = [&self.public_comment, &self.private_comment].into_iter().find(|comment| !comment.is_empty());
        let comment = comment.map(|comment| format!(": {comment}")).unwrap_or_default();
        format!("{}{media}{reports}{comment}", self.severity.code())
    }
}

/// The name of a server other than the community's own.
pub(super) fn domain(tenant: &Tenant, typed: &str) -> Result<String, Message> {
    let domain = parse_domain(typed).map_err(|problem| relationships::domain_problem(problem, typed))?;
    match covering(&tenant.host.name).contains(&domain.as_str()) {
        true => Err(Message::new("problem-domain-own").with("domain", domain)),
        false => Ok(domain),
    }
}

/// Makes the policy of a domain what is wanted. Follows with servers that are suspended by it end afterwards.
pub async fn set(app: &App, by: &Viewer, wanted: &Wanted) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let known = hold(&tx, by, &wanted.domain).await?;
    if known.as_ref().is_some_and(|known| wanted.is(known)) {
        return Ok(());
    }
    write(app, &tx, by, wanted, known.as_ref()).await?;
    let verb = if known.is_some() { "policy.change" } else { "policy.make" };
    moderation::log(app, &tx, by, Act { verb, subject: &wanted.domain, reason: &wanted.told() }).await?;
    cut_off(app, &tx, by).await?;
    Ok(tx.commit().await?)
}

/// The policy of that domain, with the community held: of two who change its policies one comes after the other.
async fn hold(tx: &Tx, by: &Viewer, domain: &str) -> Result<Option<policy::Model>> {
    tenants::lock(tx, by.tenant.id).await?;
    Ok(queries::of_domain(tx, by.tenant.id, domain).await?)
}

/// Writes a policy over the one that is `known`, and counts it.
pub(super) async fn write(
    app: &App,
    tx: &Tx,
    by: &Viewer,
    wanted: &Wanted,
    known: Option<&policy::Model>,
) -> Result<()> {
    let now = app.clock.now();
    let row = policy::Model {
        id: known.map_or_else(|| app.ids.mint(), |known| known.id),
        tenant_id: by.tenant.id,
        domain: wanted.domain.clone(),
        severity: wanted.severity,
        reject_media: wanted.reject_media,
        reject_reports: wanted.reject_reports,
        public_comment: wanted.public_comment.clone(),
        private_comment: wanted.private_comment.clone(),
        obfuscate: wanted.obfuscate,
        changed_by: by.account.id,
        created_at: known.map_or(now, |known| known.created_at),
        changed_at: now,
    };
    queries::write(tx, row).await?;
    if known.is_none() {
        tenants::count_policies(tx, by.tenant.id, 1).await?;
    }
    Ok(())
}

/// Has everything ended that there is with servers that are suspended now. Nothing is written where none is.
pub(super) async fn cut_off(app: &App, tx: &Tx, by: &Viewer) -> Result<()> {
    // As it is in this transaction.
    let tenant = tenants::by_id(tx, by.tenant.id).await?.ok_or(Error::NotFound)?;
    if tenant.has_policies() {
        standing::drop_waiting_for_suspended(app, tx, &tenant).await?;
        jobs::enqueue(app, tx, Some(tenant.id), &CutOff { tenant_id: tenant.id }).await?;
    }
    Ok(())
}

/// Takes a policy back. What it has ended does not begin again by itself.
pub async fn lift(app: &App, by: &Viewer, id: PolicyId) -> Result<()> {
    let tx = app.db.write_tx().await?;
    tenants::lock(&tx, by.tenant.id).await?;
    let known = queries::with_id(&tx, by.tenant.id, id).await?.ok_or(Error::NotFound)?;
    queries::delete(&tx, id).await?;
    tenants::count_policies(&tx, by.tenant.id, -1).await?;
    moderation::log(app, &tx, by, Act { verb: "policy.lift", subject: &known.domain, reason: "" }).await?;
    // Where listed servers alone count, this one no longer does.
    cut_off(app, &tx, by).await?;
    Ok(tx.commit().await?)
}

/// From now on the community federates with listed servers alone, or with all that are not suspended.
pub async fn federate_with_listed(app: &App, by: &Viewer, alone: bool) -> Result<()> {
    let tx = app.db.write_tx().await?;
    tenants::lock(&tx, by.tenant.id).await?;
    if tenants::federate_with_listed(&tx, by.tenant.id, alone).await? {
        let verb = if alone { "policy.listed-on" } else { "policy.listed-off" };
        moderation::log(app, &tx, by, Act { verb, subject: "", reason: "" }).await?;
        cut_off(app, &tx, by).await?;
    }
    Ok(tx.commit().await?)
}
