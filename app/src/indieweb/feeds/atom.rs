//! Atom (RFC 4287), in pages (RFC 5005, 3).

use super::{Entry, Feed, Format, iso};
use crate::xml::Xml;

pub(super) fn write(feed: &Feed) -> String {
    let mut xml = Xml::default();
    xml.open(
        "feed",
        &[
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xmlns:media", "http://search.yahoo.com/mrss/"),
            ("xml:lang", "en"),
        ],
    );
    // The id is that of the whole, on each of its pages.
    let path = feed.home.rsplit('/').next().unwrap_or_default();
    xml.text("id", &format!("tag:{},2026:feeds/{path}", feed.host));
    xml.text("title", &feed.title);
    if !feed.about.is_empty() {
        xml.text("subtitle", &feed.about);
    }
    xml.text("updated", &iso(feed.updated));
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &feed.home)]);
    for (rel, url) in links(feed, Format::Atom) {
        xml.empty("link", &[("rel", rel), ("type", Format::Atom.media_type()), ("href", &url)]);
    }
    if let Some(picture) = &feed.picture {
        xml.text("icon", picture);
    }
    xml.element("generator", &[("version", env!("CARGO_PKG_VERSION"))], "Heliograph");
    for entry in &feed.entries {
        write_entry(&mut xml, entry);
    }
    xml.finish()
}

/// This page of the feed, its first, and those beside it.
pub(super) fn links(feed: &Feed, format: Format) -> impl Iterator<Item = (&'static str, String)> {
    let turns = [
        ("self", Some(feed.turn.as_str())),
        ("first", Some("")),
        ("previous", feed.newer.as_deref()),
        ("next", feed.older.as_deref()),
    ];
    turns.into_iter().filter_map(move |(rel, turn)| Some((rel, feed.at(format, turn?))))
}

fn write_entry(xml: &mut Xml, entry: &Entry) {
    let post = &entry.post;
    xml.open("entry", &[]);
    xml.text("id", &entry.id);
    xml.text("title", &title(entry));
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &post.absolute_url)]);
    xml.text("published", &iso(entry.published));
    xml.text("updated", &iso(entry.updated));
    xml.open("author", &[]);
    xml.text("name", &post.author.display_name);
    xml.text("uri", post.author_url());
    xml.close();
    for tag in &entry.tags {
        xml.empty("category", &[("term", tag)]);
    }
    for licence in licences(entry) {
        xml.empty("link", &[("rel", "license"), ("href", licence)]);
    }
    xml.text("rights", &rights(entry));
    for photo in entry.media() {
        let length = photo.full.bytes.to_string();
        let alt = photo.alt.as_str();
        let title: &[(&str, &str)] = if alt.is_empty() { &[] } else { &[("title", alt)] };
        let link =
            [("rel", "enclosure"), ("type", photo.full.media_type), ("length", &length), ("href", &photo.full.url)];
        xml.empty("link", &[&link, title].concat());
    }
    if let Some(photo) = entry.media().next() {
        let (width, height) = (photo.width.to_string(), photo.height.to_string());
        xml.empty("media:thumbnail", &[("url", &photo.absolute_src), ("width", &width), ("height", &height)]);
    }
    xml.element("content", &[("type", "html")], &entry.html);
    xml.close();
}

/// What to call a post: not every post has a title, and every entry wants one.
pub(super) fn title(entry: &Entry) -> String {
    entry.post.heading(&Default::default())
}

/// The licences that its photos carry, each once.
pub(super) fn licences(entry: &Entry) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for photo in &entry.post.photos {
        let url = photo.licence.url.as_str();
        if !url.is_empty() && !all.contains(&url) {
            all.push(url);
        }
    }
    all
}

pub(super) fn rights(entry: &Entry) -> String {
    let attributions = entry.post.attributions(&Default::default());
    attributions.into_iter().map(|attribution| attribution.text).collect::<Vec<_>>().join("\n")
}
