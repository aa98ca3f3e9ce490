//! What a community wants of a server and of those below it.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, PolicyId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tenant_policies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PolicyId,
    pub tenant_id: TenantId,
    /// Lower case, punycode, without a port.
    pub domain: String,
    pub severity: Severity,
    /// Whether its pictures are neither fetched nor shown.
    pub reject_media: bool,
    /// Whether what its staff report is not taken.
    pub reject_reports: bool,
    /// For everybody who reads the community's page about this.
    pub public_comment: String,
    /// For staff.
    pub private_comment: String,
    /// Whether that page shows the name only in part.
    pub obfuscate: bool,
    pub changed_by: AccountId,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// From the mildest to the strictest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Severity {
    /// It federates: what counts where only such servers do.
    #[sea_orm(string_value = "allow")]
    Allow,
    /// Only those who follow its people come across them.
    #[sea_orm(string_value = "limit")]
    Limit,
    /// Nothing of it is taken, shown or told.
    #[default]
    #[sea_orm(string_value = "suspend")]
    Suspend,
}

impl Severity {
    /// As it stands in forms and in the database.
    pub fn code(self) -> String {
        self.to_value()
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::try_from_value(&code.to_owned()).ok()
    }
}
