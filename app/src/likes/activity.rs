//! A like, as the server of whoever is liked knows it.

use heliograph_entity::{account, like};
use serde_json::json;

use crate::{
    accounts,
    app::App,
    db::Tx,
    error::{Error, Result},
    federation::{self, Said, Urgency, vocabulary::with_small_context},
    posts::{self, Reached},
    tenants,
};

pub(super) enum Verb {
    Like,
    Undo,
}

/// Tells the author's server, where that is another one, of a like of somebody here. Whoever leaves says nothing but that.
pub(super) async fn tell(
    app: &App,
    tx: &Tx,
    by: &account::Model,
    to: &Reached,
    like: &like::Model,
    verb: Verb,
) -> Result<()> {
    let Some(tenant) = by.tenant_id.filter(|_| to.author.is_remote() && by.state == account::State::Living) else {
        return Ok(());
    };
    let Some(inbox) = accounts::inbox_of(tx, &to.author).await? else { return Ok(()) };
    let tenant = tenants::by_id(tx, tenant).await?.ok_or(Error::NotFound)?;
    let actor = tenant.addresses().account(by.id);
    let id = format!("{actor}#likes/{}", like.id);
    let object = posts::uri_of(tx, &tenant, &to.post).await?;
    let liked = json!({ "id": id, "type": "Like", "actor": actor, "object": object });
    let activity = match verb {
        Verb::Like => liked,
        Verb::Undo => json!({ "id": format!("{id}/undo"), "type": "Undo", "actor": actor, "object": liked }),
    };
    // Both in the same row of what waits: whoever hears of the end has heard of the beginning.
    let (activity, urgency) = (with_small_context(activity), Urgency::New);
    let said = Said { tenant: tenant.id, account: by.id, object: id, activity, urgency };
    federation::deliver(app, tx, said, &[inbox]).await
}
