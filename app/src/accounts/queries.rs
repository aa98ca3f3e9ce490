#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    account, email_token, user,
    values::{AccountId, TenantId, Timestamp, UserId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType, OnConflict},
};

use crate::{error::Result, tenants, viewer::Tenant};

/// The account of that name in the community, however its letters are cased.
pub async fn by_name(db: &impl ConnectionTrait, tenant: &Tenant, name: &str) -> Result<Option<account::Model>> {
    Ok(account::Entity::find()
        .filter(account::Column::HostId.eq(tenant.host.id))
        .filter(account::Column::NameKey.eq(name.to_ascii_lowercase()))
        .one(db)
        .await?)
}

/// The account that is called `ana` in the community, or `ana@host` anywhere else that this hub knows.
pub async fn by_handle(db: &impl ConnectionTrait, tenant: &Tenant, handle: &str) -> Result<Option<account::Model>> {
    let Some((name, host)) = handle.split_once('@') else { return by_name(db, tenant, handle).await };
    let Some(host) = tenants::host(db, &host.to_ascii_lowercase()).await? else { return Ok(None) };
    Ok(account::Entity::find()
        .filter(account::Column::HostId.eq(host.id))
        .filter(account::Column::NameKey.eq(name.to_ascii_lowercase()))
        .one(db)
        .await?)
}

/// The accounts, which nobody else changes before this transaction ends; the lower id is locked first, so that nobody
/// waits for somebody who waits for them.
pub async fn lock(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = AccountId>,
) -> Result<Vec<account::Model>, DbErr> {
    account::Entity::find()
        .filter(account::Column::Id.is_in(ids))
        .order_by_asc(account::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(db)
        .await
}

/// The accounts behind a page of posts.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = AccountId>,
) -> Result<Vec<account::Model>> {
    Ok(account::Entity::find().filter(account::Column::Id.is_in(ids)).all(db).await?)
}

pub async fn account(db: &impl ConnectionTrait, tenant: TenantId, id: AccountId) -> Result<Option<account::Model>> {
    Ok(account::Entity::find_by_id(id).filter(account::Column::TenantId.eq(tenant)).one(db).await?)
}

/// Somebody local with all they have: their user and their account.
pub async fn local(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    id: UserId,
) -> Result<Option<(user::Model, account::Model)>> {
    let Some(user) = user::Entity::find_by_id(id).filter(user::Column::TenantId.eq(tenant)).one(db).await? else {
        return Ok(None);
    };
    let account = account(db, tenant, user.account_id).await?;
    Ok(account.map(|account| (user, account)))
}

/// The user who signs in with that name or e-mail address.
pub async fn user_by_login(db: &impl ConnectionTrait, tenant: &Tenant, login: &str) -> Result<Option<user::Model>> {
    let of_tenant = user::Entity::find().filter(user::Column::TenantId.eq(tenant.id));
    let login = login.trim();
    if login.strip_prefix('@').unwrap_or(login).contains('@') {
        return Ok(of_tenant.filter(user::Column::EmailKey.eq(login.to_lowercase())).one(db).await?);
    }
    match by_name(db, tenant, login.trim_start_matches('@')).await? {
        Some(account) => Ok(of_tenant.filter(user::Column::AccountId.eq(account.id)).one(db).await?),
        None => Ok(None),
    }
}

/// Whether the name was free on its host.
pub(super) async fn insert_account(db: &impl ConnectionTrait, account: account::Model) -> Result<bool, DbErr> {
    let inserted = account::Entity::insert(account.into_active_model())
        .on_conflict(OnConflict::columns([account::Column::HostId, account::Column::NameKey]).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

/// Whether the address was free in its community.
pub(super) async fn insert_user(db: &impl ConnectionTrait, user: user::Model) -> Result<bool, DbErr> {
    let inserted = user::Entity::insert(user.into_active_model())
        .on_conflict(OnConflict::columns([user::Column::TenantId, user::Column::EmailKey]).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

pub(super) async fn update_user(db: &impl ConnectionTrait, id: UserId, change: user::ActiveModel) -> Result<(), DbErr> {
    user::Entity::update_many().set(change).filter(user::Column::Id.eq(id)).exec(db).await.map(drop)
}

/// Counts `more` posts in.
pub async fn count_posts(db: &impl ConnectionTrait, id: AccountId, more: i64) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::PostsCount, Expr::col(account::Column::PostsCount).add(more))
        .filter(account::Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// Counts `more` followers in.
pub async fn count_followers(db: &impl ConnectionTrait, id: AccountId, more: i64) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::FollowersCount, Expr::col(account::Column::FollowersCount).add(more))
        .filter(account::Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// Counts `more` in of those whom the account follows.
pub async fn count_following(db: &impl ConnectionTrait, id: AccountId, more: i64) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::FollowingCount, Expr::col(account::Column::FollowingCount).add(more))
        .filter(account::Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// Changes what an account lets others see.
pub async fn set_privacy(db: &impl ConnectionTrait, id: AccountId, change: account::ActiveModel) -> Result<(), DbErr> {
    account::Entity::update_many().set(change).filter(account::Column::Id.eq(id)).exec(db).await.map(drop)
}

/// Keeps the hash of a link; older links of the user no longer work.
pub(super) async fn replace_token(
    db: &impl ConnectionTrait,
    user: &user::Model,
    token_hash: String,
    expires_at: Timestamp,
) -> Result<(), DbErr> {
    email_token::Entity::delete_many()
        .filter(email_token::Column::TenantId.eq(user.tenant_id))
        .filter(email_token::Column::UserId.eq(user.id))
        .exec(db)
        .await?;
    let token = email_token::ActiveModel {
        token_hash: Set(token_hash),
        tenant_id: Set(user.tenant_id),
        user_id: Set(user.id),
        expires_at: Set(expires_at),
    };
    email_token::Entity::insert(token).exec_without_returning(db).await.map(drop)
}

pub(super) async fn token(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<email_token::Model>, DbErr> {
    email_token::Entity::find_by_id(token_hash.to_owned())
        .filter(email_token::Column::TenantId.eq(tenant))
        .filter(email_token::Column::ExpiresAt.gt(now))
        .one(db)
        .await
}

pub(super) async fn delete_token(db: &impl ConnectionTrait, token_hash: &str) -> Result<bool, DbErr> {
    email_token::Entity::delete_by_id(token_hash.to_owned()).exec(db).await.map(|deleted| deleted.rows_affected == 1)
}
