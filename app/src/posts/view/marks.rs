//! What differs from reader to reader, and changes without the post: who has pressed which button, and how many.

use std::collections::HashSet;

use heliograph_entity::values::PostId;
use sea_orm::ConnectionTrait;

use super::PostView;
use crate::{error::Result, posts::queries, viewer::Viewer};

/// A button that is pressed or not, with how many have pressed it.
pub struct Toggle {
    /// The post that it is about.
    pub url: String,
    pub on: bool,
    pub count: i64,
}

/// What somebody has done with the posts of a page.
#[derive(Default)]
pub struct Marks {
    liked: HashSet<PostId>,
    boosted: HashSet<PostId>,
}

impl Marks {
    pub fn likes(&self, post: PostId) -> bool {
        self.liked.contains(&post)
    }

    pub fn boosts(&self, post: PostId) -> bool {
        self.boosted.contains(&post)
    }
}

/// What whoever looks has done with these posts; nothing, for a guest.
pub async fn marks(db: &impl ConnectionTrait, viewer: Option<&Viewer>, posts: &[PostId]) -> Result<Marks> {
    let Some(viewer) = viewer.filter(|_| !posts.is_empty()) else { return Ok(Marks::default()) };
    let (boosted, liked): (Vec<_>, Vec<_>) =
        queries::marks(db, viewer.account.id, posts).await?.into_iter().partition(|mark| mark.boosted);
    Ok(Marks {
        liked: liked.into_iter().map(|mark| mark.post_id).collect(),
        boosted: boosted.into_iter().map(|mark| mark.post_id).collect(),
    })
}

impl PostView {
    pub fn like(&self) -> Toggle {
        Toggle { url: self.url.clone(), on: self.liked, count: self.likes }
    }

    pub fn boost(&self) -> Toggle {
        Toggle { url: self.url.clone(), on: self.boosted, count: self.boosts }
    }
}
