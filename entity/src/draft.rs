//! A post in the making; its items wait with it.

use sea_orm::entity::prelude::*;

use crate::{
    post::{Commenters, Visibility},
    values::{AccountId, DraftId, Licence, PostId, TenantId, Timestamp},
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "drafts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DraftId,
    pub tenant_id: TenantId,
    pub account_id: AccountId,
    pub state: State,
    pub title: String,
    pub caption: String,
    pub licence: Licence,
    pub visibility: Visibility,
    pub warning: String,
    pub commenters: Commenters,
    /// As in a post.
    pub details: String,
    pub downloadable: bool,
    /// The names of those who may see it, as they were typed.
    pub named: String,
    /// When it is to be published, where its author has chosen a time.
    pub publish_at: Option<Timestamp>,
    /// What it became, or what its items are to be added to.
    pub post_id: Option<PostId>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// Its author is still at work on it; there is one such draft for each account.
    #[sea_orm(string_value = "open")]
    Open,
    /// To be published as soon as its items are ready.
    #[sea_orm(string_value = "publishing")]
    Publishing,
    #[sea_orm(string_value = "published")]
    Published,
    /// Its author has put it away to begin another.
    #[sea_orm(string_value = "kept")]
    Kept,
    /// To be published at its time.
    #[sea_orm(string_value = "scheduled")]
    Scheduled,
    /// It could not be published, and its author has filled another draft meanwhile: it opens when that one is published.
    #[sea_orm(string_value = "set_aside")]
    SetAside,
    /// Holds what is to be added to the post `post_id`, which is published already, until its author saves that.
    #[sea_orm(string_value = "adding")]
    Adding,
}
