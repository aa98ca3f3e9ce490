//! Changing the words and the licence of what is published.

use heliograph_entity::post;

use super::{PostWords, queries};
use crate::{app::App, error::Result};

/// Writes the new words over the old. Without a change nothing is marked as edited.
pub async fn edit(app: &App, post: &post::Model, words: &PostWords) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let mut changed = queries::change_words(&tx, post.id, words).await?;
    for item in &words.items {
        changed |= queries::change_item_words(&tx, post.id, item, words.licence).await?;
    }
    if changed {
        queries::note_edit(&tx, post.id, app.clock.now()).await?;
    }
    Ok(tx.commit().await?)
}
