//! Saying once more who one is, before a change that would hurt in the wrong hands.

use std::time::Duration;

use axum::{extract::FromRequestParts, http::request::Parts};
use heliograph_entity::sign_in;
use tower_sessions::Session;

use super::{Browser, SignIn, passkeys, queries, throttles, two_factor};
use crate::{
    accounts,
    app::App,
    error::{Error, Problems, Result},
    viewer::Viewer,
    words::Message,
};

/// How long a proof counts.
const FRESH: Duration = Duration::from_secs(15 * 60);

/// A viewer who has proved within the last quarter of an hour who they are. Others are asked to, and led back.
pub struct Proven(pub Viewer);

impl FromRequestParts<App> for Proven {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let viewer = <Viewer as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        let SignIn(sign_in) = SignIn::from_request_parts(parts, app).await?;
        if app.clock.now().since(sign_in.proved_at) < FRESH { Ok(Self(viewer)) } else { Err(Error::ProofNeeded) }
    }
}

/// What somebody proves with who they are.
pub enum Proof {
    Password(String),
    /// Of their authenticator app.
    Code(String),
    /// What the browser answered to a challenge.
    Passkey(String),
}

/// Takes a proof of the viewer, of whatever kind they have; the session gets a new id.
pub async fn prove(
    app: &App,
    session: &Session,
    browser: &Browser,
    viewer: &Viewer,
    sign_in: &sign_in::Model,
    proof: Proof,
) -> Result<()> {
    match proof {
        Proof::Password(password) => check_password(app, browser, viewer, sign_in, "password", password).await?,
        Proof::Code(code) => {
            throttles::proof(app, browser, sign_in).await?;
            two_factor::take_code(app, browser, &viewer.user, &code).await?;
            throttles::forgive_proof(app, browser, sign_in).await?;
        }
        Proof::Passkey(answer) => {
            throttles::challenge(app, browser).await?;
            let user = passkeys::answered_by(app, session, &viewer.tenant, &answer).await?;
            if user.id != viewer.user.id {
                return Err(Error::Invalid(Problems::one("passkey", Message::new("problem-passkey-of-another"))));
            }
        }
    }
    let tx = app.db.write_tx().await?;
    queries::note_proof(&tx, sign_in.id, app.clock.now()).await?;
    tx.commit().await?;
    session.cycle_id().await.map_err(|error| Error::Internal(error.into()))
}

/// Whether `password` is the viewer's; it may be tried only so often.
pub(super) async fn check_password(
    app: &App,
    browser: &Browser,
    viewer: &Viewer,
    sign_in: &sign_in::Model,
    field: &str,
    password: String,
) -> Result<()> {
    if password.is_empty() {
        return Err(Error::Invalid(Problems::one(field, Message::new("problem-missing"))));
    }
    throttles::proof(app, browser, sign_in).await?;
    if !accounts::verify_password(app, password, Some(viewer.user.password_hash.clone())).await? {
        throttles::note_failure(app, &viewer.user).await?;
        return Err(Error::Invalid(Problems::one(field, Message::new("problem-password-wrong"))));
    }
    throttles::forgive_proof(app, browser, sign_in).await
}
