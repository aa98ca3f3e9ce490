//! Taking it back.

use heliograph_entity::{
    account,
    values::{AccountId, PostId},
};

use super::{activity, queries};
use crate::{
    app::App,
    db::Tx,
    error::{Error, Result},
    media,
    posts::{self, Reached},
};

/// How many comments of somebody who leaves are removed before it is asked for more.
const AT_ONCE: u64 = 100;

/// `by` removes a comment of theirs, or one on a post of theirs. Its words are gone at once, and nobody brings them
/// back. Removing twice changes nothing.
pub async fn remove(app: &App, by: &account::Model, comment: PostId) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let held = posts::hold(&tx, comment).await?.filter(Reached::is_comment).ok_or(Error::NotFound)?;
    if ![held.post.account_id, held.root.account_id].contains(&by.id) {
        return Err(Error::Forbidden);
    }
    take_away(app, &tx, held).await?;
    Ok(tx.commit().await?)
}

async fn take_away(app: &App, tx: &Tx, held: Reached) -> Result<()> {
    if held.post.deleted_at.is_some() {
        return Ok(());
    }
    activity::tell_removed(app, tx, &held).await?;
    posts::count_comments(tx, held.root.id, -1).await?;
    if queries::has_answers(tx, held.post.id).await? {
        let items: Vec<_> = media::items_of_posts(tx, [held.post.id]).await?.iter().map(|item| item.id).collect();
        media::doom_files(app, tx, &items).await?;
        media::delete_items(tx, &items).await?;
        return Ok(queries::empty(tx, held.post.id, app.clock.now()).await?);
    }
    // With the last answer goes what was kept for its sake.
    let mut going = Some(held.post);
    while let Some(comment) = going {
        posts::bury(app, tx, std::slice::from_ref(&comment)).await?;
        going = match comment.parent_id {
            Some(parent) => queries::empty_without_answers(tx, parent).await?,
            None => None,
        };
    }
    Ok(())
}

/// Removes some of the comments of somebody who leaves; whether there were any.
pub async fn end_some_of(app: &App, account: AccountId) -> Result<bool> {
    let some = queries::some_of(app.db.reader(), account, AT_ONCE).await?;
    for comment in &some {
        let tx = app.db.write_tx().await?;
        if let Some(held) = posts::hold(&tx, *comment).await? {
            take_away(app, &tx, held).await?;
        }
        tx.commit().await?;
    }
    Ok(!some.is_empty())
}
