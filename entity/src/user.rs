//! What only a local account has: an address, a password, a role.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, TenantId, Timestamp, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    pub tenant_id: TenantId,
    pub account_id: AccountId,
    pub email: String,
    /// The address in lower case; unique in its community.
    pub email_key: String,
    /// In PHC form, with its parameters and salt.
    pub password_hash: String,
    pub role: Role,
    /// Runs the whole hub.
    pub operator: bool,
    pub confirmed_at: Option<Timestamp>,
    pub created_at: Timestamp,
    /// What they have chosen about how things look and what a new post begins with: a JSON object.
    pub preferences: String,
    /// What the mail server said when it last refused a letter to them for good.
    pub mail_problem: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What somebody may do in their community. Later ones may do more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Role {
    #[sea_orm(string_value = "member")]
    Member,
    #[sea_orm(string_value = "moderator")]
    Moderator,
    #[sea_orm(string_value = "admin")]
    Admin,
    #[sea_orm(string_value = "owner")]
    Owner,
}
