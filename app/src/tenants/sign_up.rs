//! Who may join, as a community's admins choose.

use heliograph_entity::tenant::{self, SignUp};
use sea_orm::ActiveValue::Set;

use super::queries;
use crate::{
    app::App,
    error::Result,
    moderation::{self, Act},
    viewer::Viewer,
};

/// Chooses who may join, and whether every member may invite.
pub async fn choose_sign_up(app: &App, viewer: &Viewer, mode: SignUp, members_invite: bool) -> Result<()> {
    let change = tenant::ActiveModel { sign_up: Set(mode), members_invite: Set(members_invite), ..Default::default() };
    let tx = app.db.write_tx().await?;
    queries::update(&tx, change, viewer.tenant.id).await?;
    moderation::log(app, &tx, viewer, Act { verb: "community.sign-up", subject: &mode.code(), reason: "" }).await?;
    Ok(tx.commit().await?)
}
