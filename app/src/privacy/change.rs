//! Changing what others may see.

use heliograph_entity::account::{self, Connections};
use sea_orm::ActiveValue::Set;

use crate::{
    accounts,
    app::App,
    db::Tx,
    error::Result,
    jobs, posts, profiles,
    relationships::{self, AcceptAll},
    viewer::Viewer,
};

/// What becomes of the posts that are there when an account is made private.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OldPosts {
    Leave,
    ForFollowers,
}

/// From now on whoever wants to follow the viewer asks, and what they publish is for their followers. Old posts only
/// follow when that is wanted: then they and their pictures are gone for everybody else when this returns, but for the
/// pictures of very many, which take a moment longer.
pub async fn make_private(app: &App, viewer: &Viewer, old: OldPosts) -> Result<()> {
    let tx = app.db.write_tx().await?;
    change(app, &tx, viewer, account::ActiveModel { approves_followers: Set(true), ..Default::default() }).await?;
    if old == OldPosts::ForFollowers {
        posts::narrow_all(app, &tx, viewer).await?;
    }
    tx.commit().await?;
    posts::settle_pictures(app, viewer.account.id).await
}

/// From now on anybody may follow the viewer and see what they publish. What was for followers stays so, and those who
/// wait go on waiting, unless the viewer wants otherwise.
pub async fn make_public(app: &App, viewer: &Viewer, widen_posts: bool, accept_waiting: bool) -> Result<()> {
    let tx = app.db.write_tx().await?;
    change(app, &tx, viewer, account::ActiveModel { approves_followers: Set(false), ..Default::default() }).await?;
    if widen_posts {
        posts::widen_all(app, &tx, viewer).await?;
    }
    if accept_waiting && let Some(up_to) = relationships::newest_waiting(&tx, viewer.account.id).await? {
        let job = AcceptAll { account_id: viewer.account.id, up_to };
        jobs::enqueue(app, &tx, Some(viewer.tenant.id), &job).await?;
    }
    tx.commit().await?;
    posts::settle_pictures(app, viewer.account.id).await
}

/// Whether the viewer is suggested and found by name, and whether search engines may keep their pages.
pub async fn set_findable(app: &App, viewer: &Viewer, discoverable: bool, indexable: bool) -> Result<()> {
    let tx = app.db.write_tx().await?;
    let found =
        account::ActiveModel { discoverable: Set(discoverable), indexable: Set(indexable), ..Default::default() };
    change(app, &tx, viewer, found).await?;
    Ok(tx.commit().await?)
}

/// Who sees whom the viewer follows, and who follows them.
pub async fn set_connections(app: &App, viewer: &Viewer, connections: Connections) -> Result<()> {
    let tx = app.db.write_tx().await?;
    change(app, &tx, viewer, account::ActiveModel { connections: Set(connections), ..Default::default() }).await?;
    Ok(tx.commit().await?)
}

async fn change(app: &App, tx: &Tx, viewer: &Viewer, change: account::ActiveModel) -> Result<()> {
    accounts::change(tx, viewer.account.id, change).await?;
    profiles::tell(app, tx, viewer.tenant.id, viewer.account.id).await
}
