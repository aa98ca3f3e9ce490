//! What is published: words and up to 20 items. Comments and messages are posts with a parent.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, PostId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "posts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PostId,
    pub kind: Kind,
    /// What it answers.
    pub parent_id: Option<PostId>,
    /// What the thread it stands in began with; none for what begins one.
    pub root_id: Option<PostId>,
    /// The answer to what the thread began with below which it stands, or which it is.
    pub branch_id: Option<PostId>,
    pub tenant_id: Option<TenantId>,
    pub account_id: AccountId,
    pub visibility: Visibility,
    pub title: String,
    pub caption: String,
    /// Why readers are asked before they see it; empty where they are not.
    pub warning: String,
    /// The tag of what it is written in (RFC 5646); empty where its author does not say.
    pub language: String,
    pub commenters: Commenters,
    /// What of its photos' details is shown: their codes, parted by spaces.
    pub details: String,
    /// Whether readers are offered the photos as files.
    pub downloadable: bool,
    pub published_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    /// In the trash since then; purged 30 days later.
    pub deleted_at: Option<Timestamp>,
    /// Out of everybody else's sight since then.
    pub archived_at: Option<Timestamp>,
    /// On its author's profile before all others since then.
    pub pinned_at: Option<Timestamp>,
    /// Another one after every change of what is shown of it: of its row, its items or their files.
    pub version: i64,
    pub comments_count: i64,
    pub likes_count: i64,
    pub boosts_count: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Kind {
    #[sea_orm(string_value = "post")]
    Post,
    #[sea_orm(string_value = "comment")]
    Comment,
    #[sea_orm(string_value = "message")]
    Message,
}

/// Who may comment on a post, of those who may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Commenters {
    #[sea_orm(string_value = "everyone")]
    Everyone,
    #[sea_orm(string_value = "followers")]
    Followers,
    /// Those whom its author follows.
    #[sea_orm(string_value = "followed")]
    Followed,
    #[sea_orm(string_value = "nobody")]
    Nobody,
}

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
