//! What a community signs with when it speaks to other servers.

use sea_orm::entity::prelude::*;

use crate::values::{TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tenant_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: TenantId,
    /// PKCS#8, sealed with the hub's secret key.
    pub private_key: String,
    /// In PEM, as other servers are told.
    pub public_key: String,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
