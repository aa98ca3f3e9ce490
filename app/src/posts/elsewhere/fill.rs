//! What somebody of another server has published before anybody here wanted to know: their newest posts and those that
//! they have pinned, and how many there are of what.

use std::time::Duration;

use heliograph_entity::{
    account, post,
    values::{AccountId, TenantId},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use super::{
    super::{MOST_PINNED_ELSEWHERE, queries},
    fetch::{Asked, fetch_post},
    keep::keep,
    receive::told,
};
use crate::{
    accounts::{self, Signer, Told},
    app::App,
    error::{Error, Result},
    federation::{
        fetch,
        reading::{id_of, is_a, same_server},
    },
    jobs::{self, Job, Lane, Outcome},
    tenants,
    viewer::Tenant,
};

/// How long what was asked for is taken for what is there.
const FRESH: Duration = Duration::from_secs(24 * 3600);
/// How many posts are kept at a time, and how many pages of a list are turned for them.
const NEWEST: usize = 20;
const MOST_PAGES: usize = 3;
/// R28: what is fetched at the most for one account.
const MOST_FETCHED: usize = 20;

/// Has the newest posts of somebody of another server asked for, unless that was done within a day.
pub async fn look_again(app: &App, tenant: &Tenant, account: &account::Model) -> Result<()> {
    if !account.is_remote() {
        return Ok(());
    }
    let now = app.clock.now();
    let tx = app.db.write_tx().await?;
    if accounts::claim_filling(&tx, account.id, now.minus(FRESH), now).await? {
        let job = FillProfile { account_id: account.id, tenant_id: tenant.id };
        jobs::enqueue(app, &tx, Some(tenant.id), &job).await?;
    }
    Ok(tx.commit().await?)
}

/// Asks the server of somebody for what they have published.
#[derive(Serialize, Deserialize)]
pub struct FillProfile {
    pub account_id: AccountId,
    /// In whose name.
    pub tenant_id: TenantId,
}

impl Job for FillProfile {
    const NAME: &'static str = "posts.fill_profile";
    const LANE: Lane = Lane::Outside;
    const ATTEMPTS: i32 = 2;

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        let tenant = tenants::by_id(db, self.tenant_id).await?;
        let account = accounts::by_ids(db, [self.account_id]).await?.pop();
        let actor = accounts::actor_of(db, self.account_id).await?;
        let (Some(tenant), Some(account), Some(actor)) = (tenant, account, actor) else { return Ok(Outcome::Done) };
        let mut filling = Filling { app, tenant: &tenant, author: Signer { account, actor }, left: MOST_FETCHED };
        let told = filling.told().await;
        filling.newest().await?;
        filling.pinned().await?;
        let tx = app.db.write_tx().await?;
        accounts::note_told(&tx, self.account_id, told).await?;
        tx.commit().await?;
        Ok(Outcome::Done)
    }

    /// What has come so far is shown.
    async fn exhausted(self, app: &App) -> anyhow::Result<()> {
        let tx = app.db.write_tx().await?;
        accounts::note_told(&tx, self.account_id, Told::default()).await?;
        tx.commit().await?;
        Ok(())
    }
}

struct Filling<'a> {
    app: &'a App,
    tenant: &'a Tenant,
    author: Signer,
    /// How many more documents may be asked for.
    left: usize,
}

impl Filling<'_> {
    /// A document of the same server. What is not there is nothing.
    async fn document(&mut self, address: &str) -> Option<Value> {
        let url = Url::parse(address).ok().filter(|_| same_server(address, &self.author.actor.uri))?;
        self.left = self.left.checked_sub(1)?;
        match fetch(self.app, self.tenant, &url).await {
            Ok(found) if same_server(found.url.as_str(), &self.author.actor.uri) => Some(found.document),
            Ok(_) => None,
            Err(error) => {
                tracing::debug!(%error, address, "a list of another server is not there");
                None
            }
        }
    }

    async fn told(&mut self) -> Told {
        let count = |document: Option<Value>| document?["totalItems"].as_i64().filter(|number| *number >= 0);
        let actor = self.author.actor.clone();
        let outbox = self.document(&actor.outbox).await;
        let followers = self.document(&actor.followers).await;
        let following = self.document(&actor.following).await;
        Told { posts: count(outbox), followers: count(followers), following: count(following) }
    }

    async fn newest(&mut self) -> Result<()> {
        let mut kept = 0;
        let mut next = Some(self.author.actor.outbox.clone());
        for _ in 0..MOST_PAGES {
            let Some(page) = next.take() else { break };
            let Some(page) = self.document(&page).await else { break };
            for activity in items(&page) {
                if kept == NEWEST {
                    return Ok(());
                }
                if is_a(activity, &["Create"]) {
                    kept += usize::from(self.take(activity, &activity["object"]).await?);
                }
            }
            next = after(&page);
        }
        Ok(())
    }

    async fn pinned(&mut self) -> Result<()> {
        let featured = self.author.actor.featured.clone();
        let Some(list) = self.document(&featured).await else { return Ok(()) };
        let mut pinned = Vec::new();
        for object in items(&list).iter().take(MOST_PINNED_ELSEWHERE as usize) {
            self.take(&Value::Null, object).await?;
            let known = queries::elsewhere::by_uri(self.app.db.reader(), id_of(object).unwrap_or_default()).await?;
            pinned.extend(known.map(|(post, _)| post).filter(|post| post.account_id == self.author.account.id));
        }
        let tx = self.app.db.write_tx().await?;
        let ids: Vec<_> = pinned.iter().map(|post: &post::Model| post.id).collect();
        queries::elsewhere::set_pinned(&tx, self.author.account.id, &ids, self.app.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Keeps one post, whole or by its id; whether it could be read. Answers are not what a profile is made of.
    async fn take(&mut self, activity: &Value, object: &Value) -> Result<bool> {
        let Some(note) = told(&self.author, object, activity) else {
            let Some(uri) = id_of(object).filter(|uri| same_server(uri, &self.author.actor.uri)) else {
                return Ok(false);
            };
            let Some(left) = self.left.checked_sub(1) else { return Ok(false) };
            self.left = left;
            return match fetch_post(self.app, self.tenant, uri, Asked::ByUs).await {
                Ok(found) => Ok(found.is_some()),
                Err(accounts::NotFound::Internal(error @ Error::Internal(_))) => Err(error),
                Err(_) => Ok(false),
            };
        };
        if note.parent.is_some() {
            return Ok(false);
        }
        keep(self.app, self.tenant, &self.author, note, Asked::ByUs).await?;
        Ok(true)
    }
}

/// What a page of a list has, or the list itself.
pub(super) fn items(page: &Value) -> &[Value] {
    let items = [&page["orderedItems"], &page["items"], &page["first"]["orderedItems"], &page["first"]["items"]];
    items.into_iter().find_map(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The page that comes next: the first of a list, or the one after a page.
pub(super) fn after(page: &Value) -> Option<String> {
    let next = [&page["next"], &page["first"]["next"], &page["first"]].into_iter().find_map(id_of);
    next.map(str::to_owned)
}
