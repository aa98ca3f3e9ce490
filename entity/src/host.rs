//! A host name, ours or another server's.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, HostId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hosts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HostId,
    /// Lower case, punycode; without the port for our own, and for others with a port that is not the usual one.
    #[sea_orm(unique)]
    pub name: String,
    pub kind: Kind,
    pub tenant_id: Option<TenantId>,
    /// Whose own domain it is.
    pub account_id: Option<AccountId>,
    /// Scheme, host and port as people outside reach it: `https://photos.example`. Links in mails and ids begin with it.
    pub origin: String,
    pub created_at: Timestamp,
    /// What the handles of a community's members end with, where that is another domain, which leads to this host.
    #[sea_orm(unique)]
    pub account_domain: Option<String>,
}

impl Model {
    /// What the handles of its people end with, as other servers know them.
    pub fn handle_domain(&self) -> &str {
        let authority = || self.origin.split_once("://").map_or(self.origin.as_str(), |(_, authority)| authority);
        self.account_domain.as_deref().unwrap_or_else(authority)
    }

    /// The same for people to read: without a port.
    pub fn shown_domain(&self) -> &str {
        self.account_domain.as_deref().unwrap_or(&self.name)
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Kind {
    /// The name a community of this hub is reached at.
    #[sea_orm(string_value = "community")]
    Community,
    /// Another server.
    #[sea_orm(string_value = "server")]
    Server,
}
