//! What somebody wants to do something with, as far as they may see it.

use heliograph_entity::{account, post, values::PostId};

use super::queries;
use crate::{
    accounts,
    db::Tx,
    error::{Error, Result},
    federation::standing,
};

/// A post or a comment, and whoever has published it.
pub struct Reached {
    pub post: post::Model,
    pub author: account::Model,
    /// What a comment is about; a post itself.
    pub root: post::Model,
    pub root_author: account::Model,
}

impl Reached {
    pub fn is_comment(&self) -> bool {
        self.post.root_id.is_some()
    }
}

/// A post or a comment that `by` may see, whatever server they are of. The accounts and the posts are held until the
/// transaction ends: whoever blocks somebody, leaves, or narrows the audience comes before or after.
pub async fn reach(tx: &Tx, by: &account::Model, id: PostId) -> Result<Reached> {
    let found = queries::any_with_id(tx, id).await?.ok_or(Error::NotFound)?;
    let root = queries::any_with_id(tx, found.root_id.unwrap_or(id)).await?.ok_or(Error::NotFound)?;
    let people = accounts::lock(tx, [by.id, found.account_id, root.account_id]).await?;
    if people.iter().any(|person| person.state != account::State::Living) {
        return Err(Error::Gone);
    }
    let reached = held(tx, [root.id, id], people).await?.ok_or(Error::NotFound)?;
    for author in [&reached.author, &reached.root_author] {
        if standing::apart(tx, by, author).await? {
            return Err(Error::NotFound);
        }
    }
    let seen = queries::is_seen_by(tx, by.id, root.id).await?
        && (!reached.is_comment() || queries::is_comment_seen_by(tx, by.id, id).await?);
    if seen { Ok(reached) } else { Err(Error::NotFound) }
}

/// A post or a comment, whatever has become of it, held until the transaction ends: for taking back what somebody has
/// done with it.
pub async fn hold(tx: &Tx, id: PostId) -> Result<Option<Reached>> {
    let Some(found) = queries::any_with_id(tx, id).await? else { return Ok(None) };
    let Some(root) = queries::any_with_id(tx, found.root_id.unwrap_or(id)).await? else { return Ok(None) };
    let people = accounts::by_ids(tx, [found.account_id, root.account_id]).await?;
    held(tx, [root.id, id], people).await
}

/// The post with the second id about that with the first, by some of these people.
async fn held(tx: &Tx, ids: [PostId; 2], people: Vec<account::Model>) -> Result<Option<Reached>> {
    let posts = queries::lock_posts(tx, ids).await?;
    let whose = |post: &post::Model| people.iter().find(|person| person.id == post.account_id).cloned();
    let [root, post] = ids.map(|id| {
        let post = posts.iter().find(|post| post.id == id)?;
        Some((post.clone(), whose(post)?))
    });
    let (Some((root, root_author)), Some((post, author))) = (root, post) else { return Ok(None) };
    Ok(Some(Reached { post, author, root, root_author }))
}
