//! Whether letters go out, and whom they did not reach.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::Response};
use heliograph_entity::values::UserId;
use tower_sessions::Session;

use super::{
    super::{Desk, SendTest},
    Before, PAGE,
    jobs::JobRow,
    members::{MemberRow, member_rows},
};
use crate::{
    accounts,
    app::App,
    error::Result,
    jobs,
    moderation::{self, Act, Actor},
    web::{self, Page, Query},
};

/// Jobs that send mail are named so.
const SENDS: &str = ".send_";

#[derive(Template, WebTemplate)]
#[template(path = "operator/mail.html")]
pub struct MailPage {
    page: Page,
    server: Option<String>,
    folder: String,
    email: String,
    refused: Vec<MemberRow>,
    failed: Vec<JobRow>,
    next: Option<String>,
}

pub async fn mail(
    State(app): State<App>,
    Desk(viewer): Desk,
    page: Page,
    Query(before): Query<Before>,
) -> Result<MailPage> {
    let db = app.db.reader();
    let mut refused = accounts::with_mail_problems(db, before.before.map(UserId), PAGE).await?;
    let next = web::cut(&mut refused, PAGE).map(|last| format!("/operator/mail?before={}", last.user.id));
    let mut failed = jobs::retrying(db, Some(SENDS), PAGE).await?;
    failed.extend(jobs::given_up(db, Some(SENDS), None, PAGE).await?);
    Ok(MailPage {
        server: app.mail.server().map(str::to_owned),
        folder: app.mail.folder().map(|folder| folder.display().to_string()).unwrap_or_default(),
        email: viewer.user.email.clone(),
        refused: member_rows(&app, refused, &page).await?,
        failed: failed.into_iter().map(|job| JobRow::new(job, &page)).collect(),
        next,
        page,
    })
}

pub async fn send_test(State(app): State<App>, Desk(viewer): Desk, session: Session) -> Result<Response> {
    let tx = app.db.write_tx().await?;
    let job = SendTest { tenant_id: viewer.tenant.id, user_id: viewer.user.id };
    jobs::enqueue(&app, &tx, Some(viewer.tenant.id), &job).await?;
    let act = Act { verb: "mail.test", subject: &format!("@{}", viewer.account.name), reason: "" };
    moderation::log(&app, &tx, Actor::Operator(&viewer, None), act).await?;
    tx.commit().await?;
    web::say_once(&session, "notice-test-sent").await?;
    Ok(web::see_other("/operator/mail"))
}
