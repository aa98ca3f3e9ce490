//! A browser in which somebody has signed in once: it is no stranger. Only the hash of its token is kept.

use sea_orm::entity::prelude::*;

use crate::values::{TenantId, Timestamp, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "devices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    pub tenant_id: TenantId,
    pub created_at: Timestamp,
    /// When they last signed in there.
    pub last_used_at: Timestamp,
    /// It is a stranger again.
    pub forgotten_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
