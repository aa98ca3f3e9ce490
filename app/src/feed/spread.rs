//! A post comes into the feeds of its author's followers, or leaves them; and so does a boost.

use heliograph_entity::{
    boost, post,
    values::{AccountId, FollowId, PostId},
};
use serde::{Deserialize, Serialize};

use super::queries;
use crate::{
    app::App,
    db::Tx,
    error::Result,
    jobs::{self, Job, Outcome},
};

/// Followers that are written to at once; the others come in a job.
const AT_ONCE: u64 = 500;

/// Writes a post into the feeds of its author and their followers, of those whom it is for. The author's account is
/// locked by the caller, and the post stands in the database with whom it names.
pub async fn add(app: &App, tx: &Tx, post: &post::Model) -> Result<()> {
    if queries::owner(tx, post.account_id).await?.is_some() {
        queries::add(tx, post.id, post.account_id, &[post.account_id]).await?;
    }
    if post.visibility == post::Visibility::Named {
        let owners = queries::named_with_feeds(tx, post.id, post.account_id).await?;
        return Ok(queries::add(tx, post.id, post.account_id, &owners).await?);
    }
    go_on(app, tx, post.id, post.account_id, true, FollowId(0)).await
}

/// Takes a post out of all feeds.
pub async fn remove(app: &App, tx: &Tx, post: &post::Model) -> Result<()> {
    queries::remove(tx, post.id, &[post.account_id]).await?;
    go_on(app, tx, post.id, post.account_id, false, FollowId(0)).await
}

/// Writes a boost into the feeds of the followers of whoever boosts, whose account is locked by the caller.
pub async fn add_boost(app: &App, tx: &Tx, boost: &boost::Model) -> Result<()> {
    go_on(app, tx, boost.id, boost.account_id, true, FollowId(0)).await
}

/// Takes a boost out of all feeds.
pub async fn remove_boost(app: &App, tx: &Tx, boost: &boost::Model) -> Result<()> {
    go_on(app, tx, boost.id, boost.account_id, false, FollowId(0)).await
}

async fn go_on(
    app: &App,
    tx: &Tx,
    post_id: PostId,
    author_id: AccountId,
    present: bool,
    after: FollowId,
) -> Result<()> {
    let followers = queries::followers_with_feeds(tx, author_id, after, AT_ONCE).await?;
    let owners: Vec<AccountId> = followers.iter().map(|(_, owner)| *owner).collect();
    if present {
        queries::add(tx, post_id, author_id, &owners).await?;
    } else {
        queries::remove(tx, post_id, &owners).await?;
    }
    if let Some((after, _)) = followers.last().filter(|_| followers.len() as u64 == AT_ONCE) {
        jobs::enqueue(app, tx, None, &Spread { post_id, author_id, after: *after }).await?;
    }
    Ok(())
}

/// Goes on with the followers after those that were written to at once.
#[derive(Serialize, Deserialize)]
pub struct Spread {
    pub post_id: PostId,
    pub author_id: AccountId,
    pub after: FollowId,
}

impl Job for Spread {
    const NAME: &'static str = "feed.spread";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let tx = app.db.write_tx().await?;
        let present = queries::belongs_in_feeds(&tx, self.post_id).await?;
        go_on(app, &tx, self.post_id, self.author_id, present, self.after).await?;
        tx.commit().await?;
        Ok(Outcome::Done)
    }
}
