//! Links that were mailed to somebody.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    email_token::{self, Purpose},
    user,
    values::{TenantId, Timestamp},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

/// Keeps the hash of a link; older links of the user for the same purpose no longer work.
pub(in crate::accounts) async fn replace(
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
    add(db, user, purpose, email, token_hash, expires_at).await
}

/// Keeps the hash of a link, beside older ones.
pub(in crate::accounts) async fn add(
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

pub(in crate::accounts) async fn find(
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
pub(in crate::accounts) async fn delete_of(db: &impl ConnectionTrait, user: &user::Model) -> Result<(), DbErr> {
    email_token::Entity::delete_many()
        .filter(email_token::Column::TenantId.eq(user.tenant_id))
        .filter(email_token::Column::UserId.eq(user.id))
        .exec(db)
        .await
        .map(drop)
}

pub(in crate::accounts) async fn delete(db: &impl ConnectionTrait, token_hash: &str) -> Result<bool, DbErr> {
    email_token::Entity::delete_by_id(token_hash.to_owned()).exec(db).await.map(|deleted| deleted.rows_affected == 1)
}

/// Those that no longer work.
pub(in crate::accounts) async fn forget_before(db: &impl ConnectionTrait, time: Timestamp) -> Result<(), DbErr> {
    email_token::Entity::delete_many().filter(email_token::Column::ExpiresAt.lt(time)).exec(db).await.map(drop)
}
