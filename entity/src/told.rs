//! What other servers were told last of a post or a profile, so that they are told what has changed and nothing twice.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "told")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub object: String,
    pub account_id: AccountId,
    /// SHA-256 of what was told; empty once it was taken back.
    pub digest: String,
    pub told_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
