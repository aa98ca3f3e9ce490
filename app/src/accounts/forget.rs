//! Taking away what an account leaves beside its own row, because somebody leaves.

use heliograph_entity::values::AccountId;

use super::queries;
use crate::{app::App, db::Tx, error::Result};

/// Revokes the account's invites, and forgets how it came about.
pub async fn forget(app: &App, tx: &Tx, account: AccountId) -> Result<()> {
    queries::invites::revoke_of(tx, account, app.clock.now()).await?;
    Ok(queries::newcomers::delete_of(tx, account).await?)
}
