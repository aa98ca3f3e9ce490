//! Deleting a post: gone for everybody at once, purged after 30 days.

use std::time::Duration;

use heliograph_entity::{post, values::ItemId};
use serde::{Deserialize, Serialize};

use super::queries;
use crate::{
    accounts,
    app::App,
    error::Result,
    feed,
    jobs::{Job, Outcome},
    media,
};

/// How long the words and the originals of a deleted post are kept.
const IN_THE_TRASH: Duration = Duration::from_secs(30 * 24 * 3600);
const AT_ONCE: u64 = 100;

/// Deletes a post. Its pictures are deleted with it, but for the originals, which wait 30 days. Deleting twice deletes once.
pub async fn delete(app: &App, post: &post::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    if queries::mark_deleted(&tx, post.id, app.clock.now()).await? {
        let items: Vec<ItemId> = media::items_of_posts(&tx, [post.id]).await?.iter().map(|item| item.id).collect();
        media::doom_files(app, &tx, &items, false).await?;
        feed::remove(app, &tx, post).await?;
        accounts::count_posts(&tx, post.account_id, -1).await?;
    }
    Ok(tx.commit().await?)
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
            let items = media::items_of_posts(&tx, posts.iter().map(|post| post.id)).await?;
            let items: Vec<ItemId> = items.iter().map(|item| item.id).collect();
            media::doom_files(app, &tx, &items, true).await?;
            media::delete_items(&tx, &items).await?;
            queries::bury(&tx, &posts).await?;
            tx.commit().await?;
        }
    }
}
