//! A link that was mailed to somebody; only the hash of it is kept.

use sea_orm::entity::prelude::*;

use crate::values::{TenantId, Timestamp, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "email_tokens")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    pub tenant_id: TenantId,
    pub user_id: UserId,
    pub expires_at: Timestamp,
    pub purpose: Purpose,
    /// The address that it is about, when that is not the one the user has.
    pub email: Option<String>,
    /// When the change was made that it takes back.
    pub changed_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What opening the link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Purpose {
    /// Confirms the address of an account.
    #[sea_orm(string_value = "confirm")]
    Confirm,
    /// Lets them choose a new password.
    #[sea_orm(string_value = "reset")]
    Reset,
    /// Makes another address that of the account.
    #[sea_orm(string_value = "change-email")]
    ChangeEmail,
    /// Gives an account back the address it had.
    #[sea_orm(string_value = "undo-email")]
    UndoEmail,
}
