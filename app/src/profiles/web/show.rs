//! A person's profile: who they are, and their photos.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};

use super::super::view::{ProfileView, view};
use crate::{
    accounts::{self, Author},
    app::App,
    error::{Error, Result},
    posts::{self, Before, Tile},
    viewer::Tenant,
    web::{Page, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "profiles/profile.html")]
struct ProfilePage {
    page: Page,
    account: Author,
    profile: ProfileView,
    /// What another site shows beside a link to the page.
    card: Option<Card>,
    posts_count: i64,
    grid: Vec<Tile>,
    older: Option<String>,
}

struct Card {
    src: String,
    size: (u32, u32),
    alt: String,
}

pub async fn profile(
    State(app): State<App>,
    tenant: Tenant,
    mut page: Page,
    Path(name): Path<String>,
    Query(before): Query<Before>,
) -> Result<Response> {
    let db = app.db.reader();
    let account = accounts::by_name(db, &tenant, &name).await?.ok_or(Error::NotFound)?;
    let author = Author::from(&account);
    let profile = view(db, &tenant, &account, &mut page).await?;
    let (grid, older) = posts::tiles_of(&app, &tenant, &account, before, &mut page).await?;

    let avatar = author.avatar.as_ref();
    let card = grid
        .first()
        .map(|tile| Card { src: tile.absolute_src.clone(), size: (tile.width, tile.height), alt: tile.alt.clone() })
        .or_else(|| {
            avatar.map(|avatar| Card { src: tenant.url(&avatar.large), size: (400, 400), alt: avatar.alt.clone() })
        });
    let shown = ProfilePage {
        posts_count: account.posts_count,
        older: older.map(|id| format!("{}?before={id}", author.url)),
        account: author,
        profile,
        card,
        grid,
        page,
    };
    Ok(shown.into_response())
}
