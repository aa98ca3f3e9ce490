//! What a post was before, for whoever may see it.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use heliograph_entity::{
    post::Visibility,
    values::{PostId, RevisionId},
};
use sea_orm::ActiveEnum;
use serde::Deserialize;

use super::super::{Dated, Difference, MOST_REVISIONS, compare, count_revisions, find, versions};
use crate::{
    accounts::{self, Author},
    app::App,
    error::Result,
    viewer::{Tenant, Viewer},
    web::{Page, Path, Query},
};

const PAGE: u64 = 20;

#[derive(Template, WebTemplate)]
#[template(path = "posts/history.html")]
pub struct HistoryPage {
    page: Page,
    author: Author,
    post: String,
    title: String,
    edits: u64,
    /// There may have been more edits than are kept.
    many: bool,
    versions: Vec<VersionView>,
    older: Option<String>,
}

struct VersionView {
    /// ISO 8601.
    since: String,
    since_words: String,
    current: bool,
    first: bool,
    /// It was for fewer people than the post is for now, so that they alone know it.
    hidden: bool,
    /// In words, where the audience alone is told.
    audience: String,
    differences: Vec<Difference>,
}

#[derive(Deserialize)]
pub struct Earlier {
    before: Option<RevisionId>,
}

pub async fn history(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    page: Page,
    Path((name, id)): Path<(String, PostId)>,
    Query(earlier): Query<Earlier>,
) -> Result<HistoryPage> {
    let (account, post) = find(&app, &tenant, viewer.as_ref(), &name, id).await?;
    let author = accounts::authors(app.db.reader(), &tenant, std::slice::from_ref(&account)).await?.remove(0);
    let edits = count_revisions(app.db.reader(), post.id).await?;
    let (dated, older) = versions(&app, &post, earlier.before, PAGE).await?;

    let mine = viewer.as_ref().is_some_and(|viewer| viewer.account.id == account.id);
    let may_read = |then: Visibility| mine || then.is_for_everybody() || then == post.visibility;
    let shown = dated.len() - usize::from(older.is_some());
    let views = dated.iter().take(shown).enumerate().map(|(at, Dated { version, since })| {
        let hidden = !may_read(version.audience);
        let before = dated.get(at + 1).filter(|before| !hidden && may_read(before.version.audience));
        VersionView {
            since: since.to_iso(),
            since_words: page.words.moment(*since),
            current: at == 0 && earlier.before.is_none(),
            first: at + 1 == dated.len(),
            hidden,
            audience: page.t(&format!("audience-{}", version.audience.to_value())),
            differences: before
                .map(|before| compare(&before.version, version, *since, &page.words))
                .unwrap_or_default(),
        }
    });
    let versions = views.collect();
    let post = format!("{}/{}", author.url, post.id);
    Ok(HistoryPage {
        title: dated.first().map(|newest| newest.version.title.clone()).unwrap_or_default(),
        older: older.map(|id| format!("{post}/history?before={id}")),
        many: edits >= MOST_REVISIONS,
        versions,
        author,
        edits,
        post,
        page,
    })
}
