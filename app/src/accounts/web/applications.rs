use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::values::NewcomerId;
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    accounts,
    app::App,
    error::{Error, Result},
    sessions::Moderator,
    viewer::Viewer,
    web::{self, Body, Fields, Form, Page, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "accounts/applications.html")]
struct ApplicationsPage {
    page: Page,
    form: Form,
    applications: Vec<Application>,
    /// Where those are who came later.
    later: Option<String>,
}

/// Somebody who waits.
struct Application {
    /// Of its field for a reason.
    field: String,
    action: String,
    name: String,
    words: String,
    since: String,
    age: String,
}

#[derive(Deserialize)]
pub struct After {
    after: Option<NewcomerId>,
}

pub async fn applications(
    State(app): State<App>,
    Moderator(viewer): Moderator,
    page: Page,
    Query(query): Query<After>,
) -> Result<Response> {
    Ok(show(&app, &viewer, page, Form::default(), query.after).await?.into_response())
}

pub async fn decide(
    State(app): State<App>,
    Moderator(viewer): Moderator,
    session: Session,
    page: Page,
    Path(id): Path<NewcomerId>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let decided = match fields.get("decision") {
        "approve" => accounts::approve(&app, &viewer, id).await.map(|first| (first, "notice-application-approved")),
        "refuse" => accounts::refuse(&app, &viewer, id, fields.get(&format!("reason-{id}")))
            .await
            .map(|first| (first, "notice-application-refused")),
        other => return Err(Error::Malformed(format!("there is no decision {other}"))),
    };
    match decided {
        Ok((first, notice)) => {
            web::say_once(&session, if first { notice } else { "notice-application-decided" }).await?;
            Ok(web::see_other("/console/applications"))
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            // The page that this application stands first on.
            let before = NewcomerId(id.0 - 1);
            Ok(web::invalid(show(&app, &viewer, page, form, Some(before)).await?))
        }
        Err(error) => Err(error),
    }
}

async fn show(
    app: &App,
    viewer: &Viewer,
    page: Page,
    form: Form,
    after: Option<NewcomerId>,
) -> Result<ApplicationsPage> {
    let (waiting, more) = accounts::waiting(app, viewer, after).await?;
    let later = waiting.last().filter(|_| more).map(|last| format!("/console/applications?after={}", last.id));
    let now = app.clock.now();
    let applications = waiting.into_iter().map(|newcomer| {
        let since = newcomer.confirmed_at.unwrap_or(newcomer.created_at);
        Application {
            field: format!("reason-{}", newcomer.id),
            action: format!("/console/applications/{}", newcomer.id),
            name: newcomer.name,
            words: newcomer.words,
            since: since.to_iso(),
            age: page.words.age(since, now),
        }
    });
    Ok(ApplicationsPage { applications: applications.collect(), form, later, page })
}
