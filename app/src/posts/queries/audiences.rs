//! Whom a post is for.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    audience, post,
    values::{AccountId, PostId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::next_version;
use crate::db::Tx;

/// Whether the post had another audience before.
pub(in crate::posts) async fn set_visibility(
    db: &impl ConnectionTrait,
    id: PostId,
    visibility: post::Visibility,
) -> Result<bool, DbErr> {
    let update = post::Entity::update_many()
        .col_expr(post::Column::Visibility, Expr::value(visibility))
        .col_expr(post::Column::Version, next_version())
        .filter(post::Column::Id.eq(id))
        .filter(post::Column::DeletedAt.is_null())
        .filter(post::Column::Visibility.ne(visibility))
        .exec(db)
        .await?;
    if update.rows_affected == 0 {
        return Ok(false);
    }
    set_visibility_of_comments(db, [id], visibility).await?;
    Ok(true)
}

/// What is said of a post is for whom the post is for.
async fn set_visibility_of_comments(
    db: &impl ConnectionTrait,
    posts: impl IntoIterator<Item = PostId>,
    to: post::Visibility,
) -> Result<(), DbErr> {
    post::Entity::update_many()
        .col_expr(post::Column::Visibility, Expr::value(to))
        .filter(post::Column::RootId.is_in(posts))
        .exec(db)
        .await
        .map(drop)
}

/// Whom the author of the post names.
pub(in crate::posts) async fn named_in(db: &impl ConnectionTrait, post: PostId) -> Result<Vec<AccountId>, DbErr> {
    let named = audience::Entity::find()
        .filter(audience::Column::PostId.eq(post))
        .order_by_asc(audience::Column::AccountId)
        .all(db)
        .await?;
    Ok(named.into_iter().map(|named| named.account_id).collect())
}

/// Names these people, and nobody else.
pub(in crate::posts) async fn set_named(
    db: &impl ConnectionTrait,
    post: PostId,
    people: &[AccountId],
) -> Result<(), DbErr> {
    audience::Entity::delete_many()
        .filter(audience::Column::PostId.eq(post))
        .filter(audience::Column::AccountId.is_not_in(people.iter().copied()))
        .exec(db)
        .await?;
    if people.is_empty() {
        return Ok(());
    }
    let rows = people.iter().map(|person| audience::Model { post_id: post, account_id: *person });
    audience::Entity::insert_many::<audience::ActiveModel, _>(rows.map(IntoActiveModel::into_active_model))
        .on_conflict(
            OnConflict::columns([audience::Column::PostId, audience::Column::AccountId]).do_nothing().to_owned(),
        )
        .exec_without_returning(db)
        .await
        .map(drop)
}

/// Some of the account's posts that have one of these audiences, whatever has become of them, which nobody else changes
/// before the transaction ends.
pub(in crate::posts) async fn lock_with_audience(
    tx: &Tx,
    account: AccountId,
    audiences: &[post::Visibility],
    most: u64,
) -> Result<Vec<post::Model>, DbErr> {
    post::Entity::find()
        .filter(post::Column::AccountId.eq(account))
        .filter(post::Column::RootId.is_null())
        .filter(post::Column::Visibility.is_in(audiences.iter().copied()))
        .order_by_asc(post::Column::Id)
        .limit(most)
        .lock_exclusive()
        .all(tx)
        .await
}

pub(in crate::posts) async fn set_visibility_of(
    tx: &Tx,
    posts: impl IntoIterator<Item = PostId>,
    to: post::Visibility,
) -> Result<(), DbErr> {
    let posts: Vec<PostId> = posts.into_iter().collect();
    post::Entity::update_many()
        .col_expr(post::Column::Visibility, Expr::value(to))
        .col_expr(post::Column::Version, next_version())
        .filter(post::Column::Id.is_in(posts.iter().copied()))
        .exec(tx)
        .await?;
    set_visibility_of_comments(tx, posts, to).await
}
