//! The steps of a change of many posts: some posts in each, so that nobody waits for all of them.

use std::time::Duration;

use heliograph_entity::{
    account, batch, batch_post, item, post,
    values::{AccountId, BatchId, ItemId, PostId},
};
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};

use super::{
    super::{MOST_TAGS, archive, audience, audience_within, history, queries, tags::tags_in, words::LONGEST_CAPTION},
    Change, undo,
};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::Result,
    jobs::{Job, Outcome},
    markup::{with_hashtags, without_hashtags},
    media,
};

/// How long somebody is kept waiting before they are shown how far it is.
pub(super) const PATIENCE: Duration = Duration::from_secs(8);
const AT_ONCE: u64 = 50;

/// What a post was before, as far as it was changed.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Before {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) licences: Vec<(ItemId, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) caption: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) item_captions: Vec<(ItemId, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) audience: Option<String>,
    /// Whom its author had named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) named: Vec<AccountId>,
}

/// Does, or undoes, as much of the batch as somebody waits for. The rest is left to the job.
pub async fn run(app: &App, id: BatchId) -> Result<()> {
    tokio::time::timeout(PATIENCE, go_on(app, id)).await.unwrap_or(Ok(()))
}

async fn go_on(app: &App, id: BatchId) -> Result<()> {
    while step(app, id).await? {}
    Ok(())
}

/// Some posts; whether there are more. Two at the same time take turns: each holds the account.
async fn step(app: &App, id: BatchId) -> Result<bool> {
    let Some(batch) = queries::batch(app.db.reader(), id).await? else { return Ok(false) };
    let tx = app.db.write_tx().await?;
    let Some(author) = accounts::lock(&tx, [batch.account_id]).await?.pop() else { return Ok(false) };
    let Some(batch) = queries::batch(&tx, id).await? else { return Ok(false) };
    let (from, ended) = match batch.state {
        batch::State::Running => (batch_post::State::Waiting, batch::State::Done),
        batch::State::Undoing => (batch_post::State::Changed, batch::State::Undone),
        batch::State::Done | batch::State::Undone => return Ok(false),
    };
    let rows = queries::batch_posts(&tx, id, from, AT_ONCE).await?;
    if rows.is_empty() {
        queries::set_batch_state(&tx, id, ended).await?;
        tx.commit().await?;
        return Ok(false);
    }
    let change: Change = serde_json::from_str(&batch.change).map_err(anyhow::Error::new)?;
    let posts = queries::lock_posts(&tx, rows.iter().map(|row| row.post_id)).await?;
    let items = media::items_of_posts(&tx, posts.iter().map(|post| post.id)).await?;
    let watched = history::watch(&tx, &posts).await?;
    let mut moved: Vec<PostId> = Vec::new();
    for row in &rows {
        let post = posts.iter().find(|post| post.id == row.post_id && post.deleted_at.is_none());
        let items: Vec<&item::Model> = items.iter().filter(|item| item.post_id == Some(row.post_id)).collect();
        let (state, before) = match (post, batch.state) {
            (None, batch::State::Running) => (batch_post::State::Same, None),
            (None, _) => (batch_post::State::Kept, None),
            (Some(post), batch::State::Running) => match apply(app, &tx, &change, &author, post, &items).await? {
                Some(before) => (batch_post::State::Changed, Some(before)),
                None => (batch_post::State::Same, None),
            },
            (Some(post), _) => match undo::take_back(app, &tx, &change, &author, post, &items, &row.before).await? {
                true => (batch_post::State::Undone, None),
                false => (batch_post::State::Kept, None),
            },
        };
        if matches!(state, batch_post::State::Changed | batch_post::State::Undone)
            && matches!(change, Change::Audience { .. } | Change::Archive)
        {
            moved.push(row.post_id);
        }
        let before = before.map(|before| serde_json::to_string(&before)).transpose().map_err(anyhow::Error::new)?;
        queries::settle_batch_post(&tx, row, state, before).await?;
    }
    watched.note(app, &tx).await?;
    if matches!(change, Change::Archive) {
        for post in posts.iter().filter(|post| moved.contains(&post.id)) {
            audience::enqueue_settling(app, &tx, post).await?;
        }
    }
    tx.commit().await?;
    for id in moved {
        audience::settle(app, id).await?;
    }
    Ok(true)
}

/// Changes one post; what it was before, where anything was to change.
async fn apply(
    app: &App,
    tx: &Tx,
    change: &Change,
    author: &account::Model,
    post: &post::Model,
    items: &[&item::Model],
) -> Result<Option<Before>> {
    match change {
        Change::Licence { to, .. } => {
            let of = change.licence_before();
            let other = |item: &&&item::Model| item.licence != *to && of.is_none_or(|of| item.licence == of);
            let others: Vec<&item::Model> = items.iter().filter(other).copied().collect();
            if others.is_empty() {
                return Ok(None);
            }
            queries::set_licence(tx, others.iter().map(|item| item.id), *to).await?;
            let licences = others.iter().map(|item| (item.id, item.licence.code().to_owned()));
            Ok(Some(Before { licences: licences.collect(), ..Before::default() }))
        }
        Change::AddTags { .. } | Change::RemoveTags { .. } => {
            let caption = captioned(change, &post.caption);
            let retold = |item: &&&item::Model| item_captioned(change, &item.caption) != item.caption;
            let retold: Vec<&item::Model> = items.iter().filter(retold).copied().collect();
            if (caption == post.caption && retold.is_empty()) || !fits(&caption, post, items) {
                return Ok(None);
            }
            queries::set_caption(tx, post.id, &caption).await?;
            for item in &retold {
                queries::set_item_caption(tx, item.id, &item_captioned(change, &item.caption)).await?;
            }
            let item_captions = retold.iter().map(|item| (item.id, item.caption.clone())).collect();
            Ok(Some(Before { caption: Some(post.caption.clone()), item_captions, ..Before::default() }))
        }
        Change::Audience { to, named } => {
            let had = queries::named_in(tx, post.id).await?;
            // They have made their account private meanwhile.
            if (post.visibility == *to && had == *named) || audience_within(author, *to) != *to {
                return Ok(None);
            }
            audience::change_audience(app, tx, author, post, *to, named).await?;
            let audience = post.visibility.to_value();
            Ok(Some(Before { audience: Some(audience), named: had, ..Before::default() }))
        }
        Change::Archive => Ok(archive::archive_in(app, tx, post).await?.then(Before::default)),
    }
}

/// The caption after the change of its hashtags.
pub(super) fn captioned(change: &Change, caption: &str) -> String {
    match change {
        Change::AddTags { .. } => with_hashtags(caption, &change.tags()),
        Change::RemoveTags { .. } => without_hashtags(caption, &change.tags()),
        _ => caption.to_owned(),
    }
}

/// Likewise of a photo, which gets no new hashtags: those of the post are enough.
pub(super) fn item_captioned(change: &Change, caption: &str) -> String {
    match change {
        Change::RemoveTags { .. } => without_hashtags(caption, &change.tags()),
        _ => caption.to_owned(),
    }
}

/// Whether a post may have this caption. One without photos has to say something.
fn fits(caption: &str, post: &post::Model, items: &[&item::Model]) -> bool {
    let texts = [caption].into_iter().chain(items.iter().map(|item| item.caption.as_str()));
    let says_something = !items.is_empty() || !caption.is_empty() || post.caption.is_empty();
    says_something && caption.chars().count() <= LONGEST_CAPTION && tags_in(texts).len() <= MOST_TAGS
}

/// Goes on with a change of many posts until it is done, or undone.
#[derive(Serialize, Deserialize)]
pub struct RunBatch {
    pub batch_id: BatchId,
}

impl Job for RunBatch {
    const NAME: &'static str = "posts.run_batch";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        go_on(app, self.batch_id).await?;
        Ok(Outcome::Done)
    }
}
