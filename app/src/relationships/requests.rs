//! Answering those who ask to follow.

use heliograph_entity::{
    account,
    values::{AccountId, FollowId},
};
use serde::{Deserialize, Serialize};

use super::{Event, follow::happen, queries};
use crate::{
    app::App,
    error::{Error, Result},
    jobs::{Job, Outcome},
};

const AT_ONCE: u64 = 100;

/// `followed` lets somebody follow them who has asked. Approving twice changes nothing.
pub async fn approve(app: &App, followed: &account::Model, request: FollowId) -> Result<()> {
    answer(app, followed, request, Event::Approved).await
}

/// `followed` does not let them. Whoever has asked is not told, and may ask again.
pub async fn reject(app: &App, followed: &account::Model, request: FollowId) -> Result<()> {
    answer(app, followed, request, Event::Rejected).await
}

async fn answer(app: &App, followed: &account::Model, request: FollowId, event: Event) -> Result<()> {
    let follow = queries::of_followed(app.db.reader(), followed.id, request).await?.ok_or(Error::NotFound)?;
    let tx = app.db.write_tx().await?;
    happen(app, &tx, follow.follower_id, followed.id, |_| event).await?;
    Ok(tx.commit().await?)
}

/// Lets everybody in who was waiting when the account's owner said so.
#[derive(Serialize, Deserialize)]
pub struct AcceptAll {
    pub account_id: AccountId,
    /// The newest request of that moment.
    pub up_to: FollowId,
}

impl Job for AcceptAll {
    const NAME: &'static str = "relationships.accept_all";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        loop {
            let waiting = queries::waiting_up_to(app.db.reader(), self.account_id, self.up_to, AT_ONCE).await?;
            if waiting.is_empty() {
                return Ok(Outcome::Done);
            }
            for follow in waiting {
                let tx = app.db.write_tx().await?;
                happen(app, &tx, follow.follower_id, self.account_id, |_| Event::Approved).await?;
                tx.commit().await?;
            }
        }
    }
}
