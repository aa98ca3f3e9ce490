//! Finds the community a request is for.

use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::super::queries;
use crate::{
    app::App,
    error::{Error, Result},
    viewer::Tenant,
    web::{Arrival, OperatorHome, PlainPage},
    words::Message,
};

/// Puts the community of the request's host into the request. Another host answers 421; a hub without communities
/// serves nothing but its set-up.
pub async fn resolve(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let host = request.extensions().get::<Arrival>().map(|arrival| arrival.host.clone()).unwrap_or_default();
    let found = match look_up(&app, &host).await {
        Ok(found) => found,
        Err(error) => {
            tracing::error!(%error, host, "a community can't be looked up");
            let (parts, _) = request.into_parts();
            let code = StatusCode::SERVICE_UNAVAILABLE;
            return PlainPage::new(&parts, code, "error-unavailable-title", &Message::new("error-unavailable"))
                .into_response();
        }
    };
    match found {
        Found::Community(tenant) => {
            match is_operator_home(&app, &tenant).await {
                Ok(true) => drop(request.extensions_mut().insert(OperatorHome)),
                Ok(false) => {}
                Err(error) => tracing::error!(%error, "the host of the hub's console can't be looked up"),
            }
            request.extensions_mut().insert(tenant);
            next.run(request).await
        }
        Found::EmptyHub
            if request.uri().path().starts_with("/setup/") || request.uri().path().starts_with("/assets/") =>
        {
            next.run(request).await
        }
        Found::EmptyHub => {
            let (parts, _) = request.into_parts();
            PlainPage::new(&parts, StatusCode::SERVICE_UNAVAILABLE, "error-set-up-title", &Message::new("error-set-up"))
                .into_response()
        }
        Found::Nothing if request.uri().path().starts_with("/assets/") => next.run(request).await,
        Found::Nothing => {
            let (parts, _) = request.into_parts();
            let explanation = Message::new("error-misdirected").with("host", host);
            PlainPage::new(&parts, StatusCode::MISDIRECTED_REQUEST, "error-misdirected-title", &explanation)
                .into_response()
        }
    }
}

enum Found {
    Community(Tenant),
    EmptyHub,
    Nothing,
}

async fn look_up(app: &App, host: &str) -> Result<Found> {
    let db = app.db.reader();
    if let Some(tenant) = queries::by_host(db, host).await? {
        return Ok(Found::Community(tenant));
    }
    Ok(if queries::any(db).await? { Found::Nothing } else { Found::EmptyHub })
}

/// Whether the hub's console lives on this community's host.
async fn is_operator_home(app: &App, tenant: &Tenant) -> Result<bool> {
    if let Some(host) = &app.config.operator_host {
        return Ok(tenant.host.name == host.0);
    }
    let first =
        app.operator_home.get_or_try_init(|| async { queries::first(app.db.reader()).await?.ok_or(Error::NotFound) });
    Ok(*first.await? == tenant.id)
}
