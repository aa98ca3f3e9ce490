//! Another e-mail address. A link to the new one confirms it, and the old one is told, with a link that undoes it
//! ([`super::undo_email`]): whoever steals a session does not keep the account. No page tells whether somebody else has an address; its owner
//! learns of it by mail.

use std::time::Duration;

use askama::Template;
use heliograph_entity::{
    email_token::{self, Purpose},
    user,
    values::{Email, TenantId, UserId},
};
use serde::{Deserialize, Serialize};

use super::{
    Change, SendChange, SendEmailChanged,
    create::parse_email,
    queries::{self, tokens::Link},
    send,
    undo_email::keep_undo,
};
use crate::{
    app::App,
    db::Tx,
    error::{Error, Problems, Result},
    jobs::{self, Job, Outcome},
    mail::{Frame, Letter},
    secrets::hash_of,
    tenants,
    throttle::{self, Allowance},
    viewer::{Tenant, Viewer},
    words::Message,
};

/// How long the link to the new address works.
const LIFE: Duration = Duration::from_secs(24 * 3600);

const LETTERS: Allowance = Allowance { at_once: 5, then_every: Duration::from_secs(600) };

/// Has a link mailed to the address that the viewer wants to have.
pub async fn ask_to_change_email(app: &App, viewer: &Viewer, typed: &str) -> Result<()> {
    let wrong = |message| Error::Invalid(Problems::one("email", message));
    let email = parse_email(typed).map_err(wrong)?;
    if email.key() == viewer.user.email_key {
        return Err(wrong(Message::new("problem-email-same")));
    }
    throttle::take(app, "change-email", &viewer.user.id.to_string(), LETTERS).await?;

    let letter = SendEmailChange {
        tenant_id: viewer.tenant.id,
        user_id: viewer.user.id,
        email: email.to_string(),
        password: hash_of(&viewer.user.password_hash),
    };
    let tx = app.db.write_tx().await?;
    jobs::enqueue(app, &tx, Some(viewer.tenant.id), &letter).await?;
    Ok(tx.commit().await?)
}

/// Mails a new address the link that confirms it; or, when it is somebody else's, tells them that it was asked for.
#[derive(Serialize, Deserialize)]
pub struct SendEmailChange {
    tenant_id: TenantId,
    user_id: UserId,
    email: String,
    /// Which password they had, by the hash of its hash: with another one, or an address that was taken back, this is
    /// somebody else's wish.
    #[serde(default)]
    password: String,
}

#[derive(Template)]
#[template(path = "emails/email_change.txt")]
struct EmailChangeText<'a> {
    frame: &'a Frame,
    name: &'a str,
    link: &'a str,
    hours: i64,
}

#[derive(Template)]
#[template(path = "emails/email_change.html")]
struct EmailChangeHtml<'a> {
    frame: &'a Frame,
    name: &'a str,
    link: &'a str,
    hours: i64,
}

#[derive(Template)]
#[template(path = "emails/email_taken.txt")]
struct EmailTakenText<'a> {
    frame: &'a Frame,
    name: &'a str,
}

#[derive(Template)]
#[template(path = "emails/email_taken.html")]
struct EmailTakenHtml<'a> {
    frame: &'a Frame,
    name: &'a str,
}

impl Job for SendEmailChange {
    const NAME: &'static str = "accounts.send_email_change";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let (tenant, _, account) = match super::recipient(app, self.tenant_id, self.user_id).await? {
            Ok(found) => found,
            Err(gone) => return Ok(gone),
        };
        let db = app.db.reader();
        let frame = &Frame::new(&tenant);

        if let Some(owner) = queries::user_by_login(db, &tenant, &self.email).await? {
            let Some((owner, theirs)) = queries::local(db, tenant.id, owner.id).await? else {
                return Ok(Outcome::Done);
            };
            let name = &theirs.name;
            let letter = Letter::of(
                &tenant,
                &owner.email,
                frame.with("email-taken-subject", "community", &frame.community),
                EmailTakenText { frame, name }.render()?,
                EmailTakenHtml { frame, name }.render()?,
            );
            return send(app, &owner, letter).await;
        }

        let token = app.rng.token();
        let link = &tenant.url(&format!("/confirm-email/{token}"));
        let (name, hours) = (&account.name, (LIFE.as_secs() / 3600) as i64);
        let letter = Letter::of(
            &tenant,
            &self.email,
            frame.with("email-change-address-subject", "community", &frame.community),
            EmailChangeText { frame, name, link, hours }.render()?,
            EmailChangeHtml { frame, name, link, hours }.render()?,
        );
        let ends = app.clock.now().plus(LIFE);
        let link = Link {
            purpose: Purpose::ChangeEmail,
            email: Some(self.email),
            token_hash: hash_of(&token),
            expires_at: ends,
            changed_at: None,
        };
        let tx = app.db.write_tx().await?;
        let found = queries::lock_local(&tx, self.tenant_id, self.user_id).await?;
        let Some((user, _)) = found.filter(|(user, _)| hash_of(&user.password_hash) == self.password) else {
            return Ok(Outcome::GiveUp("the password was changed meanwhile".to_owned()));
        };
        queries::tokens::replace(&tx, &user, link).await?;
        tx.commit().await?;
        // What a mail server says of this address is no trouble of theirs yet, so nothing is kept with the user.
        app.mail.send(letter).await.map(|_| Outcome::Done)
    }
}

/// The name and the new address that a link is about.
pub async fn email_behind(app: &App, tenant: &Tenant, purpose: Purpose, token: &str) -> Result<(String, String)> {
    let db = app.db.reader();
    let token = queries::tokens::find(db, tenant.id, purpose, &hash_of(token), app.clock.now()).await?;
    let token = token.ok_or(Error::LinkExpired)?;
    let (_, account) = queries::local(db, tenant.id, token.user_id).await?.ok_or(Error::LinkExpired)?;
    Ok((account.name, token.email.ok_or(Error::LinkExpired)?))
}

/// Gives an account the address that the link was mailed to. It works once, and not when somebody else has it by now.
/// Links that were mailed to the address it had count no more, but for the one that takes this back.
pub async fn change_email(app: &App, tenant: &Tenant, token: &str) -> Result<()> {
    let now = app.clock.now();
    let tx = app.db.write_tx().await?;
    // Of two who want one address at the same moment, the second finds it taken.
    tenants::lock(&tx, tenant.id).await?;
    let (user, email, _) = use_token(app, &tx, tenant, Purpose::ChangeEmail, token).await?;
    if !queries::change_email(&tx, &user, &email).await? {
        return Err(Error::LinkExpired);
    }
    queries::tokens::delete_for(&tx, &user, &[Purpose::Reset]).await?;
    keep_undo(app, &tx, &user, now).await?;
    let told = SendEmailChanged {
        tenant_id: tenant.id,
        user_id: user.id,
        old: user.email,
        new: email.to_string(),
        changed_at: now.0,
    };
    jobs::enqueue(app, &tx, Some(tenant.id), &told).await?;
    let confirmed = SendChange { tenant_id: tenant.id, user_id: user.id, what: Change::Email };
    jobs::enqueue(app, &tx, Some(tenant.id), &confirmed).await?;
    Ok(tx.commit().await?)
}

/// Takes a link: whose it is, as of now, and what it says.
pub(super) async fn use_token(
    app: &App,
    tx: &Tx,
    tenant: &Tenant,
    purpose: Purpose,
    token: &str,
) -> Result<(user::Model, Email, email_token::Model)> {
    let token = queries::tokens::find(tx, tenant.id, purpose, &hash_of(token), app.clock.now()).await?;
    let token = token.ok_or(Error::LinkExpired)?;
    let (user, _) = queries::lock_local(tx, tenant.id, token.user_id).await?.ok_or(Error::LinkExpired)?;
    if !queries::tokens::delete(tx, &token.token_hash).await? {
        return Err(Error::LinkExpired);
    }
    let email = Email::parse(token.email.as_deref().unwrap_or_default()).map_err(|_| Error::LinkExpired)?;
    Ok((user, email, token))
}
