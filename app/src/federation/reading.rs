//! What others write, read with patience: every property may be a string, an object, an array or missing.

use serde_json::Value;
use url::Url;

/// Arrays and objects within each other.
pub const DEEPEST: usize = 32;

/// The id that a value is, or that it has.
pub fn id_of(value: &Value) -> Option<&str> {
    match value {
        Value::String(id) => Some(id),
        Value::Object(object) => object.get("id")?.as_str(),
        Value::Array(all) => id_of(all.first()?),
        _ => None,
    }
}

/// Whether something is of one of these types.
pub fn is_a(value: &Value, types: &[&str]) -> bool {
    let named = |name: &Value| name.as_str().is_some_and(|name| types.contains(&name));
    match &value["type"] {
        Value::Array(all) => all.iter().any(named),
        one => named(one),
    }
}

/// The first type that something has.
pub fn kind_of(value: &Value) -> &str {
    match &value["type"] {
        Value::Array(all) => all.iter().find_map(Value::as_str),
        one => one.as_str(),
    }
    .unwrap_or_default()
}

/// The text of a property, or the first of several.
pub fn text_of(value: &Value) -> &str {
    match value {
        Value::Array(all) => all.iter().find_map(Value::as_str),
        one => one.as_str(),
    }
    .unwrap_or_default()
}

/// The first http or https address in a `url`, which may be a Link, and several.
pub fn url_of(value: &Value) -> Option<&str> {
    let url = match value {
        Value::String(url) => Some(url.as_str()),
        Value::Object(link) => link.get("href").or(link.get("url"))?.as_str(),
        Value::Array(all) => all.iter().find_map(url_of),
        _ => None,
    };
    url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))
}

/// Whether two addresses lead to the same server: the same scheme, host and port, however they are written. A name that ends
/// with a dot leads to where the name without it does, and is nobody's here: each server has one name.
pub fn same_server(one: &str, other: &str) -> bool {
    let named = |url: &Url| url.host_str().is_some_and(|host| !host.ends_with('.'));
    let origin = |url: &str| Url::parse(url).ok().filter(named).map(|url| url.origin());
    origin(one).is_some_and(|one| Some(one) == origin(other))
}

/// JSON that is neither damaged nor deeper than [`DEEPEST`], without the character that PostgreSQL takes in no text.
pub fn json(bytes: &[u8]) -> Option<Value> {
    let (mut depth, mut quoted, mut escaped, mut coded) = (0_usize, false, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => (escaped, coded) = (false, coded || *byte == b'u'),
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return None;
        }
    }
    let mut document = serde_json::from_slice(bytes).ok()?;
    if coded && bytes.windows(NUL.len()).any(|part| part == NUL) {
        without_nul(&mut document);
    }
    Some(document)
}

/// As JSON writes the character; there is no other way to.
const NUL: &[u8] = b"\\u0000";

fn without_nul(value: &mut Value) {
    match value {
        Value::String(text) => text.retain(|c| c != '\0'),
        Value::Array(all) => all.iter_mut().for_each(without_nul),
        Value::Object(members) => {
            members.retain(|name, _| !name.contains('\0'));
            members.values_mut().for_each(without_nul);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether a media type is that of ActivityStreams: read as one, not compared as text.
pub fn is_activity(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    let mut profiled = || {
        let profile = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.trim().eq_ignore_ascii_case("profile").then(|| value.trim().trim_matches('"').to_owned())
        });
        profile.is_some_and(|profile| {
            profile.split_ascii_whitespace().any(|one| one == super::vocabulary::ACTIVITY_STREAMS)
        })
    };
    essence == "application/activity+json" || (essence == "application/ld+json" && profiled())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{id_of, is_a, is_activity, json, kind_of, same_server, url_of};

    #[test]
    fn every_form_of_a_property_is_read() {
        for value in
            [json!("https://a.example/1"), json!({ "id": "https://a.example/1" }), json!(["https://a.example/1"])]
        {
            assert_eq!(id_of(&value), Some("https://a.example/1"));
        }
        assert_eq!(id_of(&json!(null)), None);
        assert_eq!(id_of(&json!({ "id": 7 })), None);
        assert!(is_a(&json!({ "type": ["Person", "Thing"] }), &["Person"]));
        assert_eq!(kind_of(&json!({ "type": ["Person"] })), "Person");
        let link = json!([{ "type": "Link", "href": "https://a.example/@lena" }, "https://b.example"]);
        assert_eq!(url_of(&link), Some("https://a.example/@lena"));
        assert_eq!(url_of(&json!("javascript:alert(1)")), None);
    }

    /// R13, R14: hosts are compared as hosts.
    #[test]
    fn servers_are_compared_and_not_their_spelling() {
        assert!(same_server("https://A.example/x", "https://a.example:443/y"));
        assert!(same_server("https://bücher.example/", "https://xn--bcher-kva.example/"));
        for other in
            ["http://a.example/", "https://a.example.evil.example/", "https://a.example@evil.example/", "a.example"]
        {
            assert!(!same_server("https://a.example/", other), "{other}");
        }
        assert!(!same_server("", ""));
        assert!(!same_server("https://a.example./", "https://a.example./"), "it goes by another name");
    }

    /// R1, must-pass 9.
    #[test]
    fn r1_what_is_too_deep_is_not_read() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(json(nested(32).as_bytes()).is_some());
        assert!(json(nested(33).as_bytes()).is_none());
        assert!(json(nested(100_000).as_bytes()).is_none());
        assert!(json(format!("[\"{}\\\"[\"]", "[".repeat(50)).as_bytes()).is_some(), "text is not depth");
        assert!(json(b"{").is_none());
        assert_eq!(
            json(br#"{"a":["b\u0000",{"c\u0000":1}],"d":"\\u0000"}"#),
            Some(json!({ "a": ["b", {}], "d": "\\u0000" }))
        );
    }

    /// R2, R15.
    #[test]
    fn r2_media_types_are_read_as_such() {
        for fine in [
            "application/activity+json",
            "Application/Activity+JSON; charset=utf-8",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
            "application/ld+json;charset=utf-8;profile=https://www.w3.org/ns/activitystreams",
        ] {
            assert!(is_activity(fine), "{fine}");
        }
        for other in [
            "",
            "application/json",
            "text/html",
            "application/ld+json",
            "application/ld+json; profile=\"https://a.example\"",
            "text/plain; x=application/activity+json",
        ] {
            assert!(!is_activity(other), "{other}");
        }
    }
}
