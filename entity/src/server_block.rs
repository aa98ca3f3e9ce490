//! That somebody wants nothing to do with a server and with those below it.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, ServerBlockId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "server_blocks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ServerBlockId,
    pub account_id: AccountId,
    /// Lower case, punycode, without a port.
    pub domain: String,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
