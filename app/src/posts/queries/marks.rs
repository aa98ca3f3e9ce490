//! What somebody has done with the posts of a page, asked for all of them at once.

use heliograph_entity::{
    boost, like,
    values::{AccountId, PostId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Expr, Query, UnionType},
};

/// That they like it, or boost it.
#[derive(FromQueryResult)]
pub(in crate::posts) struct Mark {
    pub(in crate::posts) post_id: PostId,
    pub(in crate::posts) boosted: bool,
}

pub(in crate::posts) async fn marks(
    db: &impl ConnectionTrait,
    account: AccountId,
    posts: &[PostId],
) -> Result<Vec<Mark>, DbErr> {
    let boosted = Query::select()
        .column(boost::Column::PostId)
        .expr_as(Expr::value(true), "boosted")
        .from(boost::Entity)
        .and_where(boost::Column::AccountId.eq(account))
        .and_where(boost::Column::PostId.is_in(posts.iter().copied()))
        .take();
    let marks = Query::select()
        .column(like::Column::PostId)
        .expr_as(Expr::value(false), "boosted")
        .from(like::Entity)
        .and_where(like::Column::AccountId.eq(account))
        .and_where(like::Column::PostId.is_in(posts.iter().copied()))
        .union(UnionType::All, boosted)
        .take();
    Mark::find_by_statement(db.get_database_backend().build(&marks)).all(db).await
}
