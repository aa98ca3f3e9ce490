#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    tag_follow,
    values::{AccountId, Timestamp},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::OnConflict,
};

use super::MOST_FOLLOWED;

pub(super) async fn follows(db: &impl ConnectionTrait, account: AccountId, tag: &str) -> Result<bool, DbErr> {
    Ok(tag_follow::Entity::find_by_id((account, tag.to_owned())).one(db).await?.is_some())
}

pub(super) async fn count_followed(db: &impl ConnectionTrait, account: AccountId) -> Result<u64, DbErr> {
    tag_follow::Entity::find().filter(tag_follow::Column::AccountId.eq(account)).count(db).await
}

/// All that the account follows, the last one first.
pub(super) async fn followed(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<tag_follow::Model>, DbErr> {
    tag_follow::Entity::find()
        .filter(tag_follow::Column::AccountId.eq(account))
        .order_by_desc(tag_follow::Column::CreatedAt)
        .order_by_asc(tag_follow::Column::Tag)
        .limit(MOST_FOLLOWED)
        .all(db)
        .await
}

pub(super) async fn follow(
    db: &impl ConnectionTrait,
    account: AccountId,
    tag: &str,
    now: Timestamp,
) -> Result<(), DbErr> {
    let row = tag_follow::ActiveModel { account_id: Set(account), tag: Set(tag.to_owned()), created_at: Set(now) };
    tag_follow::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([tag_follow::Column::AccountId, tag_follow::Column::Tag]).do_nothing().to_owned(),
        )
        .exec_without_returning(db)
        .await
        .map(drop)
}

pub(super) async fn unfollow(db: &impl ConnectionTrait, account: AccountId, tag: &str) -> Result<(), DbErr> {
    tag_follow::Entity::delete_by_id((account, tag.to_owned())).exec(db).await.map(drop)
}
