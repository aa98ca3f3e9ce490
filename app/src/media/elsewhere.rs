//! Pictures of other servers: fetched when somebody looks at them first, made into sizes like our own, and let go when
//! nobody has looked for a month.

use std::time::Duration;

use bytes::Bytes;
use heliograph_entity::{
    file, item,
    values::{ItemId, TenantId},
};
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    files,
    inspect::{Kind, inspect},
    queries, render,
};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::{Error, Result},
    federation::{
        actors::picture_names,
        standing::{self, standing},
    },
    http::Wanted,
    jobs::{self, Job, Lane, Outcome},
    tenants,
    throttle::{self, Allowance},
    viewer::Tenant,
};

const WANTED: Wanted = Wanted {
    types: &["image/jpeg", "image/png", "image/webp", "image/gif", "application/octet-stream", "binary/octet-stream"],
    also: &["image/avif", "image/heic", "image/heif"],
    most: 40 * 1024 * 1024,
};
/// After how many seconds a picture that could not be had is asked for once more.
const AGAIN: [u64; 5] = [60, 600, 3600, 6 * 3600, 24 * 3600];
/// How long whoever fetches one has to do so, before somebody else may.
const FETCHING: Duration = Duration::from_secs(60);
/// How long somebody waits for what somebody else is fetching.
const PATIENCE: Duration = Duration::from_secs(12);
const DAY: Duration = Duration::from_secs(24 * 3600);
const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);
const AT_ONCE: u64 = 100;

/// Pixels, the smaller first.
const PORTRAIT: [(u32, u32); 2] = [(96, 96), (400, 400)];
/// How often a portrait that can't be had is asked for.
const PORTRAITS: Allowance = Allowance { at_once: 1, then_every: Duration::from_secs(600) };

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
        note_use(app, item.id).await?;
    }
    let at = files.iter().position(|file| file.width >= width).unwrap_or(files.len().saturating_sub(1));
    if files.is_empty() { Err(Error::NotFound) } else { Ok(files.swap_remove(at)) }
}

async fn note_use(app: &App, id: ItemId) -> Result<()> {
    let now = app.clock.now();
    let place = queries::elsewhere::place(app.db.reader(), id).await?;
    if place.and_then(|place| place.used_at).is_some_and(|used| now.since(used) > DAY) {
        let tx = app.db.write_tx().await?;
        queries::elsewhere::note_use(&tx, id, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn wait(app: &App, id: ItemId) -> Result<Vec<file::Model>> {
    let until = tokio::time::Instant::now() + PATIENCE;
    loop {
        let place = queries::elsewhere::place(app.db.reader(), id).await?;
        let files = queries::renditions(app.db.reader(), [id]).await?;
        let busy = place.is_some_and(|place| place.fetching && place.try_at > app.clock.now());
        if !files.is_empty() || !busy || tokio::time::Instant::now() >= until {
            return Ok(files);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Fetches a picture, unless somebody else does so or it was in vain a while ago; whether this was the one who did.
async fn fetch(app: &App, tenant: &Tenant, id: ItemId) -> Result<bool> {
    let now = app.clock.now();
    let Some(place) = queries::elsewhere::place(app.db.reader(), id).await? else { return Err(Error::NotFound) };
    let tx = app.db.write_tx().await?;
    let claimed = queries::elsewhere::claim(&tx, id, now, now.plus(FETCHING)).await?;
    tx.commit().await?;
    if !claimed {
        return Ok(false);
    }
    if let Err(error) = fetch_from(app, tenant, id, &place.url).await {
        tracing::debug!(error = format!("{error:#}"), url = place.url, "a picture of another server can't be had");
        let again = AGAIN[(place.tries.max(0) as usize).min(AGAIN.len() - 1)];
        let tx = app.db.write_tx().await?;
        queries::elsewhere::note_failure(&tx, id, app.clock.now().plus(Duration::from_secs(again))).await?;
        tx.commit().await?;
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
    queries::elsewhere::note_use(&tx, id, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// What lies at `url`, if it claims to be a picture.
async fn download(app: &App, tenant: &Tenant, url: &str) -> anyhow::Result<(Kind, Bytes)> {
    let url = Url::parse(url)?;
    let standing = standing(app.db.reader(), tenant, url.host_str().unwrap_or_default()).await?;
    anyhow::ensure!(!standing.suspended && !standing.rejects_media, "the community takes no pictures of its server");
    let fetched = app.http.get(&tenant.host.origin, &url, WANTED).await?;
    anyhow::ensure!(fetched.whole, "it is larger than {} bytes", WANTED.most);
    let kind = inspect("picture", &fetched.body).map_err(|problem| anyhow::anyhow!("{problem}"))?;
    Ok((kind, fetched.body.into()))
}

/// One of the two sizes of the portrait at `url`, fetched now if it is not here.
pub async fn portrait_from_elsewhere(app: &App, tenant: &Tenant, url: &str, name: &str) -> Result<file::Model> {
    let names = picture_names(url);
    if !names.iter().any(|known| known == name) {
        return Err(Error::NotFound);
    }
    let key = |name: &str| files::key(file::Class::Restricted, None, name);
    if let Some(file) = queries::elsewhere::with_key(app.db.reader(), &key(name)).await? {
        return Ok(file);
    }
    if throttle::take(app, "portrait", url, PORTRAITS).await.is_ok()
        && let Err(error) = fetch_portrait(app, tenant, url, names.map(|name| key(&name))).await
    {
        tracing::debug!(error = format!("{error:#}"), url, "a portrait of another server can't be had");
    }
    queries::elsewhere::with_key(app.db.reader(), &key(name)).await?.ok_or(Error::NotFound)
}

async fn fetch_portrait(app: &App, tenant: &Tenant, url: &str, keys: [String; 2]) -> anyhow::Result<()> {
    let (kind, bytes) = download(app, tenant, url).await?;
    let whole = render::Part::new(0.5, 0.5, 1.0);
    let part = move |kind, bytes: &[u8]| render::render_part(kind, bytes, whole, &PORTRAIT);
    let rendered = render::in_turn(app, kind, bytes, part).await??;
    let stored = files::store_at(app, file::Class::Restricted, None, keys.into(), rendered.renditions).await?;
    let tx = app.db.write_tx().await?;
    queries::keep_files(&tx, &stored, None).await?;
    tx.commit().await?;
    Ok(())
}

/// Fetches a picture before anybody looks: its shape is not known.
#[derive(Serialize, Deserialize)]
pub struct FetchPicture {
    pub item_id: ItemId,
    /// In whose name.
    pub tenant_id: TenantId,
}

impl Job for FetchPicture {
    const NAME: &'static str = "media.fetch_picture";
    const LANE: Lane = Lane::Outside;

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

/// Keeps an item with where its picture lies; without its shape, that is looked at soon.
pub async fn insert_elsewhere(
    app: &App,
    tx: &Tx,
    tenant: TenantId,
    item: item::Model,
    url: &str,
    shaped: bool,
) -> Result<()> {
    let (id, now) = (item.id, item.created_at);
    queries::insert_item(tx, item).await?;
    queries::elsewhere::insert_place(tx, id, url, now).await?;
    if !shaped {
        jobs::enqueue(app, tx, Some(tenant), &FetchPicture { item_id: id, tenant_id: tenant }).await?;
    }
    Ok(())
}

/// Lets go of the pictures that nobody has looked at for a month. Whoever looks fetches them anew.
#[derive(Default, Serialize, Deserialize)]
pub struct ForgetPictures {}

impl Job for ForgetPictures {
    const NAME: &'static str = "media.forget_pictures";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let before = app.clock.now().minus(KEPT);
        // Portraits are fetched anew each month.
        let tx = app.db.write_tx().await?;
        let portraits = queries::elsewhere::portraits_before(&tx, before).await?;
        queries::doom(&tx, portraits).await?;
        tx.commit().await?;
        loop {
            let unused = queries::elsewhere::unused_since(app.db.reader(), before, AT_ONCE).await?;
            if unused.is_empty() {
                return Ok(Outcome::Done);
            }
            let tx = app.db.write_tx().await?;
            files::doom_files(app, &tx, &unused).await?;
            queries::elsewhere::note_gone(&tx, &unused).await?;
            tx.commit().await?;
        }
    }
}
