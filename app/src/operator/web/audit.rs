//! The log of what operators did for the hub as a whole. What they did in a community stands in its own log.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use heliograph_entity::values::ActId;

use super::{super::Desk, Before};
use crate::{
    app::App,
    error::Result,
    moderation::{self, web::ActView},
    web::{Page, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "operator/audit.html")]
pub struct AuditPage {
    page: Page,
    acts: Vec<ActView>,
    next: Option<String>,
}

pub async fn audit(
    State(app): State<App>,
    Desk(viewer): Desk,
    page: Page,
    Query(before): Query<Before>,
) -> Result<AuditPage> {
    let (acts, next) = moderation::acts_of_hub(&app, before.before.map(ActId)).await?;
    let here = format!("@{}", viewer.tenant.host.name);
    Ok(AuditPage {
        acts: acts.into_iter().map(|act| ActView::new(act, &here, &page)).collect(),
        next: next.map(|before| format!("/operator/audit?before={before}")),
        page,
    })
}
