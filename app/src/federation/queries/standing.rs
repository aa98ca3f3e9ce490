//! Which servers a community's policies cover, asked in the statements that read something of them.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    account, host, host_name,
    policy::{self, Severity},
    tenant,
    values::{HostId, TenantId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::{Alias, Expr, IntoColumnRef, Query, SelectStatement},
};

use crate::viewer::Tenant;

pub(in crate::federation) async fn covering(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    names: &[&str],
) -> Result<Vec<policy::Model>, DbErr> {
    policy::Entity::find()
        .filter(policy::Column::TenantId.eq(tenant))
        .filter(policy::Column::Domain.is_in(names.iter().copied()))
        .all(db)
        .await
}

pub(in crate::federation) async fn covering_host(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    host: HostId,
) -> Result<Vec<policy::Model>, DbErr> {
    let names = Query::select()
        .column(host_name::Column::Name)
        .from(host_name::Entity)
        .and_where(host_name::Column::HostId.eq(host))
        .take();
    policy::Entity::find()
        .filter(policy::Column::TenantId.eq(tenant))
        .filter(policy::Column::Domain.in_subquery(names))
        .all(db)
        .await
}

/// The community, if other servers stand differently with it.
pub(in crate::federation) async fn with_policies(
    db: &impl ConnectionTrait,
    id: TenantId,
) -> Result<Option<Tenant>, DbErr> {
    let Some(community) = tenant::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    if !community.allow_list && community.policies_count == 0 {
        return Ok(None);
    }
    let host = host::Entity::find().filter(host::Column::TenantId.eq(id)).one(db).await?;
    Ok(host.map(|host| Tenant::new(community, host)))
}

/// Whose server is asked about.
pub enum Covered {
    /// That of the account in the column of another table.
    Account(Expr),
    /// The host in the column of another table.
    Host(Expr),
}

impl Covered {
    pub fn account(column: impl IntoColumnRef) -> Self {
        Self::Account(Expr::col(column))
    }

    /// Its host.
    pub fn host(self) -> Expr {
        match self {
            Self::Host(host) => host,
            Self::Account(account) => {
                let judged = Alias::new("judged");
                let host = Query::select()
                    .column((judged.clone(), account::Column::HostId))
                    .from_as(account::Entity, judged.clone())
                    .and_where(Expr::col((judged, account::Column::Id)).eq(account))
                    .take();
                Expr::SubQuery(None, Box::new(host.into()))
            }
        }
    }
}

/// That one of the community's policies covers the server: of all of them, or of those of which something is true. The
/// names of the server come first and then the policies of that name, whatever the planner thinks.
fn covered(tenant: TenantId, whom: Covered, which: Option<Expr>) -> SelectStatement {
    let policy = Query::select()
        .expr(Expr::value(1))
        .from(policy::Entity)
        .and_where(policy::Column::TenantId.eq(tenant))
        .and_where(
            Expr::col((policy::Entity, policy::Column::Domain)).equals((host_name::Entity, host_name::Column::Name)),
        )
        .and_where_option(which)
        .take();
    Query::select()
        .expr(Expr::value(1))
        .from(host_name::Entity)
        .and_where(Expr::col((host_name::Entity, host_name::Column::HostId)).eq(whom.host()))
        .and_where(Expr::exists(policy))
        .take()
}

fn with(severity: Severity) -> Option<Expr> {
    Some(policy::Column::Severity.eq(severity))
}

/// That the account in the column of another table is of no server that the community has suspended. Where the community
/// has no policy it says nothing, and costs nothing.
pub fn unsuspended(tenant: &Tenant, account: impl IntoColumnRef + Clone) -> Condition {
    if !tenant.has_policies() {
        return Condition::all();
    }
    let whom = || Covered::account(account.clone());
    let not_suspended = Expr::not_exists(covered(tenant.id, whom(), with(Severity::Suspend)));
    let own_or_listed =
        Condition::any().add(whom().host().eq(tenant.host.id)).add(Expr::exists(covered(tenant.id, whom(), None)));
    Condition::all().add(not_suspended).add_option(Some(own_or_listed).filter(|_| tenant.community.allow_list))
}

/// Likewise, of none that it has limited; or that something else holds.
pub fn unlimited_or(tenant: &Tenant, account: impl IntoColumnRef, otherwise: Option<Expr>) -> Condition {
    if !tenant.has_policies() {
        return Condition::all();
    }
    let unlimited = Expr::not_exists(covered(tenant.id, Covered::account(account), with(Severity::Limit)));
    Condition::any().add(unlimited).add_option(otherwise)
}

/// Whether nothing of the pictures of an account is fetched or shown.
pub fn rejects_media(tenant: &Tenant, account: impl IntoColumnRef) -> Expr {
    match tenant.has_policies() {
        true => {
            let rejected = Some(policy::Column::RejectMedia.eq(true));
            Expr::exists(covered(tenant.id, Covered::account(account), rejected))
        }
        false => Expr::value(false),
    }
}

/// The hosts that the community has suspended, of those that are known: all but the listed ones, or those that are named.
pub fn suspended_hosts(tenant: &Tenant) -> SelectStatement {
    let id = || Covered::Host(Expr::col((host::Entity, host::Column::Id)));
    if tenant.community.allow_list {
        let unlisted = Expr::not_exists(covered(tenant.id, id(), None));
        let suspended = Expr::exists(covered(tenant.id, id(), with(Severity::Suspend)));
        return Query::select()
            .column((host::Entity, host::Column::Id))
            .from(host::Entity)
            .and_where(host::Column::Id.ne(tenant.host.id))
            .and_where(unlisted.or(suspended))
            .take();
    }
    let named = Query::select()
        .column(policy::Column::Domain)
        .from(policy::Entity)
        .and_where(policy::Column::TenantId.eq(tenant.id))
        .and_where(policy::Column::Severity.eq(Severity::Suspend))
        .take();
    Query::select()
        .column(host_name::Column::HostId)
        .from(host_name::Entity)
        .and_where(host_name::Column::Name.in_subquery(named))
        .and_where(host_name::Column::HostId.ne(tenant.host.id))
        .take()
}

pub(in crate::federation) async fn suspended_among(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    hosts: &[HostId],
) -> Result<Vec<HostId>, DbErr> {
    host::Entity::find()
        .select_only()
        .column(host::Column::Id)
        .filter(host::Column::Id.is_in(hosts.iter().copied()))
        .filter(host::Column::Id.in_subquery(suspended_hosts(tenant)))
        .into_tuple()
        .all(db)
        .await
}
