//! The page that makes the first community.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::tenant::SignUp;
use tower_sessions::Session;

use super::{OwnerToBe, is_open, set_up};
use crate::{
    app::App,
    error::{Error, Result},
    sessions,
    tenants::{self, Accent, NewTenant},
    web::{self, Arrival, Body, Fields, Form, Page, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "setup/wizard.html")]
struct Wizard {
    page: Page,
    form: Form,
    accents: Vec<Accent>,
}

/// The community is at another address than the set-up.
#[derive(Template, WebTemplate)]
#[template(path = "setup/done.html")]
struct Done {
    page: Page,
    community: String,
    link: String,
}

impl Wizard {
    fn new(mut page: Page, form: Form) -> Self {
        Self { accents: tenants::accents(&mut page), page, form }
    }
}

pub async fn form(
    State(app): State<App>,
    axum::Extension(arrival): axum::Extension<Arrival>,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response> {
    if !is_open(&app, &token).await? {
        return Err(Error::LinkExpired);
    }
    let form = Form::new([
        ("host", arrival.authority),
        ("accent", tenants::FIRST_ACCENT.to_string()),
        ("sign-up", SignUp::default().code()),
    ]);
    Ok(Wizard::new(page, form).into_response())
}

pub async fn submit(
    State(app): State<App>,
    axum::Extension(arrival): axum::Extension<Arrival>,
    session: Session,
    browser: sessions::Browser,
    page: Page,
    Path(token): Path<String>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    // The host as the browser has it says also whether it is https; another one is taken as it was typed.
    let typed = fields.get("host");
    let host = if typed.eq_ignore_ascii_case(&arrival.authority) { arrival.origin() } else { typed.to_owned() };
    let community = NewTenant {
        name: fields.get("community").to_owned(),
        summary: fields.get("summary").to_owned(),
        host,
        accent_hue: fields.get("accent").parse().unwrap_or(-1),
        sign_up: SignUp::from_code(fields.get("sign-up")).unwrap_or_default(),
    };
    let owner = OwnerToBe {
        name: fields.get("name").to_owned(),
        email: fields.get("email").to_owned(),
        password: fields.raw("password").to_owned(),
    };

    match set_up(&app, &token, community, owner).await {
        Ok((tenant, user)) if tenant.host.origin == arrival.origin() => {
            sessions::start(&app, &session, &browser, &user).await?;
            web::say_once(&session, "notice-welcome").await?;
            Ok(web::see_other("/"))
        }
        // A policy that keeps forms on this host also keeps a browser from following to another.
        Ok((tenant, _)) => {
            Ok(Done { page, community: tenant.community.name.clone(), link: tenant.url("/sign-in") }.into_response())
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(Wizard::new(page, form)))
        }
        Err(error) => Err(error),
    }
}
