//! Handing a new community to its owner, who chooses a password by a mailed link.

use std::time::Duration;

use askama::Template;
use heliograph_entity::values::{TenantId, UserId};
use serde::{Deserialize, Serialize};

use super::{recipient, reset::link_to_choose, send};
use crate::{
    app::App,
    jobs::{Job, Outcome},
    mail::{Frame, Letter},
};

/// How long the link works. Afterwards the way for a lost password does the same.
const LIFE: Duration = Duration::from_secs(7 * 24 * 3600);

/// Mails an owner that their community is there, with the link by which they choose a password.
#[derive(Serialize, Deserialize)]
pub struct SendHandOver {
    pub tenant_id: TenantId,
    pub user_id: UserId,
}

#[derive(Template)]
#[template(path = "emails/hand_over.txt")]
struct HandOverText<'a> {
    frame: &'a Frame,
    name: &'a str,
    link: &'a str,
    hours: i64,
}

#[derive(Template)]
#[template(path = "emails/hand_over.html")]
struct HandOverHtml<'a> {
    frame: &'a Frame,
    name: &'a str,
    link: &'a str,
    hours: i64,
}

impl Job for SendHandOver {
    const NAME: &'static str = "accounts.send_hand_over";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let (tenant, user, account) = match recipient(app, self.tenant_id, self.user_id).await? {
            Ok(found) => found,
            Err(gone) => return Ok(gone),
        };
        let Some((user, link)) = link_to_choose(app, &tenant, user.id, LIFE).await? else { return Ok(Outcome::Done) };
        let link = &link;
        let (frame, name, hours) = (&Frame::new(&tenant), &account.name, (LIFE.as_secs() / 3600) as i64);
        let letter = Letter::of(
            &tenant,
            &user.email,
            frame.with("email-hand-over-subject", "community", &frame.community),
            HandOverText { frame, name, link, hours }.render()?,
            HandOverHtml { frame, name, link, hours }.render()?,
        );
        send(app, &user, letter).await
    }
}
