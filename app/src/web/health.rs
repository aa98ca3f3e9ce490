//! Whether the process lives, and whether it can do its work; and what browsers report.

use std::{
    any::Any,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use axum::{
    body::Bytes,
    extract::{Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use heliograph_entity::values::Timestamp;
use sea_orm::ConnectionTrait;
use tokio::sync::Mutex;

use super::PlainPage;
use crate::{app::App, words::Words};

pub async fn alive() -> &'static str {
    "ok\n"
}

/// Anybody may ask whether the hub is ready; its storage, which may be far away and cost money, is asked less often.
const ASK_STORAGE: Duration = Duration::from_secs(10);

/// When the storage was last asked, and whether it answered.
#[derive(Clone, Default)]
pub struct Readiness(Arc<Mutex<Option<(Timestamp, bool)>>>);

/// 200 when the database answers, the storage holds what was put there, and ids can be minted; else 503 and what does
/// not work.
pub async fn ready(State((app, readiness)): State<(App, Readiness)>) -> Response {
    let database = app.db.reader().execute_unprepared("SELECT 1").await.map(drop).map_err(anyhow::Error::new);
    let parts = [
        ("database", works("database", database)),
        ("storage", readiness.of_storage(&app).await),
        ("node number", app.ids.hold_lease()),
    ];
    let failed: String = parts
        .iter()
        .filter(|(_, works)| !works)
        .map(|(name, _)| format!("{name}: does not work, see the log\n"))
        .collect();
    if failed.is_empty() { "ok\n".into_response() } else { (StatusCode::SERVICE_UNAVAILABLE, failed).into_response() }
}

impl Readiness {
    async fn of_storage(&self, app: &App) -> bool {
        // Whoever asks meanwhile waits for the same answer.
        let mut last = self.0.lock().await;
        let now = app.clock.now();
        if let Some((asked, works)) = *last
            && now.since(asked) < ASK_STORAGE
        {
            return works;
        }
        let works = works("storage", app.storage.check().await);
        *last = Some((now, works));
        works
    }
}

fn works(name: &str, answer: anyhow::Result<()>) -> bool {
    if let Err(error) = &answer {
        tracing::error!(error = format!("{error:#}"), "the {name} does not work");
    }
    answer.is_ok()
}

/// A browser kept a page from doing what its policy forbids: a mistake of ours, or an attack that failed.
pub async fn csp_report(State(app): State<App>, body: Bytes) -> StatusCode {
    metrics::counter!("heliograph_csp_reports_total").increment(1);
    // Anybody can send as many as they like; the log takes one in a second.
    static LAST_LOGGED: AtomicI64 = AtomicI64::new(0);
    let second = app.clock.now().millis() / 1000;
    if LAST_LOGGED.swap(second, Ordering::Relaxed) == second {
        return StatusCode::NO_CONTENT;
    }
    // Not the address of the page: it may be a link that only its owner should have.
    let report: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
    let said =
        |field: &str| report["csp-report"][field].as_str().unwrap_or_default().chars().take(200).collect::<String>();
    let (directive, blocked) = (said("violated-directive"), said("blocked-uri"));
    tracing::warn!(directive, blocked, "a browser reports a breach of the content security policy");
    StatusCode::NO_CONTENT
}

/// Counts and times every request.
pub async fn observe(request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), shown_path(request.uri().path()));
    let began = std::time::Instant::now();
    let response = next.run(request).await;
    let (elapsed, status) = (began.elapsed(), response.status());
    let known = [Method::GET, Method::HEAD, Method::POST, Method::OPTIONS].contains(&method);
    let labels = [
        ("method", if known { method.to_string() } else { "other".to_owned() }),
        ("status", status.as_u16().to_string()),
    ];
    metrics::histogram!("heliograph_http_request_seconds", &labels).record(elapsed);
    tracing::debug!(%method, path, status = status.as_u16(), milliseconds = elapsed.as_millis(), "answered");
    response
}

/// A path as a log may have it: without the secret of a link.
pub(super) fn shown_path(path: &str) -> String {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    match parts.next() {
        Some(link @ ("setup" | "sign-up" | "invite" | "confirm" | "reset" | "confirm-email" | "undo-email"))
            if parts.next().is_some() =>
        {
            format!("/{link}/…")
        }
        _ => path.to_owned(),
    }
}

/// A bug: the request is lost, the hub goes on.
pub fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let message = cause.downcast_ref::<String>().map(String::as_str).or(cause.downcast_ref::<&str>().copied());
    tracing::error!(message, "a request panicked");
    let code = StatusCode::INTERNAL_SERVER_ERROR;
    PlainPage::say(&Words::default(), code, "error-internal-title", "error-internal").into_response()
}
