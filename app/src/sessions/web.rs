//! The pages for signing in, signing out and confirming an address.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use tower_sessions::Session;

use super::{Credentials, prove, sign_in, sign_out, start};
use crate::{
    accounts,
    app::App,
    error::{Error, Result},
    viewer::{Tenant, Viewer},
    web::{self, Body, Fields, Form, Page, Path, Query},
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

#[derive(Template, WebTemplate)]
#[template(path = "sessions/confirm.html")]
struct ConfirmPage {
    page: Page,
    address: String,
    token: String,
}

#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

pub async fn form(page: Page, viewer: Option<Viewer>, Query(query): Query<Next>) -> Response {
    if viewer.is_some() {
        return web::see_other(here(&query.next));
    }
    let form = Form::new([("next", here(&query.next).to_owned()), ("login", String::new())]);
    SignInPage { page, form }.into_response()
}

pub async fn submit(
    State(app): State<App>,
    tenant: Tenant,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let given = Credentials { login: fields.get("login").to_owned(), password: fields.raw("password").to_owned() };
    match sign_in(&app, &tenant, given).await {
        Ok(user) => {
            start(&app, &session, &user).await?;
            Ok(web::see_other(here(fields.get("next"))))
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(SignInPage { page, form }))
        }
        Err(error) => Err(error),
    }
}

pub async fn again_form(_: Viewer, page: Page, Query(next): Query<Next>) -> AgainPage {
    AgainPage { page, form: Form::new([("next", next.next)]) }
}

pub async fn again(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    match prove(&app, &session, &viewer, fields.raw("password").to_owned()).await {
        Ok(()) => Ok(web::see_other(here(fields.get("next")))),
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(AgainPage { page, form }))
        }
        Err(error) => Err(error),
    }
}

pub async fn leave(session: Session) -> Result<Response> {
    sign_out(&session).await?;
    Ok(web::see_other("/"))
}

pub async fn confirm_form(
    State(app): State<App>,
    tenant: Tenant,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response> {
    let address = accounts::address_of(&app, &tenant, &token).await?;
    Ok(ConfirmPage { page, address, token }.into_response())
}

pub async fn confirm(
    State(app): State<App>,
    tenant: Tenant,
    session: Session,
    Path(token): Path<String>,
) -> Result<Response> {
    accounts::confirm(&app, &tenant, &token).await?;
    web::say_once(&session, "notice-confirmed").await?;
    Ok(web::see_other("/sign-in"))
}

/// `next` when it is a path on this host, else the home page: a sign-in must not lead to another site.
pub fn here(next: &str) -> &str {
    let other_host = next.starts_with("//") || next.contains('\\') || next.chars().any(char::is_control);
    if next.starts_with('/') && !other_host { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::here;

    #[test]
    fn signing_in_leads_nowhere_else() {
        assert_eq!(here("/@ana/12?x=1"), "/@ana/12?x=1");
        for elsewhere in ["", "https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "evil"] {
            assert_eq!(here(elsewhere), "/", "{elsewhere}");
        }
    }
}
