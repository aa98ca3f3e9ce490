//! One photo of a post or a draft, or one video of a post of another server.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, DraftId, ItemId, Licence, PostId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "items")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ItemId,
    /// None for what is of another server.
    pub tenant_id: Option<TenantId>,
    pub account_id: AccountId,
    pub draft_id: Option<DraftId>,
    pub post_id: Option<PostId>,
    /// From 0, in the order of reading.
    pub position: i32,
    pub kind: Kind,
    pub state: State,
    /// What the file was called where it came from; shown to its author only.
    pub file_name: String,
    pub title: String,
    pub alt: String,
    pub caption: String,
    pub licence: Licence,
    /// Pixels, upright.
    pub width: i32,
    pub height: i32,
    /// The mean colour as `#rrggbb`: what stands in the picture's place until it has come.
    pub tint: String,
    /// Of a video, in milliseconds, where that is known.
    pub duration: Option<i64>,
    /// What its file told of how it was made, as a JSON object.
    pub details: String,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Kind {
    #[sea_orm(string_value = "photo")]
    Photo,
    #[sea_orm(string_value = "video")]
    Video,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// The original is stored, its renditions are being made.
    #[sea_orm(string_value = "processing")]
    Processing,
    #[sea_orm(string_value = "ready")]
    Ready,
    /// It could not be read after all.
    #[sea_orm(string_value = "refused")]
    Refused,
}
