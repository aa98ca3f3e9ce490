//! One stored object. The row is written before the object and outlives it, so no object is ever without a row.

use sea_orm::entity::prelude::*;

use crate::values::{FileId, ItemId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "files")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FileId,
    /// None for what is of another server.
    pub tenant_id: Option<TenantId>,
    pub item_id: Option<ItemId>,
    pub role: Role,
    pub class: Class,
    pub state: State,
    pub format: Format,
    pub width: i32,
    pub height: i32,
    pub bytes: i64,
    /// Where the object lies in the storage.
    #[sea_orm(unique)]
    pub key: String,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Role {
    /// As it was uploaded, for its author alone.
    #[sea_orm(string_value = "original")]
    Original,
    /// A size to be shown.
    #[sea_orm(string_value = "rendition")]
    Rendition,
    /// A video of another server, as it came.
    #[sea_orm(string_value = "video")]
    Video,
}

/// Who may be handed the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Class {
    /// Anybody, by its random key; may be cached for ever.
    #[sea_orm(string_value = "public")]
    Public,
    /// Those whom the app lets through, request by request.
    #[sea_orm(string_value = "restricted")]
    Restricted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// The object may or may not be there yet.
    #[sea_orm(string_value = "writing")]
    Writing,
    #[sea_orm(string_value = "kept")]
    Kept,
    /// To be deleted, then this row.
    #[sea_orm(string_value = "doomed")]
    Doomed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Format {
    #[sea_orm(string_value = "jpeg")]
    Jpeg,
    #[sea_orm(string_value = "png")]
    Png,
    #[sea_orm(string_value = "webp")]
    Webp,
    #[sea_orm(string_value = "gif")]
    Gif,
    #[sea_orm(string_value = "avif")]
    Avif,
    #[sea_orm(string_value = "heic")]
    Heic,
    #[sea_orm(string_value = "mp4")]
    Mp4,
    #[sea_orm(string_value = "webm")]
    Webm,
}

impl Format {
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Avif => "avif",
            Self::Heic => "heic",
            Self::Mp4 => "mp4",
            Self::Webm => "webm",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Avif => "image/avif",
            Self::Heic => "image/heic",
            Self::Mp4 => "video/mp4",
            Self::Webm => "video/webm",
        }
    }
}
