//! Publishing a draft: at once when its photos are ready, else as soon as they are.

use std::time::Duration;

use heliograph_entity::{
    draft, file, item,
    post::{self, Visibility},
    values::{AccountId, DraftId, Id, ItemId, PostId},
};
use serde::{Deserialize, Serialize};

use super::{SettlePictures, audience_within, named, people_in, queries, settle_tags, tell::tell};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::{Error, Problems, Result},
    feed,
    jobs::{self, Job, Outcome},
    media,
    viewer::{Tenant, Viewer},
    words::Message,
};

/// How long somebody is kept waiting for their photos before they are shown that they are being made.
const PATIENCE: Duration = Duration::from_secs(8);

const DAY: Duration = Duration::from_secs(24 * 3600);

#[derive(Debug, PartialEq)]
pub enum Publication {
    Published(PostId),
    /// Some photos are not ready; it will be published when they are.
    Waiting {
        of: usize,
        waiting: usize,
    },
    /// Some photos can't be read: the draft is open again.
    Refused,
}

/// Publishes the viewer's draft. Publishing twice publishes once. Who wants to describe their photos first is asked
/// about those without a description, unless they say `even_undescribed`.
pub async fn publish(app: &App, viewer: &Viewer, draft: &draft::Model, even_undescribed: bool) -> Result<Publication> {
    let items = media::items_of_draft(app.db.reader(), draft.id).await?;
    // As it was saved last.
    let draft = queries::draft_of(app.db.reader(), viewer.account.id, draft.id).await?.ok_or(Error::NotFound)?;
    if draft.state != draft::State::Open {
        // Pressed twice, and the other one was faster.
        return complete(app, draft.id).await;
    }
    check(app, viewer, &draft, &items, even_undescribed).await?;

    let tx = app.db.write_tx().await?;
    if queries::set_draft_state(&tx, draft.id, draft::State::Open, draft::State::Publishing).await? {
        begin(app, &tx, &viewer.tenant, &draft).await?;
        queries::open_set_aside(&tx, draft.account_id).await?;
    }
    tx.commit().await?;

    let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    media::settled(app, &ids, PATIENCE).await?;
    complete(app, draft.id).await
}

/// Refuses what can't be published: nothing, something for people who aren't here, or anything of somebody who has moved.
pub(super) async fn check(
    app: &App,
    viewer: &Viewer,
    draft: &draft::Model,
    items: &[item::Model],
    even_undescribed: bool,
) -> Result<()> {
    accounts::must_be_current(&viewer.account)?;
    if items.is_empty() && draft.caption.is_empty() {
        let message = Message::new("problem-no-photos").count("limit", viewer.tenant.limits().photos_per_post);
        return Err(Error::Invalid(Problems::one("photos", message)));
    }
    if draft.visibility == Visibility::Named {
        people_in(app.db.reader(), viewer, &draft.named).await?;
    }
    if !even_undescribed && viewer.preferences().describe_first {
        describe(items)?;
    }
    Ok(())
}

/// A draft is on its way: should this process end meanwhile, another goes on where it was.
pub(super) async fn begin(app: &App, tx: &Tx, tenant: &Tenant, draft: &draft::Model) -> Result<()> {
    hold_to_the_day(app, tx, tenant, draft.account_id).await?;
    let job = PublishWhenReady { draft_id: draft.id };
    jobs::enqueue_at(app, tx, Some(tenant.id), &job, app.clock.now().plus(PATIENCE)).await?;
    Ok(())
}

fn describe(items: &[item::Model]) -> Result<()> {
    let mut problems = Problems::default();
    for item in items.iter().filter(|item| item.alt.is_empty()) {
        problems.add(format!("alt-{}", item.id), Message::new("problem-undescribed").with("file", &item.file_name));
    }
    problems.into_result()
}

/// Refuses more posts within 24 hours than the community allows. Those being published count, so that of several at
/// the same time only as many go through as may.
async fn hold_to_the_day(app: &App, tx: &Tx, tenant: &Tenant, account: AccountId) -> Result<()> {
    let limit = tenant.limits().posts_per_day;
    accounts::lock(tx, [account]).await?;
    let since = PostId::first_of(app.clock.now().minus(DAY));
    let today = queries::count_since(tx, account, since).await?;
    if today > limit as u64 {
        let message = Message::new("problem-posts-per-day").count("limit", limit);
        return Err(Error::Invalid(Problems::one("", message)));
    }
    Ok(())
}

/// Makes a post of a draft whose photos are all ready. Its id is minted now: the order of ids is the order of reading.
pub(super) async fn complete(app: &App, id: DraftId) -> Result<Publication> {
    let db = app.db.reader();
    let draft = queries::draft(db, id).await?.ok_or(Error::NotFound)?;
    match (draft.state, draft.post_id) {
        (draft::State::Publishing, _) => {}
        (_, Some(post)) => return Ok(Publication::Published(post)),
        (_, None) => return Ok(Publication::Refused),
    }

    let items = media::items_of_draft(db, draft.id).await?;
    let waiting = items.iter().filter(|item| item.state == item::State::Processing).count();
    if waiting > 0 {
        return Ok(Publication::Waiting { of: items.len(), waiting });
    }
    let empty = items.is_empty() && draft.caption.is_empty();
    if empty || items.iter().any(|item| item.state == item::State::Refused) {
        let tx = app.db.write_tx().await?;
        queries::reopen(&tx, &draft).await?;
        tx.commit().await?;
        return Ok(Publication::Refused);
    }

    let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    let author = accounts::account(db, draft.tenant_id, draft.account_id).await?.ok_or(Error::NotFound)?;
    let copies = match audience_within(&author, draft.visibility).is_for_everybody() {
        true => Some(media::copy_as(app, file::Class::Public, draft.tenant_id, &ids).await?),
        false => None,
    };

    let tx = app.db.write_tx().await?;
    let now = app.clock.now();
    // Locks the account: whoever follows it meanwhile waits for the post, or the post finds them.
    accounts::count_posts(&tx, draft.account_id, 1).await?;
    let author = accounts::account(&tx, draft.tenant_id, draft.account_id).await?.ok_or(Error::NotFound)?;
    let post = post::Model {
        id: app.ids.mint(),
        kind: post::Kind::Post,
        parent_id: None,
        root_id: None,
        branch_id: None,
        tenant_id: Some(draft.tenant_id),
        account_id: draft.account_id,
        visibility: audience_within(&author, draft.visibility),
        title: draft.title.clone(),
        caption: draft.caption.clone(),
        warning: draft.warning.clone(),
        language: accounts::language_of(&tx, &author).await?,
        commenters: draft.commenters,
        details: draft.details.clone(),
        downloadable: draft.downloadable,
        published_at: now,
        edited_at: None,
        deleted_at: None,
        archived_at: None,
        pinned_at: None,
        version: 0,
        comments_count: 0,
        likes_count: 0,
        boosts_count: 0,
    };
    if !queries::set_draft_state(&tx, draft.id, draft::State::Publishing, draft::State::Published).await? {
        // Somebody else was faster: what they made is the post.
        drop(tx);
        let draft = queries::draft(db, id).await?.ok_or(Error::NotFound)?;
        return draft.post_id.map(Publication::Published).ok_or(Error::NotFound);
    }
    let post_id = post.id;
    // They have made their account private, or public, in this moment.
    if post.visibility.is_for_everybody() != copies.is_some() {
        jobs::enqueue(app, &tx, Some(draft.tenant_id), &SettlePictures { account_id: author.id }).await?;
    }
    queries::insert_post(&tx, post.clone()).await?;
    if post.visibility == Visibility::Named {
        let people = named::still_here(&tx, draft.tenant_id, &author, &draft.named).await?;
        queries::set_named(&tx, post_id, &people).await?;
    }
    feed::add(app, &tx, &post).await?;
    queries::note_post(&tx, draft.id, post_id, now).await?;
    queries::move_items(&tx, &ids, post_id).await?;
    settle_tags(&tx, post_id).await?;
    tell(app, &tx, draft.account_id, Some(draft.tenant_id), &[post_id]).await?;
    if let Some(copies) = &copies {
        media::replace_files(app, &tx, copies).await?;
    }
    tx.commit().await?;
    Ok(Publication::Published(post_id))
}

/// Publishes a draft once its photos are ready.
#[derive(Serialize, Deserialize)]
pub struct PublishWhenReady {
    pub draft_id: DraftId,
}

impl Job for PublishWhenReady {
    const NAME: &'static str = "posts.publish_when_ready";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        match complete(app, self.draft_id).await {
            Ok(Publication::Published(_) | Publication::Refused) => Ok(Outcome::Done),
            Ok(Publication::Waiting { .. }) => Ok(Outcome::NotYet(Duration::from_secs(2))),
            Err(Error::NotFound) => Ok(Outcome::GiveUp("the draft is gone".to_owned())),
            Err(error) => Err(error.into()),
        }
    }

    /// The draft is open again, and its author may try once more.
    async fn exhausted(self, app: &App) -> anyhow::Result<()> {
        let Some(draft) = queries::draft(app.db.reader(), self.draft_id).await? else { return Ok(()) };
        let tx = app.db.write_tx().await?;
        if draft.state == draft::State::Publishing {
            queries::reopen(&tx, &draft).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
