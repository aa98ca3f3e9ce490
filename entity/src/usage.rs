//! How much a community holds of one kind, as it was last counted.

use sea_orm::entity::prelude::*;

use crate::values::{TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "usage")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tenant_id: TenantId,
    /// `post`, or the role of files.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    pub number: i64,
    pub bytes: i64,
    pub counted_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
