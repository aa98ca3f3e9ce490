//! Where an item of another server is found: its picture, and its video where it is one. Each is fetched when somebody
//! wants to see it.

use sea_orm::entity::prelude::*;

use crate::values::{ItemId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "remote_items")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: ItemId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub part: Part,
    pub url: String,
    /// Whether somebody has begun to fetch it, who has until `try_at`.
    pub fetching: bool,
    /// How often in a row it could not be had.
    pub tries: i32,
    /// Not before then is it asked for once more.
    pub try_at: Timestamp,
    /// When somebody last looked, as long as it is kept here.
    pub used_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Part {
    /// A photo, or the poster of a video.
    #[sea_orm(string_value = "picture")]
    Picture,
    #[sea_orm(string_value = "video")]
    Video,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
