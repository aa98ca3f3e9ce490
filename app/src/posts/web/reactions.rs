//! What others make of a post or a comment, as collections: its answers by their ids, and how many like it and show it on.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::{post, values::PostId};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    super::{activity::answers, queries, uri_of},
    note::found,
};
use crate::{
    accounts::Asker,
    app::App,
    error::{Error, Result},
    federation::{Document, Refusal, vocabulary::with_context},
    viewer::Tenant,
    web::{self, Path, Query},
};

const ANSWERS_ON_A_PAGE: u64 = 40;

/// Which page: the first, or what comes after an answer.
#[derive(Deserialize)]
pub struct Page {
    page: Option<String>,
    after: Option<PostId>,
}

/// `/ap/posts/{id}/replies`: the answers that anybody may see, the oldest first. Each says itself what it says.
pub async fn replies(
    State(app): State<App>,
    tenant: Tenant,
    asker: Asker,
    Path(id): Path<PostId>,
    Query(page): Query<Page>,
) -> Result<Response, Refusal> {
    let db = app.db.reader();
    found(&app, &tenant, &asker, id).await?.ok_or(Error::Gone)?;
    let own = format!("{}/replies", tenant.addresses().post(id));
    if page.page.is_none() && page.after.is_none() {
        let mut whole = answers(&tenant, id);
        whole["totalItems"] = json!(queries::count_answers(db, &tenant, id).await?);
        return Ok(asker.alone(Document(with_context(whole)).into_response()));
    }
    let mut some = queries::answers(db, &tenant, id, page.after, ANSWERS_ON_A_PAGE).await?;
    let later = web::cut(&mut some, ANSWERS_ON_A_PAGE).map(|answer| answer.id);
    let mut items = Vec::with_capacity(some.len());
    for answer in &some {
        items.push(uri_of(db, &tenant, answer).await?);
    }
    let mut document = json!({
        "id": page.after.map_or_else(|| format!("{own}?page=1"), |id| format!("{own}?after={id}")),
        "type": "CollectionPage",
        "partOf": own,
        "items": items,
    });
    if let Some(id) = later {
        document["next"] = json!(format!("{own}?after={id}"));
    }
    Ok(asker.alone(Document(with_context(document)).into_response()))
}

/// `/ap/posts/{id}/likes`: how many like it.
pub async fn likes(
    State(app): State<App>,
    tenant: Tenant,
    asker: Asker,
    Path(id): Path<PostId>,
) -> Result<Response, Refusal> {
    count(&app, &tenant, &asker, id, "likes").await
}

/// `/ap/posts/{id}/shares`: how many show it to their followers.
pub async fn shares(
    State(app): State<App>,
    tenant: Tenant,
    asker: Asker,
    Path(id): Path<PostId>,
) -> Result<Response, Refusal> {
    count(&app, &tenant, &asker, id, "shares").await
}

async fn count(app: &App, tenant: &Tenant, asker: &Asker, id: PostId, of: &str) -> Result<Response, Refusal> {
    let mut note = found(app, tenant, asker, id).await?.ok_or(Error::Gone)?;
    Ok(asker.alone(Document(with_context(note[of].take())).into_response()))
}

/// Adds how many like a post and show it on, which is no part of what is delivered: it changes without the post.
pub(super) fn counted(mut note: Value, tenant: &Tenant, post: &post::Model) -> Value {
    let own = tenant.addresses().post(post.id);
    for (name, number) in [("likes", post.likes_count), ("shares", post.boosts_count)] {
        note[name] = json!({ "id": format!("{own}/{name}"), "type": "Collection", "totalItems": number });
    }
    note
}
