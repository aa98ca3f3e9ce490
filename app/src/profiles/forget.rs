//! Taking away what somebody has said about themselves, because they leave.

use heliograph_entity::{portrait::Kind, values::AccountId};

use super::{portrait, queries};
use crate::{app::App, db::Tx, error::Result, media};

/// Takes the pictures, the fields and the links of the profile away.
pub async fn forget(app: &App, tx: &Tx, account: AccountId) -> Result<()> {
    for kind in [Kind::Avatar, Kind::Header] {
        let old = queries::take_portrait(tx, account, kind).await?;
        portrait::free(tx, account, &old).await?;
        media::let_go(app, tx, old).await?;
    }
    queries::replace_fields(tx, account, &[]).await?;
    Ok(queries::forget_links_but(tx, account, &[]).await?)
}
