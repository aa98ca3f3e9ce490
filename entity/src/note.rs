//! What staff have written down about a member, for each other.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, NoteId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NoteId,
    pub tenant_id: TenantId,
    /// About whom.
    pub account_id: AccountId,
    pub author_id: AccountId,
    pub text: String,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
