//! Reading somebody's feed.

use std::time::Duration;

use heliograph_entity::values::{AccountId, PostId};

use super::{Fill, queries};
use crate::{app::App, error::Result, jobs};

/// Reading is noted once a day.
const DAY: Duration = Duration::from_secs(24 * 3600);

/// The next `most` posts of the feed older than `before`, newest first; fewer mean that these are the last.
pub async fn ids(app: &App, owner: AccountId, before: PostId, most: u64) -> Result<Vec<PostId>> {
    let db = app.db.reader();
    let mut whole_from = queries::whole_from(db, owner).await?;
    let mut ids = loop {
        let ids = queries::written(db, owner, whole_from, before, most).await?;
        // Filled or trimmed meanwhile, it may have been read half.
        let still = queries::whole_from(db, owner).await?;
        if still == whole_from {
            break ids;
        }
        whole_from = still;
    };
    let left = most - ids.len() as u64;
    if left > 0 && whole_from > PostId(0) {
        ids.extend(queries::of_followed(db, owner, before.min(whole_from), left).await?);
    }
    Ok(ids)
}

/// Has the feed kept for whoever reads it. The first time, it is filled soon.
pub async fn note_reading(app: &App, owner: AccountId) -> Result<()> {
    let now = app.clock.now();
    let read_at = queries::read_at(app.db.reader(), owner).await?;
    if read_at.is_some_and(|then| now.since(then) < DAY) {
        return Ok(());
    }
    let tx = app.db.write_tx().await?;
    if queries::begin(&tx, owner, now).await? {
        jobs::enqueue(app, &tx, None, &Fill { owner_id: owner }).await?;
    } else {
        queries::set_read_at(&tx, owner, now).await?;
    }
    Ok(tx.commit().await?)
}
