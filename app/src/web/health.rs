//! Whether the process lives, and whether it can do its work; and what browsers report.

use std::any::Any;

use axum::{
    body::Bytes,
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use sea_orm::ConnectionTrait;

use super::PlainPage;
use crate::{app::App, words::Words};

pub async fn alive() -> &'static str {
    "ok\n"
}

/// 200 when the database answers and the storage takes a file; else 503 and what does not work.
pub async fn ready(State(app): State<App>) -> Response {
    let database = app.db.reader().execute_unprepared("SELECT 1").await.map(drop).map_err(anyhow::Error::new);
    let storage = app.storage.check().await;
    let mut failed = String::new();
    for (name, result) in [("database", database), ("storage", storage)] {
        if let Err(error) = result {
            tracing::error!(error = format!("{error:#}"), "the {name} does not work");
            failed += &format!("{name}: does not work, see the log\n");
        }
    }
    if failed.is_empty() { "ok\n".into_response() } else { (StatusCode::SERVICE_UNAVAILABLE, failed).into_response() }
}

/// A browser kept a page from doing what its policy forbids: a mistake of ours, or an attack that failed.
pub async fn csp_report(body: Bytes) -> StatusCode {
    metrics::counter!("heliograph_csp_reports_total").increment(1);
    let report = String::from_utf8_lossy(&body[..body.len().min(2000)]).into_owned();
    tracing::warn!(report, "a browser reports a breach of the content security policy");
    StatusCode::NO_CONTENT
}

/// Counts and times every request.
pub async fn observe(request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let began = std::time::Instant::now();
    let response = next.run(request).await;
    let (elapsed, status) = (began.elapsed(), response.status());
    let labels = [("method", method.to_string()), ("status", status.as_u16().to_string())];
    metrics::histogram!("heliograph_http_request_seconds", &labels).record(elapsed);
    tracing::debug!(%method, path, status = status.as_u16(), milliseconds = elapsed.as_millis(), "answered");
    response
}

/// A bug: the request is lost, the hub goes on.
pub fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let message = cause.downcast_ref::<String>().map(String::as_str).or(cause.downcast_ref::<&str>().copied());
    tracing::error!(message, "a request panicked");
    let code = StatusCode::INTERNAL_SERVER_ERROR;
    PlainPage::say(&Words::default(), code, "error-internal-title", "error-internal").into_response()
}
