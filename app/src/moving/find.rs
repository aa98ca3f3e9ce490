//! The account that somebody names: of this hub, or of another server as that describes it now.

use std::time::Duration;

use heliograph_entity::{account, host};
use url::Url;

use super::aliases_of;
use crate::{
    accounts::{self, Described, NotFound},
    app::App,
    error::{Error, Problems, Result, short_text},
    federation::{NotFetched, addresses::Addresses, standing, webfinger},
    markup::web_address,
    search, tenants,
    throttle::{self, Allowance},
    viewer::Viewer,
    words::Message,
};

/// How often one member may have other servers asked for it.
const LOOKUPS: Allowance = Allowance { at_once: 10, then_every: Duration::from_secs(20) };
const LONGEST: usize = 500;

pub(super) struct Found {
    pub(super) account: account::Model,
    /// Its id.
    pub(super) uri: String,
    /// The ids of the accounts that it says are its owner's as well.
    pub(super) aliases: Vec<String>,
}

/// Why it is not found.
enum Lost {
    /// No account here is called so.
    Here,
    /// The server does not answer, or not with that.
    Elsewhere(String),
    Suspended(String),
    Fault(Error),
}

impl<E: Into<Error>> From<E> for Lost {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

/// The account that was `typed` into `field`: `ana` of this community, `@ana@photos.example`, or the address of a profile.
/// What is wrong with it is said at the field.
pub(super) async fn find(app: &App, viewer: &Viewer, field: &str, typed: &str) -> Result<Found> {
    let problem = |message| Error::Invalid(Problems::one(field, message));
    let typed = short_text(typed, LONGEST).map_err(problem)?;
    if typed.is_empty() {
        return Err(problem(Message::new("problem-account-missing")));
    }
    let found = match (web_address(&typed), search::handle_in(&typed)) {
        (Some(url), _) => at_address(app, viewer, &url).await,
        (None, Some((name, host))) => called(app, viewer, name, &host.to_lowercase()).await,
        (None, None) if is_name(&typed) => here(app, viewer, typed.trim_start_matches('@')).await,
        (None, None) => return Err(problem(Message::new("problem-account-unreadable").with("typed", typed))),
    };
    found.map_err(|lost| match lost {
        Lost::Here => problem(Message::new("problem-account-nobody").with("typed", &typed)),
        Lost::Elsewhere(host) => problem(Message::new("problem-account-elsewhere").with("host", host)),
        Lost::Suspended(host) => problem(Message::new("server-is-suspended").with("host", host)),
        Lost::Fault(error) => error,
    })
}

fn is_name(typed: &str) -> bool {
    let name = typed.trim_start_matches('@');
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

async fn called(app: &App, viewer: &Viewer, name: &str, host: &str) -> Result<Found, Lost> {
    if let Some(community) = tenants::community_of_handles(app.db.reader(), host).await? {
        return here(app, viewer, &format!("{name}@{}", community.name)).await;
    }
    ask_about(app, viewer, host).await?;
    match webfinger::actor_behind(app, &viewer.tenant, name, host).await {
        Some(actor) => elsewhere(app, viewer, &actor).await,
        None => Err(Lost::Elsewhere(host.to_owned())),
    }
}

async fn at_address(app: &App, viewer: &Viewer, url: &Url) -> Result<Found, Lost> {
    let host = url.host_str().unwrap_or_default();
    if let Some(community) = community(app, host).await? {
        let there = Addresses { origin: &community.origin };
        let known = match there.account_in(url.as_str()) {
            Some(id) => accounts::by_ids(app.db.reader(), [id]).await?.pop(),
            None => {
                let name = url.path().strip_prefix("/@").ok_or(Lost::Here)?;
                return here(app, viewer, &format!("{name}@{}", community.name)).await;
            }
        };
        return of_this_hub(app, known.filter(|account| account.host_id == community.id)).await;
    }
    ask_about(app, viewer, host).await?;
    elsewhere(app, viewer, url).await
}

async fn community(app: &App, name: &str) -> Result<Option<host::Model>> {
    Ok(tenants::host(app.db.reader(), name).await?.filter(|host| host.kind == host::Kind::Community))
}

async fn here(app: &App, viewer: &Viewer, handle: &str) -> Result<Found, Lost> {
    of_this_hub(app, accounts::by_handle(app.db.reader(), &viewer.tenant, handle).await?).await
}

async fn of_this_hub(app: &App, account: Option<account::Model>) -> Result<Found, Lost> {
    let db = app.db.reader();
    let account = account.filter(|account| account.state == account::State::Living).ok_or(Lost::Here)?;
    Ok(Found { uri: accounts::uri_of(db, &account).await?, aliases: aliases_of(db, account.id).await?, account })
}

/// Whether another server may be asked.
async fn ask_about(app: &App, viewer: &Viewer, host: &str) -> Result<(), Lost> {
    if standing::standing(app.db.reader(), &viewer.tenant, host).await?.suspended {
        return Err(Lost::Suspended(host.to_owned()));
    }
    Ok(throttle::take(app, "moving", &viewer.account.id.to_string(), LOOKUPS).await?)
}

async fn elsewhere(app: &App, viewer: &Viewer, url: &Url) -> Result<Found, Lost> {
    let host = || url.host_str().unwrap_or_default().to_owned();
    match accounts::describe(app, &viewer.tenant, url.as_str()).await {
        Ok(Described { signer, aliases, .. }) => Ok(Found { account: signer.account, uri: signer.actor.uri, aliases }),
        Err(NotFound::Internal(error @ Error::Internal(_))) => Err(error.into()),
        Err(NotFound::NotFetched(NotFetched::Suspended)) => Err(Lost::Suspended(host())),
        Err(error) => {
            tracing::debug!(%error, "an account was looked for elsewhere in vain");
            Err(Lost::Elsewhere(host()))
        }
    }
}
