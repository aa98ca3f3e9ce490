//! The page of one photo among several of a post: its permanent address.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::Uri,
    response::{IntoResponse, Response},
};
use heliograph_entity::values::PostId;

use super::{
    super::{PostView, find, view_of},
    read::at_home,
};
use crate::{
    accounts,
    app::App,
    error::{Error, Result},
    viewer::{Tenant, Viewer},
    web::{self, Page, Path},
    words::Message,
};

#[derive(Template, WebTemplate)]
#[template(path = "posts/photo.html")]
struct PhotoPage {
    page: Page,
    heading: String,
    about: String,
    /// "Photo 2 of 7 in A day by the water"
    place: String,
    post: PostView,
    /// From 0.
    at: usize,
    earlier: Option<String>,
    later: Option<String>,
}

pub async fn photo(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    mut page: Page,
    asked: Uri,
    Path((name, id, number)): Path<(String, PostId, usize)>,
) -> Result<Response> {
    if let Some(home) = accounts::home_for_guest(&app, &tenant, viewer.as_ref(), &name).await? {
        return Ok(web::see_other(&at_home(&app, &home, id, &format!("/{number}")).await?));
    }
    let (author, post) = find(&app, &tenant, viewer.as_ref(), &name, id).await?;
    let post = view_of(&app, &tenant, &author, &post, &mut page).await?;
    let at = number.checked_sub(1).filter(|at| *at < post.photos.len()).ok_or(Error::NotFound)?;
    if post.has_one_photo() {
        return Ok(web::moved(&post.url, &asked));
    }
    let here = |number: usize| format!("{}/{number}", post.url);
    if asked.path() != here(number) {
        return Ok(web::moved(&here(number), &asked));
    }

    let photo = &post.photos[at];
    let place = Message::new("photo-place")
        .count("number", number)
        .count("count", post.photos.len())
        .with("post", post.heading(&page.words));
    let place = page.words.say(&place);
    let about = [&post.warning, &photo.caption_text, &photo.alt].into_iter().find(|text| !text.is_empty());
    page.canonical = format!("{}/{number}", post.absolute_url);
    Ok(PhotoPage {
        heading: if photo.title.is_empty() { place.clone() } else { photo.title.clone() },
        about: about.map_or_else(|| post.about(&page.words), |text| text.chars().take(200).collect()),
        place,
        earlier: (at > 0).then(|| here(number - 1)),
        later: (number < post.photos.len()).then(|| here(number + 1)),
        at,
        post,
        page,
    }
    .into_response())
}
