//! The page that lists where somebody is signed in.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::Response};
use heliograph_entity::values::SignInId;
use tower_sessions::Session;

use crate::{
    app::App,
    error::Result,
    sessions::{SignIn, devices, end, end_others, list, sign_out},
    viewer::Viewer,
    web::{self, Page, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "sessions/sessions.html")]
pub struct SessionsPage {
    page: Page,
    rows: Vec<Row>,
}

struct Row {
    id: SignInId,
    device: String,
    network: String,
    since: String,
    since_iso: String,
    last_used: String,
    last_used_iso: String,
    is_this: bool,
}

pub async fn sessions(
    State(app): State<App>,
    viewer: Viewer,
    SignIn(this): SignIn,
    page: Page,
) -> Result<SessionsPage> {
    let now = app.clock.now();
    let rows = list::all(&app, &viewer).await?.into_iter().map(|row| Row {
        id: row.id,
        device: devices::named(&page.words, &row.browser, &row.system),
        network: row.network,
        since: page.words.day(row.created_at),
        since_iso: row.created_at.to_iso(),
        last_used: page.words.age(row.last_used_at, now),
        last_used_iso: row.last_used_at.to_iso(),
        is_this: row.id == this.id,
    });
    let mut rows: Vec<Row> = rows.collect();
    rows.sort_by_key(|row| !row.is_this);
    Ok(SessionsPage { page, rows })
}

pub async fn end_one(
    State(app): State<App>,
    viewer: Viewer,
    SignIn(this): SignIn,
    session: Session,
    Path(id): Path<SignInId>,
) -> Result<Response> {
    if id == this.id {
        sign_out(&app, &session).await?;
        return Ok(web::see_other("/"));
    }
    end(&app, &viewer, id).await?;
    web::say_once(&session, "notice-session-ended").await?;
    Ok(web::see_other("/settings/sessions"))
}

pub async fn end_rest(
    State(app): State<App>,
    viewer: Viewer,
    SignIn(this): SignIn,
    session: Session,
) -> Result<Response> {
    let tx = app.db.write_tx().await?;
    end_others(&app, &tx, &viewer.user, &this).await?;
    tx.commit().await?;
    web::say_once(&session, "notice-sessions-ended").await?;
    Ok(web::see_other("/settings/sessions"))
}
