//! Lists of whole posts: a member's home, and what the community has published.

use heliograph_entity::{post, values::PostId};

use super::{PostView, views_of};
use crate::{
    app::App,
    error::Result,
    feed,
    posts::{
        Before,
        queries::{self, Stamp},
    },
    viewer::{Tenant, Viewer},
    web::Page,
};

const POSTS_ON_A_PAGE: u64 = 20;

/// What a list consists of.
pub(in crate::posts) trait Listed {
    fn id(&self) -> PostId;
}

impl Listed for Stamp {
    fn id(&self) -> PostId {
        self.id
    }
}

impl Listed for post::Model {
    fn id(&self) -> PostId {
        self.id
    }
}

/// Cuts a list to a page; the last id on it when there was more.
pub(in crate::posts) fn cut<T: Listed>(posts: &mut Vec<T>, size: u64) -> Option<PostId> {
    let size = size as usize;
    let more = posts.len() > size;
    posts.truncate(size);
    posts.last().filter(|_| more).map(Listed::id)
}

/// The newest posts of the community, and the id to go on from when there are more.
pub async fn latest(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    before: Before,
    page: &mut Page,
) -> Result<(Vec<PostView>, Option<PostId>)> {
    let mut posts = queries::latest(app.db.reader(), tenant, viewer, before, POSTS_ON_A_PAGE).await?;
    let older = cut(&mut posts, POSTS_ON_A_PAGE);
    Ok((views_of(app, tenant, viewer, &posts, page).await?, older))
}

/// The posts of those whom the viewer follows and their own, newest first, and the id to go on from when there are more.
pub async fn home(
    app: &App,
    viewer: &Viewer,
    before: Before,
    page: &mut Page,
) -> Result<(Vec<PostView>, Option<PostId>)> {
    let size = POSTS_ON_A_PAGE as usize + 1;
    let mut posts = Vec::with_capacity(size);
    let mut before = before.id().unwrap_or(PostId(i64::MAX));
    // What may not be seen, or was deleted meanwhile, leaves gaps that older ones fill.
    while posts.len() < size {
        let left = size - posts.len();
        let ids = feed::ids(app, viewer, before, left as u64).await?;
        posts.extend(queries::visible(app.db.reader(), viewer, &ids).await?);
        match ids.last() {
            Some(last) if ids.len() == left => before = *last,
            _ => break,
        }
    }
    let older = cut(&mut posts, POSTS_ON_A_PAGE);
    Ok((views_of(app, &viewer.tenant, Some(viewer), &posts, page).await?, older))
}
