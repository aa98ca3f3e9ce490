//! Where somebody is signed in, and ending it from afar. What is ended has no power from the next request on, and its
//! device is a stranger again.

use heliograph_entity::{
    sign_in, user,
    values::{SignInId, TenantId, UserId},
};

use super::{queries, store::LIFE};
use crate::{
    app::App,
    db::Tx,
    error::{Error, Result},
    viewer::Viewer,
};

/// More than anybody looks through.
const MOST_SHOWN: u64 = 100;

/// Where the viewer is signed in, newest first.
pub(super) async fn all(app: &App, viewer: &Viewer) -> Result<Vec<sign_in::Model>> {
    let since = app.clock.now().minus(LIFE);
    Ok(queries::sign_ins_of(app.db.reader(), whose(&viewer.user), since, MOST_SHOWN).await?)
}

/// Ends one sign-in of the viewer.
pub async fn end(app: &App, viewer: &Viewer, id: SignInId) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let row = queries::sign_in_of(&tx, whose(&viewer.user), id).await?.ok_or(Error::NotFound)?;
    queries::forget_device(&tx, viewer.user.id, &row.device_hash, app.clock.now()).await?;
    queries::end(&tx, viewer.tenant.id, [id]).await?;
    Ok(tx.commit().await?)
}

/// Ends every sign-in of `user` but this one.
pub async fn end_others(app: &App, tx: &Tx, user: &user::Model, this: &sign_in::Model) -> Result<()> {
    queries::end_of(tx, whose(user), Some(this.id)).await?;
    Ok(queries::forget_devices(tx, user.id, Some(&this.device_hash), app.clock.now()).await?)
}

/// Ends every sign-in of `user`.
pub async fn end_all(app: &App, tx: &Tx, user: &user::Model) -> Result<()> {
    queries::end_of(tx, whose(user), None).await?;
    Ok(queries::forget_devices(tx, user.id, None, app.clock.now()).await?)
}

fn whose(user: &user::Model) -> (TenantId, UserId) {
    (user.tenant_id, user.id)
}
