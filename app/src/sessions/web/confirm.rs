//! The page that a link to confirm an address opens.

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
    error::Result,
    viewer::Tenant,
    web::{self, Page, Path},
};

#[derive(Template, WebTemplate)]
#[template(path = "sessions/confirm.html")]
struct ConfirmPage {
    page: Page,
    address: String,
    token: String,
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
