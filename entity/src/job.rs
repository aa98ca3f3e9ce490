//! Work to be done later, by whichever process takes it.

use sea_orm::entity::prelude::*;

use crate::values::{JobId, TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    pub name: String,
    pub tenant_id: Option<TenantId>,
    /// A JSON object.
    pub payload: String,
    pub state: State,
    /// Not before; for a running job, when its lease ends.
    pub run_at: Timestamp,
    /// Counted when it is taken, so that a job that kills its worker ends.
    pub attempts: i32,
    /// Drawn at random by whoever took it last.
    pub lease: Option<i64>,
    pub last_error: Option<String>,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// Which workers do it.
    pub lane: i32,
    /// Jobs with the same are done one after the other.
    pub series: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    #[sea_orm(string_value = "waiting")]
    Waiting,
    /// Until those of its series that came before it have been tried.
    #[sea_orm(string_value = "held")]
    Held,
    #[sea_orm(string_value = "running")]
    Running,
    #[sea_orm(string_value = "done")]
    Done,
    /// It will not be tried again; `last_error` says why.
    #[sea_orm(string_value = "gave_up")]
    GaveUp,
}
