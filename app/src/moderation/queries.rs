#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    account, act, note,
    values::{AccountId, ActId, TenantId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

pub(super) async fn insert(db: &impl ConnectionTrait, act: act::Model) -> Result<(), DbErr> {
    act::Entity::insert(act.into_active_model()).exec_without_returning(db).await.map(drop)
}

fn page_of(tenant: Option<TenantId>, before: Option<ActId>, size: u64) -> Select<act::Entity> {
    act::Entity::find()
        .filter(match tenant {
            Some(tenant) => act::Column::TenantId.eq(tenant),
            None => act::Column::TenantId.is_null(),
        })
        .filter(Condition::all().add_option(before.map(|id| act::Column::Id.lt(id))))
        .order_by_desc(act::Column::Id)
        .limit(size + 1)
}

/// Those of a community, or those that concern the hub as a whole; one more than `size` when there are more.
pub(super) async fn acts(
    db: &impl ConnectionTrait,
    tenant: Option<TenantId>,
    before: Option<ActId>,
    size: u64,
) -> Result<Vec<act::Model>, DbErr> {
    page_of(tenant, before, size).all(db).await
}

/// What somebody did and what was done to them.
pub(super) async fn acts_about(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    person: &account::Model,
    before: Option<ActId>,
    size: u64,
) -> Result<Vec<act::Model>, DbErr> {
    let to_them = act::Column::Subject.eq(format!("@{}", person.name));
    page_of(Some(tenant), before, size).filter(act::Column::ActorId.eq(person.id).or(to_them)).all(db).await
}

pub(super) async fn insert_note(db: &impl ConnectionTrait, note: note::Model) -> Result<(), DbErr> {
    note::Entity::insert(note.into_active_model()).exec_without_returning(db).await.map(drop)
}

/// The latest notes about somebody, newest first.
pub(super) async fn notes_about(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    account: AccountId,
    most: u64,
) -> Result<Vec<note::Model>, DbErr> {
    note::Entity::find()
        .filter(note::Column::TenantId.eq(tenant))
        .filter(note::Column::AccountId.eq(account))
        .order_by_desc(note::Column::Id)
        .limit(most)
        .all(db)
        .await
}

/// Deletes the notes about somebody who has left.
pub async fn delete_notes_about(db: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    note::Entity::delete_many().filter(note::Column::AccountId.eq(account)).exec(db).await.map(drop)
}
