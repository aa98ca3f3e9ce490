//! Lists of policies as files: given to others, and taken over after a look at what they would do.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::{
        Multipart, State,
        multipart::{MultipartError, MultipartRejection},
    },
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use tower_sessions::Session;

use super::{
    super::{Line, Plan, import, list, plan, queries},
    ON_A_PAGE,
};
use crate::{
    app::App,
    error::{Error, Problems, Result},
    sessions::{Admin, Proven},
    web::{self, Body, Fields, Form, Page},
    words::Message,
};

/// Bytes of a list.
const LARGEST: usize = 1024 * 1024;
/// Policies that are read at once for a file.
const AT_ONCE: u64 = 1000;
/// Lines that a look shows of each kind.
const MOST_SHOWN: usize = ON_A_PAGE as usize * 4;

#[derive(Template, WebTemplate)]
#[template(path = "policies/import.html")]
struct ImportPage {
    page: Page,
    form: Form,
}

#[derive(Template, WebTemplate)]
#[template(path = "policies/plan.html")]
struct PlanPage {
    page: Page,
    text: String,
    /// How many are new, changed, the same, wrong.
    counts: [usize; 4],
    cuts: u64,
    wrong: Vec<Shown>,
    changes: Vec<Shown>,
    /// How many more there are than are shown.
    more: usize,
}

struct Shown {
    domain: String,
    says: String,
}

/// All policies of the community, in Mastodon's form. What staff note for themselves is not in it.
pub async fn export(State(app): State<App>, Admin(viewer): Admin, _: Proven) -> Result<Response> {
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let which = queries::Which { after: &after, ..Default::default() };
        let mut some = queries::page(app.db.reader(), viewer.tenant.id, which, AT_ONCE).await?;
        let last = web::cut(&mut some, AT_ONCE).map(|last| last.domain.clone());
        all.extend(some);
        match last {
            Some(last) => after = last,
            None => break,
        }
    }
    let name = format!("attachment; filename=\"{}-servers.csv\"", viewer.tenant.host.name);
    let headers = [(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, list::write(&all)).into_response())
}

pub async fn import_form(Admin(_): Admin, _: Proven, page: Page) -> Response {
    ImportPage { page, form: Form::default() }.into_response()
}

/// Shows what a list would do.
pub async fn read_list(
    State(app): State<App>,
    Admin(viewer): Admin,
    _: Proven,
    page: Page,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response> {
    let read = match text_of(parts).await {
        Ok(text) => plan(&app, &viewer, &text).await.map(|plan| (text, plan)),
        Err(error) => Err(error),
    };
    match read {
        Ok((text, plan)) => Ok(shown(page, text, &plan).into_response()),
        Err(Error::Invalid(problems)) => {
            let form = Form::again(Fields::new(Vec::new())?, &problems, &page.words);
            Ok(web::invalid(ImportPage { page, form }))
        }
        Err(error) => Err(error),
    }
}

/// The file that was chosen, or else what was pasted.
async fn text_of(parts: Result<Multipart, MultipartRejection>) -> Result<String> {
    let malformed = |error: MultipartError| Error::Malformed(error.to_string());
    let mut parts = parts.map_err(|error| Error::Malformed(error.to_string()))?;
    let mut text = Vec::new();
    while let Some(mut part) = parts.next_field().await.map_err(malformed)? {
        if !["list", "pasted"].contains(&part.name().unwrap_or_default()) || !text.is_empty() {
            continue;
        }
        while let Some(piece) = part.chunk().await.map_err(malformed)? {
            if text.len() + piece.len() > LARGEST {
                let large = Message::new("problem-list-large");
                return Err(Error::Invalid(Problems::one("list", large)));
            }
            text.extend_from_slice(&piece);
        }
    }
    let wrong = || Error::Invalid(Problems::one("list", Message::new("problem-list-no-text")));
    String::from_utf8(text).ok().filter(|text| !text.contains('\0')).ok_or_else(wrong)
}

fn shown(page: Page, text: String, plan: &Plan) -> PlanPage {
    let severity = |wanted: &super::Wanted| {
        let without =
            [(wanted.reject_media, "policy-without-pictures"), (wanted.reject_reports, "policy-without-reports")];
        let without = without.into_iter().filter(|(is, _)| *is).map(|(_, id)| format!(", {}", page.t(id)));
        page.t(&format!("policy-{}", wanted.severity.code())) + &without.collect::<String>()
    };
    let (mut wrong, mut changes) = (Vec::new(), Vec::new());
    for line in &plan.lines {
        match line {
            Line::New(wanted) => {
                let says = page.with("list-new", "severity", &severity(wanted));
                changes.push(Shown { domain: wanted.domain.clone(), says });
            }
            Line::Changed(_, wanted) => {
                let says = page.with("list-changed", "severity", &severity(wanted));
                changes.push(Shown { domain: wanted.domain.clone(), says });
            }
            Line::Same(_) => {}
            Line::Wrong { line, text, why } => {
                let says = Message::new("list-wrong").count("line", *line).with("problem", page.words.say(why));
                wrong.push(Shown { domain: text.clone(), says: page.words.say(&says) });
            }
        }
    }
    let more = changes.len().saturating_sub(MOST_SHOWN) + wrong.len().saturating_sub(MOST_SHOWN);
    changes.truncate(MOST_SHOWN);
    wrong.truncate(MOST_SHOWN);
    PlanPage { counts: plan.counts(), cuts: plan.cuts, text, wrong, changes, more, page }
}

/// Takes a list over that was looked at.
pub async fn apply(
    State(app): State<App>,
    Admin(viewer): Admin,
    _: Proven,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    match import(&app, &viewer, fields.raw("text")).await {
        Ok(_) => {
            web::say_once(&session, "notice-list-imported").await?;
            Ok(web::see_other("/console/servers"))
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(Fields::new(Vec::new())?, &problems, &page.words);
            Ok(web::invalid(ImportPage { page, form }))
        }
        Err(error) => Err(error),
    }
}
