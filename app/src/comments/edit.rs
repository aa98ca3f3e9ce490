//! Saying it better.

use heliograph_entity::{account, values::PostId};

use super::{activity, add::read, queries};
use crate::{
    app::App,
    error::{Error, Result},
    posts,
};

/// `by` changes the words of a comment of theirs, which is marked as edited. The same words change nothing.
pub async fn edit(app: &App, by: &account::Model, comment: PostId, text: &str) -> Result<()> {
    let text = read(text)?;
    let tx = app.db.write_tx().await?;
    let reached = posts::reach(&tx, by, comment).await?;
    if !reached.is_comment() {
        return Err(Error::NotFound);
    }
    if reached.post.account_id != by.id {
        return Err(Error::Forbidden);
    }
    if reached.post.caption == text {
        return Ok(());
    }

    let mut changed = reached.post;
    let at = app.clock.now().max(changed.published_at);
    queries::set_words(&tx, comment, &text, at).await?;
    (changed.caption, changed.edited_at) = (text, Some(at));
    activity::tell_edited(app, &tx, by, &changed).await?;
    Ok(tx.commit().await?)
}
