//! Where a handle or an address leads.

use std::time::Duration;

use heliograph_entity::{account, host};
use url::Url;

use crate::{
    accounts::{self, NotFound},
    app::App,
    error::{Error, Result},
    federation::{actors, addresses::Addresses, fetch, notes, reading::id_of, standing::standing, webfinger},
    markup::web_address,
    posts::{self, Asked},
    tenants,
    throttle::{self, Allowance},
    viewer::{Tenant, Viewer},
};

/// How often one member may have other servers asked.
const LOOKUPS: Allowance = Allowance { at_once: 30, then_every: Duration::from_secs(2) };

/// Why nothing is found.
#[derive(Debug)]
pub enum Lost {
    /// It is none of these, or nothing like it is here.
    NotHere,
    /// Only members have other servers asked.
    SignIn,
    /// The community's staff have suspended the server.
    Suspended { host: String, reason: String },
    /// The server of that name does not answer, or not with that.
    Elsewhere(String),
}

/// The page that `text` leads to: a handle, or the address of a person or a post.
pub async fn resolve(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    text: &str,
) -> Result<std::result::Result<String, Lost>> {
    if let Some(url) = web_address(text) {
        return at_address(app, tenant, viewer, &url).await;
    }
    match handle_in(text) {
        Some((name, host)) => by_handle(app, tenant, viewer, name, host).await,
        None => Ok(Err(Lost::NotHere)),
    }
}

/// `@name@host`, with or without its first sign, or with `acct:`.
pub fn handle_in(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix("acct:").unwrap_or(text);
    let (name, host) = text.strip_prefix('@').unwrap_or(text).split_once('@')?;
    let named = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
    let hosted =
        host.contains(['.', ':']) && Url::parse(&format!("https://{host}/")).is_ok_and(|url| url.path() == "/");
    (named && hosted).then_some((name, host))
}

async fn by_handle(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    name: &str,
    host: &str,
) -> Result<std::result::Result<String, Lost>> {
    let db = app.db.reader();
    let host = host.to_lowercase();
    if let Some(lost) = suspended(app, tenant, &host).await? {
        return Ok(Err(lost));
    }
    let community = tenants::community_of_handles(db, &host).await?;
    let known = community.as_ref().map_or(host.as_str(), |community| community.name.as_str());
    let known = accounts::by_handle(db, tenant, &format!("{name}@{known}")).await?;
    if let Some(account) = known.filter(|account| account.state == account::State::Living) {
        return Ok(Ok(met_by(app, tenant, viewer, account).await?));
    }
    if community.is_some() {
        return Ok(Err(Lost::NotHere));
    }
    let Some(viewer) = viewer else { return Ok(Err(Lost::SignIn)) };
    throttle::take(app, "lookup", &viewer.account.id.to_string(), LOOKUPS).await?;
    let lost = || Ok(Err(Lost::Elsewhere(host.clone())));
    let Some(actor) = webfinger::actor_behind(app, tenant, name, &host).await else { return lost() };
    match accounts::update_remote(app, tenant, actor.as_str()).await {
        Ok(found) => Ok(Ok(met_by(app, tenant, Some(viewer), found.account).await?)),
        Err(error) => say(error).and_then(|()| lost()),
    }
}

async fn at_address(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    url: &Url,
) -> Result<std::result::Result<String, Lost>> {
    let db = app.db.reader();
    let name = url.host_str().unwrap_or_default().to_owned();
    if let Some(lost) = suspended(app, tenant, &name).await? {
        return Ok(Err(lost));
    }
    if let Some(host) = tenants::host(db, &name).await?.filter(|host| host.kind == host::Kind::Community) {
        return here(app, tenant, &host, url).await;
    }
    if let Some((account, _)) = accounts::by_uri(db, url.as_str()).await? {
        return Ok(Ok(met_by(app, tenant, viewer, account).await?));
    }
    let Some(viewer) = viewer else { return Ok(Err(Lost::SignIn)) };
    throttle::take(app, "lookup", &viewer.account.id.to_string(), LOOKUPS).await?;
    let lost = || Ok(Err(Lost::Elsewhere(name.clone())));
    let found = match fetch(app, tenant, url).await {
        Ok(found) => found,
        Err(error) => return say(error.into()).and_then(|()| lost()),
    };
    let id = id_of(&found.document).unwrap_or_default();
    if notes::is_note(&found.document) {
        return match posts::fetch_post(app, tenant, id, Asked::InItsPlace).await {
            Ok(Some((author, post))) => Ok(Ok(format!("{}/{}", page_of(app, tenant, author).await?, post.id))),
            Ok(None) => lost(),
            Err(error) => say(error).and_then(|()| lost()),
        };
    }
    if !actors::is_actor(&found.document) {
        return lost();
    }
    match accounts::update_remote(app, tenant, id).await {
        Ok(found) => Ok(Ok(met_by(app, tenant, Some(viewer), found.account).await?)),
        Err(error) => say(error).and_then(|()| lost()),
    }
}

/// Why nothing of a server is looked for.
async fn suspended(app: &App, tenant: &Tenant, host: &str) -> Result<Option<Lost>> {
    let standing = standing(app.db.reader(), tenant, host).await?;
    Ok(standing.suspended.then(|| Lost::Suspended { host: host.to_owned(), reason: standing.reason }))
}

/// What fails here is an error; what fails elsewhere is told to whoever asks.
fn say(error: NotFound) -> Result<()> {
    match error {
        NotFound::Internal(error @ (Error::Internal(_) | Error::TooMany(_))) => Err(error),
        error => {
            tracing::debug!(%error, "what was looked for elsewhere is not there");
            Ok(())
        }
    }
}

/// An address of a community of this hub, by its page or by its id.
async fn here(app: &App, tenant: &Tenant, host: &host::Model, url: &Url) -> Result<std::result::Result<String, Lost>> {
    let db = app.db.reader();
    let there = Addresses { origin: &host.origin };
    let account = match (there.account_in(url.as_str()), there.post_in(url.as_str())) {
        (Some(id), _) => accounts::by_ids(db, [id]).await?.pop().map(|account| (account, None)),
        (_, Some(id)) => posts::author_of(db, id).await?.map(|author| (author, Some(id))),
        _ => {
            let path = url[url::Position::BeforePath..].to_owned();
            let elsewhere = || format!("{}{path}", host.origin);
            return Ok(Ok(if host.id == tenant.host.id { path } else { elsewhere() }));
        }
    };
    let Some((account, post)) = account.filter(|(account, _)| account.host_id == host.id) else {
        return Ok(Err(Lost::NotHere));
    };
    let page = page_of(app, tenant, account).await?;
    Ok(Ok(post.map_or_else(|| page.clone(), |post| format!("{page}/{post}"))))
}

/// The page of somebody whom the community has met by that, if a member has looked for them.
async fn met_by(app: &App, tenant: &Tenant, viewer: Option<&Viewer>, account: account::Model) -> Result<String> {
    if viewer.is_some() {
        accounts::meet(app, tenant, &account).await?;
    }
    page_of(app, tenant, account).await
}

async fn page_of(app: &App, tenant: &Tenant, account: account::Model) -> Result<String> {
    Ok(accounts::authors(app.db.reader(), tenant, &[account]).await?.remove(0).url)
}

#[cfg(test)]
mod tests {
    use super::handle_in;

    #[test]
    fn handles_are_read_as_people_write_them() {
        for text in ["@lena@peer.example", "lena@peer.example", "acct:lena@peer.example"] {
            assert_eq!(handle_in(text), Some(("lena", "peer.example")), "{text}");
        }
        assert_eq!(handle_in("@le.na_1@peer.example:8443"), Some(("le.na_1", "peer.example:8443")));
        for text in [
            "lena",
            "@lena",
            "a photo @ home.",
            "@lena@",
            "@lena@peer",
            "@lena@peer.example/x",
            "@@peer.example",
            "@l na@peer.example",
        ] {
            assert_eq!(handle_in(text), None, "{text}");
        }
    }
}
