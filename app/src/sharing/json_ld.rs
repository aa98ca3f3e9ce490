//! What search engines are told of a post and of a profile (schema.org).

use askama::filters::HtmlSafe;
use serde_json::{Value, json};
use std::fmt;

use crate::{
    accounts::Author,
    posts::{Photo, PostView},
    web::Page,
};

/// JSON that may stand in a script element: it can't end it.
pub struct ScriptJson(String);

impl ScriptJson {
    fn new(value: &Value) -> Self {
        Self(value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
    }
}

impl fmt::Display for ScriptJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for ScriptJson {}

impl PostView {
    pub fn json_ld(&self, page: &Page) -> ScriptJson {
        let creator = json!({ "@type": "Person", "name": self.author.display_name, "url": self.author_url() });
        let mut post = json!({
            "@context": "https://schema.org",
            "@type": "SocialMediaPosting",
            "@id": self.absolute_url,
            "url": self.absolute_url,
            "mainEntityOfPage": self.absolute_url,
            "headline": self.heading(&page.words),
            "datePublished": self.published,
            "dateModified": self.edited.as_ref().unwrap_or(&self.published),
            "author": creator,
        });
        if !self.caption_text.is_empty() {
            post["articleBody"] = json!(self.caption_text);
        }
        if let Some(licence) = self.licence.as_ref().filter(|licence| !licence.url.is_empty()) {
            post["license"] = json!(licence.url);
        }
        if self.warning.is_empty() {
            let (videos, photos): (Vec<&Photo>, Vec<&Photo>) =
                self.photos.iter().partition(|item| item.video.is_some());
            let images = photos.into_iter().filter(|photo| photo.ready).map(|photo| self.image(photo, &creator, page));
            post["image"] = images.collect();
            if !videos.is_empty() {
                post["video"] = videos.into_iter().map(|video| self.video(video, &creator, page)).collect();
            }
        }
        ScriptJson::new(&post)
    }

    /// Of one photo among several, on a page of its own.
    pub fn photo_json_ld(&self, photo: &Photo, page: &Page) -> ScriptJson {
        let creator = json!({ "@type": "Person", "name": self.author.display_name, "url": self.author_url() });
        let mut image = match photo.video {
            Some(_) => self.video(photo, &creator, page),
            None => self.image(photo, &creator, page),
        };
        image["@context"] = json!("https://schema.org");
        image["@id"] = json!(self.photo_url(photo));
        image["mainEntityOfPage"] = json!(self.photo_url(photo));
        image["acquireLicensePage"] = json!(self.photo_url(photo));
        image["author"] = creator;
        image["dateModified"] = json!(self.edited.as_ref().unwrap_or(&self.published));
        image["isPartOf"] = json!({
            "@type": "SocialMediaPosting",
            "@id": self.absolute_url,
            "url": self.absolute_url,
            "headline": self.heading(&page.words),
        });
        ScriptJson::new(&image)
    }

    fn video(&self, item: &Photo, creator: &Value, page: &Page) -> Value {
        let mut video = json!({
            "@type": "VideoObject",
            "name": if item.title.is_empty() { self.heading(&page.words) } else { item.title.clone() },
            "url": self.photo_url(item),
            "creator": creator,
            "uploadDate": self.published,
        });
        if item.ready {
            video["thumbnailUrl"] = json!(item.absolute_src);
        }
        if let Some(duration) = item.video.as_ref().and_then(|video| video.duration.as_ref()) {
            video["duration"] = json!(duration);
        }
        if !item.alt.is_empty() {
            video["description"] = json!(item.alt);
        }
        video
    }

    /// With what a search engine shows beside a picture of its licence and of whose it is.
    fn image(&self, photo: &Photo, creator: &Value, page: &Page) -> Value {
        let mut image = json!({
            "@type": "ImageObject",
            "contentUrl": photo.full.url,
            "url": self.photo_url(photo),
            "encodingFormat": photo.full.media_type,
            "width": photo.full.width,
            "height": photo.full.height,
            "creator": creator,
            "creditText": self.author.display_name,
            "copyrightNotice": notice(self, photo, page),
            "acquireLicensePage": self.absolute_url,
            "datePublished": self.published,
        });
        let words = [("name", &photo.title), ("caption", &photo.caption_text), ("description", &photo.alt)];
        for (name, text) in words.into_iter().filter(|(_, text)| !text.is_empty()) {
            image[name] = json!(text);
        }
        if !photo.licence.url.is_empty() {
            image["license"] = json!(photo.licence.url);
        }
        image
    }
}

/// Whose a photo is, in a line: nobody's where its author has given up their rights, or never had any.
pub(super) fn notice(post: &PostView, photo: &Photo, page: &Page) -> String {
    match photo.licence.shows("zero") || photo.licence.shows("pd") {
        true => photo.licence.name.clone(),
        false => {
            let year = post.published.get(..4).unwrap_or_default();
            format!(
                "© {year} {}. {}",
                post.author.display_name,
                page.with("notice-licence", "name", &photo.licence.name)
            )
        }
    }
}

/// A profile: who it is of, and where else they can be found.
pub fn person(author: &Author, url: &str, about: &str, picture: Option<&str>, others: &[&str]) -> ScriptJson {
    let mut person = json!({
        "@type": "Person",
        "@id": url,
        "url": url,
        "name": author.display_name,
        "alternateName": author.handle,
    });
    if !about.is_empty() {
        person["description"] = json!(about);
    }
    if let Some(picture) = picture {
        person["image"] = json!(picture);
    }
    if !others.is_empty() {
        person["sameAs"] = json!(others);
    }
    ScriptJson::new(&json!({
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "url": url,
        "mainEntity": person,
    }))
}
