//! Lists of members for those who look after them.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    account, user,
    values::{AccountId, UserId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
    sea_query::{Expr, LikeExpr},
};

use super::{by_ids, reach::met_by};
use crate::{
    error::Result,
    federation::standing::{unlimited_or, unsuspended},
    relationships,
    viewer::Tenant,
};

/// A list of members: which of them, and where the page begins.
#[derive(Default)]
pub struct MemberFilter<'a> {
    /// The beginning of a user name, or of a word of the name somebody is shown by; with an @ before it, of a user name.
    pub name: &'a str,
    /// The beginning of an e-mail address.
    pub email: &'a str,
    pub role: Option<user::Role>,
    /// The key of the name that the page before ended with.
    pub after: &'a str,
}

/// A member with what is private of them.
pub struct Found {
    pub account: account::Model,
    pub user: user::Model,
}

/// Members of a community by their names; one more than `size` when there are more.
pub async fn members(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    which: &MemberFilter<'_>,
    size: u64,
) -> Result<Vec<Found>> {
    let users = user::Entity::find()
        .select_only()
        .column(user::Column::AccountId)
        .filter(user::Column::TenantId.eq(tenant.id))
        .filter(
            Condition::all()
                .add_option(which.role.map(|role| user::Column::Role.eq(role)))
                .add_option(begins(user::Column::EmailKey, &which.email.to_lowercase())),
        );
    let accounts = account::Entity::find()
        .filter(account::Column::HostId.eq(tenant.host.id))
        .filter(account::Column::State.eq(account::State::Living))
        .filter(account::Column::NameKey.gt(which.after))
        .filter(Condition::all().add_option(called(which.name, Reach::Words)))
        .filter(account::Column::Id.in_subquery(users.into_query()))
        .order_by_asc(account::Column::NameKey)
        .limit(size + 1)
        .all(db)
        .await?;
    with_users(db, accounts).await
}

/// People of all communities who are called so, by a name of either kind that begins so, or who have exactly that address:
/// for operators.
pub async fn search(db: &impl ConnectionTrait, typed: &str, after: Option<AccountId>, size: u64) -> Result<Vec<Found>> {
    let typed = typed.trim();
    let mut accounts = account::Entity::find()
        .filter(account::Column::TenantId.is_not_null())
        .filter(account::Column::State.eq(account::State::Living))
        .filter(Condition::all().add_option(after.map(|id| account::Column::Id.lt(id))));
    if typed.strip_prefix('@').unwrap_or(typed).contains('@') {
        let users = user::Entity::find()
            .select_only()
            .column(user::Column::AccountId)
            .filter(user::Column::EmailKey.eq(typed.to_lowercase()));
        accounts = accounts.filter(account::Column::Id.in_subquery(users.into_query()));
    } else {
        accounts = accounts.filter(Condition::all().add_option(called(typed, Reach::Beginnings)));
    }
    let accounts = accounts.order_by_desc(account::Column::Id).limit(size + 1).all(db).await?;
    with_users(db, accounts).await
}

/// Members of the community, and people of other servers whom it has met, who want to be found and are called so. Those of
/// servers that the community has limited are found by their followers alone.
pub async fn discover(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: Option<AccountId>,
    typed: &str,
    size: u64,
) -> Result<Vec<account::Model>> {
    let id = (account::Entity, account::Column::Id);
    let followed = viewer.map(|viewer| Expr::exists(relationships::accepted_follow(viewer, id)));
    let met = account::Column::TenantId.is_null().and(Expr::exists(met_by(tenant, id)));
    let near = account::Column::HostId.eq(tenant.host.id).or(met);
    Ok(account::Entity::find()
        .filter(near)
        .filter(unsuspended(tenant, id))
        .filter(unlimited_or(tenant, id, followed))
        .filter(Condition::all().add_option(viewer.map(|viewer| relationships::unblocked(viewer, id))))
        .filter(account::Column::State.eq(account::State::Living))
        .filter(account::Column::Discoverable.eq(true))
        .filter(Condition::all().add_option(called(typed.trim(), Reach::Beginnings)))
        .order_by_asc(account::Column::NameKey)
        .limit(size)
        .all(db)
        .await?)
}

/// How many have an address that the mail server would not deliver to.
pub async fn count_mail_problems(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(user::Entity::find().filter(user::Column::MailProblem.is_not_null()).count(db).await?)
}

/// People to whom the mail server would not deliver.
pub async fn with_mail_problems(db: &impl ConnectionTrait, after: Option<UserId>, size: u64) -> Result<Vec<Found>> {
    let users = user::Entity::find()
        .filter(user::Column::MailProblem.is_not_null())
        .filter(Condition::all().add_option(after.map(|id| user::Column::Id.lt(id))))
        .order_by_desc(user::Column::Id)
        .limit(size + 1)
        .all(db)
        .await?;
    let accounts = by_ids(db, users.iter().map(|user| user.account_id)).await?;
    let found = users.into_iter().filter_map(|user| {
        let account = accounts.iter().find(|account| account.id == user.account_id)?.clone();
        Some(Found { account, user })
    });
    Ok(found.collect())
}

async fn with_users(db: &impl ConnectionTrait, accounts: Vec<account::Model>) -> Result<Vec<Found>> {
    let ids = accounts.iter().map(|account| account.id);
    let users = user::Entity::find().filter(user::Column::AccountId.is_in(ids)).all(db).await?;
    let found = accounts.into_iter().filter_map(|account| {
        let user = users.iter().find(|user| user.account_id == account.id)?.clone();
        Some(Found { account, user })
    });
    Ok(found.collect())
}

/// That an account is called so: by the beginning of its user name, or of a word of the name it is shown by.
pub fn called_so(typed: &str) -> Option<Condition> {
    called(typed, Reach::Words)
}

/// How far a name is looked into.
enum Reach {
    /// Its beginning, which an index finds.
    Beginnings,
    /// The beginning of each of its words: for the members of one community.
    Words,
}

/// Whose user name begins with `typed`, or the name they are shown by, however the letters are cased.
fn called(typed: &str, reach: Reach) -> Option<Condition> {
    if let Some(name) = typed.strip_prefix('@') {
        return begins(account::Column::NameKey, &name.to_ascii_lowercase()).map(|begins| Condition::all().add(begins));
    }
    let shown = typed.to_lowercase();
    let mut either = Condition::any()
        .add(begins(account::Column::NameKey, &typed.to_ascii_lowercase())?)
        .add(begins(account::Column::DisplayKey, &shown)?);
    if let Reach::Words = reach {
        let plain = shown.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        either = either.add(account::Column::DisplayKey.like(LikeExpr::new(format!("% {plain}%")).escape('\\')));
    }
    Some(either)
}

/// `column` begins with `text`, as an index finds it. Names and addresses are kept byte by byte.
fn begins(column: impl ColumnTrait, text: &str) -> Option<Expr> {
    (!text.is_empty()).then(|| column.gte(text).and(column.lt(format!("{text}\u{10ffff}"))))
}
