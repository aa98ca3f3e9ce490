//! Finds out who a request comes from.

use std::{sync::Arc, time::Duration as StdDuration};

use axum::{
    Router,
    extract::{FromRequestParts, Request, State},
    http::request::Parts,
    middleware::Next,
    response::Response,
};
use heliograph_entity::sign_in;
use tower::{Layer, ServiceExt};
use tower_sessions::{
    Expiry, Session, SessionManagerLayer,
    cookie::{SameSite, time::Duration},
};

use super::{
    Browser, queries,
    store::{LIFE, SIGNED_IN, SignedIn, Store},
};
use crate::{
    accounts,
    app::App,
    error::{Error, Result},
    viewer::{Tenant, Viewer},
    web::{Arrival, Other, Others, initial},
};

/// The day on which a session was last seen, so that it lives on while it is used, for one write a day.
const SEEN: &str = "seen";

/// How exactly the last use of a sign-in is known, and how often it is written.
const NOTED_EVERY: StdDuration = StdDuration::from_secs(5 * 60);

/// The viewer's row of `sign_ins`.
#[derive(Clone)]
pub struct SignIn(pub Arc<sign_in::Model>);

impl<S: Send + Sync> FromRequestParts<S> for SignIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        parts.extensions.get().cloned().ok_or(Error::SignedOut)
    }
}

/// Gives the requests of `router` their session, by a cookie that only this host gets back: over https it has the
/// `__Host-` prefix, which a browser holds to that; plain http cannot have it.
pub fn remember(app: &App, router: Router) -> Router {
    let app = app.clone();
    Router::new().fallback(move |mut request: Request| {
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
        let browser = Browser::of(&request, https);
        request.extensions_mut().insert(browser.clone());
        let answering = sessions.layer(router.clone()).oneshot(request);
        async move {
            let Ok(mut response) = answering.await;
            browser.hand_out(&mut response);
            response
        }
    })
}

/// Puts the viewer into the request, when its session is one of this community; and beside them the other accounts that
/// are signed in here.
pub async fn recognise(
    State(app): State<App>,
    session: Session,
    browser: Browser,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(tenant) = request.extensions().get::<Tenant>().cloned() {
        match look_up(&app, &session, &browser, &tenant).await {
            Ok(Some((viewer, others))) => {
                request.extensions_mut().insert(others);
                if let Some((viewer, sign_in)) = viewer {
                    request.extensions_mut().insert(viewer);
                    request.extensions_mut().insert(sign_in);
                }
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "a viewer can't be looked up"),
        }
    }
    next.run(request).await
}

/// Nothing when nobody is signed in. Without the chosen one, whose sign-in was ended elsewhere, nobody else acts in
/// their place.
async fn look_up(
    app: &App,
    session: &Session,
    browser: &Browser,
    tenant: &Tenant,
) -> Result<Option<(Option<(Viewer, SignIn)>, Others)>> {
    if session.id().is_none() {
        return Ok(None);
    }
    let signed_in: Option<SignedIn> = session.get(SIGNED_IN).await.map_err(anyhow::Error::new)?;
    let Some(signed_in) = signed_in.filter(|signed_in| signed_in.tenant_id == tenant.id) else { return Ok(None) };
    let now = app.clock.now();
    let today = now.0 / (24 * 3600 * 1_000_000);
    if session.get::<i64>(SEEN).await.ok().flatten() != Some(today) {
        // A failure costs the session a day of its life, no more.
        let _ = session.insert(SEEN, today).await;
    }

    let rows = queries::sign_ins(app.db.reader(), tenant.id, &signed_in.all, now.minus(LIFE)).await?;
    let people = accounts::locals(app.db.reader(), tenant.id, rows.iter().map(|row| row.user_id)).await?;
    let (mut viewer, mut others) = (None, Vec::new());
    for row in rows {
        let Some((user, account)) = people.iter().find(|(user, _)| user.id == row.user_id).cloned() else { continue };
        if row.id == signed_in.chosen {
            if now.since(row.last_used_at) >= NOTED_EVERY || row.network != browser.network() {
                note_use(app, &row, browser).await?;
            }
            viewer = Some((Viewer::new(tenant.clone(), account, user), SignIn(Arc::new(row))));
        } else {
            others.push(Other {
                id: row.id.to_string(),
                initial: initial(&account.display_name),
                name: account.name,
                display_name: account.display_name,
            });
        }
    }
    Ok(Some((viewer, Others(Arc::new(others)))))
}

async fn note_use(app: &App, row: &sign_in::Model, browser: &Browser) -> Result<()> {
    let tx = app.db.write_tx().await?;
    queries::note_use(&tx, row.id, app.clock.now(), browser.network()).await?;
    Ok(tx.commit().await?)
}
