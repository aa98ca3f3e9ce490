//! What other servers say of who likes what.

use heliograph_entity::account;
use serde_json::Value;

use super::like;
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
