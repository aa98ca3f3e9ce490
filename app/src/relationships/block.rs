//! Wanting nothing to do with somebody, and letting go of that.

use heliograph_entity::{account, block, values::AccountId};

use super::{Event, follow::happen, queries::blocks};
use crate::{
    app::App,
    error::{Error, Result},
};

/// `by` wants nothing to do with `blocked`: neither follows the other any more nor can begin to, and neither sees what the
/// other publishes. Blocking twice changes nothing; `uri` is what the server of `by` calls it, where that is another one.
///
/// The one who is blocked is not told, nor is their server but of follows that end.
pub async fn block(app: &App, by: &account::Model, blocked: &account::Model, uri: Option<&str>) -> Result<()> {
    if by.id == blocked.id {
        return Err(Error::Forbidden);
    }
    let tx = app.db.write_tx().await?;
    // From here on both are held: whoever follows, likes or answers the other at this moment comes before or after.
    happen(app, &tx, by.id, blocked.id, |_| Event::Unfollowed).await?;
    happen(app, &tx, blocked.id, by.id, |_| Event::LetGo).await?;
    let block = block::Model {
        id: app.ids.mint(),
        account_id: by.id,
        blocked_id: blocked.id,
        created_at: app.clock.now(),
        uri: uri.map(str::to_owned),
    };
    blocks::insert(&tx, block).await?;
    Ok(tx.commit().await?)
}

/// `by` no longer blocks `blocked`. Follows that ended stay so.
pub async fn unblock(app: &App, by: &account::Model, blocked: &account::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    blocks::delete(&tx, by.id, blocked.id).await?;
    Ok(tx.commit().await?)
}

/// Somebody leaves: whom they blocked, and who blocked them, is nobody's business any more.
pub async fn forget_blocks(app: &App, account: AccountId) -> Result<()> {
    let tx = app.db.write_tx().await?;
    blocks::forget(&tx, account).await?;
    Ok(tx.commit().await?)
}
