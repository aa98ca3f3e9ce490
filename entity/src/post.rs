//! What is published: 1 to 20 items and words.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, PostId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "posts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PostId,
    pub tenant_id: Option<TenantId>,
    pub account_id: AccountId,
    pub visibility: Visibility,
    pub title: String,
    pub caption: String,
    pub published_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    /// In the trash since then; purged 30 days later.
    pub deleted_at: Option<Timestamp>,
    /// On its author's profile before all others since then.
    pub pinned_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Who may see a post, beside its author.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Visibility {
    /// Everybody, and it stands on the community's page.
    #[sea_orm(string_value = "public")]
    Public,
    /// Everybody who finds it with its author.
    #[sea_orm(string_value = "unlisted")]
    Unlisted,
    #[sea_orm(string_value = "followers")]
    Followers,
    /// Those whom the author names.
    #[sea_orm(string_value = "named")]
    Named,
}

impl Visibility {
    /// Whether somebody unknown may see it, and so anybody may be handed its pictures.
    pub fn is_for_everybody(self) -> bool {
        matches!(self, Self::Public | Self::Unlisted)
    }
}
