//! Only our own pages may post to us: another site cannot act in a visitor's name.

use axum::{
    Router,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use super::PlainPage;
use crate::words::Words;

/// Refuses what another origin posts, by `Sec-Fetch-Site` and else by `Origin`, before anything reads it.
pub fn guard_origin<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router.layer(CsrfLayer::new().with_rejection_response(refuse))
}

fn refuse(_: ProtectionError) -> Response {
    let page =
        PlainPage::say(&Words::default(), StatusCode::FORBIDDEN, "error-cross-origin-title", "error-cross-origin");
    page.into_response()
}
