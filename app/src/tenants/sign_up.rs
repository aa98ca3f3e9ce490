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

/// Chooses who may join, and whether every member may invite. What changes is written down.
pub async fn choose_sign_up(app: &App, viewer: &Viewer, mode: SignUp, members_invite: bool) -> Result<()> {
    let change = tenant::ActiveModel { sign_up: Set(mode), members_invite: Set(members_invite), ..Default::default() };
    let before = &viewer.tenant.community;
    let tx = app.db.write_tx().await?;
    queries::update(&tx, change, viewer.tenant.id).await?;
    if mode != before.sign_up {
        let act = Act { verb: "community.sign-up", subject: &mode.code(), reason: "" };
        moderation::log(app, &tx, viewer, act).await?;
    }
    if members_invite != before.members_invite {
        let verb = if members_invite { "community.members-invite-on" } else { "community.members-invite-off" };
        moderation::log(app, &tx, viewer, Act { verb, subject: "", reason: "" }).await?;
    }
    Ok(tx.commit().await?)
}
