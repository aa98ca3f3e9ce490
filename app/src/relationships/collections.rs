//! Who follows whom, in collections for other servers: as much as the account lets everybody see.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::{
    account::{self, Connections},
    follow,
    values::{AccountId, FollowId},
};
use serde::Deserialize;
use serde_json::json;

use super::{activity, finds, queries};
use crate::{
    accounts::{self, Asker},
    app::App,
    error::Error,
    federation::{Document, Refusal, vocabulary::with_context},
    viewer::Tenant,
    web::{self, Path, Query},
};

const PEOPLE_ON_A_PAGE: u64 = 40;

/// A page of a collection: the first, or what comes after a follow.
#[derive(Deserialize)]
pub struct Page {
    page: Option<String>,
    before: Option<FollowId>,
}

#[derive(Clone, Copy)]
enum Side {
    Followers,
    Following,
}

/// `/ap/accounts/{id}/followers`
pub async fn followers(
    State(app): State<App>,
    tenant: Tenant,
    asker: Asker,
    Path(id): Path<AccountId>,
    Query(page): Query<Page>,
) -> Result<Response, Refusal> {
    finds(app.db.reader(), &tenant, asker.0.as_ref(), id).await?;
    Ok(asker.alone(collection(&app, &tenant, id, page, Side::Followers).await?.into_response()))
}

/// `/ap/accounts/{id}/following`
pub async fn following(
    State(app): State<App>,
    tenant: Tenant,
    asker: Asker,
    Path(id): Path<AccountId>,
    Query(page): Query<Page>,
) -> Result<Response, Refusal> {
    finds(app.db.reader(), &tenant, asker.0.as_ref(), id).await?;
    Ok(asker.alone(collection(&app, &tenant, id, page, Side::Following).await?.into_response()))
}

async fn collection(app: &App, tenant: &Tenant, id: AccountId, page: Page, side: Side) -> Result<Document, Refusal> {
    let db = app.db.reader();
    let account = accounts::account(db, tenant.id, id).await?.ok_or(Error::NotFound)?;
    if account.state != account::State::Living {
        return Err(Error::Gone.into());
    }
    let (name, count) = match side {
        Side::Followers => ("followers", account.followers_count),
        Side::Following => ("following", account.following_count),
    };
    let whole = format!("{}/{name}", tenant.addresses().account(id));
    let listed = account.connections == Connections::Listed && !account.approves_followers;
    if page.page.is_none() && page.before.is_none() {
        let mut document = json!({ "id": whole, "type": "OrderedCollection" });
        if account.connections != Connections::Hidden {
            document["totalItems"] = json!(count);
        }
        if listed {
            document["first"] = json!(format!("{whole}?page=1"));
        }
        return Ok(Document(with_context(document)));
    }
    if !listed {
        return Err(Error::NotFound.into());
    }

    let most = PEOPLE_ON_A_PAGE + 1;
    let mut follows = match side {
        Side::Followers => queries::followers(db, tenant, id, follow::State::Accepted, page.before, most).await?,
        Side::Following => queries::following(db, tenant, id, page.before, most).await?,
    };
    let next = web::cut(&mut follows, PEOPLE_ON_A_PAGE).map(|last| last.id);
    let people = follows.iter().map(|follow| match side {
        Side::Followers => follow.follower_id,
        Side::Following => follow.followed_id,
    });
    let people = activity::living(db, &people.collect::<Vec<_>>()).await?;
    let own = page.before.map_or_else(|| format!("{whole}?page=1"), |id| format!("{whole}?before={id}"));
    let mut document = json!({
        "id": own,
        "type": "OrderedCollectionPage",
        "partOf": whole,
        "orderedItems": activity::ids(db, &people).await?,
    });
    if let Some(last) = next {
        document["next"] = json!(format!("{whole}?before={last}"));
    }
    Ok(Document(with_context(document)))
}
