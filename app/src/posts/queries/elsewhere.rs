//! Posts of other servers.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    post, remote_post, tombstone,
    values::{AccountId, PostId, Timestamp},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter,
    sea_query::Expr,
};

use super::next_version;
use crate::{db::Tx, viewer::Tenant};

/// What other servers call a post, whatever has become of it.
pub(in crate::posts) async fn by_uri(
    db: &impl ConnectionTrait,
    uri: &str,
) -> Result<Option<(post::Model, remote_post::Model)>, DbErr> {
    let place = remote_post::Entity::find().filter(remote_post::Column::Uri.eq(uri)).one(db).await?;
    let Some(place) = place else { return Ok(None) };
    let post = post::Entity::find_by_id(place.post_id).one(db).await?;
    Ok(post.map(|post| (post, place)))
}

/// The living post of any origin with this id: one of the community's, or one that is known of another server.
pub(in crate::posts) async fn with_uri(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    uri: &str,
) -> Result<Option<post::Model>, DbErr> {
    // Some name a post by its page.
    let page = || uri.strip_prefix(&tenant.url("/@"))?.split_once('/')?.1.parse().ok();
    let found = match tenant.addresses().post_in(uri).or_else(page) {
        Some(id) => post::Entity::find_by_id(id).filter(post::Column::TenantId.eq(tenant.id)).one(db).await?,
        None => by_uri(db, uri).await?.map(|(post, _)| post),
    };
    Ok(found.filter(|post| post.deleted_at.is_none() && post.archived_at.is_none()))
}

/// What other servers call these posts.
pub(in crate::posts) async fn places(
    db: &impl ConnectionTrait,
    posts: impl IntoIterator<Item = PostId>,
) -> Result<Vec<remote_post::Model>, DbErr> {
    remote_post::Entity::find().filter(remote_post::Column::PostId.is_in(posts)).all(db).await
}

pub(in crate::posts) async fn is_taken(db: &impl ConnectionTrait, id: PostId) -> Result<bool, DbErr> {
    Ok(post::Entity::find_by_id(id).one(db).await?.is_some())
}

pub(in crate::posts) async fn insert_place(tx: &Tx, place: remote_post::Model) -> Result<(), DbErr> {
    remote_post::Entity::insert(place.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// Notes that the answers to a post are asked for now, unless they were since `before`.
pub(in crate::posts) async fn claim_thread(
    tx: &Tx,
    post: PostId,
    before: Timestamp,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let asked = remote_post::Column::ThreadAt;
    let claimed = remote_post::Entity::update_many()
        .col_expr(asked, Expr::value(now))
        .filter(remote_post::Column::PostId.eq(post))
        .filter(asked.is_null().or(asked.lt(before)))
        .exec(tx)
        .await?;
    Ok(claimed.rows_affected == 1)
}

pub(in crate::posts) async fn note_thread(tx: &Tx, post: PostId, now: Timestamp) -> Result<(), DbErr> {
    remote_post::Entity::update_many()
        .col_expr(remote_post::Column::ThreadToldAt, Expr::value(now))
        .filter(remote_post::Column::PostId.eq(post))
        .exec(tx)
        .await
        .map(drop)
}

/// Whether something of that id was deleted before it was known, or long ago.
pub(in crate::posts) async fn is_buried(db: &impl ConnectionTrait, uri: &str) -> Result<bool, DbErr> {
    Ok(tombstone::Entity::find().filter(tombstone::Column::Uri.eq(uri)).one(db).await?.is_some())
}

pub(in crate::posts) async fn bury_unseen(
    tx: &Tx,
    id: PostId,
    author: AccountId,
    uri: &str,
    now: Timestamp,
) -> Result<(), DbErr> {
    if is_buried(tx, uri).await? {
        return Ok(());
    }
    let stone = tombstone::ActiveModel {
        post_id: Set(id),
        tenant_id: Set(None),
        account_id: Set(author),
        deleted_at: Set(now),
        uri: Set(Some(uri.to_owned())),
        for_everybody: Set(false),
    };
    tombstone::Entity::insert(stone).exec_without_returning(tx).await.map(drop)
}

pub(in crate::posts) async fn revise(tx: &Tx, post: &post::Model) -> Result<(), DbErr> {
    post::Entity::update_many()
        .col_expr(post::Column::Visibility, Expr::value(post.visibility))
        .col_expr(post::Column::Title, Expr::value(&post.title))
        .col_expr(post::Column::Caption, Expr::value(&post.caption))
        .col_expr(post::Column::Warning, Expr::value(&post.warning))
        .col_expr(post::Column::Language, Expr::value(&post.language))
        .col_expr(post::Column::Details, Expr::value(&post.details))
        .col_expr(post::Column::Commenters, Expr::value(post.commenters))
        .col_expr(post::Column::EditedAt, Expr::value(post.edited_at))
        .col_expr(post::Column::Version, next_version())
        .filter(post::Column::Id.eq(post.id))
        .exec(tx)
        .await
        .map(drop)
}

pub(in crate::posts) async fn set_words(
    tx: &Tx,
    post: PostId,
    url: &str,
    html: &str,
    updated_at: Timestamp,
) -> Result<(), DbErr> {
    remote_post::Entity::update_many()
        .col_expr(remote_post::Column::Url, Expr::value(url))
        .col_expr(remote_post::Column::Html, Expr::value(html))
        .col_expr(remote_post::Column::UpdatedAt, Expr::value(updated_at))
        .filter(remote_post::Column::PostId.eq(post))
        .exec(tx)
        .await
        .map(drop)
}

/// These are pinned to their author's profile, the first of them on top, and no others.
pub(in crate::posts) async fn set_pinned(
    tx: &Tx,
    author: AccountId,
    posts: &[PostId],
    now: Timestamp,
) -> Result<(), DbErr> {
    let pin = |at: Option<Timestamp>| {
        post::Entity::update_many()
            .col_expr(post::Column::PinnedAt, Expr::value(at))
            .col_expr(post::Column::Version, next_version())
            .filter(post::Column::AccountId.eq(author))
    };
    let others = post::Column::Id.is_not_in(posts.iter().copied());
    pin(None).filter(post::Column::PinnedAt.is_not_null()).filter(others).exec(tx).await?;
    for (turn, id) in posts.iter().enumerate() {
        let at = now.minus(std::time::Duration::from_millis(turn as u64));
        pin(Some(at)).filter(post::Column::Id.eq(*id)).exec(tx).await?;
    }
    Ok(())
}
