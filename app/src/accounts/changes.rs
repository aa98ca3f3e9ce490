//! Letters that tell somebody what was changed about their account, so that they notice when it wasn't them.

use askama::Template;
use heliograph_entity::values::{TenantId, UserId};
use serde::{Deserialize, Serialize};

use super::send;
use crate::{
    app::App,
    jobs::{Job, Outcome},
    mail::{Frame, Letter},
    sessions::{self, Factor},
    words::{Message, Words},
};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    Password,
    /// By a link in a letter, without the one before.
    PasswordReset,
    Email,
    TwoFactorOn,
    TwoFactorOff,
    RecoveryCodes,
    RecoveryCodeUsed,
    PasskeyAdded,
    PasskeyRemoved,
    /// Somebody who has their session tries to guess a password or a code.
    Guessing,
    /// Staff have ended every session.
    SignedOut {
        reason: String,
    },
}

impl Change {
    fn sentence(&self) -> Message {
        let id = match self {
            Self::SignedOut { reason } => return Message::new("change-signed-out").with("reason", reason),
            Self::Guessing => "change-guessing",
            Self::Password | Self::PasswordReset => "change-password",
            Self::Email => "change-email",
            Self::TwoFactorOn => "change-two-factor-on",
            Self::TwoFactorOff => "change-two-factor-off",
            Self::RecoveryCodes => "change-recovery-codes",
            Self::RecoveryCodeUsed => "change-recovery-code-used",
            Self::PasskeyAdded => "change-passkey-added",
            Self::PasskeyRemoved => "change-passkey-removed",
        };
        Message::new(id)
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
    /// What else signs in, and since when.
    factors: &'a [String],
    look: &'a str,
}

#[derive(Template)]
#[template(path = "emails/change.html")]
struct ChangeHtml<'a> {
    frame: &'a Frame,
    name: &'a str,
    sentence: &'a str,
    link: &'a str,
    /// What else signs in, and since when.
    factors: &'a [String],
    look: &'a str,
}

impl Job for SendChange {
    const NAME: &'static str = "accounts.send_change";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let (tenant, user, account) = match super::recipient(app, self.tenant_id, self.user_id).await? {
            Ok(found) => found,
            Err(gone) => return Ok(gone),
        };
        let (frame, name, link) = (&Frame::new(&tenant), &account.name, &tenant.url("/reset"));
        let sentence = &frame.words.say(&self.what.sentence().with("community", &frame.community));
        let factors = match self.what {
            Change::PasswordReset => sessions::factors(app.db.reader(), &user).await?,
            _ => Vec::new(),
        };
        let factors: &Vec<String> = &factors.iter().map(|factor| said(&frame.words, factor)).collect();
        let look = &tenant.url("/settings/two-factor");
        let letter = Letter::of(
            &tenant,
            &user.email,
            frame.with("email-change-subject", "community", &frame.community),
            ChangeText { frame, name, sentence, link, factors, look }.render()?,
            ChangeHtml { frame, name, sentence, link, factors, look }.render()?,
        );
        send(app, &user, letter).await
    }
}

fn said(words: &Words, factor: &Factor) -> String {
    words.say(&match factor {
        Factor::Passkey { name, since } => {
            Message::new("state-factor-passkey").with("name", name).with("since", words.day(*since))
        }
        Factor::App { since } => Message::new("state-factor-app").with("since", words.day(*since)),
    })
}
