//! What other servers say of who shows what.

use heliograph_entity::account;
use serde_json::Value;

use super::boost;
use crate::{
    accounts::NotFound,
    app::App,
    error::{Error, Result},
    federation::reading::id_of,
    posts::{self, Asked},
    relationships,
    viewer::Tenant,
};

/// Somebody of another server shows a post to their followers; `uri` is what their server calls that. R19: a post that
/// is not known here is asked of its own server, where anybody here follows whoever shows it.
pub async fn boosted(app: &App, tenant: &Tenant, by: &account::Model, object: &Value, uri: &str) -> Result<()> {
    let db = app.db.reader();
    let shown = id_of(object).ok_or(Error::NotFound)?;
    let post = match posts::with_uri(db, tenant, shown).await? {
        Some(post) => post,
        None if relationships::is_followed_here(db, by.id).await? => {
            match posts::fetch_post(app, tenant, shown, Asked::ByUs).await {
                Ok(found) => found.ok_or(Error::NotFound)?.1,
                Err(NotFound::Internal(error)) => return Err(error),
                Err(error) if error.may_pass() => return Err(Error::Internal(anyhow::Error::new(error))),
                Err(error) => {
                    tracing::debug!(%error, shown, "what others show is not there");
                    return Ok(());
                }
            }
        }
        None => return Err(Error::NotFound),
    };
    boost(app, by, post.id, Some(uri)).await
}
