//! Actors as documents, and how other servers find them by name.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use heliograph_entity::{account, values::AccountId};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::activity;
use crate::{
    accounts,
    app::App,
    error::{Error, Result},
    federation::{Document, Refusal, addresses::COMMUNITY, deleted, jrd, vocabulary::with_context},
    viewer::Tenant,
    web::{Path, Query},
};

/// `/ap/accounts/{id}`
pub async fn actor(State(app): State<App>, tenant: Tenant, Path(id): Path<AccountId>) -> Result<Response, Refusal> {
    let account = accounts::account(app.db.reader(), tenant.id, id).await?.ok_or(Error::NotFound)?;
    document(&app, &tenant, &account).await
}

/// A profile's page, asked for as a document.
pub(super) async fn named(app: &App, tenant: &Tenant, name: &str) -> Result<Response, Refusal> {
    let account = accounts::by_name(app.db.reader(), tenant, name).await?.ok_or(Error::NotFound)?;
    document(app, tenant, &account).await
}

async fn document(app: &App, tenant: &Tenant, account: &account::Model) -> Result<Response, Refusal> {
    if account.state == account::State::Deleted {
        return Ok(deleted(&tenant.addresses().account(account.id)));
    }
    Ok(Document(with_context(activity::person(app, tenant, account).await?)).into_response())
}

/// `/ap/actor`
pub async fn community(State(app): State<App>, tenant: Tenant) -> Result<Document, Refusal> {
    Ok(Document(with_context(activity::community(&app, &tenant).await?)))
}

/// What a community would have published, and whom it would follow: nothing and nobody.
pub async fn nothing(tenant: Tenant, Path(collection): Path<String>) -> Result<Document, Refusal> {
    if !["outbox", "followers", "following"].contains(&collection.as_str()) {
        return Err(Error::NotFound.into());
    }
    let id = format!("{}/{collection}", tenant.addresses().community());
    Ok(Document(with_context(json!({ "id": id, "type": "OrderedCollection", "totalItems": 0, "orderedItems": [] }))))
}

#[derive(Deserialize)]
pub struct Resource {
    resource: Option<String>,
}

/// `/.well-known/webfinger` (RFC 7033): who is behind a handle, an id or a profile's address.
pub async fn webfinger(
    State(app): State<App>,
    tenant: Tenant,
    Query(Resource { resource }): Query<Resource>,
) -> Result<Response, Refusal> {
    let resource = resource.filter(|resource| !resource.is_empty());
    let resource = resource.ok_or(Refusal::new(StatusCode::BAD_REQUEST, "the resource is missing"))?;
    let here = tenant.addresses();
    let (name, id, page) = match find(&app, &tenant, &resource).await? {
        Found::Community => (COMMUNITY.to_owned(), here.community(), tenant.url("/about")),
        Found::Account(account) => {
            if account.state != account::State::Living {
                return Err(Error::Gone.into());
            }
            let page = tenant.url(&format!("/@{}", account.name));
            (account.name.clone(), here.account(account.id), page)
        }
    };
    Ok(jrd(descriptor(&format!("acct:{name}@{}", tenant.host.handle_domain()), &id, &page, here.origin)))
}

enum Found {
    Community,
    Account(Box<account::Model>),
}

async fn find(app: &App, tenant: &Tenant, resource: &str) -> Result<Found> {
    let (db, here) = (app.db.reader(), tenant.addresses());
    if resource == here.community() {
        return Ok(Found::Community);
    }
    let found = if let Some(id) = here.account_in(resource) {
        accounts::account(db, tenant.id, id).await?
    } else if let Some(name) = resource.strip_prefix(&tenant.url("/@")) {
        accounts::by_name(db, tenant, name).await?
    } else {
        match name_in(resource, &[here.authority(), &tenant.host.name, tenant.host.handle_domain()]) {
            Some(name) if name.eq_ignore_ascii_case(COMMUNITY) => return Ok(Found::Community),
            Some(name) => accounts::by_name(db, tenant, name).await?,
            None => None,
        }
    };
    found.map(|account| Found::Account(Box::new(account))).ok_or(Error::NotFound)
}

/// The user name in `acct:ana@photos.example`, where the host is one of `hosts`. Some leave out the scheme or write an `@` before it.
fn name_in<'a>(resource: &'a str, hosts: &[&str]) -> Option<&'a str> {
    let handle = match resource.get(..5) {
        Some(scheme) if scheme.eq_ignore_ascii_case("acct:") => &resource[5..],
        _ => resource,
    };
    let (name, host) = handle.strip_prefix('@').unwrap_or(handle).split_once('@')?;
    hosts.iter().any(|known| host.eq_ignore_ascii_case(known)).then_some(name)
}

fn descriptor(subject: &str, id: &str, page: &str, origin: &str) -> Value {
    json!({
        "subject": subject,
        "aliases": [id, page],
        "links": [
            { "rel": "self", "type": "application/activity+json", "href": id },
            {
                "rel": "self",
                "type": "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
                "href": id,
            },
            { "rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": page },
            { "rel": "http://ostatus.org/schema/1.0/subscribe", "template": format!("{origin}/authorize_interaction?uri={{uri}}") },
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::name_in;

    #[test]
    fn a_handle_is_read_however_it_is_written() {
        for resource in
            ["acct:ana@photos.example", "ACCT:ana@Photos.Example", "@ana@photos.example", "ana@photos.example"]
        {
            assert_eq!(name_in(resource, &["photos.example"]), Some("ana"), "{resource}");
        }
        for resource in ["acct:ana", "acct:ana@other.example", "acct:ana@photos.example@x", "", "é@x"] {
            assert_eq!(name_in(resource, &["photos.example"]), None, "{resource}");
        }
    }
}
