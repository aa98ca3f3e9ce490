//! Who may see a post, when that changes: the row at once, then its pictures.
//!
//! A picture that is for everybody lies at a public address, and nobody asks whether somebody may have it. So narrowing
//! copies it to a place that the app guards, and deletes the public one.

use std::time::Duration;

use heliograph_entity::{
    account, file, item,
    post::{self, Visibility},
    values::{AccountId, ItemId, PostId},
};
use serde::{Deserialize, Serialize};

use super::{history, queries};
use crate::{
    accounts,
    app::App,
    db::Tx,
    error::{Error, Problems, Result},
    feed,
    jobs::{self, Job, Outcome},
    media,
    viewer::Viewer,
    words::Message,
};

/// How long somebody is kept waiting until their pictures lie where they should.
const PATIENCE: Duration = Duration::from_secs(8);
const AT_ONCE: u64 = 50;

/// Who may see what the author publishes: what a private account has for everybody is for its followers.
pub fn audience_within(author: &account::Model, wanted: Visibility) -> Visibility {
    if author.approves_followers && wanted.is_for_everybody() { Visibility::Followers } else { wanted }
}

/// Gives a post another audience: of the people `named`, where it is for these. A private account has no posts for
/// everybody but those it had before. A step of an operation that holds the author and the post, and settles the
/// pictures afterwards.
pub(super) async fn change_audience(
    app: &App,
    tx: &Tx,
    author: &account::Model,
    post: &post::Model,
    audience: Visibility,
    named: &[AccountId],
) -> Result<()> {
    if audience != post.visibility && audience_within(author, audience) != audience {
        return Err(Error::Invalid(Problems::one("audience", Message::new("problem-audience-private"))));
    }
    if queries::set_visibility(tx, post.id, audience).await? {
        enqueue_settling(app, tx, post).await?;
    }
    queries::set_named(tx, post.id, if audience == Visibility::Named { named } else { &[] }).await?;
    // It comes into the feeds of those who may see it only now. Those who no longer may are judged when they read.
    if [post.visibility, audience].contains(&Visibility::Named) && post.archived_at.is_none() {
        feed::add(app, tx, &post::Model { visibility: audience, ..post.clone() }).await?;
    }
    Ok(())
}

/// Makes what the viewer has published for everybody a matter of their followers. How many posts it was.
pub async fn narrow_all(app: &App, tx: &Tx, viewer: &Viewer) -> Result<u64> {
    let from = [Visibility::Public, Visibility::Unlisted];
    change_all(app, tx, viewer, &from, Visibility::Followers).await
}

/// Makes what the viewer has published for their followers public. How many posts it was.
pub async fn widen_all(app: &App, tx: &Tx, viewer: &Viewer) -> Result<u64> {
    let from = [Visibility::Followers];
    change_all(app, tx, viewer, &from, Visibility::Public).await
}

/// Also of what is archived or in the trash, and may come back.
async fn change_all(app: &App, tx: &Tx, viewer: &Viewer, from: &[Visibility], to: Visibility) -> Result<u64> {
    accounts::lock(tx, [viewer.account.id]).await?;
    let mut changed = 0;
    loop {
        let posts = queries::lock_with_audience(tx, viewer.account.id, from, AT_ONCE).await?;
        if posts.is_empty() {
            break;
        }
        let watched = history::watch(tx, &posts).await?;
        queries::set_visibility_of(tx, posts.iter().map(|post| post.id), to).await?;
        watched.note(app, tx).await?;
        changed += posts.len() as u64;
    }
    let job = SettlePictures { account_id: viewer.account.id };
    jobs::enqueue(app, tx, Some(viewer.tenant.id), &job).await?;
    Ok(changed)
}

/// Moves the pictures of the account's posts to where their audience wants them. Of very many posts the rest is left
/// to the job.
pub async fn settle_pictures(app: &App, account: AccountId) -> Result<()> {
    tokio::time::timeout(PATIENCE, settle_all(app, account)).await.unwrap_or(Ok(()))
}

async fn settle_all(app: &App, account: AccountId) -> Result<()> {
    let mut before = PostId(i64::MAX);
    loop {
        let posts = queries::of_account(app.db.reader(), account, before, AT_ONCE).await?;
        let Some(last) = posts.last() else { return Ok(()) };
        before = last.id;
        for post in &posts {
            settle(app, post.id).await?;
        }
    }
}

/// Moves the pictures of a post to where its audience wants them. Two may do this at the same time: whoever is later
/// finds nothing left to do.
pub(super) async fn settle(app: &App, id: PostId) -> Result<()> {
    let Some(post) = queries::any_with_id(app.db.reader(), id).await? else { return Ok(()) };
    let Some(tenant) = post.tenant_id else { return Ok(()) };
    let items = media::items_of_posts(app.db.reader(), [post.id]).await?;
    let items: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    let copies = match media::copy_as(app, class(&post), tenant, &items).await {
        Ok(copies) if copies.is_empty() => return Ok(()),
        Ok(copies) => copies,
        // What was to be copied is gone where somebody else was faster.
        Err(error) => {
            let now = media::renditions(app.db.reader(), items.iter().copied()).await?;
            return if now.iter().all(|file| file.class == class(&post)) { Ok(()) } else { Err(error) };
        }
    };
    let tx = app.db.write_tx().await?;
    // Whoever has changed it meanwhile settles its pictures anew.
    let now = queries::lock_post(&tx, id).await?;
    if now.is_none_or(|now| class(&now) != class(&post)) || !media::replace_files(app, &tx, &copies).await? {
        return Ok(());
    }
    tx.commit().await?;
    media::delete_replaced(app, &copies).await
}

/// Where the pictures of a post lie: those that anybody may be handed apart from all others.
fn class(post: &post::Model) -> file::Class {
    let for_everybody = post.visibility.is_for_everybody() && post.archived_at.is_none() && post.deleted_at.is_none();
    if for_everybody { file::Class::Public } else { file::Class::Restricted }
}

/// Has the pictures of one post settled, should this process end before it does so itself.
pub(super) async fn enqueue_settling(app: &App, tx: &Tx, post: &post::Model) -> Result<()> {
    let job = SettlePost { post_id: post.id };
    jobs::enqueue_at(app, tx, post.tenant_id, &job, app.clock.now().plus(PATIENCE)).await.map(drop)
}

/// Moves pictures to where the audience of their posts wants them.
#[derive(Serialize, Deserialize)]
pub struct SettlePictures {
    pub account_id: AccountId,
}

impl Job for SettlePictures {
    const NAME: &'static str = "posts.settle_pictures";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        settle_all(app, self.account_id).await?;
        Ok(Outcome::Done)
    }
}

/// Moves the pictures of one post to where its audience wants them, once they are made.
#[derive(Serialize, Deserialize)]
pub struct SettlePost {
    pub post_id: PostId,
}

impl Job for SettlePost {
    const NAME: &'static str = "posts.settle_post";

    async fn run(self, app: &App) -> anyhow::Result<Outcome> {
        let items = media::items_of_posts(app.db.reader(), [self.post_id]).await?;
        if items.iter().any(|item| item.state == item::State::Processing) {
            return Ok(Outcome::NotYet(Duration::from_secs(1)));
        }
        settle(app, self.post_id).await?;
        Ok(Outcome::Done)
    }
}
