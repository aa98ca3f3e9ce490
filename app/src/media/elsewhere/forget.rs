//! Letting go of what nobody has looked at for a month. Whoever looks fetches it anew.

use std::time::Duration;

use heliograph_entity::{file::Role, remote_item::Part, values::ItemId};
use serde::{Deserialize, Serialize};

use super::super::{SweepFiles, queries};
use crate::{
    app::App,
    db::Tx,
    jobs::{self, Job, Outcome},
};

const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);
const AT_ONCE: u64 = 100;

/// Lets go of pictures, videos and portraits.
#[derive(Default, Serialize, Deserialize)]
pub struct ForgetPictures {}

impl Job for ForgetPictures {
    const NAME: &'static str = "media.forget_pictures";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let before = app.clock.now().minus(KEPT);
        // Portraits are fetched anew each month.
        let tx = app.db.write_tx().await?;
        let portraits = queries::elsewhere::portraits_before(&tx, before).await?;
        queries::doom(&tx, portraits).await?;
        tx.commit().await?;
        for part in [Part::Picture, Part::Video] {
            loop {
                let unused = queries::elsewhere::unused_since(app.db.reader(), part, before, AT_ONCE).await?;
                if unused.is_empty() {
                    break;
                }
                let tx = app.db.write_tx().await?;
                forget(&tx, part, &unused).await?;
                jobs::enqueue(app, &tx, None, &SweepFiles::default()).await?;
                tx.commit().await?;
            }
        }
        Ok(Outcome::Done)
    }
}

async fn forget(tx: &Tx, part: Part, items: &[ItemId]) -> anyhow::Result<()> {
    match part {
        Part::Picture => queries::elsewhere::doom_role(tx, items, Role::Rendition).await?,
        Part::Video => {
            queries::elsewhere::doom_role(tx, items, Role::Video).await?;
            // The posters that were made of them go with them.
            let without = queries::elsewhere::without_poster(tx, items).await?;
            queries::elsewhere::doom_role(tx, &without, Role::Rendition).await?;
        }
    }
    queries::elsewhere::note_gone(tx, items, part).await?;
    Ok(())
}
