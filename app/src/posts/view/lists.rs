//! Lists of whole posts: a member's home, and what the community has published.

use heliograph_entity::values::{AccountId, PostId};

use super::{PostView, views_of};
use crate::{
    accounts,
    app::App,
    error::Result,
    feed,
    posts::{
        Before,
        queries::{self, Stamp},
    },
    viewer::{Tenant, Viewer},
    web::{self, Page},
};

const POSTS_ON_A_PAGE: u64 = 20;

/// A post in its place: its own, or that of the boost that has brought it there.
struct Placed {
    place: PostId,
    stamp: Stamp,
    boosted_by: Option<AccountId>,
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
    let older = web::cut(&mut posts, POSTS_ON_A_PAGE).map(|post| post.id);
    Ok((views_of(app, tenant, viewer, &posts, page).await?, older))
}

/// The posts of those whom the viewer follows and what these boost, and their own posts, newest first, and the id to go on
/// from when there are more. A post stands on a page once.
pub async fn home(
    app: &App,
    viewer: &Viewer,
    before: Before,
    page: &mut Page,
) -> Result<(Vec<PostView>, Option<PostId>)> {
    let size = POSTS_ON_A_PAGE as usize + 1;
    let mut posts: Vec<Placed> = Vec::with_capacity(size);
    let mut before = before.id().unwrap_or(PostId(i64::MAX));
    // What may not be seen, was deleted meanwhile, or stands there already leaves gaps that older ones fill.
    while posts.len() < size {
        let left = size - posts.len();
        let entries = feed::entries(app, viewer, before, left as u64).await?;
        let ids: Vec<PostId> = entries.iter().map(|entry| entry.post_id).collect();
        let visible = queries::visible(app.db.reader(), viewer, &ids).await?;
        for entry in &entries {
            let found = visible.iter().find(|stamp| stamp.id == entry.post_id);
            if let Some(stamp) = found.filter(|stamp| posts.iter().all(|placed| placed.stamp.id != stamp.id)) {
                posts.push(Placed { place: entry.id, stamp: *stamp, boosted_by: entry.boosted_by });
            }
        }
        match entries.last() {
            Some(last) if entries.len() == left => before = last.id,
            _ => break,
        }
    }
    let older = web::cut(&mut posts, POSTS_ON_A_PAGE).map(|placed| placed.place);
    let stamps: Vec<Stamp> = posts.iter().map(|placed| placed.stamp).collect();
    let mut views = views_of(app, &viewer.tenant, Some(viewer), &stamps, page).await?;
    put_in_place(app, viewer, &mut views, &posts).await?;
    Ok((views, older))
}

async fn put_in_place(app: &App, viewer: &Viewer, views: &mut [PostView], placed: &[Placed]) -> Result<()> {
    let boosters: Vec<AccountId> = placed.iter().filter_map(|placed| placed.boosted_by).collect();
    if boosters.is_empty() {
        return Ok(());
    }
    let accounts = accounts::by_ids(app.db.reader(), boosters).await?;
    let authors = accounts::authors(app.db.reader(), &viewer.tenant, &accounts).await?;
    for view in views {
        let Some(placed) = placed.iter().find(|placed| placed.stamp.id == view.id) else { continue };
        let by = accounts.iter().position(|account| Some(account.id) == placed.boosted_by);
        (view.place, view.boosted_by) = (placed.place, by.map(|at| authors[at].clone()));
    }
    Ok(())
}
