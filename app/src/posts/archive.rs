//! The archive: posts that their author keeps out of everybody else's sight, and may bring back at any time.

use heliograph_entity::post;

use super::{audience, queries, tell::tell};
use crate::{accounts, app::App, db::Tx, error::Result, feed};

/// Archives a post: others no longer find it, nor its pictures. Archiving twice archives once.
pub async fn archive(app: &App, post: &post::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [post.account_id]).await?;
    if let Some(post) = queries::lock_post(&tx, post.id).await?
        && archive_in(app, &tx, &post).await?
    {
        audience::enqueue_settling(app, &tx, &post).await?;
    }
    tx.commit().await?;
    audience::settle(app, post.id).await
}

/// Brings a post back to where it was, under the address it had.
pub async fn unarchive(app: &App, post: &post::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [post.account_id]).await?;
    if let Some(post) = queries::lock_post(&tx, post.id).await?
        && unarchive_in(app, &tx, &post).await?
    {
        audience::enqueue_settling(app, &tx, &post).await?;
    }
    tx.commit().await?;
    audience::settle(app, post.id).await
}

/// A step of an operation that holds the account and the post, and settles the pictures afterwards. Whether anything
/// has changed.
pub(super) async fn archive_in(app: &App, tx: &Tx, post: &post::Model) -> Result<bool> {
    if post.archived_at.is_some() || post.deleted_at.is_some() {
        return Ok(false);
    }
    queries::set_archived(tx, [post.id], Some(app.clock.now())).await?;
    feed::remove(app, tx, post).await?;
    accounts::count_posts(tx, post.account_id, -1).await?;
    tell(app, tx, post.account_id, post.tenant_id, &[post.id]).await?;
    Ok(true)
}

/// Likewise.
pub(super) async fn unarchive_in(app: &App, tx: &Tx, post: &post::Model) -> Result<bool> {
    if post.archived_at.is_none() || post.deleted_at.is_some() {
        return Ok(false);
    }
    queries::set_archived(tx, [post.id], None).await?;
    feed::add(app, tx, post).await?;
    accounts::count_posts(tx, post.account_id, 1).await?;
    tell(app, tx, post.account_id, post.tenant_id, &[post.id]).await?;
    Ok(true)
}
