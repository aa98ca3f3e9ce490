//! How a photo is named where somebody uses it: title, author, source and licence, as Creative Commons recommends (TASL).

use super::escape;
use crate::{
    posts::{LicenceView, Photo, PostView},
    words::{Message, Words},
};

/// The same sentence in three forms.
pub struct Attribution {
    /// Which photo it is about, where those of a post differ.
    pub photo: Option<usize>,
    pub text: String,
    pub html: String,
    pub markdown: String,
}

impl PostView {
    /// One for all photos when they carry the same licence, else one for each.
    pub fn attributions(&self, words: &Words) -> Vec<Attribution> {
        match &self.licence {
            Some(licence) => vec![self.attribution(None, &self.title, licence, words)],
            None => self.photos.iter().map(|photo| self.photo_attribution(photo, words)).collect(),
        }
    }

    /// That of one photo among several.
    pub fn photo_attribution(&self, photo: &Photo, words: &Words) -> Attribution {
        let title = if photo.title.is_empty() { &self.title } else { &photo.title };
        self.attribution(Some(photo.number), title, &photo.licence, words)
    }

    fn attribution(&self, photo: Option<usize>, title: &str, licence: &LicenceView, words: &Words) -> Attribution {
        let title = match title.is_empty() {
            true => words.t("attribution-untitled"),
            false => words.with("attribution-title", "title", &escape::one_line(title)),
        };
        let url = match photo {
            Some(number) => format!("{}/{number}", self.absolute_url),
            None => self.absolute_url.clone(),
        };
        let author_url = self.author_url();
        let say = |link: &dyn Fn(&str, &str, bool) -> String| {
            let message = Message::new(sentence(licence))
                .with("title", link(&title, &url, false))
                .with("author", link(&self.author.display_name, author_url, false))
                .with("year", self.published.get(..4).unwrap_or_default())
                .with("licence", link(&licence.name, &licence.url, true));
            words.say(&message)
        };
        Attribution {
            photo,
            text: say(&|text, url, _| if url.is_empty() { text.to_owned() } else { format!("{text} ({url})") }),
            html: say(&|text, url, licence| {
                let rel = if licence { " rel=\"license\"" } else { "" };
                match url.is_empty() {
                    true => escape::html(text),
                    false => format!("<a href=\"{}\"{rel}>{}</a>", escape::html(url), escape::html(text)),
                }
            }),
            markdown: say(&|text, url, _| match url.is_empty() {
                true => escape::markdown(text),
                false => format!("[{}]({url})", escape::markdown(text)),
            }),
        }
    }

    /// Their page, as those outside reach it.
    pub fn author_url(&self) -> &str {
        self.absolute_url.rsplit_once('/').map_or("", |(author, _)| author)
    }
}

/// CC0 and the Public Domain Mark license nothing: they mark.
fn sentence(licence: &LicenceView) -> &'static str {
    if licence.shows("zero") || licence.shows("pd") {
        "attribution-marked"
    } else if licence.shows("cc") {
        "attribution-licensed"
    } else {
        "attribution-reserved"
    }
}
