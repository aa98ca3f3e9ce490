//! Something that staff did: who, when, to whom or what, and why. Never changed, never deleted.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, ActId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "acts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ActId,
    /// `None` for what concerns the whole hub.
    pub tenant_id: Option<TenantId>,
    /// `None` for whoever used the command line.
    pub actor_id: Option<AccountId>,
    /// The actor's name as it was, with the host.
    pub actor: String,
    /// What was done: `member.promote`. A sentence for it stands under `act-member-promote`.
    pub verb: String,
    /// To whom or what, in words: `@ana`, the address of an invite.
    pub subject: String,
    pub reason: String,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
