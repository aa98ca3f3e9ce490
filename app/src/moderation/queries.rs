#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    account, act, note,
    values::{AccountId, ActId, TenantId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, Func},
};

pub(super) async fn insert(db: &impl ConnectionTrait, act: act::Model) -> Result<(), DbErr> {
    act::Entity::insert(act.into_active_model()).exec_without_returning(db).await.map(drop)
}

/// Which acts of a log.
pub(super) struct Which<'a> {
    /// Those of a community, or those that concern the hub as a whole.
    pub(super) tenant: Option<TenantId>,
    pub(super) who: Option<Who<'a>>,
    pub(super) verb: Option<&'a str>,
    pub(super) before: Option<ActId>,
}

pub(super) enum Who<'a> {
    /// What they did and what was done to them.
    Member(&'a account::Model),
    /// What was done by whoever is called so, in whichever community; or called `name@host`.
    Operator(&'a str),
}

/// Newest first; one more than `size` when there are more.
pub(super) async fn acts(db: &impl ConnectionTrait, which: Which<'_>, size: u64) -> Result<Vec<act::Model>, DbErr> {
    let who = which.who.map(|who| match who {
        Who::Member(person) => {
            act::Column::ActorId.eq(person.id).or(act::Column::Subject.eq(format!("@{}", person.name)))
        }
        Who::Operator(name) => {
            let host = if name.contains('@') { "" } else { "@" };
            let beginning = format!("@{}{host}", name.to_ascii_lowercase());
            let actor = || Func::lower(Expr::col(act::Column::Actor));
            let length = beginning.chars().count() as i32;
            Expr::expr(Func::cust("SUBSTR").args([Expr::expr(actor()), Expr::value(1), Expr::value(length)]))
                .eq(beginning)
        }
    });
    act::Entity::find()
        .filter(match which.tenant {
            Some(tenant) => act::Column::TenantId.eq(tenant),
            None => act::Column::TenantId.is_null(),
        })
        .filter(
            Condition::all()
                .add_option(who)
                .add_option(which.verb.map(|verb| act::Column::Verb.eq(verb)))
                .add_option(which.before.map(|id| act::Column::Id.lt(id))),
        )
        .order_by_desc(act::Column::Id)
        .limit(size + 1)
        .all(db)
        .await
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
