//! Links that were mailed to somebody.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    email_token::{self, Purpose},
    user,
    values::{TenantId, Timestamp},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

/// A link as it is kept: by its hash.
pub(in crate::accounts) struct Link {
    pub(in crate::accounts) purpose: Purpose,
    pub(in crate::accounts) email: Option<String>,
    pub(in crate::accounts) token_hash: String,
    pub(in crate::accounts) expires_at: Timestamp,
    pub(in crate::accounts) changed_at: Option<Timestamp>,
}

/// Keeps a link; older links of the user for the same purpose no longer work.
pub(in crate::accounts) async fn replace(
    db: &impl ConnectionTrait,
    user: &user::Model,
    link: Link,
) -> Result<(), DbErr> {
    delete_for(db, user, &[link.purpose]).await?;
    add(db, user, link).await
}

/// Keeps a link beside older ones.
pub(in crate::accounts) async fn add(db: &impl ConnectionTrait, user: &user::Model, link: Link) -> Result<(), DbErr> {
    let token = email_token::ActiveModel {
        token_hash: Set(link.token_hash),
        tenant_id: Set(user.tenant_id),
        user_id: Set(user.id),
        expires_at: Set(link.expires_at),
        purpose: Set(link.purpose),
        email: Set(link.email),
        changed_at: Set(link.changed_at),
    };
    email_token::Entity::insert(token).exec_without_returning(db).await.map(drop)
}

/// Gives the link that takes back the change of that moment another hash; whether it is still there.
pub(in crate::accounts) async fn renew_undo(
    db: &impl ConnectionTrait,
    user: &user::Model,
    changed_at: Timestamp,
    token_hash: String,
) -> Result<bool, DbErr> {
    let change = email_token::ActiveModel { token_hash: Set(token_hash), ..Default::default() };
    let renewed = email_token::Entity::update_many()
        .set(change)
        .filter(email_token::Column::TenantId.eq(user.tenant_id))
        .filter(email_token::Column::UserId.eq(user.id))
        .filter(email_token::Column::Purpose.eq(Purpose::UndoEmail))
        .filter(email_token::Column::ChangedAt.eq(changed_at))
        .exec(db)
        .await?;
    Ok(renewed.rows_affected > 0)
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

/// The user's links for these purposes.
pub(in crate::accounts) async fn delete_for(
    db: &impl ConnectionTrait,
    user: &user::Model,
    purposes: &[Purpose],
) -> Result<(), DbErr> {
    email_token::Entity::delete_many()
        .filter(email_token::Column::TenantId.eq(user.tenant_id))
        .filter(email_token::Column::UserId.eq(user.id))
        .filter(email_token::Column::Purpose.is_in(purposes.iter().copied()))
        .exec(db)
        .await
        .map(drop)
}

/// The user's links that take back a change of `since` or later.
pub(in crate::accounts) async fn delete_undo_since(
    db: &impl ConnectionTrait,
    user: &user::Model,
    since: Timestamp,
) -> Result<(), DbErr> {
    email_token::Entity::delete_many()
        .filter(email_token::Column::TenantId.eq(user.tenant_id))
        .filter(email_token::Column::UserId.eq(user.id))
        .filter(email_token::Column::Purpose.eq(Purpose::UndoEmail))
        .filter(email_token::Column::ChangedAt.gte(since))
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
