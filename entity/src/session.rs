//! A browser's session, whoever is signed in there; only the hash of its id is kept.

use sea_orm::entity::prelude::*;

use crate::values::{TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id_hash: String,
    /// `None` for one from before the hub was set up.
    pub tenant_id: Option<TenantId>,
    /// A JSON object.
    pub data: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
