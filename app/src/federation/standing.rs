//! What a community's policies make of other servers.
//!
//! A policy names a domain and covers every host below it. All that cover a server count together: the strictest
//! severity holds. Where only listed servers federate, one that is not listed is suspended. Whoever asks about a server by
//! its name asks [`standing`]; lists ask in the statement that reads them ([`unsuspended`], [`unlimited_or`]).

use std::collections::HashSet;

use heliograph_entity::{
    account,
    policy::{self, Severity},
    values::{HostId, TenantId},
};
use sea_orm::ConnectionTrait;
use url::Url;

use super::{domain::covering, queries::drop_waiting_for, queries::standing as queries};
use crate::{app::App, db::Tx, error::Result, viewer::Tenant};

pub use queries::{Covered, rejects_media, suspended_hosts, unlimited_or, unsuspended};

/// Hosts that are asked about in one statement.
const AT_ONCE: usize = 500;

/// What a community has decided about a server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Nothing of it is taken, shown or told.
    pub suspended: bool,
    /// Only those who follow its people come across them.
    pub limited: bool,
    pub rejects_media: bool,
    pub rejects_reports: bool,
    /// What everybody may read of why.
    pub reason: String,
}

impl Standing {
    fn of(policies: &[policy::Model], allow_list: bool) -> Self {
        let strictest = policies.iter().max_by_key(|policy| (policy.severity, !policy.public_comment.is_empty()));
        let severity = strictest.map(|policy| policy.severity);
        Self {
            suspended: severity == Some(Severity::Suspend) || (allow_list && severity.is_none()),
            limited: severity == Some(Severity::Limit),
            rejects_media: policies.iter().any(|policy| policy.reject_media),
            rejects_reports: policies.iter().any(|policy| policy.reject_reports),
            reason: strictest.map(|policy| policy.public_comment.clone()).unwrap_or_default(),
        }
    }
}

/// What the community has decided about the server of that name, which may end with a port; nothing about itself.
pub async fn standing(db: &impl ConnectionTrait, tenant: &Tenant, host: &str) -> Result<Standing> {
    let names = covering(host);
    if !tenant.has_policies() || names.first() == Some(&tenant.host.name.as_str()) {
        return Ok(Standing::default());
    }
    let policies = queries::covering(db, tenant.id, &names).await?;
    Ok(Standing::of(&policies, tenant.community.allow_list))
}

/// Whether the community takes nothing of what is at an address, nor asks for it.
pub async fn is_suspended(db: &impl ConnectionTrait, tenant: &Tenant, address: &str) -> Result<bool> {
    let url = Url::parse(address).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    Ok(!host.is_empty() && standing(db, tenant, host).await?.suspended)
}

/// What the community of `member` has decided about the server of `other`; nothing where they are of the same one.
pub async fn standing_with(
    db: &impl ConnectionTrait,
    member: &account::Model,
    other: &account::Model,
) -> Result<Standing> {
    let Some(tenant) = member.tenant_id.filter(|tenant| other.tenant_id != Some(*tenant)) else {
        return Ok(Standing::default());
    };
    match queries::with_policies(db, tenant).await? {
        Some(tenant) => of_host(db, &tenant, other.host_id).await,
        None => Ok(Standing::default()),
    }
}

/// What the community has decided about the server of that host.
pub async fn of_host(db: &impl ConnectionTrait, tenant: &Tenant, host: HostId) -> Result<Standing> {
    if !tenant.has_policies() || host == tenant.host.id {
        return Ok(Standing::default());
    }
    let policies = queries::covering_host(db, tenant.id, host).await?;
    Ok(Standing::of(&policies, tenant.community.allow_list))
}

/// Whether the community of one of the two has suspended the server of the other.
pub async fn apart(db: &impl ConnectionTrait, one: &account::Model, other: &account::Model) -> Result<bool> {
    Ok(standing_with(db, one, other).await?.suspended || standing_with(db, other, one).await?.suspended)
}

/// Those of the hosts that the community has suspended.
pub(super) async fn suspended_among(tx: &Tx, tenant: TenantId, hosts: &[HostId]) -> Result<HashSet<HostId>> {
    let Some(tenant) = queries::with_policies(tx, tenant).await? else { return Ok(HashSet::new()) };
    let mut suspended = HashSet::new();
    for some in hosts.chunks(AT_ONCE) {
        suspended.extend(queries::suspended_among(tx, &tenant, some).await?);
    }
    Ok(suspended)
}

/// Nothing that waits for servers that the community has suspended is sent any more.
pub async fn drop_waiting_for_suspended(app: &App, tx: &Tx, tenant: &Tenant) -> Result<()> {
    Ok(drop_waiting_for(tx, tenant.id, suspended_hosts(tenant), app.clock.now()).await?)
}

#[cfg(test)]
mod tests {
    use heliograph_entity::{
        policy::{self, Severity},
        values::{AccountId, PolicyId, TenantId, Timestamp},
    };

    use super::Standing;

    fn policy(severity: Severity, reject_media: bool, reason: &str) -> policy::Model {
        policy::Model {
            id: PolicyId(1),
            tenant_id: TenantId(1),
            domain: "bad.example".to_owned(),
            severity,
            reject_media,
            reject_reports: false,
            public_comment: reason.to_owned(),
            private_comment: String::new(),
            obfuscate: false,
            changed_by: AccountId(1),
            created_at: Timestamp(0),
            changed_at: Timestamp(0),
        }
    }

    #[test]
    fn all_that_cover_a_server_count_together_and_the_strictest_holds() {
        let fine = Standing::default();
        assert_eq!(Standing::of(&[], false), fine);
        assert_eq!(Standing::of(&[], true), Standing { suspended: true, ..fine.clone() });
        assert_eq!(Standing::of(&[policy(Severity::Allow, false, "")], true), fine);

        let several = [
            policy(Severity::Allow, true, "a"),
            policy(Severity::Suspend, false, "b"),
            policy(Severity::Limit, false, "c"),
        ];
        let standing = Standing::of(&several, false);
        assert_eq!(standing, Standing { suspended: true, rejects_media: true, reason: "b".to_owned(), ..fine });
        let limited = Standing::of(&[policy(Severity::Limit, false, "")], true);
        assert!(limited.limited && !limited.suspended);
    }
}
