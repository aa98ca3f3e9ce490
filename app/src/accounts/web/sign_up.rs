use askama::Template;
use askama_web::WebTemplate;
use axum::{
    Extension,
    extract::State,
    http::{StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use heliograph_entity::rule;
use serde::Deserialize;
use tower_sessions::Session;

use crate::{
    accounts::{self, Joined, NewNewcomer, Shown, WayIn},
    app::App,
    error::{Error, Problems, Result},
    proof_of_work::{self, Challenge},
    tenants,
    viewer::{Tenant, Viewer},
    web::{self, Arrival, Body, Fields, Form, Page, Path, Query, Refusal},
    words::Message,
};

#[derive(Template, WebTemplate)]
#[template(path = "accounts/sign_up.html")]
struct SignUpPage {
    page: Page,
    form: Form,
    rules: Vec<rule::Model>,
    /// Whether they tell staff about themselves.
    asks: bool,
    /// Who has invited them.
    invited_by: Option<String>,
    challenge: Challenge,
}

/// Why there is no form.
#[derive(Template, WebTemplate)]
#[template(path = "accounts/closed.html")]
pub(super) struct ClosedPage {
    pub(super) page: Page,
    pub(super) closed: bool,
    /// They have brought an invite that no longer counts.
    pub(super) over: bool,
}

#[derive(Template, WebTemplate)]
#[template(path = "accounts/sent.html")]
pub struct SentPage {
    page: Page,
}

#[derive(Template, WebTemplate)]
#[template(path = "accounts/waiting.html")]
pub struct WaitingPage {
    page: Page,
}

#[derive(Template, WebTemplate)]
#[template(path = "accounts/confirm.html")]
struct ConfirmPage {
    page: Page,
    form: Form,
    name: String,
    address: String,
    token: String,
}

#[derive(Deserialize)]
pub struct Brought {
    #[serde(default)]
    invite: String,
}

pub async fn form(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    page: Page,
    Query(brought): Query<Brought>,
) -> Result<Response> {
    if viewer.is_some() {
        return Ok(web::see_other("/"));
    }
    let way = accounts::way_in(&app, &tenant, &brought.invite).await?;
    if matches!(way, WayIn::Closed | WayIn::InviteNeeded) {
        let (closed, over) = (way == WayIn::Closed, !brought.invite.is_empty());
        return Ok(ClosedPage { page, closed, over }.into_response());
    }
    let form = Form::new([("invite", if matches!(way, WayIn::Invited(_)) { brought.invite } else { String::new() })]);
    Ok(show(&app, &tenant, page, form, way).await?.into_response())
}

pub async fn submit(
    State(app): State<App>,
    Extension(arrival): Extension<Arrival>,
    tenant: Tenant,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    // A field that people don't see: whoever fills it in fills in everything.
    if !fields.get("topic").is_empty() {
        return Ok(web::see_other("/sign-up/sent"));
    }
    let given = NewNewcomer {
        name: fields.get("name").to_owned(),
        email: fields.get("email").to_owned(),
        password: fields.raw("password").to_owned(),
        words: fields.get("words").to_owned(),
        accepts_rules: fields.get("rules") == "accepted",
        invite: fields.get("invite").to_owned(),
        challenge: fields.get("challenge").to_owned(),
        answer: fields.get("answer").to_owned(),
    };
    let code = given.invite.clone();
    let (problems, wait) = match accounts::sign_up(&app, &tenant, &arrival.network(), given).await {
        Ok(()) => return Ok(web::see_other("/sign-up/sent")),
        // The community has closed meanwhile; the page says so.
        Err(Error::Forbidden) => return Ok(web::see_other("/sign-up")),
        Err(Error::Invalid(problems)) => (problems, None),
        Err(Error::TooMany(wait)) => {
            let seconds = wait.as_secs().max(1);
            (Problems::one("", Message::new("problem-sign-up-wait").count("seconds", seconds)), Some(seconds))
        }
        Err(error) => return Err(error),
    };

    let form = Form::again(fields, &problems, &page.words);
    let way = accounts::way_in(&app, &tenant, &code).await?;
    let shown = show(&app, &tenant, page, form, way).await?;
    Ok(match wait {
        Some(seconds) => (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, seconds.to_string())], shown).into_response(),
        None => web::invalid(shown),
    })
}

#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    name: String,
}

/// Says while a name is typed whether it can be had: in words, and by the header `X-Free` for scripts.
pub async fn name(
    State(app): State<App>,
    tenant: Tenant,
    page: Page,
    Query(typed): Query<Typed>,
) -> Result<impl IntoResponse> {
    let (free, sentence) = match accounts::name_can_be_had(&app, &tenant, &typed.name).await? {
        Ok(name) => {
            let handle = format!("@{name}@{}", tenant.host.shown_domain());
            ("yes", Message::new("state-name-free").with("name", name).with("handle", handle))
        }
        Err(problem) => ("no", problem),
    };
    Ok(([("X-Free", free), ("Cache-Control", "no-store")], page.words.say(&sentence)))
}

async fn show(app: &App, tenant: &Tenant, page: Page, form: Form, way: WayIn) -> Result<SignUpPage> {
    let db = app.db.reader();
    let invited_by = match &way {
        WayIn::Invited(invite) => accounts::account(db, tenant.id, invite.account_id).await?,
        _ => None,
    };
    Ok(SignUpPage {
        page,
        form,
        rules: tenants::rules(db, tenant.id).await?,
        asks: way == WayIn::Asking,
        invited_by: invited_by.map(|account| account.display_name),
        challenge: proof_of_work::challenge(app, tenant),
    })
}

pub async fn sent(page: Page) -> SentPage {
    SentPage { page }
}

pub async fn waiting(page: Page) -> WaitingPage {
    WaitingPage { page }
}

pub async fn confirm_form(
    State(app): State<App>,
    tenant: Tenant,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response> {
    let (name, address) = accounts::newcomer_behind(&app, &tenant, &token).await?;
    Ok(ConfirmPage { page, form: Form::default(), name, address, token }.into_response())
}

pub async fn confirm(
    State(app): State<App>,
    tenant: Tenant,
    session: Session,
    page: Page,
    Path(token): Path<String>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let (shown, field) = match fields.get("how") {
        "new" => (Shown::NewPassword(fields.raw("new-password").to_owned()), "new-password"),
        _ => (Shown::Password(fields.raw("password").to_owned()), "password"),
    };
    match accounts::join(&app, &tenant, &token, shown).await {
        Ok(Joined::Waits) => return Ok(web::see_other("/sign-up/waiting")),
        Ok(Joined::Member) => web::say_once(&session, "notice-joined").await?,
        Ok(Joined::AlreadyMember) => web::say_once(&session, "notice-already-member").await?,
        Err(error) => {
            let refusal = Refusal::of(error, field)?;
            let (name, address) = accounts::newcomer_behind(&app, &tenant, &token).await?;
            let form = Form::again(fields, &refusal.problems, &page.words);
            return Ok(refusal.answer(ConfirmPage { page, form, name, address, token }));
        }
    }
    Ok(web::see_other("/sign-in"))
}
