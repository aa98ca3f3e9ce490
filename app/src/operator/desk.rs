//! Who may sit at the hub's console.

use axum::{extract::FromRequestParts, http::request::Parts};

use crate::{
    app::App,
    error::{Error, Result},
    sessions::{Operator, Proven},
    viewer::Viewer,
};

/// An operator, on the console's host, who has just proved who they are.
pub struct Desk(pub Viewer);

impl FromRequestParts<App> for Desk {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let Operator(viewer) = Operator::from_request_parts(parts, app).await?;
        Proven::from_request_parts(parts, app).await?;
        Ok(Self(viewer))
    }
}
