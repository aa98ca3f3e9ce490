//! A rule of a community. It is never changed, because it may have been cited: it is retired, and another takes its place.

use sea_orm::entity::prelude::*;

use crate::values::{RuleId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RuleId,
    pub tenant_id: TenantId,
    pub position: i32,
    pub text: String,
    pub created_at: Timestamp,
    pub retired_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
