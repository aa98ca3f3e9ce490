//! Errors as people see them: what happened, why, and what to do, on a page that is still ours.

use std::sync::{Arc, Mutex, PoisonError};

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::{FromRequestParts, Request},
    http::{
        StatusCode,
        header::{ACCEPT_LANGUAGE, REFERER, RETRY_AFTER},
        request::Parts,
    },
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{Arrival, Page, health::shown_path, see_other};
use crate::{
    error::Error,
    words::{Message, Words},
};

/// In the frame of the community.
#[derive(Template, WebTemplate)]
#[template(path = "errors/error.html")]
struct ErrorPage {
    page: Page,
    code: u16,
    title: String,
    explanation: String,
    next: String,
    next_label: String,
}

/// Without a community around it.
#[derive(Template)]
#[template(path = "errors/plain.html")]
pub struct PlainPage {
    page: Page,
    code: u16,
    title: String,
    explanation: String,
    next: String,
    next_label: String,
}

impl PlainPage {
    pub fn new(parts: &Parts, code: StatusCode, title: &str, explanation: &Message) -> Self {
        let page = Page::bare(parts);
        Self {
            code: code.as_u16(),
            title: page.t(title),
            explanation: page.words.say(explanation),
            next: page.path().to_owned(),
            next_label: page.t("error-back"),
            page,
        }
    }

    /// For a request whose parts are gone.
    pub fn say(words: &Words, code: StatusCode, title: &str, explanation: &str) -> Self {
        let (mut parts, ()) = axum::http::Request::new(()).into_parts();
        if let Ok(language) = words.tag().parse() {
            parts.headers.insert(ACCEPT_LANGUAGE, language);
        }
        Self::new(&parts, code, title, &Message::new(explanation.to_owned()))
    }
}

impl IntoResponse for PlainPage {
    fn into_response(self) -> Response {
        let code = StatusCode::from_u16(self.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (code, WebTemplate(self)).into_response()
    }
}

/// The cause travels in the answer until [`render`] makes a page of it.
#[derive(Clone)]
struct Failure(Arc<Mutex<Option<Error>>>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = status(&self).into_response();
        response.extensions_mut().insert(Failure(Arc::new(Mutex::new(Some(self)))));
        response
    }
}

fn status(error: &Error) -> StatusCode {
    match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Gone | Error::LinkExpired => StatusCode::GONE,
        Error::Forbidden | Error::LeftBehind => StatusCode::FORBIDDEN,
        Error::SignedOut | Error::ProofNeeded | Error::SecondFactorNeeded => StatusCode::SEE_OTHER,
        Error::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Malformed(_) => StatusCode::BAD_REQUEST,
        Error::TooSlow => StatusCode::REQUEST_TIMEOUT,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Makes a page of whatever error a handler ended with. Faults of ours are logged here, once.
pub async fn render(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let kept = parts.clone();
    let response = next.run(Request::from_parts(parts.clone(), body)).await;
    let Some(Failure(error)) = response.extensions().get::<Failure>().cloned() else { return response };
    let Some(error) = error.lock().unwrap_or_else(PoisonError::into_inner).take() else { return response };
    parts = kept;

    let code = status(&error);
    let (title, explanation) = match &error {
        Error::TooMany(wait) => {
            let seconds = wait.as_secs().max(1);
            let explanation = Message::new("error-too-many").count("seconds", seconds);
            let mut response = error_page(&mut parts, code, "error-too-many-title", explanation).await;
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
            return response;
        }
        Error::ProofNeeded => return see_other(&format!("/sign-in/again?next={}", sign_in_next(&parts))),
        Error::SignedOut => return see_other(&format!("/sign-in?next={}", sign_in_next(&parts))),
        Error::SecondFactorNeeded => return see_other(&format!("/settings/two-factor?next={}", sign_in_next(&parts))),
        Error::NotFound => ("error-not-found-title", "error-not-found"),
        Error::Gone => ("error-gone-title", "error-gone"),
        Error::LinkExpired => ("error-link-expired-title", "error-link-expired"),
        Error::Forbidden => ("error-forbidden-title", "error-forbidden"),
        Error::LeftBehind => ("error-left-behind-title", "error-left-behind"),
        Error::Invalid(_) | Error::Malformed(_) => ("error-invalid-title", "error-invalid"),
        Error::TooSlow => ("error-too-slow-title", "error-too-slow"),
        Error::Internal(cause) => {
            tracing::error!(error = format!("{cause:#}"), method = %parts.method, path = shown_path(parts.uri.path()), "a request failed");
            ("error-internal-title", "error-internal")
        }
    };
    if matches!(error, Error::LeftBehind) {
        let next = ("/settings/moving", "moving-title");
        return error_page_with(&mut parts, code, title, Message::new(explanation), next).await;
    }
    error_page(&mut parts, code, title, Message::new(explanation)).await
}

async fn error_page(parts: &mut Parts, code: StatusCode, title: &str, explanation: Message) -> Response {
    error_page_with(parts, code, title, explanation, ("/", "error-home")).await
}

/// `next` is where the page leads on to, and what that is called.
async fn error_page_with(
    parts: &mut Parts,
    code: StatusCode,
    title: &str,
    explanation: Message,
    next: (&str, &str),
) -> Response {
    let Ok(page) = Page::from_request_parts(parts, &()).await;
    if page.community.is_none() {
        return PlainPage::new(parts, code, title, &explanation).into_response();
    }
    let shown = ErrorPage {
        code: code.as_u16(),
        title: page.t(title),
        explanation: page.words.say(&explanation),
        next: next.0.to_owned(),
        next_label: page.t(next.1),
        page,
    };
    (code, shown).into_response()
}

/// Where to return to after signing in, or setting up what staff need: only a page, nothing that was posted. From a form, the page it stands on.
fn sign_in_next(parts: &Parts) -> String {
    let target = if parts.method == axum::http::Method::GET {
        parts.uri.path_and_query().map_or("/", |target| target.as_str())
    } else {
        page_before(parts).unwrap_or("/")
    };
    url::form_urlencoded::byte_serialize(target.as_bytes()).collect()
}

/// The page of this host that a form was sent from.
fn page_before(parts: &Parts) -> Option<&str> {
    let origin = parts.extensions.get::<Arrival>()?.origin();
    let before = parts.headers.get(REFERER)?.to_str().ok()?.strip_prefix(&origin)?;
    before.starts_with('/').then_some(before)
}

pub async fn not_found() -> Error {
    Error::NotFound
}

pub async fn wrong_method(request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    error_page(&mut parts, StatusCode::METHOD_NOT_ALLOWED, "error-method-title", Message::new("error-method")).await
}
