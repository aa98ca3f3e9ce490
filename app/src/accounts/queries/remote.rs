//! Accounts of other servers.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use std::collections::HashMap;

use heliograph_entity::{
    account, remote_actor,
    values::{AccountId, HostId, Timestamp},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use crate::{
    db::Tx,
    error::Result,
    federation::{Inbox, standing::rejects_media},
    tenants,
    viewer::Tenant,
};

async fn with(
    db: &impl ConnectionTrait,
    actor: Option<remote_actor::Model>,
) -> Result<Option<(account::Model, remote_actor::Model)>, DbErr> {
    let Some(actor) = actor else { return Ok(None) };
    let account = account::Entity::find_by_id(actor.account_id).one(db).await?;
    Ok(account.map(|account| (account, actor)))
}

/// The account of another server with that id, if it is known here.
pub async fn by_uri(db: &impl ConnectionTrait, uri: &str) -> Result<Option<(account::Model, remote_actor::Model)>> {
    let actor = remote_actor::Entity::find().filter(remote_actor::Column::Uri.eq(uri)).one(db).await?;
    Ok(with(db, actor).await?)
}

pub(in crate::accounts) async fn by_key(
    db: &impl ConnectionTrait,
    key_id: &str,
) -> Result<Option<(account::Model, remote_actor::Model)>, DbErr> {
    let actor = remote_actor::Entity::find().filter(remote_actor::Column::KeyId.eq(key_id)).one(db).await?;
    with(db, actor).await
}

pub async fn actor_of(db: &impl ConnectionTrait, id: AccountId) -> Result<Option<remote_actor::Model>> {
    Ok(remote_actor::Entity::find_by_id(id).one(db).await?)
}

/// Where an account of another server takes what is for it, beside others there if it can be; nowhere once it is gone.
pub async fn inbox_of(db: &impl ConnectionTrait, account: &account::Model) -> Result<Option<Inbox>> {
    let actor = actor_of(db, account.id).await?.filter(|actor| actor.gone_at.is_none());
    Ok(actor.map(|actor| Inbox {
        host_id: account.host_id,
        inbox: if actor.shared_inbox.is_empty() { actor.inbox } else { actor.shared_inbox },
    }))
}

/// What another server has of an account.
pub(in crate::accounts) struct There {
    pub(in crate::accounts) page: String,
    /// Whether the community leaves out its pictures.
    pub(in crate::accounts) without_pictures: bool,
}

/// What their servers have of the accounts, as far as `tenant` shows it.
pub(in crate::accounts) async fn there(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    ids: &[AccountId],
) -> Result<HashMap<AccountId, There>, DbErr> {
    let id = (remote_actor::Entity, remote_actor::Column::AccountId);
    let found: Vec<(AccountId, String, bool)> = remote_actor::Entity::find()
        .select_only()
        .columns([remote_actor::Column::AccountId, remote_actor::Column::Url])
        .column_as(rejects_media(tenant, id), "without_pictures")
        .filter(remote_actor::Column::AccountId.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().map(|(id, page, without_pictures)| (id, There { page, without_pictures })).collect())
}

pub(in crate::accounts) async fn on_host(
    db: &impl ConnectionTrait,
    host: HostId,
    name_key: &str,
) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find()
        .filter(account::Column::HostId.eq(host))
        .filter(account::Column::NameKey.eq(name_key))
        .one(db)
        .await
}

/// Writes what makes an account an actor over what was there.
pub(in crate::accounts) async fn keep_actor(tx: &Tx, actor: remote_actor::Model) -> Result<(), DbErr> {
    use remote_actor::Column::{
        AccountId, Avatar, Featured, FetchedAt, Followers, Following, GoneAt, Inbox, KeyId, Outbox, PublicKey,
        SharedInbox, Url,
    };

    remote_actor::Entity::insert(actor.into_active_model())
        .on_conflict(
            OnConflict::column(AccountId)
                .update_columns([
                    Url,
                    Inbox,
                    SharedInbox,
                    KeyId,
                    PublicKey,
                    FetchedAt,
                    GoneAt,
                    Followers,
                    Following,
                    Outbox,
                    Featured,
                    Avatar,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map(drop)
}

/// Notes that an actor is looked at once more, unless that was after `before`; whether it is to be.
pub(in crate::accounts) async fn note_check(
    tx: &Tx,
    id: AccountId,
    before: Timestamp,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let update = remote_actor::Entity::update_many()
        .col_expr(remote_actor::Column::CheckedAt, Expr::value(now))
        .filter(remote_actor::Column::AccountId.eq(id))
        .filter(remote_actor::Column::CheckedAt.lte(before))
        .exec(tx)
        .await?;
    Ok(update.rows_affected == 1)
}

/// An account of another server has gone: nothing is left of it but its name, and what a late word of it is known by.
pub async fn hide_remote(tx: &Tx, id: AccountId, now: Timestamp) -> Result<()> {
    super::hide(tx, id, now).await?;
    Ok(super::empty(tx, id).await?)
}

/// The living members of whichever community of the hub whose ids these are.
pub async fn members_with_ids<'a>(
    db: &impl ConnectionTrait,
    uris: impl Iterator<Item = &'a str>,
) -> Result<Vec<account::Model>> {
    let named: Vec<(&str, AccountId)> = uris
        .filter_map(|uri| uri.split_once("/ap/accounts/"))
        .filter_map(|(origin, id)| Some((origin, id.parse().ok()?)))
        .collect();
    if named.is_empty() {
        return Ok(Vec::new());
    }
    let mut members = super::by_ids(db, named.iter().map(|(_, id)| *id)).await?;
    members.retain(|account| !account.is_remote() && account.state == account::State::Living);
    let hosts = tenants::hosts(db, members.iter().map(|account| account.host_id)).await?;
    members.retain(|account| {
        let host = hosts.iter().find(|host| host.id == account.host_id);
        host.is_some_and(|host| named.contains(&(host.origin.as_str(), account.id)))
    });
    Ok(members)
}

/// The account with that id, of whichever community of the hub or of another server, if it is known here.
pub async fn with_uri(db: &impl ConnectionTrait, uri: &str) -> Result<Option<account::Model>> {
    match members_with_ids(db, std::iter::once(uri)).await?.pop() {
        Some(member) => Ok(Some(member)),
        None => Ok(by_uri(db, uri).await?.map(|(account, _)| account)),
    }
}

/// How many its server says that there are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    pub posts: Option<i64>,
    pub followers: Option<i64>,
    pub following: Option<i64>,
}

/// Whether what an account has published was last asked for before `before`; then it is being asked for from now on.
pub async fn claim_filling(tx: &Tx, id: AccountId, before: Timestamp, now: Timestamp) -> Result<bool> {
    let filled = remote_actor::Column::FilledAt;
    let update = remote_actor::Entity::update_many()
        .col_expr(filled, Expr::value(now))
        .filter(remote_actor::Column::AccountId.eq(id))
        .filter(filled.is_null().or(filled.lt(before)))
        .exec(tx)
        .await?;
    Ok(update.rows_affected == 1)
}

/// What was told when it was asked for; where nothing was, what was told before stands, or else nothing.
pub async fn note_told(tx: &Tx, id: AccountId, told: Told) -> Result<()> {
    let Some(actor) = actor_of(tx, id).await? else { return Ok(()) };
    remote_actor::Entity::update_many()
        .col_expr(remote_actor::Column::PostsTold, Expr::value(told.posts.or(actor.posts_told).or(Some(0))))
        .col_expr(remote_actor::Column::FollowersTold, Expr::value(told.followers.or(actor.followers_told)))
        .col_expr(remote_actor::Column::FollowingTold, Expr::value(told.following.or(actor.following_told)))
        .filter(remote_actor::Column::AccountId.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}
