//! Liking in a browser: the button, and the list of all who like a post.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use heliograph_entity::values::{AccountId, LikeId, PostId};
use serde::Deserialize;

use super::{like as like_post, queries, unlike as unlike_post};
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
#[template(path = "likes/liked.html")]
struct Liked {
    page: Page,
    like: Toggle,
    back: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "likes/list.html")]
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
    before: Option<LikeId>,
}

pub async fn like(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path((name, id)): Path<(String, PostId)>,
    headers: HeaderMap,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let (_, post) = posts::find_any(&app, &viewer.tenant, Some(&viewer), &name, id).await?;
    like_post(&app, &viewer.account, post.id, None).await?;
    answer(&app, &viewer, page, (&name, id), &headers, &fields).await
}

pub async fn unlike(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path((name, id)): Path<(String, PostId)>,
    headers: HeaderMap,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let (_, post) = posts::find_any(&app, &viewer.tenant, Some(&viewer), &name, id).await?;
    unlike_post(&app, &viewer.account, post.id).await?;
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
    let (_, post) = posts::find_any(app, &viewer.tenant, Some(viewer), name, id).await?;
    let marks = posts::marks(app.db.reader(), Some(viewer), &[post.id]).await?;
    let like = Toggle { url, on: marks.likes(post.id), count: post.likes_count };
    Ok(Liked { page, like, back: fields.get("back").to_owned() }.into_response())
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
    let (_, post) = posts::find_any(&app, &tenant, viewer.as_ref(), &name, id).await?;
    let me = viewer.as_ref().map(|viewer| viewer.account.id);
    let mut likes = queries::of_post(db, &tenant, post.id, me, before, PEOPLE_ON_A_PAGE + 1).await?;
    let older = web::cut(&mut likes, PEOPLE_ON_A_PAGE).map(|last| format!("/@{name}/{id}/likes?before={}", last.id));
    let ids: Vec<AccountId> = likes.iter().map(|like| like.account_id).collect();
    let people = relationships::people_with(db, &tenant, viewer.as_ref(), &ids).await?;
    Ok(ListPage { back: page.here(), people, removable: false, older, post: format!("/@{name}/{id}"), page })
}
