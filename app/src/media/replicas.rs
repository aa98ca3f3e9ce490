//! Pictures once more, for other items: objects and rows of their own, so that nothing is shared. What a local folder
//! copies is a second name for the same bytes, and each goes by itself.

use futures_util::{StreamExt, TryStreamExt, stream};
use heliograph_entity::{
    file,
    values::{ItemId, TenantId, Timestamp},
};

use super::{files, queries};
use crate::{app::App, db::Tx, error::Result};

/// Rows that are written with one statement: SQLite binds 32 766 values.
const ROWS: usize = 2000;
const AT_ONCE: usize = 16;

/// One file to be copied.
pub struct Wanted<'a> {
    pub of: &'a file::Model,
    /// None for what stands for an account.
    pub item: Option<ItemId>,
    pub class: file::Class,
    pub created_at: Timestamp,
}

/// Copies every file that is wanted, in their order. Nothing refers to the copies before [`keep_replicas`].
pub async fn replicate(app: &App, tenant: TenantId, wanted: &[Wanted<'_>]) -> Result<Vec<file::Model>> {
    let rows: Vec<file::Model> = wanted
        .iter()
        .map(|copy| file::Model {
            id: app.ids.mint(),
            tenant_id: Some(tenant),
            // The item may not be there yet.
            item_id: None,
            class: copy.class,
            state: file::State::Writing,
            key: files::new_key(app, copy.class, Some(tenant), copy.of.format),
            created_at: copy.created_at,
            ..copy.of.clone()
        })
        .collect();
    let tx = app.db.write_tx().await?;
    for rows in rows.chunks(ROWS) {
        queries::insert_files(&tx, rows.to_vec()).await?;
    }
    tx.commit().await?;

    let copies = wanted.iter().zip(&rows).map(|(wanted, row)| app.storage.copy(&wanted.of.key, &row.key));
    stream::iter(copies).buffer_unordered(AT_ONCE).try_collect::<()>().await?;
    Ok(rows.into_iter().zip(wanted).map(|(row, copy)| file::Model { item_id: copy.item, ..row }).collect())
}

/// Keeps copies, each for its item, together with what refers to them.
pub async fn keep_replicas(tx: &Tx, replicas: &[file::Model]) -> Result<()> {
    for some in replicas.chunks(ROWS) {
        queries::keep_for_items(tx, some).await?;
    }
    Ok(())
}

/// Everything that is kept for an item: its original, and its renditions.
pub async fn files_of(app: &App, item: ItemId) -> Result<Vec<file::Model>> {
    let db = app.db.reader();
    let mut files: Vec<file::Model> = queries::original(db, item).await?.into_iter().collect();
    files.extend(queries::renditions(db, [item]).await?);
    Ok(files)
}
