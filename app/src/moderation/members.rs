//! What staff do for members and write down about them.

use std::time::Duration;

use heliograph_entity::{account, note, user, user::Role};

use super::{Act, log, queries, roles};
use crate::{
    accounts::{self, Change, SendChange, SendConfirmation},
    app::App,
    error::{Error, Problems, Result, short_text},
    jobs, sessions, tenants,
    throttle::{self, Allowance},
    viewer::Viewer,
    words::Message,
};

const LONGEST_NOTE: usize = 2000;
const LONGEST_REASON: usize = 500;

/// Links to confirm an address are mailed only so often, whoever asks for them.
const CONFIRMATIONS: Allowance = Allowance { at_once: 2, then_every: Duration::from_secs(600) };

/// Somebody of the viewer's community.
pub(super) async fn member(app: &App, by: &Viewer, name: &str) -> Result<(user::Model, account::Model)> {
    let db = app.db.reader();
    let account = accounts::by_name(db, &by.tenant, name).await?.ok_or(Error::NotFound)?;
    match account.state {
        account::State::Living => {}
        account::State::Leaving | account::State::Deleted => return Err(Error::Gone),
    }
    let user = accounts::of_account(db, by.tenant.id, account.id).await?.ok_or(Error::NotFound)?;
    Ok((user, account))
}

/// Writes something down about a member, which staff alone can read.
pub async fn note(app: &App, by: &Viewer, name: &str, text: &str) -> Result<()> {
    let text = match short_text(text, LONGEST_NOTE) {
        Ok(text) if text.is_empty() => Err(Message::new("problem-missing")),
        text => text,
    };
    let text = text.map_err(|message| Error::Invalid(Problems::one("text", message)))?;
    let (_, account) = member(app, by, name).await?;
    let note = note::Model {
        id: app.ids.mint(),
        tenant_id: by.tenant.id,
        account_id: account.id,
        author_id: by.account.id,
        text,
        created_at: app.clock.now(),
    };
    let tx = app.db.write_tx().await?;
    queries::insert_note(&tx, note).await?;
    log(app, &tx, by, Act { verb: "member.note", subject: &format!("@{}", account.name), reason: "" }).await?;
    Ok(tx.commit().await?)
}

/// Mails the link that confirms a member's address once more. A confirmed address needs none.
pub async fn resend_confirmation(app: &App, by: &Viewer, name: &str) -> Result<()> {
    let (user, account) = member(app, by, name).await?;
    if user.confirmed_at.is_some() {
        return Ok(());
    }
    throttle::take(app, "resend-confirmation", &user.id.to_string(), CONFIRMATIONS).await?;
    let tx = app.db.write_tx().await?;
    let job = SendConfirmation { tenant_id: by.tenant.id, user_id: user.id };
    jobs::enqueue(app, &tx, Some(by.tenant.id), &job).await?;
    log(app, &tx, by, Act { verb: "member.confirmation", subject: &format!("@{}", account.name), reason: "" }).await?;
    Ok(tx.commit().await?)
}

/// Signs a member of a lower rank out everywhere, with a reason that they are told by mail.
pub async fn end_sessions(app: &App, by: &Viewer, name: &str, reason: &str) -> Result<()> {
    let reason = match short_text(reason, LONGEST_REASON) {
        Ok(reason) if reason.is_empty() => Err(Message::new("problem-sign-out-reason-missing")),
        reason => reason,
    };
    let reason = reason.map_err(|message| Error::Invalid(Problems::one("why", message)))?;

    let tx = app.db.write_tx().await?;
    tenants::lock(&tx, by.tenant.id).await?;
    let (user, account) = roles::local(&tx, &by.tenant, name).await?;
    // As it is now: the viewer may have lost their own role meanwhile.
    let actor = accounts::of_account(&tx, by.tenant.id, by.account.id).await?.ok_or(Error::Forbidden)?;
    if actor.role < Role::Moderator || user.role >= actor.role {
        return Err(Error::Forbidden);
    }
    sessions::end_all(app, &tx, &user).await?;
    let act = Act { verb: "member.sign-out", subject: &format!("@{}", account.name), reason: &reason };
    log(app, &tx, by, act).await?;
    let letter = SendChange { tenant_id: by.tenant.id, user_id: user.id, what: Change::SignedOut { reason } };
    jobs::enqueue(app, &tx, Some(by.tenant.id), &letter).await?;
    Ok(tx.commit().await?)
}
