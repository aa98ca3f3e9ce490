//! Follows between people here and whole servers, and the servers that people block.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use std::collections::HashSet;

use heliograph_entity::{
    account, cut_follow, follow, host_name, server_block,
    values::{AccountId, CutFollowId, HostId, ServerBlockId, TenantId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict, Query, SelectStatement},
};

/// The people on one side of a follow.
pub(in crate::relationships) enum Side {
    /// All members of a community.
    Members(TenantId),
    Account(AccountId),
    /// Everybody of these hosts, as a statement that has their ids.
    Hosts(Box<SelectStatement>),
}

impl Side {
    /// Whether somebody is one of the people here.
    pub(in crate::relationships) fn has(&self, account: &account::Model) -> bool {
        match self {
            Self::Members(tenant) => account.tenant_id == Some(*tenant),
            Self::Account(id) => account.id == *id,
            Self::Hosts(_) => false,
        }
    }

    fn of(&self, column: follow::Column) -> Expr {
        let people = |which: Expr| {
            let people = Query::select().column(account::Column::Id).from(account::Entity).and_where(which).take();
            column.in_subquery(people)
        };
        match self {
            Self::Account(id) => column.eq(*id),
            Self::Members(tenant) => people(account::Column::TenantId.eq(*tenant)),
            Self::Hosts(hosts) => people(account::Column::HostId.in_subquery((**hosts).clone())),
        }
    }
}

/// That one follows the other, whichever way, or has asked to.
fn between(here: &Side, there: &Side) -> Condition {
    use follow::Column::{FollowedId, FollowerId};

    let way =
        |follower: &Side, followed: &Side| Condition::all().add(follower.of(FollowerId)).add(followed.of(FollowedId));
    Condition::any().add(way(here, there)).add(way(there, here))
}

pub(in crate::relationships) async fn some_between(
    db: &impl ConnectionTrait,
    here: &Side,
    there: &Side,
    most: u64,
) -> Result<Vec<follow::Model>, DbErr> {
    follow::Entity::find().filter(between(here, there)).limit(most).all(db).await
}

/// How many there are that were let in.
pub(in crate::relationships) async fn count_between(
    db: &impl ConnectionTrait,
    here: &Side,
    there: &Side,
) -> Result<u64, DbErr> {
    let accepted = follow::Column::State.eq(follow::State::Accepted);
    follow::Entity::find().filter(between(here, there)).filter(accepted).count(db).await
}

/// The hosts that these names cover, of those that are known.
pub(in crate::relationships) async fn hosts_below(
    db: &impl ConnectionTrait,
    names: &[String],
) -> Result<HashSet<HostId>, DbErr> {
    let hosts: Vec<HostId> = host_name::Entity::find()
        .select_only()
        .column(host_name::Column::HostId)
        .filter(host_name::Column::Name.is_in(names))
        .into_tuple()
        .all(db)
        .await?;
    Ok(hosts.into_iter().collect())
}

/// These hosts, as a statement.
pub(in crate::relationships) fn hosts(ids: &[HostId]) -> SelectStatement {
    Query::select()
        .column(host_name::Column::HostId)
        .from(host_name::Entity)
        .and_where(host_name::Column::HostId.is_in(ids.iter().copied()))
        .take()
}

/// The hosts that a name covers, as a statement.
pub(in crate::relationships) fn below(name: &str) -> SelectStatement {
    Query::select()
        .column(host_name::Column::HostId)
        .from(host_name::Entity)
        .and_where(host_name::Column::Name.eq(name))
        .take()
}

pub(in crate::relationships) async fn note_cut(db: &impl ConnectionTrait, row: cut_follow::Model) -> Result<(), DbErr> {
    cut_follow::Entity::insert(row.into_active_model()).exec_without_returning(db).await.map(drop)
}

/// The follows of the account that its community has ended, the last first.
pub(in crate::relationships) async fn cut_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    before: Option<CutFollowId>,
    most: u64,
) -> Result<Vec<cut_follow::Model>, DbErr> {
    cut_follow::Entity::find()
        .filter(cut_follow::Column::AccountId.eq(account))
        .filter(Condition::all().add_option(before.map(|id| cut_follow::Column::Id.lt(id))))
        .order_by_desc(cut_follow::Column::Id)
        .limit(most)
        .all(db)
        .await
}

/// Whether the server was not blocked before.
pub(in crate::relationships) async fn insert(
    db: &impl ConnectionTrait,
    row: server_block::Model,
) -> Result<bool, DbErr> {
    let inserted = server_block::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([server_block::Column::AccountId, server_block::Column::Domain])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

pub(in crate::relationships) async fn count(db: &impl ConnectionTrait, by: AccountId) -> Result<u64, DbErr> {
    server_block::Entity::find().filter(server_block::Column::AccountId.eq(by)).count(db).await
}

pub(in crate::relationships) async fn delete(
    db: &impl ConnectionTrait,
    by: AccountId,
    id: ServerBlockId,
) -> Result<bool, DbErr> {
    let deleted =
        server_block::Entity::delete_by_id(id).filter(server_block::Column::AccountId.eq(by)).exec(db).await?;
    Ok(deleted.rows_affected == 1)
}

/// The servers that somebody blocks, by name.
pub(in crate::relationships) async fn of_account(
    db: &impl ConnectionTrait,
    by: AccountId,
) -> Result<Vec<server_block::Model>, DbErr> {
    server_block::Entity::find()
        .filter(server_block::Column::AccountId.eq(by))
        .order_by_asc(server_block::Column::Domain)
        .all(db)
        .await
}

/// What of all this the account has to do with.
pub(in crate::relationships) async fn forget(db: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    server_block::Entity::delete_many().filter(server_block::Column::AccountId.eq(account)).exec(db).await?;
    let either = cut_follow::Column::AccountId.eq(account).or(cut_follow::Column::OtherId.eq(account));
    cut_follow::Entity::delete_many().filter(either).exec(db).await.map(drop)
}
