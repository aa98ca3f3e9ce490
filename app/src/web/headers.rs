//! Headers that every answer carries, so that a browser lets nothing happen on a page that we did not put there.

use axum::{
    extract::{Request, State},
    http::{
        HeaderName, HeaderValue,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
            X_FRAME_OPTIONS,
        },
    },
    middleware::Next,
    response::Response,
};

use super::Arrival;
use crate::app::App;

/// What marks the scripts and styles of one answer as ours.
#[derive(Clone, Debug)]
pub struct Nonce(pub String);

/// Marks an answer that any site may show in a frame. It carries no scripts, and nothing of whoever looks.
#[derive(Clone, Copy, Debug)]
pub struct Framable;

pub async fn protect(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let nonce = app.rng.short_token();
    let https = request.extensions().get::<Arrival>().is_some_and(|arrival| arrival.https);
    request.extensions_mut().insert(Nonce(nonce.clone()));

    let mut response = next.run(request).await;
    let framable = response.extensions().get::<Framable>().is_some();
    let headers = response.headers_mut();
    let mut default = |name: HeaderName, value: HeaderValue| {
        headers.entry(name).or_insert(value);
    };
    if let Ok(policy) = HeaderValue::try_from(content_security_policy(&nonce, framable)) {
        default(CONTENT_SECURITY_POLICY, policy);
    }
    default(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if !framable {
        default(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    // `no-referrer` would send a null Origin with forms, which the origin check must refuse.
    default(REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    default(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"),
    );
    default(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    default(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if https {
        default(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

fn content_security_policy(nonce: &str, framable: bool) -> String {
    if framable {
        return format!(
            "default-src 'none'; img-src 'self'; style-src 'self' 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; \
             frame-ancestors *; report-uri /reports/csp"
        );
    }
    format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
         report-uri /reports/csp"
    )
}
