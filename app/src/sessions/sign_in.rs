//! Signing in and out.

use heliograph_entity::user;
use tower_sessions::Session;

use super::store::{SIGNED_IN, SignedIn};
use crate::{
    accounts,
    app::App,
    error::{Error, Problems, Result},
    viewer::Tenant,
    words::Message,
};

pub struct Credentials {
    /// A user name or an e-mail address.
    pub login: String,
    pub password: String,
}

/// Checks who somebody says they are. A wrong name and a wrong password are told in the same words after the same time.
pub async fn sign_in(app: &App, tenant: &Tenant, given: Credentials) -> Result<user::Model> {
    let user = accounts::user_by_login(app.db.reader(), tenant, &given.login).await?;
    let newcomer = match &user {
        Some(_) => None,
        None => accounts::newcomer_by_login(app, tenant, &given.login).await?,
    };
    let hash =
        user.as_ref().map(|user| &user.password_hash).or(newcomer.as_ref().map(|newcomer| &newcomer.password_hash));
    let hash = hash.cloned();
    let right = accounts::verify_password(app, given.password, hash).await?;

    if let Some(newcomer) = newcomer.filter(|_| right) {
        return Err(Error::Invalid(Problems::one("login", accounts::why_not_yet(&newcomer))));
    }
    let refused = |message| Err(Error::Invalid(Problems::one("login", Message::new(message))));
    match user {
        Some(user) if right && user.confirmed_at.is_some() => Ok(user),
        Some(_) if right => refused("problem-sign-in-unconfirmed"),
        _ => refused("problem-sign-in"),
    }
}

/// Makes `session` that of `user`, under a new id: one that was known before is of no use to anybody.
pub async fn start(app: &App, session: &Session, user: &user::Model) -> Result<()> {
    let signed_in = SignedIn { tenant_id: user.tenant_id, user_id: user.id, proved_at: app.clock.now().0 };
    session.cycle_id().await.map_err(anyhow::Error::new)?;
    session.insert(SIGNED_IN, signed_in).await.map_err(anyhow::Error::new)?;
    Ok(())
}

/// Ends the session, here and in the database.
pub async fn sign_out(session: &Session) -> Result<()> {
    session.flush().await.map_err(anyhow::Error::new)?;
    Ok(())
}
