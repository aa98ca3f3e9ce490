//! The page for the second factor and for passkeys.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::header::CACHE_CONTROL,
    response::{IntoResponse, Response},
};
use heliograph_entity::values::PasskeyId;
use tower_sessions::Session;

use super::{
    here,
    sign_in::{Next, for_script},
};
use crate::{
    app::App,
    error::{Error, Problems, Result},
    sessions::{
        Browser, Proven, devices, lacks_second_factor, passkeys,
        two_factor::{self, Offer},
    },
    viewer::Viewer,
    web::{self, Body, Fields, Form, Page, Path, Query, Refusal},
    words::Message,
};

const PAGE: &str = "/settings/two-factor";

#[derive(Template, WebTemplate)]
#[template(path = "sessions/two_factor.html")]
struct TwoFactorPage {
    page: Page,
    form: Form,
    is_on: bool,
    /// Whether the pages of staff wait for it.
    needed: bool,
    /// Where an app is set up.
    app_link: String,
    codes_left: i64,
    passkeys: Vec<Row>,
}

struct Row {
    id: PasskeyId,
    name: String,
    since: String,
    last_used: Option<String>,
}

#[derive(Template, WebTemplate)]
#[template(path = "sessions/authenticator.html")]
struct AuthenticatorPage {
    page: Page,
    form: Form,
    offer: Offer,
}

#[derive(Template, WebTemplate)]
#[template(path = "sessions/recovery_codes.html")]
struct CodesPage {
    page: Page,
    codes: Vec<String>,
    next: String,
}

impl TwoFactorPage {
    async fn of(app: &App, viewer: &Viewer, page: Page, form: Form) -> Result<Self> {
        let now = app.clock.now();
        let passkeys = passkeys::all(app, viewer).await?.into_iter().map(|passkey| Row {
            id: passkey.id,
            since: page.words.day(passkey.created_at),
            last_used: passkey.last_used_at.map(|time| page.words.age(time, now)),
            name: passkey.name,
        });
        Ok(Self {
            passkeys: passkeys.collect(),
            is_on: two_factor::is_on(app, &viewer.user).await?,
            needed: lacks_second_factor(app, viewer).await?,
            app_link: on_the_way("/settings/two-factor/app", form.value("next")),
            codes_left: two_factor::codes_left(app, viewer).await?.try_into().unwrap_or(i64::MAX),
            page,
            form,
        })
    }
}

/// Staff whom their pages have sent here are led back as soon as nothing is missing.
pub async fn two_factor(
    State(app): State<App>,
    Proven(viewer): Proven,
    page: Page,
    Query(query): Query<Next>,
) -> Result<Response> {
    let shown = TwoFactorPage::of(&app, &viewer, page, Form::new([("next", query.next.as_str())])).await?;
    let is_done = !query.next.is_empty() && !shown.needed;
    Ok(if is_done { web::see_other(here(&query.next)) } else { shown.into_response() })
}

pub async fn authenticator_form(
    State(app): State<App>,
    Proven(viewer): Proven,
    page: Page,
    Query(query): Query<Next>,
) -> Result<Response> {
    if two_factor::is_on(&app, &viewer.user).await? {
        return Ok(web::see_other(&on_the_way(PAGE, &query.next)));
    }
    let offer = two_factor::offer(&app, &viewer)?;
    Ok(unkept(AuthenticatorPage { page, form: Form::new([("next", query.next)]), offer }))
}

pub async fn authenticator(
    State(app): State<App>,
    Proven(viewer): Proven,
    browser: Browser,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let sealed = fields.get("secret").to_owned();
    match two_factor::turn_on(&app, &browser, &viewer, &sealed, fields.get("code")).await {
        Ok(codes) => Ok(unkept(CodesPage { page, codes, next: on_the_way(PAGE, fields.get("next")) })),
        Err(error) => {
            let refusal = Refusal::of(error, "code")?;
            let offer = two_factor::offered(&app, &viewer, sealed)?;
            let form = Form::again(fields, &refusal.problems, &page.words);
            Ok(refusal.answer(unkept(AuthenticatorPage { page, form, offer })))
        }
    }
}

pub async fn turn_off(State(app): State<App>, Proven(viewer): Proven, session: Session) -> Result<Response> {
    two_factor::turn_off(&app, &viewer).await?;
    web::say_once(&session, "notice-two-factor-off").await?;
    Ok(web::see_other(PAGE))
}

pub async fn renew_codes(State(app): State<App>, Proven(viewer): Proven, page: Page) -> Result<Response> {
    let codes = two_factor::renew_codes(&app, &viewer).await?;
    Ok(unkept(CodesPage { page, codes, next: PAGE.to_owned() }))
}

/// What the browser needs to make a passkey.
pub async fn new_passkey(State(app): State<App>, Proven(viewer): Proven, session: Session) -> Result<Response> {
    Ok(for_script(&passkeys::ask_for_new(&app, &session, &viewer).await?))
}

pub async fn add_passkey(
    State(app): State<App>,
    Proven(viewer): Proven,
    session: Session,
    browser: Browser,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let name = match fields.get("name") {
        "" => devices::named(&page.words, browser.agent.browser, browser.agent.system),
        name => name.to_owned(),
    };
    let added = async {
        if fields.raw("answer").is_empty() {
            return Err(Error::Invalid(Problems::one("passkey", Message::new("problem-passkey-script"))));
        }
        passkeys::add(&app, &session, &viewer, &name, fields.raw("answer")).await
    };
    match added.await {
        Ok(()) => {
            web::say_once(&session, "notice-passkey-added").await?;
            Ok(web::see_other(&on_the_way(PAGE, fields.get("next"))))
        }
        Err(error) => {
            let refusal = Refusal::of(error, "passkey")?;
            let form = Form::again(fields, &refusal.problems, &page.words);
            Ok(refusal.answer(TwoFactorPage::of(&app, &viewer, page, form).await?))
        }
    }
}

pub async fn remove_passkey(
    State(app): State<App>,
    Proven(viewer): Proven,
    session: Session,
    Path(id): Path<PasskeyId>,
) -> Result<Response> {
    passkeys::remove(&app, &viewer, id).await?;
    web::say_once(&session, "notice-passkey-removed").await?;
    Ok(web::see_other(PAGE))
}

/// `path`, which is on the way to `next`.
fn on_the_way(path: &str, next: &str) -> String {
    if next.is_empty() {
        return path.to_owned();
    }
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{path}?next={next}")
}

/// A page with a secret on it, which no cache keeps.
fn unkept(page: impl IntoResponse) -> Response {
    ([(CACHE_CONTROL, "no-store")], page).into_response()
}
