//! RSS 2.0, with Media RSS for all photos of a post and the Creative Commons module for its licence.

use super::{
    Entry, Feed, Format,
    atom::{licences, links, rights, title},
    iso,
};
use crate::xml::Xml;

const NAMESPACES: [(&str, &str); 5] = [
    ("version", "2.0"),
    ("xmlns:atom", "http://www.w3.org/2005/Atom"),
    ("xmlns:creativeCommons", "http://backend.userland.com/creativeCommonsRssModule"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:media", "http://search.yahoo.com/mrss/"),
];

pub(super) fn write(feed: &Feed) -> String {
    let mut xml = Xml::default();
    xml.open("rss", &NAMESPACES);
    xml.open("channel", &[]);
    xml.text("title", &feed.title);
    xml.text("link", &feed.home);
    xml.text("description", if feed.about.is_empty() { &feed.title } else { &feed.about });
    xml.text("language", "en");
    xml.text("lastBuildDate", &feed.updated.to_rfc2822());
    xml.text("generator", "Heliograph");
    for (rel, url) in links(feed, Format::Rss) {
        xml.empty("atom:link", &[("rel", rel), ("type", Format::Rss.media_type()), ("href", &url)]);
    }
    if let Some(picture) = &feed.picture {
        xml.open("image", &[]);
        xml.text("url", picture);
        xml.text("title", &feed.title);
        xml.text("link", &feed.home);
        xml.close();
    }
    for entry in &feed.entries {
        write_item(&mut xml, entry);
    }
    xml.finish()
}

fn write_item(xml: &mut Xml, entry: &Entry) {
    let post = &entry.post;
    xml.open("item", &[]);
    xml.element("guid", &[("isPermaLink", "false")], &entry.id);
    xml.text("title", &title(entry));
    xml.text("link", &post.absolute_url);
    xml.text("pubDate", &entry.published.to_rfc2822());
    xml.text("atom:updated", &iso(entry.updated));
    xml.text("dc:creator", &post.author.display_name);
    for tag in &entry.tags {
        xml.text("category", tag);
    }
    for licence in licences(entry) {
        xml.text("creativeCommons:license", licence);
    }
    xml.text("dc:rights", &rights(entry));
    // An item has one enclosure; the others are among the media.
    if let Some(photo) = entry.media().next() {
        let length = photo.full.bytes.to_string();
        xml.empty("enclosure", &[("url", &photo.full.url), ("length", &length), ("type", photo.full.media_type)]);
    }
    for photo in entry.media() {
        let full = &photo.full;
        let (length, width, height) = (full.bytes.to_string(), full.width.to_string(), full.height.to_string());
        let content = [
            ("url", full.url.as_str()),
            ("fileSize", &length),
            ("type", full.media_type),
            ("medium", "image"),
            ("width", &width),
            ("height", &height),
        ];
        xml.open("media:content", &content);
        if !photo.title.is_empty() {
            xml.element("media:title", &[("type", "plain")], &photo.title);
        }
        if !photo.alt.is_empty() {
            xml.element("media:description", &[("type", "plain")], &photo.alt);
        }
        let (width, height) = (photo.width.to_string(), photo.height.to_string());
        xml.empty("media:thumbnail", &[("url", &photo.absolute_src), ("width", &width), ("height", &height)]);
        xml.element("media:credit", &[("role", "photographer"), ("scheme", "urn:ebu")], &post.author.display_name);
        if !photo.licence.url.is_empty() {
            let licence = [("type", "text/html"), ("href", photo.licence.url.as_str())];
            xml.element("media:license", &licence, &photo.licence.name);
        }
        xml.close();
    }
    xml.text("description", &entry.html);
    xml.close();
}
