#![expect(clippy::disallowed_methods, reason = "where finders live")]

pub(super) mod elsewhere;

use std::collections::BTreeMap;

use heliograph_entity::{
    draft, file, item, post,
    values::{AccountId, DraftId, FileId, ItemId, PostId, Timestamp},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, IntoCondition},
};

use crate::db::is_not;

/// What is shown of the posts of these items changes with them. Before anything else, since a post is locked before its
/// items.
pub async fn note_change(db: &impl ConnectionTrait, items: &[ItemId]) -> Result<(), DbErr> {
    note_change_of(db, item::Column::Id.is_in(items.iter().copied())).await
}

async fn note_change_of(db: &impl ConnectionTrait, items: impl IntoCondition) -> Result<(), DbErr> {
    let posts = item::Entity::find().select_only().column(item::Column::PostId).filter(items);
    post::Entity::update_many()
        .col_expr(post::Column::Version, Expr::col((post::Entity, post::Column::Version)).add(1))
        .filter(post::Column::Id.in_subquery(posts.into_query()))
        .exec(db)
        .await
        .map(drop)
}

pub(super) async fn item(db: &impl ConnectionTrait, id: ItemId) -> Result<Option<item::Model>, DbErr> {
    item::Entity::find_by_id(id).one(db).await
}

pub(super) async fn items(db: &impl ConnectionTrait, ids: &[ItemId]) -> Result<Vec<item::Model>, DbErr> {
    item::Entity::find()
        .filter(item::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(item::Column::Position)
        .all(db)
        .await
}

pub async fn items_of_draft(db: &impl ConnectionTrait, draft: DraftId) -> Result<Vec<item::Model>, DbErr> {
    item::Entity::find()
        .filter(item::Column::DraftId.eq(draft))
        .order_by_asc(item::Column::Position)
        .order_by_asc(item::Column::Id)
        .all(db)
        .await
}

/// The items of a page of posts, in the order of reading within each.
pub async fn items_of_posts(
    db: &impl ConnectionTrait,
    posts: impl IntoIterator<Item = PostId>,
) -> Result<Vec<item::Model>, DbErr> {
    item::Entity::find()
        .filter(item::Column::PostId.is_in(posts))
        .order_by_asc(item::Column::Position)
        .order_by_asc(item::Column::Id)
        .all(db)
        .await
}

/// What the items can be shown as, narrowest first.
pub async fn renditions(
    db: &impl ConnectionTrait,
    items: impl IntoIterator<Item = ItemId>,
) -> Result<Vec<file::Model>, DbErr> {
    file::Entity::find()
        .filter(file::Column::ItemId.is_in(items))
        .filter(file::Column::Role.eq(file::Role::Rendition))
        .filter(file::Column::State.eq(file::State::Kept))
        .order_by_asc(file::Column::Width)
        .all(db)
        .await
}

/// The file as it was uploaded.
pub async fn original(db: &impl ConnectionTrait, item: ItemId) -> Result<Option<file::Model>, DbErr> {
    file::Entity::find()
        .filter(file::Column::ItemId.eq(item))
        .filter(file::Column::Role.eq(file::Role::Original))
        .filter(file::Column::State.eq(file::State::Kept))
        .one(db)
        .await
}

/// Items whose files nobody has asked how they were made, in the order of their ids.
pub(super) async fn items_unread(
    db: &impl ConnectionTrait,
    after: ItemId,
    most: u64,
) -> Result<Vec<item::Model>, DbErr> {
    item::Entity::find()
        .filter(item::Column::Id.gt(after))
        .filter(item::Column::Details.eq("{}"))
        .order_by_asc(item::Column::Id)
        .limit(most)
        .all(db)
        .await
}

pub(super) async fn set_details(db: &impl ConnectionTrait, id: ItemId, json: &str) -> Result<(), DbErr> {
    note_change(db, &[id]).await?;
    item::Entity::update_many()
        .col_expr(item::Column::Details, Expr::value(json))
        .filter(item::Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// How many items the draft has that is open, or holds what is added to a post, which nobody else appends to before this transaction ends.
/// `None` when the account has no such draft.
pub(super) async fn lock_draft_and_count(
    db: &impl ConnectionTrait,
    account: AccountId,
    id: DraftId,
) -> Result<Option<u64>, DbErr> {
    let locked = draft::Entity::find_by_id(id)
        .filter(draft::Column::AccountId.eq(account))
        .filter(draft::Column::State.is_in([draft::State::Open, draft::State::Adding]))
        .lock_exclusive()
        .one(db)
        .await?;
    match locked {
        Some(draft) => item::Entity::find().filter(item::Column::DraftId.eq(draft.id)).count(db).await.map(Some),
        None => Ok(None),
    }
}

pub(super) async fn next_position(db: &impl ConnectionTrait, draft: DraftId) -> Result<i32, DbErr> {
    let last = item::Entity::find()
        .filter(item::Column::DraftId.eq(draft))
        .order_by_desc(item::Column::Position)
        .one(db)
        .await?;
    Ok(last.map_or(0, |item| item.position + 1))
}

pub(super) async fn insert_item(db: &impl ConnectionTrait, item: item::Model) -> Result<(), DbErr> {
    item::Entity::insert(item.into_active_model()).exec_without_returning(db).await.map(drop)
}

/// Ends the processing of an item; whether it was processing.
pub(super) async fn settle(db: &impl ConnectionTrait, id: ItemId, change: item::ActiveModel) -> Result<bool, DbErr> {
    note_change(db, &[id]).await?;
    let update = item::Entity::update_many()
        .set(change)
        .filter(item::Column::Id.eq(id))
        .filter(item::Column::State.eq(item::State::Processing))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

/// Removes items whose files have been doomed.
pub async fn delete_items(db: &impl ConnectionTrait, ids: &[ItemId]) -> Result<u64, DbErr> {
    note_change(db, ids).await?;
    item::Entity::delete_many()
        .filter(item::Column::Id.is_in(ids.iter().copied()))
        .exec(db)
        .await
        .map(|deleted| deleted.rows_affected)
}

/// Those of the files that are kept.
pub async fn kept(db: &impl ConnectionTrait, ids: &[FileId]) -> Result<Vec<file::Model>, DbErr> {
    file::Entity::find()
        .filter(file::Column::Id.is_in(ids.iter().copied()))
        .filter(file::Column::State.eq(file::State::Kept))
        .all(db)
        .await
}

pub(super) async fn insert_files(db: &impl ConnectionTrait, files: Vec<file::Model>) -> Result<(), DbErr> {
    if files.is_empty() {
        return Ok(());
    }
    let rows = files.into_iter().map(IntoActiveModel::into_active_model);
    file::Entity::insert_many::<file::ActiveModel, _>(rows).exec_without_returning(db).await.map(drop)
}

/// Keeps files that have been written, for `item` when it is given. Fails when one was swept away meanwhile.
pub(super) async fn keep_files(
    db: &impl ConnectionTrait,
    files: &[file::Model],
    item: Option<ItemId>,
) -> Result<(), DbErr> {
    let items: Vec<ItemId> = files.iter().filter_map(|file| file.item_id).chain(item).collect();
    note_change(db, &items).await?;
    let mut update = file::Entity::update_many().col_expr(file::Column::State, Expr::value(file::State::Kept));
    if let Some(item) = item {
        update = update.col_expr(file::Column::ItemId, Expr::value(item));
    }
    let kept = update
        .filter(file::Column::Id.is_in(files.iter().map(|file| file.id)))
        .filter(file::Column::State.eq(file::State::Writing))
        .exec(db)
        .await?;
    if kept.rows_affected == files.len() as u64 { Ok(()) } else { Err(DbErr::RecordNotUpdated) }
}

/// Keeps many files at once, each for its own item. Fails when one was swept away meanwhile.
pub(super) async fn keep_for_items(db: &impl ConnectionTrait, files: &[file::Model]) -> Result<(), DbErr> {
    if files.is_empty() {
        return Ok(());
    }
    // Numbers of ours, and written out because PostgreSQL takes bound ones in such a list for text.
    let rows = files.iter().map(|file| match file.item_id {
        Some(item) => format!("({},{item})", file.id),
        None => format!("({},NULL)", file.id),
    });
    let rows = rows.collect::<Vec<_>>().join(",");
    let sql = format!(
        "UPDATE files SET state = 'kept', item_id = CAST(v.column2 AS BIGINT) FROM (VALUES {rows}) AS v \
         WHERE files.id = v.column1 AND files.state = 'writing'"
    );
    let kept = db.execute_unprepared(&sql).await?;
    if kept.rows_affected() == files.len() as u64 { Ok(()) } else { Err(DbErr::RecordNotUpdated) }
}

/// Dooms those of the files that are kept; how many were.
pub(super) async fn doom(db: &impl ConnectionTrait, ids: impl IntoIterator<Item = FileId>) -> Result<u64, DbErr> {
    let ids: Vec<FileId> = ids.into_iter().collect();
    let of_items = file::Entity::find().select_only().column(file::Column::ItemId);
    let of_items = of_items.filter(file::Column::Id.is_in(ids.iter().copied()));
    note_change_of(db, item::Column::Id.in_subquery(of_items.into_query())).await?;
    file::Entity::update_many()
        .col_expr(file::Column::State, Expr::value(file::State::Doomed))
        .filter(file::Column::Id.is_in(ids))
        .filter(file::Column::State.eq(file::State::Kept))
        .exec(db)
        .await
        .map(|update| update.rows_affected)
}

/// Dooms those of the files that nobody has kept meanwhile.
pub(super) async fn doom_unkept(db: &impl ConnectionTrait, ids: impl IntoIterator<Item = FileId>) -> Result<(), DbErr> {
    file::Entity::update_many()
        .col_expr(file::Column::State, Expr::value(file::State::Doomed))
        .filter(file::Column::Id.is_in(ids))
        .filter(file::Column::State.ne(file::State::Kept))
        .exec(db)
        .await
        .map(drop)
}

/// Dooms the files of the items, and says how many bytes of originals that frees for whom. Doomed twice, they are freed once.
pub(super) async fn doom_of_items(
    db: &impl ConnectionTrait,
    ids: &[ItemId],
) -> Result<BTreeMap<AccountId, i64>, DbErr> {
    note_change(db, ids).await?;
    let of_items = || {
        file::Entity::update_many()
            .col_expr(file::Column::State, Expr::value(file::State::Doomed))
            .filter(file::Column::ItemId.is_in(ids.iter().copied()))
    };
    let mut freed = BTreeMap::new();
    let doomed = of_items()
        .filter(file::Column::Role.eq(file::Role::Original))
        .filter(file::Column::State.eq(file::State::Kept))
        .exec_with_returning(db)
        .await?;
    for item in items(db, ids).await? {
        let bytes = doomed.iter().filter(|file| file.item_id == Some(item.id)).map(|file| file.bytes);
        *freed.entry(item.account_id).or_default() += bytes.sum::<i64>();
    }
    of_items().filter(file::Column::Role.ne(file::Role::Original)).exec(db).await?;
    Ok(freed)
}

pub(super) async fn to_sweep(
    db: &impl ConnectionTrait,
    unfinished_before: Timestamp,
    most: u64,
) -> Result<Vec<file::Model>, DbErr> {
    let unfinished = Condition::all()
        .add(file::Column::State.eq(file::State::Writing))
        .add(file::Column::CreatedAt.lt(unfinished_before));
    file::Entity::find()
        .filter(is_not(file::Column::State, file::State::Kept))
        .filter(Condition::any().add(file::Column::State.eq(file::State::Doomed)).add(unfinished))
        .order_by_asc(file::Column::CreatedAt)
        .limit(most)
        .all(db)
        .await
}

pub(super) async fn doomed(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = FileId>,
) -> Result<Vec<file::Model>, DbErr> {
    file::Entity::find()
        .filter(file::Column::Id.is_in(ids))
        .filter(file::Column::State.eq(file::State::Doomed))
        .all(db)
        .await
}

pub(super) async fn delete_doomed(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = FileId>,
) -> Result<(), DbErr> {
    file::Entity::delete_many()
        .filter(file::Column::Id.is_in(ids))
        .filter(file::Column::State.eq(file::State::Doomed))
        .exec(db)
        .await
        .map(drop)
}
