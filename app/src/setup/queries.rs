#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{hub, values::Timestamp};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

/// The salt of this hub's set-up; `fresh` becomes it when there is none.
pub(super) async fn salt(db: &impl ConnectionTrait, fresh: String, now: Timestamp) -> Result<String, DbErr> {
    let row =
        hub::ActiveModel { id: Set(1), setup_salt: Set(fresh.clone()), created_at: Set(now), ..Default::default() };
    hub::Entity::insert(row)
        .on_conflict(OnConflict::column(hub::Column::Id).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(known_salt(db).await?.unwrap_or(fresh))
}

pub(super) async fn known_salt(db: &impl ConnectionTrait) -> Result<Option<String>, DbErr> {
    Ok(hub::Entity::find_by_id(1).one(db).await?.map(|hub| hub.setup_salt))
}

/// Replaces the salt, which also holds back whoever sets up at the same time until this transaction ends.
pub(super) async fn spend_salt(db: &impl ConnectionTrait, next: String) -> Result<bool, DbErr> {
    let update = hub::Entity::update_many()
        .col_expr(hub::Column::SetupSalt, Expr::value(next))
        .filter(hub::Column::Id.eq(1))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}
