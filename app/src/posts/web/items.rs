//! One photo of a draft, or of a post that is changed: uploaded, shown, and its part of the form.

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
use heliograph_entity::{
    item,
    values::{ItemId, Licence, PostId},
};
use serde::Deserialize;

use super::{
    super::{
        LicenceView, add_photo, add_to_post, find_own, open_draft, queries, remove_item, take_out_unreadable,
        waiting_for,
    },
    form::readable,
};
use crate::{
    app::App,
    error::{Error, Result},
    media::{self, Received},
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
    item: FormItem,
    licences: Vec<LicenceView>,
}

/// A photo with what is written about it.
pub(super) struct FormItem {
    pub id: String,
    /// What it is called here: its file, or its place.
    pub name: String,
    pub title: String,
    pub alt: String,
    pub caption: String,
    /// Its code, empty where it is that of the post.
    pub licence: String,
    pub width: i32,
    pub height: i32,
    /// From 1; those that go are not counted.
    pub position: usize,
    pub first: bool,
    pub last: bool,
    /// It is added with the next save.
    pub new: bool,
    /// It is removed with the next save.
    pub goes: bool,
    /// Where the form is sent that it stands in.
    pub form: String,
    /// What is wrong with it, by field.
    pub problems: Vec<(&'static str, String)>,
}

impl FormItem {
    /// What was typed stands before what was saved; `usual` is the licence of the post.
    pub(super) fn new(form: &Form, item: &item::Model, usual: Licence, sent_to: &str) -> Self {
        let licence = if item.licence == usual { "" } else { item.licence.code() };
        let words = |field: &str, saved: &str| {
            let name = format!("{field}-{}", item.id);
            if form.has(&name) { form.value(&name).to_owned() } else { saved.to_owned() }
        };
        let wrong = |field| Some((field, form.error(&format!("{field}-{}", item.id))?.to_owned()));
        Self {
            id: item.id.to_string(),
            name: item.file_name.clone(),
            title: words("title", &item.title),
            alt: words("alt", &item.alt),
            caption: words("caption", &item.caption),
            licence: words("licence", licence),
            width: item.width,
            height: item.height,
            position: 1,
            first: true,
            last: true,
            new: false,
            goes: false,
            form: sent_to.to_owned(),
            problems: ["alt", "title", "caption", "licence"].into_iter().filter_map(wrong).collect(),
        }
    }

    /// Tells each its place among the others.
    pub(super) fn in_order(mut items: Vec<Self>) -> Vec<Self> {
        let mut position = 0;
        let count = items.len();
        for (at, item) in items.iter_mut().enumerate() {
            position += usize::from(!item.goes);
            (item.position, item.first, item.last) = (position, at == 0, at + 1 == count);
        }
        items
    }

    /// Empty where the field is fine.
    pub(super) fn problem(&self, field: &str) -> &str {
        self.problems.iter().find(|(wrong, _)| *wrong == field).map_or("", |(_, sentence)| sentence)
    }
}

/// One photo for the draft, sent by a script: answers with its part of the form, or with a sentence.
pub async fn upload(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response> {
    let received = match receive_one(&app, &viewer, parts).await? {
        Ok(received) => received,
        Err(message) => return Ok(refusal(&page, &message)),
    };
    let draft = open_draft(&app, &viewer).await?;
    let added = match add_photo(&app, &viewer, &draft, received).await {
        Ok(item) => item,
        Err(error) => return refused(&page, error),
    };
    if !readable_once_made(&app, added.id).await? {
        remove_item(&app, &draft, added.id).await?;
        return Ok(refusal(&page, &Message::new("problem-photo-broken").with("file", added.file_name)));
    }
    let items = media::items_of_draft(app.db.reader(), draft.id).await?;
    Ok(arrived(page, &items, added.id, draft.licence, "/publish"))
}

/// One photo that is to join a post, sent by a script: answers as `upload` does.
pub async fn upload_to_post(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path((name, id)): Path<(String, PostId)>,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response> {
    let (author, post) = find_own(&app, &viewer, &name, id).await?;
    let received = match receive_one(&app, &viewer, parts).await? {
        Ok(received) => received,
        Err(message) => return Ok(refusal(&page, &message)),
    };
    let added = match add_to_post(&app, &viewer, &post, received).await {
        Ok(item) => item,
        Err(error) => return refused(&page, error),
    };
    if !readable_once_made(&app, added.id).await? {
        take_out_unreadable(&app, &post).await?;
        return Ok(refusal(&page, &Message::new("problem-photo-broken").with("file", added.file_name)));
    }
    let mut items = media::items_of_posts(app.db.reader(), [post.id]).await?;
    items.extend(waiting_for(&app, &post).await?);
    let usual = items.first().map_or(added.licence, |item| item.licence);
    Ok(arrived(page, &items, added.id, usual, &format!("/@{}/{}/edit", author.name, post.id)))
}

async fn receive_one(
    app: &App,
    viewer: &Viewer,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<std::result::Result<Received, Message>> {
    let mut parts = readable(parts)?;
    let malformed = |error: axum::extract::multipart::MultipartError| Error::Malformed(error.to_string());
    let Some(part) = parts.next_field().await.map_err(malformed)? else {
        return Err(Error::Malformed("there is no part “photo”".to_owned()));
    };
    let file_name = part.file_name().unwrap_or_default().to_owned();
    media::receive(app, &file_name, viewer.tenant.limits().photo_bytes(), part).await
}

async fn readable_once_made(app: &App, item: ItemId) -> Result<bool> {
    let settled = media::settled(app, &[item], PATIENCE).await?;
    Ok(settled.iter().all(|item| item.state != item::State::Refused))
}

fn arrived(page: Page, items: &[item::Model], added: ItemId, usual: Licence, sent_to: &str) -> Response {
    let items = items.iter().map(|item| FormItem {
        new: item.post_id.is_none() && sent_to != "/publish",
        ..FormItem::new(&Form::default(), item, usual, sent_to)
    });
    let item = FormItem::in_order(items.collect()).into_iter().find(|item| item.id == added.to_string());
    let licences = LicenceView::all(&page.words);
    match item {
        Some(item) => (StatusCode::CREATED, ItemFragment { page, item, licences }).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn refused(page: &Page, error: Error) -> Result<Response> {
    let Error::Invalid(problems) = error else { return Err(error) };
    let sentence = problems.iter().map(|(_, message)| message.clone()).next();
    Ok(refusal(page, &sentence.unwrap_or_else(|| Message::new("error-invalid"))))
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
