//! Only our own pages may post to us: another site cannot act in a visitor's name.

use axum::{
    Router,
    extract::Request,
    http::{Method, StatusCode, header::ORIGIN},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use super::{Arrival, PlainPage};
use crate::{viewer::Tenant, words::Words};

/// Refuses what another origin posts, by `Sec-Fetch-Site` and else by `Origin`, before anything reads it.
pub fn guard_origin<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router.layer(CsrfLayer::new().with_rejection_response(|_: ProtectionError| refuse())).layer(from_fn(same_scheme))
}

async fn same_scheme(request: Request, next: Next) -> Response {
    if is_of_other_scheme(&request) { refuse() } else { next.run(request).await }
}

/// The layer compares hosts and ports. A browser that is too old to say `Sec-Fetch-Site` may be at the same host by
/// plain http, where anybody on the way can have it post.
fn is_of_other_scheme(request: &Request) -> bool {
    let says = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let reads = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    if reads || says("sec-fetch-site").is_some() {
        return false;
    }
    let https = match (request.extensions().get::<Tenant>(), request.extensions().get::<Arrival>()) {
        (Some(tenant), _) => tenant.is_https(),
        (None, Some(arrival)) => arrival.https,
        (None, None) => return false,
    };
    says(ORIGIN.as_str()).is_some_and(|origin| origin.starts_with("https://") != https)
}

fn refuse() -> Response {
    let page =
        PlainPage::say(&Words::default(), StatusCode::FORBIDDEN, "error-cross-origin-title", "error-cross-origin");
    page.into_response()
}
