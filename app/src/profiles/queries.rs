#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    portrait, profile_field, profile_link,
    values::{AccountId, FileId, LinkId, TenantId, Timestamp},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::Field;

/// In the order of reading.
pub(super) async fn fields(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<profile_field::Model>, DbErr> {
    profile_field::Entity::find()
        .filter(profile_field::Column::AccountId.eq(account))
        .order_by_asc(profile_field::Column::Position)
        .all(db)
        .await
}

pub(super) async fn replace_fields(
    db: &impl ConnectionTrait,
    account: AccountId,
    fields: &[Field],
) -> Result<(), DbErr> {
    profile_field::Entity::delete_many().filter(profile_field::Column::AccountId.eq(account)).exec(db).await?;
    if fields.is_empty() {
        return Ok(());
    }
    let rows = (0..).zip(fields).map(|(position, field)| profile_field::Model {
        account_id: account,
        position,
        label: field.label.clone(),
        value: field.value.clone(),
    });
    let rows = rows.map(IntoActiveModel::into_active_model);
    profile_field::Entity::insert_many::<profile_field::ActiveModel, _>(rows).exec_without_returning(db).await.map(drop)
}

pub(super) async fn links(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<profile_link::Model>, DbErr> {
    profile_link::Entity::find().filter(profile_link::Column::AccountId.eq(account)).all(db).await
}

pub(super) async fn link(db: &impl ConnectionTrait, id: LinkId) -> Result<Option<profile_link::Model>, DbErr> {
    profile_link::Entity::find_by_id(id).one(db).await
}

/// Whether the account did not have it.
pub(super) async fn insert_link(
    db: &impl ConnectionTrait,
    id: LinkId,
    tenant: TenantId,
    account: AccountId,
    url: String,
    check_at: Timestamp,
) -> Result<bool, DbErr> {
    let link = profile_link::Model { id, tenant_id: tenant, account_id: account, url, verified_at: None, check_at };
    let had = OnConflict::columns([profile_link::Column::AccountId, profile_link::Column::Url]).do_nothing().to_owned();
    let inserted = profile_link::Entity::insert(link.into_active_model()).on_conflict(had);
    Ok(inserted.exec_without_returning(db).await? == 1)
}

pub(super) async fn forget_links_but(
    db: &impl ConnectionTrait,
    account: AccountId,
    urls: &[String],
) -> Result<(), DbErr> {
    profile_link::Entity::delete_many()
        .filter(profile_link::Column::AccountId.eq(account))
        .filter(profile_link::Column::Url.is_not_in(urls))
        .exec(db)
        .await
        .map(drop)
}

/// Keeps what a look at the link has shown, and when the next is due.
pub(super) async fn settle_link(
    db: &impl ConnectionTrait,
    id: LinkId,
    verified_at: Option<Timestamp>,
    check_at: Timestamp,
) -> Result<(), DbErr> {
    profile_link::Entity::update_many()
        .col_expr(profile_link::Column::VerifiedAt, Expr::value(verified_at))
        .col_expr(profile_link::Column::CheckAt, Expr::value(check_at))
        .filter(profile_link::Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// Links that are due, the longest waiting first.
pub(super) async fn links_due(
    db: &impl ConnectionTrait,
    now: Timestamp,
    most: u64,
) -> Result<Vec<profile_link::Model>, DbErr> {
    profile_link::Entity::find()
        .filter(profile_link::Column::CheckAt.lte(now))
        .order_by_asc(profile_link::Column::CheckAt)
        .limit(most)
        .all(db)
        .await
}

/// Puts the next look off; whether it was due, and nobody else has done so.
pub(super) async fn put_off(
    db: &impl ConnectionTrait,
    link: &profile_link::Model,
    check_at: Timestamp,
) -> Result<bool, DbErr> {
    let update = profile_link::Entity::update_many()
        .col_expr(profile_link::Column::CheckAt, Expr::value(check_at))
        .filter(profile_link::Column::Id.eq(link.id))
        .filter(profile_link::Column::CheckAt.eq(link.check_at))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

pub(super) async fn portraits(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<portrait::Model>, DbErr> {
    portrait::Entity::find().filter(portrait::Column::AccountId.eq(account)).all(db).await
}

pub(super) async fn portrait(
    db: &impl ConnectionTrait,
    account: AccountId,
    kind: portrait::Kind,
) -> Result<Option<portrait::Model>, DbErr> {
    portrait::Entity::find()
        .filter(portrait::Column::AccountId.eq(account))
        .filter(portrait::Column::Kind.eq(kind))
        .one(db)
        .await
}

/// Takes the portrait away; what its files were.
pub(super) async fn take_portrait(
    db: &impl ConnectionTrait,
    account: AccountId,
    kind: portrait::Kind,
) -> Result<Vec<FileId>, DbErr> {
    let Some(old) = portrait(db, account, kind).await? else { return Ok(Vec::new()) };
    portrait::Entity::delete_by_id(old.id).exec(db).await?;
    Ok(vec![old.original_id, old.small_id, old.large_id])
}

pub(super) async fn insert_portrait(db: &impl ConnectionTrait, portrait: portrait::Model) -> Result<(), DbErr> {
    portrait::Entity::insert(portrait.into_active_model()).exec_without_returning(db).await.map(drop)
}

pub(super) async fn describe_portrait(
    db: &impl ConnectionTrait,
    account: AccountId,
    kind: portrait::Kind,
    alt: &str,
) -> Result<(), DbErr> {
    portrait::Entity::update_many()
        .col_expr(portrait::Column::Alt, Expr::value(alt))
        .filter(portrait::Column::AccountId.eq(account))
        .filter(portrait::Column::Kind.eq(kind))
        .exec(db)
        .await
        .map(drop)
}
