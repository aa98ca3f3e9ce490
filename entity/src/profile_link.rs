//! A page that somebody says is theirs, and whether it says so too.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, LinkId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "profile_links")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LinkId,
    pub tenant_id: TenantId,
    pub account_id: AccountId,
    pub url: String,
    /// Since when it has linked back.
    pub verified_at: Option<Timestamp>,
    /// When it is looked at again.
    pub check_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
