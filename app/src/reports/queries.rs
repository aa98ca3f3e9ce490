#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    report::{self, State},
    report_post, rule,
    values::{AccountId, PostId, ReportId, RuleId, TenantId},
};
use sea_orm::{
    ActiveEnum, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query},
};

use crate::{db::Tx, error::Result, tenants};

pub(super) async fn insert(tx: &Tx, report: report::Model, posts: &[PostId]) -> Result<(), DbErr> {
    let id = report.id;
    report::Entity::insert(report.into_active_model()).exec_without_returning(tx).await?;
    let rows = posts.iter().map(|post| report_post::Model { report_id: id, post_id: *post }.into_active_model());
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    report_post::Entity::insert_many(rows).exec_without_returning(tx).await.map(drop)
}

pub(super) async fn with_id(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    id: ReportId,
) -> Result<Option<report::Model>, DbErr> {
    report::Entity::find_by_id(id).filter(report::Column::TenantId.eq(tenant)).one(db).await
}

/// Whether somebody's report of the same is open.
pub(super) async fn is_open(
    db: &impl ConnectionTrait,
    reporter: AccountId,
    target: AccountId,
    post: Option<PostId>,
) -> Result<bool, DbErr> {
    let of_report = || {
        Query::select()
            .expr(Expr::value(1))
            .from(report_post::Entity)
            .and_where(report_post::Column::ReportId.into_expr().equals(report::Column::Id.as_column_ref()))
            .take()
    };
    let same = match post {
        Some(post) => Expr::exists(of_report().and_where(report_post::Column::PostId.eq(post)).take()),
        None => Expr::exists(of_report()).not(),
    };
    let open = report::Entity::find()
        .filter(report::Column::ReporterId.eq(reporter))
        .filter(report::Column::TargetId.eq(target))
        .filter(report::Column::State.eq(State::Open))
        .filter(same);
    Ok(open.one(db).await?.is_some())
}

/// Reports to a community in one state: the open ones from the oldest on, the closed ones from the newest on. One more than
/// `size` when there are more.
pub(super) async fn page(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    state: State,
    from: Option<ReportId>,
    size: u64,
) -> Result<Vec<report::Model>, DbErr> {
    let of_community =
        report::Entity::find().filter(report::Column::TenantId.eq(tenant)).filter(report::Column::State.eq(state));
    let later = match state {
        State::Open => of_community
            .filter(Condition::all().add_option(from.map(|from| report::Column::Id.gt(from))))
            .order_by_asc(report::Column::Id),
        State::Closed => of_community
            .filter(Condition::all().add_option(from.map(|from| report::Column::Id.lt(from))))
            .order_by_desc(report::Column::Id),
    };
    later.limit(size + 1).all(db).await
}

/// How many other reports to a community are about somebody.
pub(super) async fn count_others(db: &impl ConnectionTrait, one: &report::Model) -> Result<u64, DbErr> {
    report::Entity::find()
        .filter(report::Column::TenantId.eq(one.tenant_id))
        .filter(report::Column::TargetId.eq(one.target_id))
        .filter(report::Column::Id.ne(one.id))
        .count(db)
        .await
}

/// The posts that these reports are about, with the report of each.
pub(super) async fn posts_of(
    db: &impl ConnectionTrait,
    reports: impl IntoIterator<Item = ReportId>,
) -> Result<Vec<report_post::Model>, DbErr> {
    report_post::Entity::find()
        .filter(report_post::Column::ReportId.is_in(reports))
        .order_by_asc(report_post::Column::PostId)
        .all(db)
        .await
}

/// Rules that are cited, also those that are retired.
pub(super) async fn rules(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = RuleId>,
) -> Result<Vec<rule::Model>, DbErr> {
    rule::Entity::find().filter(rule::Column::Id.is_in(ids)).all(db).await
}

/// Whether it was in another state before.
pub(super) async fn settle(tx: &Tx, report: &report::Model) -> Result<bool, DbErr> {
    let update = report::Entity::update_many()
        .col_expr(report::Column::State, Expr::value(report.state.to_value()))
        .col_expr(report::Column::Answer, Expr::value(&report.answer))
        .col_expr(report::Column::ClosedBy, Expr::value(report.closed_by))
        .col_expr(report::Column::ClosedAt, Expr::value(report.closed_at))
        .filter(report::Column::Id.eq(report.id))
        .filter(report::Column::State.ne(report.state))
        .exec(tx)
        .await?;
    Ok(update.rows_affected == 1)
}

/// Forgets what was reported about somebody who has left, and who they were where they have reported others.
pub async fn forget(tx: &Tx, account: AccountId) -> Result<()> {
    let about = report::Entity::find().filter(report::Column::TargetId.eq(account)).all(tx).await?;
    for open in about.iter().filter(|report| report.state == State::Open) {
        tenants::count_reports(tx, open.tenant_id, -1).await?;
    }
    report::Entity::delete_many().filter(report::Column::TargetId.eq(account)).exec(tx).await?;
    report::Entity::update_many()
        .col_expr(report::Column::ReporterId, Expr::value(Option::<AccountId>::None))
        .filter(report::Column::ReporterId.eq(account))
        .exec(tx)
        .await?;
    Ok(())
}
