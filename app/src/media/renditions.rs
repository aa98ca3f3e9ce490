//! The job that turns an original into the sizes it is shown at.

use std::time::Duration;

use anyhow::Context;
use heliograph_entity::{file, item, values::ItemId};
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};

use super::{files, inspect::inspect, queries, render};
use crate::{
    app::App,
    error::Result,
    jobs::{Job, Outcome},
};

/// Makes the sizes a photo is shown at. The item ends ready, or refused when it can't be read.
#[derive(Serialize, Deserialize)]
pub struct MakeRenditions {
    pub item_id: ItemId,
}

impl Job for MakeRenditions {
    const NAME: &'static str = "media.make_renditions";
    const ATTEMPTS: i32 = 5;

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let db = app.db.reader();
        let Some(item) = queries::item(db, self.item_id).await? else {
            return Ok(Outcome::GiveUp("the item was removed".to_owned()));
        };
        if item.state != item::State::Processing {
            return Ok(Outcome::Done);
        }
        let Some(original) = queries::original(db, item.id).await? else {
            return refuse(app, &item, "the original is gone").await;
        };

        let bytes = app.storage.read(&original.key).await?;
        let Ok(kind) = inspect(&item.file_name, &bytes) else {
            return refuse(app, &item, "the original can't be read").await;
        };
        let rendered = match render::in_turn(app, kind, bytes, render::render).await? {
            Ok(rendered) => rendered,
            Err(error) => return refuse(app, &item, &format!("{error:#}")).await,
        };

        let stored = files::store(app, file::Class::Restricted, item.tenant_id, rendered.renditions).await?;

        let ready = item::ActiveModel {
            state: Set(item::State::Ready),
            width: Set(rendered.width as i32),
            height: Set(rendered.height as i32),
            tint: Set(rendered.tint),
            ..Default::default()
        };
        let tx = app.db.write_tx().await?;
        if !queries::settle(&tx, item.id, ready).await? {
            return Ok(Outcome::GiveUp("the item was removed or made ready meanwhile".to_owned()));
        }
        queries::keep_files(&tx, &stored, Some(item.id)).await.context("the files were swept away meanwhile")?;
        tx.commit().await?;
        Ok(Outcome::Done)
    }

    async fn exhausted(self, app: &App) -> anyhow::Result<()> {
        match queries::item(app.db.reader(), self.item_id).await? {
            Some(item) => refuse(app, &item, "every attempt failed").await.map(drop),
            None => Ok(()),
        }
    }
}

async fn refuse(app: &App, item: &item::Model, why: &str) -> anyhow::Result<Outcome> {
    tracing::info!(item = %item.id, why, "a photo was refused");
    let tx = app.db.write_tx().await?;
    let refused = item::ActiveModel { state: Set(item::State::Refused), ..Default::default() };
    queries::settle(&tx, item.id, refused).await?;
    tx.commit().await?;
    Ok(Outcome::Done)
}

/// Waits until none of the items is processing any more, or until `patience` ends. Removed ones are left out.
pub async fn settled(app: &App, ids: &[ItemId], patience: Duration) -> Result<Vec<item::Model>> {
    let until = tokio::time::Instant::now() + patience;
    loop {
        let items = queries::items(app.db.reader(), ids).await?;
        let settled = items.iter().all(|item| item.state != item::State::Processing);
        if settled || tokio::time::Instant::now() >= until {
            return Ok(items);
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}
