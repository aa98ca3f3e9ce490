//! The log of what staff did.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use heliograph_entity::{act, values::ActId};

use super::super::{Acts, VERBS, acts};
use crate::{
    app::App,
    error::Result,
    sessions::Moderator,
    web::{Page, Query},
    words::Message,
};

#[derive(Template, WebTemplate)]
#[template(path = "moderation/audit.html")]
pub struct AuditPage {
    page: Page,
    finder: Finder,
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

/// What a page of a log looks for.
pub struct Finder {
    pub path: &'static str,
    pub person: String,
    pub verb: String,
    /// The verbs to choose from, and what each means.
    pub verbs: Vec<(&'static str, String)>,
}

impl Finder {
    pub fn new(path: &'static str, which: &Acts, page: &Page) -> Self {
        let means = |verb: &str| page.words.say(&Message::new(sentence_of(verb)).with("subject", "…"));
        Self {
            path,
            person: which.person.clone(),
            verb: which.act.clone(),
            verbs: VERBS.into_iter().map(|verb| (verb, means(verb))).collect(),
        }
    }

    /// Where the acts before that one are found.
    pub fn older(&self, before: ActId) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("person", &self.person), ("act", &self.verb), ("before", &before.to_string())])
            .finish();
        format!("{}?{query}", self.path)
    }
}

pub async fn audit(
    State(app): State<App>,
    Moderator(viewer): Moderator,
    page: Page,
    Query(mut which): Query<Acts>,
) -> Result<AuditPage> {
    which.person = which.person.trim().replace('\0', "");
    let (acts, next) = acts(&app, &viewer.tenant, &which).await?;
    let finder = Finder::new("/console/audit", &which, &page);
    let next = next.map(|before| finder.older(before));
    let here = format!("@{}", viewer.tenant.host.name);
    let acts = acts.into_iter().map(|act| ActView::new(act, &here, &page)).collect();
    Ok(AuditPage { finder, acts, next, page })
}

/// The id of the sentence for a verb.
fn sentence_of(verb: &str) -> String {
    format!("act-{}", verb.replace('.', "-"))
}

impl ActView {
    /// Actors of `here`, an @ and a host, go without it.
    pub fn new(act: act::Model, here: &str, page: &Page) -> Self {
        let sentence = page.words.say(&Message::new(sentence_of(&act.verb)).with("subject", &act.subject));
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
