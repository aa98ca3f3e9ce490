//! JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).

use serde_json::{Map, Value, json};

use super::{Entry, Feed, Format, atom::licences, iso};

pub(super) fn write(feed: &Feed) -> String {
    let mut written = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.at(Format::Json, &feed.turn),
        "language": "en",
        "items": feed.entries.iter().map(item).collect::<Vec<_>>(),
    });
    if !feed.about.is_empty() {
        written["description"] = json!(feed.about);
    }
    if let Some(picture) = &feed.picture {
        written["icon"] = json!(picture);
    }
    if let Some(older) = &feed.older {
        written["next_url"] = json!(feed.at(Format::Json, older));
    }
    written.to_string()
}

fn item(entry: &Entry) -> Value {
    let post = &entry.post;
    let mut item = json!({
        "id": entry.id,
        "url": post.absolute_url,
        "content_html": entry.html,
        "date_published": iso(entry.published),
        "date_modified": iso(entry.updated),
        "authors": [{ "name": post.author.display_name, "url": post.author_url() }],
        "language": "en",
    });
    if !post.title.is_empty() {
        item["title"] = json!(post.title);
    }
    if !entry.tags.is_empty() {
        item["tags"] = json!(entry.tags);
    }
    if let Some(first) = entry.media().next() {
        item["image"] = json!(first.full.url);
    }
    let attachments: Vec<_> = entry
        .media()
        .map(|photo| {
            let mut attachment = Map::new();
            attachment.insert("url".to_owned(), json!(photo.full.url));
            attachment.insert("mime_type".to_owned(), json!(photo.full.media_type));
            attachment.insert("size_in_bytes".to_owned(), json!(photo.full.bytes));
            if !photo.title.is_empty() {
                attachment.insert("title".to_owned(), json!(photo.title));
            }
            attachment
        })
        .collect();
    if !attachments.is_empty() {
        item["attachments"] = json!(attachments);
    }
    // What the standard has no name for goes under one of our own (1.1, extensions).
    let licences = licences(entry);
    if !licences.is_empty() {
        item["_heliograph"] = json!({ "licenses": licences });
    }
    item
}
