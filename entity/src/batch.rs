//! A change of many posts at once.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, BatchId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "batches")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BatchId,
    pub tenant_id: TenantId,
    pub account_id: AccountId,
    /// A JSON document: what is changed. In which posts stands in `batch_posts`.
    pub change: String,
    pub state: State,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    #[sea_orm(string_value = "running")]
    Running,
    #[sea_orm(string_value = "done")]
    Done,
    #[sea_orm(string_value = "undoing")]
    Undoing,
    #[sea_orm(string_value = "undone")]
    Undone,
}
