//! Posts as documents: each by itself, and those of an account in collections.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::{
    account, post,
    values::{AccountId, PostId},
};
use serde_json::{Value, json};

use super::{
    super::{
        Before,
        activity::{create, notes},
        queries,
    },
    reactions::counted,
};
use crate::{
    accounts::{self, Asker},
    app::App,
    comments,
    error::{Error, Result},
    federation::{Document, Refusal, deleted, standing, vocabulary::with_context},
    relationships,
    viewer::Tenant,
    web::{self, Path, Query},
};

const NOTES_ON_A_PAGE: u64 = 20;

/// `/ap/posts/{id}`: a post that is for everybody, or for whoever asks.
pub async fn note(
    State(app): State<App>,
    tenant: Tenant,
    asker: Asker,
    Path(id): Path<PostId>,
) -> Result<Response, Refusal> {
    let object = found(&app, &tenant, &asker, id).await?;
    let answer = object
        .map_or_else(|| deleted(&tenant.addresses().post(id)), |note| Document(with_context(note)).into_response());
    Ok(asker.alone(answer))
}

/// `/ap/posts/{id}/activity`: that it was published.
pub async fn published(
    State(app): State<App>,
    tenant: Tenant,
    asker: Asker,
    Path(id): Path<PostId>,
) -> Result<Response, Refusal> {
    let note = found(&app, &tenant, &asker, id).await?.ok_or(Error::Gone)?;
    Ok(asker.alone(Document(with_context(create(tenant.addresses(), id, &note))).into_response()))
}

/// The post; nothing where it was deleted. R22, R23: nobody of a suspended server finds it, nor who has to do with
/// its author no more, by the wish of either.
pub(super) async fn found(app: &App, tenant: &Tenant, Asker(asker): &Asker, id: PostId) -> Result<Option<Value>> {
    let db = app.db.reader();
    if let Some(asker) = asker
        && standing::of_host(db, tenant, asker.host_id).await?.suspended
    {
        return Err(Error::NotFound);
    }
    if let Some((comment, author)) = comment(app, tenant, id).await? {
        relationships::finds(db, tenant, asker.as_ref(), author.id).await?;
        let note = comments::note(db, tenant, &author, &comment).await?;
        return Ok(Some(counted(note, tenant, &comment)));
    }
    let post = match asker {
        None => queries::for_everybody(db, tenant, id).await?,
        Some(asker) if queries::is_seen_by(db, asker.id, id).await? => {
            queries::for_followers(db, tenant.id, id).await?
        }
        Some(_) => None,
    };
    let Some(post) = post else {
        return match queries::was_for_everybody(db, tenant, id).await? {
            true => Ok(None),
            false => Err(Error::NotFound),
        };
    };
    let author = accounts::account(db, tenant.id, post.account_id).await?.ok_or(Error::NotFound)?;
    if author.state != account::State::Living {
        return Ok(None);
    }
    let note = notes(app, tenant, &author, std::slice::from_ref(&post)).await?.remove(0);
    Ok(Some(counted(note, tenant, &post)))
}

/// A comment of somebody of the community, on whatever is for everybody.
async fn comment(app: &App, tenant: &Tenant, id: PostId) -> Result<Option<(post::Model, account::Model)>> {
    let db = app.db.reader();
    let Some(comment) = queries::comment_for_everybody(db, tenant.id, id).await? else { return Ok(None) };
    let author = accounts::account(db, tenant.id, comment.account_id).await?;
    let living = author.filter(|author| author.state == account::State::Living);
    Ok(living.map(|author| (comment, author)))
}

/// `/ap/accounts/{id}/outbox`: what the account has published for everybody, in pages.
pub async fn outbox(
    State(app): State<App>,
    tenant: Tenant,
    asker: Asker,
    Path(id): Path<AccountId>,
    Query(page): Query<Page>,
) -> Result<Response, Refusal> {
    let author = living(&app, &tenant, id).await?;
    relationships::finds(app.db.reader(), &tenant, asker.0.as_ref(), id).await?;
    Ok(asker.alone(published_by(&app, &tenant, &author, page).await?.into_response()))
}

async fn published_by(app: &App, tenant: &Tenant, author: &account::Model, page: Page) -> Result<Document> {
    let (db, id) = (app.db.reader(), author.id);
    let outbox = format!("{}/outbox", tenant.addresses().account(id));
    if page.page.is_none() && page.before.is_none() {
        return Ok(Document(with_context(json!({
            "id": outbox,
            "type": "OrderedCollection",
            "totalItems": queries::count_for_everybody(db, tenant.id, id).await?,
            "first": format!("{outbox}?page=1"),
        }))));
    }
    let before = Before::after(page.before);
    let mut posts = queries::outbox(db, tenant, id, before, NOTES_ON_A_PAGE).await?;
    let older = web::cut(&mut posts, NOTES_ON_A_PAGE).map(|post| post.id);
    let notes = notes(app, tenant, author, &posts).await?;
    let items = posts.iter().zip(&notes).map(|(post, note)| create(tenant.addresses(), post.id, note));
    let own = page.before.map_or_else(|| format!("{outbox}?page=1"), |id| format!("{outbox}?before={id}"));
    let mut document = json!({
        "id": own,
        "type": "OrderedCollectionPage",
        "partOf": outbox,
        "orderedItems": items.collect::<Vec<_>>(),
    });
    if let Some(id) = older {
        document["next"] = json!(format!("{outbox}?before={id}"));
    }
    Ok(Document(with_context(document)))
}

/// `/ap/accounts/{id}/featured`: the posts that are pinned.
pub async fn featured(
    State(app): State<App>,
    tenant: Tenant,
    asker: Asker,
    Path(id): Path<AccountId>,
) -> Result<Response, Refusal> {
    living(&app, &tenant, id).await?;
    relationships::finds(app.db.reader(), &tenant, asker.0.as_ref(), id).await?;
    let here = tenant.addresses();
    let pinned = queries::pinned_by(app.db.reader(), &tenant, None, id).await?;
    let document = Document(with_context(json!({
        "id": format!("{}/featured", here.account(id)),
        "type": "OrderedCollection",
        "totalItems": pinned.len(),
        "orderedItems": pinned.iter().map(|post| here.post(post.id)).collect::<Vec<_>>(),
    })));
    Ok(asker.alone(document.into_response()))
}

async fn living(app: &App, tenant: &Tenant, id: AccountId) -> Result<account::Model> {
    let account = accounts::account(app.db.reader(), tenant.id, id).await?.ok_or(Error::NotFound)?;
    if account.state == account::State::Living { Ok(account) } else { Err(Error::Gone) }
}

/// A page of a collection: the first, or what comes after a post.
#[derive(serde::Deserialize)]
pub struct Page {
    page: Option<String>,
    before: Option<PostId>,
}
