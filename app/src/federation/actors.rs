//! An actor of another server, as its document says.

use std::cell::RefCell;

use heliograph_entity::values::shown_text;
use html5ever::{
    tendril::StrTendril,
    tokenizer::{BufferQueue, CharacterTokens, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer},
};
use serde_json::Value;
use url::Url;

use super::{
    PublicKey,
    reading::{id_of, is_a, same_server, text_of, url_of},
};
use crate::secrets::hash_of;

const KINDS: [&str; 5] = ["Person", "Service", "Application", "Group", "Organization"];
const LONGEST_NAME: usize = 128;
const LONGEST_SHOWN_NAME: usize = 100;
const LONGEST_BIO: usize = 5000;
const LONGEST_URL: usize = 2000;
const MOST_ALIASES: usize = 100;

#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    pub uri: String,
    pub name: String,
    pub shown_name: String,
    /// As text.
    pub bio: String,
    pub url: String,
    pub inbox: String,
    /// Empty where the server has none.
    pub shared_inbox: String,
    /// What its followers are called as a whole; empty where it has not said so.
    pub followers: String,
    /// Where are listed whom it follows, its posts, and those that it has pinned; empty where it has no such lists.
    pub following: String,
    pub outbox: String,
    pub featured: String,
    /// Where its picture is; empty where it has none.
    pub avatar: String,
    pub key_id: String,
    pub public_key: String,
    pub approves_followers: bool,
    pub discoverable: bool,
    pub indexable: bool,
    /// The other accounts that it says are its owner's.
    pub aliases: Vec<String>,
    /// The account that it says it has moved to.
    pub moved_to: Option<String>,
}

/// Whether something is somebody, or something that acts.
pub fn is_actor(document: &Value) -> bool {
    is_a(document, &KINDS)
}

/// Reads what was found at `uri`. An error says what is wrong with it.
pub fn read(document: &Value, uri: &str) -> Result<Actor, &'static str> {
    if !is_actor(document) {
        return Err("it is no actor");
    }
    if document["id"].as_str() != Some(uri) {
        return Err("its id is not where it was found");
    }
    let name = text_of(&document["preferredUsername"]);
    if !is_name(name) {
        return Err("its name is none");
    }
    // Somewhere else, somebody else's posts would be read by it.
    let own = |value: &Value| {
        url_of(value).filter(|url| url.len() <= LONGEST_URL && same_server(url, uri)).map(str::to_owned)
    };
    let inbox = own(&document["inbox"]).ok_or("it has no inbox on its own server")?;
    let shared = own(&document["endpoints"]["sharedInbox"]).or_else(|| own(&document["sharedInbox"]));
    let (key_id, public_key) = key(&document["publicKey"], uri).ok_or("it has no key of its own")?;
    let shown_name: String = text_of(&document["name"]).chars().take(LONGEST_SHOWN_NAME).collect();
    Ok(Actor {
        uri: uri.to_owned(),
        name: name.to_owned(),
        shown_name: if shown_name.trim().is_empty() { name.to_owned() } else { shown_name },
        bio: plain(text_of(&document["summary"])).chars().take(LONGEST_BIO).collect(),
        url: own(&document["url"]).unwrap_or_else(|| uri.to_owned()),
        inbox,
        shared_inbox: shared.unwrap_or_default(),
        followers: own(&document["followers"]).unwrap_or_default(),
        following: own(&document["following"]).unwrap_or_default(),
        outbox: own(&document["outbox"]).unwrap_or_default(),
        featured: own(&document["featured"]).unwrap_or_default(),
        avatar: picture(&document["icon"]).unwrap_or_default(),
        key_id,
        public_key,
        // Whoever does not say so is open, as everybody but Pixelfed reads it.
        approves_followers: document["manuallyApprovesFollowers"].as_bool().unwrap_or(false),
        discoverable: document["discoverable"].as_bool().unwrap_or(false),
        indexable: document["indexable"].as_bool().unwrap_or(false),
        aliases: ids(&document["alsoKnownAs"]),
        moved_to: ids(&document["movedTo"]).into_iter().find(|target| target != uri),
    })
}

/// The ids that a property has, which may be one or several.
fn ids(value: &Value) -> Vec<String> {
    let all = match value {
        Value::Array(all) => all.as_slice(),
        one => std::slice::from_ref(one),
    };
    let ids = all
        .iter()
        .filter_map(id_of)
        .filter(|id| id.len() <= LONGEST_URL && Url::parse(id).is_ok_and(|url| url.has_host()));
    ids.take(MOST_ALIASES).map(str::to_owned).collect()
}

/// Where a picture is that may be several, a Link or an address alone. It may lie on any server.
fn picture(value: &Value) -> Option<String> {
    let one = match value {
        Value::Array(all) => all.first()?,
        one => one,
    };
    let url = if one["url"].is_null() { url_of(one) } else { url_of(&one["url"]) };
    url.filter(|url| url.len() <= LONGEST_URL).map(str::to_owned)
}

/// What the two sizes of the picture at `url` are called here, 96 and 400 pixels wide: the same as long as it lies there.
pub fn picture_names(url: &str) -> [String; 2] {
    let hash = hash_of(url);
    [format!("{}-96.jpg", &hash[..20]), format!("{}-400.jpg", &hash[..20])]
}

/// Letters and digits, with what the servers that we know allow between them.
fn is_name(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

/// R9: the actor lists the key, and says that it is its own.
fn key(value: &Value, uri: &str) -> Option<(String, String)> {
    let keys = match value {
        Value::Array(keys) => keys.as_slice(),
        one => std::slice::from_ref(one),
    };
    keys.iter().find_map(|key| {
        let (id, pem) = (key["id"].as_str()?, key["publicKeyPem"].as_str()?);
        let own = key["owner"].as_str() == Some(uri) && same_server(id, uri) && id.len() <= LONGEST_URL;
        (own && pem.len() < 10_000 && PublicKey::from_pem(pem).is_some()).then(|| (id.to_owned(), pem.to_owned()))
    })
}

/// Where the document of a key's owner is looked for: a key is a part of it, or lies beneath it.
pub fn document_of_key(key_id: &str) -> Option<Url> {
    let mut url = Url::parse(key_id).ok()?;
    url.set_fragment(None);
    Some(url)
}

/// The text of HTML: its paragraphs parted by blank lines, nothing of its tags, and nothing that misleads who reads it.
pub fn plain(html: &str) -> String {
    let sink = Plain::default();
    let tokenizer = Tokenizer::new(sink, Default::default());
    let input = BufferQueue::default();
    // Longer ones are cut anyway, and reading tags takes its time.
    input.push_back(StrTendril::from(html.chars().take(4 * LONGEST_BIO).collect::<String>()));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    shown_text(tokenizer.sink.0.into_inner().trim())
}

#[derive(Default)]
struct Plain(RefCell<String>);

impl TokenSink for Plain {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut text = self.0.borrow_mut();
        match token {
            CharacterTokens(characters) => text.push_str(&characters),
            TagToken(Tag { name, .. }) if &*name == "br" => text.push('\n'),
            TagToken(Tag { name, .. }) if &*name == "p" && !text.is_empty() && !text.ends_with("\n\n") => {
                text.push_str("\n\n");
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{document_of_key, plain, read};

    const URI: &str = "https://peer.example/users/lena";

    fn document() -> Value {
        let pem = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n";
        json!({
            "id": URI,
            "type": "Person",
            "preferredUsername": "lena",
            "name": "Lena",
            "summary": "<p>Salt &amp; light</p><p>and<br>fog</p><script>x()</script>",
            "inbox": format!("{URI}/inbox"),
            "endpoints": { "sharedInbox": "https://peer.example/inbox" },
            "publicKey": { "id": format!("{URI}#main-key"), "owner": URI, "publicKeyPem": pem },
        })
    }

    fn with(name: &str, value: Value) -> Value {
        let mut document = document();
        document[name] = value;
        document
    }

    #[test]
    fn an_actor_is_read_in_all_its_forms() {
        let actor = read(&document(), URI).expect("an actor");
        assert_eq!((actor.name.as_str(), actor.shown_name.as_str()), ("lena", "Lena"));
        assert_eq!(actor.bio, "Salt & light\n\nand\nfog\n\nx()");
        assert_eq!((actor.url.as_str(), actor.shared_inbox.as_str()), (URI, "https://peer.example/inbox"));
        assert!(!actor.approves_followers);

        let keys = json!([document()["publicKey"], { "id": "x" }]);
        assert!(read(&with("publicKey", keys), URI).is_ok());
        assert!(read(&with("type", json!(["Person", "Thing"])), URI).is_ok());
        assert_eq!(read(&with("endpoints", json!(null)), URI).expect("one").shared_inbox, "");
        assert_eq!(read(&with("name", json!(" ")), URI).expect("one").shown_name, "lena");
        let url = json!([{ "type": "Link", "href": "https://peer.example/@lena" }]);
        assert_eq!(read(&with("url", url), URI).expect("one").url, "https://peer.example/@lena");
    }

    #[test]
    fn other_accounts_are_named_by_one_id_or_several() {
        let other = "https://other.example/users/lena";
        for value in [json!(other), json!([other]), json!([{ "id": other }, 7, "lena", "javascript:x()"])] {
            assert_eq!(read(&with("alsoKnownAs", value.clone()), URI).expect("one").aliases, [other], "{value}");
            let moved = read(&with("movedTo", value.clone()), URI).expect("one").moved_to;
            assert_eq!(moved.as_deref(), Some(other), "{value}");
        }
        assert_eq!(read(&with("movedTo", json!(URI)), URI).expect("one").moved_to, None, "not to itself");
        assert_eq!(read(&with("alsoKnownAs", json!(vec![other; 1000])), URI).expect("one").aliases.len(), 100);
    }

    /// R9, R14.
    #[test]
    fn r9_a_key_and_an_inbox_are_the_actors_own() {
        let other = "https://other.example/users/lena";
        assert!(read(&document(), other).is_err());
        for (name, value) in [
            ("id", json!(other)),
            ("type", json!("Note")),
            ("preferredUsername", json!("le na")),
            ("preferredUsername", json!("")),
            ("inbox", json!("https://other.example/inbox")),
            ("inbox", json!(null)),
            ("publicKey", json!(null)),
        ] {
            assert!(read(&with(name, value.clone()), URI).is_err(), "{name} {value}");
        }
        for (name, value) in [("owner", other), ("id", "https://other.example/key"), ("publicKeyPem", "none")] {
            let mut document = document();
            document["publicKey"][name] = json!(value);
            assert!(read(&document, URI).is_err(), "{name}");
        }
        let shared = json!({ "sharedInbox": "https://other.example/inbox" });
        assert_eq!(read(&with("endpoints", shared), URI).expect("one").shared_inbox, "");
    }

    #[test]
    fn a_key_leads_to_its_owner() {
        assert_eq!(document_of_key(&format!("{URI}#main-key")).expect("a URL").as_str(), URI);
        assert_eq!(document_of_key("https://g.example/u/main-key").expect("a URL").path(), "/u/main-key");
        assert!(document_of_key("main-key").is_none());
        assert_eq!(plain("no tags & none"), "no tags & none");
    }
}
