//! A new password for whoever has lost theirs: a link is mailed, and whoever opens it chooses one.

use std::time::Duration;

use askama::Template;
use heliograph_entity::{
    email_token::Purpose,
    user,
    values::{TenantId, UserId},
};
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};

use super::{
    Change, SendChange, SendConfirmation, password,
    queries::{self, tokens::Link},
    send,
};
use crate::{
    app::App,
    error::{Error, Problems, Result},
    jobs::{self, Job, Outcome},
    mail::{Frame, Letter},
    secrets::hash_of,
    sessions, tenants,
    throttle::{self, Allowance},
    viewer::Tenant,
};

/// How long the link works.
const LIFE: Duration = Duration::from_secs(3600);

/// How many letters one person gets, however often they are asked for.
const LETTERS: Allowance = Allowance { at_once: 3, then_every: Duration::from_secs(600) };

/// Has a link mailed to whoever signs in as `login`. What happens here is the same whether there is such a person.
pub async fn ask_for_reset(app: &App, tenant: &Tenant, login: &str) -> Result<()> {
    let letter = SendReset { tenant_id: tenant.id, login: login.to_owned() };
    let tx = app.db.write_tx().await?;
    jobs::enqueue(app, &tx, Some(tenant.id), &letter).await?;
    Ok(tx.commit().await?)
}

/// Mails somebody the link by which they choose a new password. A later mail replaces the link of an earlier one.
#[derive(Serialize, Deserialize)]
pub struct SendReset {
    pub tenant_id: TenantId,
    /// As it was typed.
    pub login: String,
}

#[derive(Template)]
#[template(path = "emails/reset.txt")]
struct ResetText<'a> {
    frame: &'a Frame,
    name: &'a str,
    link: &'a str,
    hours: i64,
}

#[derive(Template)]
#[template(path = "emails/reset.html")]
struct ResetHtml<'a> {
    frame: &'a Frame,
    name: &'a str,
    link: &'a str,
    hours: i64,
}

impl Job for SendReset {
    const NAME: &'static str = "accounts.send_reset";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        let Some(tenant) = tenants::by_id(db, self.tenant_id).await? else {
            return Ok(Outcome::GiveUp("the community is gone".to_owned()));
        };
        let Some(user) = queries::user_by_login(db, &tenant, &self.login).await? else { return Ok(Outcome::Done) };
        let Some((user, account)) = queries::local(db, tenant.id, user.id).await? else { return Ok(Outcome::Done) };
        match throttle::take(app, "reset-letter", &user.id.to_string(), LETTERS).await {
            Err(Error::TooMany(_)) => return Ok(Outcome::GiveUp("they were mailed a few a moment ago".to_owned())),
            taken => taken?,
        }
        if user.confirmed_at.is_none() {
            let tx = app.db.write_tx().await?;
            let letter = SendConfirmation { tenant_id: tenant.id, user_id: user.id };
            jobs::enqueue(app, &tx, Some(tenant.id), &letter).await?;
            tx.commit().await?;
            return Ok(Outcome::Done);
        }

        let Some((user, link)) = link_to_choose(app, &tenant, user.id, LIFE).await? else { return Ok(Outcome::Done) };
        let link = &link;
        let (frame, name, hours) = (&Frame::new(&tenant), &account.name, (LIFE.as_secs() / 3600) as i64);
        let letter = Letter::of(
            &tenant,
            &user.email,
            frame.with("email-reset-subject", "community", &frame.community),
            ResetText { frame, name, link, hours }.render()?,
            ResetHtml { frame, name, link, hours }.render()?,
        );
        send(app, &user, letter).await
    }
}

/// A link by which somebody chooses a password for so long, and who they are now: it goes to their address as of now,
/// and once that is changed, no link goes to the one before.
pub(super) async fn link_to_choose(
    app: &App,
    tenant: &Tenant,
    user: UserId,
    life: Duration,
) -> Result<Option<(user::Model, String)>> {
    let token = app.rng.token();
    let kept = Link {
        purpose: Purpose::Reset,
        email: None,
        token_hash: hash_of(&token),
        expires_at: app.clock.now().plus(life),
        changed_at: None,
    };
    let tx = app.db.write_tx().await?;
    let Some((user, _)) = queries::lock_local(&tx, tenant.id, user).await? else { return Ok(None) };
    queries::tokens::replace(&tx, &user, kept).await?;
    tx.commit().await?;
    Ok(Some((user, tenant.url(&format!("/reset/{token}")))))
}

/// Whose password a link lets somebody choose: their name.
pub async fn name_behind_reset(app: &App, tenant: &Tenant, token: &str) -> Result<String> {
    let db = app.db.reader();
    let token = queries::tokens::find(db, tenant.id, Purpose::Reset, &hash_of(token), app.clock.now()).await?;
    let (_, account) =
        queries::local(db, tenant.id, token.ok_or(Error::LinkExpired)?.user_id).await?.ok_or(Error::LinkExpired)?;
    Ok(account.name)
}

/// Chooses a new password by the link that was mailed; it works once. Whoever is signed in as them is so no longer, and
/// other links count no more, but for the one that takes a change of address back. The letter that tells them says what
/// else signs in.
pub async fn reset_password(app: &App, tenant: &Tenant, token: &str, chosen: String) -> Result<user::Model> {
    let db = app.db.reader();
    let found = queries::tokens::find(db, tenant.id, Purpose::Reset, &hash_of(token), app.clock.now()).await?;
    let (user, account) =
        queries::local(db, tenant.id, found.ok_or(Error::LinkExpired)?.user_id).await?.ok_or(Error::LinkExpired)?;
    password::acceptable(&chosen, &[&account.name, &user.email, &tenant.community.name])
        .map_err(|message| Error::Invalid(Problems::one("password", message)))?;
    let password_hash = password::hash(app, chosen).await?;

    let tx = app.db.write_tx().await?;
    let (user, _) = queries::lock_local(&tx, tenant.id, user.id).await?.ok_or(Error::LinkExpired)?;
    if !queries::tokens::delete(&tx, &hash_of(token)).await? {
        return Err(Error::LinkExpired);
    }
    let change = user::ActiveModel { password_hash: Set(password_hash.clone()), ..Default::default() };
    queries::update_user(&tx, user.id, change).await?;
    queries::tokens::delete_for(&tx, &user, &[Purpose::Reset, Purpose::ChangeEmail]).await?;
    sessions::end_all(app, &tx, &user).await?;
    let letter = SendChange { tenant_id: tenant.id, user_id: user.id, what: Change::PasswordReset };
    jobs::enqueue(app, &tx, Some(tenant.id), &letter).await?;
    tx.commit().await?;
    Ok(user::Model { password_hash, ..user })
}
