//! The pages for whoever has lost their password.

use std::time::Duration;

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use tower_sessions::Session;

use crate::{
    accounts,
    app::App,
    error::{Error, Problems, Result},
    sessions::{Browser, devices},
    throttle::{self, Allowance},
    viewer::Tenant,
    web::{self, Body, Fields, Form, Page, Path, Refusal},
    words::Message,
};

/// How often letters may be asked for from one network.
const BY_NETWORK: Allowance = Allowance { at_once: 10, then_every: Duration::from_secs(60) };

#[derive(Template, WebTemplate)]
#[template(path = "sessions/reset.html")]
pub struct AskPage {
    page: Page,
    form: Form,
}

#[derive(Template, WebTemplate)]
#[template(path = "sessions/reset_asked.html")]
struct AskedPage {
    page: Page,
}

#[derive(Template, WebTemplate)]
#[template(path = "sessions/reset_choose.html")]
struct ChoosePage {
    page: Page,
    form: Form,
    name: String,
    token: String,
}

pub async fn ask_form(page: Page) -> AskPage {
    AskPage { page, form: Form::default() }
}

pub async fn ask(
    State(app): State<App>,
    tenant: Tenant,
    browser: Browser,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let login = fields.get("login").to_owned();
    let asked = async {
        if login.is_empty() {
            return Err(Error::Invalid(Problems::one("login", Message::new("problem-missing"))));
        }
        throttle::take(&app, "reset", browser.network(), BY_NETWORK).await?;
        accounts::ask_for_reset(&app, &tenant, &login).await
    };
    match asked.await {
        Ok(()) => Ok(AskedPage { page }.into_response()),
        Err(error) => {
            let refusal = Refusal::of(error, "login")?;
            let form = Form::again(fields, &refusal.problems, &page.words);
            Ok(refusal.answer(AskPage { page, form }))
        }
    }
}

pub async fn choose_form(
    State(app): State<App>,
    tenant: Tenant,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response> {
    let name = accounts::name_behind_reset(&app, &tenant, &token).await?;
    Ok(ChoosePage { page, form: Form::default(), name, token }.into_response())
}

pub async fn choose(
    State(app): State<App>,
    tenant: Tenant,
    session: Session,
    browser: Browser,
    page: Page,
    Path(token): Path<String>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let name = accounts::name_behind_reset(&app, &tenant, &token).await?;
    match accounts::reset_password(&app, &tenant, &token, fields.raw("password").to_owned()).await {
        Ok(user) => {
            devices::trust(&app, &browser, &user).await?;
            web::say_once(&session, "notice-password-reset").await?;
            Ok(web::see_other("/sign-in"))
        }
        Err(error) => {
            let refusal = Refusal::of(error, "password")?;
            let form = Form::again(fields, &refusal.problems, &page.words);
            Ok(refusal.answer(ChoosePage { page, form, name, token }))
        }
    }
}
