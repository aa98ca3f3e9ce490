//! Letters that tell somebody what was changed about their account, so that they notice when it wasn't them.

use askama::Template;
use heliograph_entity::values::{TenantId, UserId};
use serde::{Deserialize, Serialize};

use super::{queries, send};
use crate::{
    app::App,
    jobs::{Job, Outcome},
    mail::{Frame, Letter},
    tenants,
};

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    Password,
    Email,
    TwoFactorOn,
    TwoFactorOff,
    RecoveryCodes,
    RecoveryCodeUsed,
    PasskeyAdded,
    PasskeyRemoved,
}

impl Change {
    fn sentence(self) -> &'static str {
        match self {
            Self::Password => "change-password",
            Self::Email => "change-email",
            Self::TwoFactorOn => "change-two-factor-on",
            Self::TwoFactorOff => "change-two-factor-off",
            Self::RecoveryCodes => "change-recovery-codes",
            Self::RecoveryCodeUsed => "change-recovery-code-used",
            Self::PasskeyAdded => "change-passkey-added",
            Self::PasskeyRemoved => "change-passkey-removed",
        }
    }
}

/// Tells somebody what was changed, and what to do if it wasn't them.
#[derive(Serialize, Deserialize)]
pub struct SendChange {
    pub tenant_id: TenantId,
    pub user_id: UserId,
    pub what: Change,
}

#[derive(Template)]
#[template(path = "emails/change.txt")]
struct ChangeText<'a> {
    frame: &'a Frame,
    name: &'a str,
    sentence: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "emails/change.html")]
struct ChangeHtml<'a> {
    frame: &'a Frame,
    name: &'a str,
    sentence: &'a str,
    link: &'a str,
}

impl Job for SendChange {
    const NAME: &'static str = "accounts.send_change";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        let Some(tenant) = tenants::by_id(db, self.tenant_id).await? else {
            return Ok(Outcome::GiveUp("the community is gone".to_owned()));
        };
        let Some((user, account)) = queries::local(db, self.tenant_id, self.user_id).await? else {
            return Ok(Outcome::GiveUp("the account is gone".to_owned()));
        };
        let (frame, name, link) = (&Frame::new(&tenant), &account.name, &tenant.url("/reset"));
        let sentence = &frame.with(self.what.sentence(), "community", &frame.community);
        let letter = Letter::of(
            &tenant,
            &user.email,
            frame.with("email-change-subject", "community", &frame.community),
            ChangeText { frame, name, sentence, link }.render()?,
            ChangeHtml { frame, name, sentence, link }.render()?,
        );
        send(app, &user, letter).await
    }
}
