//! What other sites show of a post: a frame, what they are told beforehand, and its pictures under addresses that stay.
//! All of it is for anybody, and so it is the same for everybody.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    Extension,
    extract::State,
    http::{
        HeaderValue, StatusCode,
        header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, LOCATION},
    },
    response::{IntoResponse, Response},
};
use heliograph_entity::values::{ItemId, PostId};
use serde::Deserialize;
use url::Url;

use super::super::{embed::Space, oembed as documents};
use crate::{
    accounts,
    app::App,
    error::{Error, Result},
    media,
    posts::{self, PostView},
    viewer::Tenant,
    web::{self, ForAnybody, Framable, Page, Path, Query},
};

/// What may be narrowed at any moment is kept for a short while only.
const SHORTLY: &str = "public, max-age=300";

#[derive(Template, WebTemplate)]
#[template(path = "sharing/embed.html")]
struct EmbedPage {
    page: Page,
    post: PostView,
    heading: String,
}

pub async fn embed(
    State(app): State<App>,
    tenant: Tenant,
    ForAnybody(mut page): ForAnybody,
    Path((name, id)): Path<(String, PostId)>,
) -> Result<Response> {
    if let Some(home) = accounts::home_for_guest(&app, &tenant, None, &name).await? {
        return Ok(web::see_other(&format!("{home}/{id}/embed")));
    }
    let (author, post) = posts::find(&app, &tenant, None, &name, id).await?;
    let post = posts::view_of(&app, &tenant, &author, &post, &mut page).await?;
    let shown = EmbedPage { heading: post.heading(&page.words), post, page };
    Ok((Extension(Framable), [(CACHE_CONTROL, SHORTLY)], shown).into_response())
}

/// Leads to wherever the picture lies now. Its file is given another name whenever its audience changes.
pub async fn picture(
    State(app): State<App>,
    tenant: Tenant,
    Path((name, id, photo)): Path<(String, PostId, String)>,
) -> Result<Response> {
    if let Some(home) = accounts::home_for_guest(&app, &tenant, None, &name).await? {
        return Ok(web::see_other(&format!("{home}/{id}/photos/{photo}")));
    }
    let photo: ItemId = photo.split('.').next().unwrap_or_default().parse().map_err(|_| Error::NotFound)?;
    let (_, post) = posts::find(&app, &tenant, None, &name, id).await?;
    let items = media::items_of_posts(app.db.reader(), [post.id]).await?;
    let item = items.iter().find(|item| item.id == photo).ok_or(Error::NotFound)?;
    let files = media::renditions(app.db.reader(), [item.id]).await?;
    let largest = files.last().ok_or(Error::NotFound)?;
    let at = media::web::address(largest, &tenant, &format!("/@{name}/{id}"));
    let headers = [(LOCATION, at.as_str()), (CACHE_CONTROL, SHORTLY), (ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    Ok((StatusCode::TEMPORARY_REDIRECT, headers).into_response())
}

/// As they are called in the standard.
#[derive(Deserialize)]
pub struct Asked {
    url: Option<String>,
    format: Option<String>,
    maxwidth: Option<u32>,
    maxheight: Option<u32>,
}

/// What is asked for by address. The standard gives each refusal its own status, and nobody reads a page here.
pub async fn oembed(
    State(app): State<App>,
    tenant: Tenant,
    ForAnybody(mut page): ForAnybody,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let media_type = match asked.format.as_deref() {
        None | Some("json") => "application/json",
        Some("xml") => "text/xml; charset=utf-8",
        Some(_) => return Ok(StatusCode::NOT_IMPLEMENTED.into_response()),
    };
    let Some(url) = asked.url else { return Ok(StatusCode::BAD_REQUEST.into_response()) };
    let Some((name, id)) = post_at(&tenant, &url) else { return Ok(StatusCode::NOT_FOUND.into_response()) };
    let (author, post) = match posts::find(&app, &tenant, None, &name, id).await {
        Ok(found) => found,
        Err(Error::NotFound) if posts::is_restricted(&app, &tenant, &name, id).await? => {
            return Ok(StatusCode::UNAUTHORIZED.into_response());
        }
        Err(Error::NotFound | Error::Gone) => return Ok(StatusCode::NOT_FOUND.into_response()),
        Err(error) => return Err(error),
    };
    let post = posts::view_of(&app, &tenant, &author, &post, &mut page).await?;

    let usual = Space::default();
    let room = |most: Option<u32>, usual| most.unwrap_or(usual).max(1);
    let space = Space { width: room(asked.maxwidth, usual.width), height: room(asked.maxheight, usual.height) };
    let document = documents::document(&post, &tenant, &page, space);
    let body = match media_type {
        "application/json" => serde_json::Value::Object(document).to_string(),
        _ => documents::xml(&document),
    };
    let headers = [(CONTENT_TYPE, media_type), (CACHE_CONTROL, SHORTLY)];
    let mut response = (headers, body).into_response();
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}

/// The post that an address of this community is of: its page, one of its photos, or anything else below it.
fn post_at(tenant: &Tenant, url: &str) -> Option<(String, PostId)> {
    let (url, home) = (Url::parse(url).ok()?, Url::parse(&tenant.host.origin).ok()?);
    if url.host() != home.host() || url.port() != home.port() {
        return None;
    }
    let mut parts = url.path_segments()?;
    let name = parts.next()?.strip_prefix('@')?;
    Some((name.to_owned(), parts.next()?.parse().ok()?))
}
