#![expect(clippy::disallowed_methods, reason = "where finders live")]

use std::collections::HashSet;

use heliograph_entity::{
    device, passkey, recovery_code, session, sign_in, totp, user,
    values::{PasskeyId, SignInId, TenantId, Timestamp, UserId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict,
};

/// The session of that id, if it is one of the community, or one from before there was any.
fn of(tenant: Option<TenantId>, id_hash: &str) -> Condition {
    let column = session::Column::TenantId;
    Condition::all()
        .add(session::Column::IdHash.eq(id_hash))
        .add(tenant.map_or_else(|| column.is_null(), |tenant| column.eq(tenant)))
}

pub(super) async fn living(
    db: &impl ConnectionTrait,
    tenant: Option<TenantId>,
    id_hash: &str,
    now: Timestamp,
) -> Result<Option<session::Model>, DbErr> {
    session::Entity::find().filter(of(tenant, id_hash)).filter(session::Column::ExpiresAt.gt(now)).one(db).await
}

/// Whether the id was free.
pub(super) async fn insert(db: &impl ConnectionTrait, row: session::Model) -> Result<bool, DbErr> {
    let inserted = session::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(session::Column::IdHash).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

/// A session that has been ended meanwhile stays ended.
pub(super) async fn update(
    db: &impl ConnectionTrait,
    tenant: Option<TenantId>,
    id_hash: &str,
    change: session::ActiveModel,
) -> Result<(), DbErr> {
    session::Entity::update_many().set(change).filter(of(tenant, id_hash)).exec(db).await.map(drop)
}

pub(super) async fn delete(db: &impl ConnectionTrait, tenant: Option<TenantId>, id_hash: &str) -> Result<(), DbErr> {
    session::Entity::delete_many().filter(of(tenant, id_hash)).exec(db).await.map(drop)
}

/// When the user was last here in a browser in which they are still signed in, to some minutes.
pub async fn last_seen(db: &impl ConnectionTrait, user: &user::Model) -> Result<Option<Timestamp>, DbErr> {
    let last = sign_in::Entity::find()
        .filter(sign_in::Column::TenantId.eq(user.tenant_id))
        .filter(sign_in::Column::UserId.eq(user.id))
        .order_by_desc(sign_in::Column::LastUsedAt)
        .one(db)
        .await?;
    Ok(last.map(|sign_in| sign_in.last_used_at))
}

/// Those of `ids` that were used since, oldest first.
pub(super) async fn sign_ins(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    ids: &[SignInId],
    since: Timestamp,
) -> Result<Vec<sign_in::Model>, DbErr> {
    sign_in::Entity::find()
        .filter(sign_in::Column::TenantId.eq(tenant))
        .filter(sign_in::Column::Id.is_in(ids.iter().copied()))
        .filter(sign_in::Column::LastUsedAt.gt(since))
        .order_by_asc(sign_in::Column::Id)
        .all(db)
        .await
}

/// Where somebody is signed in, newest first; so many at the most.
pub(super) async fn sign_ins_of(
    db: &impl ConnectionTrait,
    (tenant, user): (TenantId, UserId),
    since: Timestamp,
    limit: u64,
) -> Result<Vec<sign_in::Model>, DbErr> {
    sign_in::Entity::find()
        .filter(sign_in::Column::TenantId.eq(tenant))
        .filter(sign_in::Column::UserId.eq(user))
        .filter(sign_in::Column::LastUsedAt.gt(since))
        .order_by_desc(sign_in::Column::Id)
        .limit(limit)
        .all(db)
        .await
}

pub(super) async fn sign_in_of(
    db: &impl ConnectionTrait,
    (tenant, user): (TenantId, UserId),
    id: SignInId,
) -> Result<Option<sign_in::Model>, DbErr> {
    sign_in::Entity::find_by_id(id)
        .filter(sign_in::Column::TenantId.eq(tenant))
        .filter(sign_in::Column::UserId.eq(user))
        .one(db)
        .await
}

pub(super) async fn insert_sign_in(db: &impl ConnectionTrait, row: sign_in::Model) -> Result<(), DbErr> {
    sign_in::Entity::insert(row.into_active_model()).exec_without_returning(db).await.map(drop)
}

pub(super) async fn note_use(
    db: &impl ConnectionTrait,
    id: SignInId,
    now: Timestamp,
    network: &str,
) -> Result<(), DbErr> {
    let change =
        sign_in::ActiveModel { last_used_at: Set(now), network: Set(network.to_owned()), ..Default::default() };
    sign_in::Entity::update_many().set(change).filter(sign_in::Column::Id.eq(id)).exec(db).await.map(drop)
}

pub(super) async fn note_proof(db: &impl ConnectionTrait, id: SignInId, now: Timestamp) -> Result<(), DbErr> {
    let change = sign_in::ActiveModel { proved_at: Set(now), ..Default::default() };
    sign_in::Entity::update_many().set(change).filter(sign_in::Column::Id.eq(id)).exec(db).await.map(drop)
}

pub(super) async fn end(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    ids: impl IntoIterator<Item = SignInId>,
) -> Result<(), DbErr> {
    sign_in::Entity::delete_many()
        .filter(sign_in::Column::TenantId.eq(tenant))
        .filter(sign_in::Column::Id.is_in(ids))
        .exec(db)
        .await
        .map(drop)
}

/// Ends every sign-in of somebody but `kept`.
pub(super) async fn end_of(
    db: &impl ConnectionTrait,
    (tenant, user): (TenantId, UserId),
    kept: Option<SignInId>,
) -> Result<(), DbErr> {
    let mut theirs = sign_in::Entity::delete_many()
        .filter(sign_in::Column::TenantId.eq(tenant))
        .filter(sign_in::Column::UserId.eq(user));
    if let Some(kept) = kept {
        theirs = theirs.filter(sign_in::Column::Id.ne(kept));
    }
    theirs.exec(db).await.map(drop)
}

/// Whether it is a device of theirs that has not been forgotten.
pub(super) async fn knows_device(db: &impl ConnectionTrait, user: UserId, token_hash: &str) -> Result<bool, DbErr> {
    let found = device::Entity::find_by_id((user, token_hash.to_owned())).one(db).await?;
    Ok(found.is_some_and(|device| device.forgotten_at.is_none()))
}

/// Whether they have ever signed in anywhere.
pub(super) async fn has_devices(db: &impl ConnectionTrait, user: UserId) -> Result<bool, DbErr> {
    Ok(device::Entity::find().filter(device::Column::UserId.eq(user)).count(db).await? > 0)
}

/// Makes it a known device, also when it had been forgotten.
pub(super) async fn know_device(db: &impl ConnectionTrait, row: device::Model) -> Result<(), DbErr> {
    let again = OnConflict::columns([device::Column::UserId, device::Column::TokenHash])
        .update_columns([device::Column::LastUsedAt, device::Column::ForgottenAt])
        .to_owned();
    device::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(db).await.map(drop)
}

/// Forgets one device of somebody.
pub(super) async fn forget_device(
    db: &impl ConnectionTrait,
    user: UserId,
    token_hash: &str,
    now: Timestamp,
) -> Result<(), DbErr> {
    let change = device::ActiveModel { forgotten_at: Set(Some(now)), ..Default::default() };
    device::Entity::update_many()
        .set(change)
        .filter(device::Column::UserId.eq(user))
        .filter(device::Column::TokenHash.eq(token_hash))
        .exec(db)
        .await
        .map(drop)
}

/// Forgets every device of somebody but `kept`.
pub(super) async fn forget_devices(
    db: &impl ConnectionTrait,
    user: UserId,
    kept: Option<&str>,
    now: Timestamp,
) -> Result<(), DbErr> {
    let change = device::ActiveModel { forgotten_at: Set(Some(now)), ..Default::default() };
    let mut theirs = device::Entity::update_many().set(change).filter(device::Column::UserId.eq(user));
    if let Some(kept) = kept {
        theirs = theirs.filter(device::Column::TokenHash.ne(kept));
    }
    theirs.exec(db).await.map(drop)
}

pub(super) async fn drop_devices_before(db: &impl ConnectionTrait, time: Timestamp) -> Result<(), DbErr> {
    device::Entity::delete_many().filter(device::Column::LastUsedAt.lt(time)).exec(db).await.map(drop)
}

/// Those of `users` who have an authenticator app.
pub(super) async fn with_totp(
    db: &impl ConnectionTrait,
    users: impl IntoIterator<Item = UserId>,
) -> Result<HashSet<UserId>, DbErr> {
    let found = totp::Entity::find().filter(totp::Column::UserId.is_in(users)).all(db).await?;
    Ok(found.into_iter().map(|row| row.user_id).collect())
}

pub(super) async fn totp(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
) -> Result<Option<totp::Model>, DbErr> {
    totp::Entity::find_by_id(user).filter(totp::Column::TenantId.eq(tenant)).one(db).await
}

/// Whether they had none.
pub(super) async fn insert_totp(db: &impl ConnectionTrait, row: totp::Model) -> Result<bool, DbErr> {
    let inserted = totp::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(totp::Column::UserId).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

/// Whether the step comes after every one that was used.
pub(super) async fn use_step(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    step: i64,
) -> Result<bool, DbErr> {
    let change = totp::ActiveModel { last_step: Set(step), ..Default::default() };
    let used = totp::Entity::update_many()
        .set(change)
        .filter(totp::Column::UserId.eq(user))
        .filter(totp::Column::TenantId.eq(tenant))
        .filter(totp::Column::LastStep.lt(step))
        .exec(db)
        .await?;
    Ok(used.rows_affected == 1)
}

/// Whether there was one that was added then or later.
pub(super) async fn delete_totp_since(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    since: Timestamp,
) -> Result<bool, DbErr> {
    let deleted = totp::Entity::delete_by_id(user)
        .filter(totp::Column::TenantId.eq(tenant))
        .filter(totp::Column::CreatedAt.gte(since))
        .exec(db)
        .await?;
    Ok(deleted.rows_affected == 1)
}

/// Whether there was one.
pub(super) async fn delete_totp(db: &impl ConnectionTrait, tenant: TenantId, user: UserId) -> Result<bool, DbErr> {
    let deleted = totp::Entity::delete_by_id(user).filter(totp::Column::TenantId.eq(tenant)).exec(db).await?;
    Ok(deleted.rows_affected == 1)
}

pub(super) async fn insert_code(db: &impl ConnectionTrait, row: recovery_code::Model) -> Result<(), DbErr> {
    recovery_code::Entity::insert(row.into_active_model()).exec_without_returning(db).await.map(drop)
}

pub(super) async fn delete_codes(db: &impl ConnectionTrait, tenant: TenantId, user: UserId) -> Result<(), DbErr> {
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::TenantId.eq(tenant))
        .filter(recovery_code::Column::UserId.eq(user))
        .exec(db)
        .await
        .map(drop)
}

/// Those that were made then or later.
pub(super) async fn delete_codes_since(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    since: Timestamp,
) -> Result<(), DbErr> {
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::TenantId.eq(tenant))
        .filter(recovery_code::Column::UserId.eq(user))
        .filter(recovery_code::Column::CreatedAt.gte(since))
        .exec(db)
        .await
        .map(drop)
}

pub(super) async fn codes_left(db: &impl ConnectionTrait, tenant: TenantId, user: UserId) -> Result<u64, DbErr> {
    recovery_code::Entity::find()
        .filter(recovery_code::Column::TenantId.eq(tenant))
        .filter(recovery_code::Column::UserId.eq(user))
        .filter(recovery_code::Column::UsedAt.is_null())
        .count(db)
        .await
}

/// Whether it was a code of theirs that nobody had used.
pub(super) async fn use_code(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    code_hash: &str,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let change = recovery_code::ActiveModel { used_at: Set(Some(now)), ..Default::default() };
    let used = recovery_code::Entity::update_many()
        .set(change)
        .filter(recovery_code::Column::CodeHash.eq(code_hash))
        .filter(recovery_code::Column::TenantId.eq(tenant))
        .filter(recovery_code::Column::UserId.eq(user))
        .filter(recovery_code::Column::UsedAt.is_null())
        .exec(db)
        .await?;
    Ok(used.rows_affected == 1)
}

/// Somebody's passkeys, oldest first.
pub(super) async fn passkeys(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
) -> Result<Vec<passkey::Model>, DbErr> {
    passkey::Entity::find()
        .filter(passkey::Column::TenantId.eq(tenant))
        .filter(passkey::Column::UserId.eq(user))
        .order_by_asc(passkey::Column::Id)
        .all(db)
        .await
}

pub(super) async fn passkey(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    credential_id: &str,
) -> Result<Option<passkey::Model>, DbErr> {
    passkey::Entity::find()
        .filter(passkey::Column::TenantId.eq(tenant))
        .filter(passkey::Column::CredentialId.eq(credential_id))
        .one(db)
        .await
}

/// Whether it was new to the community.
pub(super) async fn insert_passkey(db: &impl ConnectionTrait, row: passkey::Model) -> Result<bool, DbErr> {
    let known = [passkey::Column::TenantId, passkey::Column::CredentialId];
    let inserted = passkey::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns(known).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

/// Keeps its counter, unless another answer has moved it on meanwhile.
pub(super) async fn use_passkey(
    db: &impl ConnectionTrait,
    row: &passkey::Model,
    credential: String,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let change =
        passkey::ActiveModel { credential: Set(credential), last_used_at: Set(Some(now)), ..Default::default() };
    let used = passkey::Entity::update_many()
        .set(change)
        .filter(passkey::Column::Id.eq(row.id))
        .filter(passkey::Column::Credential.eq(row.credential.as_str()))
        .exec(db)
        .await?;
    Ok(used.rows_affected == 1)
}

/// Whether it was theirs.
pub(super) async fn delete_passkey(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    id: PasskeyId,
) -> Result<bool, DbErr> {
    let deleted = passkey::Entity::delete_many()
        .filter(passkey::Column::Id.eq(id))
        .filter(passkey::Column::TenantId.eq(tenant))
        .filter(passkey::Column::UserId.eq(user))
        .exec(db)
        .await?;
    Ok(deleted.rows_affected == 1)
}

/// Those that were added then or later.
pub(super) async fn delete_passkeys_since(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
    since: Timestamp,
) -> Result<(), DbErr> {
    passkey::Entity::delete_many()
        .filter(passkey::Column::TenantId.eq(tenant))
        .filter(passkey::Column::UserId.eq(user))
        .filter(passkey::Column::CreatedAt.gte(since))
        .exec(db)
        .await
        .map(drop)
}

/// Forgets sessions that have ended, and sign-ins that were last used before `unused_since`.
pub(super) async fn forget_expired(
    db: &impl ConnectionTrait,
    now: Timestamp,
    unused_since: Timestamp,
) -> Result<(), DbErr> {
    session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(now)).exec(db).await?;
    sign_in::Entity::delete_many().filter(sign_in::Column::LastUsedAt.lt(unused_since)).exec(db).await.map(drop)
}
