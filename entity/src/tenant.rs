//! A community.

use sea_orm::entity::prelude::*;

use crate::values::{TenantId, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tenants")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TenantId,
    pub name: String,
    pub summary: String,
    /// What the community is about, on a page of its own.
    pub description: String,
    /// The hue of the accent colour, 0 to 359 degrees in OKLCH; every other colour is derived.
    pub accent_hue: i32,
    pub members_count: i64,
    pub created_at: Timestamp,
    /// What its admins allow each member; the operator's ceiling stands above it.
    pub photos_per_post: i32,
    pub photos_per_post_ceiling: i32,
    pub photo_mb: i32,
    pub photo_mb_ceiling: i32,
    /// Of originals, in million bytes.
    pub member_mb: i32,
    pub member_mb_ceiling: i32,
    pub posts_per_day: i32,
    pub posts_per_day_ceiling: i32,
    pub sign_up: SignUp,
    /// Whether every member may make invites. Staff may.
    pub members_invite: bool,
    /// How many newcomers wait for staff to decide.
    pub waiting_count: i64,
    /// Open reports.
    pub reports_count: i64,
    /// What the public files of its logo are called, 96 and 384 pixels wide.
    pub logo_small: Option<String>,
    pub logo_large: Option<String>,
    /// Whether its staff must use a second step to look after it.
    pub staff_second_factor: bool,
    /// Whether its owners are shown what to do first.
    pub first_steps: bool,
    /// Whether it federates with the servers that it names and with no others.
    pub allow_list: bool,
    /// How many servers it has a policy for.
    pub policies_count: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Who may join.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum SignUp {
    /// Anybody.
    #[sea_orm(string_value = "open")]
    Open,
    /// Anybody whom staff have approved, and whoever comes by an invite.
    #[default]
    #[sea_orm(string_value = "approval")]
    Approval,
    /// Whoever comes by an invite.
    #[sea_orm(string_value = "invite")]
    Invite,
    /// Nobody.
    #[sea_orm(string_value = "closed")]
    Closed,
}

impl SignUp {
    /// As it stands in forms and in the database.
    pub fn code(self) -> String {
        self.to_value()
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::try_from_value(&code.to_owned()).ok()
    }
}
