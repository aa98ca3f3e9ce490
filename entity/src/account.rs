//! An actor of any origin: somebody here or on another server.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, HostId, TenantId, Timestamp};

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
    pub display_name: String,
    pub bio: String,
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
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

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
