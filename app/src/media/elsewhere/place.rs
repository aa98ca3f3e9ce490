//! Who fetches a part of an item, and when it is asked for once more.

use std::time::Duration;

use heliograph_entity::{remote_item::Part, values::ItemId};

use super::super::queries::elsewhere as queries;
use crate::{
    app::App,
    error::{Error, Result},
};

/// After how many seconds what could not be had is asked for once more.
const AGAIN: [u64; 5] = [60, 600, 3600, 6 * 3600, 24 * 3600];
const DAY: Duration = Duration::from_secs(24 * 3600);

/// That nobody else fetches it meanwhile.
pub(super) struct Claim {
    pub(super) item: ItemId,
    pub(super) url: String,
    part: Part,
    tries: i32,
}

/// Claims a part of an item for so long, unless somebody else fetches it or it was in vain a while ago.
pub(super) async fn claim(app: &App, item: ItemId, part: Part, time: Duration) -> Result<Option<Claim>> {
    let now = app.clock.now();
    let place = queries::place(app.db.reader(), item, part).await?.ok_or(Error::NotFound)?;
    let tx = app.db.write_tx().await?;
    let claimed = queries::claim(&tx, item, part, now, now.plus(time)).await?;
    tx.commit().await?;
    Ok(claimed.then_some(Claim { item, url: place.url, part, tries: place.tries }))
}

impl Claim {
    /// It could not be had, and is left alone for a while: the longer, the more often that was so.
    pub(super) async fn note_failure(self, app: &App, error: &anyhow::Error) -> Result<()> {
        let Self { item, url, part, tries } = self;
        tracing::debug!(error = format!("{error:#}"), url, ?part, "what is of another server can't be had");
        let again = Duration::from_secs(AGAIN[(tries.max(0) as usize).min(AGAIN.len() - 1)]);
        let tx = app.db.write_tx().await?;
        queries::note_failure(&tx, item, part, app.clock.now().plus(again)).await?;
        Ok(tx.commit().await?)
    }
}

/// Whether somebody is fetching it.
pub(super) async fn is_on_its_way(app: &App, item: ItemId, part: Part) -> Result<bool> {
    let place = queries::place(app.db.reader(), item, part).await?;
    Ok(place.is_some_and(|place| place.fetching && place.try_at > app.clock.now()))
}

/// Somebody sees it: that is noted once a day.
pub(super) async fn note_use(app: &App, item: ItemId, part: Part) -> Result<()> {
    let now = app.clock.now();
    let place = queries::place(app.db.reader(), item, part).await?;
    if place.and_then(|place| place.used_at).is_some_and(|used| now.since(used) > DAY) {
        let tx = app.db.write_tx().await?;
        queries::note_use(&tx, item, part, now).await?;
        tx.commit().await?;
    }
    Ok(())
}
