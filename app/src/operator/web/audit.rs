//! The log of what operators did for the hub as a whole. What they did in a community stands in its own log.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;

use super::super::Desk;
use crate::{
    app::App,
    error::Result,
    moderation::{
        self, Acts,
        web::{ActView, Finder},
    },
    web::{Page, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "operator/audit.html")]
pub struct AuditPage {
    page: Page,
    finder: Finder,
    acts: Vec<ActView>,
    next: Option<String>,
}

pub async fn audit(
    State(app): State<App>,
    Desk(viewer): Desk,
    page: Page,
    Query(mut which): Query<Acts>,
) -> Result<AuditPage> {
    which.person = which.person.trim().replace('\0', "");
    let (acts, next) = moderation::acts_of_hub(&app, &which).await?;
    let finder = Finder::new("/operator/audit", &which, &page);
    let here = format!("@{}", viewer.tenant.host.name);
    Ok(AuditPage {
        acts: acts.into_iter().map(|act| ActView::new(act, &here, &page)).collect(),
        next: next.map(|before| finder.older(before)),
        finder,
        page,
    })
}
