//! Whether anybody has changed anything, in whatever process.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, QueryResult, Statement};
use tokio::sync::Mutex;

/// Asks the database for its mark, once for all who want to know it at the same time.
#[derive(Debug)]
pub(super) struct Watcher {
    /// Writes nothing. On SQLite it is one connection that is never given up, since each counts for itself.
    connection: DatabaseConnection,
    /// How often the mark was wanted.
    wanted: AtomicU64,
    told: Mutex<Told>,
}

/// A mark, and who may be told it: whoever wanted it before the database was asked.
#[derive(Debug, Default)]
struct Told {
    up_to: u64,
    mark: Arc<str>,
}

impl Watcher {
    pub(super) fn new(connection: DatabaseConnection) -> Self {
        Self { connection, wanted: AtomicU64::new(0), told: Mutex::default() }
    }

    /// The mark of a moment after this was called.
    pub(super) async fn mark(&self) -> Result<Arc<str>, DbErr> {
        let turn = self.wanted.fetch_add(1, Ordering::AcqRel) + 1;
        let mut told = self.told.lock().await;
        if told.up_to < turn {
            let up_to = self.wanted.load(Ordering::Acquire);
            let mark = self.ask().await?.into();
            *told = Told { up_to, mark };
        }
        Ok(told.mark.clone())
    }

    async fn ask(&self) -> Result<String, DbErr> {
        // <https://sqlite.org/pragma.html#pragma_data_version>
        let sql = match self.connection.get_database_backend() {
            DbBackend::Sqlite => "SELECT data_version || '' FROM pragma_data_version",
            _ => "SELECT last_value || '' FROM changes",
        };
        let row = self.one(sql).await?;
        row.ok_or_else(|| DbErr::RecordNotFound("the database's mark".to_owned()))?.try_get_by_index(0)
    }

    /// Counts a commit, before whoever asked for it is answered. SQLite has done so already.
    ///
    /// It counts afterwards: counted before, what somebody still read of the old would pass for the new.
    pub(super) async fn count(&self) {
        if self.connection.get_database_backend() != DbBackend::Sqlite
            && let Err(error) = self.one("SELECT nextval('changes')").await
        {
            tracing::warn!(%error, "a change was not counted: guests see it a second later");
        }
    }

    async fn one(&self, sql: &str) -> Result<Option<QueryResult>, DbErr> {
        self.connection.query_one_raw(Statement::from_string(self.connection.get_database_backend(), sql)).await
    }

    pub(super) async fn close(&self) -> Result<(), DbErr> {
        self.connection.clone().close().await
    }
}
