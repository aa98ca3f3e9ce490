//! Pictures that stand for somebody: one part of an upload, in two public sizes. Made while its owner waits.

use axum::{http::HeaderMap, response::Response};
use bytes::Bytes;
use heliograph_entity::{
    file,
    values::{FileId, TenantId},
};

use super::{
    Part, Received, SweepFiles, files,
    inspect::{Kind, inspect},
    queries, render, web,
};
use crate::{
    app::App,
    db::Tx,
    error::{Error, Result},
    jobs,
    words::Message,
};

/// What was made of an upload, stored, and not kept yet: see [`keep_portrait`].
pub struct Portrait {
    pub original: file::Model,
    pub small: file::Model,
    pub large: file::Model,
    /// The mean colour, `#rrggbb`.
    pub tint: String,
}

/// Stores an upload with the part of it that is shown, at both of `sizes`, the smaller first.
/// What can't be read is answered with a sentence.
pub async fn portray(
    app: &App,
    tenant: TenantId,
    received: Received,
    part: Part,
    sizes: [(u32, u32); 2],
) -> Result<std::result::Result<Portrait, Message>> {
    let name = received.name.clone();
    let read = tokio::task::spawn_blocking(move || {
        let bytes = received.read()?;
        let kind = inspect(&received.name, &bytes).and_then(|kind| kind.still(&received.name));
        Ok::<_, std::io::Error>((kind, bytes))
    });
    let (kind, bytes) = read.await.map_err(anyhow::Error::new)?.map_err(anyhow::Error::new)?;
    let kind = match kind.and_then(|kind| kind.readable(app, &name)) {
        Ok(kind) => kind,
        Err(message) => return Ok(Err(message)),
    };
    let bytes = Bytes::from(bytes);
    let Some(rendered) = render_part(app, kind, bytes.clone(), part, sizes).await? else {
        return Ok(Err(Message::new("problem-photo-broken").with("file", name)));
    };

    let original = files::New {
        role: file::Role::Original,
        class: file::Class::Restricted,
        format: kind.format,
        width: kind.width,
        height: kind.height,
        bytes: bytes.len() as u64,
    };
    let original = files::reserve(app, Some(tenant), None, vec![original]).await?;
    files::write(app, &original, vec![bytes.to_vec()]).await?;
    store(app, original, rendered).await.map(Ok)
}

/// Another part of an original that is kept.
pub async fn portray_again(app: &App, original: &file::Model, part: Part, sizes: [(u32, u32); 2]) -> Result<Portrait> {
    let bytes = app.storage.read(&original.key).await?;
    let kind = inspect("original", &bytes).map_err(|message| anyhow::anyhow!("{message}"))?;
    let rendered = render_part(app, kind, bytes, part, sizes).await?;
    let rendered = rendered.ok_or_else(|| anyhow::anyhow!("an original that was readable no longer is"))?;
    store(app, vec![original.clone()], rendered).await
}

/// `None` when the file is damaged.
async fn render_part(
    app: &App,
    kind: Kind,
    bytes: Bytes,
    part: Part,
    sizes: [(u32, u32); 2],
) -> Result<Option<render::Rendered>> {
    let rendered = move |kind, bytes: &[u8]| render::render_part(kind, bytes, part, &sizes);
    Ok(render::in_turn(app, kind, bytes, rendered).await?.ok())
}

async fn store(app: &App, original: Vec<file::Model>, rendered: render::Rendered) -> Result<Portrait> {
    let original = original.into_iter().next().ok_or(Error::NotFound)?;
    let stored = files::store(app, file::Class::Public, original.tenant_id, rendered.renditions).await?;
    let [small, large] = stored.try_into().map_err(|_| anyhow::anyhow!("two sizes were asked for"))?;
    Ok(Portrait { original, small, large, tint: rendered.tint })
}

/// Keeps the files of a portrait that were made for it.
pub async fn keep_portrait(tx: &Tx, portrait: &Portrait) -> Result<()> {
    let all = [&portrait.original, &portrait.small, &portrait.large];
    let new: Vec<file::Model> = all.into_iter().filter(|file| file.state == file::State::Writing).cloned().collect();
    Ok(queries::keep_files(tx, &new, None).await?)
}

/// Has files deleted that nothing refers to any more.
pub async fn let_go(app: &App, tx: &Tx, files: impl IntoIterator<Item = FileId>) -> Result<()> {
    let files: Vec<FileId> = files.into_iter().collect();
    if files.is_empty() {
        return Ok(());
    }
    queries::doom(tx, files).await?;
    jobs::enqueue(app, tx, None, &SweepFiles::default()).await?;
    Ok(())
}

/// Sends an original to whoever uploaded it.
pub async fn original_of(app: &App, id: FileId, headers: &HeaderMap) -> Result<Response> {
    let original = queries::kept(app.db.reader(), &[id]).await?.pop().ok_or(Error::NotFound)?;
    web::send(app, &original.key, original.format, "private, max-age=600", headers).await
}
