//! What a community looks like, and how much its members may have.

use super::{Act, log};
use crate::{
    app::App,
    error::Result,
    tenants::{self, Changes},
    viewer::{Limits, Viewer},
};

/// Changes how the community is called, described and coloured.
pub async fn change_look(app: &App, by: &Viewer, changes: Changes) -> Result<()> {
    let changed = changes.of_look(&by.tenant);
    let tx = app.db.write_tx().await?;
    tenants::update(&tx, &by.tenant, changes).await?;
    log(app, &tx, by, Act { verb: "community.look", subject: &by.tenant.host.name, reason: &changed }).await?;
    Ok(tx.commit().await?)
}

/// Changes how much each member may have. The limits are below the operator's ceilings.
pub async fn change_limits(app: &App, by: &Viewer, limits: Limits) -> Result<()> {
    let tx = app.db.write_tx().await?;
    tenants::set_limits(&tx, by.tenant.id, limits).await?;
    log(app, &tx, by, Act { verb: "community.limits", subject: &limits.to_string(), reason: "" }).await?;
    Ok(tx.commit().await?)
}
