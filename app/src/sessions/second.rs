//! Between the password and the second factor: the browser's session says who has given the first, and is nobody's yet.

use std::time::Duration;

use heliograph_entity::{
    user,
    values::{TenantId, Timestamp, UserId},
};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use crate::{accounts, app::App, error::Result, secrets::hash_of, viewer::Tenant};

const KEY: &str = "second";

/// How long the second factor is waited for.
const LIFE: Duration = Duration::from_secs(10 * 60);

#[derive(Serialize, Deserialize)]
struct Waiting {
    tenant_id: TenantId,
    user_id: UserId,
    since: i64,
    /// Which password was given, by the hash of its hash: after another was chosen this one counts no more.
    password: String,
    next: String,
}

/// Somebody who has given the right password, and where they want to go.
pub(super) struct HalfWay {
    pub(super) user: user::Model,
    pub(super) next: String,
}

/// Notes that `user` has given the right password. The session gets a new id, so that nobody who knew the one before
/// can give the second factor in their stead.
pub(super) async fn wait_for(app: &App, session: &Session, user: &user::Model, next: &str) -> Result<()> {
    let waiting = Waiting {
        tenant_id: user.tenant_id,
        user_id: user.id,
        since: app.clock.now().0,
        password: hash_of(&user.password_hash),
        next: next.to_owned(),
    };
    session.cycle_id().await.map_err(anyhow::Error::new)?;
    session.insert(KEY, waiting).await.map_err(|error| anyhow::Error::new(error).into())
}

/// Who is waited for in this session, if anybody is still.
pub(super) async fn half_way(app: &App, session: &Session, tenant: &Tenant) -> Result<Option<HalfWay>> {
    let waiting: Option<Waiting> = session.get(KEY).await.map_err(anyhow::Error::new)?;
    let Some(waiting) = waiting.filter(|waiting| waiting.tenant_id == tenant.id) else { return Ok(None) };
    if app.clock.now().since(Timestamp(waiting.since)) > LIFE {
        return Ok(None);
    }
    let found = accounts::local(app.db.reader(), tenant.id, waiting.user_id).await?;
    let user = found.map(|(user, _)| user).filter(|user| hash_of(&user.password_hash) == waiting.password);
    Ok(user.map(|user| HalfWay { user, next: waiting.next }))
}

/// The waiting is over.
pub(super) async fn forget(session: &Session) -> Result<()> {
    session.remove::<Waiting>(KEY).await.map_err(anyhow::Error::new)?;
    Ok(())
}
