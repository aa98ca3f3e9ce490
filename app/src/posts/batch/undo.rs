//! Undoing a change of many posts: each goes back to what it was, unless its author has changed the same thing since.

use heliograph_entity::{
    account, batch, item,
    post::{self, Visibility},
    values::{BatchId, Licence},
};
use sea_orm::ActiveEnum;

use super::{
    super::{archive, audience, queries},
    Change,
    run::{Before, PATIENCE, RunBatch, captioned, item_captioned},
};
use crate::{
    app::App,
    db::Tx,
    error::{Error, Result},
    jobs,
    viewer::Viewer,
};

/// Begins to undo the viewer's batch. It is done by [`run`](super::run).
pub async fn undo(app: &App, viewer: &Viewer, id: BatchId) -> Result<()> {
    let batch = queries::batch(app.db.reader(), id).await?.filter(|batch| batch.account_id == viewer.account.id);
    batch.ok_or(Error::NotFound)?;
    let tx = app.db.write_tx().await?;
    // What is still being changed is not undone before its end.
    if queries::leave_batch_state(&tx, id, batch::State::Done, batch::State::Undoing).await? {
        let job = RunBatch { batch_id: id };
        jobs::enqueue_at(app, &tx, Some(viewer.tenant.id), &job, app.clock.now().plus(PATIENCE)).await?;
    }
    Ok(tx.commit().await?)
}

/// Gives one post back what it was; whether it still was what the batch had made of it.
pub(super) async fn take_back(
    app: &App,
    tx: &Tx,
    change: &Change,
    author: &account::Model,
    post: &post::Model,
    items: &[&item::Model],
    before: &str,
) -> Result<bool> {
    let before: Before = serde_json::from_str(before).map_err(anyhow::Error::new)?;
    match change {
        Change::Licence { to, .. } => {
            // Photos that were removed meanwhile need nothing.
            let had = before.licences.iter().filter_map(|(id, code)| {
                let item = items.iter().find(|item| item.id == *id)?;
                Some((*item, Licence::from_code(code)?))
            });
            let had: Vec<(&item::Model, Licence)> = had.collect();
            if had.is_empty() || had.iter().any(|(item, _)| item.licence != *to) {
                return Ok(false);
            }
            for (item, licence) in had {
                queries::set_licence(tx, [item.id], licence).await?;
            }
        }
        Change::AddTags { .. } | Change::RemoveTags { .. } => {
            let caption = before.caption.unwrap_or_default();
            if post.caption != captioned(change, &caption) {
                return Ok(false);
            }
            let had = before
                .item_captions
                .iter()
                .filter_map(|(id, caption)| Some((*items.iter().find(|item| item.id == *id)?, caption)));
            let had: Vec<(&item::Model, &String)> = had.collect();
            if had.iter().any(|(item, caption)| item.caption != item_captioned(change, caption)) {
                return Ok(false);
            }
            queries::set_caption(tx, post.id, &caption).await?;
            for (item, caption) in had {
                queries::set_item_caption(tx, item.id, caption).await?;
            }
        }
        Change::Audience { to, named } => {
            let had = before.audience.and_then(|code| Visibility::try_from_value(&code).ok());
            let is_still = post.visibility == *to && queries::named_in(tx, post.id).await? == *named;
            let Some(had) = had.filter(|_| is_still) else { return Ok(false) };
            // They have made their account private meanwhile.
            if author.approves_followers && had.is_for_everybody() {
                return Ok(false);
            }
            audience::change_audience(app, tx, author, post, had, &before.named).await?;
        }
        Change::Archive => return archive::unarchive_in(app, tx, post).await,
    }
    Ok(true)
}
