//! Changing the words and the licence of what is published.

use heliograph_entity::post;

use super::{PostWords, history, queries, set_audience};
use crate::{
    accounts,
    app::App,
    error::{Error, Result},
    viewer::Viewer,
};

/// Writes the new words over the old, and gives the post its new audience. What stood there before is kept in its
/// history; without a change of words nothing is marked as edited.
pub async fn edit(app: &App, viewer: &Viewer, post: &post::Model, words: &PostWords) -> Result<()> {
    if let Some(audience) = words.audience.filter(|audience| *audience != post.visibility) {
        set_audience(app, viewer, post, audience).await?;
    }
    let tx = app.db.write_tx().await?;
    accounts::lock(&tx, [post.account_id]).await?;
    let Some(post) = queries::lock_post(&tx, post.id).await? else { return Err(Error::Gone) };
    let watched = history::watch(&tx, std::slice::from_ref(&post)).await?;
    queries::change_words(&tx, post.id, words).await?;
    for item in &words.items {
        queries::change_item_words(&tx, post.id, item, words.licence).await?;
    }
    watched.note(app, &tx).await?;
    Ok(tx.commit().await?)
}
