//! Liking a post, and no longer liking it.

use heliograph_entity::{
    account, like,
    values::{AccountId, PostId},
};

use super::{activity, queries};
use crate::{accounts, app::App, db::Tx, error::Result, posts};

/// How many likes of somebody who leaves end in one transaction.
const AT_ONCE: u64 = 100;

/// `by` likes a post that they may see. Liking twice changes nothing; `uri` is what their server calls it, where that is
/// another one.
pub async fn like(app: &App, by: &account::Model, post: PostId, uri: Option<&str>) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let reached = posts::reach(&tx, by, post).await?;
    let like = like::Model {
        id: app.ids.mint(),
        post_id: post,
        account_id: by.id,
        created_at: app.clock.now(),
        uri: uri.map(str::to_owned),
    };
    if queries::insert(&tx, like.clone()).await? {
        posts::count_likes(&tx, post, 1).await?;
        activity::tell(app, &tx, by, &reached, &like, activity::Verb::Like).await?;
    }
    Ok(tx.commit().await?)
}

/// `by` no longer likes a post, whether they may still see it or not.
pub async fn unlike(app: &App, by: &account::Model, post: PostId) -> Result<()> {
    let tx = app.db.write_tx().await?;
    end(app, &tx, by, post).await?;
    Ok(tx.commit().await?)
}

async fn end(app: &App, tx: &Tx, by: &account::Model, post: PostId) -> Result<()> {
    let Some(reached) = posts::hold(tx, post).await? else { return Ok(()) };
    let Some(like) = queries::between(tx, post, by.id).await? else { return Ok(()) };
    if queries::delete(tx, like.id).await? {
        posts::count_likes(tx, post, -1).await?;
        activity::tell(app, tx, by, &reached, &like, activity::Verb::Undo).await?;
    }
    Ok(())
}

/// Ends some of the likes of somebody who leaves; whether there were any.
pub async fn end_some_of(app: &App, account: AccountId) -> Result<bool> {
    let some = queries::some_of(app.db.reader(), account, AT_ONCE).await?;
    // One after the other: nobody is kept waiting for a hundred posts.
    for like in &some {
        let tx = app.db.write_tx().await?;
        if let Some(by) = accounts::by_ids(&tx, [account]).await?.pop() {
            end(app, &tx, &by, like.post_id).await?;
        }
        tx.commit().await?;
    }
    Ok(!some.is_empty())
}
