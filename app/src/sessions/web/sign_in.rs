//! The pages for signing in, beside others or alone, and out again.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use tower_sessions::Session;

use super::here;
use crate::{
    app::App,
    error::{Error, Result},
    sessions::{Browser, Credentials, SignIn, prove, sign_in, sign_out, sign_out_everybody, start, switch},
    viewer::{Tenant, Viewer},
    web::{self, Body, Fields, Form, Page, Query, Refusal},
};

#[derive(Template, WebTemplate)]
#[template(path = "sessions/sign_in.html")]
struct SignInPage {
    page: Page,
    form: Form,
}

#[derive(Template, WebTemplate)]
#[template(path = "sessions/again.html")]
pub struct AgainPage {
    page: Page,
    form: Form,
}

#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
    /// Not empty when somebody who is signed in wants to sign in as somebody else too.
    #[serde(default)]
    add: String,
}

pub async fn form(page: Page, viewer: Option<Viewer>, Query(query): Query<Next>) -> Response {
    if viewer.is_some() && query.add.is_empty() {
        return web::see_other(here(&query.next));
    }
    let form = Form::new([("next", here(&query.next).to_owned()), ("login", String::new())]);
    SignInPage { page, form }.into_response()
}

pub async fn submit(
    State(app): State<App>,
    tenant: Tenant,
    session: Session,
    browser: Browser,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let given = Credentials { login: fields.get("login").to_owned(), password: fields.raw("password").to_owned() };
    match sign_in(&app, &tenant, &browser, given).await {
        Ok(user) => {
            start(&app, &session, &browser, &user).await?;
            Ok(web::see_other(here(fields.get("next"))))
        }
        Err(error) => {
            let refusal = Refusal::of(error, "login")?;
            let form = Form::again(fields, &refusal.problems, &page.words);
            Ok(refusal.answer(SignInPage { page, form }))
        }
    }
}

pub async fn again_form(_: Viewer, page: Page, Query(next): Query<Next>) -> AgainPage {
    AgainPage { page, form: Form::new([("next", next.next)]) }
}

pub async fn again(
    State(app): State<App>,
    viewer: Viewer,
    SignIn(this): SignIn,
    session: Session,
    browser: Browser,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    match prove(&app, &session, &browser, &viewer, &this, fields.raw("password").to_owned()).await {
        Ok(()) => Ok(web::see_other(here(fields.get("next")))),
        Err(error) => {
            let refusal = Refusal::of(error, "password")?;
            let form = Form::again(fields, &refusal.problems, &page.words);
            Ok(refusal.answer(AgainPage { page, form }))
        }
    }
}

/// Another of the accounts that are signed in here acts from now on.
pub async fn switch_to(tenant: Tenant, session: Session, Body(fields): Body<Fields>) -> Result<Response> {
    let to = fields.get("to").parse().map_err(|_| Error::NotFound)?;
    switch(&session, &tenant, to).await?;
    Ok(web::see_other("/"))
}

/// Signs out whoever acts, or all.
pub async fn leave(State(app): State<App>, session: Session, Body(fields): Body<Fields>) -> Result<Response> {
    if fields.get("who") == "everybody" {
        sign_out_everybody(&app, &session).await?;
    } else if sign_out(&app, &session).await? {
        web::say_once(&session, "notice-signed-out-of-one").await?;
    }
    Ok(web::see_other("/"))
}
