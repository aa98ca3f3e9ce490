//! What other servers say of who follows whom. It ends in the same operations as the buttons here.

use heliograph_entity::{account, follow::State, values::AccountId};
use serde_json::Value;

use super::{
    Event,
    activity::{follow_in, own_id},
    block, end_some_of,
    follow::{happen, happen_as},
    queries, unblock,
};
use crate::{
    accounts,
    app::App,
    error::{Error, Result},
    federation::reading::{id_of, is_a},
    viewer::Tenant,
};

/// Somebody of another server follows a member of the community, or asks to; `uri` is what their server calls it. Whoever
/// has moved lets nobody in any more.
pub async fn asked(app: &App, tenant: &Tenant, follower: &account::Model, object: &Value, uri: &str) -> Result<()> {
    let followed = member(app, tenant, object).await?;
    let tx = app.db.write_tx().await?;
    let moved = followed.moved_to.is_some();
    let event = |followed: &account::Model| Event::Asked { first: followed.approves_followers || moved };
    let state = happen_as(app, &tx, follower.id, followed.id, Some(uri), event).await?;
    if moved && state == Some(State::Requested) {
        happen(app, &tx, follower.id, followed.id, |_| Event::LetGo).await?;
    }
    Ok(tx.commit().await?)
}

/// R21: they no longer do, or no longer block somebody. Some say which follow or block they mean by its id alone.
pub async fn taken_back(app: &App, tenant: &Tenant, follower: &account::Model, undone: &Value) -> Result<()> {
    // Some embed no more of it than its id.
    let whole = !undone["object"].is_null();
    if whole && is_a(undone, &["Block"]) {
        return unblock(app, follower, &member(app, tenant, &undone["object"]).await?).await;
    }
    let followed = match whole && is_a(undone, &["Follow"]) {
        true => member(app, tenant, &undone["object"]).await?.id,
        false => {
            let uri = id_of(undone).ok_or(Error::NotFound)?;
            let db = app.db.reader();
            if let Some(block) = queries::blocks::with_uri(db, follower.id, uri).await? {
                let blocked = accounts::by_ids(db, [block.blocked_id]).await?.pop().ok_or(Error::NotFound)?;
                return unblock(app, follower, &blocked).await;
            }
            queries::with_uri(db, follower.id, uri).await?.ok_or(Error::NotFound)?.followed_id
        }
    };
    let tx = app.db.write_tx().await?;
    happen(app, &tx, follower.id, followed, |_| Event::Unfollowed).await?;
    Ok(tx.commit().await?)
}

/// R20: somebody of another server lets a member follow them, or does not. Without a follow of ours, nothing happens.
pub async fn answered(
    app: &App,
    tenant: &Tenant,
    followed: &account::Model,
    follow: &Value,
    accepted: bool,
) -> Result<()> {
    // Some embed no more of it than its id.
    let follower = match is_a(follow, &["Follow"]) && !follow["actor"].is_null() {
        true => member(app, tenant, &follow["actor"]).await?.id,
        false => followed_by(app, tenant, followed.id, id_of(follow).ok_or(Error::NotFound)?).await?,
    };
    let tx = app.db.write_tx().await?;
    let event = if accepted { Event::Approved } else { Event::LetGo };
    happen(app, &tx, follower, followed.id, |_| event).await?;
    Ok(tx.commit().await?)
}

/// R23: somebody of another server wants nothing to do with a member any more; `uri` is what their server calls it.
pub async fn blocked(app: &App, tenant: &Tenant, by: &account::Model, object: &Value, uri: &str) -> Result<()> {
    block(app, by, &member(app, tenant, object).await?, Some(uri)).await
}

/// Somebody of another server is gone.
pub async fn gone(app: &App, account: AccountId) -> Result<()> {
    while end_some_of(app, account).await? {}
    Ok(())
}

/// The member whom an id names.
async fn member(app: &App, tenant: &Tenant, object: &Value) -> Result<account::Model> {
    let id = id_of(object).and_then(|id| tenant.addresses().account_in(id)).ok_or(Error::NotFound)?;
    accounts::account(app.db.reader(), tenant.id, id).await?.ok_or(Error::NotFound)
}

/// Whose follow of `followed` an id of ours names.
async fn followed_by(app: &App, tenant: &Tenant, followed: AccountId, uri: &str) -> Result<AccountId> {
    let actor = uri.split('#').next().unwrap_or_default();
    let follower = tenant.addresses().account_in(actor).ok_or(Error::NotFound)?;
    let actor = own_id(app.db.reader(), tenant.id, follower).await?;
    let id = follow_in(&actor, uri).ok_or(Error::NotFound)?;
    let follow = queries::with_id(app.db.reader(), id).await?.ok_or(Error::NotFound)?;
    let fits = follow.follower_id == follower && follow.followed_id == followed;
    if fits { Ok(follower) } else { Err(Error::NotFound) }
}
