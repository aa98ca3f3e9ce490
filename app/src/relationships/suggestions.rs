//! Whom somebody might like to follow, and why.

use std::{sync::Arc, time::Duration};

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
const LOOKED_AT: u64 = 30;
/// So many are remembered: some will be followed, or hide, before they are looked for again.
const CANDIDATES: usize = 6;
const REMEMBERED: Duration = Duration::from_secs(60);

pub struct Suggestion {
    pub someone: Someone,
    pub reason: String,
}

#[derive(Clone)]
enum Reason {
    /// People whom the viewer follows follow them, these among others.
    Company(Vec<AccountId>),
    Busy,
    New,
}

/// Whom somebody might like to follow, in the order in which they are suggested. To find them takes long, so they are
/// remembered for a minute, or until the viewer follows others; whether they may be suggested is asked each time.
struct Candidates {
    found_at: Timestamp,
    /// How many the viewer followed.
    following: i64,
    people: Vec<(AccountId, Reason)>,
}

/// Three people at the most whom the viewer neither follows nor has asked, and who want to be found.
pub async fn suggestions(app: &App, viewer: &Viewer, words: &Words) -> Result<Vec<Suggestion>> {
    let key = [viewer.account.id.0, viewer.tenant.id.0, 0];
    let now = app.clock.now();
    let following = viewer.account.following_count;
    if let Some(candidates) = app.cache.get::<Candidates>(key)
        && candidates.following == following
        && now.since(candidates.found_at) < REMEMBERED
    {
        let suggestions = suggest(app, viewer, &candidates.people, words).await?;
        // Somebody is missing whom another may stand in for.
        if suggestions.len() == candidates.people.len().min(SUGGESTED) {
            return Ok(suggestions);
        }
    }
    let candidates = Arc::new(Candidates { found_at: now, following, people: candidates(app, viewer).await? });
    app.cache.put(key, candidates.clone(), 64 * (candidates.people.len() + 1));
    suggest(app, viewer, &candidates.people, words).await
}

/// The first of the candidates who may be suggested at this moment, for a reason that may be told.
async fn suggest(
    app: &App,
    viewer: &Viewer,
    candidates: &[(AccountId, Reason)],
    words: &Words,
) -> Result<Vec<Suggestion>> {
    if candidates.is_empty() {
        return Ok(Vec::new());
    }
    let db = app.db.reader();
    let ids: Vec<AccountId> = candidates.iter().map(|(id, _)| *id).collect();
    let accounts = queries::suggestible(db, &viewer.tenant, viewer.account.id, &ids).await?;
    let company: Vec<AccountId> = candidates.iter().flat_map(|(_, reason)| reason.company()).copied().collect();
    let follow = queries::listed_follows(db, viewer.account.id, &company, &ids).await?;

    let mut found: Vec<(account::Model, String)> = Vec::with_capacity(SUGGESTED);
    for (id, reason) in candidates {
        let Some(account) = accounts.iter().find(|account| account.id == *id) else { continue };
        let reason = match reason {
            Reason::Company(_) => {
                let names: Vec<&String> =
                    follow.iter().filter(|(followed, _)| followed == id).map(|(_, name)| name).collect();
                let Some(reason) = followed_by(&names, words) else { continue };
                reason
            }
            Reason::Busy => words.t("reason-busy"),
            Reason::New => words.t("reason-new"),
        };
        found.push((account.clone(), reason));
        if found.len() == SUGGESTED {
            break;
        }
    }
    let (accounts, reasons): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let authors = accounts::authors(db, &viewer.tenant, &accounts).await?;
    let someone = |author| Someone { author, standing: Standing::None, moved: None };
    let suggestion = |(author, reason)| Suggestion { someone: someone(author), reason };
    Ok(authors.into_iter().zip(reasons).map(suggestion).collect())
}

impl Reason {
    fn company(&self) -> &[AccountId] {
        match self {
            Self::Company(company) => company,
            Self::Busy | Self::New => &[],
        }
    }
}

async fn candidates(app: &App, viewer: &Viewer) -> Result<Vec<(AccountId, Reason)>> {
    let db = app.db.reader();
    let mut found: Vec<(AccountId, Reason)> = Vec::new();
    let company = queries::in_company(db, viewer.account.id, LOOKED_AT).await?;
    for id in take(db, viewer, company, &found).await? {
        let mutual = queries::mutual(db, viewer.account.id, id).await?;
        found.push((id, Reason::Company(mutual)));
    }
    if found.len() < SUGGESTED {
        let busy = queries::busy_in(db, viewer.tenant.id, LOOKED_AT).await?;
        let busy = take(db, viewer, busy, &found).await?;
        found.extend(busy.into_iter().map(|id| (id, Reason::Busy)));
    }
    if found.len() < SUGGESTED {
        let since: Timestamp = app.clock.now().minus(NEW);
        let new = queries::new_in(db, viewer.tenant.id, since, LOOKED_AT).await?;
        let new = take(db, viewer, new, &found).await?;
        found.extend(new.into_iter().map(|id| (id, Reason::New)));
    }
    Ok(found)
}

/// The first of these who may be suggested and are not candidates yet.
async fn take(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    ids: Vec<AccountId>,
    found: &[(AccountId, Reason)],
) -> Result<Vec<AccountId>> {
    if ids.is_empty() {
        return Ok(ids);
    }
    let accounts = queries::suggestible(db, &viewer.tenant, viewer.account.id, &ids).await?;
    let fits = |id: &AccountId| accounts.iter().any(|of| of.id == *id) && found.iter().all(|(other, _)| other != id);
    Ok(ids.into_iter().filter(fits).take(CANDIDATES - found.len().min(CANDIDATES)).collect())
}

/// Nothing where nobody may be named.
fn followed_by(names: &[&String], words: &Words) -> Option<String> {
    Some(match names {
        [first, second, ..] => {
            words.say(&Message::new("reason-followed-by-two").with("first", first).with("second", second))
        }
        [first] => words.say(&Message::new("reason-followed-by-one").with("first", first)),
        [] => return None,
    })
}
