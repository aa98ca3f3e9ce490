#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    account, host, host_name, logo, newcomer, policy, report, rule, tenant,
    values::{HostId, RuleId, TenantId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, SelectExt,
    sea_query::{Expr, LockType, OnConflict, Query},
};

use crate::{
    app::App,
    db::{self, Tx},
    error::{Error, Result},
    federation::domain::covering,
    viewer::Tenant,
};

/// The community that answers on `name`: lower case, without a port.
pub async fn by_host(db: &impl ConnectionTrait, name: &str) -> Result<Option<Tenant>> {
    with_host(db, host::Column::Name.eq(name)).await
}

pub async fn by_id(db: &impl ConnectionTrait, id: TenantId) -> Result<Option<Tenant>> {
    with_host(db, host::Column::TenantId.eq(id)).await
}

async fn with_host(db: &impl ConnectionTrait, which: Expr) -> Result<Option<Tenant>> {
    let Some(host) =
        host::Entity::find().filter(host::Column::Kind.eq(host::Kind::Community)).filter(which).one(db).await?
    else {
        return Ok(None);
    };
    let Some(id) = host.tenant_id else { return Ok(None) };
    let community = tenant::Entity::find_by_id(id).one(db).await?;
    Ok(community.map(|community| Tenant::new(community, host)))
}

/// The host of that name, lower case and without a port.
pub async fn host(db: &impl ConnectionTrait, name: &str) -> Result<Option<host::Model>> {
    Ok(host::Entity::find().filter(host::Column::Name.eq(name)).one(db).await?)
}

/// The hosts at which the handles with these domains may be.
pub async fn hosts_of_handles(
    db: &impl ConnectionTrait,
    domains: impl IntoIterator<Item = &str> + Clone,
) -> Result<Vec<host::Model>> {
    let either = host::Column::Name.is_in(domains.clone()).or(host::Column::AccountDomain.is_in(domains));
    Ok(host::Entity::find().filter(either).all(db).await?)
}

/// The host of the community whose members' handles end with `domain`: its account domain, or its name with or without
/// its port.
pub async fn community_of_handles(db: &impl ConnectionTrait, domain: &str) -> Result<Option<host::Model>> {
    let bare = domain.split(':').next().unwrap_or_default();
    let either = host::Column::AccountDomain.eq(domain).or(host::Column::Name.eq(bare));
    Ok(host::Entity::find().filter(host::Column::Kind.eq(host::Kind::Community)).filter(either).one(db).await?)
}

/// The other server whose people's handles end with `domain`: one of that name, or one whose account domain it is.
pub async fn server_of_handles(db: &impl ConnectionTrait, domain: &str) -> Result<Option<host::Model>> {
    let mut found = hosts_of_handles(db, [domain]).await?;
    found.sort_by_key(|host| host.name != domain);
    Ok(found.into_iter().next())
}

/// Keeps what the handles of another server's people end with, unless those of others do.
pub async fn learn_domain(tx: &Tx, id: HostId, domain: &str) -> Result<()> {
    let ours = community_of_handles(tx, domain).await?.is_some();
    if ours || !hosts_of_handles(tx, [domain]).await?.is_empty() {
        return Ok(());
    }
    Ok(set_account_domain(tx, id, Some(domain)).await?)
}

pub async fn hosts(db: &impl ConnectionTrait, ids: impl IntoIterator<Item = HostId>) -> Result<Vec<host::Model>> {
    Ok(host::Entity::find().filter(host::Column::Id.is_in(ids)).all(db).await?)
}

/// Whether the hub has been set up.
pub async fn any(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(host::Entity::find().exists(db).await?)
}

/// Every community, oldest first: for operators, who have few enough of them.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Tenant>> {
    let hosts = host::Entity::find().filter(host::Column::TenantId.is_not_null()).all(db).await?;
    let communities = tenant::Entity::find().order_by_asc(tenant::Column::Id).all(db).await?;
    let pairs = communities.into_iter().filter_map(|community| {
        let host = hosts.iter().find(|host| host.tenant_id == Some(community.id))?.clone();
        Some(Tenant::new(community, host))
    });
    Ok(pairs.collect())
}

/// Communities, newest first; one more than `size` when there are more.
pub async fn page(db: &impl ConnectionTrait, before: Option<TenantId>, size: u64) -> Result<Vec<Tenant>> {
    let communities = tenant::Entity::find()
        .filter(Condition::all().add_option(before.map(|id| tenant::Column::Id.lt(id))))
        .order_by_desc(tenant::Column::Id)
        .limit(size + 1)
        .all(db)
        .await?;
    let ids = communities.iter().map(|community| community.id);
    let hosts = host::Entity::find().filter(host::Column::TenantId.is_in(ids)).all(db).await?;
    let pairs = communities.into_iter().filter_map(|community| {
        let host = hosts.iter().find(|host| host.tenant_id == Some(community.id))?.clone();
        Some(Tenant::new(community, host))
    });
    Ok(pairs.collect())
}

/// The community that was there first.
pub(super) async fn first(db: &impl ConnectionTrait) -> Result<Option<TenantId>, DbErr> {
    let first = tenant::Entity::find().order_by_asc(tenant::Column::Id).one(db).await?;
    Ok(first.map(|community| community.id))
}

/// Until the transaction ends, nobody else decides what concerns the community as a whole: who owns it.
pub async fn lock(db: &Tx, id: TenantId) -> Result<(), DbErr> {
    tenant::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(db).await.map(drop)
}

pub(super) async fn insert(db: &impl ConnectionTrait, community: tenant::Model) -> Result<(), DbErr> {
    tenant::Entity::insert(community.into_active_model()).exec_without_returning(db).await.map(drop)
}

/// Whether the host's name was free.
pub(super) async fn insert_host(db: &impl ConnectionTrait, host: host::Model) -> Result<bool, DbErr> {
    let (id, name) = (host.id, host.name.clone());
    let inserted = host::Entity::insert(host.into_active_model())
        .on_conflict(OnConflict::column(host::Column::Name).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    if inserted == 1 {
        let names = covering(&name).into_iter().map(|name| host_name::Model { host_id: id, name: name.to_owned() });
        let names = names.map(IntoActiveModel::into_active_model);
        host_name::Entity::insert_many::<host_name::ActiveModel, _>(names).exec_without_returning(db).await?;
    }
    Ok(inserted == 1)
}

/// The host of another server, made if it was not known.
pub async fn keep_server(app: &App, tx: &Tx, name: &str, origin: &str) -> Result<host::Model> {
    let fresh = host::Model {
        id: app.ids.mint(),
        name: name.to_owned(),
        kind: host::Kind::Server,
        tenant_id: None,
        account_id: None,
        origin: origin.to_owned(),
        created_at: app.clock.now(),
        account_domain: None,
    };
    insert_host(tx, fresh).await?;
    host(tx, name).await?.filter(|host| host.kind == host::Kind::Server).ok_or(Error::Forbidden)
}

pub(super) async fn update(db: &impl ConnectionTrait, change: tenant::ActiveModel, id: TenantId) -> Result<(), DbErr> {
    tenant::Entity::update_many().set(change).filter(tenant::Column::Id.eq(id)).exec(db).await.map(drop)
}

/// Keeps whether staff are asked for a second step; whether that is a change.
pub async fn ask_second_factor(db: &Tx, id: TenantId, asked: bool) -> Result<bool, DbErr> {
    let update = tenant::Entity::update_many()
        .col_expr(tenant::Column::StaffSecondFactor, Expr::value(asked))
        .filter(tenant::Column::Id.eq(id))
        .filter(tenant::Column::StaffSecondFactor.ne(asked))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

/// Its owners are shown no more what to do first.
pub async fn put_first_steps_away(db: &Tx, id: TenantId) -> Result<(), DbErr> {
    let change = tenant::ActiveModel { first_steps: Set(false), ..Default::default() };
    update(db, change, id).await
}

pub(super) async fn logo(db: &impl ConnectionTrait, tenant: TenantId) -> Result<Option<logo::Model>, DbErr> {
    logo::Entity::find_by_id(tenant).one(db).await
}

pub(super) async fn insert_logo(db: &impl ConnectionTrait, logo: logo::Model) -> Result<(), DbErr> {
    logo::Entity::insert(logo.into_active_model()).exec_without_returning(db).await.map(drop)
}

pub(super) async fn delete_logo(db: &impl ConnectionTrait, tenant: TenantId) -> Result<(), DbErr> {
    logo::Entity::delete_by_id(tenant).exec(db).await.map(drop)
}

pub(super) async fn set_account_domain(
    db: &impl ConnectionTrait,
    id: HostId,
    domain: Option<&str>,
) -> Result<(), DbErr> {
    host::Entity::update_many()
        .col_expr(host::Column::AccountDomain, Expr::value(domain))
        .filter(host::Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// The handles of no other server's people end with it any more.
pub(super) async fn unlearn_domain(tx: &Tx, domain: &str) -> Result<(), DbErr> {
    host::Entity::update_many()
        .col_expr(host::Column::AccountDomain, Expr::value(None::<String>))
        .filter(host::Column::AccountDomain.eq(domain))
        .filter(host::Column::Kind.eq(host::Kind::Server))
        .exec(tx)
        .await
        .map(drop)
}

pub(super) async fn set_origin(db: &impl ConnectionTrait, id: HostId, origin: &str) -> Result<(), DbErr> {
    host::Entity::update_many()
        .col_expr(host::Column::Origin, Expr::value(origin))
        .filter(host::Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// How many communities there are, and how many members they have together.
pub async fn totals(db: &impl ConnectionTrait) -> Result<(u64, i64), DbErr> {
    let counted: Option<(i64, Option<i64>)> = tenant::Entity::find()
        .select_only()
        .column_as(tenant::Column::Id.count(), "communities")
        .column_as(Expr::col(tenant::Column::MembersCount).sum().cast_as("BIGINT"), "members")
        .into_tuple()
        .one(db)
        .await?;
    Ok(counted.map_or((0, 0), |(communities, members)| (communities as u64, members.unwrap_or_default())))
}

/// Whether the community federates with listed servers alone from now on; whether that is a change.
pub async fn federate_with_listed(db: &Tx, id: TenantId, alone: bool) -> Result<bool, DbErr> {
    let update = tenant::Entity::update_many()
        .col_expr(tenant::Column::AllowList, Expr::value(alone))
        .filter(tenant::Column::Id.eq(id))
        .filter(tenant::Column::AllowList.ne(alone))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

/// Counts `more` policies in.
pub async fn count_policies(db: &Tx, id: TenantId, more: i64) -> Result<(), DbErr> {
    tenant::Entity::update_many()
        .col_expr(tenant::Column::PoliciesCount, Expr::col(tenant::Column::PoliciesCount).add(more))
        .filter(tenant::Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// Counts `more` members in.
pub async fn count_members(db: &impl ConnectionTrait, id: TenantId, more: i64) -> Result<(), DbErr> {
    tenant::Entity::update_many()
        .col_expr(tenant::Column::MembersCount, Expr::col(tenant::Column::MembersCount).add(more))
        .filter(tenant::Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// Counts everything anew that communities count: each counter, and how many were wrong.
pub async fn recount(tx: &Tx) -> Result<[(&'static str, u64); 4], DbErr> {
    let members = Query::select()
        .expr(Expr::col((account::Entity, account::Column::Id)).count())
        .from(account::Entity)
        .and_where(account::Column::TenantId.into_expr().equals(tenant::Column::Id.as_column_ref()))
        .and_where(account::Column::State.eq(account::State::Living))
        .take();
    let waiting = Query::select()
        .expr(Expr::col((newcomer::Entity, newcomer::Column::Id)).count())
        .from(newcomer::Entity)
        .and_where(newcomer::Column::TenantId.into_expr().equals(tenant::Column::Id.as_column_ref()))
        .and_where(newcomer::Column::State.eq(newcomer::State::Waiting))
        .take();
    let policies = Query::select()
        .expr(Expr::col((policy::Entity, policy::Column::Id)).count())
        .from(policy::Entity)
        .and_where(policy::Column::TenantId.into_expr().equals(tenant::Column::Id.as_column_ref()))
        .take();
    let reports = Query::select()
        .expr(Expr::col((report::Entity, report::Column::Id)).count())
        .from(report::Entity)
        .and_where(report::Column::TenantId.into_expr().equals(tenant::Column::Id.as_column_ref()))
        .and_where(report::Column::State.eq(report::State::Open))
        .take();
    Ok([
        ("members of communities", db::recount::<tenant::Entity>(tx, tenant::Column::MembersCount, members).await?),
        (
            "applications to communities",
            db::recount::<tenant::Entity>(tx, tenant::Column::WaitingCount, waiting).await?,
        ),
        ("policies of communities", db::recount::<tenant::Entity>(tx, tenant::Column::PoliciesCount, policies).await?),
        (
            "open reports of communities",
            db::recount::<tenant::Entity>(tx, tenant::Column::ReportsCount, reports).await?,
        ),
    ])
}

/// Counts `more` in who wait for staff.
pub async fn count_waiting(db: &impl ConnectionTrait, id: TenantId, more: i64) -> Result<(), DbErr> {
    tenant::Entity::update_many()
        .col_expr(tenant::Column::WaitingCount, Expr::col(tenant::Column::WaitingCount).add(more))
        .filter(tenant::Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// Counts `more` in what staff are asked to look at.
pub async fn count_reports(db: &impl ConnectionTrait, id: TenantId, more: i64) -> Result<(), DbErr> {
    tenant::Entity::update_many()
        .col_expr(tenant::Column::ReportsCount, Expr::col(tenant::Column::ReportsCount).add(more))
        .filter(tenant::Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// The rules in force, in their order.
pub async fn rules(db: &impl ConnectionTrait, tenant: TenantId) -> Result<Vec<rule::Model>, DbErr> {
    rule::Entity::find()
        .filter(rule::Column::TenantId.eq(tenant))
        .filter(rule::Column::RetiredAt.is_null())
        .order_by_asc(rule::Column::Position)
        .order_by_asc(rule::Column::Id)
        .all(db)
        .await
}

pub(super) async fn insert_rule(db: &impl ConnectionTrait, rule: rule::Model) -> Result<(), DbErr> {
    rule::Entity::insert(rule.into_active_model()).exec_without_returning(db).await.map(drop)
}

pub(super) async fn update_rule(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    id: RuleId,
    change: rule::ActiveModel,
) -> Result<(), DbErr> {
    rule::Entity::update_many()
        .set(change)
        .filter(rule::Column::Id.eq(id))
        .filter(rule::Column::TenantId.eq(tenant))
        .filter(rule::Column::RetiredAt.is_null())
        .exec(db)
        .await
        .map(drop)
}
