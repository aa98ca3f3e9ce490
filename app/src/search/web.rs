//! The page to search on, and the door through which people come from other servers.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{Lost, resolve};
use crate::{
    accounts::{self, Author},
    app::App,
    error::Result,
    markup::{Hashtag, hashtags, tag_path},
    viewer::{Tenant, Viewer},
    web::{self, Page, Query},
    words::Message,
};

const MOST_PEOPLE: u64 = 30;
const LONGEST: usize = 2000;

#[derive(Template, WebTemplate)]
#[template(path = "search/search.html")]
struct SearchPage {
    page: Page,
    q: String,
    /// Why nothing is there that was named outright.
    lost: Option<String>,
    people: Vec<Author>,
    tag: Option<(String, String)>,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    /// What another server leads its people here with.
    #[serde(default)]
    uri: String,
}

/// `/search?q=`: what is named outright is gone to, and what is not is looked for among names.
pub async fn search(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let q: String = asked.q.trim().chars().take(LONGEST).collect();
    let lost = match resolve(&app, &tenant, viewer.as_ref(), &q).await? {
        Ok(url) => return Ok(web::see_other(&url)),
        Err(Lost::NotHere) => None,
        Err(Lost::SignIn) => Some(page.t("search-sign-in")),
        Err(Lost::Suspended { host, reason }) => Some(page.words.say(&suspended(&host, &reason))),
        Err(Lost::Elsewhere(host)) => Some(page.words.say(&Message::new("search-not-there").with("host", host))),
    };
    let people = match q.is_empty() || lost.is_some() {
        true => Vec::new(),
        false => {
            let me = viewer.as_ref().map(|viewer| viewer.account.id);
            accounts::discover(app.db.reader(), &tenant, me, q.trim_start_matches('@'), MOST_PEOPLE).await?
        }
    };
    let people = accounts::authors(app.db.reader(), &tenant, &people).await?;
    let word = format!("#{}", q.trim_start_matches('#'));
    let tag = hashtags(&word).into_iter().next().filter(|tag| tag.shown.len() + 1 == word.len());
    let tag = tag.map(|Hashtag { key, shown, .. }| (tag_path(&key), shown));
    Ok(SearchPage { page, q, lost, people, tag }.into_response())
}

fn suspended(host: &str, reason: &str) -> Message {
    match reason {
        "" => Message::new("server-is-suspended").with("host", host),
        reason => Message::new("server-is-suspended-for").with("host", host).with("reason", reason),
    }
}

/// `/authorize_interaction?uri=`: somebody of here was on another server and wants to go on with what they saw there.
pub async fn interact(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Viewer,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let asked = Asked { q: asked.uri, uri: String::new() };
    search(State(app), tenant, Some(viewer), page, Query(asked)).await
}
