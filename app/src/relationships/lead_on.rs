//! Whoever follows somebody who has moved follows them where they are now.

use heliograph_entity::values::{AccountId, FollowId};

use super::{
    Event,
    follow::{asks, happen},
    queries,
};
use crate::{
    accounts,
    app::App,
    error::{Error, Result},
};

/// Followers that are led on before it is asked for more.
const AT_ONCE: u64 = 100;

/// Leads some of those who follow `from` on to `to`, of all communities of the hub, in the order in which they began; the
/// last of them, if there were any.
pub async fn lead_some_on(
    app: &App,
    from: AccountId,
    to: AccountId,
    after: Option<FollowId>,
) -> Result<Option<FollowId>> {
    let some = queries::followers_here(app.db.reader(), from, after, AT_ONCE).await?;
    for follow in &some {
        match lead_on(app, follow.follower_id, from, to).await {
            // Whoever blocks the new one, or whose community has suspended its server, stays where they are; so does
            // whoever leaves at this moment.
            Ok(()) | Err(Error::NotFound | Error::Gone | Error::LeftBehind) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(some.last().map(|follow| follow.id))
}

async fn lead_on(app: &App, follower: AccountId, from: AccountId, to: AccountId) -> Result<()> {
    if follower == to {
        return Ok(());
    }
    let tx = app.db.write_tx().await?;
    // All three at once, in the order in which everybody else takes them.
    let locked = accounts::lock(&tx, [follower, from, to]).await?;
    locked.iter().filter(|account| account.id == follower).try_for_each(accounts::must_be_current)?;
    happen(app, &tx, follower, to, asks).await?;
    happen(app, &tx, follower, from, |_| Event::Unfollowed).await?;
    Ok(tx.commit().await?)
}
