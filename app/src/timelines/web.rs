//! The home page: what the community has published.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};

use crate::{
    app::App,
    error::Result,
    posts::{self, Before, PostView},
    viewer::Tenant,
    web::{Page, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "timelines/home.html")]
struct HomePage {
    page: Page,
    posts: Vec<PostView>,
    older: Option<String>,
    members: i64,
}

pub async fn home(
    State(app): State<App>,
    tenant: Tenant,
    mut page: Page,
    Query(before): Query<Before>,
) -> Result<Response> {
    let (posts, older) = posts::latest(&app, &tenant, before, &mut page).await?;
    let older = older.map(|id| format!("/?before={id}"));
    Ok(HomePage { posts, older, members: tenant.community.members_count, page }.into_response())
}
