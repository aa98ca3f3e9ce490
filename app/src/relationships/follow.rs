//! Beginning and ending to follow somebody.

use heliograph_entity::{
    account,
    follow::{self, State},
    values::AccountId,
};

use super::{Event, next, queries};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::{Error, Result},
    feed,
};

/// `follower` follows `followed`, or asks to when that one wants to be asked. Asking twice changes nothing.
pub async fn follow(app: &App, follower: &account::Model, followed: &account::Model) -> Result<Option<State>> {
    if follower.id == followed.id {
        return Err(Error::Forbidden);
    }
    let tx = app.db.write_tx().await?;
    let state =
        happen(app, &tx, follower.id, followed.id, |followed| Event::Asked { first: followed.approves_followers })
            .await?;
    tx.commit().await?;
    Ok(state)
}

/// `follower` no longer follows `followed`, and no longer asks to.
pub async fn unfollow(app: &App, follower: &account::Model, followed: &account::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    happen(app, &tx, follower.id, followed.id, |_| Event::Ended).await?;
    Ok(tx.commit().await?)
}

/// `followed` lets `follower` go.
pub async fn remove_follower(app: &App, followed: &account::Model, follower: &account::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    happen(app, &tx, follower.id, followed.id, |_| Event::Ended).await?;
    Ok(tx.commit().await?)
}

/// Ends some of the follows of somebody who leaves, whoever follows whom; whether there were any.
pub async fn end_some_of(app: &App, account: AccountId) -> Result<bool> {
    let some = queries::some_of(app.db.reader(), account, 100).await?;
    for follow in &some {
        let tx = app.db.write_tx().await?;
        happen(app, &tx, follow.follower_id, follow.followed_id, |_| Event::Ended).await?;
        tx.commit().await?;
    }
    Ok(!some.is_empty())
}

/// Lets an event happen between the two: the row, the counts of both, and the follower's feed. Both are locked from
/// here on.
pub(super) async fn happen(
    app: &App,
    tx: &Tx,
    follower: AccountId,
    followed: AccountId,
    event: impl FnOnce(&account::Model) -> Event,
) -> Result<Option<State>> {
    let locked = accounts::lock(tx, [follower, followed]).await?;
    let [first, second] = locked.as_slice() else { return Err(Error::NotFound) };
    let event = event(if first.id == followed { first } else { second });
    if locked.iter().any(|account| account.state != account::State::Living) && event != Event::Ended {
        return Err(Error::Gone);
    }

    let before = queries::between(tx, follower, followed).await?;
    let was = before.as_ref().map(|follow| follow.state);
    let is = next(was, event);
    if was == is {
        return Ok(is);
    }
    let now = app.clock.now();
    let accepted_at = is.filter(|state| *state == State::Accepted).map(|_| now);
    let changed = match (before, is) {
        (None, Some(state)) => {
            let id = app.ids.mint();
            let fresh =
                follow::Model { id, follower_id: follower, followed_id: followed, state, created_at: now, accepted_at };
            queries::insert(tx, fresh).await?
        }
        (Some(follow), Some(state)) => queries::set_state(tx, follow.id, follow.state, state, accepted_at).await?,
        (Some(follow), None) => queries::delete(tx, follow.id).await?,
        (None, None) => false,
    };

    let count = |state: Option<State>| i64::from(state == Some(State::Accepted));
    let more = count(is) - count(was);
    if changed && more != 0 {
        accounts::count_followers(tx, followed, more).await?;
        accounts::count_following(tx, follower, more).await?;
        if more > 0 {
            feed::take_in(tx, follower, followed).await?;
        } else {
            feed::take_out(tx, follower, followed).await?;
        }
    }
    Ok(is)
}
