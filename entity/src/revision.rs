//! What a post was before it was changed.

use sea_orm::entity::prelude::*;

use crate::values::{PostId, RevisionId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revisions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RevisionId,
    pub post_id: PostId,
    /// A JSON document.
    pub contents: String,
    /// When the post became what stands here.
    pub written_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
