//! Showing a post to one's followers, and no longer doing so.

use heliograph_entity::{
    account, boost,
    values::{AccountId, PostId},
};

use super::{activity, queries};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::{Error, Result},
    feed, posts,
};

/// How many boosts of somebody who leaves end before it is asked for more.
const AT_ONCE: u64 = 100;

/// `by` shows a post to their followers that anybody may see. Boosting twice changes nothing; `uri` is what their server
/// calls it, where that is another one.
pub async fn boost(app: &App, by: &account::Model, post: PostId, uri: Option<&str>) -> Result<()> {
    accounts::must_be_current(by)?;
    let tx = app.db.write_tx().await?;
    let reached = posts::reach(&tx, by, post).await?;
    if reached.is_comment() || !reached.post.visibility.is_for_everybody() {
        return Err(Error::Forbidden);
    }
    let boost = boost::Model {
        id: app.ids.mint(),
        post_id: post,
        account_id: by.id,
        created_at: app.clock.now(),
        uri: uri.map(str::to_owned),
    };
    if queries::insert(&tx, boost.clone()).await? {
        posts::count_boosts(&tx, post, 1).await?;
        feed::add_boost(app, &tx, &boost).await?;
        activity::tell(app, &tx, by, &reached, &boost, activity::Verb::Announce).await?;
    }
    Ok(tx.commit().await?)
}

/// `by` no longer shows it, whether they may still see it or not.
pub async fn unboost(app: &App, by: &account::Model, post: PostId) -> Result<()> {
    let tx = app.db.write_tx().await?;
    end(app, &tx, by, post).await?;
    Ok(tx.commit().await?)
}

/// The account is held, so that nobody who begins to follow it takes the boost in meanwhile.
async fn end(app: &App, tx: &Tx, by: &account::Model, post: PostId) -> Result<()> {
    accounts::lock(tx, [by.id]).await?;
    let Some(reached) = posts::hold(tx, post).await? else { return Ok(()) };
    let Some(boost) = queries::between(tx, post, by.id).await? else { return Ok(()) };
    if queries::delete(tx, boost.id).await? {
        posts::count_boosts(tx, post, -1).await?;
        feed::remove_boost(app, tx, &boost).await?;
        activity::tell(app, tx, by, &reached, &boost, activity::Verb::Undo).await?;
    }
    Ok(())
}

/// Ends some of the boosts of somebody who leaves; whether there were any.
pub async fn end_some_of(app: &App, account: AccountId) -> Result<bool> {
    let some = queries::some_of(app.db.reader(), account, AT_ONCE).await?;
    for boost in &some {
        let tx = app.db.write_tx().await?;
        if let Some(by) = accounts::by_ids(&tx, [account]).await?.pop() {
            end(app, &tx, &by, boost.post_id).await?;
        }
        tx.commit().await?;
    }
    Ok(!some.is_empty())
}
