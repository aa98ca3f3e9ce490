//! The page of a hashtag, its button, and the list of those that one follows.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::{HeaderMap, Uri},
    response::{IntoResponse, Response},
};

use super::{count::count, queries};
use crate::{
    app::App,
    error::{Error, Result},
    indieweb::{self, FeedLink},
    markup::{Hashtag, tag_path},
    posts::{self, Before, Shape, Tile},
    sessions,
    viewer::{Tenant, Viewer},
    web::{self, Body, Fields, Form, Page, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "hashtags/hashtag.html")]
struct HashtagPage {
    page: Page,
    form: Form,
    heading: String,
    about: String,
    tag: String,
    url: String,
    /// "12 posts"
    count: String,
    followed: bool,
    back: String,
    grid: Vec<Tile>,
    shape: Shape,
    feeds: Vec<FeedLink>,
    older: Option<String>,
}

#[derive(Template, WebTemplate)]
#[template(path = "hashtags/button.html")]
struct Button {
    page: Page,
    tag: String,
    url: String,
    followed: bool,
    back: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "hashtags/followed.html")]
struct FollowedPage {
    page: Page,
    tags: Vec<FollowedTag>,
}

struct FollowedTag {
    tag: String,
    url: String,
}

/// Everything that the community has published for everybody with this hashtag.
#[expect(clippy::too_many_arguments, reason = "each is a part of the request")]
pub async fn show(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    page: Page,
    asked: Uri,
    Path(name): Path<String>,
    Query(before): Query<Before>,
    Query(shape): Query<Shape>,
) -> Result<Response> {
    let tag = named(&name)?;
    let path = tag_path(&tag.key);
    if asked.path() != path {
        return Ok(web::moved(&path, &asked));
    }
    Ok(hashtag_page(&app, &tenant, viewer.as_ref(), page, &tag, before, shape, Form::default()).await?.into_response())
}

#[expect(clippy::too_many_arguments, reason = "each is a part of the request")]
async fn hashtag_page(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    mut page: Page,
    tag: &Hashtag,
    before: Before,
    shape: Shape,
    form: Form,
) -> Result<HashtagPage> {
    let (grid, older) = posts::tagged(app, tenant, viewer, &tag.key, before, &mut page).await?;
    let count = count(app, tenant, &tag.key).await?;
    let followed = match viewer {
        Some(viewer) => queries::follows(app.db.reader(), viewer.account.id, &tag.key).await?,
        None => false,
    };
    let url = tag_path(&tag.key);
    page.canonical = tenant.url(&url);
    Ok(HashtagPage {
        heading: format!("#{}", tag.key),
        about: page.with("hashtag-description", "tag", &tag.key),
        count: if count > posts::MOST_COUNTED {
            page.count("hashtag-posts-more", posts::MOST_COUNTED)
        } else {
            page.count("hashtag-posts", count)
        },
        feeds: indieweb::links(&url),
        older: older.map(|id| shape.on(&url, Some(id))),
        tag: tag.key.clone(),
        back: String::new(),
        url,
        form,
        followed,
        grid,
        shape,
        page,
    })
}

pub async fn follow(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path(name): Path<String>,
    headers: HeaderMap,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let tag = named(&name)?;
    match super::follow(&app, &viewer, &tag).await {
        Ok(()) => Ok(answer(page, &tag, &headers, &fields, true)),
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            let (before, shape) = (Before::default(), Shape::default());
            let shown = hashtag_page(&app, &viewer.tenant, Some(&viewer), page, &tag, before, shape, form).await?;
            Ok(web::invalid(shown))
        }
        Err(error) => Err(error),
    }
}

pub async fn unfollow(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path(name): Path<String>,
    headers: HeaderMap,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let tag = named(&name)?;
    super::unfollow(&app, &viewer, &tag).await?;
    Ok(answer(page, &tag, &headers, &fields, false))
}

/// To a script the button as it is now; to a form the page it came from.
fn answer(page: Page, tag: &Hashtag, headers: &HeaderMap, fields: &Fields, followed: bool) -> Response {
    let url = tag_path(&tag.key);
    sessions::web::back(headers, fields, &url).unwrap_or_else(|| {
        Button { tag: tag.key.clone(), url, followed, back: fields.get("back").to_owned(), page }.into_response()
    })
}

pub async fn followed(State(app): State<App>, viewer: Viewer, page: Page) -> Result<Response> {
    let tags = queries::followed(app.db.reader(), viewer.account.id).await?;
    let tags = tags.into_iter().map(|row| FollowedTag { url: tag_path(&row.tag), tag: row.tag }).collect();
    Ok(FollowedPage { tags, page }.into_response())
}

fn named(name: &str) -> Result<Hashtag> {
    Hashtag::named(name).ok_or(Error::NotFound)
}
