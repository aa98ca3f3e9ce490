//! Deleting a post: gone for everybody at once, purged after 30 days.

use std::time::Duration;

use heliograph_entity::{
    post,
    values::{AccountId, DraftId, ItemId},
};
use serde::{Deserialize, Serialize};

use super::{audience, queries, tell::tell};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::Result,
    feed,
    jobs::{Job, Outcome},
    media,
};

/// How long the words and the photos of a deleted post are kept.
pub const IN_THE_TRASH: Duration = Duration::from_secs(30 * 24 * 3600);
const AT_ONCE: u64 = 20;

/// Deletes a post. Its pictures leave their public addresses at once, and wait with it for 30 days. Deleting twice
/// deletes once.
pub async fn delete(app: &App, post: &post::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [post.account_id]).await?;
    let Some(post) = queries::lock_post(&tx, post.id).await? else { return Ok(()) };
    if queries::mark_deleted(&tx, post.id, app.clock.now()).await? {
        audience::enqueue_settling(app, &tx, &post).await?;
        // What is archived stands in no feed and is not counted.
        if post.archived_at.is_none() {
            feed::remove(app, &tx, &post).await?;
            accounts::count_posts(&tx, post.account_id, -1).await?;
            tell(app, &tx, post.account_id, post.tenant_id, &[post.id]).await?;
        }
    }
    tx.commit().await?;
    audience::settle(app, post.id).await
}

/// Purges what was deleted 30 days ago, and leaves a tombstone that says so.
#[derive(Default, Serialize, Deserialize)]
pub struct PurgeDeleted {}

impl Job for PurgeDeleted {
    const NAME: &'static str = "posts.purge_deleted";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let before = app.clock.now().minus(IN_THE_TRASH);
        loop {
            let posts = queries::deleted_before(app.db.reader(), before, AT_ONCE).await?;
            if posts.is_empty() {
                return Ok(Outcome::Done);
            }
            let tx = app.db.write_tx().await?;
            bury(app, &tx, &posts).await?;
            tx.commit().await?;
        }
    }
}

/// Posts and comments that are replaced at once.
const BURIED_AT_ONCE: usize = 500;

/// Deletes posts with all that belongs to them, also what was said of them, and puts a tombstone in the place of each.
pub async fn bury(app: &App, tx: &Tx, posts: &[post::Model]) -> Result<()> {
    let comments = queries::comments_on(tx, posts.iter().map(|post| post.id)).await?;
    for some in comments.chunks(BURIED_AT_ONCE).chain([posts]) {
        bury_some(app, tx, some).await?;
    }
    Ok(())
}

async fn bury_some(app: &App, tx: &Tx, posts: &[post::Model]) -> Result<()> {
    let items = media::items_of_posts(tx, posts.iter().map(|post| post.id)).await?;
    let items: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    media::doom_files(app, tx, &items).await?;
    media::delete_items(tx, &items).await?;
    Ok(queries::bury(tx, posts).await?)
}

/// Everything that the account has published is gone for everybody. What is left of it goes by [`purge_some_of`]; its
/// comments stand in threads of others, and are not among it.
pub async fn delete_all_of(app: &App, tx: &Tx, account: AccountId) -> Result<()> {
    Ok(queries::mark_all_deleted(tx, account, app.clock.now()).await?)
}

/// Purges some of what the account has made; whether there is more. Drafts go first: whoever publishes one at the same
/// time has made a post of it by then, or finds none.
pub async fn purge_some_of(app: &App, account: AccountId) -> Result<bool> {
    let tx = app.db.write_tx().await?;
    let drafts: Vec<DraftId> =
        queries::lock_drafts_of(&tx, account, AT_ONCE).await?.iter().map(|draft| draft.id).collect();
    for draft in &drafts {
        let items: Vec<ItemId> = media::items_of_draft(&tx, *draft).await?.iter().map(|item| item.id).collect();
        media::doom_files(app, &tx, &items).await?;
        media::delete_items(&tx, &items).await?;
    }
    queries::delete_drafts(&tx, &drafts).await?;
    let posts = queries::some_of(&tx, account, if drafts.is_empty() { AT_ONCE } else { 0 }).await?;
    if !posts.is_empty() {
        bury(app, &tx, &posts).await?;
    }
    tx.commit().await?;
    Ok(!drafts.is_empty() || !posts.is_empty())
}
