//! Photos that wait to be added to a post which is published: they join it when its author saves the edit.

use std::time::Duration;

use heliograph_entity::{
    draft, item, post,
    values::{DraftId, ItemId, Licence},
};
use serde::{Deserialize, Serialize};

use super::queries;
use crate::{
    app::App,
    error::{Error, Problems, Result},
    jobs::{Job, Outcome},
    media::{self, Received},
    viewer::Viewer,
    words::Message,
};

/// How long photos wait that nobody has saved.
const WAITING: Duration = Duration::from_secs(7 * 24 * 3600);
const AT_ONCE: u64 = 20;

/// Has an upload wait to be added to the viewer's post, under the licence of its first photo. The limits are those of
/// any post.
pub async fn add_to_post(app: &App, viewer: &Viewer, post: &post::Model, received: Received) -> Result<item::Model> {
    let standing = media::items_of_posts(app.db.reader(), [post.id]).await?;
    let limit = viewer.tenant.limits().photos_per_post as u64;
    let Some(left) = limit.checked_sub(standing.len() as u64).filter(|left| *left > 0) else {
        let message = Message::new("problem-too-many-photos").count("limit", limit).with("file", received.name);
        return Err(Error::Invalid(Problems::one("photos", message)));
    };
    let licence = standing.first().map_or_else(|| super::usual_licence(viewer), |item| item.licence);
    let draft = holding(app, viewer, post, licence).await?;
    media::upload(app, viewer, draft, licence, left, received).await
}

async fn holding(app: &App, viewer: &Viewer, post: &post::Model, licence: Licence) -> Result<DraftId> {
    let now = app.clock.now();
    let tx = app.db.write_tx().await?;
    let fresh = draft::Model {
        id: app.ids.mint(),
        tenant_id: viewer.tenant.id,
        account_id: viewer.account.id,
        state: draft::State::Adding,
        title: String::new(),
        caption: String::new(),
        licence,
        visibility: post.visibility,
        warning: String::new(),
        commenters: post.commenters,
        details: String::new(),
        downloadable: false,
        named: String::new(),
        publish_at: None,
        post_id: Some(post.id),
        created_at: now,
        updated_at: now,
    };
    let draft = queries::insert_adding_draft(&tx, fresh, now).await?;
    tx.commit().await?;
    Ok(draft)
}

/// What waits to be added to the post.
pub async fn waiting_for(app: &App, post: &post::Model) -> Result<Vec<item::Model>> {
    let db = app.db.reader();
    match queries::adding_draft(db, post.id).await? {
        Some(draft) => Ok(media::items_of_draft(db, draft.id).await?),
        None => Ok(Vec::new()),
    }
}

/// Takes out what waits to be added and can't be read, and says so.
pub async fn take_out_unreadable(app: &App, post: &post::Model) -> Result<Problems> {
    let mut problems = Problems::default();
    let waiting = waiting_for(app, post).await?;
    let refused: Vec<&item::Model> = waiting.iter().filter(|item| item.state == item::State::Refused).collect();
    if refused.is_empty() {
        return Ok(problems);
    }
    let ids: Vec<ItemId> = refused.iter().map(|item| item.id).collect();
    let tx = app.db.write_tx().await?;
    media::doom_files(app, &tx, &ids).await?;
    media::delete_items(&tx, &ids).await?;
    tx.commit().await?;
    for item in refused {
        problems.add("photos", Message::new("problem-photo-broken").with("file", &item.file_name));
    }
    Ok(problems)
}

/// Forgets what has waited for a week and was not saved.
#[derive(Default, Serialize, Deserialize)]
pub struct ForgetUnsaved {}

impl Job for ForgetUnsaved {
    const NAME: &'static str = "posts.forget_unsaved";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        loop {
            let tx = app.db.write_tx().await?;
            let before = app.clock.now().minus(WAITING);
            let drafts = queries::lock_unsaved(&tx, before, AT_ONCE).await?;
            if drafts.is_empty() {
                return Ok(Outcome::Done);
            }
            for draft in &drafts {
                let items: Vec<ItemId> = media::items_of_draft(&tx, *draft).await?.iter().map(|item| item.id).collect();
                media::doom_files(app, &tx, &items).await?;
                media::delete_items(&tx, &items).await?;
            }
            queries::delete_drafts(&tx, &drafts).await?;
            tx.commit().await?;
        }
    }
}
