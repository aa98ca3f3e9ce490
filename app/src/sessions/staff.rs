//! Those who look after a community or the hub, and the second step that may be asked of them: without one they use the
//! community as everybody does, and the pages of staff lead to where it is set up.

use std::collections::HashSet;

use axum::{extract::FromRequestParts, http::request::Parts};
use heliograph_entity::{user, user::Role, values::UserId};
use sea_orm::ConnectionTrait;

use super::{queries, two_factor};
use crate::{
    app::App,
    error::{Error, Result},
    operator,
    viewer::Viewer,
    web::OperatorHome,
};

/// Staff of the community: moderators, admins and owners.
pub struct Moderator(pub Viewer);

/// Those who decide how the community is run: its admins and owners.
pub struct Admin(pub Viewer);

/// Those who run the whole hub, on the host where its console lives. Elsewhere it isn't found.
pub struct Operator(pub Viewer);

impl FromRequestParts<App> for Moderator {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        staff(parts, app, |viewer| viewer.is_at_least(Role::Moderator)).await.map(Self)
    }
}

impl FromRequestParts<App> for Admin {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        staff(parts, app, |viewer| viewer.is_at_least(Role::Admin)).await.map(Self)
    }
}

impl FromRequestParts<App> for Operator {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        if parts.extensions.get::<OperatorHome>().is_none() {
            return Err(Error::NotFound);
        }
        staff(parts, app, |viewer| viewer.user.operator).await.map(Self)
    }
}

async fn staff(parts: &mut Parts, app: &App, may: fn(&Viewer) -> bool) -> Result<Viewer> {
    let viewer = <Viewer as FromRequestParts<App>>::from_request_parts(parts, app).await?;
    if !may(&viewer) {
        return Err(Error::Forbidden);
    }
    if lacks_second_factor(app, &viewer).await? { Err(Error::SecondFactorNeeded) } else { Ok(viewer) }
}

/// Whether the viewer has to set up a second step before the pages of staff open to them.
pub async fn lacks_second_factor(app: &App, viewer: &Viewer) -> Result<bool> {
    let is_staff = viewer.is_at_least(Role::Moderator);
    if !is_staff && !viewer.user.operator {
        return Ok(false);
    }
    let asked_here = is_staff && viewer.tenant.community.staff_second_factor;
    let asked = asked_here || operator::asks_second_factor(app.db.reader()).await?;
    Ok(asked && !two_factor::is_on(app, &viewer.user).await?)
}

/// Whether signing in with the password of `user` takes a second step.
pub async fn has_second_factor(app: &App, user: &user::Model) -> Result<bool> {
    two_factor::is_on(app, user).await
}

/// Those of `users` whose password alone does not sign them in.
pub async fn with_second_factor(
    db: &impl ConnectionTrait,
    users: impl IntoIterator<Item = UserId>,
) -> Result<HashSet<UserId>> {
    Ok(queries::with_totp(db, users).await?)
}
