//! A person's profile: who they are, and their photos.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use crate::{
    accounts::{self, Author},
    app::App,
    error::{Error, Result},
    posts::{self, Before, Tile},
    relationships::{self, Ties},
    viewer::{Tenant, Viewer},
    web::{self, Page, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "profiles/profile.html")]
struct ProfilePage {
    page: Page,
    account: Author,
    bio: String,
    posts_count: i64,
    joined: String,
    grid: Vec<Tile>,
    older: Option<String>,
    ties: Ties,
}

/// What led to the page.
#[derive(Deserialize)]
pub struct Came {
    #[serde(default)]
    after: String,
}

pub async fn profile(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    mut page: Page,
    Path(name): Path<String>,
    Query(before): Query<Before>,
    Query(came): Query<Came>,
) -> Result<Response> {
    let viewer = viewer.as_ref();
    if let Some(home) = accounts::home_for_guest(&app, &tenant, viewer, &name).await? {
        return Ok(web::see_other(&home));
    }
    let account = accounts::by_handle(app.db.reader(), &tenant, &name).await?.ok_or(Error::NotFound)?;
    let ties = relationships::ties(&app, &tenant, viewer, &account, came.after == "follow", &page.words).await?;
    let author = ties.someone.author.clone();
    page.canonical = author.home.clone().unwrap_or_else(|| tenant.url(&author.url));
    let (grid, older) = posts::tiles_of(&app, &tenant, viewer, &account, before, &mut page).await?;

    let shown = ProfilePage {
        bio: account.bio,
        posts_count: account.posts_count,
        joined: page.words.day(account.created_at),
        older: older.map(|id| format!("{}?before={id}", author.url)),
        account: author,
        grid,
        ties,
        page,
    };
    Ok(shown.into_response())
}
