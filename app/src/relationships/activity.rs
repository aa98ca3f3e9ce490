//! Who follows whom, as other servers know it.

use heliograph_entity::{account, values::AccountId};
use sea_orm::ConnectionTrait;

use crate::{accounts, error::Result, federation::addresses::Addresses, tenants};

/// The ids of accounts, in the same order; whoever has none is left out.
pub(super) async fn ids(db: &impl ConnectionTrait, accounts: &[account::Model]) -> Result<Vec<String>> {
    let hosts = tenants::hosts(db, accounts.iter().map(|account| account.host_id)).await?;
    let id = |account: &account::Model| {
        let host = hosts.iter().find(|host| host.id == account.host_id)?;
        Some(Addresses { origin: &host.origin }.account(account.id))
    };
    Ok(accounts.iter().filter_map(id).collect())
}

/// The accounts with these ids that are living, in the same order.
pub(super) async fn living(db: &impl ConnectionTrait, ids: &[AccountId]) -> Result<Vec<account::Model>> {
    let mut found = accounts::by_ids(db, ids.iter().copied()).await?;
    found.retain(|account| account.state == account::State::Living);
    found.sort_by_key(|account| ids.iter().position(|id| *id == account.id));
    Ok(found)
}
