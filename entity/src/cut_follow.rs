//! A follow that ended because the community suspended a server: for whoever lost it.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, CutFollowId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cut_follows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CutFollowId,
    /// The member.
    pub account_id: AccountId,
    pub other_id: AccountId,
    /// Whether the member followed the other one; else the other one followed them.
    pub followed: bool,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
