//! What an account is called everywhere.

use heliograph_entity::account;
use sea_orm::ConnectionTrait;

use super::queries::remote::actor_of;
use crate::{
    error::{Error, Result},
    federation::addresses::Addresses,
    tenants,
};

/// The id of an account of this hub, or of another server.
pub async fn uri_of(db: &impl ConnectionTrait, account: &account::Model) -> Result<String> {
    if account.is_remote() {
        return Ok(actor_of(db, account.id).await?.ok_or(Error::NotFound)?.uri);
    }
    let host = tenants::hosts(db, [account.host_id]).await?.pop().ok_or(Error::NotFound)?;
    Ok(Addresses { origin: &host.origin }.account(account.id))
}
