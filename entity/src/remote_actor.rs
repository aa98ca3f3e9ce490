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
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
