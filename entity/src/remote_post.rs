//! What makes a post one of another server: what it is called there.

use sea_orm::entity::prelude::*;

use crate::values::{PostId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "remote_posts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: PostId,
    /// Its id, everywhere and for ever.
    #[sea_orm(unique)]
    pub uri: String,
    /// Its page, for people.
    pub url: String,
    /// Its words as they came: not safe before they are cleaned.
    pub html: String,
    /// When its author changed it last, by their own clock.
    pub updated_at: Timestamp,
    /// When its server was last asked for what stands below it.
    pub thread_at: Option<Timestamp>,
    /// When all that its server had of it then was here.
    pub thread_told_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
