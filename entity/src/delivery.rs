//! An activity on its way to one inbox.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, ActivityId, DeliveryId, HostId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliveries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliveryId,
    pub activity_id: ActivityId,
    /// Who sends it.
    pub account_id: AccountId,
    pub host_id: HostId,
    pub inbox: String,
    /// What is less goes first.
    pub urgency: i32,
    pub state: State,
    pub attempts: i32,
    pub run_at: Timestamp,
    pub last_status: Option<i32>,
    pub last_error: Option<String>,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    #[sea_orm(string_value = "waiting")]
    Waiting,
    /// The other server has taken it.
    #[sea_orm(string_value = "delivered")]
    Delivered,
    /// It has not, and is not asked again.
    #[sea_orm(string_value = "failed")]
    Failed,
    /// It was overtaken by what came after it.
    #[sea_orm(string_value = "dropped")]
    Dropped,
}
