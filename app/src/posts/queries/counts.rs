//! What is counted of a post.

use heliograph_entity::{boost, like, post, values::PostId};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Alias, Expr, Query, SelectStatement},
};

use crate::db::{self, Tx};

/// Counts `more` likes in. The caller holds the post.
pub async fn count_likes(tx: &Tx, id: PostId, more: i64) -> Result<(), DbErr> {
    count(tx, post::Column::LikesCount, id, more).await
}

/// Counts `more` boosts in. The caller holds the post.
pub async fn count_boosts(tx: &Tx, id: PostId, more: i64) -> Result<(), DbErr> {
    count(tx, post::Column::BoostsCount, id, more).await
}

/// Counts `more` comments in. The caller holds the post that they are about.
pub async fn count_comments(tx: &Tx, id: PostId, more: i64) -> Result<(), DbErr> {
    count(tx, post::Column::CommentsCount, id, more).await
}

async fn count(tx: &Tx, counter: post::Column, id: PostId, more: i64) -> Result<(), DbErr> {
    post::Entity::update_many()
        .col_expr(counter, Expr::col(counter).add(more))
        .filter(post::Column::Id.eq(id))
        .exec(tx)
        .await
        .map(drop)
}

/// Counts everything anew that posts count: each counter, and how many were wrong.
pub async fn recount(tx: &Tx) -> Result<[(&'static str, u64); 3], DbErr> {
    let likes = rows_of::<like::Entity>(like::Column::Id, like::Column::PostId);
    let boosts = rows_of::<boost::Entity>(boost::Column::Id, boost::Column::PostId);
    Ok([
        ("comments on posts", db::recount::<post::Entity>(tx, post::Column::CommentsCount, comments()).await?),
        ("likes of posts", db::recount::<post::Entity>(tx, post::Column::LikesCount, likes).await?),
        ("boosts of posts", db::recount::<post::Entity>(tx, post::Column::BoostsCount, boosts).await?),
    ])
}

/// How many comments on the post at hand nobody has removed.
fn comments() -> SelectStatement {
    let comment = Alias::new("comment");
    let column = |column: post::Column| Expr::col((comment.clone(), column));
    Query::select()
        .expr(column(post::Column::Id).count())
        .from_as(post::Entity, comment.clone())
        .and_where(column(post::Column::RootId).equals((post::Entity, post::Column::Id)))
        .and_where(column(post::Column::DeletedAt).is_null())
        .take()
}

/// How many rows of another table there are for the post at hand.
fn rows_of<E: EntityTrait>(id: E::Column, post: E::Column) -> SelectStatement {
    Query::select()
        .expr(Expr::col((E::default(), id)).count())
        .from(E::default())
        .and_where(Expr::col((E::default(), post)).equals((post::Entity, post::Column::Id)))
        .take()
}
