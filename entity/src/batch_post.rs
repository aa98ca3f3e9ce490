//! A post in a change of many at once, and what it takes to undo that.

use sea_orm::entity::prelude::*;

use crate::values::{BatchId, PostId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "batch_posts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_id: BatchId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: PostId,
    pub state: State,
    /// A JSON document: what was changed, as it was; empty before that.
    pub before: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    #[sea_orm(string_value = "waiting")]
    Waiting,
    #[sea_orm(string_value = "changed")]
    Changed,
    /// There was nothing to change.
    #[sea_orm(string_value = "same")]
    Same,
    #[sea_orm(string_value = "undone")]
    Undone,
    /// Its author had changed it again meanwhile, so that it was not undone.
    #[sea_orm(string_value = "kept")]
    Kept,
}
