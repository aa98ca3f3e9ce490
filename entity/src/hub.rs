//! The deployment itself: one row.

use sea_orm::entity::prelude::*;

use crate::values::Timestamp;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hub")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// Goes into the one-time set-up link.
    pub setup_salt: String,
    pub created_at: Timestamp,
    /// Whether staff of every community, and operators, must use a second step.
    pub staff_second_factor: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
