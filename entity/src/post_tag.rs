//! A hashtag of a post, from its words or those that its author adds to it.

use sea_orm::entity::prelude::*;

use crate::values::{PostId, TenantId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post_tags")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: PostId,
    /// Without its `#`, in the form that all spellings of it share.
    #[sea_orm(primary_key, auto_increment = false)]
    pub tag: String,
    /// That of the post.
    pub tenant_id: Option<TenantId>,
    /// As its author spells it.
    pub shown: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
