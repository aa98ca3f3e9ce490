//! A boost, as other servers know it.

use heliograph_entity::{
    account::{self, State},
    boost,
    post::Visibility,
};
use serde_json::json;

use crate::{
    accounts,
    app::App,
    db::Tx,
    error::{Error, Result},
    federation::{
        self, Said, Urgency,
        vocabulary::{audience, time, with_small_context},
    },
    posts::{self, Reached},
    relationships, tenants,
};

pub(super) enum Verb {
    Announce,
    Undo,
}

/// Tells the followers that somebody here has on other servers, and the author if they are of one, of a boost. Whoever
/// leaves says nothing but that.
pub(super) async fn tell(
    app: &App,
    tx: &Tx,
    by: &account::Model,
    of: &Reached,
    boost: &boost::Model,
    verb: Verb,
) -> Result<()> {
    let Some(tenant) = by.tenant_id.filter(|_| by.state == State::Living) else { return Ok(()) };
    let mut inboxes = relationships::near(tx, by.id).await?;
    if of.author.is_remote() {
        inboxes.extend(accounts::inbox_of(tx, &of.author).await?);
    }
    if inboxes.is_empty() {
        return Ok(());
    }

    let tenant = tenants::by_id(tx, tenant).await?.ok_or(Error::NotFound)?;
    let actor = tenant.addresses().account(by.id);
    let id = format!("{actor}#boosts/{}", boost.id);
    // What a private account shows is for its followers.
    let (to, mut cc) = audience(&actor, if by.approves_followers { Visibility::Followers } else { Visibility::Public });
    cc.push(accounts::uri_of(tx, &of.author).await?);
    let announce = json!({
        "id": id,
        "type": "Announce",
        "actor": actor,
        "published": time(boost.created_at),
        "to": to,
        "cc": cc,
        "object": posts::uri_of(tx, &tenant, &of.post).await?,
    });
    let activity = match verb {
        Verb::Announce => announce,
        Verb::Undo => {
            json!({ "id": format!("{id}/undo"), "type": "Undo", "actor": actor, "to": to, "cc": cc, "object": announce })
        }
    };
    // Both have the same urgency: whoever hears of the end has heard of the beginning.
    let (activity, urgency) = (with_small_context(activity), Urgency::New);
    let said = Said { tenant: tenant.id, account: by.id, object: id, activity, urgency };
    federation::deliver(app, tx, said, &inboxes).await
}
