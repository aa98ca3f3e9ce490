//! Who may say something of a post.

use heliograph_entity::{account, post};
use sea_orm::ConnectionTrait;

use crate::{error::Result, relationships};

/// Whether somebody who sees a post may comment on it, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    May,
    /// They have not said who they are.
    SignedOut,
    /// Only followers of its author may.
    NoFollower,
    /// Only those whom its author follows may.
    NotFollowed,
    Nobody,
    /// Their account has moved.
    LeftBehind,
}

impl Standing {
    pub fn may(&self) -> bool {
        *self == Self::May
    }

    pub fn is_for_guest(&self) -> bool {
        *self == Self::SignedOut
    }

    pub fn is_for_followers(&self) -> bool {
        *self == Self::NoFollower
    }

    pub fn is_for_followed(&self) -> bool {
        *self == Self::NotFollowed
    }

    pub fn is_left_behind(&self) -> bool {
        *self == Self::LeftBehind
    }
}

/// What the author has decided is true for `by`. The author may always, unless nobody may.
pub(super) async fn standing(
    db: &impl ConnectionTrait,
    by: Option<&account::Model>,
    post: &post::Model,
) -> Result<Standing> {
    if post.commenters == post::Commenters::Nobody || post.archived_at.is_some() {
        return Ok(Standing::Nobody);
    }
    let Some(by) = by else { return Ok(Standing::SignedOut) };
    if by.is_left_behind() {
        return Ok(Standing::LeftBehind);
    }
    let author = post.account_id;
    let (holds, otherwise) = match post.commenters {
        _ if by.id == author => (true, Standing::May),
        post::Commenters::Everyone => (true, Standing::May),
        post::Commenters::Followers => (relationships::follows(db, by.id, author).await?, Standing::NoFollower),
        post::Commenters::Followed => (relationships::follows(db, author, by.id).await?, Standing::NotFollowed),
        post::Commenters::Nobody => (false, Standing::Nobody),
    };
    Ok(if holds { Standing::May } else { otherwise })
}
