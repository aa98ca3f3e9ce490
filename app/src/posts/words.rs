//! What people write about a post and its photos, and how long it may be.

use heliograph_entity::{
    post::Visibility,
    values::{ItemId, Licence},
};

use super::{MOST_TAGS, tags::tags_in};
use crate::{
    error::{Problems, Result, short_text},
    words::Message,
};

const LONGEST_TITLE: usize = 100;
const LONGEST_CAPTION: usize = 5000;
const LONGEST_ALT: usize = 1500;

#[derive(Clone, Debug, PartialEq)]
pub struct PostWords {
    pub title: String,
    pub caption: String,
    /// Of every photo of the post.
    pub licence: Licence,
    /// Who may see it; `None` leaves that as it is.
    pub audience: Option<Visibility>,
    pub items: Vec<ItemWords>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ItemWords {
    pub id: ItemId,
    pub title: String,
    pub alt: String,
    pub caption: String,
}

impl PostWords {
    /// Reads what was typed, by the names of the fields: `title`, `caption`, `licence`, and for each item `title-{id}` and so on.
    pub fn read<'a>(items: &[ItemId], typed: impl Fn(&str) -> &'a str) -> Result<Self> {
        let mut problems = Problems::default();
        let mut text = |field: &str, limit| problems.check(field, short_text(typed(field), limit)).unwrap_or_default();

        let items: Vec<ItemWords> = items
            .iter()
            .map(|id| ItemWords {
                id: *id,
                alt: text(&format!("alt-{id}"), LONGEST_ALT),
                title: text(&format!("title-{id}"), LONGEST_TITLE),
                caption: text(&format!("caption-{id}"), LONGEST_CAPTION),
            })
            .collect();
        let title = text("title", LONGEST_TITLE);
        let caption = text("caption", LONGEST_CAPTION);
        let texts = [caption.as_str()].into_iter().chain(items.iter().map(|item| item.caption.as_str()));
        let tags = tags_in(texts).len();
        if tags > MOST_TAGS {
            problems.add("caption", Message::new("problem-hashtags").count("limit", MOST_TAGS).count("number", tags));
        }
        let licence = Licence::from_code(typed("licence")).ok_or_else(|| Message::new("problem-licence"));
        let licence = problems.check("licence", licence).unwrap_or(Licence::AllRightsReserved);

        let audience = match typed("audience") {
            "" => None,
            "public" => Some(Visibility::Public),
            "unlisted" => Some(Visibility::Unlisted),
            "followers" => Some(Visibility::Followers),
            _ => {
                problems.add("audience", Message::new("problem-audience"));
                None
            }
        };

        problems.into_result()?;
        Ok(Self { title, caption, licence, audience, items })
    }
}
