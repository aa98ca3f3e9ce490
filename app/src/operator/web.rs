//! The operator's console: its first page lists the rest.

use askama::Template;
use askama_web::WebTemplate;

use crate::web::{Operator, Page};

#[derive(Template, WebTemplate)]
#[template(path = "operator/index.html")]
pub struct Index {
    page: Page,
}

pub async fn index(_: Operator, page: Page) -> Index {
    Index { page }
}
