//! Every activity that we understand of what other servers send.
//!
//! A request is taken when it is somebody's ([`signatures`](crate::federation::signatures)), says something of theirs,
//! and has not come before. It is answered right away; what it means is done by a job ([`Process`]), in the operations
//! that the pages use. What we do not understand is taken as well, and means nothing.

use std::time::Duration;

use axum::{
    body::{Body, to_bytes},
    extract::{OriginalUri, Request, State},
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
};
use heliograph_entity::{
    account,
    values::{AccountId, HostId, TenantId},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    accounts::{self, Signer},
    app::App,
    boosts, comments,
    error::{Error, Result},
    federation::{
        self, Claim, Incoming, Refusal, Wrong, notes,
        reading::{id_of, is_a, is_activity, json, kind_of, same_server},
        standing,
    },
    jobs::{self, Job, Lane, Outcome},
    likes, moving, posts, relationships, reports,
    secrets::hash_of,
    tenants,
    together::{self, Change},
    viewer::Tenant,
    web::{Arrival, Path},
};

/// R1: bytes of an activity.
const LARGEST: usize = 1024 * 1024;
const LONGEST_ID: usize = 2000;
/// When what a server says is looked at that keeps others waiting.
const LATER: Duration = Duration::from_secs(5);

/// `/ap/inbox`: what is for anybody of the community.
pub async fn shared(State(app): State<App>, tenant: Tenant, request: Request) -> Result<StatusCode, Refusal> {
    take(&app, &tenant, request).await
}

/// `/ap/accounts/{id}/inbox`
pub async fn personal(
    State(app): State<App>,
    tenant: Tenant,
    Path(id): Path<AccountId>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let account = accounts::account(app.db.reader(), tenant.id, id).await?.ok_or(Error::NotFound)?;
    if account.state != account::State::Living {
        return Err(Error::Gone.into());
    }
    take(&app, &tenant, request).await
}

async fn take(app: &App, tenant: &Tenant, request: Request) -> Result<StatusCode, Refusal> {
    let (parts, body) = request.into_parts();
    let content_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !is_activity(content_type) {
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "only ActivityStreams is understood here"));
    }
    let body = read(body).await?;
    let authority = parts.extensions.get::<Arrival>().map(|arrival| arrival.authority.clone()).unwrap_or_default();
    let asked = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |uri| &uri.0);
    let path_and_query = asked.path_and_query().map_or("/", |path| path.as_str());
    let claim = federation::claim(&Incoming {
        method: parts.method.as_str(),
        origin: &tenant.host.origin,
        authority: &authority,
        path_and_query,
        headers: &parts.headers,
        body: &body,
        now: app.clock.now(),
    })
    .map_err(nobody)?;
    let activity = json(&body).ok_or(Refusal::new(StatusCode::BAD_REQUEST, "it is no JSON, or too deep"))?;
    let actor = id_of(&activity["actor"]).ok_or(Refusal::new(StatusCode::BAD_REQUEST, "it has no actor"))?;

    for named in [actor, claim.key_id.as_str()] {
        if standing::is_suspended(app.db.reader(), tenant, named).await? {
            // R22: nobody is asked who it was, and nothing is said of why.
            return Ok(StatusCode::ACCEPTED);
        }
    }
    let Some(signer) = signer(app, tenant, &claim, &activity, actor).await? else {
        // Somebody who is gone, and whom nobody here knew.
        return Ok(StatusCode::ACCEPTED);
    };
    // R24: one server hands on what somebody of another has said. What it says of that is not believed.
    let handed_on = signer.actor.uri != actor;
    if actor.len() > LONGEST_ID {
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "its actor is too long"));
    }
    if handed_on && !is_a(&activity, &["Create", "Update"]) {
        return match is_a(&activity, &["Delete", "Announce", "Undo"]) {
            true => Ok(StatusCode::ACCEPTED),
            false => Err(nobody(Wrong::Key)),
        };
    }
    let mut id = id(&activity, actor, &parts.headers, &body)?;
    if handed_on {
        // It is not what its author says under that id.
        id = hash_of(&format!("{id} by {}", signer.actor.uri));
    }
    let (tenant_id, account_id) = (tenant.id, signer.account.id);
    let process = Process { tenant_id, account_id, activity_id: id, activity, handed_on };
    let taken = together::make(app, Taken { process, host_id: signer.account.host_id }).await;
    taken.map_err(Error::Internal)?;
    Ok(StatusCode::ACCEPTED)
}

async fn read(body: Body) -> Result<Vec<u8>, Refusal> {
    let too_large = |_| Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "an activity may have 1 MiB");
    Ok(to_bytes(body, LARGEST).await.map_err(too_large)?.into())
}

fn nobody(wrong: Wrong) -> Refusal {
    Refusal::new(StatusCode::UNAUTHORIZED, wrong.words())
}

/// Whoever has signed it. R10: where the key that is known does not verify it, the actor is looked at once more.
async fn signer(
    app: &App,
    tenant: &Tenant,
    claim: &Claim,
    activity: &Value,
    actor: &str,
) -> Result<Option<Signer>, Refusal> {
    let gone = is_a(activity, &["Delete"]) && id_of(&activity["object"]) == Some(actor);
    let signed = |signer: &Signer| signer.key().is_some_and(|key| key.verifies(&claim.message, &claim.signature));
    if gone && accounts::by_uri(app.db.reader(), actor).await?.is_none() {
        return Ok(None);
    }
    if let Some(known) = accounts::lately(app, &claim.key_id).filter(|known| signed(known)) {
        return Ok(Some(known));
    }
    let known = match accounts::signer(app, tenant, &claim.key_id).await {
        Ok(signer) => signer,
        Err(error) => {
            tracing::debug!(%error, key = claim.key_id, "the sender of an activity is not known");
            return Err(match error {
                // Whoever runs the other server reads why.
                accounts::NotFound::Wrong(why) => Refusal::new(StatusCode::UNAUTHORIZED, why),
                _ => nobody(Wrong::Key),
            });
        }
    };
    if signed(&known) {
        accounts::note_signer(app, &known);
        return Ok(Some(known));
    }
    let fresh = match gone {
        true => None,
        false => accounts::refresh(app, tenant, &known).await.unwrap_or_default(),
    };
    match fresh.filter(|fresh| fresh.actor.key_id == claim.key_id && signed(fresh)) {
        Some(fresh) => Ok(Some(fresh)),
        None => Err(nobody(Wrong::Forged)),
    }
}

/// R13: an id is of the actor's server. Without one it is made of what was signed: the same request has the same.
fn id(activity: &Value, actor: &str, headers: &HeaderMap, body: &[u8]) -> Result<String, Refusal> {
    match activity["id"].as_str().filter(|id| !id.is_empty()) {
        Some(id) if id.len() <= LONGEST_ID && same_server(id, actor) => Ok(id.to_owned()),
        Some(_) => Err(Refusal::new(StatusCode::BAD_REQUEST, "its id is of another server")),
        None => {
            let signature = headers.get("signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
            let hash = hash_of(&format!("{signature}\n{}", String::from_utf8_lossy(body)));
            Ok(format!("{actor}#{hash}"))
        }
    }
}

/// An activity that somebody has signed.
struct Taken {
    process: Process,
    /// Whose server it came from.
    host_id: HostId,
}

impl Taken {
    /// Each community hears it for itself: what means nothing to the one may be for the other.
    fn key(&self) -> String {
        format!("{} {}", self.process.tenant_id, self.process.activity_id)
    }
}

impl Change for Taken {
    type Answer = ();

    /// R8: what has come before is not written again.
    async fn make(app: &App, some: &[Self]) -> anyhow::Result<Vec<()>> {
        let tx = app.db.write_tx().await?;
        let keys: Vec<String> = some.iter().map(Self::key).collect();
        let mut fresh = federation::note_received(app, &tx, &keys).await?;
        let fresh: Vec<&Self> =
            some.iter().zip(&keys).filter(|(_, key)| fresh.remove(*key)).map(|(it, _)| it).collect();
        if !fresh.is_empty() {
            let jobs: Vec<_> = fresh.iter().map(|taken| (Some(taken.process.tenant_id), &taken.process)).collect();
            jobs::enqueue_all(app, &tx, &jobs).await?;
            let hosts: Vec<HostId> = fresh.iter().map(|taken| taken.host_id).collect();
            federation::revive(&tx, &hosts, app.clock.now()).await?;
        }
        tx.commit().await?;
        Ok(vec![(); some.len()])
    }
}

/// Does what an activity says.
#[derive(Serialize, Deserialize)]
pub struct Process {
    pub tenant_id: TenantId,
    /// Who says it.
    pub account_id: AccountId,
    pub activity_id: String,
    pub activity: Value,
    /// Whether they merely hand it on.
    #[serde(default)]
    pub handed_on: bool,
}

impl Job for Process {
    const NAME: &'static str = "inbox.process";
    /// It may ask the server of whoever says it.
    const LANE: Lane = Lane::Outside;

    /// Whoever says something and takes it back means them in this order.
    fn series(&self) -> Option<i64> {
        Some(self.account_id.into())
    }

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        let tenant = tenants::by_id(db, self.tenant_id).await?;
        let account = accounts::by_ids(db, [self.account_id]).await?.pop();
        let (Some(tenant), Some(account)) = (tenant, account) else { return Ok(Outcome::Done) };
        // R22: its server may have been suspended since it came.
        let actor = accounts::actor_of(db, account.id).await?;
        if standing::is_suspended(db, &tenant, actor.as_ref().map_or("", |actor| &actor.uri)).await? {
            return Ok(Outcome::Done);
        }
        let server = actor.map(|actor| actor.uri).unwrap_or_default();
        let Some(_turn) = app.turns.take(&server).await else { return Ok(Outcome::NotYet(LATER)) };
        let understood = match self.handed_on {
            true => posts::handed_on(app, &tenant, &self.activity["object"]).await,
            false => understand(app, &tenant, &account, &self.activity_id, &self.activity).await,
        };
        if understood.is_ok() && is_a(&self.activity, &["Like", "EmojiReact", "Announce"]) {
            accounts::meet(app, &tenant, &account).await?;
        }
        match understood {
            // Nobody here it is about, or nobody who may say it: it means nothing.
            Ok(()) | Err(Error::NotFound | Error::Gone | Error::Forbidden) => Ok(Outcome::Done),
            Err(error) => Err(error.into()),
        }
    }
}

/// The table of what is understood.
async fn understand(app: &App, tenant: &Tenant, by: &account::Model, id: &str, activity: &Value) -> Result<()> {
    let object = &activity["object"];
    match kind_of(activity) {
        "Follow" => relationships::asked(app, tenant, by, object, id).await,
        "Accept" => relationships::answered(app, tenant, by, object, true).await,
        "Reject" => relationships::answered(app, tenant, by, object, false).await,
        "Block" => relationships::blocked(app, tenant, by, object, id).await,
        "Like" | "EmojiReact" => likes::liked(app, tenant, by, object, id).await,
        "Announce" => boosts::boosted(app, tenant, by, object, id).await,
        "Add" => posts::pinned(app, tenant, by, activity, true).await,
        "Remove" => posts::pinned(app, tenant, by, activity, false).await,
        "Undo" => taken_back(app, tenant, by, object).await,
        "Flag" => reports::flagged(app, tenant, by, activity, id).await,
        "Move" => moving::moved(app, tenant, by, activity).await,
        // R17, R18: an actor changes and deletes nobody but itself.
        "Update" if is_themselves(app, by, object).await? => changed(app, tenant, id_of(object)).await,
        "Delete" if is_themselves(app, by, object).await? => gone(app, by).await,
        "Create" => posts::published(app, tenant, by, activity).await,
        "Update" if notes::is_note(object) => posts::revised(app, tenant, by, activity).await,
        "Delete" => posts::removed(app, by, object).await,
        _ => Ok(()),
    }
}

/// R21: whoever said it takes it back. It is embedded, or named by its id alone.
async fn taken_back(app: &App, tenant: &Tenant, by: &account::Model, undone: &Value) -> Result<()> {
    let (db, kind) = (app.db.reader(), kind_of(undone));
    if !matches!(kind, "Like" | "EmojiReact" | "Announce") {
        match relationships::taken_back(app, tenant, by, undone).await {
            Err(Error::NotFound) if undone.is_string() => {}
            done => return done,
        }
    }
    if let Some(uri) = id_of(&undone["object"]) {
        let post = posts::with_uri(db, tenant, uri).await?.ok_or(Error::NotFound)?.id;
        return if kind == "Announce" {
            boosts::unboost(app, by, post).await
        } else {
            likes::unlike(app, by, post).await
        };
    }
    let uri = id_of(undone).ok_or(Error::NotFound)?;
    if let Some(post) = likes::with_uri(db, by.id, uri).await? {
        return likes::unlike(app, by, post).await;
    }
    boosts::unboost(app, by, boosts::with_uri(db, by.id, uri).await?.ok_or(Error::NotFound)?).await
}

async fn is_themselves(app: &App, account: &account::Model, object: &Value) -> Result<bool> {
    let actor = accounts::actor_of(app.db.reader(), account.id).await?;
    Ok(actor.is_some_and(|actor| id_of(object) == Some(actor.uri.as_str())))
}

/// R14: what it is now is asked of its server, and not taken from what was sent.
async fn changed(app: &App, tenant: &Tenant, uri: Option<&str>) -> Result<()> {
    match accounts::update_remote(app, tenant, uri.ok_or(Error::NotFound)?).await {
        Ok(_) => Ok(()),
        Err(error) if error.may_pass() => Err(Error::Internal(anyhow::Error::new(error))),
        Err(error) => {
            tracing::debug!(%error, "an actor that has changed is not there");
            Ok(())
        }
    }
}

async fn gone(app: &App, account: &account::Model) -> Result<()> {
    relationships::gone(app, account.id).await?;
    relationships::forget_blocks(app, account.id).await?;
    relationships::forget_servers(app, account.id).await?;
    while comments::end_some_of(app, account.id).await? {}
    while likes::end_some_of(app, account.id).await? {}
    while boosts::end_some_of(app, account.id).await? {}
    let tx = app.db.write_tx().await?;
    posts::delete_all_of(app, &tx, account.id).await?;
    accounts::hide_remote(&tx, account.id, app.clock.now()).await?;
    Ok(tx.commit().await?)
}
