//! Portraits of people of other servers: fetched when somebody looks at them first, and anew each month.

use std::time::Duration;

use heliograph_entity::file;

use super::{
    super::{files, queries, render},
    picture::download,
};
use crate::{
    app::App,
    error::{Error, Result},
    federation::actors::picture_names,
    throttle::{self, Allowance},
    viewer::Tenant,
};

/// Pixels, the smaller first.
const PORTRAIT: [(u32, u32); 2] = [(96, 96), (400, 400)];
/// How often a portrait that can't be had is asked for.
const PORTRAITS: Allowance = Allowance { at_once: 1, then_every: Duration::from_secs(600) };

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
