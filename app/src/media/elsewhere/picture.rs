//! Pictures of other servers: photos, and posters of videos, made into sizes like our own.

use std::time::Duration;

use bytes::Bytes;
use heliograph_entity::{
    file, item,
    remote_item::Part,
    values::{ItemId, TenantId},
};
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    super::{
        files,
        inspect::{Kind, inspect},
        queries, render,
    },
    place::{claim, is_on_its_way, note_use},
};
use crate::{
    accounts,
    app::App,
    error::{Error, Result},
    federation::standing::{self, standing},
    http::Wanted,
    jobs::{Job, Lane, Outcome},
    tenants,
    viewer::Tenant,
};

const WANTED: Wanted = Wanted {
    types: &["image/jpeg", "image/png", "image/webp", "image/gif", "application/octet-stream", "binary/octet-stream"],
    also: &["image/avif", "image/heic", "image/heif"],
    most: 40 * 1024 * 1024,
};
/// How long whoever fetches one has to do so, before somebody else may.
const FETCHING: Duration = Duration::from_secs(60);
/// How long somebody waits for what somebody else is fetching.
const PATIENCE: Duration = Duration::from_secs(12);

/// The sizes that a picture is shown at, smallest first, whether it has been fetched or not.
pub fn sizes_of(item: &item::Model) -> Vec<(u32, u32)> {
    render::sizes((item.width.max(1) as u32, item.height.max(1) as u32))
}

/// The item's picture at this width or a little larger, fetched now if it is not here.
pub async fn picture_from_elsewhere(app: &App, tenant: &Tenant, item: &item::Model, width: i32) -> Result<file::Model> {
    let db = app.db.reader();
    let mut files = queries::renditions(db, [item.id]).await?;
    if files.is_empty() {
        files = match fetch(app, tenant, item.id).await? {
            true => queries::renditions(db, [item.id]).await?,
            false => wait(app, item.id).await?,
        };
    } else {
        note_use(app, item.id, Part::Picture).await?;
    }
    let at = files.iter().position(|file| file.width >= width).unwrap_or(files.len().saturating_sub(1));
    if files.is_empty() { Err(Error::NotFound) } else { Ok(files.swap_remove(at)) }
}

async fn wait(app: &App, id: ItemId) -> Result<Vec<file::Model>> {
    let until = tokio::time::Instant::now() + PATIENCE;
    loop {
        let busy = is_on_its_way(app, id, Part::Picture).await?;
        let files = queries::renditions(app.db.reader(), [id]).await?;
        if !files.is_empty() || !busy || tokio::time::Instant::now() >= until {
            return Ok(files);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Fetches a picture, unless somebody else does so or it was in vain a while ago; whether this was the one who did.
async fn fetch(app: &App, tenant: &Tenant, id: ItemId) -> Result<bool> {
    let Some(claim) = claim(app, id, Part::Picture, FETCHING).await? else { return Ok(false) };
    if let Err(error) = fetch_from(app, tenant, id, &claim.url).await {
        claim.note_failure(app, &error).await?;
    }
    Ok(true)
}

async fn fetch_from(app: &App, tenant: &Tenant, id: ItemId, url: &str) -> anyhow::Result<()> {
    let (kind, bytes) = download(app, tenant, url).await?;
    let rendered = render::in_turn(app, kind, bytes, render::render).await??;
    let stored = files::store(app, file::Class::Restricted, None, rendered.renditions).await?;
    let seen = item::ActiveModel {
        width: Set(rendered.width as i32),
        height: Set(rendered.height as i32),
        tint: Set(rendered.tint),
        ..Default::default()
    };
    let tx = app.db.write_tx().await?;
    queries::elsewhere::note_shape(&tx, id, seen).await?;
    queries::keep_files(&tx, &stored, Some(id)).await?;
    queries::elsewhere::note_use(&tx, id, Part::Picture, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// What lies at `url`, if it claims to be a picture.
pub(super) async fn download(app: &App, tenant: &Tenant, url: &str) -> anyhow::Result<(Kind, Bytes)> {
    let url = Url::parse(url)?;
    let standing = standing(app.db.reader(), tenant, url.host_str().unwrap_or_default()).await?;
    anyhow::ensure!(!standing.suspended && !standing.rejects_media, "the community takes no pictures of its server");
    let fetched = app.http.get(&tenant.host.origin, &url, WANTED).await?;
    anyhow::ensure!(fetched.whole, "it is larger than {} bytes", WANTED.most);
    let kind = inspect("picture", &fetched.body).map_err(|problem| anyhow::anyhow!("{problem}"))?;
    Ok((kind, fetched.body.into()))
}

/// Fetches a picture before anybody looks: its shape is not known.
#[derive(Serialize, Deserialize)]
pub struct FetchPicture {
    pub item_id: ItemId,
    /// In whose name.
    pub tenant_id: TenantId,
    /// Which server it lies on, as a number; 0 is unknown.
    #[serde(default)]
    pub server: i64,
}

impl Job for FetchPicture {
    const NAME: &'static str = "media.fetch_picture";
    const LANE: Lane = Lane::Pictures;

    /// Those of one server come one after the other, however slowly.
    fn series(&self) -> Option<i64> {
        Some(self.server).filter(|server| *server != 0)
    }

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let Some(tenant) = tenants::by_id(app.db.reader(), self.tenant_id).await? else { return Ok(Outcome::Done) };
        if !is_shown(app, &tenant, self.item_id).await? {
            return Ok(Outcome::Done);
        }
        match fetch(app, &tenant, self.item_id).await {
            Ok(_) | Err(Error::NotFound) => Ok(Outcome::Done),
            Err(error) => Err(error.into()),
        }
    }
}

/// Whether the community shows the pictures of whoever has published the item.
async fn is_shown(app: &App, tenant: &Tenant, id: ItemId) -> Result<bool> {
    let Some(item) = queries::item(app.db.reader(), id).await? else { return Ok(false) };
    let Some(author) = accounts::by_ids(app.db.reader(), [item.account_id]).await?.pop() else { return Ok(false) };
    let standing = standing::of_host(app.db.reader(), tenant, author.host_id).await?;
    Ok(!standing.suspended && !standing.rejects_media)
}
