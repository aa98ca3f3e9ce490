//! What other servers are answered with.

use axum::{
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{ACCEPT, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, VARY},
    },
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::vocabulary::ACTIVITY_STREAMS;
use crate::error::Error;

/// A document in ActivityStreams. Some servers take it under exactly this media type.
pub struct Document(pub Value);

impl IntoResponse for Document {
    fn into_response(self) -> Response {
        let headers = [
            (CONTENT_TYPE, "application/activity+json; charset=utf-8"),
            (CACHE_CONTROL, "public, max-age=60"),
            (VARY, "accept"),
        ];
        (headers, self.0.to_string()).into_response()
    }
}

/// What is left of something: 410, and that it was here.
pub fn deleted(id: &str) -> Response {
    let stone = Document(json!({ "@context": ACTIVITY_STREAMS, "id": id, "type": "Tombstone" }));
    (StatusCode::GONE, stone).into_response()
}

/// A descriptor of a resource (RFC 7033), which pages of other sites may read too.
pub fn jrd(document: Value) -> Response {
    let headers = [(CONTENT_TYPE, "application/jrd+json"), (ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    (headers, document.to_string()).into_response()
}

/// Whether whoever asks would rather have a document than a page.
pub fn wants_document(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).flat_map(ranges);
    let (mut document, mut page) = (0, 0);
    for (media_type, quality) in accepted {
        match media_type.as_str() {
            "application/activity+json" | "application/ld+json" => document = document.max(quality),
            "text/html" | "application/xhtml+xml" => page = page.max(quality),
            _ => {}
        }
    }
    document > 0 && document >= page
}

/// Media types, with how much they are wanted in thousandths (RFC 9110, 12.5.1). A parameter in quotes may hold a comma,
/// and those that are asked for here hold none.
fn ranges(accept: &str) -> impl Iterator<Item = (String, u32)> {
    accept.split(',').map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
        let quality = parts.find_map(|part| part.strip_prefix("q=")).and_then(|quality| quality.parse::<f32>().ok());
        (media_type, (quality.unwrap_or(1.0).clamp(0.0, 1.0) * 1000.0) as u32)
    })
}

/// An error as servers are told it: the code counts, and a word for whoever reads their log.
pub struct Refusal(StatusCode, &'static str, Option<HeaderValue>);

impl Refusal {
    pub fn new(code: StatusCode, why: &'static str) -> Self {
        Self(code, why, None)
    }
}

impl<E: Into<Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        match error.into() {
            Error::NotFound
            | Error::Forbidden
            | Error::LeftBehind
            | Error::SignedOut
            | Error::ProofNeeded
            | Error::SecondFactorNeeded => Self::new(StatusCode::NOT_FOUND, "there is nothing here"),
            Error::Gone | Error::LinkExpired => Self::new(StatusCode::GONE, "it was deleted"),
            Error::TooMany(wait) => {
                Self(StatusCode::TOO_MANY_REQUESTS, "too often", Some(wait.as_secs().max(1).into()))
            }
            Error::Invalid(_) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "it does not fit"),
            Error::Malformed(_) => Self::new(StatusCode::BAD_REQUEST, "the request can't be read"),
            Error::TooSlow => Self::new(StatusCode::REQUEST_TIMEOUT, "the request did not arrive in time"),
            Error::Internal(cause) => {
                tracing::error!(error = format!("{cause:#}"), "a request of another server failed");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "something went wrong on our side")
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.1 }).to_string();
        let mut response = (self.0, [(CONTENT_TYPE, "application/json")], body).into_response();
        if let Some(wait) = self.2 {
            response.headers_mut().insert(RETRY_AFTER, wait);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header::ACCEPT};

    use super::wants_document;

    #[test]
    fn servers_get_documents_and_browsers_pages() {
        let asks =
            |accept: &'static str| wants_document(&HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accept))]));
        assert!(asks("application/activity+json, application/ld+json"));
        assert!(asks("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""));
        assert!(asks("application/activity+json, text/html;q=0.1"));
        assert!(!asks("text/html, application/activity+json;q=0.5"));
        assert!(!asks("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"));
        assert!(!asks("*/*") && !asks("application/json") && !asks("application/activity+json;q=0"));
        assert!(!wants_document(&HeaderMap::new()));
    }
}
