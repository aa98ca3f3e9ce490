//! The words of ActivityStreams and of those who extend it, as this hub writes them.

use heliograph_entity::{
    post,
    values::{Licence, Timestamp},
};
use serde_json::{Value, json};

/// The audience that is everybody.
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// What a small activity needs.
pub const ACTIVITY_STREAMS: &str = "https://www.w3.org/ns/activitystreams";

/// The context of actors and posts. Two remote contexts alone: whoever processes strictly has to fetch any other.
pub fn context() -> Value {
    let id = |id: &str| json!({ "@id": id, "@type": "@id" });
    json!([
        ACTIVITY_STREAMS,
        "https://w3id.org/security/v1",
        {
            "toot": "http://joinmastodon.org/ns#",
            "schema": "http://schema.org/",
            "pixelfed": "http://pixelfed.org/ns#",
            "Hashtag": "as:Hashtag",
            "sensitive": "as:sensitive",
            "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
            "alsoKnownAs": id("as:alsoKnownAs"),
            "movedTo": id("as:movedTo"),
            "discoverable": "toot:discoverable",
            "indexable": "toot:indexable",
            "memorial": "toot:memorial",
            "featured": id("toot:featured"),
            "webfinger": "https://purl.archive.org/socialweb/webfinger#webfinger",
            "PropertyValue": "schema:PropertyValue",
            "value": "schema:value",
            "license": "schema:license",
            "headline": "schema:headline",
            "exifData": "schema:exifData",
            "blurhash": "toot:blurhash",
            "gts": "https://gotosocial.org/ns#",
            "commentsEnabled": "pixelfed:commentsEnabled",
            "interactionPolicy": id("gts:interactionPolicy"),
            "canLike": id("gts:canLike"),
            "canReply": id("gts:canReply"),
            "canAnnounce": id("gts:canAnnounce"),
            "automaticApproval": id("gts:automaticApproval"),
        }
    ])
}

/// A small activity that stands by itself: nothing in it is of anybody's extension.
pub fn with_small_context(mut activity: Value) -> Value {
    activity["@context"] = json!(ACTIVITY_STREAMS);
    activity
}

/// A document that stands by itself.
pub fn with_context(mut document: Value) -> Value {
    document["@context"] = context();
    document
}

/// To whom something of the author's is addressed: `to`, then `cc`.
pub fn audience(author: &str, visibility: post::Visibility) -> (Vec<String>, Vec<String>) {
    let followers = format!("{author}/followers");
    match visibility {
        post::Visibility::Public => (vec![PUBLIC.to_owned()], vec![followers]),
        post::Visibility::Unlisted => (vec![followers], vec![PUBLIC.to_owned()]),
        post::Visibility::Followers | post::Visibility::Named => (vec![followers], Vec::new()),
    }
}

/// In whole seconds, as every server reads it.
pub fn time(at: Timestamp) -> String {
    at.to_utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// Members of `document` that are nothing are left out of it.
pub fn without_nothing(mut document: Value, names: &[&str]) -> Value {
    if let Some(members) = document.as_object_mut() {
        members.retain(|name, value| !(value.is_null() && names.contains(&name.as_str())));
    }
    document
}

/// What Pixelfed calls a licence.
pub fn licence_title(licence: Licence) -> Option<&'static str> {
    match licence {
        Licence::AllRightsReserved => None,
        Licence::By => Some("CC BY"),
        Licence::BySa => Some("CC BY-SA"),
        Licence::ByNc => Some("CC BY-NC"),
        Licence::ByNcSa => Some("CC BY-NC-SA"),
        Licence::ByNd => Some("CC BY-ND"),
        Licence::ByNcNd => Some("CC BY-NC-ND"),
        Licence::Cc0 => Some("Public Domain (CC0)"),
        Licence::PublicDomainMark => Some("Public Domain"),
    }
}
