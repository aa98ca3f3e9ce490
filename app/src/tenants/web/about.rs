use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use heliograph_entity::{rule, tenant::SignUp};

use crate::{app::App, error::Result, tenants, viewer::Tenant, web::Page};

#[derive(Template, WebTemplate)]
#[template(path = "tenants/about.html")]
pub struct AboutPage {
    page: Page,
    rules: Vec<rule::Model>,
    members: i64,
    mode: SignUp,
}

pub async fn about(State(app): State<App>, tenant: Tenant, page: Page) -> Result<AboutPage> {
    let rules = tenants::rules(app.db.reader(), tenant.id).await?;
    let community = &tenant.community;
    Ok(AboutPage { page, rules, members: community.members_count, mode: community.sign_up })
}
