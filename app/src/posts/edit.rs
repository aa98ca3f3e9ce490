//! Changing the words, the licences and the audience of what is published.

use heliograph_entity::post::{self, Visibility};

use super::{PostWords, people_in, queries, set_audience, settle_tags};
use crate::{app::App, error::Result, viewer::Viewer};

/// Writes the new words over the old, and gives the post its new audience. Without a change of words nothing is marked
/// as edited.
pub async fn edit(app: &App, viewer: &Viewer, post: &post::Model, words: &PostWords) -> Result<()> {
    let audience = words.audience.unwrap_or(post.visibility);
    let people = match audience {
        Visibility::Named => people_in(app.db.reader(), viewer, &words.named).await?,
        _ => Vec::new(),
    };
    if audience != post.visibility || audience == Visibility::Named {
        set_audience(app, viewer, post, audience, &people).await?;
    }
    let tx = app.db.write_tx().await?;
    let mut changed = queries::change_words(&tx, post.id, words).await?;
    for item in &words.items {
        changed |= queries::change_item_words(&tx, post.id, item).await?;
    }
    if changed {
        settle_tags(&tx, post.id).await?;
        queries::note_edit(&tx, post.id, app.clock.now()).await?;
    }
    Ok(tx.commit().await?)
}
