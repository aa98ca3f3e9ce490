//! An account that is signed in in some browser. Without this row it is signed out there, whatever the browser holds.

use sea_orm::entity::prelude::*;

use crate::values::{SignInId, TenantId, Timestamp, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_ins")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SignInId,
    pub tenant_id: TenantId,
    pub user_id: UserId,
    /// Which known device of the account it is.
    pub device_hash: String,
    /// `Firefox`; empty when it did not say.
    pub browser: String,
    /// `Android`; empty when it did not say.
    pub system: String,
    /// Where it was last used from: `203.0.113.0/24`.
    pub network: String,
    pub created_at: Timestamp,
    /// To a few minutes.
    pub last_used_at: Timestamp,
    /// When they last proved who they are.
    pub proved_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
