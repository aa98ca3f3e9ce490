//! Finds out who a request comes from.

use axum::{
    Router,
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use tower::{Layer, ServiceExt};
use tower_sessions::{
    Expiry, Session, SessionManagerLayer,
    cookie::{SameSite, time::Duration},
};

use super::store::{LIFE, SIGNED_IN, SignedIn, Store};
use crate::{
    accounts,
    app::App,
    viewer::{Tenant, Viewer},
    web::Arrival,
};

/// The day on which a session was last seen, so that it lives on while it is used, for one write a day.
const SEEN: &str = "seen";

/// Gives the requests of `router` their session, by a cookie that only this host gets back: over https it has the
/// `__Host-` prefix, which a browser holds to that; plain http cannot have it.
pub fn remember(app: &App, router: Router) -> Router {
    let app = app.clone();
    Router::new().fallback(move |request: Request| {
        let (tenant, arrival) = (request.extensions().get::<Tenant>(), request.extensions().get::<Arrival>());
        let https = tenant.map_or(arrival.is_some_and(|arrival| arrival.https), Tenant::is_https);
        let store = Store { app: app.clone(), tenant: tenant.map(|tenant| tenant.id) };
        let sessions = SessionManagerLayer::new(store)
            .with_name(if https { "__Host-heliograph" } else { "heliograph" })
            .with_secure(https)
            .with_same_site(SameSite::Lax)
            .with_http_only(true)
            .with_path("/")
            .with_expiry(Expiry::OnInactivity(Duration::seconds(LIFE.as_secs() as i64)));
        sessions.layer(router.clone()).oneshot(request)
    })
}

/// Puts the viewer into the request, when its session is one of this community.
pub async fn recognise(State(app): State<App>, session: Session, mut request: Request, next: Next) -> Response {
    if let Some(tenant) = request.extensions().get::<Tenant>().cloned()
        && let Some(viewer) = viewer(&app, &session, &tenant).await
    {
        request.extensions_mut().insert(viewer);
    }
    next.run(request).await
}

async fn viewer(app: &App, session: &Session, tenant: &Tenant) -> Option<Viewer> {
    session.id()?;
    let signed_in: SignedIn = match session.get(SIGNED_IN).await {
        Ok(signed_in) => signed_in?,
        Err(error) => {
            tracing::error!(%error, "a session can't be read");
            return None;
        }
    };
    if signed_in.tenant_id != tenant.id {
        return None;
    }
    let today = app.clock.now().0 / (24 * 3600 * 1_000_000);
    if session.get::<i64>(SEEN).await.ok().flatten() != Some(today) {
        // A failure costs the session a day of its life, no more.
        let _ = session.insert(SEEN, today).await;
    }
    match accounts::local(app.db.reader(), tenant.id, signed_in.user_id).await {
        Ok(found) => found.map(|(user, account)| Viewer::new(tenant.clone(), account, user)),
        Err(error) => {
            tracing::error!(%error, "a viewer can't be looked up");
            None
        }
    }
}
