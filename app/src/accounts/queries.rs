#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    account,
    email_token::{self, Purpose},
    user,
    values::{AccountId, Email, TenantId, Timestamp, UserId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, OnConflict},
};

use crate::{error::Result, viewer::Tenant};

/// The account of that name in the community, however its letters are cased.
pub async fn by_name(db: &impl ConnectionTrait, tenant: &Tenant, name: &str) -> Result<Option<account::Model>> {
    Ok(account::Entity::find()
        .filter(account::Column::HostId.eq(tenant.host.id))
        .filter(account::Column::NameKey.eq(name.to_ascii_lowercase()))
        .one(db)
        .await?)
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

/// Several at once, of one community; in no order.
pub async fn locals(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    ids: impl IntoIterator<Item = UserId>,
) -> Result<Vec<(user::Model, account::Model)>> {
    let users = user::Entity::find()
        .filter(user::Column::TenantId.eq(tenant))
        .filter(user::Column::Id.is_in(ids))
        .all(db)
        .await?;
    let accounts = by_ids(db, users.iter().map(|user| user.account_id)).await?;
    let account_of = |user: &user::Model| accounts.iter().find(|account| account.id == user.account_id).cloned();
    Ok(users.into_iter().filter_map(|user| account_of(&user).map(|account| (user, account))).collect())
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

/// Gives them another address, unless somebody else in the community has it.
pub(super) async fn change_email(db: &impl ConnectionTrait, user: &user::Model, email: &Email) -> Result<bool, DbErr> {
    let taken = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(user::Column::TenantId.eq(user.tenant_id))
        .filter(user::Column::EmailKey.eq(email.key()))
        .filter(user::Column::Id.ne(user.id))
        .into_query();
    let change = user::ActiveModel {
        email: Set(email.to_string()),
        email_key: Set(email.key()),
        mail_problem: Set(None),
        ..Default::default()
    };
    let changed = user::Entity::update_many()
        .set(change)
        .filter(user::Column::Id.eq(user.id))
        .filter(Expr::exists(taken).not())
        .exec(db)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// Keeps the hash of a link; older links of the user for the same purpose no longer work.
pub(super) async fn replace_token(
    db: &impl ConnectionTrait,
    user: &user::Model,
    purpose: Purpose,
    email: Option<String>,
    token_hash: String,
    expires_at: Timestamp,
) -> Result<(), DbErr> {
    email_token::Entity::delete_many()
        .filter(email_token::Column::TenantId.eq(user.tenant_id))
        .filter(email_token::Column::UserId.eq(user.id))
        .filter(email_token::Column::Purpose.eq(purpose))
        .exec(db)
        .await?;
    add_token(db, user, purpose, email, token_hash, expires_at).await
}

/// Keeps the hash of a link, beside older ones.
pub(super) async fn add_token(
    db: &impl ConnectionTrait,
    user: &user::Model,
    purpose: Purpose,
    email: Option<String>,
    token_hash: String,
    expires_at: Timestamp,
) -> Result<(), DbErr> {
    let token = email_token::ActiveModel {
        token_hash: Set(token_hash),
        tenant_id: Set(user.tenant_id),
        user_id: Set(user.id),
        expires_at: Set(expires_at),
        purpose: Set(purpose),
        email: Set(email),
    };
    email_token::Entity::insert(token).exec_without_returning(db).await.map(drop)
}

pub(super) async fn token(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    purpose: Purpose,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<email_token::Model>, DbErr> {
    email_token::Entity::find_by_id(token_hash.to_owned())
        .filter(email_token::Column::TenantId.eq(tenant))
        .filter(email_token::Column::Purpose.eq(purpose))
        .filter(email_token::Column::ExpiresAt.gt(now))
        .one(db)
        .await
}

/// Every link of the user, of whatever purpose.
pub(super) async fn delete_tokens(db: &impl ConnectionTrait, user: &user::Model) -> Result<(), DbErr> {
    email_token::Entity::delete_many()
        .filter(email_token::Column::TenantId.eq(user.tenant_id))
        .filter(email_token::Column::UserId.eq(user.id))
        .exec(db)
        .await
        .map(drop)
}

pub(super) async fn delete_token(db: &impl ConnectionTrait, token_hash: &str) -> Result<bool, DbErr> {
    email_token::Entity::delete_by_id(token_hash.to_owned()).exec(db).await.map(|deleted| deleted.rows_affected == 1)
}
