//! What people write about a post and its photos and choose for it, and how long it may be.

use heliograph_entity::{
    post::{Commenters, Visibility},
    values::{ItemId, Licence, ShownDetails},
};
use sea_orm::ActiveEnum;

use super::{MOST_TAGS, tags::tags_in};
use crate::{
    error::{Problems, Result, short_text},
    words::Message,
};

const LONGEST_TITLE: usize = 100;
pub(super) const LONGEST_CAPTION: usize = 5000;
const LONGEST_ALT: usize = 1500;
const LONGEST_WARNING: usize = 100;
/// A hundred names of thirty characters, and what parts them.
const LONGEST_NAMED: usize = 4000;

#[derive(Clone, Debug, PartialEq)]
pub struct PostWords {
    pub title: String,
    pub caption: String,
    /// Why readers are asked before they see it; empty where they are not.
    pub warning: String,
    /// Of every photo that has no other one.
    pub licence: Licence,
    /// Who may see it; `None` leaves that as it is.
    pub audience: Option<Visibility>,
    /// Whom the author names, as it was typed. [`people_in`](super::people_in) knows who they are.
    pub named: String,
    /// Who may comment; `None` leaves that as it is.
    pub commenters: Option<Commenters>,
    /// Whether readers are offered the photos as files.
    pub downloadable: bool,
    /// What readers are told of how the photos were made; `None` leaves that as it is.
    pub details: Option<ShownDetails>,
    pub items: Vec<ItemWords>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ItemWords {
    pub id: ItemId,
    pub title: String,
    pub alt: String,
    pub caption: String,
    pub licence: Licence,
}

impl PostWords {
    /// Reads what was typed, by the names of the fields: `title`, `caption`, `licence`, and for each item `title-{id}` and so on.
    pub fn read<'a>(items: &[ItemId], typed: impl Fn(&str) -> &'a str) -> Result<Self> {
        let mut problems = Problems::default();
        let mut text = |field: &str, limit| problems.check(field, short_text(typed(field), limit)).unwrap_or_default();

        let mut items: Vec<ItemWords> = items
            .iter()
            .map(|id| ItemWords {
                id: *id,
                alt: text(&format!("alt-{id}"), LONGEST_ALT),
                title: text(&format!("title-{id}"), LONGEST_TITLE),
                caption: text(&format!("caption-{id}"), LONGEST_CAPTION),
                licence: Licence::AllRightsReserved,
            })
            .collect();
        let title = text("title", LONGEST_TITLE);
        let caption = text("caption", LONGEST_CAPTION);
        let warning = text("warning", LONGEST_WARNING);
        let named = text("named", LONGEST_NAMED);
        let texts = [caption.as_str()].into_iter().chain(items.iter().map(|item| item.caption.as_str()));
        let tags = tags_in(texts).len();
        if tags > MOST_TAGS {
            problems.add("caption", Message::new("problem-hashtags").count("limit", MOST_TAGS).count("number", tags));
        }

        let mut licence_in = |field: &str| {
            let licence = Licence::from_code(typed(field)).ok_or_else(|| Message::new("problem-licence"));
            problems.check(field, licence).unwrap_or(Licence::AllRightsReserved)
        };
        let licence = licence_in("licence");
        for item in &mut items {
            let field = format!("licence-{}", item.id);
            item.licence = if typed(&field).is_empty() { licence } else { licence_in(&field) };
        }
        let audience = choice("audience", typed("audience"), "problem-audience", &mut problems);
        let commenters = choice("commenters", typed("commenters"), "problem-choice", &mut problems);
        let downloadable = typed("downloadable") == "yes";
        let details = ShownDetails::read(&typed);

        problems.into_result()?;
        Ok(Self { title, caption, warning, licence, audience, named, commenters, downloadable, details, items })
    }
}

/// One of the values that the database knows; nothing chosen leaves it as it is.
fn choice<T: ActiveEnum<Value = String>>(
    field: &str,
    typed: &str,
    message: &'static str,
    problems: &mut Problems,
) -> Option<T> {
    if typed.is_empty() {
        return None;
    }
    let chosen = T::try_from_value(&typed.to_owned()).map_err(|_| Message::new(message));
    problems.check(field, chosen)
}
