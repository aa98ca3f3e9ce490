//! Asking once more for the letter that confirms a sign-up.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    Extension,
    extract::State,
    response::{IntoResponse, Response},
};

use crate::{
    accounts,
    app::App,
    error::{Error, Problems, Result},
    throttle::{self, Allowance},
    viewer::Tenant,
    web::{self, Arrival, Body, Fields, Form, Page, Refusal},
    words::Message,
};

/// How often letters may be asked for from one network.
const BY_NETWORK: Allowance = Allowance { at_once: 10, then_every: std::time::Duration::from_secs(60) };

#[derive(Template, WebTemplate)]
#[template(path = "accounts/again.html")]
pub struct AgainPage {
    page: Page,
    form: Form,
}

pub async fn again_form(page: Page) -> AgainPage {
    AgainPage { page, form: Form::default() }
}

pub async fn again(
    State(app): State<App>,
    Extension(arrival): Extension<Arrival>,
    tenant: Tenant,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let asked = async {
        let login = fields.get("login");
        if login.is_empty() {
            return Err(Error::Invalid(Problems::one("login", Message::new("problem-missing"))));
        }
        throttle::take(&app, "sign-up-again", &arrival.network(), BY_NETWORK).await?;
        accounts::welcome_again(&app, &tenant, login).await
    };
    match asked.await {
        Ok(()) => Ok(web::see_other("/sign-up/sent").into_response()),
        Err(error) => {
            let refusal = Refusal::of(error, "login")?;
            let form = Form::again(fields, &refusal.problems, &page.words);
            Ok(refusal.answer(AgainPage { page, form }))
        }
    }
}
