//! What other servers want of the documents that we send, in one place: whoever sends something that one of them would
//! drop or misread fails here (must-pass 16).

use serde_json::Value;

const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";
/// Whoever processes strictly has to fetch any other.
const CONTEXTS: [&str; 2] = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"];
/// Pixelfed reads no deeper.
const DEEPEST: usize = 8;

/// Panics with everything that is wrong with a document of the server at `origin`.
pub fn accepts(document: &Value, origin: &str) {
    let mut lint = Lint { origin, problems: Vec::new() };
    lint.whole(document);
    assert!(lint.problems.is_empty(), "{}\nin {document:#}", lint.problems.join("\n"));
}

struct Lint<'a> {
    origin: &'a str,
    problems: Vec<String>,
}

impl Lint<'_> {
    fn expect(&mut self, holds: bool, what: impl Into<String>) {
        if !holds {
            self.problems.push(what.into());
        }
    }

    fn whole(&mut self, document: &Value) {
        self.expect(depth(document) <= DEEPEST, format!("deeper than {DEEPEST}"));
        self.context(&document["@context"]);
        for (name, value) in document.as_object().into_iter().flatten() {
            if name != "@context" {
                self.expect(!has_context(value), format!("a second context within {name}"));
            }
        }
        self.object(document);
    }

    fn context(&mut self, context: &Value) {
        let remote = |value: &Value| value.as_str().is_some_and(|context| CONTEXTS.contains(&context));
        let fine = match context {
            Value::String(_) => remote(context),
            Value::Array(parts) => {
                parts.first().is_some_and(|first| first == CONTEXTS[0])
                    && parts.iter().filter(|part| part.is_object()).count() <= 1
                    && parts.iter().all(|part| part.is_object() || remote(part))
            }
            _ => false,
        };
        self.expect(fine, format!("the context {context}"));
    }

    fn object(&mut self, object: &Value) {
        match object["type"].as_str() {
            Some("Person" | "Application") => self.actor(object),
            Some("Note") => self.note(object),
            Some("Tombstone") => self.ours(object, "id"),
            Some("Collection" | "CollectionPage" | "OrderedCollection" | "OrderedCollectionPage") => {
                self.collection(object)
            }
            Some(
                "Create" | "Update" | "Delete" | "Follow" | "Accept" | "Reject" | "Undo" | "Like" | "Announce" | "Move"
                | "Add" | "Remove" | "Flag",
            ) => self.activity(object),
            other => self.problems.push(format!("the type {other:?}")),
        }
    }

    fn ours(&mut self, object: &Value, name: &str) {
        let ours = object[name].as_str().is_some_and(|url| url.starts_with(&format!("{}/", self.origin)));
        self.expect(ours, format!("{name} is no URL of ours: {}", object[name]));
    }

    fn time(&mut self, object: &Value, name: &str) {
        let fine = object[name].as_str().is_some_and(|time| {
            time.len() == 20 && time.ends_with('Z') && time.as_bytes()[10] == b'T' && !time.contains('.')
        });
        self.expect(fine, format!("{name} is not a time in whole seconds: {}", object[name]));
    }

    fn strings(&mut self, object: &Value, name: &str) {
        let fine = object[name].as_array().is_some_and(|all| all.iter().all(Value::is_string));
        self.expect(fine, format!("{name} is not an array of strings: {}", object[name]));
        let short = ["as:Public", "Public"].map(Value::from);
        let full = object[name].as_array().is_none_or(|all| all.iter().all(|id| !short.contains(id)));
        self.expect(full, format!("{name} shortens the public"));
    }

    fn actor(&mut self, actor: &Value) {
        for name in ["id", "inbox", "outbox", "followers", "following", "url"] {
            self.ours(actor, name);
        }
        if actor["type"] == "Person" {
            self.ours(actor, "featured");
        }
        self.ours(&actor["endpoints"], "sharedInbox");
        for name in ["preferredUsername", "name", "summary", "webfinger"] {
            self.expect(actor[name].is_string(), format!("{name} is missing"));
        }
        for name in ["manuallyApprovesFollowers", "discoverable", "indexable"] {
            self.expect(actor[name].is_boolean(), format!("{name} is missing"));
        }
        let name = actor["preferredUsername"].as_str().unwrap_or_default();
        let host = self.origin.split("://").nth(1).unwrap_or_default();
        self.expect(name != host, "the name is the host's: GoToSocial takes it for the instance");
        // It may end with a domain that leads here.
        let handle = actor["webfinger"].as_str().and_then(|handle| handle.strip_prefix(&format!("{name}@")));
        self.expect(handle.is_some_and(|domain| domain.contains('.')), "webfinger is not the handle");
        self.time(actor, "published");
        self.strings(actor, "alsoKnownAs");
        if let Some(target) = actor.get("movedTo") {
            self.expect(
                target.is_string() && target != &actor["id"],
                format!("movedTo is not somebody else: {target}"),
            );
        }
        for name in ["attachment", "tag"] {
            let named = actor[name].as_array().is_some_and(|all| all.iter().all(|one| one["name"].is_string()));
            self.expect(named, format!("{name} is not an array of what has names"));
        }
        for name in ["icon", "image"] {
            if let Some(picture) = actor.get(name) {
                self.expect(picture["type"] == "Image", format!("{name} is no image"));
                let known = ["image/jpeg", "image/png"].map(Value::from).contains(&picture["mediaType"]);
                self.expect(known, format!("{name} is neither JPEG nor PNG"));
                self.ours(picture, "url");
            }
        }
        let (id, key) = (actor["id"].as_str().unwrap_or_default(), &actor["publicKey"]);
        self.expect(key["id"] == format!("{id}#main-key") && key["owner"] == id, "the key is not the actor's");
        let pem = key["publicKeyPem"].as_str().unwrap_or_default();
        self.expect(pem.starts_with("-----BEGIN PUBLIC KEY-----\n"), "the key is not SPKI in PEM");
    }

    fn note(&mut self, note: &Value) {
        for name in ["id", "attributedTo", "url"] {
            self.ours(note, name);
        }
        for name in ["to", "cc"] {
            self.strings(note, name);
        }
        self.expect(note.get("name").is_none(), "GoToSocial makes a warning of a note's name");
        self.time(note, "published");
        if note.get("updated").is_some() {
            self.time(note, "updated");
            self.expect(note["updated"].as_str() >= note["published"].as_str(), "updated before published");
        }
        self.expect(note["sensitive"].is_boolean(), "sensitive is missing");
        self.expect(note["sensitive"] == note["summary"].is_string(), "a warning without its mark");
        self.expect(note["content"].is_string(), "content is missing");
        let answered = &note["inReplyTo"];
        self.expect(answered.is_null() || answered.is_string(), "inReplyTo is neither a string nor null");
        for tag in note["tag"].as_array().into_iter().flatten() {
            let fine = ["Mention", "Hashtag"].map(Value::from).contains(&tag["type"]);
            self.expect(fine && tag["name"].is_string() && tag["href"].is_string(), format!("the tag {tag}"));
            let begins = if tag["type"] == "Mention" { '@' } else { '#' };
            self.expect(tag["name"].as_str().is_some_and(|name| name.starts_with(begins)), format!("the tag {tag}"));
        }
        self.expect(note["tag"].is_array(), "tag is no array");
        let answers = &note["inReplyTo"];
        self.expect(answers.is_null() || answers.is_string(), "inReplyTo is neither nothing nor one id");
        if answers.is_string() {
            let addressed = [&note["to"], &note["cc"]].into_iter().filter_map(Value::as_array).flatten();
            let addressed: Vec<&Value> = addressed.collect();
            let mentions = note["tag"].as_array().into_iter().flatten().filter(|tag| tag["type"] == "Mention");
            for mention in mentions {
                self.expect(addressed.contains(&&mention["href"]), "somebody is mentioned who is not addressed");
            }
        }
        for name in ["replies", "likes", "shares"] {
            if let Some(collection) = note.get(name) {
                self.expect(collection["type"] == "Collection", format!("{name} is no collection"));
                self.collection(collection);
            }
        }
        if let Some(languages) = note.get("contentMap") {
            let one = languages.as_object().filter(|languages| languages.len() == 1);
            self.expect(one.is_some_and(|one| one.values().all(|words| *words == note["content"])), "two contents");
        }
        for (act, who) in note["interactionPolicy"].as_object().into_iter().flatten() {
            self.expect(act != "canQuote", "nobody is told here that they may quote");
            self.strings(who, "automaticApproval");
        }
        let Some(attachments) = note["attachment"].as_array() else {
            self.problems.push("attachment is no array".to_owned());
            return;
        };
        for attachment in attachments {
            self.attachment(attachment);
        }
        let leads_here = note["content"].as_str().unwrap_or_default().contains(note["url"].as_str().unwrap_or("?"));
        self.expect(attachments.len() <= 4 || leads_here, "more than four photos, and no link to all of them");
    }

    fn attachment(&mut self, attachment: &Value) {
        self.expect(attachment["type"] == "Document", format!("the type {}", attachment["type"]));
        let known = ["image/jpeg", "image/png"].map(Value::from).contains(&attachment["mediaType"]);
        self.expect(known, format!("the media type {}", attachment["mediaType"]));
        self.ours(attachment, "url");
        self.expect(attachment.get("summary").is_none(), "Mastodon takes a summary for the description");
        for side in ["width", "height"] {
            if let Some(side) = attachment.get(side) {
                self.expect(side.as_u64().is_some_and(|side| (1..=5000).contains(&side)), format!("the size {side}"));
            }
        }
        for name in ["name", "headline", "license"] {
            if let Some(text) = attachment.get(name) {
                self.expect(text.as_str().is_some_and(|text| !text.is_empty()), format!("{name} is empty"));
            }
        }
        for value in attachment["exifData"].as_array().into_iter().flatten() {
            let fine = value["type"] == "PropertyValue" && value["name"].is_string() && value["value"].is_string();
            self.expect(fine && value["name"] != "GPSLatitude", format!("the detail {value}"));
        }
        if let Some(hash) = attachment.get("blurhash") {
            self.expect(hash.as_str().is_some_and(|hash| hash.len() >= 6), "the blurhash is none");
        }
    }

    fn collection(&mut self, collection: &Value) {
        self.ours(collection, "id");
        if let Some(total) = collection.get("totalItems") {
            self.expect(total.is_u64(), "totalItems is no number");
        }
        let items = collection.get("items").map_or(&[][..], |items| items.as_array().map_or(&[], Vec::as_slice));
        self.expect(items.iter().all(Value::is_string), "an item is more than its id");
        for item in collection["orderedItems"].as_array().into_iter().flatten().filter(|item| item.is_object()) {
            self.object(item);
        }
    }

    fn activity(&mut self, activity: &Value) {
        self.ours(activity, "id");
        self.ours(activity, "actor");
        let inner = &activity["object"];
        match activity["type"].as_str().unwrap_or_default() {
            "Create" | "Update" => {
                self.strings(activity, "to");
                self.strings(activity, "cc");
                self.expect(inner.is_object(), "the object is not embedded");
                self.object(inner);
                if inner["type"] == "Note" {
                    self.expect(activity["to"] == inner["to"] && activity["cc"] == inner["cc"], "two audiences");
                    self.expect(activity["actor"] == inner["attributedTo"], "somebody else's note");
                }
            }
            "Delete" => {
                self.strings(activity, "to");
                self.expect(activity["to"][0] == PUBLIC, "a deletion that is not for everybody");
                self.ours(inner, "id");
                self.expect(inner["type"].is_string(), "what is deleted has no type");
            }
            "Follow" | "Like" => self.expect(inner.is_string(), "Pixelfed wants the object as a string"),
            "Announce" => {
                self.strings(activity, "to");
                self.strings(activity, "cc");
                self.time(activity, "published");
                self.expect(inner.is_string(), "Pixelfed wants the object as a string");
            }
            "Flag" => {
                self.strings(activity, "to");
                self.strings(activity, "object");
                self.expect(activity["content"].is_string(), "nothing is said");
                let host = |id: &Value| id.as_str().and_then(|id| id.split('/').nth(2).map(str::to_owned));
                let objects = inner.as_array().into_iter().flatten();
                let hosts: std::collections::HashSet<_> = objects.map(host).collect();
                self.expect(hosts.len() == 1, "it is about several servers");
                let community = activity["actor"].as_str().is_some_and(|actor| actor.ends_with("/ap/actor"));
                self.expect(community, "it says which member reports");
            }
            "Add" | "Remove" => {
                self.expect(inner.is_string(), "the object is not named");
                let featured = format!("{}/featured", activity["actor"].as_str().unwrap_or_default());
                self.expect(activity["target"] == featured, "it is not what is pinned");
            }
            "Move" => {
                self.expect(inner == &activity["actor"], "somebody else moves");
                let target = &activity["target"];
                self.expect(target.is_string() && target != inner, format!("they move to {target}"));
            }
            // Pixelfed ignores them where what they are about is only named.
            "Undo" if inner["type"] != "Follow" => self.object(inner),
            _ => self.expect(inner["type"] == "Follow" && inner["actor"].is_string(), "the Follow is not embedded"),
        }
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(all) => 1 + all.iter().map(depth).max().unwrap_or(0),
        Value::Object(all) => 1 + all.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

fn has_context(value: &Value) -> bool {
    match value {
        Value::Array(all) => all.iter().any(has_context),
        Value::Object(all) => all.contains_key("@context") || all.values().any(has_context),
        _ => false,
    }
}

/// A document as a snapshot keeps it: without ports, ids, times, random names and keys.
pub fn shape(document: &Value, origin: &str) -> String {
    let text = format!("{document:#}").replace(origin, "https://praia.example");
    let authority = origin.split("://").nth(1).unwrap_or_default();
    let text = text.replace(authority, "praia.example");
    let mut shaped = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_alphanumeric() || ['-', '_', ':'].contains(&c) {
            word.push(c);
            continue;
        }
        let digits = word.chars().all(|c| c.is_ascii_digit());
        let media = word.len() == 22 && shaped.ends_with("/media/");
        let time = word.len() == 20 && word.ends_with('Z') && word.as_bytes()[4] == b'-';
        shaped.push_str(match () {
            () if digits && word.len() > 10 => "ID",
            () if media => "FILE",
            () if time => "TIME",
            () => &word,
        });
        word.clear();
        shaped.push(c);
    }
    match (shaped.find("-----BEGIN"), shaped.rfind("KEY-----\\n")) {
        (Some(from), Some(to)) => format!("{}KEY{}", &shaped[..from], &shaped[to + 10..]),
        _ => shaped,
    }
}
