//! Something that a community's staff are asked to look at.

use sea_orm::entity::prelude::*;

use crate::values::{AccountId, HostId, ReportId, RuleId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReportId,
    /// Whose staff are asked.
    pub tenant_id: TenantId,
    /// Whom it is about.
    pub target_id: AccountId,
    /// Who reports it; none for those who have left, and where another community hands it on.
    pub reporter_id: Option<AccountId>,
    /// The server whose staff hand it on.
    pub host_id: Option<HostId>,
    /// Which rule is said to be broken.
    pub rule_id: Option<RuleId>,
    /// What another server calls it.
    #[sea_orm(unique)]
    pub uri: Option<String>,
    pub words: String,
    /// Whether the staff of the server that it is about are told, too.
    pub handed_on: bool,
    pub state: State,
    pub closed_by: Option<AccountId>,
    pub closed_at: Option<Timestamp>,
    /// What was done, or why nothing was.
    pub answer: String,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    #[default]
    #[sea_orm(string_value = "open")]
    Open,
    #[sea_orm(string_value = "closed")]
    Closed,
}
