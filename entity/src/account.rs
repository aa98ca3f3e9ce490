//! An actor of any origin: somebody here or on another server.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, HostId, TenantId, Timestamp, shown_line};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    pub host_id: HostId,
    /// The community of a local account.
    pub tenant_id: Option<TenantId>,
    pub name: String,
    /// The name in lower case; unique on its host, for ever.
    pub name_key: String,
    /// As it was given; [`Model::shown_name`] is for people to read.
    pub display_name: String,
    /// That name in lower case, to be searched for.
    pub display_key: String,
    pub pronouns: String,
    pub bio: String,
    /// An http or https URL, or empty.
    pub website: String,
    /// What the public files of their avatar are called, 96 and 400 pixels wide.
    pub avatar_small: Option<String>,
    pub avatar_large: Option<String>,
    pub avatar_alt: String,
    pub posts_count: i64,
    pub followers_count: i64,
    pub following_count: i64,
    /// A private account: whoever wants to follow it asks, and what it publishes is for its followers.
    pub approves_followers: bool,
    /// May be suggested and found by name.
    pub discoverable: bool,
    /// May be kept by search engines.
    pub indexable: bool,
    pub connections: Connections,
    pub created_at: Timestamp,
    pub state: State,
    pub deleted_at: Option<Timestamp>,
    /// The bytes of the originals that are kept for them.
    pub bytes_used: i64,
    /// The id of the account that it says it has moved to.
    pub moved_to: Option<String>,
    /// When it moved last, whether it still says so or not.
    pub moved_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    #[sea_orm(string_value = "living")]
    Living,
    /// Gone for everybody; what was theirs is being purged.
    #[sea_orm(string_value = "leaving")]
    Leaving,
    /// Nothing is left but the name, which nobody else gets.
    #[sea_orm(string_value = "deleted")]
    Deleted,
}

impl Model {
    /// Whether it is one of another server.
    pub fn is_remote(&self) -> bool {
        self.tenant_id.is_none()
    }

    /// Whether it is one of ours whose owner has moved to another: nothing new is published, said or followed with it.
    pub fn is_left_behind(&self) -> bool {
        !self.is_remote() && self.moved_to.is_some()
    }

    /// The name that people read: one line that changes nothing around it, and the user name where nothing of it is left.
    pub fn shown_name(&self) -> String {
        shown_line(&self.display_name).unwrap_or_else(|| self.name.clone())
    }
}

/// What others see of whom somebody follows and who follows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Connections {
    /// How many, and who.
    #[sea_orm(string_value = "listed")]
    Listed,
    /// How many.
    #[sea_orm(string_value = "counted")]
    Counted,
    #[sea_orm(string_value = "hidden")]
    Hidden,
}
