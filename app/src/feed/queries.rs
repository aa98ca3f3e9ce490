#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    account, audience, boost, feed, feed_owner, follow, post, tag_follow,
    values::{AccountId, FollowId, PostId, TenantId, Timestamp},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select, Statement, Value,
    sea_query::{Condition, Expr, LockType, OnConflict, Query, SelectStatement},
};

use super::MOST;

pub(super) const BEFORE_ALL: PostId = PostId(0);
/// Where a feed begins that is not filled yet.
pub(super) const AFTER_ALL: PostId = PostId(i64::MAX);

/// From which post on the feed is whole; after all posts when it isn't kept.
pub(super) async fn whole_from(db: &impl ConnectionTrait, owner: AccountId) -> Result<PostId, DbErr> {
    let owner = feed_owner::Entity::find_by_id(owner).one(db).await?;
    Ok(owner.map_or(AFTER_ALL, |owner| owner.whole_from))
}

pub(super) async fn owner(db: &impl ConnectionTrait, owner: AccountId) -> Result<Option<feed_owner::Model>, DbErr> {
    feed_owner::Entity::find_by_id(owner).one(db).await
}

/// Whether the feed was not kept before.
pub(super) async fn begin(
    db: &impl ConnectionTrait,
    owner: AccountId,
    now: Timestamp,
    shown_to: PostId,
) -> Result<bool, DbErr> {
    let fresh = feed_owner::ActiveModel {
        account_id: Set(owner),
        whole_from: Set(AFTER_ALL),
        read_at: Set(now),
        seen_to: Set(BEFORE_ALL),
        shown_to: Set(shown_to),
    };
    let inserted = feed_owner::Entity::insert(fresh)
        .on_conflict(OnConflict::column(feed_owner::Column::AccountId).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

/// Notes that the owner reads, what they had seen before this visit, and what they are shown in it.
pub(super) async fn set_read(
    db: &impl ConnectionTrait,
    owner: AccountId,
    now: Timestamp,
    (seen_to, shown_to): (PostId, PostId),
) -> Result<(), DbErr> {
    feed_owner::Entity::update_many()
        .col_expr(feed_owner::Column::ReadAt, Expr::value(now))
        .col_expr(feed_owner::Column::SeenTo, Expr::value(seen_to))
        .col_expr(feed_owner::Column::ShownTo, Expr::value(shown_to))
        .filter(feed_owner::Column::AccountId.eq(owner))
        .exec(db)
        .await
        .map(drop)
}

pub(super) async fn set_whole_from(db: &impl ConnectionTrait, owner: AccountId, from: PostId) -> Result<(), DbErr> {
    feed_owner::Entity::update_many()
        .col_expr(feed_owner::Column::WholeFrom, Expr::value(from))
        .filter(feed_owner::Column::AccountId.eq(owner))
        .exec(db)
        .await
        .map(drop)
}

pub(super) async fn owners(
    db: &impl ConnectionTrait,
    after: AccountId,
    most: u64,
) -> Result<Vec<feed_owner::Model>, DbErr> {
    feed_owner::Entity::find()
        .filter(feed_owner::Column::AccountId.gt(after))
        .order_by_asc(feed_owner::Column::AccountId)
        .limit(most)
        .all(db)
        .await
}

pub async fn forget(db: &impl ConnectionTrait, owners: &[AccountId]) -> Result<(), DbErr> {
    feed::Entity::delete_many().filter(feed::Column::OwnerId.is_in(owners.iter().copied())).exec(db).await?;
    feed_owner::Entity::delete_many()
        .filter(feed_owner::Column::AccountId.is_in(owners.iter().copied()))
        .exec(db)
        .await
        .map(drop)
}

/// What stands in a feed.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Entry {
    /// That of the post, or of the boost: its place in the order.
    pub id: PostId,
    pub post_id: PostId,
    /// Who has boosted it, where it stands there because of that.
    pub boosted_by: Option<AccountId>,
}

async fn found(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Entry>, DbErr> {
    Entry::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).all(db).await
}

#[derive(FromQueryResult)]
struct Written {
    #[sea_orm(nested)]
    entry: Entry,
    whole_from: PostId,
}

/// What is written, with what a boost is one of.
const ENTRIES: &str = "f.post_id AS id, COALESCE(b.post_id, f.post_id) AS post_id, b.account_id AS boosted_by";
const WRITTEN: &str = "feed f LEFT JOIN boosts b ON b.id = f.post_id";

/// What is written in the feed before `before` as far as it is whole, newest first, and from where on it is: read at
/// one moment, so that nobody fills or trims it meanwhile. Nothing where there is nothing written.
pub(super) async fn newest_written(
    db: &impl ConnectionTrait,
    owner: AccountId,
    before: PostId,
    most: u64,
) -> Result<Option<(Vec<Entry>, PostId)>, DbErr> {
    const WHOLE_FROM: &str = "(SELECT o.whole_from FROM feed_owners o WHERE o.account_id = $1)";
    let sql = format!(
        "SELECT {ENTRIES}, {WHOLE_FROM} AS whole_from FROM {WRITTEN} \
        WHERE f.owner_id = $1 AND f.post_id >= {WHOLE_FROM} AND f.post_id < $2 AND {OF_FOLLOWED_AUTHORS} \
        ORDER BY f.post_id DESC LIMIT $3"
    );
    let values: [Value; 3] = [owner.into(), before.into(), (most as i64).into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = Written::find_by_statement(statement).all(db).await?;
    let whole_from = rows.first().map(|row| row.whole_from);
    Ok(whole_from.map(|whole_from| (rows.into_iter().map(|row| row.entry).collect(), whole_from)))
}

/// What came in while its author was let go is left out.
const OF_FOLLOWED_AUTHORS: &str = "(f.author_id = $1 OR EXISTS (SELECT 1 FROM follows w \
    WHERE w.follower_id = $1 AND w.followed_id = f.author_id AND w.state = 'accepted'))";

/// What is written in the feed between the two, newest first.
pub(super) async fn written(
    db: &impl ConnectionTrait,
    owner: AccountId,
    whole_from: PostId,
    before: PostId,
    most: u64,
) -> Result<Vec<Entry>, DbErr> {
    let sql = format!(
        "SELECT {ENTRIES} FROM {WRITTEN} \
        WHERE f.owner_id = $1 AND f.post_id >= $2 AND f.post_id < $3 AND {OF_FOLLOWED_AUTHORS} \
        ORDER BY f.post_id DESC LIMIT $4"
    );
    found(db, &sql, [owner.into(), whole_from.into(), before.into(), (most as i64).into()]).await
}

/// The newest posts before `before` of the owner and of all whom they follow, and the newest boosts of these: a few of
/// each, then the newest of all.
pub(super) async fn of_followed(
    db: &impl ConnectionTrait,
    owner: AccountId,
    before: PostId,
    most: u64,
) -> Result<Vec<Entry>, DbErr> {
    const FOLLOWED: &str = "SELECT followed_id AS id FROM follows WHERE follower_id = $1 AND state = 'accepted'";
    const NEWEST: &str = "SELECT n.id FROM posts n WHERE n.account_id = a.id AND n.id < $2 AND n.deleted_at IS NULL \
        AND n.archived_at IS NULL AND n.root_id IS NULL \
        AND (n.visibility <> 'named' OR n.account_id = $1 OR EXISTS (SELECT 1 FROM audience u \
            WHERE u.post_id = n.id AND u.account_id = $1)) ORDER BY n.id DESC LIMIT $3";
    const BOOSTS: &str = "SELECT n.id, n.post_id, n.account_id FROM boosts n WHERE n.account_id = a.id AND n.id < $2 \
        ORDER BY n.id DESC LIMIT $3";
    // Only one of the two knows LATERAL, and only the other looks rows up by a subquery that depends on the row before.
    let sql = match db.get_database_backend() {
        sea_orm::DbBackend::Sqlite => format!(
            "SELECT p.id AS id, p.id AS post_id, NULL AS boosted_by FROM ({FOLLOWED} UNION ALL SELECT $1) a \
                CROSS JOIN posts p WHERE p.id IN ({NEWEST}) \
            UNION ALL SELECT b.id AS id, b.post_id, b.account_id FROM ({FOLLOWED}) a \
                CROSS JOIN boosts b WHERE b.id IN ({}) ORDER BY id DESC LIMIT $3",
            BOOSTS.replace("n.id, n.post_id, n.account_id", "n.id")
        ),
        _ => format!(
            "SELECT p.id AS id, p.id AS post_id, NULL::bigint AS boosted_by FROM ({FOLLOWED} UNION ALL SELECT $1::bigint) a \
                CROSS JOIN LATERAL ({NEWEST}) p \
            UNION ALL SELECT b.id AS id, b.post_id, b.account_id FROM ({FOLLOWED}) a \
                CROSS JOIN LATERAL ({BOOSTS}) b ORDER BY id DESC LIMIT $3"
        ),
    };
    found(db, &sql, [owner.into(), before.into(), (most as i64).into()]).await
}

/// The newest posts before `before` that the community has published for everybody with a hashtag that the owner follows:
/// a few of each, then the newest of these.
pub(super) async fn of_followed_tags(
    db: &impl ConnectionTrait,
    owner: AccountId,
    tenant: TenantId,
    before: PostId,
    most: u64,
) -> Result<Vec<Entry>, DbErr> {
    const NEWEST: &str = "SELECT n.post_id AS id FROM post_tags n CROSS JOIN posts p WHERE n.tag = f.tag \
        AND n.tenant_id = $2 AND n.post_id < $3 AND p.id = n.post_id AND p.visibility = 'public' \
        AND p.deleted_at IS NULL AND p.archived_at IS NULL AND p.root_id IS NULL ORDER BY n.post_id DESC LIMIT $4";
    // As above.
    let sql = match db.get_database_backend() {
        sea_orm::DbBackend::Sqlite => format!(
            "SELECT DISTINCT t.post_id AS id, t.post_id, NULL AS boosted_by FROM tag_follows f CROSS JOIN post_tags t \
                WHERE f.account_id = $1 AND t.tag = f.tag AND t.tenant_id = $2 AND t.post_id IN ({NEWEST}) \
                ORDER BY t.post_id DESC LIMIT $4"
        ),
        _ => format!(
            "SELECT DISTINCT t.id AS id, t.id AS post_id, NULL::bigint AS boosted_by FROM tag_follows f CROSS JOIN LATERAL ({NEWEST}) t \
                WHERE f.account_id = $1 ORDER BY t.id DESC LIMIT $4"
        ),
    };
    found(db, &sql, [owner.into(), tenant.into(), before.into(), (most as i64).into()]).await
}

pub async fn follows_tags(db: &impl ConnectionTrait, owner: AccountId) -> Result<bool, DbErr> {
    let first = tag_follow::Entity::find().filter(tag_follow::Column::AccountId.eq(owner)).one(db).await?;
    Ok(first.is_some())
}

/// Holds the owner and everybody whom they follow back from publishing and following until this transaction ends; the
/// lower id first, as everywhere.
pub(super) async fn lock_with_followed(db: &impl ConnectionTrait, owner: AccountId) -> Result<(), DbErr> {
    let followed = Query::select()
        .column(follow::Column::FollowedId)
        .from(follow::Entity)
        .and_where(follow::Column::FollowerId.eq(owner))
        .and_where(follow::Column::State.eq(follow::State::Accepted))
        .to_owned();
    account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Id.in_subquery(followed).or(account::Column::Id.eq(owner)))
        .order_by_asc(account::Column::Id)
        .lock(LockType::Share)
        .into_tuple::<AccountId>()
        .all(db)
        .await
        .map(drop)
}

/// Writes these into the feed, beside what has come into it since it began.
pub(super) async fn fill(db: &impl ConnectionTrait, owner: AccountId, entries: &[Entry]) -> Result<(), DbErr> {
    let (boosts, posts): (Vec<Entry>, Vec<Entry>) = entries.iter().partition(|entry| entry.boosted_by.is_some());
    if !posts.is_empty() {
        let ids = post::Column::Id.is_in(posts.iter().map(|entry| entry.id));
        insert(db, posts_for(owner).filter(ids).into_query()).await?;
    }
    if !boosts.is_empty() {
        let ids = boost::Column::Id.is_in(boosts.iter().map(|entry| entry.id));
        insert(db, boosts_for(owner).filter(ids).into_query()).await?;
    }
    Ok(())
}

/// Posts as they stand in `owner`'s feed.
fn posts_for(owner: AccountId) -> Select<post::Entity> {
    let owner = Expr::value(owner);
    post::Entity::find().select_only().expr(owner).column(post::Column::Id).column(post::Column::AccountId)
}

/// Likewise, boosts.
fn boosts_for(owner: AccountId) -> Select<boost::Entity> {
    let owner = Expr::value(owner);
    boost::Entity::find().select_only().expr(owner).column(boost::Column::Id).column(boost::Column::AccountId)
}

async fn insert(db: &impl ConnectionTrait, rows: SelectStatement) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table(feed::Entity)
        .columns([feed::Column::OwnerId, feed::Column::PostId, feed::Column::AuthorId])
        .select_from(rows)
        .map_err(|error| DbErr::Custom(error.to_string()))?
        .on_conflict(OnConflict::columns([feed::Column::OwnerId, feed::Column::PostId]).do_nothing().to_owned())
        .to_owned();
    db.execute(&insert).await.map(drop)
}

/// `owner` has begun to follow `author`, whose newest posts and boosts come into the feed.
pub async fn take_in(db: &impl ConnectionTrait, owner: AccountId, author: AccountId) -> Result<(), DbErr> {
    let whole_from = whole_from(db, owner).await?;
    if whole_from == AFTER_ALL {
        return Ok(());
    }
    let newest = posts_for(owner)
        .filter(post::Column::AccountId.eq(author))
        .filter(post::Column::Id.gte(whole_from))
        .filter(post::Column::DeletedAt.is_null())
        .filter(post::Column::ArchivedAt.is_null())
        .filter(post::Column::RootId.is_null())
        .filter(post::Column::Visibility.ne(post::Visibility::Named).or(Expr::exists(naming(owner))))
        .order_by_desc(post::Column::Id)
        // One more than a feed holds: then it is trimmed, and knows what it lacks.
        .limit(MOST + 1);
    insert(db, newest.into_query()).await?;
    let boosts = boosts_for(owner)
        .filter(boost::Column::AccountId.eq(author))
        .filter(boost::Column::Id.gte(whole_from))
        .order_by_desc(boost::Column::Id)
        .limit(MOST + 1);
    insert(db, boosts.into_query()).await?;
    trim(db, owner, MOST).await
}

/// That the author of the post at hand names `account`.
fn naming(account: AccountId) -> SelectStatement {
    Query::select()
        .expr(Expr::value(1))
        .from(audience::Entity)
        .and_where(audience::Column::AccountId.eq(account))
        .and_where(Expr::col((audience::Entity, audience::Column::PostId)).equals((post::Entity, post::Column::Id)))
        .to_owned()
}

/// `owner` no longer follows `author`, whose posts and boosts leave the feed.
pub async fn take_out(db: &impl ConnectionTrait, owner: AccountId, author: AccountId) -> Result<(), DbErr> {
    feed::Entity::delete_many()
        .filter(feed::Column::OwnerId.eq(owner))
        .filter(feed::Column::AuthorId.eq(author))
        .exec(db)
        .await
        .map(drop)
}

/// Leaves the newest `most` posts in the feed.
pub(super) async fn trim(db: &impl ConnectionTrait, owner: AccountId, most: u64) -> Result<(), DbErr> {
    let newest = |place: u64| {
        feed::Entity::find()
            .filter(feed::Column::OwnerId.eq(owner))
            .order_by_desc(feed::Column::PostId)
            .offset(place)
            .limit(1)
            .one(db)
    };
    if newest(most).await?.is_none() {
        return Ok(());
    }
    let Some(last) = newest(most - 1).await? else { return Ok(()) };
    feed_owner::Entity::update_many()
        .col_expr(feed_owner::Column::WholeFrom, Expr::value(last.post_id))
        .filter(feed_owner::Column::AccountId.eq(owner))
        .filter(feed_owner::Column::WholeFrom.lt(last.post_id))
        .exec(db)
        .await?;
    feed::Entity::delete_many()
        .filter(feed::Column::OwnerId.eq(owner))
        .filter(feed::Column::PostId.lt(last.post_id))
        .exec(db)
        .await
        .map(drop)
}

/// The next followers of `author` whose feeds are kept, in the order in which they began to follow.
pub(super) async fn followers_with_feeds(
    db: &impl ConnectionTrait,
    author: AccountId,
    after: FollowId,
    most: u64,
) -> Result<Vec<(FollowId, AccountId)>, DbErr> {
    let kept = Query::select()
        .expr(Expr::value(1))
        .from(feed_owner::Entity)
        .and_where(
            Expr::col((feed_owner::Entity, feed_owner::Column::AccountId))
                .equals((follow::Entity, follow::Column::FollowerId)),
        )
        .to_owned();
    follow::Entity::find()
        .select_only()
        .columns([follow::Column::Id, follow::Column::FollowerId])
        .filter(follow::Column::FollowedId.eq(author))
        .filter(follow::Column::State.eq(follow::State::Accepted))
        .filter(follow::Column::Id.gt(after))
        .filter(Expr::exists(kept))
        .order_by_asc(follow::Column::Id)
        .limit(most)
        .into_tuple()
        .all(db)
        .await
}

/// Writes the post, or the boost, into those of the feeds that are kept.
pub(super) async fn add(
    db: &impl ConnectionTrait,
    post: PostId,
    author: AccountId,
    owners: &[AccountId],
) -> Result<(), DbErr> {
    if owners.is_empty() {
        return Ok(());
    }
    let rows = owners.iter().map(|owner| feed::Model { owner_id: *owner, post_id: post, author_id: author });
    feed::Entity::insert_many::<feed::ActiveModel, _>(rows.map(IntoActiveModel::into_active_model))
        .on_conflict(OnConflict::columns([feed::Column::OwnerId, feed::Column::PostId]).do_nothing().to_owned())
        .exec_without_returning(db)
        .await
        .map(drop)
}

pub(super) async fn remove(db: &impl ConnectionTrait, post: PostId, owners: &[AccountId]) -> Result<(), DbErr> {
    feed::Entity::delete_many()
        .filter(feed::Column::PostId.eq(post))
        .filter(feed::Column::OwnerId.is_in(owners.iter().copied()))
        .exec(db)
        .await
        .map(drop)
}

/// The followers of the post's author whom the author names and whose feeds are kept.
pub(super) async fn named_with_feeds(
    db: &impl ConnectionTrait,
    post: PostId,
    author: AccountId,
) -> Result<Vec<AccountId>, DbErr> {
    let named = Query::select()
        .column(audience::Column::AccountId)
        .from(audience::Entity)
        .and_where(audience::Column::PostId.eq(post))
        .to_owned();
    let followers = Query::select()
        .column(follow::Column::FollowerId)
        .from(follow::Entity)
        .and_where(follow::Column::FollowedId.eq(author))
        .and_where(follow::Column::State.eq(follow::State::Accepted))
        .to_owned();
    feed_owner::Entity::find()
        .select_only()
        .column(feed_owner::Column::AccountId)
        .filter(feed_owner::Column::AccountId.in_subquery(named))
        .filter(feed_owner::Column::AccountId.in_subquery(followers))
        .into_tuple()
        .all(db)
        .await
}

/// Whether the post, or the boost, stands in the feeds of all followers of whoever it is by.
pub(super) async fn belongs_in_feeds(db: &impl ConnectionTrait, post: PostId) -> Result<bool, DbErr> {
    if boost::Entity::find_by_id(post).one(db).await?.is_some() {
        return Ok(true);
    }
    let living = Condition::all()
        .add(post::Column::DeletedAt.is_null())
        .add(post::Column::ArchivedAt.is_null())
        .add(post::Column::Visibility.ne(post::Visibility::Named));
    Ok(post::Entity::find_by_id(post).filter(living).one(db).await?.is_some())
}
