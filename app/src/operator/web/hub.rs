//! The hub itself: what it runs on, and what it asks of those who look after it.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use tower_sessions::Session;

use super::super::{Desk, ask_second_factor as set_second_factor, asks_second_factor};
use crate::{
    app::App,
    error::{Error, Result},
    ids,
    web::{self, Body, Fields, Form, Page},
};

#[derive(Template, WebTemplate)]
#[template(path = "operator/hub.html")]
struct HubPage {
    page: Page,
    form: Form,
    version: &'static str,
    database: &'static str,
    nodes: Vec<NodeRow>,
}

struct NodeRow {
    number: String,
    until: String,
    alive: bool,
    here: bool,
}

pub async fn hub(State(app): State<App>, _: Desk, page: Page) -> Result<Response> {
    let asked = asks_second_factor(app.db.reader()).await?;
    let form = Form::new([("second-factor", if asked { "yes" } else { "" })]);
    Ok(hub_page(&app, page, form).await?.into_response())
}

pub async fn ask_second_factor(
    State(app): State<App>,
    Desk(viewer): Desk,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    match set_second_factor(&app, &viewer, fields.get("second-factor") == "yes").await {
        Ok(()) => {
            web::say_once(&session, "notice-saved").await?;
            Ok(web::see_other("/operator/hub"))
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(hub_page(&app, page, form).await?))
        }
        Err(error) => Err(error),
    }
}

async fn hub_page(app: &App, page: Page, form: Form) -> Result<HubPage> {
    let now = app.clock.now();
    let nodes = ids::nodes(app.db.reader()).await?;
    let nodes = nodes.into_iter().map(|node| NodeRow {
        number: node.id.to_string(),
        until: page.words.moment(node.leased_until),
        alive: node.leased_until >= now,
        here: node.id == app.ids.node(),
    });
    Ok(HubPage {
        version: env!("CARGO_PKG_VERSION"),
        database: if app.db.is_sqlite() { "SQLite" } else { "PostgreSQL" },
        nodes: nodes.collect(),
        page,
        form,
    })
}
