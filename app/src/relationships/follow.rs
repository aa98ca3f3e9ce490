//! Beginning and ending to follow somebody.

use heliograph_entity::{
    account,
    follow::{self, State},
    values::AccountId,
};

use super::{Event, activity, next, queries};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::{Error, Result},
    federation::standing,
    feed,
};

/// `follower` follows `followed`, or asks to when that one wants to be asked. Asking twice changes nothing. Whoever has
/// moved neither follows nor is followed anew.
pub async fn follow(app: &App, follower: &account::Model, followed: &account::Model) -> Result<Option<State>> {
    accounts::must_be_current(follower)?;
    if follower.id == followed.id || followed.moved_to.is_some() {
        return Err(Error::Forbidden);
    }
    let tx = app.db.write_tx().await?;
    let state = happen(app, &tx, follower.id, followed.id, asks).await?;
    tx.commit().await?;
    Ok(state)
}

/// `follower` no longer follows `followed`, and no longer asks to.
pub async fn unfollow(app: &App, follower: &account::Model, followed: &account::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    happen(app, &tx, follower.id, followed.id, |_| Event::Unfollowed).await?;
    Ok(tx.commit().await?)
}

/// `followed` lets `follower` go.
pub async fn remove_follower(app: &App, followed: &account::Model, follower: &account::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    happen(app, &tx, follower.id, followed.id, |_| Event::LetGo).await?;
    Ok(tx.commit().await?)
}

/// Whoever is asked on another server answers from there.
pub(super) fn asks(followed: &account::Model) -> Event {
    Event::Asked { first: followed.approves_followers || followed.is_remote() }
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

/// Lets an event happen between the two: the row, the counts of both, the follower's feed, and what another server is
/// told. Both are locked from here on.
pub(super) async fn happen(
    app: &App,
    tx: &Tx,
    follower: AccountId,
    followed: AccountId,
    event: impl FnOnce(&account::Model) -> Event,
) -> Result<Option<State>> {
    happen_as(app, tx, follower, followed, None, event).await
}

/// As [`happen`]; `uri` is what the follower's server calls the follow that is asked for.
pub(super) async fn happen_as(
    app: &App,
    tx: &Tx,
    follower: AccountId,
    followed: AccountId,
    uri: Option<&str>,
    event: impl FnOnce(&account::Model) -> Event,
) -> Result<Option<State>> {
    let locked = accounts::lock(tx, [follower, followed]).await?;
    let [first, second] = locked.as_slice() else { return Err(Error::NotFound) };
    let (of_followed, of_follower) = if first.id == followed { (first, second) } else { (second, first) };
    let mut event = event(of_followed);
    if locked.iter().any(|account| account.state != account::State::Living) && event != Event::Ended {
        return Err(Error::Gone);
    }

    if let Event::Asked { first } = &mut event {
        let apart = queries::blocks::blocked_between(tx, follower, followed).await?;
        if apart || standing::apart(tx, of_follower, of_followed).await? {
            return Err(Error::NotFound);
        }
        // Whoever comes from a server that the community has limited is let in by hand.
        *first |= standing::standing_with(tx, of_followed, of_follower).await?.limited;
    }

    let mut before = queries::between(tx, follower, followed).await?;
    if let (Some(follow), Some(uri)) = (&mut before, uri) {
        queries::set_uri(tx, follow.id, uri).await?;
        follow.uri = Some(uri.to_owned());
    }
    let was = before.as_ref().map(|follow| follow.state);
    let is = next(was, event);
    let parties = activity::Parties { follower: of_follower, followed: of_followed };
    if was == is {
        if let Some(follow) = &before {
            parties.tell(app, tx, event, follow, was, is).await?;
        }
        return Ok(is);
    }
    let now = app.clock.now();
    let accepted_at = is.filter(|state| *state == State::Accepted).map(|_| now);
    let follow = match before {
        Some(follow) => follow,
        None => follow::Model {
            id: app.ids.mint(),
            follower_id: follower,
            followed_id: followed,
            state: is.unwrap_or(State::Requested),
            created_at: now,
            accepted_at,
            uri: uri.map(str::to_owned),
        },
    };
    if let (Some(tenant), None) | (None, Some(tenant)) = (of_follower.tenant_id, of_followed.tenant_id) {
        for account in &locked {
            accounts::note_met(tx, tenant, account).await?;
        }
    }
    let changed = match (was, is) {
        (None, Some(_)) => queries::insert(tx, follow.clone()).await?,
        (Some(was), Some(is)) => queries::set_state(tx, follow.id, was, is, accepted_at).await?,
        (Some(_), None) => queries::delete(tx, follow.id).await?,
        (None, None) => false,
    };
    if !changed {
        return Ok(is);
    }

    let count = |state: Option<State>| i64::from(state == Some(State::Accepted));
    let more = count(is) - count(was);
    if more != 0 {
        accounts::count_followers(tx, followed, more).await?;
        accounts::count_following(tx, follower, more).await?;
        if more > 0 {
            feed::take_in(tx, follower, followed).await?;
        } else {
            feed::take_out(tx, follower, followed).await?;
        }
    }
    parties.tell(app, tx, event, &follow, was, is).await?;
    Ok(is)
}
