use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use heliograph_entity::{rule, tenant::SignUp};

use crate::{app::App, error::Result, tenants, viewer::Tenant, web::Page};

#[derive(Template, WebTemplate)]
#[template(path = "tenants/about.html")]
pub struct AboutPage {
    page: Page,
    /// In paragraphs.
    description: Vec<String>,
    rules: Vec<rule::Model>,
    members: i64,
    mode: SignUp,
    /// Whether other servers stand differently with it.
    keeps_away: bool,
}

pub async fn about(State(app): State<App>, tenant: Tenant, page: Page) -> Result<AboutPage> {
    let rules = tenants::rules(app.db.reader(), tenant.id).await?;
    let community = &tenant.community;
    let paragraphs = community.description.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let description = paragraphs.map(str::to_owned).collect();
    let keeps_away = tenant.has_policies();
    Ok(AboutPage { page, description, rules, members: community.members_count, mode: community.sign_up, keeps_away })
}
