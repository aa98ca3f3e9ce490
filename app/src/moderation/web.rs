//! The community's console: its first page lists the rest.

use askama::Template;
use askama_web::WebTemplate;

use crate::web::{Moderator, Page};

#[derive(Template, WebTemplate)]
#[template(path = "moderation/index.html")]
pub struct Index {
    page: Page,
}

pub async fn index(_: Moderator, page: Page) -> Index {
    Index { page }
}
