//! What a community looks like, how much its members may have, and what is asked of its staff.

use super::{Act, log};
use crate::{
    app::App,
    error::{Error, Problems, Result},
    sessions,
    tenants::{self, Changes},
    viewer::{Limits, Viewer},
    words::Message,
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

/// Asks a second step of everybody who looks after the community, or no more. Whoever asks for it has it.
pub async fn ask_second_factor(app: &App, by: &Viewer, asked: bool) -> Result<()> {
    if asked && !sessions::has_second_factor(app, &by.user).await? {
        return Err(Error::Invalid(Problems::one("second-factor", Message::new("problem-second-factor-own"))));
    }
    let tx = app.db.write_tx().await?;
    if tenants::ask_second_factor(&tx, by.tenant.id, asked).await? {
        let verb = if asked { "community.second-factor-on" } else { "community.second-factor-off" };
        log(app, &tx, by, Act { verb, subject: "", reason: "" }).await?;
    }
    Ok(tx.commit().await?)
}
