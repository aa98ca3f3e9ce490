//! The page on which a post is made. It works as a plain form, whose every button keeps what was written;
//! scripts send each photo by itself.

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
    draft, item,
    values::{DraftId, ItemId, ShownDetails},
};
use sea_orm::ActiveEnum;
use tower_sessions::Session;

use super::super::{
    LicenceView, Move, PostWords, Publication, add_photo, audience_within, open_draft, publish, queries, rearrange,
    remove_item, save, take_out_refused,
};
use crate::{
    app::App,
    error::{Error, Problems, Result},
    media,
    viewer::Viewer,
    web::{self, Fields, Form, Page, Path},
    words::Message,
};

/// How long an upload may take to be made ready before it is shown without its picture.
const PATIENCE: Duration = Duration::from_secs(10);

/// Text fields are read into memory: twenty photos with all the words they may have are below this, in bytes.
const MOST_TEXT: usize = 2_000_000;

/// Five for each of twenty photos, and those of the post.
const MOST_FIELDS: usize = 150;

#[derive(Template, WebTemplate)]
#[template(path = "posts/publish.html")]
struct PublishPage {
    page: Page,
    form: Form,
    /// Which draft the form is about.
    draft: String,
    items: Vec<DraftItem>,
    licences: Vec<LicenceView>,
    max_items: usize,
    max_megabytes: i64,
    full: bool,
    /// Some photos have no description, and their author wanted to be asked.
    undescribed: bool,
}

#[derive(Template, WebTemplate)]
#[template(path = "posts/item.html")]
struct ItemFragment {
    page: Page,
    item: DraftItem,
    licences: Vec<LicenceView>,
}

#[derive(Template, WebTemplate)]
#[template(path = "posts/preparing.html")]
struct PreparingPage {
    page: Page,
    waiting: usize,
    total: usize,
}

/// A photo of the draft, with what is written about it.
struct DraftItem {
    id: String,
    file_name: String,
    title: String,
    alt: String,
    caption: String,
    /// Its code, empty where it is that of the post.
    licence: String,
    preview: String,
    position: usize,
    first: bool,
    last: bool,
    problem: Option<String>,
}

pub async fn compose(State(app): State<App>, viewer: Viewer, page: Page) -> Result<Response> {
    let draft = open_draft(&app, &viewer).await?;
    let problems = take_out_refused(&app, &draft).await?;
    let items = media::items_of_draft(app.db.reader(), draft.id).await?;
    let mut fields = vec![
        ("title".to_owned(), draft.title.clone()),
        ("caption".to_owned(), draft.caption.clone()),
        ("warning".to_owned(), draft.warning.clone()),
        ("licence".to_owned(), draft.licence.code().to_owned()),
        ("audience".to_owned(), audience_within(&viewer.account, draft.visibility).to_value()),
        ("named".to_owned(), draft.named.clone()),
        ("commenters".to_owned(), draft.commenters.to_value()),
        ("downloadable".to_owned(), if draft.downloadable { "yes" } else { "" }.to_owned()),
    ];
    fields.extend(ShownDetails::parse(&draft.details).fields());
    let form = Form::again(Fields::new(fields)?, &problems, &page.words);
    Ok(publish_page(&viewer, page, form, &draft, &items).into_response())
}

/// The form, whichever of its buttons was pressed.
pub async fn submit(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response> {
    let (fields, mut problems) = receive_form(&app, &viewer, readable(parts)?).await?;
    let draft = match draft_behind(&app, &viewer, &fields).await? {
        Ok(draft) => draft,
        Err(elsewhere) => return Ok(web::see_other(&elsewhere)),
    };
    let items = media::items_of_draft(app.db.reader(), draft.id).await?;
    let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();

    // What has just come, or came from elsewhere meanwhile, has no words in this form: its own are left alone.
    let mut shown: Vec<ItemId> = Vec::new();
    for id in fields.all("item").filter_map(|id| id.parse().ok()) {
        if ids.contains(&id) && !shown.contains(&id) {
            shown.push(id);
        }
    }
    match PostWords::read(&shown, |field| fields.get(field)) {
        Ok(words) => save(&app, &draft, &words).await?,
        Err(Error::Invalid(more)) => more.iter().for_each(|(field, message)| problems.add(field, message.clone())),
        Err(error) => return Err(error),
    }
    // Publishing waits by itself, and longer waits than one try people's patience.
    if !fields.get("action").starts_with("publish") {
        media::settled(&app, &ids, PATIENCE).await?;
    }
    take_out_refused(&app, &draft).await?.iter().for_each(|(field, message)| problems.add(field, message.clone()));

    if problems.is_empty() {
        match act(&app, &viewer, &session, &draft, fields.get("action")).await {
            Ok(response) => return Ok(response),
            Err(Error::Invalid(more)) => problems = more,
            Err(error) => return Err(error),
        }
    }
    let items = media::items_of_draft(app.db.reader(), draft.id).await?;
    let form = Form::again(fields, &problems, &page.words);
    Ok(web::invalid(publish_page(&viewer, page, form, &draft, &items)))
}

async fn act(app: &App, viewer: &Viewer, session: &Session, draft: &draft::Model, action: &str) -> Result<Response> {
    let (verb, item) = action.split_once(':').unwrap_or((action, ""));
    let item = || item.parse::<ItemId>().map_err(|_| Error::NotFound);
    match verb {
        "publish" => return published(app, viewer, session, draft, false).await,
        "publish-undescribed" => return published(app, viewer, session, draft, true).await,
        "remove" => remove_item(app, draft, item()?).await?,
        "earlier" => rearrange(app, draft, item()?, Move::Earlier).await?,
        "later" => rearrange(app, draft, item()?, Move::Later).await?,
        _ => {}
    }
    Ok(web::see_other("/publish"))
}

async fn published(
    app: &App,
    viewer: &Viewer,
    session: &Session,
    draft: &draft::Model,
    even_undescribed: bool,
) -> Result<Response> {
    match publish(app, viewer, draft, even_undescribed).await? {
        Publication::Published(post) => {
            web::say_once(session, "notice-published").await?;
            Ok(web::see_other(&format!("/@{}/{post}", viewer.account.name)))
        }
        Publication::Waiting { .. } => Ok(web::see_other(&format!("/publish/{}", draft.id))),
        Publication::Refused => Ok(web::see_other("/publish")),
    }
}

/// The open draft that the form is about. Of one that is open no longer, since the form was sent twice, where it went.
async fn draft_behind(app: &App, viewer: &Viewer, fields: &Fields) -> Result<Result<draft::Model, String>> {
    let (db, account) = (app.db.reader(), viewer.account.id);
    if let Ok(id) = fields.get("draft").parse() {
        let draft = queries::draft_of(db, account, id).await?.ok_or(Error::NotFound)?;
        return Ok(match (draft.state, draft.post_id) {
            (draft::State::Open, _) => Ok(draft),
            (_, Some(post)) => Err(format!("/@{}/{post}", viewer.account.name)),
            _ => Err(format!("/publish/{id}")),
        });
    }
    if let Some(draft) = queries::open_draft(db, account).await? {
        return Ok(Ok(draft));
    }
    for id in fields.all("item").filter_map(|id| id.parse().ok()) {
        if let Some(item) = queries::item_of(db, account, id).await? {
            let post = item.post_id.map(|post| format!("/@{}/{post}", viewer.account.name));
            let draft = item.draft_id.map(|draft| format!("/publish/{draft}"));
            return Ok(Err(post.or(draft).unwrap_or_else(|| "/publish".to_owned())));
        }
    }
    Ok(Ok(open_draft(app, viewer).await?))
}

/// Reads the form as it arrives; each photo is added to the draft as soon as it is whole.
async fn receive_form(app: &App, viewer: &Viewer, mut parts: Multipart) -> Result<(Fields, Problems)> {
    let mut fields = Vec::new();
    let mut problems = Problems::default();
    let mut text_left = MOST_TEXT;
    let malformed = |error: axum::extract::multipart::MultipartError| Error::Malformed(error.to_string());

    while let Some(part) = parts.next_field().await.map_err(malformed)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name != "photos" {
            fields.push(web::text_part(name, part, &mut text_left).await?);
            if fields.len() > MOST_FIELDS {
                return Err(Error::Malformed("the form has too many fields".to_owned()));
            }
            continue;
        }
        let file_name = part.file_name().unwrap_or_default().to_owned();
        if file_name.is_empty() {
            continue;
        }
        match media::receive(app, &file_name, viewer.tenant.limits().photo_bytes(), part).await? {
            Err(message) => problems.add("photos", message),
            Ok(received) => match add_photo(app, viewer, &open_draft(app, viewer).await?, received).await {
                Ok(_) => {}
                Err(Error::Invalid(more)) => {
                    more.iter().for_each(|(field, message)| problems.add(field, message.clone()))
                }
                Err(error) => return Err(error),
            },
        }
    }
    Ok((Fields::new(fields)?, problems))
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

fn readable(parts: Result<Multipart, MultipartRejection>) -> Result<Multipart> {
    parts.map_err(|error| Error::Malformed(error.to_string()))
}

fn refusal(page: &Page, message: &Message) -> Response {
    let plain = [(CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::UNPROCESSABLE_ENTITY, plain, page.words.say(message)).into_response()
}

/// The small picture of an item, for whoever uploaded it. Waits until it is made, but not for ever.
pub async fn preview(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<ItemId>,
    headers: HeaderMap,
) -> Result<Response> {
    let item = queries::item_of(app.db.reader(), viewer.account.id, id).await?.ok_or(Error::NotFound)?;
    let settled = media::settled(&app, &[item.id], PATIENCE).await?;
    if settled.iter().any(|item| item.state == item::State::Processing) {
        return Ok((StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "1")]).into_response());
    }
    let files = media::renditions(app.db.reader(), [item.id]).await?;
    let small = files.first().ok_or(Error::NotFound)?;
    media::web::send(&app, &small.key, small.format, "private, max-age=600", &headers).await
}

/// What somebody sees until their photos are ready.
pub async fn progress(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    Path(id): Path<DraftId>,
) -> Result<Response> {
    let draft = queries::draft_of(app.db.reader(), viewer.account.id, id).await?.ok_or(Error::NotFound)?;
    match (draft.state, draft.post_id) {
        (draft::State::Publishing, _) => {
            let items = media::items_of_draft(app.db.reader(), draft.id).await?;
            let waiting = items.iter().filter(|item| item.state == item::State::Processing).count();
            Ok(PreparingPage { page, waiting, total: items.len() }.into_response())
        }
        (_, Some(post)) => {
            web::say_once(&session, "notice-published").await?;
            Ok(web::see_other(&format!("/@{}/{post}", viewer.account.name)))
        }
        (_, None) => Ok(web::see_other("/publish")),
    }
}

fn publish_page(viewer: &Viewer, page: Page, form: Form, draft: &draft::Model, items: &[item::Model]) -> PublishPage {
    let limits = viewer.tenant.limits();
    let without_alt = |item: &item::Model| form.error(&format!("alt-{}", item.id)).is_some() && item.alt.is_empty();
    PublishPage {
        undescribed: items.iter().any(without_alt),
        items: (0..items.len()).map(|at| draft_item(&form, draft, items, at)).collect(),
        draft: draft.id.to_string(),
        licences: LicenceView::all(&page.words),
        max_items: limits.photos_per_post as usize,
        max_megabytes: limits.photo_mb.into(),
        full: items.len() as i32 >= limits.photos_per_post,
        form,
        page,
    }
}

/// What was typed stands before what was saved.
fn draft_item(form: &Form, draft: &draft::Model, items: &[item::Model], at: usize) -> DraftItem {
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
        position: at + 1,
        first: at == 0,
        last: at + 1 == items.len(),
        problem: problem.map(str::to_owned),
    }
}
