//! A post by its address, as far as whoever asks may reach it.

use heliograph_entity::{account, post, values::PostId};

use sea_orm::ConnectionTrait;

use super::queries;
use crate::{
    accounts,
    app::App,
    error::{Error, Result},
    viewer::{Tenant, Viewer},
};

/// A post that the viewer may see. One that was deleted is gone, one that never was is not found.
pub async fn find(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    name: &str,
    id: PostId,
) -> Result<(account::Model, post::Model)> {
    let db = app.db.reader();
    let author = accounts::by_handle(db, tenant, name).await?.ok_or(Error::NotFound)?;
    // To its author a post is there when it is archived, too.
    let found = match viewer.is_some_and(|viewer| viewer.account.id == author.id) {
        true => queries::own_with_id(db, author.id, id).await?,
        false => queries::with_id(db, tenant, viewer, &author, id).await?,
    };
    match found {
        Some(post) => Ok((author, post)),
        None if queries::is_deleted(db, &author, id).await? => Err(Error::Gone),
        None => Err(Error::NotFound),
    }
}

/// Whether there is such a post, and it is not for everybody.
pub async fn is_restricted(app: &App, tenant: &Tenant, name: &str, id: PostId) -> Result<bool> {
    let db = app.db.reader();
    let Some(author) = accounts::by_handle(db, tenant, name).await? else { return Ok(false) };
    Ok(author.tenant_id == Some(tenant.id) && queries::is_restricted(db, author.id, id).await?)
}

/// A post that the viewer may change.
pub async fn find_own(app: &App, viewer: &Viewer, name: &str, id: PostId) -> Result<(account::Model, post::Model)> {
    let (author, post) = find(app, &viewer.tenant, Some(viewer), name, id).await?;
    if author.id == viewer.account.id { Ok((author, post)) } else { Err(Error::Forbidden) }
}

/// Who has published a post, whoever may see it.
pub async fn author_of(db: &impl ConnectionTrait, id: PostId) -> Result<Option<account::Model>> {
    let Some(post) = queries::any_with_id(db, id).await? else { return Ok(None) };
    Ok(accounts::by_ids(db, [post.account_id]).await?.pop())
}

/// The living post, or comment, with that id: one of the community's, or one that is known of another server.
pub async fn with_uri(db: &impl ConnectionTrait, tenant: &Tenant, uri: &str) -> Result<Option<post::Model>> {
    Ok(queries::elsewhere::with_uri(db, tenant, uri).await?)
}

/// A post that the viewer may see, or a comment.
pub async fn find_any(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    name: &str,
    id: PostId,
) -> Result<(account::Model, post::Model)> {
    let found = find(app, tenant, viewer, name, id).await;
    let Err(Error::NotFound) = found else { return found };
    let db = app.db.reader();
    let author = accounts::by_handle(db, tenant, name).await?.ok_or(Error::NotFound)?;
    let comment = queries::comment_with_id(db, tenant, viewer, Some(author.id), id).await?;
    comment.map(|(comment, _)| (author, comment)).ok_or(Error::NotFound)
}

/// A comment that the viewer may see, and the post that it is about.
pub async fn find_comment(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    id: PostId,
) -> Result<(post::Model, post::Model)> {
    queries::comment_with_id(app.db.reader(), tenant, viewer, None, id).await?.ok_or(Error::NotFound)
}
