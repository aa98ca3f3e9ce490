//! Videos of posts of other servers.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use heliograph_entity::{
    item,
    values::{ItemId, PostId},
};

use super::super::find;
use crate::{
    app::App,
    error::{Error, Result},
    federation::standing,
    media,
    viewer::{Tenant, Viewer},
    web::Path,
};

/// Seconds after which a video that is on its way is worth asking for again.
const AGAIN: &str = "10";

/// A video of a post, for whoever may see the post. It may not be here yet, nor soon.
pub async fn video(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    Path((name, id, item)): Path<(String, PostId, ItemId)>,
    headers: HeaderMap,
) -> Result<Response> {
    let (author, post) = find(&app, &tenant, viewer.as_ref(), &name, id).await?;
    if standing::of_host(app.db.reader(), &tenant, author.host_id).await?.rejects_media {
        return Err(Error::NotFound);
    }
    let mut items = media::items_of_posts(app.db.reader(), [post.id]).await?.into_iter();
    let item = items.find(|of_post| of_post.id == item && of_post.kind == item::Kind::Video).ok_or(Error::NotFound)?;
    match media::video_from_elsewhere(&app, &tenant, &item).await? {
        Some(file) => media::web::send(&app, &file.key, file.format, "private, max-age=86400", &headers).await,
        None => Ok((StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, AGAIN)]).into_response()),
    }
}
