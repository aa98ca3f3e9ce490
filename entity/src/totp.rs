//! The secret that somebody shares with an authenticator app (RFC 6238). Who has it has two-factor sign-in on.

use sea_orm::entity::prelude::*;

use crate::values::{TenantId, Timestamp, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "totp")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    pub tenant_id: TenantId,
    /// Encrypted under the hub's key.
    pub sealed_secret: String,
    /// The time step of the last code that was taken: it and older ones count no more.
    pub last_step: i64,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
