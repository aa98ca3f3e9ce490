//! Proving that an e-mail address is one's own: a link is mailed, and opening it confirms.

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
    queries::{self, tokens::Link},
    send,
};
use crate::{
    app::App,
    error::{Error, Result},
    jobs::{Job, Outcome},
    mail::{Frame, Letter},
    secrets::hash_of,
    viewer::Tenant,
};

/// How long the link works.
const LIFE: Duration = Duration::from_secs(7 * 24 * 3600);

/// Mails somebody the link that confirms their address. A later mail replaces the link of an earlier one.
#[derive(Serialize, Deserialize)]
pub struct SendConfirmation {
    pub tenant_id: TenantId,
    pub user_id: UserId,
}

#[derive(Template)]
#[template(path = "emails/confirm.txt")]
struct ConfirmText<'a> {
    frame: &'a Frame,
    name: &'a str,
    link: &'a str,
    hours: i64,
}

#[derive(Template)]
#[template(path = "emails/confirm.html")]
struct ConfirmHtml<'a> {
    frame: &'a Frame,
    name: &'a str,
    link: &'a str,
    hours: i64,
}

impl Job for SendConfirmation {
    const NAME: &'static str = "accounts.send_confirmation";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let (tenant, user, account) = match super::recipient(app, self.tenant_id, self.user_id).await? {
            Ok(found) => found,
            Err(gone) => return Ok(gone),
        };
        if user.confirmed_at.is_some() {
            return Ok(Outcome::Done);
        }

        let token = app.rng.token();
        let link = tenant.url(&format!("/confirm/{token}"));
        let (frame, name, hours) = (&Frame::new(&tenant), &account.name, (LIFE.as_secs() / 3600) as i64);
        let letter = Letter::of(
            &tenant,
            &user.email,
            frame.with("email-confirm-subject", "community", &frame.community),
            ConfirmText { frame, name, link: &link, hours }.render()?,
            ConfirmHtml { frame, name, link: &link, hours }.render()?,
        );

        let tx = app.db.write_tx().await?;
        let ends = app.clock.now().plus(LIFE);
        let link = Link {
            purpose: Purpose::Confirm,
            email: None,
            token_hash: hash_of(&token),
            expires_at: ends,
            changed_at: None,
        };
        queries::tokens::replace(&tx, &user, link).await?;
        tx.commit().await?;
        send(app, &user, letter).await
    }
}

/// The address that a link would confirm.
pub async fn address_of(app: &App, tenant: &Tenant, token: &str) -> Result<String> {
    let db = app.db.reader();
    let token = queries::tokens::find(db, tenant.id, Purpose::Confirm, &hash_of(token), app.clock.now()).await?;
    let token = token.ok_or(Error::LinkExpired)?;
    let (user, _) = queries::local(db, tenant.id, token.user_id).await?.ok_or(Error::LinkExpired)?;
    Ok(user.email)
}

/// Confirms the address that the link was mailed to. A link works once.
pub async fn confirm(app: &App, tenant: &Tenant, token: &str) -> Result<()> {
    let now = app.clock.now();
    let tx = app.db.write_tx().await?;
    let token = queries::tokens::find(&tx, tenant.id, Purpose::Confirm, &hash_of(token), now).await?;
    let token = token.ok_or(Error::LinkExpired)?;
    if !queries::tokens::delete(&tx, &token.token_hash).await? {
        return Err(Error::LinkExpired);
    }
    let change = user::ActiveModel { confirmed_at: Set(Some(now)), ..Default::default() };
    queries::update_user(&tx, token.user_id, change).await?;
    Ok(tx.commit().await?)
}

/// Forgets links that have ended, whatever they were for.
#[derive(Default, Serialize, Deserialize)]
pub struct ForgetOldLinks {}

impl Job for ForgetOldLinks {
    const NAME: &'static str = "accounts.forget_old_links";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let tx = app.db.write_tx().await?;
        queries::tokens::forget_before(&tx, app.clock.now()).await?;
        tx.commit().await?;
        Ok(Outcome::Done)
    }
}
