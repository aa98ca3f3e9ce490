//! Pinning a post: it stands before all others on its author's profile.

use heliograph_entity::post;

use super::{queries, tell::tell_pinned};
use crate::{
    accounts,
    app::App,
    error::{Error, Problems, Result},
    words::Message,
};

/// How many posts a profile may begin with.
const MOST_PINNED: u64 = 3;
/// Of another server's people, who may pin more there.
pub const MOST_PINNED_ELSEWHERE: u64 = 5;

/// Pins a post of its author. Pinning twice pins once, and keeps its place.
pub async fn pin(app: &App, post: &post::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    // Whoever pins another one meanwhile waits here, and counts afterwards.
    accounts::lock(&tx, [post.account_id]).await?;
    let pinned = queries::pinned_ids(&tx, post.account_id).await?;
    if !pinned.contains(&post.id) {
        if pinned.len() as u64 >= MOST_PINNED {
            let message = Message::new("problem-pins").count("limit", MOST_PINNED);
            return Err(Error::Invalid(Problems::one("", message)));
        }
        queries::set_pinned(&tx, post.id, Some(app.clock.now())).await?;
        tell_pinned(app, &tx, post, "Add").await?;
    }
    Ok(tx.commit().await?)
}

/// Unpinning what is not pinned changes nothing.
pub async fn unpin(app: &App, post: &post::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [post.account_id]).await?;
    if queries::pinned_ids(&tx, post.account_id).await?.contains(&post.id) {
        queries::set_pinned(&tx, post.id, None).await?;
        tell_pinned(app, &tx, post, "Remove").await?;
    }
    Ok(tx.commit().await?)
}
