//! The page that lists somebody's drafts, and what they do with each.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::{
    draft,
    values::{DraftId, Timestamp},
};
use tower_sessions::Session;

use super::super::{as_typed, discard, drafts, moment_in, queries, resume, schedule, unschedule};
use crate::{
    app::App,
    error::{Error, Problems, Result},
    viewer::Viewer,
    web::{self, Body, Fields, Form, Page, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "posts/drafts.html")]
struct DraftsPage {
    page: Page,
    form: Form,
    drafts: Vec<DraftView>,
}

struct DraftView {
    id: String,
    /// Its title, or how its caption begins; empty when it has neither.
    heading: String,
    /// The pictures of its first items.
    previews: Vec<String>,
    count: usize,
    open: bool,
    saved: Moment,
    /// When it is to be published.
    scheduled: Option<Moment>,
}

impl DraftView {
    /// What the field for its time is called.
    fn time_field(&self) -> String {
        format!("publish_at-{}", self.id)
    }

    /// What was typed stands before what was chosen.
    fn typed<'a>(&self, form: &'a Form, time: &'a Moment) -> &'a str {
        let field = self.time_field();
        if form.has(&field) { form.value(&field) } else { &time.value }
    }
}

struct Moment {
    iso: String,
    /// As a field for a time wants it, in UTC.
    value: String,
    words: String,
}

const PREVIEWS: usize = 4;
const LONGEST_HEADING: usize = 80;

pub async fn list(State(app): State<App>, viewer: Viewer, page: Page) -> Result<Response> {
    Ok(drafts_page(&app, &viewer, page, Form::default()).await?.into_response())
}

/// Goes on with a draft, throws it away, or gives it another time.
pub async fn act(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    Path(id): Path<DraftId>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let draft = queries::draft_of(app.db.reader(), viewer.account.id, id).await?.ok_or(Error::NotFound)?;
    let result = match fields.get("action") {
        "discard" => discard(&app, &viewer, &draft).await.map(|()| ("notice-draft-discarded", "/publish/drafts")),
        "unschedule" => unschedule(&app, &draft).await.map(|()| ("notice-unscheduled", "/publish/drafts")),
        "schedule" => match moment_in(fields.get(&format!("publish_at-{id}")), fields.get("zone")) {
            Ok(at) => {
                schedule(&app, &viewer, &draft, at, false).await.map(|()| ("notice-scheduled", "/publish/drafts"))
            }
            Err(message) => Err(Error::Invalid(Problems::one("publish_at", message))),
        },
        _ => {
            resume(&app, &viewer, &draft).await?;
            return Ok(web::see_other("/publish"));
        }
    };
    match result {
        Ok((notice, place)) => {
            web::say_once(&session, notice).await?;
            Ok(web::see_other(place))
        }
        Err(Error::Invalid(problems)) => {
            let mut beside = Problems::default();
            problems.iter().for_each(|(_, message)| beside.add(format!("publish_at-{id}"), message.clone()));
            let form = Form::again(fields, &beside, &page.words);
            Ok(web::invalid(drafts_page(&app, &viewer, page, form).await?))
        }
        Err(error) => Err(error),
    }
}

async fn drafts_page(app: &App, viewer: &Viewer, page: Page, form: Form) -> Result<DraftsPage> {
    let moment = |time: Timestamp| Moment { iso: time.to_iso(), value: as_typed(time), words: page.words.moment(time) };
    let drafts = drafts(app, viewer).await?.into_iter().map(|(draft, items)| DraftView {
        id: draft.id.to_string(),
        heading: heading(&draft),
        previews: items.iter().take(PREVIEWS).map(|id| format!("/publish/items/{id}/preview")).collect(),
        count: items.len(),
        open: draft.state == draft::State::Open,
        saved: moment(draft.updated_at),
        scheduled: draft.publish_at.filter(|_| draft.state == draft::State::Scheduled).map(moment),
    });
    let drafts = drafts.collect();
    Ok(DraftsPage { page, form, drafts })
}

fn heading(draft: &draft::Model) -> String {
    let text = if draft.title.is_empty() { &draft.caption } else { &draft.title };
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST_HEADING) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}
