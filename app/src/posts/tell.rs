//! Other servers learn what has become of a post: that it was published, changed, or is no longer theirs to show.
//!
//! Whoever changes a post says only that others are to be told ([`tell`]). What they are told is found out afterwards,
//! from what the post is then and what they were told last: so it may be asked for too often, and nothing is told twice.

use std::time::Duration;

use heliograph_entity::{
    account, file, item, post,
    values::{AccountId, ItemId, PostId, TenantId},
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    activity::{create, delete, notes, update},
    queries,
};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::Result,
    federation::{self, Inbox, Said, Urgency, vocabulary::with_context},
    jobs::{self, Job, Outcome},
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
    if posts.is_empty() || !is_of_interest(tx, author).await? {
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
        let there = post.visibility.is_for_everybody() && post.deleted_at.is_none() && post.archived_at.is_none();
        if there && !is_in_place(app, post.id).await? {
            return Ok(Outcome::NotYet(A_MOMENT));
        }
        let note = match there {
            true => Some(notes(app, &tenant, &author, std::slice::from_ref(&post)).await?.remove(0)),
            false => None,
        };
        tell_now(app, &tenant, &author, &post, note).await?;
        Ok(Outcome::Done)
    }
}

/// Whether everybody finds the pictures of a post.
async fn is_in_place(app: &App, post: PostId) -> Result<bool> {
    let items = media::items_of_posts(app.db.reader(), [post]).await?;
    let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    let files = media::renditions(app.db.reader(), ids).await?;
    let ready = items.iter().all(|item| item.state != item::State::Processing);
    Ok(ready && files.iter().all(|file| file.class == file::Class::Public))
}

async fn tell_now(
    app: &App,
    tenant: &Tenant,
    author: &account::Model,
    post: &post::Model,
    note: Option<Value>,
) -> Result<()> {
    let here = tenant.addresses();
    let object = here.post(post.id);
    let digest = note.as_ref().map(|note| hash_of(&without_times(note).to_string())).unwrap_or_default();

    let tx = app.db.write_tx().await?;
    // Of two who tell, one comes after the other.
    accounts::lock(&tx, [author.id]).await?;
    let told = federation::told(&tx, &object).await?;
    let number: i64 = app.ids.mint::<PostId>().into();
    let mut inboxes = relationships::near(&tx, author.id).await?;
    let (activity, urgency) = match (told.as_deref().unwrap_or_default(), note) {
        (told, _) if told == digest => return Ok(()),
        ("", Some(note)) => {
            let mut created = create(here, post.id, &note);
            if told.is_some() {
                // It was taken back, and is here again: a word that was said before would not be heard.
                created["id"] = json!(format!("{object}/activity#{number}"));
            }
            (created, Urgency::New)
        }
        (_, Some(note)) => {
            inboxes.extend(federation::reached(&tx, &object).await?);
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

/// A note as it is compared: when it was edited is no change by itself.
fn without_times(note: &Value) -> Value {
    let mut note = note.clone();
    if let Some(members) = note.as_object_mut() {
        members.remove("updated");
    }
    note
}
