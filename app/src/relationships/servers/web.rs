//! The servers that somebody blocks, and the follows that their community has ended.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::values::{AccountId, CutFollowId, ServerBlockId};
use serde::Deserialize;
use tower_sessions::Session;

use super::{block_server, queries, unblock_server};
use crate::{
    accounts::{self, Author},
    app::App,
    error::{Error, Result},
    viewer::Viewer,
    web::{self, Body, Fields, Form, Page, Path, Query},
};

const ON_A_PAGE: u64 = 40;

#[derive(Template, WebTemplate)]
#[template(path = "relationships/servers.html")]
struct ServersPage {
    page: Page,
    form: Form,
    servers: Vec<Row>,
    cut: Vec<Cut>,
    older: Option<String>,
}

struct Row {
    id: String,
    domain: String,
}

/// Somebody whom the viewer lost, or who lost them.
struct Cut {
    author: Author,
    followed: bool,
    when: String,
}

#[derive(Deserialize)]
pub struct Asked {
    /// What a profile leads here with.
    #[serde(default)]
    domain: String,
    before: Option<CutFollowId>,
}

pub async fn servers(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let form = Form::new([("domain", asked.domain.as_str())]);
    Ok(shown(&app, &viewer, page, form, asked.before).await?.into_response())
}

async fn shown(app: &App, viewer: &Viewer, page: Page, form: Form, before: Option<CutFollowId>) -> Result<ServersPage> {
    let db = app.db.reader();
    let blocked = queries::of_account(db, viewer.account.id).await?;
    let servers = blocked.into_iter().map(|block| Row { id: block.id.to_string(), domain: block.domain }).collect();
    let mut cut = queries::cut_of(db, viewer.account.id, before, ON_A_PAGE + 1).await?;
    let older = web::cut(&mut cut, ON_A_PAGE).map(|last| format!("/settings/servers?before={}#cut", last.id));
    let ids: Vec<AccountId> = cut.iter().map(|cut| cut.other_id).collect();
    let people = accounts::by_ids(db, ids).await?;
    let authors = accounts::authors(db, &viewer.tenant, &people).await?;
    let cut = cut.into_iter().filter_map(|cut| {
        let at = people.iter().position(|account| account.id == cut.other_id)?;
        let when = page.words.moment(cut.created_at);
        Some(Cut { author: authors[at].clone(), followed: cut.followed, when })
    });
    Ok(ServersPage { servers, cut: cut.collect(), older, form, page })
}

pub async fn block(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    match block_server(&app, &viewer, fields.get("domain")).await {
        Ok(_) => {
            web::say_once(&session, "notice-server-blocked").await?;
            Ok(web::see_other("/settings/servers"))
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(shown(&app, &viewer, page, form, None).await?))
        }
        Err(error) => Err(error),
    }
}

pub async fn lift(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    Path(id): Path<ServerBlockId>,
) -> Result<Response> {
    unblock_server(&app, &viewer.account, id).await?;
    web::say_once(&session, "notice-server-unblocked").await?;
    Ok(web::see_other("/settings/servers"))
}
