//! The second step that the hub asks of everybody who looks after it or one of its communities.

use super::queries;
use crate::{
    app::App,
    error::{Error, Problems, Result},
    moderation::{self, Act, Actor},
    sessions,
    viewer::Viewer,
    words::Message,
};

/// Asks it of staff and operators from now on, or no more. Whoever asks for it has it.
pub async fn ask_second_factor(app: &App, by: &Viewer, asked: bool) -> Result<()> {
    if asked && !sessions::has_second_factor(app, &by.user).await? {
        return Err(Error::Invalid(Problems::one("second-factor", Message::new("problem-second-factor-own"))));
    }
    let tx = app.db.write_tx().await?;
    if queries::set_second_factor(&tx, asked, app.rng.token(), app.clock.now()).await? {
        let verb = if asked { "hub.second-factor-on" } else { "hub.second-factor-off" };
        moderation::log(app, &tx, Actor::Operator(by, None), Act { verb, subject: "", reason: "" }).await?;
    }
    Ok(tx.commit().await?)
}
