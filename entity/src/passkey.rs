//! A passkey (WebAuthn credential) of somebody: what it can be checked with.

use sea_orm::entity::prelude::*;

use crate::values::{PasskeyId, TenantId, Timestamp, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkeys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PasskeyId,
    pub tenant_id: TenantId,
    pub user_id: UserId,
    /// In base64url; unique in its community.
    pub credential_id: String,
    /// The public key, the counter and the rest, as JSON.
    pub credential: String,
    pub name: String,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
