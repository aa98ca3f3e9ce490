//! A person's profile: who they are, and their photos.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::Uri,
    response::{IntoResponse, Response},
};

use heliograph_entity::account;

use crate::{
    accounts::{self, Author},
    app::App,
    error::{Error, Result},
    posts::{self, Before, Tile},
    viewer::Tenant,
    web::{self, Page, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "profiles/profile.html")]
struct ProfilePage {
    page: Page,
    heading: String,
    about: String,
    account: Author,
    bio: String,
    posts_count: i64,
    joined: String,
    grid: Vec<Tile>,
    older: Option<String>,
}

pub async fn profile(
    State(app): State<App>,
    tenant: Tenant,
    mut page: Page,
    asked: Uri,
    Path(name): Path<String>,
    Query(before): Query<Before>,
) -> Result<Response> {
    let account = accounts::by_name(app.db.reader(), &tenant, &name).await?.ok_or(Error::NotFound)?;
    if account.state != account::State::Living {
        return Err(Error::Gone);
    }
    let author = Author::from(&account);
    if name != account.name {
        return Ok(web::moved(&author.url, &asked));
    }
    page.canonical = tenant.url(&author.url);
    let (grid, older) = posts::tiles_of(&app, &tenant, &account, before, &mut page).await?;

    let bio = account.bio;
    let about =
        if bio.is_empty() { page.with("profile-description", "name", &author.display_name) } else { bio.clone() };
    let shown = ProfilePage {
        heading: format!("{} ({})", author.display_name, author.handle),
        about,
        bio,
        posts_count: account.posts_count,
        joined: page.words.day(account.created_at),
        older: older.map(|id| format!("{}?before={id}", author.url)),
        account: author,
        grid,
        page,
    };
    Ok(shown.into_response())
}
