//! Whom somebody might like to follow, and why.

use std::time::Duration;

use heliograph_entity::{
    account,
    values::{AccountId, Timestamp},
};
use sea_orm::ConnectionTrait;

use super::{Someone, Standing, queries};
use crate::{
    accounts,
    app::App,
    error::Result,
    viewer::Viewer,
    words::{Message, Words},
};

const SUGGESTED: usize = 3;
/// How long somebody counts as new.
const NEW: Duration = Duration::from_secs(30 * 24 * 3600);
/// Of each kind this many are looked at: some will be known already.
const CANDIDATES: u64 = 30;

pub struct Suggestion {
    pub someone: Someone,
    pub reason: String,
}

enum Reason {
    Company,
    Busy,
    New,
}

/// Three people at the most whom the viewer neither follows nor has asked, and who want to be found.
pub async fn suggestions(app: &App, viewer: &Viewer, words: &Words) -> Result<Vec<Suggestion>> {
    let db = app.db.reader();
    let mut found: Vec<(account::Model, Reason)> = Vec::new();
    let company = queries::in_company(db, viewer.account.id, CANDIDATES).await?;
    take(db, viewer, company, || Reason::Company, &mut found).await?;
    if found.len() < SUGGESTED {
        let busy = queries::busy_in(db, viewer.tenant.id, CANDIDATES).await?;
        take(db, viewer, busy, || Reason::Busy, &mut found).await?;
    }
    if found.len() < SUGGESTED {
        let since: Timestamp = app.clock.now().minus(NEW);
        let new = queries::new_in(db, viewer.tenant.id, since, CANDIDATES).await?;
        take(db, viewer, new, || Reason::New, &mut found).await?;
    }

    let (accounts, reasons): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let authors = accounts::authors(db, &viewer.tenant, &accounts).await?;
    let mut suggestions = Vec::with_capacity(SUGGESTED);
    for ((account, author), reason) in accounts.iter().zip(authors).zip(reasons) {
        let reason = match reason {
            Reason::Company => followed_by(db, viewer, account.id, words).await?,
            Reason::Busy => words.t("reason-busy"),
            Reason::New => words.t("reason-new"),
        };
        suggestions.push(Suggestion { someone: Someone { author, standing: Standing::None }, reason });
    }
    Ok(suggestions)
}

/// Adds the first of the candidates that may be suggested and are not yet.
async fn take(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    candidates: Vec<AccountId>,
    reason: impl Fn() -> Reason,
    found: &mut Vec<(account::Model, Reason)>,
) -> Result<()> {
    if candidates.is_empty() {
        return Ok(());
    }
    let accounts = queries::suggestible(db, viewer.account.id, &candidates).await?;
    for id in candidates {
        if let Some(account) = accounts.iter().find(|account| account.id == id)
            && found.len() < SUGGESTED
            && !found.iter().any(|(other, _)| other.id == id)
        {
            found.push((account.clone(), reason()));
        }
    }
    Ok(())
}

async fn followed_by(db: &impl ConnectionTrait, viewer: &Viewer, whom: AccountId, words: &Words) -> Result<String> {
    let names: Vec<String> =
        queries::mutual(db, viewer.account.id, whom).await?.into_iter().map(|account| account.display_name).collect();
    Ok(match names.as_slice() {
        [first, second, ..] => {
            words.say(&Message::new("reason-followed-by-two").with("first", first).with("second", second))
        }
        [first] => words.say(&Message::new("reason-followed-by-one").with("first", first)),
        [] => words.t("reason-busy"),
    })
}
