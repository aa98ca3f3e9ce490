//! What other servers send, spoilt anywhere, and what is held of whatever is taken of it. The fuzz target reads this too.

use heliograph::federation::{actors, notes, reading};
use serde_json::{Value, json};

/// Where a note and an actor are found that are read.
const NOTE: &str = "https://peer.example/p/1";
const ACTOR: &str = "https://peer.example/users/lena";

/// What one change adds at most: copies of copies would be more than anybody can send.
const MOST_BYTES: usize = 1_000_000;

/// What decides where something is spoilt, and how.
pub trait Chance {
    /// Less than `end`, which is not 0.
    fn below(&mut self, end: usize) -> usize;
}

/// Something that may stand anywhere.
fn anything(chance: &mut impl Chance) -> Value {
    match chance.below(20) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(9.9e300),
        4 => json!(i64::MAX),
        5 => json!(""),
        6 => json!("\u{0}"),
        7 => json!("ä".repeat(chance.below(70_000))),
        8 => json!("https://peer.example/users/lena"),
        9 => json!("https://[::1/"),
        10 => json!("javascript:alert(1)"),
        11 => json!("<script>alert(1)</script><p onclick=x>\u{202e}"),
        12 => json!([]),
        13 => json!({}),
        14 => json!(["https://www.w3.org/ns/activitystreams#Public", null, { "id": 7 }]),
        15 => json!({ "type": ["Note", 3], "id": { "id": "x" }, "href": ["y"] }),
        16 => json!("2026-13-45T99:99:99+99:99"),
        17 => json!("-271821-04-20T00:00:00Z"),
        18 => json!([[[[[["deep"]]]]]]),
        _ => json!("%F0%9F&#x110000;&#038;"),
    }
}

/// Changes something somewhere.
pub fn change(value: &mut Value, chance: &mut impl Chance) {
    match value {
        Value::Object(members) if !members.is_empty() && chance.below(8) > 0 => {
            let at = chance.below(members.len());
            let name = members.keys().nth(at).expect("a name").clone();
            match chance.below(6) {
                0 => drop(members.remove(&name)),
                1 => drop(members.insert(name, anything(chance))),
                2 => {
                    // A member in the place of another one.
                    let other = members.values().nth(chance.below(members.len())).expect("a value").clone();
                    members.insert(name, other);
                }
                3 => {
                    let one = members.remove(&name).expect("it");
                    members.insert(name, json!([one, anything(chance)]));
                }
                _ => change(members.get_mut(&name).expect("it"), chance),
            }
        }
        Value::Array(items) if !items.is_empty() && chance.below(8) > 0 => {
            let at = chance.below(items.len());
            match chance.below(4) {
                0 => drop(items.remove(at)),
                1 => {
                    let copies = chance.below(300).min(MOST_BYTES / items[at].to_string().len());
                    items.extend(std::iter::repeat_n(items[at].clone(), copies));
                }
                _ => change(&mut items[at], chance),
            }
        }
        Value::String(text) if chance.below(2) > 0 => {
            let letters: Vec<char> = text.chars().collect();
            let cut = chance.below(letters.len() + 1);
            *text = letters[..cut].iter().chain(['\u{feff}', '"', '&'].iter().take(chance.below(4))).collect();
        }
        value => *value = anything(chance),
    }
}

pub fn note() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/activitystreams", { "blurhash": "toot:blurhash" }],
        "id": NOTE,
        "type": "Note",
        "attributedTo": "https://peer.example/users/lena",
        "url": [{ "type": "Link", "href": "https://peer.example/@lena/1", "mediaType": "text/html" }],
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "cc": ["https://peer.example/users/lena/followers"],
        "published": "2026-05-01T10:00:00Z",
        "updated": "2026-05-02T10:00:00.123+02:00",
        "name": "Salt",
        "summary": "Bright",
        "sensitive": true,
        "content": "<p>Pans of <a href=\"https://x.example/\">salt</a></p>",
        "contentMap": { "en": "<p>Pans</p>", "de": "<p>Pfannen</p>" },
        "inReplyTo": { "id": "https://peer.example/p/0", "type": "Note" },
        "commentsEnabled": true,
        "capabilities": { "reply": "[]" },
        "image": { "type": "Image", "url": "https://cdn.example/0.jpg" },
        "icon": [{ "type": "Image", "url": "https://cdn.example/i.jpg", "width": 850 }],
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "attachment": [
            { "type": "Document", "mediaType": "image/jpeg", "url": "https://cdn.example/1.jpg", "name": "Pans", "width": 900, "height": 600,
              "blurhash": "UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH", "focalPoint": [0.1, -0.2], "license": "CC BY", "headline": "One" },
            { "type": "Image", "url": [{ "type": "Link", "href": "https://cdn.example/2.png", "mediaType": "image/png" }], "summary": "Two" },
            { "type": "Video", "mediaType": "video/mp4", "url": "https://cdn.example/3.mp4", "duration": "PT24S", "icon": { "type": "Image", "url": "https://cdn.example/3.jpg" } },
            { "type": "Video", "url": [{ "type": "Link", "mediaType": "video/mp4", "href": "https://cdn.example/4.mp4", "height": 720 }], "duration": 7.5, "icon": ["https://cdn.example/4.jpg"] },
        ],
        "tag": [
            { "type": "Hashtag", "name": "#salt", "href": "https://peer.example/tags/salt" },
            { "type": "Mention", "name": "@ana@praia.localhost", "href": "https://praia.localhost/ap/accounts/1" },
            { "type": "Emoji", "name": ":salt:", "icon": { "type": "Image", "url": "https://cdn.example/e.png" } },
        ],
    })
}

pub fn actor() -> Value {
    json!({
        "id": "https://peer.example/users/lena",
        "type": "Person",
        "preferredUsername": "lena",
        "name": "Lena",
        "summary": "<p>Salt &amp; light</p>",
        "url": "https://peer.example/@lena",
        "inbox": "https://peer.example/users/lena/inbox",
        "outbox": "https://peer.example/users/lena/outbox",
        "followers": "https://peer.example/users/lena/followers",
        "featured": "https://peer.example/users/lena/featured",
        "icon": [{ "type": "Image", "url": [{ "type": "Link", "href": "https://cdn.example/a.jpg" }] }],
        "endpoints": { "sharedInbox": "https://peer.example/inbox" },
        "manuallyApprovesFollowers": true,
        "discoverable": true,
        "publicKey": [{ "id": "https://peer.example/users/lena#main-key", "owner": "https://peer.example/users/lena", "publicKeyPem": "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n" }],
    })
}

pub fn changed(mut document: Value, chance: &mut impl Chance) -> Value {
    for _ in 0..=chance.below(6) {
        change(&mut document, chance);
    }
    document
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Reads a note; whatever is taken is within the limits. Whether it was.
pub fn is_taken(document: &Value, outer: &Value, found: &str) -> bool {
    let Ok(note) = notes::read(document, NOTE, outer) else { return false };
    assert!(reading::same_server(&note.author, &note.uri), "{found}: {}", note.author);
    assert!(is_web(&note.url) && reading::same_server(&note.url, &note.uri), "{found}: {}", note.url);
    assert!(note.html.len() <= 64 * 1024 && note.title.chars().count() <= 500, "{found}");
    assert!(note.warning.chars().count() <= 500 && note.hashtags.len() <= 100, "{found}");
    assert!(note.pictures.len() <= 20 && note.links.len() <= 40, "{found}: {}", note.links.len());
    for picture in &note.pictures {
        let played = picture.video.as_ref();
        assert!(is_web(&picture.url) || (played.is_some() && picture.url.is_empty()), "{found}: {picture:?}");
        assert!(played.is_none_or(|video| is_web(&video.url)), "{found}: {picture:?}");
        assert!(
            played.is_none_or(|video| video.duration.is_none_or(|it| (1..=259_200_000).contains(&it))),
            "{found}: {picture:?}"
        );
        assert!(picture.alt.chars().count() <= 10_000, "{found}: {picture:?}");
        assert!(picture.size.is_none_or(|(width, height)| width > 0 && height > 0), "{found}: {picture:?}");
    }
    assert!(note.links.iter().all(|link| is_web(&link.url)), "{found}: {:?}", note.links);
    true
}

/// Likewise with an actor.
pub fn is_known(document: &Value, found: &str) -> bool {
    let Ok(actor) = actors::read(document, ACTOR) else { return false };
    let own = [
        &actor.inbox,
        &actor.shared_inbox,
        &actor.outbox,
        &actor.followers,
        &actor.following,
        &actor.featured,
        &actor.url,
    ];
    for url in own.into_iter().filter(|url| !url.is_empty()) {
        assert!(reading::same_server(url, &actor.uri), "{found}: {url}");
    }
    assert!(actor.name.len() <= 128 && actor.shown_name.chars().count() <= 128, "{found}: {}", actor.name);
    assert!(actor.bio.chars().count() <= 5000, "{found}");
    true
}
