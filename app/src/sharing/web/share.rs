//! The page that hands out a post in every form, and its address as a picture.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use heliograph_entity::values::PostId;

use crate::{
    accounts,
    app::App,
    error::Result,
    posts::{self, PostView},
    qr::{self, QrPicture},
    viewer::{Tenant, Viewer},
    web::{self, Page, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "sharing/page.html")]
struct SharePage {
    page: Page,
    post: PostView,
    heading: String,
}

#[derive(Template)]
#[template(path = "sharing/qr.svg", escape = "html")]
struct QrFile {
    picture: QrPicture,
}

pub async fn share(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    mut page: Page,
    Path((name, id)): Path<(String, PostId)>,
) -> Result<Response> {
    if let Some(home) = accounts::home_for_guest(&app, &tenant, viewer.as_ref(), &name).await? {
        return Ok(web::see_other(&format!("{home}/{id}/share")));
    }
    let (author, post) = posts::find(&app, &tenant, viewer.as_ref(), &name, id).await?;
    let post = posts::view_of(&app, &tenant, &author, &post, &mut page).await?;
    Ok(SharePage { heading: post.heading(&page.words), post, page }.into_response())
}

/// The address of the post, for a telephone to read.
pub async fn qr(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    mut page: Page,
    Path((name, id)): Path<(String, PostId)>,
) -> Result<Response> {
    let (author, post) = posts::find(&app, &tenant, viewer.as_ref(), &name, id).await?;
    let post = posts::view_of(&app, &tenant, &author, &post, &mut page).await?;
    let svg = QrFile { picture: qr::draw(&post.absolute_url)? }.render().map_err(anyhow::Error::new)?;
    let headers = [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "private, max-age=600")];
    Ok((headers, svg).into_response())
}
