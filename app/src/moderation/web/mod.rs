//! The community's console: its first page lists the rest.

mod audit;
mod community;
mod members;

use askama::Template;
use askama_web::WebTemplate;

pub use audit::{ActView, Finder, audit};
pub use community::{ask_second_factor, change_limits, change_look, limits, look, remove_logo, set_logo, staff};
pub use members::{add_note, change_role, confirmation, member, members, sign_out};

use axum::{extract::State, response::Response};

use super::put_first_steps_away;
use crate::{
    app::App,
    error::Result,
    sessions::{Admin, Moderator},
    web::{self, Page},
};

#[derive(Template, WebTemplate)]
#[template(path = "moderation/index.html")]
pub struct Index {
    page: Page,
}

pub async fn index(_: Moderator, page: Page) -> Index {
    Index { page }
}

/// Puts away what is to be done first, which stands on the home page of owners.
pub async fn put_away(State(app): State<App>, Admin(viewer): Admin) -> Result<Response> {
    put_first_steps_away(&app, &viewer).await?;
    Ok(web::see_other("/"))
}
