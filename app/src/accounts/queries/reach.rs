//! Whom of other servers a community has met: they may be shown where nobody has named them.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    account, tenant_reach,
    values::{AccountId, TenantId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, IntoColumnRef, OnConflict, SelectStatement},
};

use crate::{db::Tx, error::Result, viewer::Tenant};

/// That the community has met the account whose id is in `column`.
pub(in crate::accounts) fn met_by(tenant: &Tenant, column: impl IntoColumnRef) -> SelectStatement {
    tenant_reach::Entity::find()
        .select_only()
        .expr(Expr::value(1))
        .filter(tenant_reach::Column::TenantId.eq(tenant.id))
        .filter(Expr::col((tenant_reach::Entity, tenant_reach::Column::AccountId)).equals(column))
        .into_query()
}

pub(in crate::accounts) async fn has_met(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    account: AccountId,
) -> Result<bool, DbErr> {
    Ok(tenant_reach::Entity::find_by_id((tenant, account)).one(db).await?.is_some())
}

/// The community has met the account, if that is one of another server.
pub async fn note_met(tx: &Tx, tenant: TenantId, account: &account::Model) -> Result<()> {
    use tenant_reach::Column;

    if !account.is_remote() {
        return Ok(());
    }
    let row = tenant_reach::Model { tenant_id: tenant, account_id: account.id };
    let once = OnConflict::columns([Column::TenantId, Column::AccountId]).do_nothing().to_owned();
    Ok(tenant_reach::Entity::insert(row.into_active_model())
        .on_conflict(once)
        .exec_without_returning(tx)
        .await
        .map(drop)?)
}
