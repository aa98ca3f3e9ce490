//! The jobs that wait, and those that failed.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::Response};
use heliograph_entity::{job, values::JobId};
use tower_sessions::Session;

use super::{
    super::{Desk, drop_job, retry_job},
    Before, PAGE,
};
use crate::{
    app::App,
    error::Result,
    jobs,
    web::{self, Page, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "operator/jobs.html")]
pub struct JobsPage {
    page: Page,
    waiting: i64,
    running: i64,
    failed: i64,
    due_since: Option<String>,
    given_up: Vec<JobRow>,
    retrying: Vec<JobRow>,
    next: Option<String>,
}

pub(super) struct JobRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) error: String,
    pub(super) attempts: i64,
    pub(super) when: String,
}

impl JobRow {
    pub(super) fn new(job: job::Model, page: &Page) -> Self {
        Self {
            id: job.id.to_string(),
            name: job.name,
            error: job.last_error.unwrap_or_default(),
            attempts: job.attempts.into(),
            when: page.words.moment(job.finished_at.unwrap_or(job.run_at)),
        }
    }
}

pub async fn jobs(State(app): State<App>, _: Desk, page: Page, Query(before): Query<Before>) -> Result<JobsPage> {
    let (db, now) = (app.db.reader(), app.clock.now());
    let queue = jobs::queue(db, now).await?;
    let mut given_up = jobs::given_up(db, None, before.before.map(JobId), PAGE).await?;
    let next = web::cut(&mut given_up, PAGE).map(|last| format!("/operator/jobs?before={}", last.id));
    let retrying = jobs::retrying(db, None, PAGE).await?;
    Ok(JobsPage {
        waiting: queue.waiting as i64,
        running: queue.running as i64,
        failed: queue.given_up as i64,
        due_since: queue.due_since.map(|since| page.words.age(since, now)),
        given_up: given_up.into_iter().map(|job| JobRow::new(job, &page)).collect(),
        retrying: retrying.into_iter().map(|job| JobRow::new(job, &page)).collect(),
        next,
        page,
    })
}

pub async fn retry(
    State(app): State<App>,
    Desk(viewer): Desk,
    session: Session,
    Path(id): Path<JobId>,
) -> Result<Response> {
    retry_job(&app, &viewer, id).await?;
    web::say_once(&session, "notice-job-retried").await?;
    Ok(web::see_other("/operator/jobs"))
}

pub async fn forget(
    State(app): State<App>,
    Desk(viewer): Desk,
    session: Session,
    Path(id): Path<JobId>,
) -> Result<Response> {
    drop_job(&app, &viewer, id).await?;
    web::say_once(&session, "notice-job-dropped").await?;
    Ok(web::see_other("/operator/jobs"))
}
