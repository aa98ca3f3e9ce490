//! What a site is told that wants to show a post and has only its address (oEmbed 1.0, https://oembed.com).

use serde_json::{Map, Value, json};
use url::Url;

use super::embed::{self, Space};
use crate::{posts::PostView, viewer::Tenant, web::Page, xml::Xml};

/// Seconds for which the answer may be kept.
const CACHE_AGE: u32 = 300;

impl PostView {
    /// Where that is asked, for the post's own page to name.
    pub fn oembed_url(&self, format: &str) -> String {
        let Ok(mut url) = Url::parse(&self.absolute_url) else { return String::new() };
        url.set_path("/oembed");
        url.query_pairs_mut().append_pair("url", &self.absolute_url).append_pair("format", format);
        url.into()
    }
}

/// One photo is a photo; several, and what readers are asked about first, are a frame.
pub(super) fn document(post: &PostView, tenant: &Tenant, page: &Page, space: Space) -> Map<String, Value> {
    let mut document = Map::new();
    let mut say = |name: &str, value: Value| drop(document.insert(name.to_owned(), value));
    say("version", json!("1.0"));
    say("provider_name", json!(tenant.community.name));
    say("provider_url", json!(tenant.host.origin));
    say("author_name", json!(post.author.display_name));
    say("author_url", json!(post.author_url()));
    say("title", json!(post.heading(&page.words)));
    say("cache_age", json!(CACHE_AGE));
    if let Some(licence) = &post.licence {
        say("license", json!(licence.name));
        if !licence.url.is_empty() {
            say("license_url", json!(licence.url));
        }
    }

    let photo = post.photos.first().filter(|photo| photo.ready && post.warning.is_empty());
    match photo.filter(|photo| post.has_one_photo() && photo.video.is_none()) {
        Some(photo) => {
            let (width, height) = within(space, (photo.full.width, photo.full.height));
            say("type", json!("photo"));
            say("url", json!(photo.full.url));
            say("width", json!(width));
            say("height", json!(height));
        }
        None => {
            let (width, height) = embed::size(post, space);
            say("type", json!("rich"));
            say("html", json!(embed::code(post, &page.words, space)));
            say("width", json!(width));
            say("height", json!(height));
        }
    }
    if let Some(photo) = photo {
        let (width, height) = within(space, (photo.width, photo.height));
        say("thumbnail_url", json!(photo.absolute_src));
        say("thumbnail_width", json!(width));
        say("thumbnail_height", json!(height));
    }
    document
}

/// As large as it is, or as there is room for.
fn within(space: Space, (width, height): (u32, u32)) -> (u32, u32) {
    let (w, h) = (f64::from(width.max(1)), f64::from(height.max(1)));
    let scale = (f64::from(space.width) / w).min(f64::from(space.height) / h).min(1.0);
    (((w * scale) as u32).max(1), ((h * scale) as u32).max(1))
}

pub(super) fn xml(document: &Map<String, Value>) -> String {
    let mut xml = Xml::default();
    xml.open("oembed", &[]);
    for name in NAMES {
        match document.get(name) {
            Some(Value::String(text)) => xml.text(name, text),
            Some(value) => xml.text(name, &value.to_string()),
            None => {}
        }
    }
    xml.finish()
}

const NAMES: [&str; 17] = [
    "type",
    "version",
    "title",
    "author_name",
    "author_url",
    "provider_name",
    "provider_url",
    "cache_age",
    "thumbnail_url",
    "thumbnail_width",
    "thumbnail_height",
    "url",
    "html",
    "width",
    "height",
    "license",
    "license_url",
];

#[cfg(test)]
mod tests {
    use super::{Space, within};

    #[test]
    fn a_picture_keeps_its_shape_in_the_room_there_is() {
        assert_eq!(within(Space { width: 500, height: 9000 }, (2000, 1000)), (500, 250));
        assert_eq!(within(Space { width: 500, height: 100 }, (2000, 1000)), (200, 100));
        assert_eq!(within(Space { width: 9000, height: 9000 }, (2000, 1000)), (2000, 1000));
        assert_eq!(within(Space { width: 1, height: 1 }, (5000, 10)), (1, 1));
    }
}
