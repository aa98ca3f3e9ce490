//! A post in the making. Everybody has at most one open draft; what they upload and write waits there. Others they have
//! put away.

use std::time::Duration;

use heliograph_entity::{
    draft, item, post,
    values::{ItemId, Licence, ShownDetails},
};
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};

use super::{audience_within, queries};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::{Error, Problems, Result},
    jobs::{Job, Outcome},
    media::{self, Received},
    viewer::Viewer,
    words::Message,
};

/// How long the way from a draft to its post is remembered.
const PUBLISHED_FOR: Duration = Duration::from_secs(24 * 3600);

/// The viewer's open draft, made when there is none.
pub async fn open_draft(app: &App, viewer: &Viewer) -> Result<draft::Model> {
    accounts::must_be_current(&viewer.account)?;
    if let Some(draft) = queries::open_draft(app.db.reader(), viewer.account.id).await? {
        return Ok(draft);
    }
    let now = app.clock.now();
    let fresh = draft::Model {
        id: app.ids.mint(),
        tenant_id: viewer.tenant.id,
        account_id: viewer.account.id,
        state: draft::State::Open,
        title: String::new(),
        caption: String::new(),
        licence: usual_licence(viewer),
        visibility: usual_audience(viewer),
        warning: String::new(),
        commenters: usual_commenters(viewer),
        details: usual_details(viewer).codes(),
        downloadable: false,
        named: String::new(),
        publish_at: None,
        post_id: None,
        created_at: now,
        updated_at: now,
    };
    let tx = app.db.write_tx().await?;
    let draft = queries::insert_open_draft(&tx, fresh).await?;
    tx.commit().await?;
    Ok(draft)
}

/// What the viewer's posts begin with.
pub fn usual_licence(viewer: &Viewer) -> Licence {
    let chosen = viewer.preferences().licence;
    chosen.as_deref().and_then(Licence::from_code).unwrap_or(Licence::AllRightsReserved)
}

/// Whom they are for.
pub fn usual_audience(viewer: &Viewer) -> post::Visibility {
    let chosen = viewer.preferences().audience;
    let chosen = chosen.and_then(|code| post::Visibility::try_from_value(&code).ok());
    audience_within(&viewer.account, chosen.unwrap_or(post::Visibility::Public))
}

/// Who may comment on them.
pub fn usual_commenters(viewer: &Viewer) -> post::Commenters {
    let chosen = viewer.preferences().commenters;
    chosen.and_then(|code| post::Commenters::try_from_value(&code).ok()).unwrap_or(post::Commenters::Everyone)
}

/// What readers are told of how their photos were made: nothing, unless they have chosen it.
pub fn usual_details(viewer: &Viewer) -> ShownDetails {
    ShownDetails::parse(&viewer.preferences().details)
}

/// Appends an upload to the draft.
pub async fn add_photo(app: &App, viewer: &Viewer, draft: &draft::Model, received: Received) -> Result<item::Model> {
    let most = viewer.tenant.limits().photos_per_post as u64;
    media::upload(app, viewer, draft.id, draft.licence, most, received).await
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Move {
    Earlier,
    Later,
}

/// Moves an item one place on. At the end it stays.
pub async fn rearrange(app: &App, draft: &draft::Model, item: ItemId, way: Move) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let mut order: Vec<ItemId> = media::items_of_draft(&tx, draft.id).await?.iter().map(|item| item.id).collect();
    let Some(at) = order.iter().position(|id| *id == item) else { return Err(Error::NotFound) };
    let to = match way {
        Move::Earlier => at.saturating_sub(1),
        Move::Later => (at + 1).min(order.len() - 1),
    };
    order.swap(at, to);
    queries::set_order(&tx, &order).await?;
    Ok(tx.commit().await?)
}

/// Takes an item out of the draft, with its files.
pub async fn remove_item(app: &App, draft: &draft::Model, item: ItemId) -> Result<()> {
    let tx = app.db.write_tx().await?;
    if !media::items_of_draft(&tx, draft.id).await?.iter().any(|of_draft| of_draft.id == item) {
        return Err(Error::NotFound);
    }
    remove(app, &tx, &[item]).await?;
    Ok(tx.commit().await?)
}

/// Takes out what turned out to be unreadable, and says so.
pub async fn take_out_refused(app: &App, draft: &draft::Model) -> Result<Problems> {
    let mut problems = Problems::default();
    let items = media::items_of_draft(app.db.reader(), draft.id).await?;
    let refused: Vec<_> = items.into_iter().filter(|item| item.state == item::State::Refused).collect();
    if refused.is_empty() {
        return Ok(problems);
    }
    let tx = app.db.write_tx().await?;
    remove(app, &tx, &refused.iter().map(|item| item.id).collect::<Vec<_>>()).await?;
    tx.commit().await?;
    for item in refused {
        problems.add("photos", Message::new("problem-photo-refused").with("file", item.file_name));
    }
    Ok(problems)
}

pub(super) async fn remove(app: &App, tx: &Tx, items: &[ItemId]) -> Result<()> {
    media::doom_files(app, tx, items).await?;
    media::delete_items(tx, items).await?;
    Ok(())
}

/// Forgets drafts that became posts a day ago.
#[derive(Default, Serialize, Deserialize)]
pub struct ForgetDrafts {}

impl Job for ForgetDrafts {
    const NAME: &'static str = "posts.forget_drafts";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let tx = app.db.write_tx().await?;
        queries::delete_published_drafts(&tx, app.clock.now().minus(PUBLISHED_FOR)).await?;
        tx.commit().await?;
        Ok(Outcome::Done)
    }
}
