//! Posts that were deleted, and what is left of them.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    account, post, tombstone,
    values::{AccountId, PostId, Timestamp},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::next_version;

/// Whose deletion is no secret.
pub(super) const FOR_EVERYBODY: [post::Visibility; 2] = [post::Visibility::Public, post::Visibility::Unlisted];

/// Whatever has become of it.
pub(in crate::posts) async fn any_with_id(db: &impl ConnectionTrait, id: PostId) -> Result<Option<post::Model>, DbErr> {
    post::Entity::find_by_id(id).one(db).await
}

/// Posts and comments, whatever has become of them, in no order.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = PostId>,
) -> Result<Vec<post::Model>, DbErr> {
    post::Entity::find().filter(post::Column::Id.is_in(ids)).all(db).await
}

/// Whether there was such a post that everybody could see, and its author has deleted it.
pub(in crate::posts) async fn is_deleted(
    db: &impl ConnectionTrait,
    author: &account::Model,
    id: PostId,
) -> Result<bool, DbErr> {
    let deleted = post::Entity::find_by_id(id)
        .filter(post::Column::AccountId.eq(author.id))
        .filter(post::Column::DeletedAt.is_not_null())
        .filter(post::Column::ArchivedAt.is_null())
        .filter(post::Column::Visibility.is_in(FOR_EVERYBODY))
        .one(db)
        .await?;
    if deleted.is_some() {
        return Ok(true);
    }
    let buried = tombstone::Entity::find_by_id(id)
        .filter(tombstone::Column::AccountId.eq(author.id))
        .filter(tombstone::Column::ForEverybody.eq(true))
        .one(db)
        .await?;
    Ok(buried.is_some())
}

/// Whether it was not deleted before.
pub(in crate::posts) async fn mark_deleted(
    db: &impl ConnectionTrait,
    id: PostId,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let update = post::Entity::update_many()
        .col_expr(post::Column::DeletedAt, Expr::value(now))
        .col_expr(post::Column::Version, next_version())
        .col_expr(post::Column::PinnedAt, Expr::value(Option::<Timestamp>::None))
        .filter(post::Column::Id.eq(id))
        .filter(post::Column::DeletedAt.is_null())
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

pub(in crate::posts) async fn deleted_before(
    db: &impl ConnectionTrait,
    time: Timestamp,
    most: u64,
) -> Result<Vec<post::Model>, DbErr> {
    post::Entity::find()
        .filter(post::Column::DeletedAt.lt(time))
        .filter(post::Column::RootId.is_null())
        .order_by_asc(post::Column::DeletedAt)
        .limit(most)
        .all(db)
        .await
}

/// All comments on these posts.
pub(in crate::posts) async fn comments_on(
    db: &impl ConnectionTrait,
    posts: impl IntoIterator<Item = PostId>,
) -> Result<Vec<post::Model>, DbErr> {
    post::Entity::find().filter(post::Column::RootId.is_in(posts)).all(db).await
}

/// Replaces posts by their tombstones.
pub(in crate::posts) async fn bury(db: &impl ConnectionTrait, posts: &[post::Model]) -> Result<(), DbErr> {
    let places = super::elsewhere::places(db, posts.iter().map(|post| post.id)).await?;
    let stones = posts.iter().map(|post| tombstone::ActiveModel {
        post_id: Set(post.id),
        tenant_id: Set(post.tenant_id),
        account_id: Set(post.account_id),
        deleted_at: Set(post.deleted_at.unwrap_or(post.published_at)),
        uri: Set(places.iter().find(|place| place.post_id == post.id).map(|place| place.uri.clone())),
        for_everybody: Set(FOR_EVERYBODY.contains(&post.visibility)),
    });
    tombstone::Entity::insert_many(stones)
        .on_conflict(OnConflict::column(tombstone::Column::PostId).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    post::Entity::delete_many()
        .filter(post::Column::Id.is_in(posts.iter().map(|post| post.id)))
        .exec(db)
        .await
        .map(drop)
}

/// Marks everything that the account has published as deleted, but its comments.
pub(in crate::posts) async fn mark_all_deleted(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: Timestamp,
) -> Result<(), DbErr> {
    post::Entity::update_many()
        .col_expr(post::Column::DeletedAt, Expr::value(now))
        .col_expr(post::Column::Version, next_version())
        .filter(post::Column::AccountId.eq(account))
        .filter(post::Column::DeletedAt.is_null())
        .filter(post::Column::RootId.is_null())
        .exec(db)
        .await
        .map(drop)
}

/// Some of the account's posts, whatever has become of them; none of its comments.
pub(in crate::posts) async fn some_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    most: u64,
) -> Result<Vec<post::Model>, DbErr> {
    let posts = || {
        post::Entity::find()
            .filter(post::Column::AccountId.eq(account))
            .filter(post::Column::RootId.is_null())
            .limit(most)
    };
    let deleted = posts().filter(post::Column::DeletedAt.is_not_null()).all(db).await?;
    if deleted.is_empty() { posts().filter(post::Column::DeletedAt.is_null()).all(db).await } else { Ok(deleted) }
}
