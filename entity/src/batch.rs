//! A change of many posts at once, and what it takes to undo it.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, BatchId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "batches")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BatchId,
    pub tenant_id: TenantId,
    pub account_id: AccountId,
    /// A JSON document: what was changed in which posts.
    pub change: String,
    /// A JSON document: what it was before in each of them.
    pub before: String,
    pub state: State,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    #[sea_orm(string_value = "done")]
    Done,
    #[sea_orm(string_value = "undone")]
    Undone,
}
