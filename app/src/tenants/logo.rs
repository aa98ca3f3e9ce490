//! A community's logo: it stands where its name stands, and is its sign in the browser's tabs and on home screens. Its
//! words are the community's name.

use heliograph_entity::{file, logo, tenant};
use sea_orm::ActiveValue::Set;

use super::queries;
use crate::{
    app::App,
    db::Tx,
    error::{Error, Problems, Result},
    media::{self, Part, Portrait, Received},
    moderation::{self, Act},
    viewer::{Tenant, Viewer},
    words::Message,
};

/// In pixels: for navigation and tabs, and for home screens.
const SIZES: [(u32, u32); 2] = [(96, 96), (384, 384)];

/// Shows a square part of an upload as the logo. What it replaces is deleted.
pub async fn set_logo(app: &App, by: &Viewer, upload: Option<Received>, part: Part) -> Result<()> {
    let wrong = |message| Error::Invalid(Problems::one("picture", message));
    let upload = upload.ok_or_else(|| wrong(Message::new("problem-no-picture")))?;
    let made = media::portray(app, by.tenant.id, upload, part, SIZES).await?.map_err(wrong)?;

    let tx = app.db.write_tx().await?;
    queries::lock(&tx, by.tenant.id).await?;
    take_down(app, &tx, &by.tenant).await?;
    media::keep_portrait(&tx, &made).await?;
    let row = logo::Model {
        tenant_id: by.tenant.id,
        original_id: made.original.id,
        small_id: made.small.id,
        large_id: made.large.id,
    };
    queries::insert_logo(&tx, row).await?;
    note(&tx, &by.tenant, Some(&made)).await?;
    moderation::log(app, &tx, by, Act { verb: "community.logo", subject: "", reason: "" }).await?;
    Ok(tx.commit().await?)
}

/// Takes the logo away. Without one there is nothing to do.
pub async fn remove_logo(app: &App, by: &Viewer) -> Result<()> {
    let tx = app.db.write_tx().await?;
    queries::lock(&tx, by.tenant.id).await?;
    if take_down(app, &tx, &by.tenant).await? {
        note(&tx, &by.tenant, None).await?;
        moderation::log(app, &tx, by, Act { verb: "community.logo-remove", subject: "", reason: "" }).await?;
    }
    Ok(tx.commit().await?)
}

/// Whether there was one.
async fn take_down(app: &App, tx: &Tx, tenant: &Tenant) -> Result<bool> {
    let Some(old) = queries::logo(tx, tenant.id).await? else { return Ok(false) };
    queries::delete_logo(tx, tenant.id).await?;
    media::let_go(app, tx, [old.original_id, old.small_id, old.large_id]).await?;
    Ok(true)
}

/// The community itself says where its logo is, as every page needs it.
async fn note(tx: &Tx, tenant: &Tenant, made: Option<&Portrait>) -> Result<()> {
    let name = |file: &file::Model| media::web::name(file).to_owned();
    let change = tenant::ActiveModel {
        logo_small: Set(made.map(|made| name(&made.small))),
        logo_large: Set(made.map(|made| name(&made.large))),
        ..Default::default()
    };
    Ok(queries::update(tx, change, tenant.id).await?)
}
