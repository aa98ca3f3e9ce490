//! Stored objects and their rows: a row is written before its object, and goes after it.

use heliograph_entity::{
    file,
    values::{ItemId, TenantId},
};
use object_store::PutPayload;

use super::{SweepFiles, queries};
use crate::{accounts, app::App, db::Tx, error::Result, jobs};

pub(super) struct New {
    pub(super) role: file::Role,
    pub(super) class: file::Class,
    pub(super) format: file::Format,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) bytes: u64,
}

/// Gives each file a place under a random key. Until [`queries::keep_files`] they are swept away after a while.
pub(super) async fn reserve(
    app: &App,
    tenant: TenantId,
    item: Option<ItemId>,
    new: Vec<New>,
) -> Result<Vec<file::Model>> {
    let rows: Vec<file::Model> = new
        .into_iter()
        .map(|new| file::Model {
            id: app.ids.mint(),
            tenant_id: tenant,
            item_id: item,
            role: new.role,
            class: new.class,
            state: file::State::Writing,
            format: new.format,
            width: new.width as i32,
            height: new.height as i32,
            bytes: new.bytes as i64,
            key: key(new.class, tenant, &format!("{}.{}", app.rng.short_token(), new.format.extension())),
            created_at: app.clock.now(),
        })
        .collect();
    let tx = app.db.write_tx().await?;
    queries::insert_files(&tx, rows.clone()).await?;
    tx.commit().await?;
    Ok(rows)
}

/// Where a file of that name lies. Public ones are found by their name and community alone.
pub(super) fn key(class: file::Class, tenant: TenantId, name: &str) -> String {
    let class = match class {
        file::Class::Public => "public",
        file::Class::Restricted => "restricted",
    };
    // Folders of a few thousand files each, at a million pictures.
    let folder: String = name.chars().take(2).collect();
    format!("{class}/{tenant}/{folder}/{name}")
}

pub(super) async fn write(app: &App, files: &[file::Model], contents: impl IntoIterator<Item = Vec<u8>>) -> Result<()> {
    for (file, bytes) in files.iter().zip(contents) {
        app.storage.put(&file.key, PutPayload::from(bytes)).await?;
    }
    Ok(())
}

/// Copies of renditions that are about to become public, already stored.
pub struct PublicFiles {
    new: Vec<file::Model>,
    old: Vec<file::Model>,
}

/// Copies the renditions of `items` to public places. Nothing refers to them before [`publish_files`].
pub async fn copy_for_publication(app: &App, tenant: TenantId, items: &[ItemId]) -> Result<PublicFiles> {
    let old: Vec<_> = queries::renditions(app.db.reader(), items.iter().copied()).await?;
    let mut new = Vec::with_capacity(old.len());
    for item in items {
        let of_item = old.iter().filter(|file| file.item_id == Some(*item));
        let copies = of_item.map(|file| New {
            role: file.role,
            class: file::Class::Public,
            format: file.format,
            width: file.width as u32,
            height: file.height as u32,
            bytes: file.bytes as u64,
        });
        new.extend(reserve(app, tenant, Some(*item), copies.collect()).await?);
    }
    let old: Vec<file::Model> =
        items.iter().flat_map(|item| old.iter().filter(|file| file.item_id == Some(*item)).cloned()).collect();
    for (from, to) in old.iter().zip(&new) {
        app.storage.copy(&from.key, &to.key).await?;
    }
    Ok(PublicFiles { new, old })
}

/// Makes the copies the renditions of their items; those they were copied from are deleted later.
pub async fn publish_files(app: &App, tx: &Tx, files: &PublicFiles) -> Result<()> {
    queries::keep_files(tx, &files.new, None).await?;
    queries::doom(tx, files.old.iter().map(|file| file.id)).await?;
    jobs::enqueue(app, tx, None, &SweepFiles::default()).await?;
    Ok(())
}

/// Has all files of the items deleted: their originals too, unless those are kept for a way back.
pub async fn doom_files(app: &App, tx: &Tx, items: &[ItemId], originals: bool) -> Result<()> {
    for (account, bytes) in queries::doom_of_items(tx, items, originals).await? {
        accounts::free_bytes(tx, account, bytes).await?;
    }
    jobs::enqueue(app, tx, None, &SweepFiles::default()).await?;
    Ok(())
}
