//! A post in somebody's home timeline, written there ahead of reading.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, PostId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "feed")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner_id: AccountId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: PostId,
    pub author_id: AccountId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
