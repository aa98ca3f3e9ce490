#![expect(clippy::disallowed_methods, reason = "where finders live")]

mod counts;
mod directory;
pub(super) mod invites;
pub(super) mod newcomers;
pub(super) mod reach;
pub(super) mod remote;
pub(super) mod tokens;

use std::collections::{BTreeSet, HashMap};

use heliograph_entity::{
    account, user,
    values::{AccountId, Email, HostId, Preferences, TenantId, Timestamp, UserId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, LockType, OnConflict},
};

pub use counts::{count_followers, count_following, count_posts, free_bytes, recount, use_bytes};
pub use directory::{
    Found, MemberFilter, called_so, count_mail_problems, discover, members, search, with_mail_problems,
};

use crate::{
    db::Tx,
    error::{Error, Result},
    federation::standing::unsuspended,
    tenants,
    viewer::Tenant,
};

/// The account of that name in the community, however its letters are cased.
pub async fn by_name(db: &impl ConnectionTrait, tenant: &Tenant, name: &str) -> Result<Option<account::Model>> {
    Ok(account::Entity::find()
        .filter(account::Column::HostId.eq(tenant.host.id))
        .filter(account::Column::NameKey.eq(name.to_ascii_lowercase()))
        .one(db)
        .await?)
}

/// The account that is called `ana` in the community, or `ana@host` anywhere else that this hub knows and the community has
/// not suspended.
pub async fn by_handle(db: &impl ConnectionTrait, tenant: &Tenant, handle: &str) -> Result<Option<account::Model>> {
    let Some((name, host)) = handle.split_once('@') else { return by_name(db, tenant, handle).await };
    let domain = host.to_ascii_lowercase();
    let host = match tenants::community_of_handles(db, &domain).await? {
        Some(community) => Some(community),
        None => tenants::server_of_handles(db, &domain).await?,
    };
    let Some(host) = host else { return Ok(None) };
    Ok(account::Entity::find()
        .filter(account::Column::HostId.eq(host.id))
        .filter(account::Column::NameKey.eq(name.to_ascii_lowercase()))
        .filter(unsuspended(tenant, (account::Entity, account::Column::Id)))
        .one(db)
        .await?)
}

/// The accounts, which nobody else changes before this transaction ends; the lower id is locked first, so that nobody
/// waits for somebody who waits for them.
pub async fn lock(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = AccountId>,
) -> Result<Vec<account::Model>, DbErr> {
    account::Entity::find()
        .filter(account::Column::Id.is_in(ids))
        .order_by_asc(account::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(db)
        .await
}

/// The accounts behind a page of posts.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = AccountId>,
) -> Result<Vec<account::Model>> {
    let ids: BTreeSet<AccountId> = ids.into_iter().collect();
    Ok(account::Entity::find().filter(account::Column::Id.is_in(ids)).all(db).await?)
}

pub async fn account(db: &impl ConnectionTrait, tenant: TenantId, id: AccountId) -> Result<Option<account::Model>> {
    Ok(account::Entity::find_by_id(id).filter(account::Column::TenantId.eq(tenant)).one(db).await?)
}

/// How those of the names that are taken here are spelled, by the names in lower case.
pub(super) async fn names(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    keys: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, String>, DbErr> {
    let found: Vec<(String, String)> = account::Entity::find()
        .filter(account::Column::HostId.eq(tenant.host.id))
        .filter(account::Column::NameKey.is_in(keys))
        .select_only()
        .columns([account::Column::NameKey, account::Column::Name])
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// Those of the hosts who have one of these names, given in lower case, and whose servers the community has not suspended.
pub(super) async fn on_hosts(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    hosts: impl IntoIterator<Item = HostId>,
    keys: impl IntoIterator<Item = &str>,
) -> Result<Vec<account::Model>, DbErr> {
    account::Entity::find()
        .filter(account::Column::HostId.is_in(hosts))
        .filter(account::Column::NameKey.is_in(keys))
        .filter(account::Column::State.eq(account::State::Living))
        .filter(unsuspended(tenant, (account::Entity, account::Column::Id)))
        .all(db)
        .await
}

/// The members of the community who have these names, given in lower case.
pub async fn members_named(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    keys: impl IntoIterator<Item = String>,
) -> Result<Vec<account::Model>, DbErr> {
    account::Entity::find()
        .filter(account::Column::TenantId.eq(tenant))
        .filter(account::Column::NameKey.is_in(keys))
        .filter(account::Column::State.eq(account::State::Living))
        .all(db)
        .await
}

/// Writes what `change` sets. A new name is searched for from then on.
pub async fn change(db: &impl ConnectionTrait, id: AccountId, mut change: account::ActiveModel) -> Result<()> {
    if let Set(name) = &change.display_name {
        change.display_key = Set(name.to_lowercase());
    }
    account::Entity::update_many().set(change).filter(account::Column::Id.eq(id)).exec(db).await?;
    Ok(())
}

/// Somebody local with all they have: their user and their account.
pub async fn local(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    id: UserId,
) -> Result<Option<(user::Model, account::Model)>> {
    let Some(user) = user::Entity::find_by_id(id).filter(user::Column::TenantId.eq(tenant)).one(db).await? else {
        return Ok(None);
    };
    let account = account(db, tenant, user.account_id).await?;
    Ok(account.filter(is_living).map(|account| (user, account)))
}

/// The user of an account: also of one that is leaving, until it has gone.
pub async fn of_account(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    id: AccountId,
) -> Result<Option<user::Model>, DbErr> {
    user::Entity::find().filter(user::Column::TenantId.eq(tenant)).filter(user::Column::AccountId.eq(id)).one(db).await
}

/// Somebody local with all they have, as of now, and nobody else changes their user before this transaction ends: a new
/// password, a new address and leaving wait.
pub async fn lock_local(db: &Tx, tenant: TenantId, id: UserId) -> Result<Option<(user::Model, account::Model)>> {
    user::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(db).await?;
    local(db, tenant, id).await
}

fn is_living(account: &account::Model) -> bool {
    account.state == account::State::Living
}

/// Several at once who are living, of one community; in no order.
pub async fn locals(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    ids: impl IntoIterator<Item = UserId>,
) -> Result<Vec<(user::Model, account::Model)>> {
    let of_user =
        user::Entity::belongs_to(account::Entity).from(user::Column::AccountId).to(account::Column::Id).into();
    let people = user::Entity::find()
        .join(JoinType::InnerJoin, of_user)
        .select_also(account::Entity)
        .filter(user::Column::TenantId.eq(tenant))
        .filter(user::Column::Id.is_in(ids))
        .filter(account::Column::State.eq(account::State::Living))
        .all(db)
        .await?;
    Ok(people.into_iter().filter_map(|(user, account)| Some((user, account?))).collect())
}

/// The user who signs in with that name or e-mail address.
pub async fn user_by_login(db: &impl ConnectionTrait, tenant: &Tenant, login: &str) -> Result<Option<user::Model>> {
    let of_tenant = user::Entity::find().filter(user::Column::TenantId.eq(tenant.id));
    let login = login.trim();
    if login.strip_prefix('@').unwrap_or(login).contains('@') {
        let Some(user) = of_tenant.filter(user::Column::EmailKey.eq(login.to_lowercase())).one(db).await? else {
            return Ok(None);
        };
        let living = account(db, tenant.id, user.account_id).await?.is_some_and(|account| is_living(&account));
        return Ok(Some(user).filter(|_| living));
    }
    match by_name(db, tenant, login.trim_start_matches('@')).await?.filter(is_living) {
        Some(account) => Ok(of_tenant.filter(user::Column::AccountId.eq(account.id)).one(db).await?),
        None => Ok(None),
    }
}

/// Whether an account has the name, or somebody on the way to one.
pub(super) async fn name_is_taken(db: &impl ConnectionTrait, tenant: &Tenant, name_key: &str) -> Result<bool> {
    Ok(by_name(db, tenant, name_key).await?.is_some() || newcomers::holds(db, tenant.id, name_key).await?)
}

/// The user behind a local account.
pub(super) async fn user_of(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    account: AccountId,
) -> Result<Option<user::Model>, DbErr> {
    user::Entity::find()
        .filter(user::Column::TenantId.eq(tenant))
        .filter(user::Column::AccountId.eq(account))
        .one(db)
        .await
}

/// The moderators, admins and owners of a community who can be mailed.
pub(super) async fn staff(db: &impl ConnectionTrait, tenant: TenantId) -> Result<Vec<user::Model>, DbErr> {
    user::Entity::find()
        .filter(user::Column::TenantId.eq(tenant))
        .filter(user::Column::Role.ne(user::Role::Member))
        .filter(user::Column::ConfirmedAt.is_not_null())
        .all(db)
        .await
}

/// Whether the name was free on its host.
pub(super) async fn insert_account(db: &impl ConnectionTrait, account: account::Model) -> Result<bool, DbErr> {
    let inserted = account::Entity::insert(account.into_active_model())
        .on_conflict(OnConflict::columns([account::Column::HostId, account::Column::NameKey]).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

/// Whether the address was free in its community.
pub(super) async fn insert_user(db: &impl ConnectionTrait, user: user::Model) -> Result<bool, DbErr> {
    let inserted = user::Entity::insert(user.into_active_model())
        .on_conflict(OnConflict::columns([user::Column::TenantId, user::Column::EmailKey]).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

/// Changes what only a local account has.
pub async fn update_user(db: &impl ConnectionTrait, id: UserId, change: user::ActiveModel) -> Result<(), DbErr> {
    user::Entity::update_many().set(change).filter(user::Column::Id.eq(id)).exec(db).await.map(drop)
}

/// Gives them another address, unless somebody else in the community has it.
pub(super) async fn change_email(db: &impl ConnectionTrait, user: &user::Model, email: &Email) -> Result<bool, DbErr> {
    let taken = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(user::Column::TenantId.eq(user.tenant_id))
        .filter(user::Column::EmailKey.eq(email.key()))
        .filter(user::Column::Id.ne(user.id))
        .into_query();
    let change = user::ActiveModel {
        email: Set(email.to_string()),
        email_key: Set(email.key()),
        mail_problem: Set(None),
        ..Default::default()
    };
    let changed = user::Entity::update_many()
        .set(change)
        .filter(user::Column::Id.eq(user.id))
        .filter(Expr::exists(taken).not())
        .exec(db)
        .await?;
    Ok(changed.rows_affected == 1)
}

pub async fn count_owners(db: &impl ConnectionTrait, tenant: TenantId) -> Result<u64, DbErr> {
    user::Entity::find()
        .filter(user::Column::TenantId.eq(tenant))
        .filter(user::Column::Role.eq(user::Role::Owner))
        .count(db)
        .await
}

/// What somebody here says that they write in; empty where they don't say.
pub async fn language_of(db: &impl ConnectionTrait, account: &account::Model) -> Result<String, DbErr> {
    let Some(tenant) = account.tenant_id else { return Ok(String::new()) };
    Ok(user_of(db, tenant, account.id)
        .await?
        .map(|user| Preferences::parse(&user.preferences).language)
        .unwrap_or_default())
}

/// Changes what somebody has chosen; of two changes at once both count.
pub async fn prefer(db: &Tx, id: UserId, change: impl FnOnce(&mut Preferences)) -> Result<()> {
    let locked = user::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(db).await?;
    let user = locked.ok_or(Error::NotFound)?;
    let mut preferences = Preferences::parse(&user.preferences);
    change(&mut preferences);
    let change = user::ActiveModel { preferences: Set(preferences.to_json()), ..Default::default() };
    Ok(update_user(db, id, change).await?)
}

/// Hides an account from everybody, with its words; whether it was living.
pub async fn hide(db: &impl ConnectionTrait, id: AccountId, now: Timestamp) -> Result<bool, DbErr> {
    let update = account::Entity::update_many()
        .col_expr(account::Column::State, Expr::value(account::State::Leaving))
        .col_expr(account::Column::DeletedAt, Expr::value(now))
        .filter(account::Column::Id.eq(id))
        .filter(account::Column::State.eq(account::State::Living))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

/// Leaves of an account nothing but its name.
pub async fn empty(db: &impl ConnectionTrait, id: AccountId) -> Result<(), DbErr> {
    account::Entity::update_many()
        .col_expr(account::Column::State, Expr::value(account::State::Deleted))
        .col_expr(account::Column::DisplayName, Expr::col(account::Column::Name))
        .col_expr(account::Column::DisplayKey, Expr::col(account::Column::NameKey))
        .col_expr(account::Column::Bio, Expr::value(""))
        .col_expr(account::Column::Pronouns, Expr::value(""))
        .col_expr(account::Column::Website, Expr::value(""))
        .col_expr(account::Column::AvatarSmall, Expr::value(None::<String>))
        .col_expr(account::Column::AvatarLarge, Expr::value(None::<String>))
        .col_expr(account::Column::AvatarAlt, Expr::value(""))
        .col_expr(account::Column::PostsCount, Expr::value(0_i64))
        .col_expr(account::Column::MovedTo, Expr::value(None::<String>))
        .col_expr(account::Column::MovedAt, Expr::value(None::<Timestamp>))
        .filter(account::Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// Deletes an address, a password and a role, with the sessions and links that belong to them.
pub async fn delete_user(db: &impl ConnectionTrait, id: UserId) -> Result<(), DbErr> {
    user::Entity::delete_by_id(id).exec(db).await.map(drop)
}
