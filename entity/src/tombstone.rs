//! What is left of a post that was purged: enough to say that it was deleted.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, PostId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tombstones")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: PostId,
    pub tenant_id: Option<TenantId>,
    pub account_id: AccountId,
    pub deleted_at: Timestamp,
    /// By what other servers know it.
    pub uri: Option<String>,
    /// Whether everybody could see the post: others say nothing of it.
    pub for_everybody: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
