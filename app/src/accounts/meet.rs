//! Whom of other servers a community has met. All communities read the same rows of other servers; what nobody of a community
//! follows, has looked for or was sent is not offered there.

use heliograph_entity::account;

use super::queries::reach::{has_met, note_met};
use crate::{app::App, error::Result, viewer::Tenant};

/// The community has met the account, if that is one of another server.
pub async fn meet(app: &App, tenant: &Tenant, account: &account::Model) -> Result<()> {
    if !account.is_remote() || has_met(app.db.reader(), tenant.id, account.id).await? {
        return Ok(());
    }
    let tx = app.db.write_tx().await?;
    note_met(&tx, tenant.id, account).await?;
    Ok(tx.commit().await?)
}
