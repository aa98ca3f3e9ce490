//! A fresh, migrated database for each hub: a copy of a SQLite file, or of a PostgreSQL template.
//!
//! `HELIOGRAPH_TEST_DATABASE` is `sqlite` (also when it is not set) or `postgres`; the latter needs
//! `HELIOGRAPH_TEST_POSTGRES_URL`, a database on a server where databases may be made.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use heliograph::{config::DatabaseUrl, db::Db};
use sea_orm::ConnectionTrait;
use tokio::sync::OnceCell;
use url::Url;

static SQLITE_TEMPLATE: OnceCell<(tempfile::TempDir, PathBuf)> = OnceCell::const_new();
static POSTGRES_TEMPLATE: OnceCell<String> = OnceCell::const_new();
static COUNT: AtomicU32 = AtomicU32::new(0);

/// A migrated database; for SQLite a file in `folder`.
pub(crate) async fn fresh(folder: &Path) -> DatabaseUrl {
    if is_postgres() { from_template(template().await).await } else { sqlite(folder).await }
}

/// A database without any table.
pub(crate) async fn empty(folder: &Path) -> DatabaseUrl {
    if is_postgres() { from_template("template0").await } else { DatabaseUrl::Sqlite(folder.join("empty.db")) }
}

pub(crate) fn is_postgres() -> bool {
    match std::env::var("HELIOGRAPH_TEST_DATABASE").as_deref() {
        Ok("postgres") => true,
        Ok("sqlite") | Err(_) => false,
        Ok(other) => panic!("HELIOGRAPH_TEST_DATABASE is sqlite or postgres, not {other}"),
    }
}

async fn sqlite(folder: &Path) -> DatabaseUrl {
    let (_, template) = SQLITE_TEMPLATE
        .get_or_init(|| async {
            let folder = tempfile::tempdir().expect("a folder for the template");
            let path = folder.path().join("template.db");
            migrate(&DatabaseUrl::Sqlite(path.clone()), folder.path()).await;
            (folder, path)
        })
        .await;
    let path = folder.join("heliograph.db");
    std::fs::copy(template, &path).expect("a copy of the template");
    DatabaseUrl::Sqlite(path)
}

async fn template() -> &'static str {
    POSTGRES_TEMPLATE
        .get_or_init(|| async {
            let folder = tempfile::tempdir().expect("a folder");
            let url = from_template("template0").await;
            migrate(&url, folder.path()).await;
            let DatabaseUrl::Postgres(url) = url else { unreachable!("made on PostgreSQL") };
            let url = Url::parse(&url).expect("a URL");
            url.path().trim_start_matches('/').to_owned()
        })
        .await
}

async fn migrate(url: &DatabaseUrl, folder: &Path) {
    let db = Db::connect(url).await.expect("the database opens");
    db.migrate(&folder.join("migrate.lock")).await.expect("the database is migrated");
    db.close().await;
}

async fn from_template(template: &str) -> DatabaseUrl {
    let server = std::env::var("HELIOGRAPH_TEST_POSTGRES_URL")
        .expect("HELIOGRAPH_TEST_POSTGRES_URL names the PostgreSQL server that the tests use: tests/run starts one");
    let name = format!("heliograph_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let maintenance = Db::connect(&DatabaseUrl::Postgres(server.clone())).await.expect("PostgreSQL answers");
    let sql = format!("CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8' STRATEGY wal_log");
    maintenance.reader().execute_unprepared(&sql).await.expect("a new database");
    maintenance.close().await;

    let mut url = Url::parse(&server).expect("HELIOGRAPH_TEST_POSTGRES_URL is a URL");
    url.set_path(&name);
    DatabaseUrl::Postgres(url.into())
}
