//! A name that covers a host: its own, without the port, and those above it.

use sea_orm::entity::prelude::*;

use crate::values::HostId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "host_names")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub host_id: HostId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
