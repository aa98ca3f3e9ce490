//! Makes an upload an item of a draft.

use heliograph_entity::{
    file, item,
    values::{DraftId, Licence},
};

use super::{MakeRenditions, Received, details::details, files, inspect::inspect, queries};
use crate::{
    accounts,
    app::App,
    error::{Error, Problems, Result},
    jobs,
    sizes::megabytes,
    viewer::{Limits, Viewer},
    words::Message,
};

/// Stores the file and appends it to the draft, whose items are at most `most`. Its renditions are made afterwards.
pub async fn upload(
    app: &App,
    viewer: &Viewer,
    draft: DraftId,
    licence: Licence,
    most: u64,
    received: Received,
) -> Result<item::Model> {
    let refused = |message: Message| Error::Invalid(Problems::one("photos", message));
    let (kind, told, bytes, received) = tokio::task::spawn_blocking(move || {
        let bytes = received.read()?;
        let kind = inspect(&received.name, &bytes).and_then(|kind| kind.still(&received.name));
        Ok::<_, std::io::Error>((kind, details(&bytes), bytes, received))
    })
    .await
    .map_err(anyhow::Error::new)?
    .map_err(anyhow::Error::new)?;
    let kind = kind.and_then(|kind| kind.readable(app, &received.name)).map_err(refused)?;
    let limits = viewer.tenant.limits();
    let size = received.bytes as i64;
    let full = refused(storage_full(limits, &received.name, received.bytes));
    if viewer.account.bytes_used + size > limits.member_bytes() {
        return Err(full);
    }

    let original = files::New {
        role: file::Role::Original,
        class: file::Class::Restricted,
        format: kind.format,
        width: kind.width,
        height: kind.height,
        bytes: received.bytes,
    };
    let original = files::reserve(app, Some(viewer.tenant.id), None, vec![original]).await?;
    files::write(app, &original, vec![bytes]).await?;

    let tx = app.db.write_tx().await?;
    let position = queries::lock_draft_and_count(&tx, viewer.account.id, draft).await?.ok_or(Error::NotFound)?;
    if position >= most {
        let message = Message::new("problem-too-many-photos").count("limit", most).with("file", received.name);
        return Err(refused(message));
    }
    let item = item::Model {
        id: app.ids.mint(),
        tenant_id: Some(viewer.tenant.id),
        account_id: viewer.account.id,
        draft_id: Some(draft),
        post_id: None,
        position: queries::next_position(&tx, draft).await?,
        kind: item::Kind::Photo,
        state: item::State::Processing,
        file_name: received.name,
        title: String::new(),
        alt: String::new(),
        caption: String::new(),
        licence,
        width: kind.width as i32,
        height: kind.height as i32,
        tint: "#808080".to_owned(),
        duration: None,
        details: told.to_json(),
        created_at: app.clock.now(),
    };
    queries::insert_item(&tx, item.clone()).await?;
    queries::keep_files(&tx, &original, Some(item.id)).await?;
    if !accounts::use_bytes(&tx, item.account_id, size, limits.member_bytes()).await? {
        return Err(full);
    }
    jobs::enqueue(app, &tx, item.tenant_id, &MakeRenditions { item_id: item.id }).await?;
    tx.commit().await?;
    Ok(item)
}

/// What is told to somebody for whose file there is no room any more.
pub fn storage_full(limits: Limits, name: &str, bytes: u64) -> Message {
    Message::new("problem-storage-full")
        .with("file", name)
        .with("limit", megabytes(limits.member_mb))
        .count("size", bytes.div_ceil(1_000_000))
}
