//! Stored objects and their rows: a row is written before its object, and goes after it.

use heliograph_entity::{
    file,
    values::{ItemId, TenantId},
};
use object_store::PutPayload;

use super::{SweepFiles, queries, render::Rendition};
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
    tenant: Option<TenantId>,
    item: Option<ItemId>,
    new: Vec<New>,
) -> Result<Vec<file::Model>> {
    let keys: Vec<String> = new.iter().map(|new| new_key(app, new.class, tenant, new.format)).collect();
    insert(app, tenant, item, new, keys).await
}

async fn insert(
    app: &App,
    tenant: Option<TenantId>,
    item: Option<ItemId>,
    new: Vec<New>,
    keys: Vec<String>,
) -> Result<Vec<file::Model>> {
    let row = |(new, key): (New, String)| file::Model {
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
        key,
        created_at: app.clock.now(),
    };
    let rows: Vec<file::Model> = new.into_iter().zip(keys).map(row).collect();
    let tx = app.db.write_tx().await?;
    queries::insert_files(&tx, rows.clone()).await?;
    tx.commit().await?;
    Ok(rows)
}

/// Stores what was rendered under random keys. Like all that is reserved it goes unless it is kept.
pub(super) async fn store(
    app: &App,
    class: file::Class,
    tenant: Option<TenantId>,
    renditions: Vec<Rendition>,
) -> Result<Vec<file::Model>> {
    let keys = renditions.iter().map(|_| new_key(app, class, tenant, file::Format::Jpeg)).collect();
    store_at(app, class, tenant, keys, renditions).await
}

/// Likewise, at these places.
pub(super) async fn store_at(
    app: &App,
    class: file::Class,
    tenant: Option<TenantId>,
    keys: Vec<String>,
    renditions: Vec<Rendition>,
) -> Result<Vec<file::Model>> {
    let new = renditions.iter().map(|rendition| New {
        role: file::Role::Rendition,
        class,
        format: file::Format::Jpeg,
        width: rendition.width,
        height: rendition.height,
        bytes: rendition.bytes.len() as u64,
    });
    let stored = insert(app, tenant, None, new.collect(), keys).await?;
    write(app, &stored, renditions.into_iter().map(|rendition| rendition.bytes)).await?;
    Ok(stored)
}

/// A place that nobody can guess.
pub(super) fn new_key(app: &App, class: file::Class, tenant: Option<TenantId>, format: file::Format) -> String {
    key(class, tenant, &format!("{}.{}", app.rng.short_token(), format.extension()))
}

/// Where a file of that name lies. Public ones are found by their name and community alone; what is of another server
/// lies beside those of the communities.
pub(super) fn key(class: file::Class, tenant: Option<TenantId>, name: &str) -> String {
    let class = match class {
        file::Class::Public => "public",
        file::Class::Restricted => "restricted",
    };
    // Folders of a few thousand files each, at a million pictures.
    let folder: String = name.chars().take(2).collect();
    let tenant = tenant.map_or_else(|| "elsewhere".to_owned(), |tenant| tenant.to_string());
    format!("{class}/{tenant}/{folder}/{name}")
}

pub(super) async fn write(app: &App, files: &[file::Model], contents: impl IntoIterator<Item = Vec<u8>>) -> Result<()> {
    for (file, bytes) in files.iter().zip(contents) {
        app.storage.put(&file.key, PutPayload::from(bytes)).await?;
    }
    Ok(())
}

/// Copies of renditions for another class, already stored.
pub struct Copies {
    new: Vec<file::Model>,
    old: Vec<file::Model>,
}

impl Copies {
    pub fn is_empty(&self) -> bool {
        self.old.is_empty()
    }
}

/// Copies those renditions of `items` that have another class to places of this one. Nothing refers to the copies before
/// [`replace_files`].
pub async fn copy_as(app: &App, class: file::Class, tenant: TenantId, items: &[ItemId]) -> Result<Copies> {
    let mut old: Vec<_> = queries::renditions(app.db.reader(), items.iter().copied()).await?;
    old.retain(|file| file.class != class);
    let mut new = Vec::with_capacity(old.len());
    for item in items {
        let of_item = old.iter().filter(|file| file.item_id == Some(*item));
        let copies = of_item.map(|file| New {
            role: file.role,
            class,
            format: file.format,
            width: file.width as u32,
            height: file.height as u32,
            bytes: file.bytes as u64,
        });
        new.extend(reserve(app, Some(tenant), Some(*item), copies.collect()).await?);
    }
    let old: Vec<file::Model> =
        items.iter().flat_map(|item| old.iter().filter(|file| file.item_id == Some(*item)).cloned()).collect();
    for (from, to) in old.iter().zip(&new) {
        app.storage.copy(&from.key, &to.key).await?;
    }
    Ok(Copies { new, old })
}

/// Makes the copies the renditions of their items; those they were copied from are deleted later. False when they were
/// replaced or deleted meanwhile: then the transaction must not be committed.
pub async fn replace_files(app: &App, tx: &Tx, copies: &Copies) -> Result<bool> {
    if copies.old.is_empty() {
        return Ok(true);
    }
    queries::keep_files(tx, &copies.new, None).await?;
    let doomed = queries::doom(tx, copies.old.iter().map(|file| file.id)).await?;
    jobs::enqueue(app, tx, None, &SweepFiles::default()).await?;
    Ok(doomed == copies.old.len() as u64)
}

/// Deletes at once what was replaced, rather than with the next sweep: whoever knows an address gets nothing any more.
pub async fn delete_replaced(app: &App, copies: &Copies) -> Result<()> {
    for file in &copies.old {
        app.storage.delete(&file.key).await?;
    }
    Ok(())
}

/// Has all files of the items deleted.
pub async fn doom_files(app: &App, tx: &Tx, items: &[ItemId]) -> Result<()> {
    for (account, bytes) in queries::doom_of_items(tx, items).await? {
        accounts::free_bytes(tx, account, bytes).await?;
    }
    jobs::enqueue(app, tx, None, &SweepFiles::default()).await?;
    Ok(())
}
