//! A thread as it is read below its post.

use std::{collections::HashMap, fmt, str::FromStr};

use heliograph_entity::{
    account, post,
    values::{AccountId, PostId},
};
use serde::Deserialize;

use super::{Standing, queries, standing::standing};
use crate::{
    accounts::{self, Author},
    app::App,
    error::{Error, Result},
    markup::SafeHtml,
    posts::{self, Toggle},
    viewer::{Tenant, Viewer},
    web::Page,
};

const COMMENTS_ON_A_PAGE: u64 = 40;

/// Where a page of a thread begins: with this comment, in its branch. It says both, so that it leads there also when the
/// comment is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    pub branch: PostId,
    pub id: PostId,
}

impl Start {
    fn of(comment: &post::Model) -> Self {
        Self { branch: comment.branch_id.unwrap_or(comment.id), id: comment.id }
    }
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.branch, self.id)
    }
}

impl FromStr for Start {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (branch, id) = text.split_once('.').unwrap_or((text, text));
        Ok(Self { branch: branch.parse()?, id: id.parse()? })
    }
}

/// A page of a thread, and what whoever looks may do.
pub struct Thread {
    pub comments: Vec<CommentView>,
    pub count: i64,
    /// Where the thread begins, when this is not where.
    pub beginning: Option<String>,
    pub later: Option<String>,
    pub standing: Standing,
    /// Where a comment on the post is sent to.
    pub post: String,
}

/// A comment to whoever looks.
pub struct CommentView {
    pub id: PostId,
    pub author: Author,
    /// Its own address.
    pub url: String,
    pub text: SafeHtml,
    /// The tag of what it is written in, if its author says it.
    pub language: String,
    /// ISO 8601.
    pub published: String,
    pub published_words: String,
    pub age: String,
    pub edited: bool,
    /// Whether nothing is left of it but its place.
    pub removed: bool,
    /// Whether it answers a comment.
    pub answer: bool,
    /// Which one that is, and what its author is called, if that may be said.
    pub answers: Option<(PostId, String)>,
    pub mine: bool,
    /// Whether whoever looks may remove it.
    pub removable: bool,
    likes: i64,
    liked: bool,
}

impl CommentView {
    pub fn like(&self) -> Toggle {
        Toggle { url: self.url.clone(), on: self.liked, count: self.likes }
    }
}

/// What a page is asked for with.
#[derive(Default, Deserialize)]
pub struct Asked {
    /// A [`Start`].
    #[serde(default)]
    comments: String,
}

impl Asked {
    pub fn start(&self) -> Option<Start> {
        self.comments.parse().ok()
    }
}

/// The comments on a post that whoever looks may see, from one of them on.
pub async fn thread(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    (post, url): (&post::Model, &str),
    start: Option<Start>,
    page: &Page,
) -> Result<Thread> {
    let db = app.db.reader();
    let mut rows = queries::page(db, post.id, reader(tenant, viewer), start, COMMENTS_ON_A_PAGE + 1).await?;
    let next = rows.get(COMMENTS_ON_A_PAGE as usize).map(Start::of);
    rows.truncate(COMMENTS_ON_A_PAGE as usize);
    Ok(Thread {
        comments: views(app, tenant, viewer, post.account_id, &rows, page).await?,
        count: post.comments_count,
        beginning: start.map(|_| format!("{url}#comments")),
        later: next.map(|next| format!("{url}?comments={next}#comments")),
        standing: standing(db, viewer.map(|viewer| &viewer.account), post).await?,
        post: url.to_owned(),
    })
}

fn me(viewer: Option<&Viewer>) -> Option<AccountId> {
    viewer.map(|viewer| viewer.account.id)
}

fn reader<'a>(tenant: &'a Tenant, viewer: Option<&Viewer>) -> queries::Reader<'a> {
    queries::Reader { tenant, account: me(viewer) }
}

/// Comments on a post of `owner`'s as they are shown, in the same order.
pub(super) async fn views(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    owner: AccountId,
    comments: &[post::Model],
    page: &Page,
) -> Result<Vec<CommentView>> {
    if comments.is_empty() {
        return Ok(Vec::new());
    }
    let db = app.db.reader();
    let here = |id: PostId| comments.iter().find(|comment| comment.id == id);
    let beyond = comments.iter().filter_map(|comment| comment.parent_id).filter(|parent| here(*parent).is_none());
    let beyond = queries::with_ids(db, reader(tenant, viewer), beyond).await?;
    let parent = |id: PostId| here(id).or_else(|| beyond.iter().find(|comment| comment.id == id));

    let accounts = accounts::by_ids(db, comments.iter().chain(&beyond).map(|comment| comment.account_id)).await?;
    let shown = accounts::authors(db, tenant, &accounts).await?;
    let living = accounts.iter().filter(|account| account.state == account::State::Living).map(|account| account.id);
    let living: Vec<AccountId> = living.collect();
    let authors: HashMap<AccountId, Author> = accounts.iter().map(|account| account.id).zip(shown).collect();
    let texts: Vec<&str> = comments.iter().map(|comment| comment.caption.as_str()).collect();
    let texts = accounts::marked_up(db, tenant, &texts).await?;
    let remote = comments.iter().filter(|comment| comment.tenant_id.is_none()).map(|comment| comment.id);
    let mut elsewhere = posts::words_elsewhere(db, remote).await?;
    let ids: Vec<PostId> = comments.iter().map(|comment| comment.id).collect();
    let marks = posts::marks(db, viewer, &ids).await?;
    let (me, now) = (me(viewer), app.clock.now());

    let views = comments.iter().zip(texts).filter_map(|(comment, text)| {
        let author = authors.get(&comment.account_id)?.clone();
        let answers = comment.parent_id.and_then(parent).filter(|parent| living.contains(&parent.account_id));
        let answers = answers.filter(|parent| parent.deleted_at.is_none());
        let removed = comment.deleted_at.is_some() || !living.contains(&comment.account_id);
        let mine = me == Some(comment.account_id);
        Some(CommentView {
            id: comment.id,
            url: format!("{}/{}", author.url, comment.id),
            author,
            language: comment.language.clone(),
            text: elsewhere.remove(&comment.id).unwrap_or(text),
            published: comment.published_at.to_iso(),
            published_words: page.words.moment(comment.published_at),
            age: page.words.age(comment.published_at, now),
            edited: comment.edited_at.is_some(),
            removed,
            answer: comment.branch_id != Some(comment.id),
            answers: answers.and_then(|parent| Some((parent.id, authors.get(&parent.account_id)?.handle.clone()))),
            mine,
            removable: mine || me == Some(owner),
            likes: comment.likes_count,
            liked: marks.likes(comment.id),
        })
    });
    Ok(views.collect())
}

/// Where a comment stands: on that page of the thread, below its post.
pub async fn place_of(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    comment: &post::Model,
    root: &post::Model,
) -> Result<String> {
    let db = app.db.reader();
    let author = accounts::by_ids(db, [root.account_id]).await?;
    let author = accounts::authors(db, tenant, &author).await?.pop().ok_or(Error::NotFound)?;
    let before =
        queries::count_before(db, root.id, reader(tenant, viewer), Start::of(comment), COMMENTS_ON_A_PAGE).await?;
    let page = match before < COMMENTS_ON_A_PAGE {
        true => String::new(),
        false => format!("?comments={}", Start::of(comment)),
    };
    Ok(format!("{}/{}{page}#comment-{}", author.url, root.id, comment.id))
}

#[cfg(test)]
mod tests {
    use heliograph_entity::values::PostId;

    use super::Start;

    #[test]
    fn where_a_page_begins_is_read_as_it_is_written() {
        let start = Start { branch: PostId(17), id: PostId(23) };
        assert_eq!(start.to_string().parse(), Ok(start));
        assert_eq!("17".parse(), Ok(Start { branch: PostId(17), id: PostId(17) }));
        assert!("seventeen.2".parse::<Start>().is_err());
    }
}
