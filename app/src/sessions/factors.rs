//! What somebody can sign in with beside a password, since when.

use heliograph_entity::{user, values::Timestamp};
use sea_orm::ConnectionTrait;

use super::queries;
use crate::{db::Tx, error::Result};

/// Something to sign in with.
pub enum Factor {
    Passkey { name: String, since: Timestamp },
    App { since: Timestamp },
}

/// All that `user` can sign in with beside the password.
pub async fn factors(db: &impl ConnectionTrait, user: &user::Model) -> Result<Vec<Factor>> {
    let passkeys = queries::passkeys(db, user.tenant_id, user.id).await?.into_iter();
    let passkeys = passkeys.map(|passkey| Factor::Passkey { name: passkey.name, since: passkey.created_at });
    let app = queries::totp(db, user.tenant_id, user.id).await?;
    Ok(passkeys.chain(app.map(|app| Factor::App { since: app.created_at })).collect())
}

/// Takes away whatever was added since, because somebody else may have added it: passkeys, an authenticator app with its
/// recovery codes, and recovery codes.
pub async fn forget_factors_since(tx: &Tx, user: &user::Model, since: Timestamp) -> Result<()> {
    queries::delete_passkeys_since(tx, user.tenant_id, user.id, since).await?;
    if queries::delete_totp_since(tx, user.tenant_id, user.id, since).await? {
        queries::delete_codes(tx, user.tenant_id, user.id).await?;
    }
    Ok(queries::delete_codes_since(tx, user.tenant_id, user.id, since).await?)
}
