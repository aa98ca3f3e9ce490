//! That somebody likes a post. Both may be of any origin.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, LikeId, PostId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "likes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LikeId,
    pub post_id: PostId,
    pub account_id: AccountId,
    pub created_at: Timestamp,
    /// What the server of whoever does it calls it, where that is another one.
    pub uri: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
