//! The avatar or the header of an account: which part of which picture is shown.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, FileId, PortraitId, TenantId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "portraits")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PortraitId,
    pub tenant_id: TenantId,
    pub account_id: AccountId,
    /// One of each for an account.
    pub kind: Kind,
    pub alt: String,
    /// Where the shown part lies: from 0, at the left or the top, to 1.
    pub crop_x: f64,
    pub crop_y: f64,
    /// How large it is: 1 is as large as fits.
    pub crop_size: f64,
    /// The mean colour as `#rrggbb`.
    pub tint: String,
    pub original_id: FileId,
    pub small_id: FileId,
    pub large_id: FileId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Kind {
    /// A square that stands for them everywhere.
    #[sea_orm(string_value = "avatar")]
    Avatar,
    /// Three times as wide as high, on top of their profile.
    #[sea_orm(string_value = "header")]
    Header,
}
