//! Letters to people.

use heliograph_entity::{
    account, user,
    values::{TenantId, UserId},
};
use sea_orm::ActiveValue::Set;

use super::queries;
use crate::{
    app::App,
    jobs::Outcome,
    mail::{Delivery, Letter},
    tenants,
    viewer::Tenant,
};

/// Whom a letter is for, and in which community: the beginning of a job that writes one. Without them, how the job ends.
pub async fn recipient(
    app: &App,
    tenant: TenantId,
    user: UserId,
) -> anyhow::Result<Result<(Tenant, user::Model, account::Model), Outcome>> {
    let db = app.db.reader();
    let Some(tenant) = tenants::by_id(db, tenant).await? else {
        return Ok(Err(Outcome::GiveUp("the community is gone".to_owned())));
    };
    let Some((user, account)) = queries::local(db, tenant.id, user).await? else {
        return Ok(Err(Outcome::GiveUp("the account is gone".to_owned())));
    };
    Ok(Ok((tenant, user, account)))
}

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
