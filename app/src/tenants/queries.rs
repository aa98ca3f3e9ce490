#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    host, tenant,
    values::{HostId, TenantId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder, SelectExt,
    sea_query::{Expr, OnConflict},
};

use crate::{error::Result, viewer::Tenant};

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

pub(super) async fn insert(db: &impl ConnectionTrait, community: tenant::Model) -> Result<(), DbErr> {
    tenant::Entity::insert(community.into_active_model()).exec_without_returning(db).await.map(drop)
}

/// Whether the host's name was free.
pub(super) async fn insert_host(db: &impl ConnectionTrait, host: host::Model) -> Result<bool, DbErr> {
    let inserted = host::Entity::insert(host.into_active_model())
        .on_conflict(OnConflict::column(host::Column::Name).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

pub(super) async fn update(db: &impl ConnectionTrait, change: tenant::ActiveModel, id: TenantId) -> Result<(), DbErr> {
    tenant::Entity::update_many().set(change).filter(tenant::Column::Id.eq(id)).exec(db).await.map(drop)
}

pub(super) async fn set_origin(db: &impl ConnectionTrait, id: HostId, origin: &str) -> Result<(), DbErr> {
    host::Entity::update_many()
        .col_expr(host::Column::Origin, Expr::value(origin))
        .filter(host::Column::Id.eq(id))
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
