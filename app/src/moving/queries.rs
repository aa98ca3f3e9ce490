#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    alias,
    values::{AccountId, AliasId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, sea_query::OnConflict,
};

/// The other accounts that somebody says are theirs, the first one first.
pub(super) async fn aliases(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<alias::Model>, DbErr> {
    alias::Entity::find().filter(alias::Column::AccountId.eq(account)).order_by_asc(alias::Column::Id).all(db).await
}

pub(super) async fn insert(db: &impl ConnectionTrait, row: alias::Model) -> Result<(), DbErr> {
    alias::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns([alias::Column::AccountId, alias::Column::Uri]).do_nothing().to_owned())
        .exec_without_returning(db)
        .await
        .map(drop)
}

/// Whether it was one of theirs.
pub(super) async fn delete(db: &impl ConnectionTrait, account: AccountId, id: AliasId) -> Result<bool, DbErr> {
    let own = alias::Entity::delete_by_id(id).filter(alias::Column::AccountId.eq(account));
    own.exec(db).await.map(|deleted| deleted.rows_affected == 1)
}

pub(super) async fn delete_all(db: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    alias::Entity::delete_many().filter(alias::Column::AccountId.eq(account)).exec(db).await.map(drop)
}
