//! What somebody of another server has published, as its document says: a Note, or what other software calls one.
//!
//! Nothing of it is believed but what its own server may say of its own people; the limits are ours.

mod media;
mod video;

use chrono::DateTime;
use heliograph_entity::values::{Timestamp, language};
use serde_json::Value;

pub use media::Picture;
use media::media;
pub use video::Video;

use super::{
    reading::{id_of, is_a, kind_of, same_server, text_of, url_of},
    vocabulary::PUBLIC,
};

/// What is read as a post. What has a title of its own, or a page that is more than its words, is linked.
const KINDS: [&str; 8] = ["Note", "Article", "Page", "Question", "Video", "Image", "Event", "Audio"];
const LONGEST_HTML: usize = 64 * 1024;
const LONGEST_LINE: usize = 500;
const LONGEST_URL: usize = 2000;
const MOST_TAGS: usize = 100;
const MOST_ADDRESSED: usize = 500;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Note {
    pub uri: String,
    /// Its page, for people.
    pub url: String,
    /// The id of whoever published it.
    pub author: String,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub title: String,
    /// As it came: not safe.
    pub html: String,
    /// Why readers are asked before they see it; empty where they are not.
    pub warning: String,
    pub sensitive: bool,
    /// The tag of what it is written in, where its server says it.
    pub language: String,
    /// To whom it is addressed, by id.
    pub to: Vec<String>,
    pub cc: Vec<String>,
    /// The id of what it answers.
    pub parent: Option<String>,
    pub pictures: Vec<Picture>,
    /// Media that can't be shown here, and the pages of what is more than its words.
    pub links: Vec<Link>,
    pub hashtags: Vec<String>,
    pub mentions: Vec<Mention>,
    /// Whether its author lets others answer.
    pub commentable: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub url: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Whose id it is.
    pub uri: String,
    /// `@name@host`, as its server writes it; may be empty.
    pub name: String,
}

/// Who may see what is addressed so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reach {
    Public,
    Unlisted,
    Followers,
    /// Those alone to whom it is addressed.
    Addressed,
}

impl Note {
    /// Whom it reaches, when its author's followers are called `followers`.
    pub fn reach(&self, followers: &str) -> Reach {
        let public = |ids: &[String]| ids.iter().any(|id| is_public(id));
        let to_followers = !followers.is_empty() && self.to.iter().chain(&self.cc).any(|id| id == followers);
        match () {
            () if public(&self.to) => Reach::Public,
            () if public(&self.cc) => Reach::Unlisted,
            () if to_followers => Reach::Followers,
            () => Reach::Addressed,
        }
    }

    /// Everybody to whom it is addressed, or whom it mentions.
    pub fn addressed(&self) -> impl Iterator<Item = &str> {
        let ids = self.to.iter().chain(&self.cc).map(String::as_str);
        ids.chain(self.mentions.iter().map(|mention| mention.uri.as_str()))
    }
}

fn is_public(id: &str) -> bool {
    [PUBLIC, "as:Public", "Public"].contains(&id)
}

/// Whether something is what posts are read from.
pub fn is_note(document: &Value) -> bool {
    is_a(document, &KINDS)
}

/// Reads what its server says is `uri`. `outer` is the activity that it came in, which some alone address. An error says
/// what is wrong with it.
pub fn read(document: &Value, uri: &str, outer: &Value) -> Result<Note, &'static str> {
    if !is_note(document) {
        return Err("it is no post");
    }
    if id_of(document) != Some(uri) || uri.len() > LONGEST_URL {
        return Err("its id is not where it was found");
    }
    let author = author(&document["attributedTo"]).ok_or("nobody has published it")?;
    if !same_server(author, uri) {
        return Err("its author is of another server");
    }
    let own =
        |value: &Value| url_of(value).map(plain_url).filter(|url| url.len() <= LONGEST_URL && same_server(url, uri));
    let url = own(&document["url"]).unwrap_or_else(|| uri.to_owned());
    let is_more = !is_a(document, &["Note", "Question"]);
    let html = words(document);
    let media = media(document);
    let mut links = media.links;
    if is_more {
        let name = first_line(text_of(&document["name"]));
        links.insert(0, Link { url: url.clone(), name: if name.is_empty() { url.clone() } else { name } });
    }
    let (hashtags, mentions) = tags(&document["tag"]);
    Ok(Note {
        uri: uri.to_owned(),
        url,
        author: author.to_owned(),
        published: time(&document["published"]),
        updated: time(&document["updated"]),
        title: if is_more { first_line(text_of(&document["name"])) } else { String::new() },
        html,
        // A video's summary is what it is about.
        warning: if is_more { String::new() } else { first_line(text_of(&document["summary"])) },
        sensitive: document["sensitive"].as_bool().unwrap_or(false),
        language: language_of(document),
        to: ids(&document["to"], &outer["to"]),
        cc: ids(&document["cc"], &outer["cc"]),
        parent: id_of(&document["inReplyTo"]).filter(|id| id.len() <= LONGEST_URL).map(str::to_owned),
        pictures: media.pictures,
        links,
        hashtags,
        mentions,
        commentable: document["commentsEnabled"].as_bool().unwrap_or(true)
            && document["capabilities"]["reply"].as_str() != Some("[]")
            && !is_closed(&document["interactionPolicy"]["canReply"], author),
    })
}

/// Whether nobody but the author may answer (GoToSocial, "Interaction Policy"; the second name of each is the older one).
fn is_closed(can_reply: &Value, author: &str) -> bool {
    let approved = ["automaticApproval", "always", "manualApproval", "approvalRequired"];
    can_reply.is_object() && approved.iter().flat_map(|name| ids(&can_reply[name], &Value::Null)).all(|id| id == author)
}

/// The person among those to whom it is attributed.
fn author(value: &Value) -> Option<&str> {
    match value {
        Value::Array(all) => {
            let person = all.iter().find(|one| one.is_string() || is_a(one, &["Person", "Service"]));
            id_of(person.or(all.first())?)
        }
        one => id_of(one),
    }
}

fn words(document: &Value) -> String {
    let content = text_of(&document["content"]);
    let in_some_language = || document["contentMap"].as_object()?.values().find_map(Value::as_str);
    let html = if content.is_empty() { in_some_language().unwrap_or_default() } else { content };
    let mut end = html.len().min(LONGEST_HTML);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    html[..end].to_owned()
}

/// The one language that its words are said in.
fn language_of(document: &Value) -> String {
    let languages = document["contentMap"].as_object().filter(|languages| languages.len() == 1);
    languages.and_then(|languages| language(languages.keys().next()?)).unwrap_or_default()
}

/// One line of text, of something that may have tags in it.
fn first_line(text: &str) -> String {
    let text = super::actors::plain(text);
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_LINE).collect()
}

fn ids(inner: &Value, outer: &Value) -> Vec<String> {
    let value = if inner.is_null() { outer } else { inner };
    let all = match value {
        Value::Array(all) => all.as_slice(),
        one => std::slice::from_ref(one),
    };
    all.iter().filter_map(id_of).take(MOST_ADDRESSED).map(str::to_owned).collect()
}

/// Also with a fraction of a second, and in whatever time zone.
pub fn time(value: &Value) -> Option<Timestamp> {
    DateTime::parse_from_rfc3339(value.as_str()?.trim()).ok().map(|time| time.to_utc().into())
}

/// Some write the signs of HTML into addresses.
fn plain_url(url: &str) -> String {
    url.replace("&#038;", "&").replace("&amp;", "&")
}

fn tags(value: &Value) -> (Vec<String>, Vec<Mention>) {
    let all = match value {
        Value::Array(all) => all.as_slice(),
        Value::Object(_) => std::slice::from_ref(value),
        _ => &[],
    };
    let (mut hashtags, mut mentions) = (Vec::new(), Vec::new());
    for tag in all.iter().take(MOST_TAGS) {
        let name = text_of(&tag["name"]).trim();
        match kind_of(tag) {
            "Hashtag" if name.len() > 1 => hashtags.push(name.trim_start_matches('#').to_owned()),
            "Mention" => {
                if let Some(uri) = tag["href"].as_str().filter(|uri| uri.len() <= LONGEST_URL) {
                    mentions.push(Mention { uri: uri.to_owned(), name: name.to_owned() });
                }
            }
            _ => {}
        }
    }
    (hashtags, mentions)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Note, Reach, read};

    const URI: &str = "https://peer.example/p/1";

    fn with(change: Value) -> Value {
        let mut note = json!({
            "id": URI,
            "type": "Note",
            "attributedTo": "https://peer.example/users/lena",
            "content": "<p>Salt</p>",
            "published": "2026-05-01T10:00:00Z",
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "cc": ["https://peer.example/users/lena/followers"],
            "attachment": [{ "type": "Document", "mediaType": "image/jpeg", "url": "https://cdn.example/1.jpg",
                "name": "Pans of salt", "width": 1200, "height": 800, "blurhash": "UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH" }],
        });
        for (name, value) in change.as_object().expect("an object") {
            note[name] = value.clone();
        }
        note
    }

    fn note(change: Value) -> Note {
        read(&with(change), URI, &Value::Null).expect("a note")
    }

    #[test]
    fn a_note_is_read() {
        let read = note(json!({}));
        assert_eq!((read.html.as_str(), read.url.as_str()), ("<p>Salt</p>", URI));
        let picture = &read.pictures[0];
        assert_eq!((picture.alt.as_str(), picture.size), ("Pans of salt", Some((1200, 800))));
        assert!(picture.tint.as_ref().is_some_and(|tint| tint.len() == 7));
        assert!(read.commentable);
    }

    #[test]
    fn who_lets_nobody_answer_says_so_in_several_ways() {
        let open = |change: Value| note(change).commentable;
        let policy = |can_reply: Value| open(json!({ "interactionPolicy": { "canReply": can_reply } }));
        assert!(!open(json!({ "commentsEnabled": false })) && !open(json!({ "capabilities": { "reply": "[]" } })));
        assert!(!policy(json!({ "automaticApproval": "https://peer.example/users/lena" })));
        assert!(!policy(json!({ "always": [], "approvalRequired": [] })));
        assert!(policy(json!({ "always": ["https://www.w3.org/ns/activitystreams#Public"] })));
        assert!(policy(
            json!({ "automaticApproval": [], "manualApproval": ["https://peer.example/users/lena/followers"] })
        ));
        assert!(policy(json!(null)));
    }

    /// Section 2 of the reference: what servers make of the same thing.
    #[test]
    fn every_form_of_it_is_read() {
        // Alt text of GoToSocial, an attachment alone, none at all.
        let alone = json!({ "type": "Image", "url": "https://cdn.example/1.png", "summary": "Pans", "name": "x" });
        assert_eq!(note(json!({ "attachment": alone })).pictures[0].alt, "Pans");
        assert!(note(json!({ "attachment": null })).pictures.is_empty());
        // A Link in the url, several of them, without a type of their own.
        let links = json!([{ "type": "Document", "url": [{ "type": "Link", "href": "https://cdn.example/1", "mediaType": "image/png" }] }]);
        assert_eq!(note(json!({ "attachment": links })).pictures[0].url, "https://cdn.example/1");
        // Sizes that are none.
        let sizes = json!([{ "type": "Document", "mediaType": "image/jpeg", "url": "https://cdn.example/1.jpg", "width": null, "height": 0 }]);
        assert_eq!(note(json!({ "attachment": sizes })).pictures[0].size, None);
        // Words in a language, an author among several, addresses in the activity alone.
        assert_eq!(note(json!({ "content": null, "contentMap": { "de": "Salz" } })).html, "Salz");
        let authors = json!([{ "type": "Group", "id": "https://peer.example/c/salt" }, { "type": "Person", "id": "https://peer.example/users/lena" }]);
        assert_eq!(note(json!({ "attributedTo": authors })).author, "https://peer.example/users/lena");
        let outer = json!({ "to": "as:Public" });
        let inner = read(&with(json!({ "to": null, "cc": null })), URI, &outer).expect("a note");
        assert_eq!(inner.reach(""), Reach::Public);
        // What it answers may be whole.
        assert_eq!(
            note(json!({ "inReplyTo": { "id": "https://a.example/1" } })).parent.as_deref(),
            Some("https://a.example/1")
        );
        // Signs of HTML in an address.
        assert_eq!(note(json!({ "url": "https://peer.example/?p=1&#038;x=2" })).url, "https://peer.example/?p=1&x=2");
        // Switched off, as Pixelfed says it in two ways.
        assert!(!note(json!({ "commentsEnabled": false })).commentable);
        assert!(!note(json!({ "capabilities": { "reply": "[]" } })).commentable);
        // A video with its poster; an article with its title.
        let video = json!([{ "type": "Video", "mediaType": "video/mp4", "url": "https://cdn.example/1.mp4", "name": "Tide",
            "icon": { "type": "Image", "url": "https://cdn.example/p.jpg" } }]);
        let video = note(json!({ "attachment": video }));
        let played = video.pictures[0].video.as_ref().map(|video| video.url.as_str());
        assert_eq!((video.pictures[0].alt.as_str(), played), ("Tide", Some("https://cdn.example/1.mp4")));
        assert!(video.links.is_empty());
        let article = note(
            json!({ "type": "Article", "name": "On <b>salt</b>", "attachment": [], "image": "https://cdn.example/a.jpg" }),
        );
        assert_eq!((article.title.as_str(), article.links.len(), article.pictures.len()), ("On salt", 1, 1));
        assert_eq!(note(json!({ "type": ["Note", "Thing"] })).uri, URI);
    }

    #[test]
    fn whom_it_reaches_is_what_its_author_says_and_no_more() {
        const FOLLOWERS: &str = "https://peer.example/users/lena/followers";
        for (to, cc, reach) in [
            (json!(["as:Public"]), json!([]), Reach::Public),
            (json!([FOLLOWERS]), json!("https://www.w3.org/ns/activitystreams#Public"), Reach::Unlisted),
            (json!(FOLLOWERS), json!([]), Reach::Followers),
            (json!([]), json!([FOLLOWERS]), Reach::Followers),
            (json!(["https://hub.example/ap/accounts/1"]), json!([]), Reach::Addressed),
            (json!(["https://other.example/users/x/followers"]), json!([]), Reach::Addressed),
        ] {
            assert_eq!(note(json!({ "to": to, "cc": cc })).reach(FOLLOWERS), reach, "{to} {cc}");
        }
        assert_eq!(note(json!({ "to": [""], "cc": [] })).reach(""), Reach::Addressed);
    }

    /// R14, R16.
    #[test]
    fn r14_what_is_of_another_server_is_not_believed() {
        for change in [
            json!({ "attributedTo": "https://evil.example/users/lena" }),
            json!({ "attributedTo": null }),
            json!({ "id": "https://peer.example/p/2" }),
            json!({ "type": "Person" }),
        ] {
            assert!(read(&with(change.clone()), URI, &Value::Null).is_err(), "{change}");
        }
        // A page elsewhere would pretend to be its own.
        assert_eq!(note(json!({ "url": "https://evil.example/1" })).url, URI);
        assert_eq!(note(json!({ "url": "javascript:alert(1)" })).url, URI);
    }

    #[test]
    fn limits_hold() {
        let many: Vec<Value> = (0..50)
            .map(|at| json!({ "type": "Image", "url": format!("https://cdn.example/{at}.jpg"), "name": "x".repeat(20_000) }))
            .collect();
        let tags: Vec<Value> = (0..500).map(|at| json!({ "type": "Hashtag", "name": format!("#t{at}") })).collect();
        let read = note(
            json!({ "attachment": many, "tag": tags, "content": "ä".repeat(60_000), "summary": "x".repeat(9000) }),
        );
        assert_eq!((read.pictures.len(), read.hashtags.len()), (20, 100));
        assert_eq!(read.pictures[0].alt.len(), 10_000);
        assert!(read.html.len() <= 64 * 1024);
        assert_eq!(read.warning.len(), 500);
    }
}
