//! What of a member another server finds.

use heliograph_entity::{account, values::AccountId};
use sea_orm::ConnectionTrait;

use super::blocked_between;
use crate::{
    error::{Error, Result},
    federation::standing,
    viewer::Tenant,
};

/// R22, R23: nobody of a suspended server finds anything of a member, nor who has to do with them no more, by the wish of
/// either. A guest, whom nobody knows, does.
pub async fn finds(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    asker: Option<&account::Model>,
    member: AccountId,
) -> Result<()> {
    let Some(asker) = asker else { return Ok(()) };
    let apart = standing::of_host(db, tenant, asker.host_id).await?.suspended
        || blocked_between(db, member, asker.id).await?
        || blocked_between(db, asker.id, member).await?;
    if apart { Err(Error::NotFound) } else { Ok(()) }
}
