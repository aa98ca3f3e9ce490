//! The pages of staff: what waits for an answer, and what was answered.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::{report::State as ReportState, values::ReportId};
use serde::Deserialize;
use tower_sessions::Session;

use super::super::{
    queries,
    view::{ReportView, views},
};
use crate::{
    app::App,
    error::{Error, Result},
    sessions::Moderator,
    viewer::Viewer,
    web::{self, Body, Fields, Form, Page, Path, Query},
};

const ON_A_PAGE: u64 = 30;

#[derive(Template, WebTemplate)]
#[template(path = "reports/list.html")]
struct ListPage {
    page: Page,
    reports: Vec<ReportView>,
    open: bool,
    next: Option<String>,
}

#[derive(Template, WebTemplate)]
#[template(path = "reports/look.html")]
struct LookPage {
    page: Page,
    form: Form,
    report: ReportView,
    others: u64,
}

/// Which reports a page shows, and where it begins.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
    from: Option<ReportId>,
}

pub async fn list(
    State(app): State<App>,
    Moderator(viewer): Moderator,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let state = if asked.state == "closed" { ReportState::Closed } else { ReportState::Open };
    let open = state == ReportState::Open;
    let mut found = queries::page(app.db.reader(), viewer.tenant.id, state, asked.from, ON_A_PAGE).await?;
    let next = web::cut(&mut found, ON_A_PAGE).map(|last| {
        let which = if open { "" } else { "state=closed&" };
        format!("/console/reports?{which}from={}", last.id)
    });
    let reports = views(&app, &viewer, &found, &page).await?;
    Ok(ListPage { page, reports, open, next }.into_response())
}

pub async fn look(
    State(app): State<App>,
    Moderator(viewer): Moderator,
    page: Page,
    Path(id): Path<ReportId>,
) -> Result<Response> {
    Ok(show(&app, &viewer, page, Form::default(), id).await?.into_response())
}

pub async fn close(
    State(app): State<App>,
    Moderator(viewer): Moderator,
    session: Session,
    page: Page,
    Path(id): Path<ReportId>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    match super::super::close(&app, &viewer, id, fields.get("answer")).await {
        Ok(()) => {
            web::say_once(&session, "notice-report-closed").await?;
            Ok(web::see_other("/console/reports"))
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(show(&app, &viewer, page, form, id).await?))
        }
        Err(error) => Err(error),
    }
}

pub async fn reopen(
    State(app): State<App>,
    Moderator(viewer): Moderator,
    session: Session,
    Path(id): Path<ReportId>,
) -> Result<Response> {
    super::super::reopen(&app, &viewer, id).await?;
    web::say_once(&session, "notice-report-reopened").await?;
    Ok(web::see_other(&format!("/console/reports/{id}")))
}

async fn show(app: &App, viewer: &Viewer, page: Page, form: Form, id: ReportId) -> Result<LookPage> {
    let db = app.db.reader();
    let report = queries::with_id(db, viewer.tenant.id, id).await?.ok_or(Error::NotFound)?;
    let others = queries::count_others(db, &report).await?;
    let report = views(app, viewer, &[report], &page).await?.pop().ok_or(Error::NotFound)?;
    Ok(LookPage { page, form, report, others })
}
