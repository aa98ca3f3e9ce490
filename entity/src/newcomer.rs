//! Somebody who has signed up: on the way to an account, until the address is confirmed and staff have agreed where
//! they are asked. Afterwards it tells how a member came.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, InviteId, NewcomerId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "newcomers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NewcomerId,
    pub tenant_id: TenantId,
    pub name: String,
    /// The name in lower case while it is held for them; unique in the community.
    pub name_key: Option<String>,
    /// Empty once an account has it.
    pub email: String,
    pub email_key: String,
    /// Empty once an account has it.
    pub password_hash: String,
    /// What they told staff about themselves.
    pub words: String,
    pub invite_id: Option<InviteId>,
    /// Of the link that confirms the address.
    pub token_hash: Option<String>,
    pub state: State,
    /// Whether staff were mailed that they wait.
    pub staff_told: bool,
    /// The account they have got.
    pub account_id: Option<AccountId>,
    pub decided_by: Option<AccountId>,
    pub reason: String,
    pub created_at: Timestamp,
    pub confirmed_at: Option<Timestamp>,
    pub decided_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// The link in the mail was not opened yet.
    #[sea_orm(string_value = "unconfirmed")]
    Unconfirmed,
    /// For staff to decide.
    #[sea_orm(string_value = "waiting")]
    Waiting,
    #[sea_orm(string_value = "member")]
    Member,
    #[sea_orm(string_value = "refused")]
    Refused,
}
