//! Saying something.

use std::time::Duration;

use heliograph_entity::{account, post, values::PostId};

use super::{LONGEST, Standing, activity, queries, standing::standing};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::{Error, Problems, Result, short_text},
    posts,
    throttle::{self, Allowance},
    words::Message,
};

/// Where a comment stands.
pub struct Place {
    pub parent_id: PostId,
    pub root_id: PostId,
    /// That of what it answers; without one, it begins a branch by itself.
    branch_id: Option<PostId>,
    /// Whom it is for: whoever the post is for.
    pub visibility: post::Visibility,
}

impl Place {
    /// The branch of the comment with this id.
    pub fn branch(&self, id: PostId) -> PostId {
        self.branch_id.unwrap_or(id)
    }
}

/// A step of whatever inserts a comment: where one of `by`'s stands that answers `parent`, if they may. It is counted from
/// here on.
pub async fn take_place(tx: &Tx, by: &account::Model, parent: PostId) -> Result<Place> {
    let to = posts::reach(tx, by, parent).await?;
    if standing(tx, Some(by), &to.root).await? != Standing::May {
        return Err(Error::Forbidden);
    }
    posts::count_comments(tx, to.root.id, 1).await?;
    Ok(Place { parent_id: parent, root_id: to.root.id, branch_id: to.post.branch_id, visibility: to.root.visibility })
}

/// What was typed, as it is kept.
pub(super) fn read(text: &str) -> Result<String> {
    let text = short_text(text, LONGEST);
    let text = text.and_then(|text| if text.is_empty() { Err(Message::new("problem-missing")) } else { Ok(text) });
    text.map_err(|message| Error::Invalid(Problems::one("comment", message)))
}

/// How often somebody may say something.
const COMMENTS: Allowance = Allowance { at_once: 30, then_every: Duration::from_secs(10) };

/// `by` answers a post or a comment that they may see.
pub async fn add(app: &App, by: &account::Model, parent: PostId, text: &str) -> Result<post::Model> {
    accounts::must_be_current(by)?;
    let text = read(text)?;
    throttle::take(app, "comment", &by.id.to_string(), COMMENTS).await?;
    let tx = app.db.write_tx().await?;
    let place = take_place(&tx, by, parent).await?;
    let id = app.ids.mint();
    let comment = post::Model {
        id,
        kind: post::Kind::Comment,
        parent_id: Some(place.parent_id),
        root_id: Some(place.root_id),
        branch_id: Some(place.branch(id)),
        tenant_id: by.tenant_id,
        account_id: by.id,
        visibility: place.visibility,
        title: String::new(),
        caption: text,
        warning: String::new(),
        language: accounts::language_of(&tx, by).await?,
        commenters: post::Commenters::Everyone,
        details: String::new(),
        downloadable: false,
        published_at: app.clock.now(),
        edited_at: None,
        deleted_at: None,
        archived_at: None,
        pinned_at: None,
        version: 0,
        comments_count: 0,
        likes_count: 0,
        boosts_count: 0,
    };
    queries::insert(&tx, comment.clone()).await?;
    activity::tell_added(app, &tx, by, &comment).await?;
    tx.commit().await?;
    Ok(comment)
}
