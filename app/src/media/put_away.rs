//! What becomes of the pictures of a post that is deleted, and may come back.

use heliograph_entity::{item, values::ItemId};

use super::{MakeRenditions, doom_files, queries};
use crate::{app::App, db::Tx, error::Result, jobs};

/// Has the renditions of the items deleted. The originals stay.
pub async fn put_away(app: &App, tx: &Tx, items: &[ItemId]) -> Result<()> {
    // Whoever makes renditions at this moment finds that nobody waits for them.
    queries::end_processing(tx, items).await?;
    doom_files(app, tx, items, false).await
}

/// Has the renditions of items made that were put away. Until then the items are *processing*.
pub async fn bring_back(app: &App, tx: &Tx, items: &[item::Model]) -> Result<()> {
    let ready: Vec<&item::Model> = items.iter().filter(|item| item.state == item::State::Ready).collect();
    queries::process_again(tx, ready.iter().map(|item| item.id)).await?;
    for item in ready {
        jobs::enqueue(app, tx, Some(item.tenant_id), &MakeRenditions { item_id: item.id }).await?;
    }
    Ok(())
}
