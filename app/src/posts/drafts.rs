//! Several posts in the making: one is open, the others are put away or wait for their time.

use heliograph_entity::{draft, values::ItemId};

use super::{draft::remove, queries};
use crate::{
    app::App,
    db::Tx,
    error::{Error, Problems, Result},
    media,
    viewer::Viewer,
    words::Message,
};

/// How many drafts somebody may have.
pub const MOST_DRAFTS: u64 = 100;

/// The viewer's drafts, the one they worked at last first, and what is in each.
pub async fn drafts(app: &App, viewer: &Viewer) -> Result<Vec<(draft::Model, Vec<ItemId>)>> {
    let db = app.db.reader();
    let mut found = Vec::new();
    for draft in queries::waiting_drafts(db, viewer.account.id, MOST_DRAFTS + 1).await? {
        let items: Vec<ItemId> = media::items_of_draft(db, draft.id).await?.iter().map(|item| item.id).collect();
        if !is_blank(&draft, &items) {
            found.push((draft, items));
        }
    }
    Ok(found)
}

/// Puts the open draft away, so that another begins. One with nothing in it stays open.
pub async fn put_away(app: &App, viewer: &Viewer, draft: &draft::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let drafts = queries::lock_waiting_drafts(&tx, viewer.account.id).await?;
    if drafts.len() as u64 >= MOST_DRAFTS {
        let message = Message::new("problem-drafts-enough").count("limit", MOST_DRAFTS);
        return Err(Error::Invalid(Problems::one("", message)));
    }
    put_away_or_delete(app, &tx, &drafts, draft).await?;
    Ok(tx.commit().await?)
}

/// Opens a draft again, and puts away the one that was open. What waited for its time waits no longer.
pub async fn resume(app: &App, viewer: &Viewer, draft: &draft::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let drafts = queries::lock_waiting_drafts(&tx, viewer.account.id).await?;
    if let Some(open) = drafts.iter().find(|other| other.state == draft::State::Open) {
        if open.id == draft.id {
            return Ok(());
        }
        put_away_or_delete(app, &tx, &drafts, open).await?;
    }
    if !queries::take_up(&tx, draft.id, draft::State::Open).await? {
        return Err(Error::NotFound);
    }
    Ok(tx.commit().await?)
}

async fn put_away_or_delete(app: &App, tx: &Tx, drafts: &[draft::Model], open: &draft::Model) -> Result<()> {
    // As it was saved last.
    let open = drafts.iter().find(|draft| draft.id == open.id).unwrap_or(open);
    let items: Vec<ItemId> = media::items_of_draft(tx, open.id).await?.iter().map(|item| item.id).collect();
    if is_blank(open, &items) {
        return discard_within(app, tx, open, &items).await;
    }
    queries::set_draft_state(tx, open.id, draft::State::Open, draft::State::Kept).await?;
    Ok(())
}

/// Deletes a draft with its photos.
pub async fn discard(app: &App, viewer: &Viewer, draft: &draft::Model) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let drafts = queries::lock_waiting_drafts(&tx, viewer.account.id).await?;
    if !drafts.iter().any(|waiting| waiting.id == draft.id) {
        return Err(Error::NotFound);
    }
    let items: Vec<ItemId> = media::items_of_draft(&tx, draft.id).await?.iter().map(|item| item.id).collect();
    discard_within(app, &tx, draft, &items).await?;
    Ok(tx.commit().await?)
}

async fn discard_within(app: &App, tx: &Tx, draft: &draft::Model, items: &[ItemId]) -> Result<()> {
    remove(app, tx, items).await?;
    Ok(queries::delete_drafts(tx, &[draft.id]).await?)
}

fn is_blank(draft: &draft::Model, items: &[ItemId]) -> bool {
    items.is_empty() && [&draft.title, &draft.caption, &draft.warning].into_iter().all(|text| text.is_empty())
}
