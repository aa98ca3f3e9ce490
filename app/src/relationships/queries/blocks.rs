//! Who wants nothing to do with whom.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    account, block, host_name, server_block,
    values::{AccountId, BlockId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, JoinType, QueryFilter,
    QueryOrder, QuerySelect, SelectExt,
    sea_query::{Expr, IntoColumnRef, OnConflict, Query},
};

use crate::federation::standing::Covered;

/// That neither `account` nor the one in the column of another table blocks the other, or the other's server. Four looks into
/// an index.
pub fn unblocked(account: AccountId, other: impl IntoColumnRef + Clone) -> Condition {
    use block::Column::{AccountId as By, BlockedId as Blocked};

    let block = |mine, theirs| {
        let other = Expr::col(other.clone());
        let blocks = Query::select().expr(Expr::value(1)).from(block::Entity).take();
        let column = |column| Expr::col((block::Entity, column));
        blocks.to_owned().and_where(column(mine).eq(account)).and_where(column(theirs).eq(other)).take()
    };
    let (mine, theirs) = (|| Expr::value(account), || Expr::col(other.clone()));
    Condition::all()
        .add(Expr::not_exists(block(By, Blocked)))
        .add(Expr::not_exists(block(Blocked, By)))
        .add(server_block(mine(), theirs()).not())
        .add(server_block(theirs(), mine()).not())
}

/// That `by` blocks the server of `other`. Most block none, which is looked at first; whoever blocks many is asked for no more
/// than the names of that server.
fn server_block(by: Expr, other: Expr) -> Expr {
    let of = || {
        let account = Expr::col((server_block::Entity, server_block::Column::AccountId));
        Query::select().expr(Expr::value(1)).from(server_block::Entity).and_where(account.eq(by.clone())).take()
    };
    let named = Expr::col((server_block::Entity, server_block::Column::Domain))
        .equals((host_name::Entity, host_name::Column::Name));
    let covered = Query::select()
        .expr(Expr::value(1))
        .from(host_name::Entity)
        .and_where(Expr::col((host_name::Entity, host_name::Column::HostId)).eq(Covered::Account(other).host()))
        .and_where(Expr::exists(of().and_where(named).take()))
        .take();
    Expr::exists(of()).and(Expr::exists(covered))
}

/// Whether `by` blocks the server of `other`.
pub async fn blocks_server(db: &impl ConnectionTrait, by: AccountId, other: AccountId) -> Result<bool, DbErr> {
    let other = account::Entity::find_by_id(other);
    let id = Expr::col((account::Entity, account::Column::Id));
    other.filter(server_block(Expr::value(by), id)).exists(db).await
}

/// Whether one of the two blocks the other, or the other's server.
pub async fn blocked_between(db: &impl ConnectionTrait, one: AccountId, other: AccountId) -> Result<bool, DbErr> {
    let apart = account::Entity::find_by_id(other).filter(unblocked(one, (account::Entity, account::Column::Id)).not());
    apart.exists(db).await
}

/// Those of the accounts that `by` blocks.
pub(in crate::relationships) async fn blocked_among(
    db: &impl ConnectionTrait,
    by: AccountId,
    accounts: impl IntoIterator<Item = AccountId>,
) -> Result<Vec<AccountId>, DbErr> {
    block::Entity::find()
        .select_only()
        .column(block::Column::BlockedId)
        .filter(block::Column::AccountId.eq(by))
        .filter(block::Column::BlockedId.is_in(accounts))
        .into_tuple()
        .all(db)
        .await
}

pub(in crate::relationships) async fn insert(db: &impl ConnectionTrait, row: block::Model) -> Result<(), DbErr> {
    block::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns([block::Column::AccountId, block::Column::BlockedId]).do_nothing().to_owned())
        .exec_without_returning(db)
        .await
        .map(drop)
}

pub(in crate::relationships) async fn delete(
    db: &impl ConnectionTrait,
    by: AccountId,
    blocked: AccountId,
) -> Result<(), DbErr> {
    block::Entity::delete_many()
        .filter(block::Column::AccountId.eq(by))
        .filter(block::Column::BlockedId.eq(blocked))
        .exec(db)
        .await
        .map(drop)
}

/// The block that the server of `by` calls so.
pub(in crate::relationships) async fn with_uri(
    db: &impl ConnectionTrait,
    by: AccountId,
    uri: &str,
) -> Result<Option<block::Model>, DbErr> {
    block::Entity::find().filter(block::Column::AccountId.eq(by)).filter(block::Column::Uri.eq(uri)).one(db).await
}

/// Whom `by` blocks, the last first, of those who have not left.
pub(in crate::relationships) async fn of_account(
    db: &impl ConnectionTrait,
    by: AccountId,
    before: Option<BlockId>,
    most: u64,
) -> Result<Vec<block::Model>, DbErr> {
    let whom = block::Entity::belongs_to(account::Entity).from(block::Column::BlockedId).to(account::Column::Id).into();
    block::Entity::find()
        .join(JoinType::InnerJoin, whom)
        .filter(block::Column::AccountId.eq(by))
        .filter(Condition::all().add_option(before.map(|id| block::Column::Id.lt(id))))
        .filter(account::Column::State.eq(account::State::Living))
        .order_by_desc(block::Column::Id)
        .limit(most)
        .all(db)
        .await
}

/// All blocks that the account has to do with.
pub(in crate::relationships) async fn forget(db: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    let either = block::Column::AccountId.eq(account).or(block::Column::BlockedId.eq(account));
    block::Entity::delete_many().filter(either).exec(db).await.map(drop)
}
