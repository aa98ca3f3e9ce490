//! The letters around an application: to staff that somebody waits, and to whoever waited what was decided.

use std::time::Duration;

use askama::Template;
use heliograph_entity::{
    newcomer::State,
    values::{NewcomerId, TenantId, UserId},
};
use serde::{Deserialize, Serialize};

use super::{letters, queries};
use crate::{
    app::App,
    error::Error,
    jobs::{self, Job, Outcome},
    mail::{Frame, Letter},
    tenants,
    throttle::{self, Allowance},
};

/// At most so often is a community's staff mailed that somebody waits.
const ONE_AN_HOUR: Allowance = Allowance { at_once: 1, then_every: Duration::from_secs(3600) };

/// Sees to it that staff learn of a newcomer who waits: now, or with all others in an hour.
#[derive(Serialize, Deserialize)]
pub struct TellStaff {
    pub tenant_id: TenantId,
    pub newcomer_id: NewcomerId,
}

impl Job for TellStaff {
    const NAME: &'static str = "accounts.tell_staff";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let newcomer = queries::newcomers::by_id(app.db.reader(), self.tenant_id, self.newcomer_id).await?;
        if newcomer.is_none_or(|newcomer| newcomer.state != State::Waiting || newcomer.staff_told) {
            return Ok(Outcome::Done);
        }
        match throttle::take(app, "tell-staff", &self.tenant_id.to_string(), ONE_AN_HOUR).await {
            Ok(()) => {}
            Err(Error::TooMany(wait)) => return Ok(Outcome::NotYet(wait)),
            Err(error) => return Err(error.into()),
        }

        let tx = app.db.write_tx().await?;
        queries::newcomers::note_told(&tx, self.tenant_id).await?;
        for user in queries::staff(&tx, self.tenant_id).await? {
            let letter = SendWaiting { tenant_id: self.tenant_id, user_id: user.id };
            jobs::enqueue(app, &tx, Some(self.tenant_id), &letter).await?;
        }
        tx.commit().await?;
        Ok(Outcome::Done)
    }
}

/// Mails one of the staff that somebody waits.
#[derive(Serialize, Deserialize)]
pub struct SendWaiting {
    pub tenant_id: TenantId,
    pub user_id: UserId,
}

#[derive(Template)]
#[template(path = "emails/waiting.txt")]
struct WaitingText<'a> {
    frame: &'a Frame,
    name: &'a str,
    waiting: i64,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "emails/waiting.html")]
struct WaitingHtml<'a> {
    frame: &'a Frame,
    name: &'a str,
    waiting: i64,
    link: &'a str,
}

impl Job for SendWaiting {
    const NAME: &'static str = "accounts.send_waiting";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let (tenant, user, account) = match letters::recipient(app, self.tenant_id, self.user_id).await? {
            Ok(found) => found,
            Err(gone) => return Ok(gone),
        };
        let waiting = tenant.community.waiting_count;
        if waiting == 0 {
            return Ok(Outcome::Done);
        }
        let (frame, name, link) = (&Frame::new(&tenant), &account.name, &tenant.url("/console/applications"));
        let letter = Letter::of(
            &tenant,
            &user.email,
            frame.with("email-waiting-subject", "community", &frame.community),
            WaitingText { frame, name, waiting, link }.render()?,
            WaitingHtml { frame, name, waiting, link }.render()?,
        );
        letters::send(app, &user, letter).await
    }
}

/// Mails somebody who waited what staff have decided.
#[derive(Serialize, Deserialize)]
pub struct SendDecision {
    pub tenant_id: TenantId,
    pub newcomer_id: NewcomerId,
}

#[derive(Template)]
#[template(path = "emails/approved.txt")]
struct ApprovedText<'a> {
    frame: &'a Frame,
    name: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "emails/approved.html")]
struct ApprovedHtml<'a> {
    frame: &'a Frame,
    name: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "emails/refused.txt")]
struct RefusedText<'a> {
    frame: &'a Frame,
    name: &'a str,
    reason: &'a str,
}

#[derive(Template)]
#[template(path = "emails/refused.html")]
struct RefusedHtml<'a> {
    frame: &'a Frame,
    name: &'a str,
    reason: &'a str,
}

impl Job for SendDecision {
    const NAME: &'static str = "accounts.send_decision";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        let Some(tenant) = tenants::by_id(db, self.tenant_id).await? else {
            return Ok(Outcome::GiveUp("the community is gone".to_owned()));
        };
        let Some(newcomer) = queries::newcomers::by_id(db, self.tenant_id, self.newcomer_id).await? else {
            return Ok(Outcome::GiveUp("the application is gone".to_owned()));
        };
        let (frame, name) = (&Frame::new(&tenant), newcomer.name.as_str());
        if newcomer.state == State::Refused {
            let reason = &newcomer.reason;
            let letter = Letter::of(
                &tenant,
                &newcomer.email,
                frame.with("email-refused-subject", "community", &frame.community),
                RefusedText { frame, name, reason }.render()?,
                RefusedHtml { frame, name, reason }.render()?,
            );
            return letters::post(app, letter).await;
        }

        let user = match newcomer.account_id {
            Some(account) => queries::user_of(db, self.tenant_id, account).await?,
            None => None,
        };
        let Some(user) = user else { return Ok(Outcome::GiveUp("the account is gone".to_owned())) };
        let link = &tenant.url("/sign-in");
        let letter = Letter::of(
            &tenant,
            &user.email,
            frame.with("email-approved-subject", "community", &frame.community),
            ApprovedText { frame, name, link }.render()?,
            ApprovedHtml { frame, name, link }.render()?,
        );
        letters::send(app, &user, letter).await
    }
}
