//! The grammar of pages: what a request tells before anybody looks at its path, the shell around every page,
//! forms with their problems, and errors as people see them.

mod arrival;
mod assets;
mod body;
mod errors;
mod extract;
mod form;
mod guests;
mod headers;
mod health;
mod origin;
mod page;

pub use arrival::{Arrival, arrive};
pub use assets::{asset, asset_url};
pub use body::{expect_body, text_part};
pub use errors::{PlainPage, not_found, render as render_errors, wrong_method};
pub use extract::{Body, Fields, OperatorHome, Path, Query};
pub use form::{Form, FormProblem, Refusal};
pub use guests::{for_guests, keep_for_guests};
pub use headers::{Framable, Nonce, protect};
pub use health::{Readiness, alive, csp_report, observe, panicked, ready};
pub use origin::guard_origin;
pub use page::{Avatar, Community, ForAnybody, Me, Other, Others, Page, Waiting, initial, picture_style, say_once};

use axum::{
    http::{StatusCode, Uri, header::LOCATION},
    response::{IntoResponse, Response},
};

/// Where to look after a form was accepted.
pub fn see_other(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, path)]).into_response()
}

/// The one address of a page, for those who asked for it by another spelling.
pub fn moved(path: &str, asked: &Uri) -> Response {
    let query = asked.query().map(|query| format!("?{query}")).unwrap_or_default();
    (StatusCode::MOVED_PERMANENTLY, [(LOCATION, format!("{path}{query}"))]).into_response()
}

/// Cuts a list that was asked for with one more than fits to a page; the last on it when there was more.
pub fn cut<T>(found: &mut Vec<T>, size: u64) -> Option<&T> {
    let more = found.len() as u64 > size;
    found.truncate(size as usize);
    found.last().filter(|_| more)
}

/// The same page again, with what was typed and what is wrong.
pub fn invalid(page: impl IntoResponse) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}
