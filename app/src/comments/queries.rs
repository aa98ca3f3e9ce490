#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    post, remote_post,
    values::{AccountId, PostId, Timestamp},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select, SelectExt,
    sea_query::{Alias, Expr, Query, SelectStatement},
};

use super::Start;
use crate::{
    federation::standing::{unlimited_or, unsuspended},
    relationships,
    viewer::Tenant,
};

pub(super) async fn insert(db: &impl ConnectionTrait, comment: post::Model) -> Result<(), DbErr> {
    post::Entity::insert(comment.into_active_model()).exec_without_returning(db).await.map(drop)
}

pub(super) async fn set_words(db: &impl ConnectionTrait, id: PostId, text: &str, at: Timestamp) -> Result<(), DbErr> {
    post::Entity::update_many()
        .col_expr(post::Column::Caption, Expr::value(text))
        .col_expr(post::Column::EditedAt, Expr::value(at))
        .col_expr(post::Column::Version, Expr::col(post::Column::Version).add(1))
        .filter(post::Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// Leaves of a comment nothing but its place.
pub(super) async fn empty(db: &impl ConnectionTrait, id: PostId, now: Timestamp) -> Result<(), DbErr> {
    post::Entity::update_many()
        .col_expr(post::Column::Caption, Expr::value(""))
        .col_expr(post::Column::DeletedAt, Expr::value(now))
        .col_expr(post::Column::Version, Expr::col(post::Column::Version).add(1))
        .filter(post::Column::Id.eq(id))
        .exec(db)
        .await?;
    remote_post::Entity::update_many()
        .col_expr(remote_post::Column::Html, Expr::value(""))
        .filter(remote_post::Column::PostId.eq(id))
        .exec(db)
        .await
        .map(drop)
}

pub(super) async fn has_answers(db: &impl ConnectionTrait, id: PostId) -> Result<bool, DbErr> {
    post::Entity::find().filter(post::Column::ParentId.eq(id)).exists(db).await
}

/// The comment, if nothing is left of it but its place, and nothing answers it.
pub(super) async fn empty_without_answers(db: &impl ConnectionTrait, id: PostId) -> Result<Option<post::Model>, DbErr> {
    let emptied = post::Entity::find_by_id(id)
        .filter(post::Column::RootId.is_not_null())
        .filter(post::Column::DeletedAt.is_not_null())
        .filter(Expr::not_exists(answers(false)));
    emptied.one(db).await
}

/// What answers the comment at hand; only what nobody has removed, if `living`.
fn answers(living: bool) -> SelectStatement {
    let answer = Alias::new("answer");
    let column = |column: post::Column| Expr::col((answer.clone(), column));
    Query::select()
        .expr(Expr::value(1))
        .from_as(post::Entity, answer.clone())
        .and_where(column(post::Column::ParentId).equals((post::Entity, post::Column::Id)))
        .and_where_option(living.then(|| column(post::Column::DeletedAt).is_null()))
        .take()
}

pub(super) async fn some_of(db: &impl ConnectionTrait, account: AccountId, most: u64) -> Result<Vec<PostId>, DbErr> {
    post::Entity::find()
        .select_only()
        .column(post::Column::Id)
        .filter(post::Column::AccountId.eq(account))
        .filter(post::Column::RootId.is_not_null())
        .filter(post::Column::DeletedAt.is_null())
        .limit(most)
        .into_tuple()
        .all(db)
        .await
}

/// Who reads, and in which community.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) tenant: &'a Tenant,
    pub(super) account: Option<AccountId>,
}

impl Reader<'_> {
    /// That they may see what the author of the comment at hand says. Those of servers that the community has limited are
    /// heard by their followers alone.
    fn sees(self) -> Condition {
        let author = (post::Entity, post::Column::AccountId);
        let followed = self.account.map(|account| Expr::exists(relationships::accepted_follow(account, author)));
        Condition::all()
            .add_option(self.account.map(|account| relationships::unblocked(account, author)))
            .add(unsuspended(self.tenant, author))
            .add(unlimited_or(self.tenant, author, followed))
    }
}

/// What is said of the post that `reader` may see, in the order of reading: what nobody has removed, and what has answers.
fn said_of(root: PostId, reader: Reader<'_>) -> Select<post::Entity> {
    let shown = post::Column::DeletedAt.is_null().or(Expr::exists(answers(true)));
    post::Entity::find()
        .filter(post::Column::RootId.eq(root))
        .filter(shown)
        .filter(reader.sees())
        .order_by_asc(post::Column::BranchId)
        .order_by_asc(post::Column::Id)
}

/// A page of a thread.
pub(super) async fn page(
    db: &impl ConnectionTrait,
    root: PostId,
    reader: Reader<'_>,
    start: Option<Start>,
    most: u64,
) -> Result<Vec<post::Model>, DbErr> {
    let further = start.map(|start| {
        let further = post::Column::BranchId.gt(start.branch).or(post::Column::Id.gte(start.id));
        Condition::all().add(post::Column::BranchId.gte(start.branch)).add(further)
    });
    said_of(root, reader).filter(Condition::all().add_option(further)).limit(most).all(db).await
}

/// How many comments of the thread stand before this one; counting ends after `most`.
pub(super) async fn count_before(
    db: &impl ConnectionTrait,
    root: PostId,
    reader: Reader<'_>,
    comment: Start,
    most: u64,
) -> Result<u64, DbErr> {
    let before = post::Column::BranchId.lt(comment.branch).or(post::Column::Id.lt(comment.id));
    said_of(root, reader)
        .select_only()
        .column(post::Column::Id)
        .filter(post::Column::BranchId.lte(comment.branch))
        .filter(before)
        .limit(most)
        .count(db)
        .await
}

/// Those of the comments that nobody has removed and that `reader` may see.
pub(super) async fn with_ids(
    db: &impl ConnectionTrait,
    reader: Reader<'_>,
    ids: impl IntoIterator<Item = PostId>,
) -> Result<Vec<post::Model>, DbErr> {
    post::Entity::find()
        .filter(post::Column::Id.is_in(ids))
        .filter(post::Column::RootId.is_not_null())
        .filter(post::Column::DeletedAt.is_null())
        .filter(reader.sees())
        .all(db)
        .await
}
