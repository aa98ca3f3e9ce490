//! Saying once more who one is, before a change that would hurt in the wrong hands.

use std::time::Duration;

use axum::{extract::FromRequestParts, http::request::Parts};
use heliograph_entity::values::Timestamp;
use tower_sessions::Session;

use super::store::{SIGNED_IN, SignedIn};
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
        let session = parts.extensions.get::<Session>().ok_or(Error::SignedOut)?;
        let signed_in: Option<SignedIn> = session.get(SIGNED_IN).await.map_err(anyhow::Error::new)?;
        let fresh = signed_in.is_some_and(|signed_in| app.clock.now().since(Timestamp(signed_in.proved_at)) < FRESH);
        if fresh { Ok(Self(viewer)) } else { Err(Error::ProofNeeded) }
    }
}

/// Takes the viewer's password as the proof; the session gets a new id.
pub async fn prove(app: &App, session: &Session, viewer: &Viewer, password: String) -> Result<()> {
    if !accounts::verify_password(app, password, Some(viewer.user.password_hash.clone())).await? {
        return Err(Error::Invalid(Problems::one("password", Message::new("problem-password-wrong"))));
    }
    super::start(app, session, &viewer.user).await
}
