//! Other servers: whether they can be reached, and what waits for them.

use askama::Template;
use askama_web::WebTemplate;
use axum::{extract::State, response::Response};
use heliograph_entity::values::HostId;
use serde::Deserialize;
use tower_sessions::Session;

use super::{
    super::{Desk, try_server},
    PAGE,
};
use crate::{
    app::App,
    error::Result,
    federation::reports::{self, Server},
    web::{self, Page, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "operator/servers.html")]
pub struct ServersPage {
    page: Page,
    failing: i64,
    waiting: i64,
    servers: Vec<ServerRow>,
    next: Option<String>,
}

struct ServerRow {
    id: String,
    name: String,
    waiting: i64,
    failures: i64,
    dead: Option<String>,
    error: String,
    last: Option<String>,
    next: Option<String>,
}

impl ServerRow {
    fn new(server: Server, page: &Page) -> Self {
        Self {
            id: server.host_id.to_string(),
            name: server.name,
            waiting: server.waiting,
            failures: server.failures.into(),
            dead: server.dead_at.map(|at| page.words.moment(at)),
            error: server.last_error.filter(|_| server.failures > 0).unwrap_or_default(),
            last: server.last_success_at.map(|at| page.words.moment(at)),
            next: server.next_at.map(|at| page.words.moment(at)),
        }
    }
}

/// Where a page of the list begins.
#[derive(Deserialize)]
pub struct After {
    after: Option<String>,
    #[serde(default)]
    fine: u8,
}

pub async fn servers(State(app): State<App>, _: Desk, page: Page, Query(after): Query<After>) -> Result<ServersPage> {
    let db = app.db.reader();
    let (failing, waiting) = reports::trouble(db).await?;
    let after = after.after.map(|name| (after.fine > 0, name));
    let mut servers = reports::servers(db, after, PAGE + 1).await?;
    let next = web::cut(&mut servers, PAGE);
    let next = next.map(|last| format!("/operator/servers?after={}&fine={}", last.name, u8::from(last.failures == 0)));
    let servers = servers.into_iter().map(|server| ServerRow::new(server, &page)).collect();
    Ok(ServersPage { failing, waiting, servers, next, page })
}

/// Sends what waits for a server now.
pub async fn try_now(
    State(app): State<App>,
    Desk(viewer): Desk,
    session: Session,
    Path(id): Path<HostId>,
) -> Result<Response> {
    try_server(&app, &viewer, id).await?;
    web::say_once(&session, "notice-server-tried").await?;
    Ok(web::see_other("/operator/servers"))
}
