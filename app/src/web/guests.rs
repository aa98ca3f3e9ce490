//! Pages as guests see them, who all see the same: kept, as they went out, until anything is changed.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    handler::Handler,
    http::{
        HeaderMap, HeaderName, Method, StatusCode, Uri,
        header::{
            ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_LENGTH, COOKIE, IF_MODIFIED_SINCE,
            IF_NONE_MATCH, RANGE, SET_COOKIE,
        },
    },
    middleware::{Next, map_response},
    response::{IntoResponse, Response},
    routing::MethodRouter,
};

use heliograph_entity::values::Timestamp;

use super::Arrival;
use crate::{app::App, cache};

/// What time changes by itself, such as how long ago something was, is seen that much later.
const LATE: Duration = Duration::from_secs(1);

/// Bytes of the largest page that is kept.
const LARGEST: usize = 512 * 1024;

/// What an answer to a guest may differ by, besides the address.
const ASKED: [HeaderName; 4] = [ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, HeaderName::from_static("x-fragment")];

/// What only somebody sends who is known, or has the page already, or wants a part of it.
const PARTICULAR: [HeaderName; 6] =
    [COOKIE, AUTHORIZATION, HeaderName::from_static("signature"), RANGE, IF_NONE_MATCH, IF_MODIFIED_SINCE];

/// Says of an answer that all guests may get it who ask in the same way.
#[derive(Clone, Copy)]
struct ForGuests;

/// The page of a handler that shows all guests the same: nothing of it depends on who they are or where they are, and
/// looking at it changes nothing.
pub fn for_guests<H: Handler<T, App>, T: 'static>(handler: H) -> MethodRouter<App> {
    axum::routing::get(handler).layer(map_response(async |mut response: Response| {
        response.extensions_mut().insert(ForGuests);
        response
    }))
}

/// An answer, what was asked, what the database held, and when.
struct Kept {
    asked: String,
    mark: Arc<str>,
    at: Timestamp,
    headers: HeaderMap,
    body: Bytes,
}

/// Answers guests with what another guest has just been shown, as long as nobody has changed anything since.
pub async fn keep_for_guests(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(asked) = asked(&request) else { return next.run(request).await };
    // Looked at before the page is put together: what changes meanwhile makes it old.
    let Ok(mark) = app.db.mark().await else { return next.run(request).await };
    let (key, at) = (cache::key_of(&asked), app.clock.now());
    if let Some(kept) = app.cache.get::<Kept>(key)
        && kept.asked == asked
        && kept.mark == mark
        && at.since(kept.at) < LATE
    {
        let mut response = Response::new(Body::from(kept.body.clone()));
        response.headers_mut().clone_from(&kept.headers);
        return response;
    }

    let response = next.run(request).await;
    let same = response.extensions().get::<ForGuests>().is_some()
        && response.status() == StatusCode::OK
        && !response.headers().contains_key(SET_COOKIE);
    if !same {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // Pages are put together in memory before they go out, so that nothing is waited for here.
    let body = match to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => {
            tracing::error!(%error, "a page ended early");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    parts.headers.remove(CONTENT_LENGTH);
    if body.len() <= LARGEST {
        let size = body.len() + asked.len() + 1000;
        let kept = Kept { asked, mark, at, headers: parts.headers.clone(), body: body.clone() };
        app.cache.put(key, Arc::new(kept), size);
    }
    Response::from_parts(parts, Body::from(body))
}

/// All that the answer depends on; nothing where it may be for somebody in particular.
fn asked(request: &Request) -> Option<String> {
    let (headers, arrival) = (request.headers(), request.extensions().get::<Arrival>()?);
    let particular = request.method() != Method::GET || PARTICULAR.iter().any(|name| headers.contains_key(name));
    (!particular).then(|| describe(&arrival.origin(), request.uri(), headers))
}

fn describe(origin: &str, uri: &Uri, headers: &HeaderMap) -> String {
    let mut asked = format!("{origin}\n{}", uri.path_and_query().map_or("/", |path| path.as_str()));
    for name in &ASKED {
        for value in headers.get_all(name) {
            asked.push('\n');
            asked.push_str(name.as_str());
            asked.push(':');
            asked.push_str(&String::from_utf8_lossy(value.as_bytes()));
        }
    }
    asked
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, Uri, header::ACCEPT};

    use super::describe;

    #[test]
    fn what_is_asked_for_in_another_way_is_something_else() {
        let page = Uri::from_static("/@ana?before=3");
        let with = |value| HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(value))]);
        let plain = describe("https://praia.example", &page, &HeaderMap::new());
        assert_eq!(plain, "https://praia.example\n/@ana?before=3");
        assert_ne!(plain, describe("http://praia.example", &page, &HeaderMap::new()));
        assert_ne!(plain, describe("https://praia.example", &Uri::from_static("/@ana"), &HeaderMap::new()));
        let html = describe("https://praia.example", &page, &with("text/html"));
        assert_ne!(html, describe("https://praia.example", &page, &with("application/activity+json")));
    }
}
