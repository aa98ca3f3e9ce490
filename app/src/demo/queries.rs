//! Rows by the thousand. SQLite binds 32 766 values in a statement, so each takes as many as fit.
#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{audience, draft, follow, item, portrait, post, post_tag, profile_field, values::DraftId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Iterable, QueryFilter,
};

const VALUES: usize = 30_000;

async fn insert<E>(db: &impl ConnectionTrait, rows: Vec<E::Model>) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let at_once = VALUES / E::Column::iter().count();
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        E::insert_many::<E::ActiveModel, _>(rows.by_ref().take(at_once).collect::<Vec<_>>())
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

pub(super) async fn insert_posts(db: &impl ConnectionTrait, rows: Vec<post::Model>) -> Result<(), DbErr> {
    insert::<post::Entity>(db, rows).await
}

pub(super) async fn insert_items(db: &impl ConnectionTrait, rows: Vec<item::Model>) -> Result<(), DbErr> {
    insert::<item::Entity>(db, rows).await
}

pub(super) async fn insert_tags(db: &impl ConnectionTrait, rows: Vec<post_tag::Model>) -> Result<(), DbErr> {
    insert::<post_tag::Entity>(db, rows).await
}

pub(super) async fn insert_audience(db: &impl ConnectionTrait, rows: Vec<audience::Model>) -> Result<(), DbErr> {
    insert::<audience::Entity>(db, rows).await
}

pub(super) async fn insert_follows(db: &impl ConnectionTrait, rows: Vec<follow::Model>) -> Result<(), DbErr> {
    insert::<follow::Entity>(db, rows).await
}

pub(super) async fn insert_fields(db: &impl ConnectionTrait, rows: Vec<profile_field::Model>) -> Result<(), DbErr> {
    insert::<profile_field::Entity>(db, rows).await
}

pub(super) async fn insert_portraits(db: &impl ConnectionTrait, rows: Vec<portrait::Model>) -> Result<(), DbErr> {
    insert::<portrait::Entity>(db, rows).await
}

/// Removes the draft in which the pictures were made.
pub(super) async fn delete_draft(db: &impl ConnectionTrait, id: DraftId) -> Result<(), DbErr> {
    draft::Entity::delete_many().filter(draft::Column::Id.eq(id)).exec(db).await.map(drop)
}
