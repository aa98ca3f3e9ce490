//! Accounts of other servers: found by whoever signs in their name, and kept as their servers describe them.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use heliograph_entity::{account, remote_actor};
use sea_orm::ActiveValue::Set;
use url::Url;

use super::{LearnDomain, create, queries};
use crate::{
    app::App,
    cache::key_of,
    error::{Error, Result},
    federation::{
        NotFetched, PublicKey,
        actors::{Actor, document_of_key, picture_names, read},
        fetch,
        reading::{id_of, same_server},
    },
    jobs,
    moving::CheckMove,
    tenants,
    viewer::Tenant,
};

/// R10: how long an actor is believed before it is fetched anew because a signature does not verify.
const BELIEVED: Duration = Duration::from_secs(5 * 60);

/// Somebody of another server who has signed something.
#[derive(Clone, Debug)]
pub struct Signer {
    pub account: account::Model,
    pub actor: remote_actor::Model,
}

/// Somebody of another server, as their server describes them now.
pub struct Described {
    pub signer: Signer,
    /// The other accounts that they say are theirs.
    pub aliases: Vec<String>,
    /// Where they say to have moved to, as long as that is not known to be so.
    says_moved_to: Option<String>,
}

impl Signer {
    pub fn key(&self) -> Option<PublicKey> {
        PublicKey::from_pem(&self.actor.public_key)
    }
}

/// Why nobody is found behind a key or an id.
#[derive(Debug, thiserror::Error)]
pub enum NotFound {
    #[error("{0}")]
    NotFetched(#[from] NotFetched),
    #[error("{0}")]
    Wrong(&'static str),
    #[error("{0}")]
    Internal(#[from] Error),
}

impl NotFound {
    /// Whether it may be different in a while.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::NotFetched(problem) => problem.may_pass(),
            Self::Wrong(_) => false,
            Self::Internal(error) => matches!(error, Error::Internal(_)),
        }
    }
}

/// How long a key that was asked for in vain is not asked for once more.
const VAIN: Duration = Duration::from_secs(60);

/// R9: whose key it is. Somebody who is not known is asked for in the name of the community, and kept.
pub async fn signer(app: &App, tenant: &Tenant, key_id: &str) -> Result<Signer, NotFound> {
    if !same_server(key_id, key_id) {
        return Err(NotFound::Wrong("the key has no address"));
    }
    let known = queries::remote::by_key(app.db.reader(), key_id).await.map_err(Error::from)?;
    if let Some((account, actor)) = known {
        return Ok(Signer { account, actor });
    }
    // Nobody has verified the request yet: it makes us ask no server often, nor many times at once.
    let vain = key_of(&format!("vain {key_id}"));
    if app.cache.get::<Instant>(vain).is_some_and(|at| at.elapsed() < VAIN) {
        return Err(NotFound::Wrong("the key was not found a moment ago"));
    }
    let Some(_turn) = app.asking.take(key_id).await else {
        return Err(NotFound::Wrong("its server is asked for too many keys"));
    };
    let url = document_of_key(key_id).ok_or(NotFound::Wrong("the key has no address"))?;
    let found = found_at(app, tenant, &url).await;
    if found.as_ref().is_err_and(|error| !error.may_pass()) {
        app.cache.put(vain, Arc::new(Instant::now()), 100);
    }
    let signer = believe(app, tenant, found?).await?;
    // The actor has to list the key; that it has one of another name means nothing.
    if signer.actor.key_id == key_id { Ok(signer) } else { Err(NotFound::Wrong("the actor has no such key")) }
}

/// Somebody whose key was seen to fit.
struct Seen {
    signer: Signer,
    at: Instant,
}

/// As long as somebody is known without a look: so much later it counts here that another process knows another key.
const LATELY: Duration = Duration::from_secs(10);

/// Whoever has signed with the key a moment ago. Where it does not fit now, there may be a newer one.
pub fn lately(app: &App, key_id: &str) -> Option<Signer> {
    let seen = app.cache.get::<Seen>(key_of(key_id))?;
    (seen.signer.actor.key_id == key_id && seen.at.elapsed() < LATELY).then(|| seen.signer.clone())
}

/// The key of the signer fits.
pub fn note_signer(app: &App, signer: &Signer) {
    let seen = Seen { signer: signer.clone(), at: Instant::now() };
    let size = 1500 + signer.actor.public_key.len() + signer.account.bio.len();
    app.cache.put(key_of(&signer.actor.key_id), Arc::new(seen), size);
}

/// R10: somebody as their server describes them now, if that was not asked within five minutes.
pub async fn refresh(app: &App, tenant: &Tenant, signer: &Signer) -> Result<Option<Signer>, NotFound> {
    let now = app.clock.now();
    let tx = app.db.write_tx().await.map_err(Error::from)?;
    let due = queries::remote::note_check(&tx, signer.account.id, now.minus(BELIEVED), now).await;
    let due = due.map_err(Error::from)?;
    tx.commit().await.map_err(Error::from)?;
    if !due {
        return Ok(None);
    }
    update_remote(app, tenant, &signer.actor.uri).await.map(Some)
}

/// Fetches an actor and keeps it as it is now.
pub async fn update_remote(app: &App, tenant: &Tenant, uri: &str) -> Result<Signer, NotFound> {
    believe(app, tenant, describe(app, tenant, uri).await?).await
}

/// That they have moved is believed when the account that they have moved to says so, too.
async fn believe(app: &App, tenant: &Tenant, described: Described) -> Result<Signer, NotFound> {
    if let Some(target) = described.says_moved_to {
        let check = CheckMove { account_id: described.signer.account.id, tenant_id: tenant.id, target };
        let tx = app.db.write_tx().await.map_err(Error::from)?;
        jobs::enqueue(app, &tx, Some(tenant.id), &check).await?;
        tx.commit().await.map_err(Error::from)?;
    }
    Ok(described.signer)
}

/// As [`update_remote`], with what is not kept.
pub async fn describe(app: &App, tenant: &Tenant, uri: &str) -> Result<Described, NotFound> {
    let url = Url::parse(uri).map_err(|_| NotFound::Wrong("its id is no address"))?;
    found_at(app, tenant, &url).await
}

/// The actor whose document, or whose key, is at `url`.
async fn found_at(app: &App, tenant: &Tenant, url: &Url) -> Result<Described, NotFound> {
    let mut found = fetch(app, tenant, url).await?;
    // A key's own document names its owner, or is a part of them: they are found where their id says, and nowhere else.
    let owner = id_of(&found.document["owner"]).or_else(|| id_of(&found.document));
    let owner = owner.unwrap_or_default().to_owned();
    if owner != found.url.as_str() {
        if !same_server(&owner, found.url.as_str()) {
            return Err(NotFound::Wrong("it is of another server"));
        }
        let url = Url::parse(&owner).map_err(|_| NotFound::Wrong("its id is no address"))?;
        found = fetch(app, tenant, &url).await?;
    }
    // R14: what was found is what it says it is, at the end of wherever it led.
    let uri = id_of(&found.document).unwrap_or_default().to_owned();
    if Url::parse(&uri).ok().as_ref() != Some(&found.url) {
        return Err(NotFound::Wrong("its id is not where it was found"));
    }
    let mut actor = read(&found.document, &uri).map_err(NotFound::Wrong)?;
    let aliases = std::mem::take(&mut actor.aliases);
    let said = actor.moved_to.clone();
    let signer = keep(app, tenant, &found.url, actor).await?;
    let says_moved_to = said.filter(|target| signer.account.moved_to.as_ref() != Some(target));
    Ok(Described { signer, aliases, says_moved_to })
}

/// Writes what is known of an actor; of two who do so at the same time, one comes after the other.
async fn keep(app: &App, tenant: &Tenant, url: &Url, actor: Actor) -> Result<Signer> {
    let host = url.host_str().unwrap_or_default();
    let authority = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let now = app.clock.now();

    let tx = app.db.write_tx().await?;
    let host = tenants::keep_server(app, &tx, &authority, &url.origin().ascii_serialization()).await?;
    let name_key = actor.name.to_ascii_lowercase();
    let (id, created_at, moved_to) = match queries::remote::by_uri(&tx, &actor.uri).await? {
        Some((account, _)) => (account.id, account.created_at, account.moved_to),
        None => (app.ids.mint(), now, None),
    };
    let account = account::Model {
        bio: actor.bio,
        approves_followers: actor.approves_followers,
        discoverable: actor.discoverable,
        indexable: actor.indexable,
        connections: account::Connections::Hidden,
        moved_to: moved_to.filter(|target| actor.moved_to.as_ref() == Some(target)),
        ..create::fresh(id, host.id, actor.name, actor.shown_name, created_at)
    };
    let [small, large] = match actor.avatar.is_empty() {
        true => [None, None],
        false => picture_names(&actor.avatar).map(Some),
    };
    let change = account::ActiveModel {
        avatar_small: Set(small),
        avatar_large: Set(large),
        display_name: Set(account.display_name.clone()),
        bio: Set(account.bio.clone()),
        approves_followers: Set(account.approves_followers),
        discoverable: Set(account.discoverable),
        indexable: Set(account.indexable),
        moved_to: Set(account.moved_to.clone()),
        ..Default::default()
    };
    queries::insert_account(&tx, account).await?;
    let account = queries::remote::on_host(&tx, host.id, &name_key).await?;
    let account = account.ok_or(Error::NotFound)?;
    let known = queries::remote::actor_of(&tx, account.id).await?;
    if account.id != id && known.is_none_or(|known| known.uri != actor.uri) {
        // The name is another one's: of somebody who was there before, under another id.
        return Err(Error::Forbidden);
    }
    super::change(&tx, account.id, change).await?;
    let row = remote_actor::Model {
        account_id: account.id,
        uri: actor.uri,
        url: actor.url,
        inbox: actor.inbox,
        shared_inbox: actor.shared_inbox,
        key_id: actor.key_id,
        public_key: actor.public_key,
        fetched_at: now,
        checked_at: now,
        gone_at: None,
        followers: actor.followers,
        following: actor.following,
        outbox: actor.outbox,
        featured: actor.featured,
        avatar: actor.avatar,
        posts_told: None,
        followers_told: None,
        following_told: None,
        filled_at: None,
    };
    queries::remote::keep_actor(&tx, row).await?;
    let actor = queries::remote::actor_of(&tx, account.id).await?.ok_or(Error::NotFound)?;
    let account = super::by_ids(&tx, [account.id]).await?.pop().ok_or(Error::NotFound)?;
    if host.created_at >= now {
        let learn = LearnDomain { account_id: account.id, tenant_id: tenant.id };
        jobs::enqueue(app, &tx, Some(tenant.id), &learn).await?;
    }
    tx.commit().await?;
    let signer = Signer { account, actor };
    // In place of what was known a moment ago.
    note_signer(app, &signer);
    Ok(signer)
}
