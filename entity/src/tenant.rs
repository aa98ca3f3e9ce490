//! A community.

use sea_orm::entity::prelude::*;

use crate::values::{TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tenants")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TenantId,
    pub name: String,
    pub summary: String,
    /// The hue of the accent colour, 0 to 359 degrees in OKLCH; every other colour is derived.
    pub accent_hue: i32,
    pub members_count: i64,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
