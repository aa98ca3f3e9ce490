//! Another server that asks for a document in the name of one of its people.

use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, header::CACHE_CONTROL, request::Parts},
    response::Response,
};
use heliograph_entity::account;

use super::{Signer, queries};
use crate::{
    app::App,
    error::{Error, Result},
    federation::{self, Incoming},
    viewer::Tenant,
    web::Arrival,
};

/// Who asks, where the request is signed by somebody who is known here. Anybody else asks as a guest: what is for some
/// people only is for people who are known, and nobody is fetched because somebody asks in their name.
pub struct Asker(pub Option<account::Model>);

impl Asker {
    /// An answer that is theirs alone: where somebody is known, nothing on the way keeps it for others.
    pub fn alone(&self, mut answer: Response) -> Response {
        if self.0.is_some() {
            answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        }
        answer
    }
}

impl FromRequestParts<App> for Asker {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        if !parts.headers.contains_key("signature") {
            return Ok(Self(None));
        }
        let (Some(tenant), Some(arrival)) = (parts.extensions.get::<Tenant>(), parts.extensions.get::<Arrival>())
        else {
            return Ok(Self(None));
        };
        // R6: some sign the path without the query.
        let (path, whole) = (parts.uri.path(), parts.uri.path_and_query().map_or("/", |whole| whole.as_str()));
        for path_and_query in [whole, path] {
            let asked = Incoming {
                method: parts.method.as_str(),
                origin: &tenant.host.origin,
                authority: &arrival.authority,
                path_and_query,
                headers: &parts.headers,
                body: &[],
                now: app.clock.now(),
            };
            if let Some(account) = signed_by(app, &asked).await? {
                return Ok(Self(Some(account)));
            }
        }
        Ok(Self(None))
    }
}

async fn signed_by(app: &App, asked: &Incoming<'_>) -> Result<Option<account::Model>> {
    let Ok(claim) = federation::claim(asked) else { return Ok(None) };
    let Some((account, actor)) = queries::remote::by_key(app.db.reader(), &claim.key_id).await? else {
        return Ok(None);
    };
    let signer = Signer { account, actor };
    let theirs = signer.key().is_some_and(|key| key.verifies(&claim.message, &claim.signature));
    Ok(theirs.then_some(signer.account).filter(|account| account.state == account::State::Living))
}
