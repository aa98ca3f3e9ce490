//! Reading somebody's feed.

use std::time::Duration;

use heliograph_entity::values::{AccountId, PostId};

use super::{Entry, Fill, queries};
use crate::{app::App, error::Result, jobs, viewer::Viewer};

/// After so long without reading, another visit begins.
const VISIT: Duration = Duration::from_secs(30 * 60);
/// How often reading is noted when nothing new has come.
const NOTED: Duration = Duration::from_secs(10 * 60);

/// The next `most` entries of the viewer's home older than `before`, newest first; fewer mean that these are the last.
pub async fn entries(app: &App, viewer: &Viewer, before: PostId, most: u64) -> Result<Vec<Entry>> {
    let (db, owner) = (app.db.reader(), viewer.account.id);
    let mut entries = of_people(app, owner, before, most).await?;
    let tagged = queries::of_followed_tags(db, owner, viewer.tenant.id, before, most).await?;
    if !tagged.is_empty() {
        // The newest of both are among the newest of each, and what is in both is there once.
        entries.extend(tagged);
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.id));
        entries.dedup_by_key(|entry| entry.id);
        entries.truncate(most as usize);
    }
    Ok(entries)
}

async fn of_people(app: &App, owner: AccountId, before: PostId, most: u64) -> Result<Vec<Entry>> {
    let db = app.db.reader();
    let (mut entries, whole_from) = match queries::newest_written(db, owner, before, most).await? {
        Some(written) => written,
        None => written_or_older(app, owner, before, most).await?,
    };
    let left = most - entries.len() as u64;
    if left > 0 && whole_from > PostId(0) {
        entries.extend(queries::of_followed(db, owner, before.min(whole_from), left).await?);
    }
    Ok(entries)
}

/// Likewise, where nothing was found written: there may be nothing so old, or no feed.
async fn written_or_older(app: &App, owner: AccountId, before: PostId, most: u64) -> Result<(Vec<Entry>, PostId)> {
    let db = app.db.reader();
    let mut whole_from = queries::whole_from(db, owner).await?;
    loop {
        let entries = queries::written(db, owner, whole_from, before, most).await?;
        // Filled or trimmed meanwhile, it may have been read half.
        let still = queries::whole_from(db, owner).await?;
        if still == whole_from {
            return Ok((entries, whole_from));
        }
        whole_from = still;
    }
}

/// Has the feed kept for whoever reads it; the first time, it is filled soon. `newest` is what it begins with. Returns
/// the post up to which they had seen it before this visit.
pub async fn note_reading(app: &App, owner: AccountId, newest: Option<PostId>) -> Result<PostId> {
    let now = app.clock.now();
    let newest = newest.unwrap_or(queries::BEFORE_ALL);
    let Some(before) = queries::owner(app.db.reader(), owner).await? else {
        let tx = app.db.write_tx().await?;
        if queries::begin(&tx, owner, now, newest).await? {
            jobs::enqueue(app, &tx, None, &Fill { owner_id: owner }).await?;
        }
        tx.commit().await?;
        return Ok(queries::BEFORE_ALL);
    };

    let idle = now.since(before.read_at);
    let seen_to = if idle >= VISIT { before.shown_to } else { before.seen_to };
    let shown_to = before.shown_to.max(newest);
    if idle >= NOTED || shown_to > before.shown_to {
        let tx = app.db.write_tx().await?;
        queries::set_read(&tx, owner, now, (seen_to, shown_to)).await?;
        tx.commit().await?;
    }
    Ok(seen_to)
}

/// The post up to which the owner had seen their home page before this visit; none before the first.
pub async fn seen_to(app: &App, owner: AccountId) -> Result<PostId> {
    let owner = queries::owner(app.db.reader(), owner).await?;
    Ok(owner.map_or(queries::BEFORE_ALL, |owner| owner.seen_to))
}
