//! The page on which a post is made. It works as a plain form, whose every button keeps what was written;
//! scripts send each photo by itself.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::{Multipart, State, multipart::MultipartRejection},
    response::{IntoResponse, Response},
};
use heliograph_entity::{
    draft, item,
    values::{DraftId, ItemId, ShownDetails},
};
use sea_orm::ActiveEnum;
use tower_sessions::Session;

use super::{
    super::{
        LicenceView, Move, Publication, Saved, as_typed, audience_within, drafts, moment_in, open_draft, publish,
        put_away, queries, rearrange, remove_item, schedule, take_out_refused,
    },
    form::{About, draft_behind, readable, receive_form, save_form},
    items::{FormItem, PATIENCE},
};
use crate::{
    app::App,
    error::{Error, Problems, Result},
    media,
    viewer::Viewer,
    web::{self, Fields, Form, Page, Path},
    words::Message,
};

#[derive(Template, WebTemplate)]
#[template(path = "posts/publish.html")]
struct PublishPage {
    page: Page,
    form: Form,
    /// Which draft the form is about, and when it was saved last, in microseconds.
    draft: String,
    version: i64,
    saved: Saying,
    /// Whether nothing has been saved in it yet.
    untouched: bool,
    /// How many others there are.
    others: usize,
    items: Vec<FormItem>,
    licences: Vec<LicenceView>,
    max_items: usize,
    max_megabytes: i64,
    full: bool,
    /// Some photos have no description, and their author wanted to be asked.
    undescribed: bool,
    /// Of these, that it was to be published later when it came back.
    scheduling: bool,
}

/// A moment for the clock of the server and that of the reader.
struct Saying {
    iso: String,
    words: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "posts/preparing.html")]
struct PreparingPage {
    page: Page,
    waiting: usize,
    total: usize,
}

pub async fn compose(State(app): State<App>, viewer: Viewer, page: Page) -> Result<Response> {
    let draft = open_draft(&app, &viewer).await?;
    let problems = take_out_refused(&app, &draft).await?;
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
    if let Some(at) = draft.publish_at.filter(|at| *at > app.clock.now()) {
        fields.push(("publish_at".to_owned(), as_typed(at)));
    }
    fields.extend(ShownDetails::parse(&draft.details).fields());
    let form = Form::again(Fields::new(fields)?, &problems, &page.words);
    Ok(publish_page(&app, &viewer, page, form, draft.id).await?.into_response())
}

/// The form, whichever of its buttons was pressed.
pub async fn submit(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response> {
    let (fields, mut problems) = receive_form(&app, &viewer, None, readable(parts)?).await?;
    let draft = match draft_behind(&app, &viewer, &fields).await? {
        About::Open(draft) => draft,
        About::Elsewhere(place) => return Ok(web::see_other(&place)),
    };
    match save_form(&app, &draft, &fields).await {
        Ok(Saved::At(_)) => {}
        Ok(Saved::Elsewhere(_)) => problems.add("", Message::new("problem-draft-elsewhere")),
        Err(Error::Invalid(more)) => more.iter().for_each(|(field, message)| problems.add(field, message.clone())),
        Err(error) => return Err(error),
    }
    // Publishing waits by itself, and longer waits than one try people's patience.
    if !fields.get("action").starts_with("publish") {
        let items = media::items_of_draft(app.db.reader(), draft.id).await?;
        let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
        media::settled(&app, &ids, PATIENCE).await?;
    }
    take_out_refused(&app, &draft).await?.iter().for_each(|(field, message)| problems.add(field, message.clone()));

    if problems.is_empty() {
        match act(&app, &viewer, &session, &draft, &fields).await {
            Ok(response) => return Ok(response),
            Err(Error::Invalid(more)) => problems = more,
            Err(error) => return Err(error),
        }
    }
    let form = Form::again(fields, &problems, &page.words);
    Ok(web::invalid(publish_page(&app, &viewer, page, form, draft.id).await?))
}

async fn act(app: &App, viewer: &Viewer, session: &Session, draft: &draft::Model, fields: &Fields) -> Result<Response> {
    let action = fields.get("action");
    let (verb, item) = action.split_once(':').unwrap_or((action, ""));
    let item = || item.parse::<ItemId>().map_err(|_| Error::NotFound);
    match verb {
        "publish" => return published(app, viewer, session, draft, false).await,
        "publish-undescribed" => return published(app, viewer, session, draft, true).await,
        "schedule" | "schedule-undescribed" => {
            let at = moment_in(fields.get("publish_at"), fields.get("zone"));
            let at = at.map_err(|message| Error::Invalid(Problems::one("publish_at", message)))?;
            schedule(app, viewer, draft, at, verb == "schedule-undescribed").await?;
            web::say_once(session, "notice-scheduled").await?;
            return Ok(web::see_other("/publish/drafts"));
        }
        "put-away" => {
            put_away(app, viewer, draft).await?;
            web::say_once(session, "notice-draft-kept").await?;
        }
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

async fn publish_page(app: &App, viewer: &Viewer, page: Page, form: Form, draft: DraftId) -> Result<PublishPage> {
    let draft = queries::draft_of(app.db.reader(), viewer.account.id, draft).await?.ok_or(Error::NotFound)?;
    let items = media::items_of_draft(app.db.reader(), draft.id).await?;
    let others = drafts(app, viewer).await?.iter().filter(|(other, _)| other.id != draft.id).count();
    let limits = viewer.tenant.limits();
    let without_alt = |item: &item::Model| form.error(&format!("alt-{}", item.id)).is_some() && item.alt.is_empty();
    Ok(PublishPage {
        undescribed: items.iter().any(without_alt),
        scheduling: form.value("action").starts_with("schedule"),
        items: FormItem::in_order(
            items.iter().map(|item| FormItem::new(&form, item, draft.licence, "/publish")).collect(),
        ),
        draft: draft.id.to_string(),
        version: draft.updated_at.0,
        saved: Saying { iso: draft.updated_at.to_iso(), words: page.words.moment(draft.updated_at) },
        untouched: draft.updated_at == draft.created_at,
        others,
        licences: LicenceView::all(&page.words),
        max_items: limits.photos_per_post as usize,
        max_megabytes: limits.photo_mb.into(),
        full: items.len() as i32 >= limits.photos_per_post,
        form,
        page,
    })
}
