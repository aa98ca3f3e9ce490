//! Moving to another account, and taking that back.

use heliograph_entity::account;
use sea_orm::ActiveValue::Set;

use super::{LeadOn, TellMove, find::find, next_move};
use crate::{
    accounts,
    app::App,
    error::{Error, Problems, Result},
    jobs, profiles,
    viewer::Viewer,
    words::{Message, Words},
};

/// The viewer has moved to the account that was typed, which has to name this one as an alias. Their followers are led on,
/// and nothing new is done with this account.
pub async fn leave_for(app: &App, viewer: &Viewer, typed: &str, words: &Words) -> Result<()> {
    let problem = |message| Err(Error::Invalid(Problems::one("target", message)));
    may_leave(app, &viewer.account, words)?;
    let target = find(app, viewer, "target", typed).await?;
    if target.account.id == viewer.account.id {
        return problem(Message::new("problem-moving-self"));
    }
    let db = app.db.reader();
    let author = accounts::authors(db, &viewer.tenant, std::slice::from_ref(&target.account)).await?.remove(0);
    if target.account.moved_to.is_some() {
        return problem(Message::new("problem-moving-on").with("handle", author.handle));
    }
    let own = accounts::uri_of(db, &viewer.account).await?;
    if !target.aliases.contains(&own) {
        let message = Message::new("problem-moving-unlinked").with("handle", author.handle);
        return problem(message.with("own", own_handle(viewer)));
    }

    let tx = app.db.write_tx().await?;
    let account = accounts::lock(&tx, [viewer.account.id]).await?.pop().ok_or(Error::NotFound)?;
    may_leave(app, &account, words)?;
    let now = app.clock.now();
    let moved =
        account::ActiveModel { moved_to: Set(Some(target.uri)), moved_at: Set(Some(now)), ..Default::default() };
    accounts::change(&tx, account.id, moved).await?;
    let tenant = viewer.tenant.id;
    jobs::enqueue(app, &tx, Some(tenant), &TellMove { tenant_id: tenant, account_id: account.id }).await?;
    let lead_on = LeadOn { account_id: account.id, target_id: target.account.id };
    jobs::enqueue(app, &tx, Some(tenant), &lead_on).await?;
    Ok(tx.commit().await?)
}

/// As it is typed anywhere else.
pub(super) fn own_handle(viewer: &Viewer) -> String {
    format!("@{}@{}", viewer.account.name, viewer.tenant.host.handle_domain())
}

fn may_leave(app: &App, account: &account::Model, words: &Words) -> Result<()> {
    let problem = |message| Err(Error::Invalid(Problems::one("target", message)));
    if account.state != account::State::Living {
        return Err(Error::Gone);
    }
    if account.moved_to.is_some() {
        return problem(Message::new("problem-moving-again"));
    }
    match next_move(account, app.clock.now()) {
        Some(next) => problem(Message::new("problem-moving-lately").with("when", words.moment(next))),
        None => Ok(()),
    }
}

/// The viewer has not moved after all. Followers that were led on don't come back.
pub async fn stay(app: &App, viewer: &Viewer) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let stays = account::ActiveModel { moved_to: Set(None), ..Default::default() };
    accounts::change(&tx, viewer.account.id, stays).await?;
    profiles::tell(app, &tx, viewer.tenant.id, viewer.account.id).await?;
    Ok(tx.commit().await?)
}
