//! The home page of a member, and that of the community.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};

use heliograph_entity::values::PostId;

use crate::{
    app::App,
    error::Result,
    feed,
    moderation::{self, Step},
    posts::{self, Before, PostView},
    relationships::{self, Suggestion},
    viewer::{Tenant, Viewer},
    web::{Page, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "timelines/home.html")]
struct HomePage {
    page: Page,
    posts: Vec<PostView>,
    older: Option<String>,
    members: i64,
    shown: Shown,
    /// Before which post what was seen in earlier visits begins.
    line: Option<PostId>,
    nothing_new: bool,
    suggestions: Vec<Suggestion>,
    /// What an owner does first.
    steps: Vec<Step>,
}

/// What the page is a list of.
#[derive(PartialEq)]
enum Shown {
    /// Those whom the member follows.
    Followed,
    /// The community, to a member who follows nobody yet.
    Beginning,
    Community,
}

impl HomePage {
    fn is_of_followed(&self) -> bool {
        self.shown == Shown::Followed
    }

    fn is_of_community(&self) -> bool {
        self.shown == Shown::Community
    }

    fn is_line(&self, post: &PostView) -> bool {
        self.line == Some(post.place)
    }

    fn is_beginning(&self) -> bool {
        self.shown == Shown::Beginning
    }
}

/// To a member what those whom they follow publish; to guests, and to members who follow nobody, what the community does.
pub async fn home(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    mut page: Page,
    Query(before): Query<Before>,
) -> Result<Response> {
    let Some(viewer) = viewer else { return of_community(&app, &tenant, None, page, before, "/").await };
    if viewer.account.following_count == 0 && !feed::follows_tags(app.db.reader(), viewer.account.id).await? {
        return of_community(&app, &tenant, Some(&viewer), page, before, "/").await;
    }
    let (posts, older) = posts::home(&app, &viewer, before, &mut page).await?;
    let seen_to = match before.id() {
        None => feed::note_reading(&app, viewer.account.id, posts.first().map(|post| post.place)).await?,
        Some(_) => feed::seen_to(&app, viewer.account.id).await?,
    };
    // Further down, only where the page before ended with something new.
    let line = posts.iter().map(|post| post.place).find(|id| *id <= seen_to);
    let line = line.filter(|_| before.id().is_none_or(|last| last > seen_to));
    let suggestions = relationships::suggestions(&app, &viewer, &page.words).await?;
    let steps = moderation::first_steps(&app, &viewer).await?;
    let shown = HomePage {
        posts,
        steps,
        older: older.map(|id| format!("/?before={id}")),
        members: tenant.community.members_count,
        shown: Shown::Followed,
        nothing_new: before.id().is_none(),
        line,
        suggestions,
        page,
    };
    Ok(shown.into_response())
}

/// What the community has published for everybody.
pub async fn local(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    mut page: Page,
    Query(before): Query<Before>,
) -> Result<Response> {
    if viewer.is_none() {
        page.canonical = tenant.url("/");
    }
    of_community(&app, &tenant, viewer.as_ref(), page, before, "/local").await
}

async fn of_community(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    mut page: Page,
    before: Before,
    path: &str,
) -> Result<Response> {
    let (posts, older) = posts::latest(app, tenant, viewer, before, &mut page).await?;
    let suggestions = match viewer {
        Some(viewer) => relationships::suggestions(app, viewer, &page.words).await?,
        None => Vec::new(),
    };
    let steps = match viewer {
        Some(viewer) if path == "/" => moderation::first_steps(app, viewer).await?,
        _ => Vec::new(),
    };
    let shown = HomePage {
        posts,
        steps,
        older: older.map(|id| format!("{path}?before={id}")),
        members: tenant.community.members_count,
        line: None,
        nothing_new: false,
        shown: if viewer.is_some() && path == "/" { Shown::Beginning } else { Shown::Community },
        suggestions,
        page,
    };
    Ok(shown.into_response())
}
