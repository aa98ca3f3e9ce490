//! Letters to people.

use heliograph_entity::user;
use sea_orm::ActiveValue::Set;

use super::queries;
use crate::{
    app::App,
    jobs::Outcome,
    mail::{Delivery, Letter},
};

/// Sends a letter to somebody who has no account: the end of a job that has written one.
pub(super) async fn post(app: &App, letter: Letter) -> anyhow::Result<Outcome> {
    Ok(match app.mail.send(letter).await? {
        Delivery::Sent => Outcome::Done,
        Delivery::Refused(why) => Outcome::GiveUp(why),
    })
}

/// Sends a letter to `user`: the end of a job that has written one. What the mail server says against it for good is
/// kept with the user, for the operator to see, until a letter goes through again.
pub async fn send(app: &App, user: &user::Model, letter: Letter) -> anyhow::Result<Outcome> {
    let (problem, outcome) = match app.mail.send(letter).await? {
        Delivery::Sent => (None, Outcome::Done),
        Delivery::Refused(why) => (Some(why.clone()), Outcome::GiveUp(why)),
    };
    if problem != user.mail_problem {
        let change = user::ActiveModel { mail_problem: Set(problem), ..Default::default() };
        let tx = app.db.write_tx().await?;
        queries::update_user(&tx, user.id, change).await?;
        tx.commit().await?;
    }
    Ok(outcome)
}
