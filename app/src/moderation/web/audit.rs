//! The log of what staff did.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use heliograph_entity::act;

use super::super::{Acts, acts};
use crate::{
    app::App,
    error::Result,
    web::{Moderator, Page, Query},
    words::Message,
};

#[derive(Template, WebTemplate)]
#[template(path = "moderation/audit.html")]
pub struct AuditPage {
    page: Page,
    person: String,
    acts: Vec<ActView>,
    next: Option<String>,
}

/// An act as it stands in a log.
pub struct ActView {
    pub actor: String,
    pub sentence: String,
    /// When the sentence does not name it.
    pub subject: Option<String>,
    pub reason: String,
    pub when: String,
    pub iso: String,
}

pub async fn audit(
    State(app): State<App>,
    Moderator(viewer): Moderator,
    page: Page,
    Query(mut which): Query<Acts>,
) -> Result<AuditPage> {
    which.person = which.person.trim().replace('\0', "");
    let (acts, next) = acts(&app, &viewer.tenant, &which).await?;
    let next = next.map(|before| {
        let person: String = url::form_urlencoded::byte_serialize(which.person.as_bytes()).collect();
        format!("/console/audit?person={person}&before={before}")
    });
    let here = format!("@{}", viewer.tenant.host.name);
    let acts = acts.into_iter().map(|act| ActView::new(act, &here, &page)).collect();
    Ok(AuditPage { person: which.person, acts, next, page })
}

impl ActView {
    /// Actors of `here`, an @ and a host, go without it.
    pub fn new(act: act::Model, here: &str, page: &Page) -> Self {
        let id = format!("act-{}", act.verb.replace('.', "-"));
        let sentence = page.words.say(&Message::new(id).with("subject", &act.subject));
        Self {
            actor: match act.actor.strip_suffix(here) {
                Some(name) => name.to_owned(),
                None if act.actor.is_empty() => page.t("act-by-command-line"),
                None => act.actor,
            },
            subject: Some(act.subject).filter(|subject| !subject.is_empty() && !sentence.contains(subject.as_str())),
            sentence,
            reason: act.reason,
            when: page.words.moment(act.created_at),
            iso: act.created_at.to_iso(),
        }
    }
}
