//! Taking back a change of address: the old one is told of the new, with a link that undoes it.

use std::time::Duration;

use askama::Template;
use heliograph_entity::{
    email_token::Purpose,
    user,
    values::{TenantId, Timestamp, UserId},
};
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};

use super::{
    SendReset,
    change_email::use_token,
    password,
    queries::{self, tokens::Link},
};
use crate::{
    app::App,
    db::Tx,
    error::{Error, Result},
    jobs::{self, Job, Outcome},
    mail::{Frame, Letter},
    secrets::hash_of,
    sessions, tenants,
    viewer::Tenant,
};

/// How long the old address can take it back.
const LIFE: Duration = Duration::from_secs(7 * 24 * 3600);

/// Tells the old address of the new one, with a link that undoes the change. Changing it again does not take that link away.
#[derive(Serialize, Deserialize)]
pub struct SendEmailChanged {
    pub(super) tenant_id: TenantId,
    pub(super) user_id: UserId,
    pub(super) old: String,
    pub(super) new: String,
    /// Names the link that takes it back; when that one is gone, so is the reason to write.
    #[serde(default)]
    pub(super) changed_at: i64,
}

#[derive(Template)]
#[template(path = "emails/email_changed.txt")]
struct EmailChangedText<'a> {
    frame: &'a Frame,
    name: &'a str,
    new: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "emails/email_changed.html")]
struct EmailChangedHtml<'a> {
    frame: &'a Frame,
    name: &'a str,
    new: &'a str,
    link: &'a str,
}

impl Job for SendEmailChanged {
    const NAME: &'static str = "accounts.send_email_changed";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let (tenant, user, account) = match super::recipient(app, self.tenant_id, self.user_id).await? {
            Ok(found) => found,
            Err(gone) => return Ok(gone),
        };

        let token = app.rng.token();
        let link = &tenant.url(&format!("/undo-email/{token}"));
        let (frame, name, new) = (&Frame::new(&tenant), &account.name, &masked(&self.new));
        let letter = Letter::of(
            &tenant,
            &self.old,
            frame.with("email-changed-subject", "community", &frame.community),
            EmailChangedText { frame, name, new, link }.render()?,
            EmailChangedHtml { frame, name, new, link }.render()?,
        );
        let tx = app.db.write_tx().await?;
        if !queries::tokens::renew_undo(&tx, &user, Timestamp(self.changed_at), hash_of(&token)).await? {
            return Ok(Outcome::GiveUp("the change was taken back already".to_owned()));
        }
        tx.commit().await?;
        app.mail.send(letter).await.map(|_| Outcome::Done)
    }
}

/// Keeps the link that takes back a change of `user`'s address, before there is a letter that has it: so that a change
/// that was taken back can't be brought back by an earlier one's letter that comes late.
pub(super) async fn keep_undo(app: &App, tx: &Tx, user: &user::Model, changed_at: Timestamp) -> Result<()> {
    let link = Link {
        purpose: Purpose::UndoEmail,
        email: Some(user.email.clone()),
        token_hash: hash_of(&app.rng.token()),
        expires_at: changed_at.plus(LIFE),
        changed_at: Some(changed_at),
    };
    Ok(queries::tokens::add(tx, user, link).await?)
}

/// Gives an account its old address back. Since somebody else may have been at work, everybody is signed out, the
/// password counts no more, passkeys, authenticator apps and recovery codes that were added since the change are gone, and
/// every other link is void but for those that take an earlier change back. A letter to the old address leads to a new
/// password.
pub async fn undo_email(app: &App, tenant: &Tenant, token: &str) -> Result<()> {
    let password_hash = password::hash(app, app.rng.token()).await?;

    let tx = app.db.write_tx().await?;
    tenants::lock(&tx, tenant.id).await?;
    let (user, email, link) = use_token(app, &tx, tenant, Purpose::UndoEmail, token).await?;
    if !queries::change_email(&tx, &user, &email).await? {
        return Err(Error::LinkExpired);
    }
    let since = link.changed_at.unwrap_or(app.clock.now());
    queries::tokens::delete_for(&tx, &user, &[Purpose::Confirm, Purpose::Reset, Purpose::ChangeEmail]).await?;
    queries::tokens::delete_undo_since(&tx, &user, since).await?;
    let change = user::ActiveModel { password_hash: Set(password_hash), ..Default::default() };
    queries::update_user(&tx, user.id, change).await?;
    sessions::forget_factors_since(&tx, &user, since).await?;
    sessions::end_all(app, &tx, &user).await?;
    let letter = SendReset { tenant_id: tenant.id, login: email.to_string() };
    jobs::enqueue(app, &tx, Some(tenant.id), &letter).await?;
    Ok(tx.commit().await?)
}

/// `a…@example.org`: enough for its owner to know it by. Whoever reads the old mailbox need not learn the new address.
fn masked(email: &str) -> String {
    match email.rsplit_once('@') {
        Some((local, domain)) => format!("{}…@{domain}", local.chars().next().unwrap_or_default()),
        None => "…".to_owned(),
    }
}
