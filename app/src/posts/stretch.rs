//! Posts for everybody in pages that lead both ways: what feeds are made of.

use heliograph_entity::{account, post, values::PostId};
use serde::Deserialize;

use super::{PostView, queries, view::views};
use crate::{app::App, error::Result, viewer::Tenant, web::Page};

const POSTS_IN_A_FEED: u64 = 20;

/// Which stretch of a list: the newest, or that before or after a post.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Turn {
    before: Option<PostId>,
    after: Option<PostId>,
}

impl Turn {
    pub fn is_first(self) -> bool {
        self.before.is_none() && self.after.is_none()
    }

    pub(super) fn before(self) -> Option<PostId> {
        self.before
    }

    /// Counts only where nothing says before which post.
    pub(super) fn after(self) -> Option<PostId> {
        self.after.filter(|_| self.before.is_none())
    }

    /// As it stands behind an address.
    pub fn query(self) -> String {
        match (self.before, self.after) {
            (Some(id), _) => format!("?before={id}"),
            (None, Some(id)) => format!("?after={id}"),
            (None, None) => String::new(),
        }
    }
}

/// Posts, newest first, each with its hashtags, and where the list goes on.
pub struct Stretch {
    pub posts: Vec<(PostView, Vec<String>)>,
    /// The post after which there are newer ones.
    pub newer: Option<PostId>,
    /// The post before which there are older ones.
    pub older: Option<PostId>,
}

/// What the author has published for everybody, pinned or not.
pub async fn stretch_by(
    app: &App,
    tenant: &Tenant,
    author: &account::Model,
    turn: Turn,
    page: &mut Page,
) -> Result<Stretch> {
    let posts = queries::stretch_by(app.db.reader(), tenant, author.id, turn, POSTS_IN_A_FEED + 1).await?;
    stretch(app, tenant, posts, turn, page).await
}

/// What the community has published for everybody under a hashtag.
pub async fn stretch_with_tag(app: &App, tenant: &Tenant, tag: &str, turn: Turn, page: &mut Page) -> Result<Stretch> {
    let posts = queries::stretch_with_tag(app.db.reader(), tenant, tag, turn, POSTS_IN_A_FEED + 1).await?;
    stretch(app, tenant, posts, turn, page).await
}

/// `posts` are those next to where the stretch begins, in the order of the way it goes, and one more than fits.
async fn stretch(
    app: &App,
    tenant: &Tenant,
    mut posts: Vec<post::Model>,
    turn: Turn,
    page: &mut Page,
) -> Result<Stretch> {
    let more = posts.len() as u64 > POSTS_IN_A_FEED;
    posts.truncate(POSTS_IN_A_FEED as usize);
    let upwards = turn.after().is_some();
    if upwards {
        posts.reverse();
    }
    let (first, last) = (posts.first().map(|post| post.id), posts.last().map(|post| post.id));
    let tags = queries::tags_of(app.db.reader(), posts.iter().map(|post| post.id)).await?;
    let shown = views(app, tenant, &posts, page).await?;
    let posts = shown.into_iter().map(|post| {
        let of_post = tags.iter().filter(|tag| tag.post_id == post.id);
        let of_post = of_post.map(|tag| tag.shown.clone()).collect();
        (post, of_post)
    });
    Ok(Stretch {
        posts: posts.collect(),
        // Behind the end where it began there was something: that is how somebody came here.
        newer: first.filter(|_| if upwards { more } else { turn.before().is_some() }),
        older: last.filter(|_| upwards || more),
    })
}
