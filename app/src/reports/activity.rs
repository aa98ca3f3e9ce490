//! Reports as other servers know them.

use heliograph_entity::values::ReportId;
use serde_json::{Value, json};

use super::About;
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::Result,
    federation::{self, Said, Urgency, vocabulary::with_small_context},
    posts,
    viewer::Viewer,
};

/// That the community asks the staff of another server to look at something there. Nobody learns which member has asked.
fn flag(community: &str, number: ReportId, words: &str, target: &str, post: Option<&str>) -> Value {
    let object: Vec<&str> = std::iter::once(target).chain(post).collect();
    let id = format!("{community}#flags/{number}");
    let flag =
        json!({ "id": id, "type": "Flag", "actor": community, "to": [target], "object": object, "content": words });
    with_small_context(flag)
}

/// Tells the server that it is about.
pub(super) async fn tell(app: &App, tx: &Tx, by: &Viewer, about: &About, words: &str, number: ReportId) -> Result<()> {
    let target = accounts::uri_of(tx, &about.account).await?;
    let post = match &about.post {
        Some(post) => Some(posts::uri_of(tx, &by.tenant, post).await?),
        None => None,
    };
    let activity = flag(&by.tenant.addresses().community(), number, words, &target, post.as_deref());
    let object = activity["id"].as_str().unwrap_or_default().to_owned();
    let said = Said { tenant: by.tenant.id, account: by.account.id, object, activity, urgency: Urgency::New };
    let inboxes: Vec<_> = accounts::inbox_of(tx, &about.account).await?.into_iter().collect();
    federation::deliver_for_community(app, tx, said, &inboxes).await
}
