//! The database: SQLite with one writer and several readers, or PostgreSQL with a pool.

use std::{
    os::unix::fs::OpenOptionsExt,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU8, AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::Context;
use heliograph_migration::{
    Migrator,
    sea_orm_migration::{MigratorTrait, SchemaManager, seaql_migrations},
};
use sea_orm::{
    AccessMode, ColumnTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, EntityTrait, ExecResult, ExprTrait, Iterable, PrimaryKeyToColumn, QueryFilter, QueryResult,
    QuerySelect, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
    sea_query::{Expr, SelectStatement, Value},
};
use tokio::sync::Notify;

use crate::config::DatabaseUrl;

mod watcher;

use watcher::Watcher;

/// PostgreSQL's connections for each process; its default allows 100 in all.
const POSTGRES_CONNECTIONS: u32 = 20;
const SQLITE_READERS: u32 = 8;

/// How many statements a connection of SQLite keeps ready: all that usual pages ask.
const STATEMENTS: usize = 400;

const FOR_EVER: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// Work that a transaction may leave behind. Whoever does one kind is not woken by another.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Work {
    Usual = 0,
    Letters = 1,
    Outside = 2,
    Deliveries = 3,
    Pictures = 4,
}

const KINDS_OF_WORK: usize = 5;

#[derive(Clone, Debug)]
pub struct Db {
    readers: DatabaseConnection,
    writer: DatabaseConnection,
    watcher: Arc<Watcher>,
    /// Rung when a transaction that has left work of the kind is committed.
    waiting: Arc<[Notify; KINDS_OF_WORK]>,
    commits: Arc<AtomicU64>,
}

impl Db {
    pub async fn connect(url: &DatabaseUrl) -> anyhow::Result<Self> {
        let (readers, writer, watcher) = match url {
            DatabaseUrl::Sqlite(path) => {
                let writer = sqlite(path, 1, false).await?;
                (sqlite(path, SQLITE_READERS, true).await?, writer, sqlite(path, 1, true).await?)
            }
            DatabaseUrl::Postgres(url) => {
                let pool = postgres(url).await?;
                (pool.clone(), pool.clone(), pool)
            }
        };
        let watcher = Arc::new(Watcher::new(watcher));
        Ok(Self { readers, writer, watcher, waiting: Arc::default(), commits: Arc::default() })
    }

    /// For questions. What it answers may be a moment old.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.readers
    }

    /// Rings when there may be work of a kind that was not there before.
    pub(crate) fn waiting(&self, work: Work) -> &Notify {
        &self.waiting[work as usize]
    }

    /// How often this process has changed anything. What was read before another number is old.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Acquire)
    }

    /// What the database holds now, by a mark. As long as it is the same, no change has been answered for, in whatever
    /// process: SQLite's `data_version`, PostgreSQL's count of what was committed.
    pub async fn mark(&self) -> Result<Arc<str>, DbErr> {
        self.watcher.mark().await
    }

    /// Begins a transaction that may write. On SQLite it waits for its turn, so that nothing is ever "locked".
    ///
    /// Asking [`Self::reader`] inside sees nothing of it, and asking [`Self::write_tx`] again waits for ever on SQLite:
    /// pass the transaction on.
    #[expect(clippy::disallowed_methods, reason = "the one place where a writing transaction begins")]
    pub async fn write_tx(&self) -> Result<Tx, DbErr> {
        let options = TransactionOptions {
            access_mode: Some(AccessMode::ReadWrite).filter(|_| !self.is_sqlite()),
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate).filter(|_| self.is_sqlite()),
            ..Default::default()
        };
        let tx = self.writer.begin_with_options(options).await?;
        Ok(Tx {
            tx,
            left: AtomicU8::new(0),
            waiting: self.waiting.clone(),
            commits: self.commits.clone(),
            watcher: self.watcher.clone(),
        })
    }

    pub fn is_sqlite(&self) -> bool {
        self.writer.get_database_backend() == DbBackend::Sqlite
    }

    /// Brings the tables up to date. Refuses a database that a newer version has changed.
    ///
    /// `lock` is a file that keeps two processes of one SQLite database from migrating at once; PostgreSQL has a lock of its own.
    pub async fn migrate(&self, lock: &Path) -> anyhow::Result<()> {
        let known: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
        let applied = self.applied_migrations().await?;
        if let Some(newer) = applied.iter().find(|version| !known.contains(version)) {
            anyhow::bail!(
                "The database was changed by a newer version of Heliograph ({newer}); this is version {}. Please start the newer one.",
                env!("CARGO_PKG_VERSION")
            );
        }
        if applied.len() == known.len() {
            return Ok(());
        }

        if self.is_sqlite() {
            let lock = std::fs::File::create(lock).context("making the lock for migrations")?;
            let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock)).await??;
            Migrator::up(&self.writer, None).await?;
            drop(lock);
        } else {
            // Held by the connection of this transaction, and let go of with it, whatever happens.
            let holder = self.write_tx().await?;
            holder.execute_unprepared("SELECT pg_advisory_xact_lock(7237482)").await?;
            Migrator::up(&self.writer, None).await?;
            holder.commit().await?;
        }
        Ok(())
    }

    #[expect(clippy::disallowed_methods, reason = "no capability's table")]
    async fn applied_migrations(&self) -> anyhow::Result<Vec<String>> {
        if !SchemaManager::new(&self.writer).has_table("seaql_migrations").await? {
            return Ok(Vec::new());
        }
        let applied = seaql_migrations::Entity::find().all(&self.writer).await?;
        Ok(applied.into_iter().map(|migration| migration.version).collect())
    }

    pub async fn close(self) {
        if let Err(error) = self.watcher.close().await {
            tracing::warn!(%error, "the database's watcher did not close");
        }
        if let Err(error) = self.readers.close().await {
            tracing::warn!(%error, "the database's readers did not close");
        }
        if let Err(error) = self.writer.close().await {
            tracing::warn!(%error, "the database's writer did not close");
        }
    }
}

async fn sqlite(path: &Path, connections: u32, read_only: bool) -> anyhow::Result<DatabaseConnection> {
    use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};

    let mut options = ConnectOptions::new("sqlite:");
    let path = path.to_owned();
    let shown = path.display().to_string();
    if !read_only {
        // Whatever its folder allows: it holds addresses and what strangers must not read.
        let made = std::fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
        made.with_context(|| format!("opening the database {shown}"))?;
    }
    options.max_connections(connections).acquire_timeout(Duration::from_secs(30)).sqlx_logging(false);
    // They are as good as new for as long as the process lives.
    options.idle_timeout(FOR_EVER).max_lifetime(FOR_EVER).test_before_acquire(false);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite
            .filename(&path)
            .create_if_missing(!read_only)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(Duration::from_secs(5))
            .statement_cache_capacity(STATEMENTS)
            .foreign_keys(true);
        if read_only { sqlite.pragma("query_only", "ON") } else { sqlite }
    });
    Database::connect(options).await.with_context(|| format!("opening the database {shown}"))
}

async fn postgres(url: &str) -> anyhow::Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(Duration::from_secs(10))
        .sqlx_logging(false)
        .set_application_name("heliograph");
    Database::connect(options).await.context("PostgreSQL does not answer as HELIOGRAPH_DATABASE_URL says")
}

/// Whether a column has a value that stands in the statement itself. What a partial index is chosen by has to: SQLite plans
/// without looking at what is bound (.cargo/config.toml), and PostgreSQL does so after some executions.
pub(crate) fn is(column: impl ColumnTrait, value: impl Into<Value>) -> Expr {
    column.into_expr().eq(Expr::Constant(value.into()))
}

/// Whether it has another one.
pub(crate) fn is_not(column: impl ColumnTrait, value: impl Into<Value>) -> Expr {
    column.into_expr().ne(Expr::Constant(value.into()))
}

/// A transaction that may write. Dropped before [`Self::commit`], it has changed nothing.
#[derive(Debug)]
pub struct Tx {
    tx: DatabaseTransaction,
    /// A bit for each kind of work.
    left: AtomicU8,
    waiting: Arc<[Notify; KINDS_OF_WORK]>,
    commits: Arc<AtomicU64>,
    watcher: Arc<Watcher>,
}

impl Tx {
    pub async fn commit(self) -> Result<(), DbErr> {
        let committed = self.tx.commit().await;
        // Whatever became of it: an answer that was lost says nothing.
        self.commits.fetch_add(1, Ordering::Release);
        self.watcher.count().await;
        committed?;
        let left = self.left.load(Ordering::Relaxed);
        let kinds = self.waiting.iter().enumerate().filter(|(kind, _)| left & (1 << kind) != 0);
        kinds.for_each(|(_, waiting)| waiting.notify_one());
        Ok(())
    }

    /// Says that work is left, so that whoever does it looks for it as soon as this is committed.
    pub(crate) fn note_work(&self, work: Work) {
        self.left.fetch_or(1 << work as usize, Ordering::Relaxed);
    }
}

/// Sets a counter of every row of `E` to what `rows` counts for it, where it differs. How many differed.
///
/// Who changes what is counted holds the counter's row until the end of that transaction. So the rows that are wrong are
/// taken first, which waits for such transactions, and only the next statement counts: it sees what they have done.
#[expect(clippy::disallowed_methods, reason = "for the queries of every capability")]
pub async fn recount<E: EntityTrait>(tx: &Tx, counter: E::Column, rows: SelectStatement) -> Result<u64, DbErr> {
    let counted = Expr::SubQuery(None, Box::new(rows.into()));
    let wrong = Expr::col((E::default(), counter)).ne(counted.clone());
    E::find()
        .select_only()
        .columns(E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column))
        .filter(wrong.clone())
        .lock_exclusive()
        .into_tuple::<i64>()
        .all(tx)
        .await?;
    E::update_many().col_expr(counter, counted).filter(wrong).exec(tx).await.map(|update| update.rows_affected)
}

#[async_trait::async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.tx.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.tx.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.tx.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.tx.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.tx.query_all_raw(statement).await
    }
}
