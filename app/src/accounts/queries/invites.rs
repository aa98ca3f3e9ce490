#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    invite,
    values::{AccountId, InviteId, TenantId, Timestamp},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

pub(in crate::accounts) async fn insert(db: &impl ConnectionTrait, row: invite::Model) -> Result<(), DbErr> {
    invite::Entity::insert(row.into_active_model()).exec_without_returning(db).await.map(drop)
}

pub(in crate::accounts) async fn by_code(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    code: &str,
) -> Result<Option<invite::Model>, DbErr> {
    invite::Entity::find()
        .filter(invite::Column::TenantId.eq(tenant))
        .filter(invite::Column::Code.eq(code))
        .one(db)
        .await
}

pub(in crate::accounts) async fn by_id(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    id: InviteId,
) -> Result<Option<invite::Model>, DbErr> {
    invite::Entity::find_by_id(id).filter(invite::Column::TenantId.eq(tenant)).one(db).await
}

fn living(now: Timestamp) -> Condition {
    Condition::all()
        .add(invite::Column::RevokedAt.is_null())
        .add(invite::Column::ExpiresAt.is_null().or(invite::Column::ExpiresAt.gt(now)))
        .add(Expr::col(invite::Column::UsesMade).lt(Expr::col(invite::Column::UsesAllowed)))
}

/// Takes one use of an invite that has one left; whether it had.
pub(in crate::accounts) async fn take_use(
    db: &impl ConnectionTrait,
    id: InviteId,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let update = invite::Entity::update_many()
        .col_expr(invite::Column::UsesMade, Expr::col(invite::Column::UsesMade).add(1))
        .filter(invite::Column::Id.eq(id))
        .filter(living(now))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

pub(in crate::accounts) async fn give_use_back(db: &impl ConnectionTrait, id: InviteId) -> Result<(), DbErr> {
    invite::Entity::update_many()
        .col_expr(invite::Column::UsesMade, Expr::col(invite::Column::UsesMade).sub(1))
        .filter(invite::Column::Id.eq(id))
        .filter(invite::Column::UsesMade.gt(0))
        .exec(db)
        .await
        .map(drop)
}

/// Revokes whatever the account has made, and forgets what it was for.
pub(in crate::accounts) async fn revoke_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: Timestamp,
) -> Result<(), DbErr> {
    invite::Entity::update_many()
        .col_expr(invite::Column::RevokedAt, Expr::value(now))
        .col_expr(invite::Column::Note, Expr::value(""))
        .filter(invite::Column::AccountId.eq(account))
        .exec(db)
        .await
        .map(drop)
}

/// Whether it was not revoked before.
pub(in crate::accounts) async fn revoke(
    db: &impl ConnectionTrait,
    id: InviteId,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let update = invite::Entity::update_many()
        .col_expr(invite::Column::RevokedAt, Expr::value(now))
        .filter(invite::Column::Id.eq(id))
        .filter(invite::Column::RevokedAt.is_null())
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

pub(in crate::accounts) async fn count_living(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    account: AccountId,
    now: Timestamp,
) -> Result<u64, DbErr> {
    invite::Entity::find()
        .filter(invite::Column::TenantId.eq(tenant))
        .filter(invite::Column::AccountId.eq(account))
        .filter(living(now))
        .count(db)
        .await
}

/// Newest first: those that one member made, or all of the community.
pub(in crate::accounts) async fn page(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    made_by: Option<AccountId>,
    before: Option<InviteId>,
    most: u64,
) -> Result<Vec<invite::Model>, DbErr> {
    let mut invites = invite::Entity::find().filter(invite::Column::TenantId.eq(tenant));
    if let Some(account) = made_by {
        invites = invites.filter(invite::Column::AccountId.eq(account));
    }
    if let Some(before) = before {
        invites = invites.filter(invite::Column::Id.lt(before));
    }
    invites.order_by_desc(invite::Column::Id).limit(most).all(db).await
}
