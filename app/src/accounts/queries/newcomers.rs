#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    newcomer::{self, State},
    values::{AccountId, InviteId, NewcomerId, TenantId, Timestamp},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, SelectExt,
    sea_query::{Expr, OnConflict},
};

/// Whether the name was free among those who are on their way.
pub(in crate::accounts) async fn insert(db: &impl ConnectionTrait, row: newcomer::Model) -> Result<bool, DbErr> {
    let inserted = newcomer::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([newcomer::Column::TenantId, newcomer::Column::NameKey]).do_nothing().to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

/// Whether a name is held for somebody on their way.
pub(in crate::accounts) async fn holds(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    name_key: &str,
) -> Result<bool, DbErr> {
    newcomer::Entity::find()
        .filter(newcomer::Column::TenantId.eq(tenant))
        .filter(newcomer::Column::NameKey.eq(name_key))
        .exists(db)
        .await
}

pub(in crate::accounts) async fn by_id(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    id: NewcomerId,
) -> Result<Option<newcomer::Model>, DbErr> {
    newcomer::Entity::find_by_id(id).filter(newcomer::Column::TenantId.eq(tenant)).one(db).await
}

/// Whoever has to open the link yet, if they signed up after `since`.
pub(in crate::accounts) async fn by_token(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    token_hash: &str,
    since: Timestamp,
) -> Result<Option<newcomer::Model>, DbErr> {
    newcomer::Entity::find()
        .filter(newcomer::Column::TokenHash.eq(token_hash))
        .filter(newcomer::Column::TenantId.eq(tenant))
        .filter(newcomer::Column::State.eq(State::Unconfirmed))
        .filter(newcomer::Column::CreatedAt.gt(since))
        .one(db)
        .await
}

/// The newest of those who have confirmed that address and have no account.
pub(in crate::accounts) async fn by_address(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    email_key: &str,
) -> Result<Option<newcomer::Model>, DbErr> {
    newcomer::Entity::find()
        .filter(newcomer::Column::TenantId.eq(tenant))
        .filter(newcomer::Column::EmailKey.eq(email_key))
        .filter(newcomer::Column::ConfirmedAt.is_not_null())
        .order_by_desc(newcomer::Column::Id)
        .one(db)
        .await
}

/// The newest of those who gave that address after `since` and have to open the link yet.
pub(in crate::accounts) async fn unconfirmed_at(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    email_key: &str,
    since: Timestamp,
) -> Result<Option<newcomer::Model>, DbErr> {
    newcomer::Entity::find()
        .filter(newcomer::Column::TenantId.eq(tenant))
        .filter(newcomer::Column::EmailKey.eq(email_key))
        .filter(newcomer::Column::State.eq(State::Unconfirmed))
        .filter(newcomer::Column::CreatedAt.gt(since))
        .order_by_desc(newcomer::Column::Id)
        .one(db)
        .await
}

pub(in crate::accounts) async fn by_name(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    name_key: &str,
) -> Result<Option<newcomer::Model>, DbErr> {
    newcomer::Entity::find()
        .filter(newcomer::Column::TenantId.eq(tenant))
        .filter(newcomer::Column::NameKey.eq(name_key))
        .one(db)
        .await
}

/// Changes a newcomer who is still in that state; whether they were.
pub(in crate::accounts) async fn advance(
    db: &impl ConnectionTrait,
    id: NewcomerId,
    from: State,
    change: newcomer::ActiveModel,
) -> Result<bool, DbErr> {
    let update = newcomer::Entity::update_many()
        .set(change)
        .filter(newcomer::Column::Id.eq(id))
        .filter(newcomer::Column::State.eq(from))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

/// Forgets a newcomer who is still in that state; whether they were.
pub(in crate::accounts) async fn delete(
    db: &impl ConnectionTrait,
    id: NewcomerId,
    state: State,
) -> Result<bool, DbErr> {
    let deleted = newcomer::Entity::delete_many()
        .filter(newcomer::Column::Id.eq(id))
        .filter(newcomer::Column::State.eq(state))
        .exec(db)
        .await?;
    Ok(deleted.rows_affected == 1)
}

/// Forgets how the account came about.
pub(in crate::accounts) async fn delete_of(db: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    newcomer::Entity::delete_many().filter(newcomer::Column::AccountId.eq(account)).exec(db).await.map(drop)
}

/// Those who wait for staff, who came first first.
pub(in crate::accounts) async fn waiting(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    after: Option<NewcomerId>,
    most: u64,
) -> Result<Vec<newcomer::Model>, DbErr> {
    let mut waiting = newcomer::Entity::find()
        .filter(newcomer::Column::TenantId.eq(tenant))
        .filter(newcomer::Column::State.eq(State::Waiting));
    if let Some(after) = after {
        waiting = waiting.filter(newcomer::Column::Id.gt(after));
    }
    waiting.order_by_asc(newcomer::Column::Id).limit(most).all(db).await
}

/// Applications under that address.
pub(in crate::accounts) async fn waiting_at(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    email_key: &str,
) -> Result<Vec<newcomer::Model>, DbErr> {
    newcomer::Entity::find()
        .filter(newcomer::Column::TenantId.eq(tenant))
        .filter(newcomer::Column::EmailKey.eq(email_key))
        .filter(newcomer::Column::State.eq(State::Waiting))
        .all(db)
        .await
}

/// Notes that staff know of everybody who waits.
pub(in crate::accounts) async fn note_told(db: &impl ConnectionTrait, tenant: TenantId) -> Result<(), DbErr> {
    newcomer::Entity::update_many()
        .col_expr(newcomer::Column::StaffTold, Expr::value(true))
        .filter(newcomer::Column::TenantId.eq(tenant))
        .filter(newcomer::Column::State.eq(State::Waiting))
        .exec(db)
        .await
        .map(drop)
}

/// Those in a state since before `time`, of all communities.
pub(in crate::accounts) async fn older_than(
    db: &impl ConnectionTrait,
    state: State,
    time: Timestamp,
    most: u64,
) -> Result<Vec<newcomer::Model>, DbErr> {
    newcomer::Entity::find()
        .filter(newcomer::Column::State.eq(state))
        .filter(newcomer::Column::CreatedAt.lte(time))
        .order_by_asc(newcomer::Column::CreatedAt)
        .limit(most)
        .all(db)
        .await
}

/// Those who became members by one of these invites.
pub(in crate::accounts) async fn who_came_by(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    invites: impl IntoIterator<Item = InviteId>,
) -> Result<Vec<newcomer::Model>, DbErr> {
    newcomer::Entity::find()
        .filter(newcomer::Column::TenantId.eq(tenant))
        .filter(newcomer::Column::InviteId.is_in(invites))
        .filter(newcomer::Column::State.eq(State::Member))
        .order_by_asc(newcomer::Column::Id)
        .all(db)
        .await
}
