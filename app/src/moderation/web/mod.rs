//! The community's console: its first page lists the rest.

mod audit;
mod community;
mod members;

use askama::Template;
use askama_web::WebTemplate;

pub use audit::{ActView, Finder, audit};
pub use community::{
    LimitField, ask_second_factor, change_limits, change_look, limit_fields, limit_values, limits, look, remove_logo,
    set_logo, staff,
};
pub use members::{add_note, change_role, confirmation, member, members, sign_out};

use crate::{sessions::Moderator, web::Page};

#[derive(Template, WebTemplate)]
#[template(path = "moderation/index.html")]
pub struct Index {
    page: Page,
}

pub async fn index(_: Moderator, page: Page) -> Index {
    Index { page }
}
