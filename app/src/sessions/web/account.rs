//! The pages for changing one's password and e-mail address.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::email_token::Purpose;
use tower_sessions::Session;

use crate::{
    accounts,
    app::App,
    error::Result,
    sessions::{Browser, Proven, SignIn, prove::check_password},
    viewer::{Tenant, Viewer},
    web::{self, Body, Fields, Form, Page, Path, Refusal},
};

#[derive(Template, WebTemplate)]
#[template(path = "sessions/account.html")]
pub struct AccountPage {
    page: Page,
    name: String,
    email: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "sessions/change_password.html")]
pub struct PasswordPage {
    page: Page,
    form: Form,
    name: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "sessions/change_email.html")]
pub struct EmailPage {
    page: Page,
    form: Form,
    email: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "sessions/confirm_email.html")]
struct ConfirmEmailPage {
    page: Page,
    name: String,
    address: String,
    token: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "sessions/undo_email.html")]
struct UndoEmailPage {
    page: Page,
    name: String,
    address: String,
    token: String,
}

pub async fn account(viewer: Viewer, page: Page) -> AccountPage {
    AccountPage { page, name: viewer.account.name.clone(), email: viewer.user.email.clone() }
}

pub async fn change_password_form(viewer: Viewer, page: Page) -> PasswordPage {
    PasswordPage { page, form: Form::default(), name: viewer.account.name.clone() }
}

pub async fn change_password(
    State(app): State<App>,
    viewer: Viewer,
    SignIn(this): SignIn,
    session: Session,
    browser: Browser,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let (current, chosen) = (fields.raw("current-password").to_owned(), fields.raw("new-password").to_owned());
    let changed = async {
        accounts::check_new_password(&viewer, "new-password", &chosen)?;
        check_password(&app, &browser, &viewer, &this, "current-password", current).await?;
        accounts::change_password(&app, &viewer, &this, chosen).await
    };
    match changed.await {
        Ok(()) => {
            web::say_once(&session, "notice-password-changed").await?;
            Ok(web::see_other("/settings/account"))
        }
        Err(error) => {
            let refusal = Refusal::of(error, "current-password")?;
            let form = Form::again(fields, &refusal.problems, &page.words);
            Ok(refusal.answer(PasswordPage { page, form, name: viewer.account.name.clone() }))
        }
    }
}

pub async fn change_email_form(Proven(viewer): Proven, page: Page) -> EmailPage {
    EmailPage { page, form: Form::default(), email: viewer.user.email.clone() }
}

pub async fn change_email(
    State(app): State<App>,
    Proven(viewer): Proven,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    match accounts::ask_to_change_email(&app, &viewer, fields.get("email")).await {
        Ok(()) => {
            web::say_once(&session, "notice-email-asked").await?;
            Ok(web::see_other("/settings/account"))
        }
        Err(error) => {
            let refusal = Refusal::of(error, "email")?;
            let form = Form::again(fields, &refusal.problems, &page.words);
            Ok(refusal.answer(EmailPage { page, form, email: viewer.user.email.clone() }))
        }
    }
}

pub async fn confirm_email_form(
    State(app): State<App>,
    tenant: Tenant,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response> {
    let (name, address) = accounts::email_behind(&app, &tenant, Purpose::ChangeEmail, &token).await?;
    Ok(ConfirmEmailPage { page, name, address, token }.into_response())
}

pub async fn confirm_email(
    State(app): State<App>,
    tenant: Tenant,
    session: Session,
    Path(token): Path<String>,
) -> Result<Response> {
    accounts::change_email(&app, &tenant, &token).await?;
    web::say_once(&session, "notice-email-changed").await?;
    Ok(web::see_other("/settings/account"))
}

pub async fn undo_email_form(
    State(app): State<App>,
    tenant: Tenant,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response> {
    let (name, address) = accounts::email_behind(&app, &tenant, Purpose::UndoEmail, &token).await?;
    Ok(UndoEmailPage { page, name, address, token }.into_response())
}

pub async fn undo_email(
    State(app): State<App>,
    tenant: Tenant,
    session: Session,
    Path(token): Path<String>,
) -> Result<Response> {
    accounts::undo_email(&app, &tenant, &token).await?;
    web::say_once(&session, "notice-email-undone").await?;
    Ok(web::see_other("/sign-in"))
}
