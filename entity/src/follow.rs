//! That somebody follows somebody, or has asked to. Both may be of any origin.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, FollowId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "follows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FollowId,
    pub follower_id: AccountId,
    pub followed_id: AccountId,
    pub state: State,
    pub created_at: Timestamp,
    pub accepted_at: Option<Timestamp>,
    /// What the follower's server calls it, where that is another one.
    pub uri: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// The other one has not answered yet.
    #[sea_orm(string_value = "requested")]
    Requested,
    #[sea_orm(string_value = "accepted")]
    Accepted,
}
