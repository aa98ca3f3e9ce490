//! Boosting in a browser: the button, and the list of all who boost a post.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use heliograph_entity::values::{AccountId, PostId};
use serde::Deserialize;

use super::{boost as boost_post, queries, unboost as unboost_post};
use crate::{
    app::App,
    error::Result,
    posts::{self, Toggle},
    relationships::{self, Someone},
    sessions,
    viewer::{Tenant, Viewer},
    web::{self, Body, Fields, Page, Path, Query},
};

const PEOPLE_ON_A_PAGE: u64 = 40;

/// The button alone, for a script that puts it in the place of the one that was pressed.
#[derive(Template, WebTemplate)]
#[template(path = "boosts/boosted.html")]
struct Boosted {
    page: Page,
    boost: Toggle,
    back: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "boosts/list.html")]
pub struct ListPage {
    page: Page,
    /// The post's page.
    post: String,
    people: Vec<Someone>,
    removable: bool,
    older: Option<String>,
    back: String,
}

/// Where a page of the list begins.
#[derive(Deserialize)]
pub struct Before {
    before: Option<PostId>,
}

pub async fn boost(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path((name, id)): Path<(String, PostId)>,
    headers: HeaderMap,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let (_, post) = posts::find(&app, &viewer.tenant, Some(&viewer), &name, id).await?;
    boost_post(&app, &viewer.account, post.id, None).await?;
    answer(&app, &viewer, page, (&name, id), &headers, &fields).await
}

pub async fn unboost(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path((name, id)): Path<(String, PostId)>,
    headers: HeaderMap,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let (_, post) = posts::find(&app, &viewer.tenant, Some(&viewer), &name, id).await?;
    unboost_post(&app, &viewer.account, post.id).await?;
    answer(&app, &viewer, page, (&name, id), &headers, &fields).await
}

/// To a script the button as it is now; to a form the page it came from.
async fn answer(
    app: &App,
    viewer: &Viewer,
    page: Page,
    (name, id): (&str, PostId),
    headers: &HeaderMap,
    fields: &Fields,
) -> Result<Response> {
    let url = format!("/@{name}/{id}");
    if let Some(led) = sessions::web::back(headers, fields, &url) {
        return Ok(led);
    }
    let (_, post) = posts::find(app, &viewer.tenant, Some(viewer), name, id).await?;
    let marks = posts::marks(app.db.reader(), Some(viewer), &[post.id]).await?;
    let boost = Toggle { url, on: marks.boosts(post.id), count: post.boosts_count };
    Ok(Boosted { page, boost, back: fields.get("back").to_owned() }.into_response())
}

pub async fn list(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    page: Page,
    Path((name, id)): Path<(String, PostId)>,
    Query(Before { before }): Query<Before>,
) -> Result<ListPage> {
    let db = app.db.reader();
    let (_, post) = posts::find(&app, &tenant, viewer.as_ref(), &name, id).await?;
    let me = viewer.as_ref().map(|viewer| viewer.account.id);
    let mut boosts = queries::of_post(db, &tenant, post.id, me, before, PEOPLE_ON_A_PAGE + 1).await?;
    let older = web::cut(&mut boosts, PEOPLE_ON_A_PAGE).map(|last| format!("/@{name}/{id}/boosts?before={}", last.id));
    let ids: Vec<AccountId> = boosts.iter().map(|boost| boost.account_id).collect();
    let people = relationships::people_with(db, &tenant, viewer.as_ref(), &ids).await?;
    Ok(ListPage { back: page.here(), people, removable: false, older, post: format!("/@{name}/{id}"), page })
}
