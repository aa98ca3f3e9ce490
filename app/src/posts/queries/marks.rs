//! What somebody has done with the posts of a page, asked for all of them at once.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    like,
    values::{AccountId, PostId},
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

/// Those of the posts that the account likes.
pub(in crate::posts) async fn liked(
    db: &impl ConnectionTrait,
    account: AccountId,
    posts: &[PostId],
) -> Result<Vec<PostId>, DbErr> {
    like::Entity::find()
        .select_only()
        .column(like::Column::PostId)
        .filter(like::Column::AccountId.eq(account))
        .filter(like::Column::PostId.is_in(posts.iter().copied()))
        .into_tuple()
        .all(db)
        .await
}
