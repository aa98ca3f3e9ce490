//! Finds the community a request is for.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::super::queries;
use crate::{
    app::App,
    cache,
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

/// A community as it was read, before how many commits of this process, and when: others may change it too.
struct Remembered {
    tenant: Tenant,
    commits: u64,
    at: Instant,
}

/// What another process has changed of a community is seen that much later.
const LATE: Duration = Duration::from_secs(1);

async fn look_up(app: &App, host: &str) -> Result<Found> {
    let (db, key, commits) = (app.db.reader(), cache::key_of(host), app.db.commits());
    if let Some(found) = app.cache.get::<Remembered>(key)
        && found.tenant.host.name == host
        && found.commits == commits
        && found.at.elapsed() < LATE
    {
        return Ok(Found::Community(found.tenant.clone()));
    }
    // Asked first: a hub that is set up between the two questions has the community that was set up.
    if !queries::any(db).await? {
        return Ok(Found::EmptyHub);
    }
    let at = Instant::now();
    if let Some(tenant) = queries::by_host(db, host).await? {
        let size = 2000 + tenant.community.summary.len() + tenant.community.description.len();
        app.cache.put(key, Arc::new(Remembered { tenant: tenant.clone(), commits, at }), size);
        return Ok(Found::Community(tenant));
    }
    Ok(Found::Nothing)
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
