//! One photo of a draft: uploaded, shown, and its part of the form.

use std::time::Duration;

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::{Multipart, State, multipart::MultipartRejection},
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
    },
    response::{IntoResponse, Response},
};
use heliograph_entity::{draft, item, values::ItemId};
use serde::Deserialize;

use super::{
    super::{LicenceView, add_photo, open_draft, queries, remove_item},
    form::readable,
};
use crate::{
    app::App,
    error::{Error, Result},
    media,
    viewer::Viewer,
    web::{Form, Page, Path, Query},
    words::Message,
};

/// How long an upload may take to be made ready before it is shown without its picture.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// From this width on a picture is large.
const LARGE: i32 = 1080;

#[derive(Template, WebTemplate)]
#[template(path = "posts/item.html")]
struct ItemFragment {
    page: Page,
    item: DraftItem,
    licences: Vec<LicenceView>,
}

/// A photo of the draft, with what is written about it.
pub(super) struct DraftItem {
    pub id: String,
    pub file_name: String,
    pub title: String,
    pub alt: String,
    pub caption: String,
    /// Its code, empty where it is that of the post.
    pub licence: String,
    pub preview: String,
    pub width: i32,
    pub height: i32,
    pub position: usize,
    pub first: bool,
    pub last: bool,
    pub problem: Option<String>,
}

/// One photo, sent by a script: answers with its part of the form, or with a sentence.
pub async fn upload(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response> {
    let mut parts = readable(parts)?;
    let malformed = |error: axum::extract::multipart::MultipartError| Error::Malformed(error.to_string());
    let Some(part) = parts.next_field().await.map_err(malformed)? else {
        return Err(Error::Malformed("there is no part “photo”".to_owned()));
    };
    let file_name = part.file_name().unwrap_or_default().to_owned();
    let received = match media::receive(&app, &file_name, viewer.tenant.limits().photo_bytes(), part).await? {
        Ok(received) => received,
        Err(message) => return Ok(refusal(&page, &message)),
    };
    let draft = open_draft(&app, &viewer).await?;
    let added = match add_photo(&app, &viewer, &draft, received).await {
        Ok(item) => item,
        Err(Error::Invalid(problems)) => {
            let sentence = problems.iter().map(|(_, message)| message.clone()).next();
            return Ok(refusal(&page, &sentence.unwrap_or_else(|| Message::new("error-invalid"))));
        }
        Err(error) => return Err(error),
    };

    let settled = media::settled(&app, &[added.id], PATIENCE).await?;
    if settled.iter().any(|item| item.state == item::State::Refused) {
        remove_item(&app, &draft, added.id).await?;
        return Ok(refusal(&page, &Message::new("problem-photo-broken").with("file", added.file_name)));
    }
    let items = media::items_of_draft(app.db.reader(), draft.id).await?;
    let at = items.iter().position(|item| item.id == added.id).ok_or(Error::NotFound)?;
    let item = draft_item(&Form::default(), &draft, &items, at);
    let licences = LicenceView::all(&page.words);
    Ok((StatusCode::CREATED, ItemFragment { page, item, licences }).into_response())
}

fn refusal(page: &Page, message: &Message) -> Response {
    let plain = [(CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::UNPROCESSABLE_ENTITY, plain, page.words.say(message)).into_response()
}

#[derive(Deserialize)]
pub struct Size {
    #[serde(default)]
    large: bool,
}

/// The small picture of an item, or a large one, for whoever uploaded it. Waits until it is made, but not for ever.
pub async fn preview(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<ItemId>,
    Query(size): Query<Size>,
    headers: HeaderMap,
) -> Result<Response> {
    let item = queries::item_of(app.db.reader(), viewer.account.id, id).await?.ok_or(Error::NotFound)?;
    let settled = media::settled(&app, &[item.id], PATIENCE).await?;
    if settled.iter().any(|item| item.state == item::State::Processing) {
        return Ok((StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "1")]).into_response());
    }
    let files = media::renditions(app.db.reader(), [item.id]).await?;
    let wanted = files.iter().find(|file| !size.large || file.width >= LARGE).or(files.last());
    let file = wanted.ok_or(Error::NotFound)?;
    media::web::send(&app, &file.key, file.format, "private, max-age=600", &headers).await
}

/// What was typed stands before what was saved.
pub(super) fn draft_item(form: &Form, draft: &draft::Model, items: &[item::Model], at: usize) -> DraftItem {
    let item = &items[at];
    let licence = if item.licence == draft.licence { "" } else { item.licence.code() };
    let words = |field: &str, saved: &str| {
        let name = format!("{field}-{}", item.id);
        if form.has(&name) { form.value(&name).to_owned() } else { saved.to_owned() }
    };
    let problem = ["alt", "title", "caption", "licence"]
        .into_iter()
        .find_map(|field| form.error(&format!("{field}-{}", item.id)));
    DraftItem {
        id: item.id.to_string(),
        file_name: item.file_name.clone(),
        title: words("title", &item.title),
        alt: words("alt", &item.alt),
        caption: words("caption", &item.caption),
        licence: words("licence", licence),
        preview: format!("/publish/items/{}/preview", item.id),
        width: item.width,
        height: item.height,
        position: at + 1,
        first: at == 0,
        last: at + 1 == items.len(),
        problem: problem.map(str::to_owned),
    }
}
