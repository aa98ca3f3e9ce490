//! What communities gain as they settle in: a logo, a second step that staff must use, first steps that are put away, and
//! people who are found by the names they are shown by.

use sea_orm_migration::{
    async_trait::async_trait,
    prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager},
    sea_orm::{ConnectionTrait, Statement},
};

const SQL: &str = "
ALTER TABLE tenants ADD COLUMN logo_small TEXT;
ALTER TABLE tenants ADD COLUMN logo_large TEXT;
ALTER TABLE tenants ADD COLUMN staff_second_factor BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE tenants ADD COLUMN first_steps BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE hub ADD COLUMN staff_second_factor BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE logos (
    tenant_id {id} PRIMARY KEY REFERENCES tenants (id),
    original_id BIGINT NOT NULL REFERENCES files (id),
    small_id BIGINT NOT NULL REFERENCES files (id),
    large_id BIGINT NOT NULL REFERENCES files (id)
);

ALTER TABLE accounts ADD COLUMN display_key {name} NOT NULL DEFAULT '';
CREATE INDEX accounts_by_display_name ON accounts (display_key, id);
CREATE INDEX acts_of_a_kind ON acts (tenant_id, verb, id);
";

/// How many names are lowered at a time.
const AT_ONCE: usize = 500;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, SQL).await?;
        lower_names(manager).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Lowered here and not by the database: SQLite knows only the letters of ASCII.
async fn lower_names(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let (db, backend) = (manager.get_connection(), manager.get_database_backend());
    let mut after = 0_i64;
    loop {
        let select = "SELECT id, display_name FROM accounts WHERE id > $1 ORDER BY id LIMIT $2";
        let values = [after.into(), (AT_ONCE as i64).into()];
        let rows = db.query_all_raw(Statement::from_sql_and_values(backend, select, values)).await?;
        for row in &rows {
            let (id, name): (i64, String) = (row.try_get("", "id")?, row.try_get("", "display_name")?);
            let update = "UPDATE accounts SET display_key = $1 WHERE id = $2";
            let values = [name.to_lowercase().into(), id.into()];
            db.execute_raw(Statement::from_sql_and_values(backend, update, values)).await?;
            after = id;
        }
        if rows.len() < AT_ONCE {
            return Ok(());
        }
    }
}
