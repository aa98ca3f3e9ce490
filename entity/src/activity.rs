//! What an account here has told other servers, in the words that are sent to all of them.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, ActivityId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activities")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ActivityId,
    pub tenant_id: TenantId,
    pub account_id: AccountId,
    /// Whether the community says it for the account: it signs.
    pub by_community: bool,
    /// The id of what it is about.
    pub object: String,
    pub body: String,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
