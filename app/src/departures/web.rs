//! The pages on which somebody leaves. It is asked twice, with what will be lost and with their name.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use tower_sessions::Session;

use super::{leave, losses};
use crate::{
    app::App,
    error::{Error, Problems, Result},
    sessions::{self, Proven},
    viewer::Viewer,
    web::{self, Body, Fields, Form, Page},
    words::Message,
};

#[derive(Template, WebTemplate)]
#[template(path = "departures/danger.html")]
pub struct DangerPage {
    page: Page,
    posts: i64,
    photos: i64,
    megabytes: i64,
}

#[derive(Template, WebTemplate)]
#[template(path = "departures/leave.html")]
struct LeavePage {
    page: Page,
    form: Form,
    name: String,
    posts: i64,
    email: String,
}

/// What leaving means.
pub async fn danger(State(app): State<App>, viewer: Viewer, page: Page) -> Result<DangerPage> {
    let lost = losses(&app, &viewer).await?;
    Ok(DangerPage {
        page,
        posts: lost.posts as i64,
        photos: lost.photos as i64,
        megabytes: (lost.bytes + 999_999) / 1_000_000,
    })
}

pub async fn leave_form(Proven(viewer): Proven, page: Page) -> Response {
    leave_page(&viewer, page, Form::default()).into_response()
}

pub async fn submit(
    State(app): State<App>,
    Proven(viewer): Proven,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let typed = fields.get("name").trim_start_matches('@');
    let left = if typed.eq_ignore_ascii_case(&viewer.account.name) {
        leave(&app, &viewer.tenant, &viewer.account.name, None).await
    } else {
        let message = Message::new("problem-own-name").with("name", &viewer.account.name);
        Err(Error::Invalid(Problems::one("name", message)))
    };
    match left {
        Ok(()) => {
            sessions::sign_out(&app, &session).await?;
            web::say_once(&session, "notice-left").await?;
            Ok(web::see_other("/"))
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(leave_page(&viewer, page, form)))
        }
        Err(error) => Err(error),
    }
}

fn leave_page(viewer: &Viewer, page: Page, form: Form) -> LeavePage {
    LeavePage {
        name: viewer.account.name.clone(),
        posts: viewer.account.posts_count,
        email: viewer.user.email.clone(),
        form,
        page,
    }
}
