//! The section of the settings about moving.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::values::AliasId;
use tower_sessions::Session;

use super::{add_alias, aliases::MOST_ALIASES, leave::own_handle, leave_for, next_move, queries, remove_alias, stay};
use crate::{
    accounts::{self, NewHome},
    app::App,
    error::Result,
    markup::shown_address,
    sessions::Proven,
    viewer::Viewer,
    web::{self, Body, Fields, Form, Page, Path, Refusal},
};

#[derive(Template, WebTemplate)]
#[template(path = "moving/moving.html")]
struct MovingPage {
    page: Page,
    form: Form,
    aliases: Vec<Alias>,
    full: bool,
    /// As the old server wants it.
    own_handle: String,
    moved: Option<NewHome>,
    /// From when on the next move is possible, where that is yet to come.
    next: Option<String>,
}

struct Alias {
    id: String,
    handle: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "moving/away.html")]
struct AwayPage {
    page: Page,
    form: Form,
    own_handle: String,
}

pub async fn moving(State(app): State<App>, viewer: Viewer, page: Page) -> Result<Response> {
    Ok(moving_page(&app, &viewer, page, Form::default()).await?.into_response())
}

async fn moving_page(app: &App, viewer: &Viewer, page: Page, form: Form) -> Result<MovingPage> {
    let db = app.db.reader();
    let mut aliases = Vec::new();
    for alias in queries::aliases(db, viewer.account.id).await? {
        let handle = match accounts::with_uri(db, &alias.uri).await? {
            Some(account) => accounts::authors(db, &viewer.tenant, &[account]).await?.remove(0).handle,
            None => shown_address(&alias.uri),
        };
        aliases.push(Alias { id: alias.id.to_string(), handle });
    }
    let mut moved = accounts::new_homes(db, &viewer.tenant, std::slice::from_ref(&viewer.account)).await?;
    Ok(MovingPage {
        full: aliases.len() >= MOST_ALIASES,
        aliases,
        own_handle: own_handle(viewer),
        moved: moved.remove(&viewer.account.id),
        next: next_move(&viewer.account, app.clock.now()).map(|next| page.words.moment(next)),
        form,
        page,
    })
}

pub async fn add(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let Err(error) = add_alias(&app, &viewer, fields.get("alias")).await else {
        web::say_once(&session, "notice-alias-added").await?;
        return Ok(web::see_other("/settings/moving"));
    };
    let refusal = Refusal::of(error, "alias")?;
    let form = Form::again(fields, &refusal.problems, &page.words);
    Ok(refusal.answer(moving_page(&app, &viewer, page, form).await?))
}

pub async fn remove(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    Path(id): Path<AliasId>,
) -> Result<Response> {
    remove_alias(&app, &viewer, id).await?;
    web::say_once(&session, "notice-alias-removed").await?;
    Ok(web::see_other("/settings/moving"))
}

pub async fn away_form(Proven(viewer): Proven, page: Page) -> Response {
    away_page(&viewer, page, Form::default()).into_response()
}

fn away_page(viewer: &Viewer, page: Page, form: Form) -> AwayPage {
    AwayPage { own_handle: own_handle(viewer), form, page }
}

pub async fn away(
    State(app): State<App>,
    Proven(viewer): Proven,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let Err(error) = leave_for(&app, &viewer, fields.get("target"), &page.words).await else {
        web::say_once(&session, "notice-moved").await?;
        return Ok(web::see_other("/settings/moving"));
    };
    let refusal = Refusal::of(error, "target")?;
    let form = Form::again(fields, &refusal.problems, &page.words);
    Ok(refusal.answer(away_page(&viewer, page, form)))
}

pub async fn cancel(State(app): State<App>, viewer: Viewer, session: Session) -> Result<Response> {
    stay(&app, &viewer).await?;
    web::say_once(&session, "notice-stayed").await?;
    Ok(web::see_other("/settings/moving"))
}
