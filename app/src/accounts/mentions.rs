//! People who are mentioned in what others write: by their names, or by their handles where they are of another community
//! or server.

use std::{
    collections::{BTreeSet, HashMap},
    time::Duration,
};

use heliograph_entity::{account, host, values::AccountId};
use sea_orm::ConnectionTrait;

use super::{
    meet,
    queries::{self, remote::actor_of},
    remote::update_remote,
};
use crate::{
    app::App,
    error::{Error, Result},
    federation::{addresses::Addresses, standing::standing, webfinger},
    markup::{SafeHtml, markup, mentions},
    tenants,
    throttle::{self, Allowance},
    viewer::Tenant,
};

/// How many people nobody here knows yet are looked for in what somebody writes.
const MOST_SOUGHT: usize = 10;

/// How often one member may have other servers asked by mentioning people.
const LOOKUPS: Allowance = Allowance { at_once: 30, then_every: Duration::from_secs(60) };

/// What people wrote, as it is shown: with links to those whom they mention. One question for all names, and two for all
/// handles.
pub async fn marked_up(db: &impl ConnectionTrait, tenant: &Tenant, texts: &[&str]) -> Result<Vec<SafeHtml>> {
    let mentioned: BTreeSet<String> = texts.iter().flat_map(|text| mentions(text)).collect();
    let known = spelled(db, tenant, mentioned).await?;
    Ok(texts.iter().map(|text| markup(text, |name| known.get(name).cloned())).collect())
}

/// How those of the names and handles, given in lower case, are spelled who are of the community, or known to it.
pub async fn spelled(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    mentioned: BTreeSet<String>,
) -> Result<HashMap<String, String>> {
    let (handles, names): (Vec<String>, Vec<String>) = mentioned.into_iter().partition(|name| name.contains('@'));
    let mut spelled = if names.is_empty() { HashMap::new() } else { queries::names(db, tenant, names).await? };
    for (handle, account, host) in with_handles(db, tenant, handles).await? {
        spelled.insert(handle, called(tenant, &account, &host));
    }
    Ok(spelled)
}

/// What somebody is called in the community.
fn called(tenant: &Tenant, account: &account::Model, host: &host::Model) -> String {
    if host.id == tenant.host.id { account.name.clone() } else { format!("{}@{}", account.name, host.shown_domain()) }
}

/// Whoever is known by one of the handles, given in lower case, and where.
async fn with_handles(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    handles: Vec<String>,
) -> Result<Vec<(String, account::Model, host::Model)>> {
    if handles.is_empty() {
        return Ok(Vec::new());
    }
    let pairs: Vec<(&str, &str)> = handles.iter().filter_map(|handle| handle.split_once('@')).collect();
    let mut hosts = tenants::hosts_of_handles(db, pairs.iter().map(|(_, domain)| *domain)).await?;
    // A host of that name comes before one whose handles end so.
    hosts.sort_by_key(|host| !pairs.iter().any(|(_, domain)| host.name == *domain));
    let names = pairs.iter().map(|(name, _)| *name);
    let accounts = queries::on_hosts(db, tenant, hosts.iter().map(|host| host.id), names).await?;
    let known = pairs.iter().filter_map(|(name, domain)| {
        let of = |host: &&host::Model| host.name == *domain || host.account_domain.as_deref() == Some(*domain);
        let host = hosts.iter().find(of)?;
        let account = accounts.iter().find(|account| account.host_id == host.id && account.name_key == *name)?;
        Some((format!("{name}@{domain}"), account.clone(), host.clone()))
    });
    Ok(known.collect())
}

/// Somebody whom words mention, as other servers know them.
pub struct Mentioned {
    pub account: account::Model,
    /// Of their actor.
    pub id: String,
    /// `@name@host`.
    pub handle: String,
    /// Where the words lead here, and where they lead elsewhere.
    pub links: [String; 2],
}

/// All whom the words mention and who are known here, each once.
pub async fn mentioned(db: &impl ConnectionTrait, tenant: &Tenant, texts: &[&str]) -> Result<Vec<Mentioned>> {
    let all: BTreeSet<String> = texts.iter().flat_map(|text| mentions(text)).collect();
    let (handles, names): (Vec<String>, Vec<String>) = all.into_iter().partition(|name| name.contains('@'));
    let mut mentioned = Vec::new();
    if !names.is_empty() {
        let here = tenant.addresses();
        for account in queries::members_named(db, tenant.id, names).await? {
            let page = tenant.url(&format!("/@{}", account.name));
            let (id, handle) = (here.account(account.id), format!("@{}@{}", account.name, tenant.host.handle_domain()));
            mentioned.push(Mentioned { id, handle, links: [page.clone(), page], account });
        }
    }
    for (_, account, host) in with_handles(db, tenant, handles).await? {
        let there = Addresses { origin: &host.origin };
        let (id, page) = match actor_of(db, account.id).await? {
            Some(actor) => (actor.uri, actor.url),
            None => (there.account(account.id), format!("{}/@{}", host.origin, account.name)),
        };
        let links = [tenant.url(&format!("/@{}", called(tenant, &account, &host))), page];
        let handle = format!("@{}@{}", account.name, host.handle_domain());
        mentioned.push(Mentioned { id, handle, links, account });
    }
    mentioned.sort_by_key(|person| person.account.id);
    mentioned.dedup_by_key(|person| person.account.id);
    Ok(mentioned)
}

/// Asks other servers for those whom the words of `by` mention and nobody here knows. Whoever is not found stays a word.
pub async fn seek_mentioned(app: &App, tenant: &Tenant, by: AccountId, texts: &[&str]) -> Result<()> {
    let db = app.db.reader();
    let mut handles: BTreeSet<String> = texts.iter().flat_map(|text| mentions(text)).collect();
    handles.retain(|name| name.contains('@'));
    let known = with_handles(db, tenant, handles.iter().cloned().collect()).await?;
    handles.retain(|handle| known.iter().all(|(known, ..)| known != handle));
    for handle in handles.iter().take(MOST_SOUGHT) {
        let Some((name, host)) = handle.split_once('@') else { continue };
        // R29: nobody is asked for those of our own communities.
        let ours = tenants::community_of_handles(db, host).await?.is_some();
        if ours || standing(db, tenant, host).await?.suspended {
            continue;
        }
        match throttle::take(app, "mentioned", &by.to_string(), LOOKUPS).await {
            Ok(()) => {}
            Err(Error::TooMany(_)) => break,
            Err(error) => return Err(error),
        }
        let Some(actor) = webfinger::actor_behind(app, tenant, name, host).await else { continue };
        match update_remote(app, tenant, actor.as_str()).await {
            Ok(found) => meet(app, tenant, &found.account).await?,
            Err(problem) => tracing::debug!(%problem, handle, "whoever is mentioned is not found"),
        }
    }
    Ok(())
}
