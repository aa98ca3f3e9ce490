//! Other servers learn what has become of a post: that it was published, changed, or is no longer theirs to show.
//!
//! Whoever changes a post says only that others are to be told ([`tell`]). What they are told is found out afterwards,
//! from what the post is then and what they were told last: so it may be asked for too often, and nothing is told twice.

use std::time::Duration;

use heliograph_entity::{
    account, file, item,
    post::{self, Visibility},
    values::{AccountId, ItemId, PostId, TenantId},
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    activity::{create, delete, mentioned, notes, pinned, texts, update},
    queries,
};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::Result,
    federation::{self, Inbox, Said, Urgency, vocabulary::with_context},
    jobs::{self, Job, Outcome},
    markup::mentions,
    media, relationships,
    secrets::hash_of,
    tenants,
    viewer::Tenant,
};

/// While pictures are on their way to where everybody finds them.
const A_MOMENT: Duration = Duration::from_secs(1);

/// Has other servers told what has become of posts of one author, if any of them wants to know.
pub(super) async fn tell(
    app: &App,
    tx: &Tx,
    author: AccountId,
    tenant: Option<TenantId>,
    posts: &[PostId],
) -> Result<()> {
    if posts.is_empty() || !(is_of_interest(tx, author).await? || mention_others(tx, posts).await?) {
        return Ok(());
    }
    for post in posts {
        jobs::enqueue(app, tx, tenant, &TellPost { post_id: *post }).await?;
    }
    Ok(())
}

async fn is_of_interest(db: &impl ConnectionTrait, author: AccountId) -> Result<bool> {
    Ok(relationships::is_followed_elsewhere(db, author).await? || federation::has_told(db, author).await?)
}

/// Whether the posts mention anybody by a handle.
async fn mention_others(db: &impl ConnectionTrait, posts: &[PostId]) -> Result<bool> {
    let items = media::items_of_posts(db, posts.iter().copied()).await?;
    let posts = queries::by_ids(db, posts.iter().copied()).await?;
    let captions = posts.iter().map(|post| &post.caption).chain(items.iter().map(|item| &item.caption));
    Ok(captions.flat_map(|caption| mentions(caption)).any(|name| name.contains('@')))
}

/// Tells other servers what has become of a post since they were told last.
#[derive(Serialize, Deserialize)]
pub struct TellPost {
    pub post_id: PostId,
}

impl Job for TellPost {
    const NAME: &'static str = "posts.tell_post";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        let Some(post) = queries::any_with_id(db, self.post_id).await? else { return Ok(Outcome::Done) };
        let Some(id) = post.tenant_id else { return Ok(Outcome::Done) };
        let (tenant, author) = (tenants::by_id(db, id).await?, accounts::account(db, id, post.account_id).await?);
        let (Some(tenant), Some(author)) = (tenant, author) else { return Ok(Outcome::Done) };
        if author.state != account::State::Living {
            // With the account, all of its posts are gone for others too.
            return Ok(Outcome::Done);
        }
        // Whom a post names are people of this hub.
        let there = post.visibility != Visibility::Named && post.deleted_at.is_none() && post.archived_at.is_none();
        let told = federation::told(db, &tenant.addresses().post(post.id)).await?;
        let note = match there && !is_narrowed(&post, told.as_deref()) {
            true if !is_in_place(app, &post).await? => return Ok(Outcome::NotYet(A_MOMENT)),
            true => {
                if post.visibility.is_for_everybody() {
                    let items = media::items_of_posts(db, [post.id]).await?;
                    accounts::seek_mentioned(app, &tenant, author.id, &texts(&post, &items)).await?;
                }
                Some(notes(app, &tenant, &author, std::slice::from_ref(&post)).await?.remove(0))
            }
            false => None,
        };
        tell_now(app, &tenant, &author, &post, there, note).await?;
        Ok(Outcome::Done)
    }
}

/// Whether the pictures of a post are where those find them whom it is for.
async fn is_in_place(app: &App, post: &post::Model) -> Result<bool> {
    let place = if post.visibility.is_for_everybody() { file::Class::Public } else { file::Class::Restricted };
    let items = media::items_of_posts(app.db.reader(), [post.id]).await?;
    let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    let files = media::renditions(app.db.reader(), ids).await?;
    let ready = items.iter().all(|item| item.state != item::State::Processing);
    Ok(ready && files.iter().all(|file| file.class == place))
}

async fn tell_now(
    app: &App,
    tenant: &Tenant,
    author: &account::Model,
    post: &post::Model,
    there: bool,
    note: Option<Value>,
) -> Result<()> {
    let here = tenant.addresses();
    let object = here.post(post.id);
    let for_everybody = post.visibility.is_for_everybody();
    let digest = note.as_ref().map(|note| digest(note, for_everybody)).unwrap_or_default();

    let tx = app.db.write_tx().await?;
    // Of two who tell, one comes after the other.
    accounts::lock(&tx, [author.id]).await?;
    let told = federation::told(&tx, &object).await?;
    let number: i64 = app.ids.mint::<PostId>().into();
    let mut inboxes = relationships::near(&tx, author.id).await?;
    let was = told.as_deref().unwrap_or_default();
    if there && for_everybody {
        let items = media::items_of_posts(&tx, [post.id]).await?;
        for person in mentioned(&tx, tenant, post, &texts(post, &items)).await? {
            inboxes.extend(accounts::inbox_of(&tx, &person.account).await?);
        }
    }
    let narrowed = there && is_narrowed(post, Some(was));
    let (digest, note) = if narrowed { (NARROWED.to_owned(), None) } else { (digest, note) };
    let (activity, urgency) = match (was, note) {
        (was, _) if was == digest => return Ok(()),
        (NARROWED, None) => return Ok(()),
        ("" | NARROWED, Some(note)) => {
            let mut created = create(here, post.id, &note);
            if told.is_some() {
                // It was taken back, and is here again: a word that was said before would not be heard.
                created["id"] = json!(format!("{object}/activity#{number}"));
            }
            (created, Urgency::New)
        }
        (_, Some(note)) => {
            // What is for followers goes to their servers alone, also where it went to others before they left.
            if for_everybody {
                inboxes.extend(federation::reached(&tx, &object).await?);
            }
            (update(here, post.id, note, app.clock.now(), number), Urgency::Change)
        }
        (_, None) => {
            inboxes.extend(federation::reached(&tx, &object).await?);
            federation::drop_waiting(app, &tx, &object).await?;
            (delete(here, author.id, post.id, number), Urgency::Change)
        }
    };
    let activity = with_context(activity);
    send(app, &tx, tenant, author.id, object, activity, urgency, &inboxes, &digest).await?;
    Ok(tx.commit().await?)
}

/// Tells followers elsewhere that the author's profile begins with the post (`Add`), or no longer does (`Remove`).
pub(super) async fn tell_pinned(app: &App, tx: &Tx, post: &post::Model, kind: &str) -> Result<()> {
    let inboxes = relationships::near(tx, post.account_id).await?;
    let Some(id) = post.tenant_id.filter(|_| post.visibility.is_for_everybody() && !inboxes.is_empty()) else {
        return Ok(());
    };
    let Some(tenant) = tenants::by_id(tx, id).await? else { return Ok(()) };
    let number: i64 = app.ids.mint::<PostId>().into();
    let activity = pinned(tenant.addresses(), post, kind, number);
    let object = activity["target"].as_str().unwrap_or_default().to_owned();
    let activity = with_context(activity);
    let said = Said { tenant: id, account: post.account_id, object, activity, urgency: Urgency::Change };
    federation::deliver(app, tx, said, &inboxes).await
}

#[expect(clippy::too_many_arguments, reason = "what is said, by whom, to whom")]
async fn send(
    app: &App,
    tx: &Tx,
    tenant: &Tenant,
    account: AccountId,
    object: String,
    activity: Value,
    urgency: Urgency,
    inboxes: &[Inbox],
    digest: &str,
) -> Result<()> {
    federation::note_told(app, tx, account, &object, digest).await?;
    federation::deliver(app, tx, Said { tenant: tenant.id, account, object, activity, urgency }, inboxes).await
}

/// What a note is compared by. When it was edited is no change by itself, nor is until when its pictures are lent.
fn digest(note: &Value, for_everybody: bool) -> String {
    let mut note = note.clone();
    if let Some(members) = note.as_object_mut() {
        members.remove("updated");
    }
    for attached in note["attachment"].as_array_mut().into_iter().flatten() {
        let url = attached["url"].as_str().unwrap_or_default();
        attached["url"] = json!(url.split('?').next());
    }
    let hash = hash_of(&note.to_string());
    if for_everybody { hash } else { format!("{FOR_FOLLOWERS}{hash}") }
}

/// How the digests begin of what is for followers.
const FOR_FOLLOWERS: &str = "followers:";

/// In the place of a digest: what everybody could see, and is for followers from then on. It is gone, and its followers
/// elsewhere do not get it back: other servers do not narrow what they have, and drop what was deleted.
const NARROWED: &str = "narrowed";

/// Whether a post that is for followers was for everybody when others were told last.
fn is_narrowed(post: &post::Model, told: Option<&str>) -> bool {
    let told = told.unwrap_or_default();
    !post.visibility.is_for_everybody() && !told.is_empty() && !told.starts_with(FOR_FOLLOWERS)
}
