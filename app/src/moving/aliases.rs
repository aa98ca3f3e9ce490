//! The other accounts that somebody says are theirs.

use heliograph_entity::{
    alias,
    values::{AccountId, AliasId},
};
use sea_orm::ConnectionTrait;

use super::{find::find, queries};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::{Error, Problems, Result},
    profiles,
    viewer::Viewer,
    words::Message,
};

/// Aliases that one account may have.
pub(super) const MOST_ALIASES: usize = 10;

/// The viewer says that the account that was typed is theirs as well, so that it may move here. Saying it twice changes
/// nothing.
pub async fn add_alias(app: &App, viewer: &Viewer, typed: &str) -> Result<()> {
    let problem = |message| Err(Error::Invalid(Problems::one("alias", message)));
    let found = find(app, viewer, "alias", typed).await?;
    if found.account.id == viewer.account.id {
        return problem(Message::new("problem-moving-self"));
    }

    let tx = app.db.write_tx().await?;
    // Of two that are added at once, one comes after the other.
    accounts::lock(&tx, [viewer.account.id]).await?;
    let aliases = queries::aliases(&tx, viewer.account.id).await?;
    if aliases.len() >= MOST_ALIASES && aliases.iter().all(|alias| alias.uri != found.uri) {
        return problem(Message::new("problem-too-many-aliases").count("limit", MOST_ALIASES));
    }
    let row =
        alias::Model { id: app.ids.mint(), account_id: viewer.account.id, uri: found.uri, created_at: app.clock.now() };
    queries::insert(&tx, row).await?;
    profiles::tell(app, &tx, viewer.tenant.id, viewer.account.id).await?;
    Ok(tx.commit().await?)
}

/// They no longer say so.
pub async fn remove_alias(app: &App, viewer: &Viewer, id: AliasId) -> Result<()> {
    let tx = app.db.write_tx().await?;
    if !queries::delete(&tx, viewer.account.id, id).await? {
        return Err(Error::NotFound);
    }
    profiles::tell(app, &tx, viewer.tenant.id, viewer.account.id).await?;
    Ok(tx.commit().await?)
}

/// The ids of the other accounts that a member says are theirs.
pub async fn aliases_of(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<String>> {
    Ok(queries::aliases(db, account).await?.into_iter().map(|alias| alias.uri).collect())
}

/// Somebody leaves: what else is theirs is nobody's business any more.
pub async fn forget(tx: &Tx, account: AccountId) -> Result<()> {
    Ok(queries::delete_all(tx, account).await?)
}
