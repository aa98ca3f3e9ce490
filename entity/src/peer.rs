//! Another server as the deliveries to it know it. Whoever holds its lease sends to it.

use sea_orm::entity::prelude::*;

use crate::values::{HostId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "peers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub host_id: HostId,
    /// When something is to be sent to it; none while nothing waits.
    pub next_at: Option<Timestamp>,
    pub leased_until: Timestamp,
    pub lease: i64,
    /// How often in a row it could not be reached.
    pub failures: i32,
    /// On how many days it could not be reached, since it last could.
    pub failing_days: i32,
    /// In days since 1970.
    pub last_failed_day: i64,
    /// Since when it is only tried once a day.
    pub dead_at: Option<Timestamp>,
    pub last_error: Option<String>,
    pub last_success_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
