//! An invite that a member gave: whoever has its link may join, so many times and so long.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, InviteId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invites")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InviteId,
    pub tenant_id: TenantId,
    /// Whoever made it.
    pub account_id: AccountId,
    /// What its link ends in. Kept as it is, so that the link can be copied again.
    pub code: String,
    /// For whom, in the words of whoever made it.
    pub note: String,
    pub uses_allowed: i32,
    /// A sign-up that was never confirmed gives its use back.
    pub uses_made: i32,
    pub expires_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

impl Model {
    /// Whether somebody may still come by it.
    pub fn is_living(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| end > now) && self.uses_made < self.uses_allowed
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
