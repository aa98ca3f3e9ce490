//! Pinning a post: it stands before all others on its author's profile.

use heliograph_entity::post;

use super::queries;
use crate::{
    accounts,
    app::App,
    error::{Error, Problems, Result},
    words::Message,
};

/// How many posts a profile may begin with.
pub const MOST_PINNED: u64 = 3;

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
    }
    Ok(tx.commit().await?)
}

/// Unpinning what is not pinned changes nothing.
pub async fn unpin(app: &App, post: &post::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    queries::set_pinned(&tx, post.id, None).await?;
    Ok(tx.commit().await?)
}
