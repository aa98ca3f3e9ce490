//! Accounts whose owners have moved to another one.

use std::collections::HashMap;

use heliograph_entity::{account, values::AccountId};
use sea_orm::ConnectionTrait;

use super::{authors, queries::remote::with_uri};
use crate::{
    error::{Error, Result},
    federation::standing,
    markup::{shown_address, web_address},
    viewer::Tenant,
};

/// Where somebody has moved to, as whoever looks at the old account is told.
#[derive(Clone)]
pub struct NewHome {
    /// `@ana@photos.example`; of an account that is not known here its address.
    pub handle: String,
    /// Its page here, or its address. Nowhere, where the community has suspended its server.
    pub url: Option<String>,
}

/// Refuses what nobody does with an account that they have left behind.
pub fn must_be_current(account: &account::Model) -> Result<()> {
    if account.is_left_behind() { Err(Error::LeftBehind) } else { Ok(()) }
}

/// Where those of the accounts have moved to that say so.
pub async fn new_homes(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    accounts: &[account::Model],
) -> Result<HashMap<AccountId, NewHome>> {
    let mut homes = HashMap::new();
    for account in accounts {
        if let Some(uri) = &account.moved_to {
            homes.insert(account.id, new_home(db, tenant, uri).await?);
        }
    }
    Ok(homes)
}

async fn new_home(db: &impl ConnectionTrait, tenant: &Tenant, uri: &str) -> Result<NewHome> {
    let shown = shown_address(uri);
    if standing::is_suspended(db, tenant, uri).await? {
        return Ok(NewHome { handle: shown, url: None });
    }
    let known = with_uri(db, uri).await?.filter(|account| account.state == account::State::Living);
    match known {
        Some(known) => {
            let author = authors(db, tenant, &[known]).await?.remove(0);
            Ok(NewHome { handle: author.handle, url: Some(author.url) })
        }
        None => Ok(NewHome { handle: shown, url: web_address(uri).map(String::from) }),
    }
}
