//! Somebody whose home timeline is written ahead, because they read it not long ago.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, PostId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "feed_owners")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// From this post on, nothing is missing in the feed. Older ones are asked of the accounts that are followed.
    pub whole_from: PostId,
    /// To ten minutes.
    pub read_at: Timestamp,
    /// Up to this post they had seen it before the visit that `read_at` belongs to.
    pub seen_to: PostId,
    /// The newest post that they were shown.
    pub shown_to: PostId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
