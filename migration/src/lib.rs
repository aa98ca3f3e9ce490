//! The database's shape, one change per file, forward only.
//!
//! Every statement runs on SQLite and PostgreSQL; the few words that differ are written as `{tokens}` and filled in by
//! [`run`]. Times are BIGINT microseconds since 1970 UTC, documents are JSON in TEXT, and every id is minted by the hub.

use sea_orm_migration::{
    MigratorTrait,
    sea_orm::{ConnectionTrait, DatabaseBackend},
};

pub use sea_orm_migration;
use sea_orm_migration::prelude::{DbErr, MigrationTrait, SchemaManager};

mod m0001_hub;
mod m0002_communities_and_people;
mod m0003_posts;
mod m0004_jobs;
mod m0005_care;
mod m0006_joining;
mod m0007_signing_in;
mod m0008_profiles;
mod m0009_people;
mod m0010_staff;
mod m0011_posts_in_full;
mod m0012_federation;
mod m0013_communities_at_home;
mod m0014_post_versions;
mod m0015_other_servers;
mod m0016_conversation;
mod m0017_threads;
mod m0018_first_steps;
mod m0019_policies;
mod m0020_moving;
mod m0021_account_domain;
mod m0022_changes;
mod m0023_series;
mod m0024_reach;
mod m0025_videos;
mod m0026_language;
mod m0027_reports;

pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_hub::Migration),
            Box::new(m0002_communities_and_people::Migration),
            Box::new(m0003_posts::Migration),
            Box::new(m0004_jobs::Migration),
            Box::new(m0005_care::Migration),
            Box::new(m0006_joining::Migration),
            Box::new(m0007_signing_in::Migration),
            Box::new(m0008_profiles::Migration),
            Box::new(m0009_people::Migration),
            Box::new(m0010_staff::Migration),
            Box::new(m0011_posts_in_full::Migration),
            Box::new(m0012_federation::Migration),
            Box::new(m0013_communities_at_home::Migration),
            Box::new(m0014_post_versions::Migration),
            Box::new(m0015_other_servers::Migration),
            Box::new(m0016_conversation::Migration),
            Box::new(m0017_threads::Migration),
            Box::new(m0018_first_steps::Migration),
            Box::new(m0019_policies::Migration),
            Box::new(m0020_moving::Migration),
            Box::new(m0021_account_domain::Migration),
            Box::new(m0022_changes::Migration),
            Box::new(m0023_series::Migration),
            Box::new(m0024_reach::Migration),
            Box::new(m0025_videos::Migration),
            Box::new(m0026_language::Migration),
            Box::new(m0027_reports::Migration),
        ]
    }
}

/// Declares a migration that runs one SQL script inside a transaction.
macro_rules! script {
    ($sql:expr) => {
        #[derive(sea_orm_migration::prelude::DeriveMigrationName)]
        pub(crate) struct Migration;

        #[sea_orm_migration::async_trait::async_trait]
        impl sea_orm_migration::prelude::MigrationTrait for Migration {
            async fn up(
                &self,
                manager: &sea_orm_migration::prelude::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                crate::run(manager, $sql).await
            }

            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }
        }
    };
}
pub(crate) use script;

/// Runs `sql` with the words that differ between the two databases filled in:
/// `{id}` is a 64-bit key column (on SQLite the row id itself), `{name}` a text compared byte by byte. A statement after
/// `{sqlite}` or `{postgres}` is for that one alone.
async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    let (id, name, ours, others) = match manager.get_database_backend() {
        DatabaseBackend::Sqlite => ("INTEGER", "TEXT", "{sqlite}", "{postgres}"),
        _ => ("BIGINT", "TEXT COLLATE \"C\"", "{postgres}", "{sqlite}"),
    };
    let sql = sql.replace("{id}", id).replace("{name}", name);

    let statements = sql.split(";\n").map(str::trim).filter(|statement| !statement.is_empty());
    for statement in statements.filter(|statement| !statement.starts_with(others)) {
        let statement = statement.trim_start_matches(ours);
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}
