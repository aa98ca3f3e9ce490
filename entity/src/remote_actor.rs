//! What makes an account of another server an actor: where it is reached and what it signs with.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "remote_actors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// Its id, everywhere and for ever.
    #[sea_orm(unique)]
    pub uri: String,
    /// Its page, for people.
    pub url: String,
    pub inbox: String,
    /// One for all of its server, or empty.
    pub shared_inbox: String,
    pub key_id: String,
    /// In PEM.
    pub public_key: String,
    pub fetched_at: Timestamp,
    /// When it was last tried to fetch it anew because a signature did not verify.
    pub checked_at: Timestamp,
    /// When its inbox said that it was no longer there.
    pub gone_at: Option<Timestamp>,
    /// The id of its followers as a whole, by which it says that something is for them; or empty.
    pub followers: String,
    /// Where its server lists whom it follows; or empty.
    pub following: String,
    /// Where its server lists what it has published; or empty.
    pub outbox: String,
    /// Where its server lists what it has pinned; or empty.
    pub featured: String,
    /// Where its picture is found; or empty.
    pub avatar: String,
    /// How many its server says that there are.
    pub posts_told: Option<i64>,
    pub followers_told: Option<i64>,
    pub following_told: Option<i64>,
    /// When its newest posts were last asked for.
    pub filled_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
