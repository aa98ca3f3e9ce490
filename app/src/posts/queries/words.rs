//! What a post says, and what its photos are told to be.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    item, post,
    values::{AccountId, ItemId, PostId, Timestamp},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::Expr,
};

use super::{
    super::{ItemWords, PostWords},
    next_version,
};

/// Whether any of the words differed. Who may comment, what is told of the photos and whether there are
/// files to download changes silently.
pub(in crate::posts) async fn change_words(
    db: &impl ConnectionTrait,
    id: PostId,
    words: &PostWords,
) -> Result<bool, DbErr> {
    let rules = post::ActiveModel {
        commenters: words.commenters.map_or(NotSet, Set),
        downloadable: Set(words.downloadable),
        details: words.details.map_or(NotSet, |details| Set(details.codes())),
        ..Default::default()
    };
    post::Entity::update_many()
        .set(rules)
        .col_expr(post::Column::Version, next_version())
        .filter(post::Column::Id.eq(id))
        .exec(db)
        .await?;

    let differs = Condition::any()
        .add(post::Column::Title.ne(words.title.as_str()))
        .add(post::Column::Caption.ne(words.caption.as_str()))
        .add(post::Column::Warning.ne(words.warning.as_str()));
    let change = post::ActiveModel {
        title: Set(words.title.clone()),
        caption: Set(words.caption.clone()),
        warning: Set(words.warning.clone()),
        ..Default::default()
    };
    let update =
        post::Entity::update_many().set(change).filter(post::Column::Id.eq(id)).filter(differs).exec(db).await?;
    Ok(update.rows_affected == 1)
}

pub(in crate::posts) async fn change_item_words(
    db: &impl ConnectionTrait,
    post: PostId,
    words: &ItemWords,
) -> Result<bool, DbErr> {
    let differs = Condition::any()
        .add(item::Column::Title.ne(words.title.as_str()))
        .add(item::Column::Alt.ne(words.alt.as_str()))
        .add(item::Column::Caption.ne(words.caption.as_str()))
        .add(item::Column::Licence.ne(words.licence));
    let update = item::Entity::update_many()
        .set(item_words(words))
        .filter(item::Column::Id.eq(words.id))
        .filter(item::Column::PostId.eq(post))
        .filter(differs)
        .exec(db)
        .await?;
    if update.rows_affected == 1 {
        note_change(db, post).await?;
    }
    Ok(update.rows_affected == 1)
}

/// What is shown of the post has changed, of its items.
async fn note_change(db: &impl ConnectionTrait, post: PostId) -> Result<(), DbErr> {
    post::Entity::update_many()
        .col_expr(post::Column::Version, next_version())
        .filter(post::Column::Id.eq(post))
        .exec(db)
        .await
        .map(drop)
}

pub(super) fn item_words(words: &ItemWords) -> item::ActiveModel {
    item::ActiveModel {
        title: Set(words.title.clone()),
        alt: Set(words.alt.clone()),
        caption: Set(words.caption.clone()),
        licence: Set(words.licence),
        ..Default::default()
    }
}

/// Those that count, whoever may see them.
pub(in crate::posts) async fn pinned_ids(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<PostId>, DbErr> {
    let pinned = post::Entity::find()
        .filter(post::Column::AccountId.eq(account))
        .filter(post::Column::PinnedAt.is_not_null())
        .filter(post::Column::DeletedAt.is_null())
        .filter(post::Column::ArchivedAt.is_null())
        .all(db)
        .await?;
    Ok(pinned.into_iter().map(|post| post.id).collect())
}

pub(in crate::posts) async fn set_pinned(
    db: &impl ConnectionTrait,
    id: PostId,
    at: Option<Timestamp>,
) -> Result<(), DbErr> {
    post::Entity::update_many()
        .col_expr(post::Column::PinnedAt, Expr::value(at))
        .col_expr(post::Column::Version, next_version())
        .filter(post::Column::Id.eq(id))
        .filter(post::Column::DeletedAt.is_null())
        .filter(post::Column::ArchivedAt.is_null())
        .exec(db)
        .await
        .map(drop)
}

/// Moves items from their draft to the post.
pub(in crate::posts) async fn move_items(
    db: &impl ConnectionTrait,
    items: &[ItemId],
    post: PostId,
) -> Result<(), DbErr> {
    note_change(db, post).await?;
    let change = item::ActiveModel { post_id: Set(Some(post)), draft_id: Set(None), ..Default::default() };
    item::Entity::update_many()
        .set(change)
        .filter(item::Column::Id.is_in(items.iter().copied()))
        .exec(db)
        .await
        .map(drop)
}
