//! What other servers say of who likes what.

use heliograph_entity::account;
use serde_json::Value;

use super::{like, queries, unlike};
use crate::{
    app::App,
    error::{Error, Result},
    federation::reading::id_of,
    posts,
    viewer::Tenant,
};

/// Somebody of another server likes a post that is known here; `uri` is what their server calls that.
pub async fn liked(app: &App, tenant: &Tenant, by: &account::Model, object: &Value, uri: &str) -> Result<()> {
    let post = posts::with_uri(app.db.reader(), tenant, id_of(object).ok_or(Error::NotFound)?).await?;
    like(app, by, post.ok_or(Error::NotFound)?.id, Some(uri)).await
}

/// R21: they no longer do. The like is embedded, or named by its id alone.
pub async fn no_longer(app: &App, tenant: &Tenant, by: &account::Model, undone: &Value) -> Result<()> {
    let db = app.db.reader();
    let post = match id_of(&undone["object"]) {
        Some(uri) => posts::with_uri(db, tenant, uri).await?.ok_or(Error::NotFound)?.id,
        None => {
            let uri = id_of(undone).ok_or(Error::NotFound)?;
            queries::with_uri(db, by.id, uri).await?.ok_or(Error::NotFound)?.post_id
        }
    };
    unlike(app, by, post).await
}
