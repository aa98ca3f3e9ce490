//! What posts were before they were changed.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use std::collections::HashMap;

use heliograph_entity::{
    post, revision,
    values::{PostId, RevisionId, Timestamp},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

use super::next_version;

pub(in crate::posts) async fn insert_revisions(
    db: &impl ConnectionTrait,
    revisions: Vec<revision::Model>,
) -> Result<(), DbErr> {
    if revisions.is_empty() {
        return Ok(());
    }
    let rows = revisions.into_iter().map(IntoActiveModel::into_active_model);
    revision::Entity::insert_many::<revision::ActiveModel, _>(rows).exec_without_returning(db).await.map(drop)
}

/// The newest revision of each of the posts that has any.
pub(in crate::posts) async fn newest_revisions(
    db: &impl ConnectionTrait,
    posts: &[PostId],
) -> Result<HashMap<PostId, RevisionId>, DbErr> {
    let newest: Vec<(PostId, RevisionId)> = revision::Entity::find()
        .select_only()
        .column(revision::Column::PostId)
        .column_as(Expr::col((revision::Entity, revision::Column::Id)).max(), "newest")
        .filter(revision::Column::PostId.is_in(posts.iter().copied()))
        .group_by(revision::Column::PostId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(newest.into_iter().collect())
}

/// Leaves the first revision of each of the posts and the newest, together `most`.
pub(in crate::posts) async fn thin_out(db: &impl ConnectionTrait, posts: &[PostId], most: u64) -> Result<(), DbErr> {
    let crowded: Vec<(PostId, i64)> = revision::Entity::find()
        .select_only()
        .column(revision::Column::PostId)
        .column_as(Expr::col((revision::Entity, revision::Column::Id)).count(), "count")
        .filter(revision::Column::PostId.is_in(posts.iter().copied()))
        .group_by(revision::Column::PostId)
        .having(Expr::col((revision::Entity, revision::Column::Id)).count().gt(most as i64))
        .into_tuple()
        .all(db)
        .await?;
    for (post, count) in crowded {
        let after_the_first: Vec<RevisionId> = revision::Entity::find()
            .select_only()
            .column(revision::Column::Id)
            .filter(revision::Column::PostId.eq(post))
            .order_by_asc(revision::Column::Id)
            .offset(1)
            .limit(count as u64 - most)
            .into_tuple()
            .all(db)
            .await?;
        revision::Entity::delete_many().filter(revision::Column::Id.is_in(after_the_first)).exec(db).await?;
    }
    Ok(())
}

/// What the post was before, the last first; after `before` on the pages that follow.
pub(in crate::posts) async fn revisions_of(
    db: &impl ConnectionTrait,
    post: PostId,
    before: Option<RevisionId>,
    most: u64,
) -> Result<Vec<revision::Model>, DbErr> {
    revision::Entity::find()
        .filter(revision::Column::PostId.eq(post))
        .filter(Condition::all().add_option(before.map(|id| revision::Column::Id.lt(id))))
        .order_by_desc(revision::Column::Id)
        .limit(most)
        .all(db)
        .await
}

/// How often the post was changed, as far as that is kept.
pub async fn count_revisions(db: &impl ConnectionTrait, post: PostId) -> Result<u64, DbErr> {
    revision::Entity::find().filter(revision::Column::PostId.eq(post)).count(db).await
}

pub(in crate::posts) async fn note_edits(
    db: &impl ConnectionTrait,
    posts: impl IntoIterator<Item = PostId>,
    now: Timestamp,
) -> Result<(), DbErr> {
    post::Entity::update_many()
        .col_expr(post::Column::EditedAt, Expr::value(now))
        .col_expr(post::Column::Version, next_version())
        .filter(post::Column::Id.is_in(posts))
        .exec(db)
        .await
        .map(drop)
}
