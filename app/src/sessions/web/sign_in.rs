//! The pages for signing in, beside others or alone, and out again.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::{
        HeaderName, HeaderValue,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use tower_sessions::Session;

use super::here;
use crate::{
    app::App,
    error::{Error, Problems, Result},
    sessions::{
        Browser, Credentials, Proof, SignIn, passkeys, prove, second, sign_in, sign_out, sign_out_everybody, start,
        switch, throttles, two_factor,
    },
    viewer::{Tenant, Viewer},
    web::{self, Body, Fields, Form, Page, Query, Refusal},
    words::Message,
};

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

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
    has_code: bool,
    has_passkey: bool,
}

impl AgainPage {
    async fn of(app: &App, viewer: &Viewer, page: Page, form: Form) -> Result<Self> {
        let has_code = two_factor::is_on(app, &viewer.user).await?;
        let has_passkey = passkeys::has_any(app, &viewer.user).await?;
        Ok(Self { page, form, has_code, has_passkey })
    }
}

#[derive(Template, WebTemplate)]
#[template(path = "sessions/second.html")]
struct SecondPage {
    page: Page,
    form: Form,
    has_passkey: bool,
}

#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    pub(super) next: String,
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
        Ok(user) if two_factor::is_on(&app, &user).await? => {
            second::wait_for(&app, &session, &user, here(fields.get("next"))).await?;
            Ok(web::see_other("/sign-in/second"))
        }
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

/// A challenge for whoever has a passkey, to sign in, as the second factor or as proof.
pub async fn challenge(State(app): State<App>, tenant: Tenant, session: Session, browser: Browser) -> Result<Response> {
    throttles::challenge(&app, &browser).await?;
    let challenge = passkeys::ask(&app, &session, &tenant).await?;
    Ok(for_script(&challenge))
}

/// JSON that is of use once.
pub(super) fn for_script(value: &serde_json::Value) -> Response {
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], value.to_string()).into_response()
}

pub async fn passkey(
    State(app): State<App>,
    tenant: Tenant,
    session: Session,
    browser: Browser,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let signed_in = async {
        throttles::challenge(&app, &browser).await?;
        let user = passkeys::answered_by(&app, &session, &tenant, fields.raw("answer")).await?;
        start(&app, &session, &browser, &user).await
    };
    match signed_in.await {
        Ok(()) => Ok(web::see_other(here(fields.get("next")))),
        Err(error) => {
            let refusal = Refusal::of(error, "passkey")?;
            let form = Form::again(fields, &refusal.problems, &page.words);
            Ok(refusal.answer(SignInPage { page, form }))
        }
    }
}

pub async fn second_form(State(app): State<App>, tenant: Tenant, session: Session, page: Page) -> Result<Response> {
    let Some(waiting) = second::half_way(&app, &session, &tenant).await? else { return Ok(web::see_other("/sign-in")) };
    let has_passkey = passkeys::has_any(&app, &waiting.user).await?;
    Ok(SecondPage { page, form: Form::default(), has_passkey }.into_response())
}

pub async fn second_step(
    State(app): State<App>,
    tenant: Tenant,
    session: Session,
    browser: Browser,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let Some(waiting) = second::half_way(&app, &session, &tenant).await? else { return Ok(web::see_other("/sign-in")) };
    let (answer, recovery) = (fields.raw("answer"), fields.get("recovery"));
    let proved = async {
        if !answer.is_empty() {
            throttles::challenge(&app, &browser).await?;
            let user = passkeys::answered_by(&app, &session, &tenant, answer).await?;
            if user.id != waiting.user.id {
                return Err(Error::Invalid(Problems::one("passkey", Message::new("problem-passkey-of-another"))));
            }
        } else if !recovery.is_empty() {
            two_factor::take_recovery_code(&app, &browser, &waiting.user, recovery).await?;
        } else {
            two_factor::take_code(&app, &browser, &waiting.user, fields.get("code")).await?;
        }
        start(&app, &session, &browser, &waiting.user).await
    };
    match proved.await {
        Ok(()) => Ok(web::see_other(here(&waiting.next))),
        Err(error) => {
            let refusal = Refusal::of(error, if recovery.is_empty() { "code" } else { "recovery" })?;
            let has_passkey = passkeys::has_any(&app, &waiting.user).await?;
            let form = Form::again(fields, &refusal.problems, &page.words);
            Ok(refusal.answer(SecondPage { page, form, has_passkey }))
        }
    }
}

pub async fn again_form(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Query(next): Query<Next>,
) -> Result<AgainPage> {
    AgainPage::of(&app, &viewer, page, Form::new([("next", next.next)])).await
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
    let (answer, code) = (fields.raw("answer"), fields.get("code"));
    let (proof, field) = if !answer.is_empty() {
        (Proof::Passkey(answer.to_owned()), "passkey")
    } else if !code.is_empty() {
        (Proof::Code(code.to_owned()), "code")
    } else {
        (Proof::Password(fields.raw("password").to_owned()), "password")
    };
    match prove(&app, &session, &browser, &viewer, &this, proof).await {
        Ok(()) => Ok(web::see_other(here(fields.get("next")))),
        Err(error) => {
            let refusal = Refusal::of(error, field)?;
            let form = Form::again(fields, &refusal.problems, &page.words);
            Ok(refusal.answer(AgainPage::of(&app, &viewer, page, form).await?))
        }
    }
}

/// Another of the accounts that are signed in here acts from now on.
pub async fn switch_to(tenant: Tenant, session: Session, Body(fields): Body<Fields>) -> Result<Response> {
    let to = fields.get("to").parse().map_err(|_| Error::NotFound)?;
    switch(&session, &tenant, to).await?;
    Ok(web::see_other("/"))
}

/// Signs out whoever acts, or all. With the last of them goes what the browser keeps for them: words that have not been
/// sent (Clear Site Data, 3.1).
pub async fn leave(State(app): State<App>, session: Session, Body(fields): Body<Fields>) -> Result<Response> {
    if fields.get("who") == "everybody" {
        sign_out_everybody(&app, &session).await?;
    } else if sign_out(&app, &session).await? {
        web::say_once(&session, "notice-signed-out-of-one").await?;
        return Ok(web::see_other("/"));
    }
    let mut led = web::see_other("/");
    led.headers_mut().insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"storage\""));
    Ok(led)
}
