//! A post in the forms in which people take it elsewhere.

use super::{embed, escape};
use crate::{
    posts::{Photo, PostView},
    words::Words,
};

pub struct Copies {
    pub link: String,
    pub text: String,
    pub html: String,
    pub markdown: String,
    pub embed: String,
}

/// One photo of several, likewise; as text there is its attribution.
pub struct PhotoCopies {
    pub link: String,
    pub html: String,
    pub markdown: String,
}

impl PostView {
    /// The page of one photo among several, as those outside find it.
    pub fn photo_url(&self, photo: &Photo) -> String {
        format!("{}/{}", self.absolute_url, photo.number)
    }

    pub fn photo_copies(&self, photo: &Photo, words: &Words) -> PhotoCopies {
        let link = self.photo_url(photo);
        let attribution = self.photo_attribution(photo, words);
        let picture = |copy: String| if photo.ready { copy } else { String::new() };
        PhotoCopies {
            html: format!(
                "<figure>{}<figcaption>{}</figcaption></figure>",
                picture(self.picture_as_html(photo, &link, words)),
                attribution.html
            ),
            markdown: [picture(self.picture_as_markdown(photo, &link, words)), attribution.markdown]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("\n\n"),
            link,
        }
    }

    pub fn copies(&self, words: &Words) -> Copies {
        Copies {
            link: self.absolute_url.clone(),
            text: self.as_text(words),
            html: self.as_html(words),
            markdown: self.as_markdown(words),
            embed: embed::code(self, words, embed::Space::default()),
        }
    }

    /// The words that name it: its title, or whose photograph it is.
    fn as_text(&self, words: &Words) -> String {
        let by = words.with("attribution-by", "name", &self.author.display_name);
        let lines = [self.title.clone(), self.summary(words), by, self.absolute_url.clone()];
        lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    fn as_html(&self, words: &Words) -> String {
        let pictures: Vec<_> = self
            .photos
            .iter()
            .filter(|photo| photo.ready)
            .map(|photo| self.picture_as_html(photo, &self.absolute_url, words))
            .collect();
        let summary = escape::html(&self.summary(words));
        let attributions: Vec<_> = self.attributions(words).into_iter().map(|of| of.html).collect();
        let caption = [summary, attributions.join(" ")].join(" ");
        format!("<figure>{}<figcaption>{}</figcaption></figure>", pictures.join("\n"), caption.trim())
    }

    /// A picture that leads to `link`.
    fn picture_as_html(&self, photo: &Photo, link: &str, words: &Words) -> String {
        format!(
            "<a href=\"{}\"><img src=\"{}\" alt=\"{}\" width=\"{}\" height=\"{}\" loading=\"lazy\"></a>",
            escape::html(link),
            escape::html(&photo.full.url),
            escape::html(&self.alt_of(photo, words)),
            photo.full.width,
            photo.full.height,
        )
    }

    fn picture_as_markdown(&self, photo: &Photo, link: &str, words: &Words) -> String {
        format!("[![{}]({})]({link})", escape::markdown(&self.alt_of(photo, words)), photo.full.url)
    }

    fn as_markdown(&self, words: &Words) -> String {
        let picture = |photo: &Photo| self.picture_as_markdown(photo, &self.absolute_url, words);
        let mut parts: Vec<_> = self.photos.iter().filter(|photo| photo.ready).map(picture).collect();
        parts.push(escape::markdown(&self.summary(words)));
        parts.extend(self.attributions(words).into_iter().map(|of| of.markdown));
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
    }

    /// The beginning of the caption on one line; of what comes with a warning, the warning.
    fn summary(&self, words: &Words) -> String {
        match self.warning.is_empty() && self.caption_text.is_empty() {
            true => String::new(),
            false => escape::one_line(&self.about(words)),
        }
    }

    /// What a photo shows, or whose it is where nobody has said.
    pub fn alt_of(&self, photo: &Photo, words: &Words) -> String {
        match photo.alt.is_empty() {
            true => words.with("photo-by", "name", &self.author.display_name),
            false => escape::one_line(&photo.alt),
        }
    }

    /// How its author is called across the fediverse.
    pub fn fediverse_name(&self) -> String {
        let host = url::Url::parse(&self.absolute_url).ok();
        let host = host.as_ref().map_or("", |url| url.authority());
        let name = self.author.name.split('@').next().unwrap_or_default();
        format!("@{name}@{host}")
    }
}
