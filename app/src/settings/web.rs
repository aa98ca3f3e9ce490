//! The page that lists the sections.

use askama::Template;
use askama_web::WebTemplate;

use crate::{viewer::Viewer, web::Page};

#[derive(Template, WebTemplate)]
#[template(path = "settings/index.html")]
pub struct Index {
    page: Page,
}

pub async fn index(_: Viewer, page: Page) -> Index {
    Index { page }
}
