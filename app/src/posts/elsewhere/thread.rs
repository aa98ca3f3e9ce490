//! What was said below a post of another server before anybody here wanted to know.

use std::{collections::VecDeque, time::Duration};

use heliograph_entity::{
    post,
    values::{PostId, TenantId},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use super::{
    super::queries,
    fetch::{Asked, ask, store},
    fill::{after, items},
};
use crate::{
    accounts::NotFound,
    app::App,
    error::{Error, Result},
    federation::{
        fetch,
        reading::{id_of, same_server},
    },
    jobs::{self, Job, Lane, Outcome},
    tenants,
    viewer::Tenant,
};

/// How long what was asked for is taken for what is there.
const FRESH: Duration = Duration::from_secs(3600);
/// How long readers are told that more is on its way.
const LOADING: Duration = Duration::from_secs(20);
/// R28: answers that are asked for at the most, and pages of each list of them.
const MOST_ANSWERS: usize = 40;
const MOST_PAGES: usize = 5;

/// Has the answers to a post of another server asked for, unless that was done within an hour. Whether they are on their
/// way.
pub(in crate::posts) async fn look_at_thread(app: &App, tenant: &Tenant, post: &post::Model) -> Result<bool> {
    let place = match post.tenant_id {
        Some(_) => None,
        None => queries::elsewhere::places(app.db.reader(), [post.id]).await?.pop(),
    };
    let Some(place) = place else { return Ok(false) };
    let now = app.clock.now();
    if let Some(asked) = place.thread_at.filter(|asked| now.since(*asked) < FRESH) {
        return Ok(now.since(asked) < LOADING && place.thread_told_at.is_none_or(|told| told < asked));
    }
    let tx = app.db.write_tx().await?;
    if queries::elsewhere::claim_thread(&tx, post.id, now.minus(FRESH), now).await? {
        let job = FillThread { post_id: post.id, tenant_id: tenant.id };
        jobs::enqueue(app, &tx, Some(tenant.id), &job).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Asks the server of a post for the answers to it, and the servers of these for the answers to them.
#[derive(Serialize, Deserialize)]
pub struct FillThread {
    pub post_id: PostId,
    /// In whose name.
    pub tenant_id: TenantId,
}

impl Job for FillThread {
    const NAME: &'static str = "posts.fill_thread";
    const LANE: Lane = Lane::Outside;
    const ATTEMPTS: i32 = 2;

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        let tenant = tenants::by_id(db, self.tenant_id).await?;
        let place = queries::elsewhere::places(db, [self.post_id]).await?.pop();
        let (Some(tenant), Some(place)) = (tenant, place) else { return Ok(Outcome::Done) };
        fill(app, &tenant, &place.uri).await?;
        self.note_told(app).await
    }

    /// What has come so far is shown.
    async fn exhausted(self, app: &App) -> anyhow::Result<()> {
        self.note_told(app).await.map(drop)
    }
}

impl FillThread {
    async fn note_told(&self, app: &App) -> anyhow::Result<Outcome> {
        let tx = app.db.write_tx().await?;
        queries::elsewhere::note_thread(&tx, self.post_id, app.clock.now()).await?;
        tx.commit().await?;
        Ok(Outcome::Done)
    }
}

async fn fill(app: &App, tenant: &Tenant, uri: &str) -> Result<()> {
    let Some(answers) = take(app, tenant, uri).await? else { return Ok(()) };
    let mut lists = VecDeque::from([(uri.to_owned(), answers)]);
    let mut left = MOST_ANSWERS;
    // Nearer ones come first: each has to find what it answers.
    while let Some((uri, list)) = lists.pop_front() {
        for id in listed(app, tenant, &uri, list).await {
            if queries::elsewhere::with_uri(app.db.reader(), tenant, &id).await?.is_some() {
                continue;
            }
            let Some(fewer) = left.checked_sub(1) else { return Ok(()) };
            left = fewer;
            if let Some(answers) = take(app, tenant, &id).await? {
                lists.push_back((id, answers));
            }
        }
    }
    Ok(())
}

/// Keeps a post as its server shows it now, if that answers what is here; the list of the answers to it.
async fn take(app: &App, tenant: &Tenant, uri: &str) -> Result<Option<Value>> {
    let taken = async {
        let told = ask(app, tenant, uri).await?;
        Ok(store(app, tenant, told.note, Asked::No).await?.map(|_| told.answers))
    };
    match taken.await {
        Ok(answers) => Ok(answers),
        Err(NotFound::Internal(error @ Error::Internal(_))) => Err(error),
        Err(error) => {
            tracing::debug!(%error, uri, "an answer is not there");
            Ok(None)
        }
    }
}

/// The ids that are listed as answers to the note at `uri`, on its own server.
async fn listed(app: &App, tenant: &Tenant, uri: &str, list: Value) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let mut next = if list.is_object() { None } else { id_of(&list).map(str::to_owned) };
    let mut page = list;
    for _ in 0..MOST_PAGES {
        if let Some(address) = next.take() {
            let Some(url) = Url::parse(&address).ok().filter(|_| same_server(&address, uri)) else { break };
            match fetch(app, tenant, &url).await {
                Ok(found) if same_server(found.url.as_str(), uri) => page = found.document,
                _ => break,
            }
        }
        for id in items(&page).iter().filter_map(id_of) {
            if ids.len() == MOST_ANSWERS {
                return ids;
            }
            if !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
        next = after(&page);
        if next.is_none() {
            break;
        }
    }
    ids
}
