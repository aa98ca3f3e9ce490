//! The trash: what was deleted comes back under the address it had, or goes for good before its time.

use heliograph_entity::post;

use super::{audience, delete::bury, queries, tell::tell};
use crate::{
    accounts,
    app::App,
    error::{Error, Result},
    feed,
};

/// Brings a deleted post back, and its pictures to where its audience wants them.
pub async fn restore(app: &App, post: &post::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [post.account_id]).await?;
    let Some(post) = queries::lock_post(&tx, post.id).await? else { return Err(Error::Gone) };
    if !queries::unmark_deleted(&tx, post.id).await? {
        return Ok(());
    }
    if post.archived_at.is_none() {
        feed::add(app, &tx, &post).await?;
        accounts::count_posts(&tx, post.account_id, 1).await?;
        tell(app, &tx, post.account_id, post.tenant_id, &[post.id]).await?;
    }
    audience::enqueue_settling(app, &tx, &post).await?;
    tx.commit().await?;
    audience::settle(app, post.id).await
}

/// Deletes for good what is in the trash: nobody brings it back from here.
pub async fn purge(app: &App, post: &post::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [post.account_id]).await?;
    let Some(post) = queries::lock_post(&tx, post.id).await? else { return Ok(()) };
    if post.deleted_at.is_none() {
        return Err(Error::NotFound);
    }
    bury(app, &tx, &[post]).await?;
    Ok(tx.commit().await?)
}
