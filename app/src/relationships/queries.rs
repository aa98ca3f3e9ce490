#![expect(clippy::disallowed_methods, reason = "where finders live")]

pub(super) mod blocks;
pub(super) mod servers;

use heliograph_entity::{
    account, follow, post,
    values::{AccountId, FollowId, TenantId, Timestamp},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, IntoActiveModel, JoinType,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, Statement, Value,
    sea_query::{Alias, Expr, IntoColumnRef, OnConflict, Query, SelectStatement},
};

use crate::{
    db::{self, Tx},
    error::Result,
    federation::{Inbox, standing::unsuspended},
    viewer::Tenant,
};

/// Whether `follower` follows the account in the column of another table: to be asked with `EXISTS`.
pub fn accepted_follow(follower: AccountId, followed: impl IntoColumnRef) -> SelectStatement {
    Query::select()
        .expr(Expr::value(1))
        .from(follow::Entity)
        .and_where(follow::Column::FollowerId.eq(follower))
        .and_where(Expr::col((follow::Entity, follow::Column::FollowedId)).eq(Expr::col(followed)))
        .and_where(follow::Column::State.eq(follow::State::Accepted))
        .to_owned()
}

pub(super) async fn between(
    db: &impl ConnectionTrait,
    follower: AccountId,
    followed: AccountId,
) -> Result<Option<follow::Model>, DbErr> {
    follow::Entity::find()
        .filter(follow::Column::FollowerId.eq(follower))
        .filter(follow::Column::FollowedId.eq(followed))
        .one(db)
        .await
}

/// Whether `follower` follows `followed`, and is let in.
pub async fn follows(db: &impl ConnectionTrait, follower: AccountId, followed: AccountId) -> Result<bool, DbErr> {
    let follow = between(db, follower, followed).await?;
    Ok(follow.is_some_and(|follow| follow.state == follow::State::Accepted))
}

/// What `follower` has to do with each of the accounts.
pub(super) async fn among(
    db: &impl ConnectionTrait,
    follower: AccountId,
    accounts: impl IntoIterator<Item = AccountId>,
) -> Result<Vec<follow::Model>, DbErr> {
    follow::Entity::find()
        .filter(follow::Column::FollowerId.eq(follower))
        .filter(follow::Column::FollowedId.is_in(accounts))
        .all(db)
        .await
}

pub(super) async fn insert(db: &impl ConnectionTrait, row: follow::Model) -> Result<bool, DbErr> {
    let inserted = follow::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([follow::Column::FollowerId, follow::Column::FollowedId]).do_nothing().to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(inserted == 1)
}

/// Whether the follow was in the state it is said to leave.
pub(super) async fn set_state(
    db: &impl ConnectionTrait,
    id: FollowId,
    from: follow::State,
    to: follow::State,
    accepted_at: Option<Timestamp>,
) -> Result<bool, DbErr> {
    let change = follow::ActiveModel { state: Set(to), accepted_at: Set(accepted_at), ..Default::default() };
    let update = follow::Entity::update_many()
        .set(change)
        .filter(follow::Column::Id.eq(id))
        .filter(follow::Column::State.eq(from))
        .exec(db)
        .await?;
    Ok(update.rows_affected == 1)
}

/// What the follower's server calls the follow.
pub(super) async fn set_uri(db: &impl ConnectionTrait, id: FollowId, uri: &str) -> Result<(), DbErr> {
    follow::Entity::update_many()
        .col_expr(follow::Column::Uri, Expr::value(uri))
        .filter(follow::Column::Id.eq(id))
        .exec(db)
        .await
        .map(drop)
}

/// The follow that its follower's server calls so.
pub(super) async fn with_uri(
    db: &impl ConnectionTrait,
    follower: AccountId,
    uri: &str,
) -> Result<Option<follow::Model>, DbErr> {
    follow::Entity::find()
        .filter(follow::Column::FollowerId.eq(follower))
        .filter(follow::Column::Uri.eq(uri))
        .one(db)
        .await
}

pub(super) async fn with_id(db: &impl ConnectionTrait, id: FollowId) -> Result<Option<follow::Model>, DbErr> {
    follow::Entity::find_by_id(id).one(db).await
}

/// The inboxes of the account's followers on other servers, each once; or of those it follows there.
pub(super) async fn inboxes(
    db: &impl ConnectionTrait,
    account: AccountId,
    of_followers: bool,
) -> Result<Vec<Inbox>, DbErr> {
    let (other, own) = if of_followers { ("follower_id", "followed_id") } else { ("followed_id", "follower_id") };
    let sql = format!(
        "SELECT DISTINCT a.host_id, CASE WHEN r.shared_inbox = '' THEN r.inbox ELSE r.shared_inbox END AS inbox \
         FROM follows f JOIN remote_actors r ON r.account_id = f.{other} JOIN accounts a ON a.id = f.{other} \
         WHERE f.{own} = $1 AND f.state = 'accepted' AND r.gone_at IS NULL"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [account.into()]);
    Inbox::find_by_statement(statement).all(db).await
}

/// Whether anybody of another server follows the account.
pub(super) async fn has_follower_elsewhere(db: &impl ConnectionTrait, account: AccountId) -> Result<bool, DbErr> {
    let sql = "SELECT f.follower_id AS id FROM follows f JOIN remote_actors r ON r.account_id = f.follower_id \
        WHERE f.followed_id = $1 AND f.state = 'accepted' LIMIT 1";
    Ok(!candidates(db, sql, [account.into()]).await?.is_empty())
}

pub(super) async fn has_follower_here(db: &impl ConnectionTrait, account: AccountId) -> Result<bool, DbErr> {
    let sql = "SELECT f.follower_id AS id FROM follows f JOIN accounts a ON a.id = f.follower_id \
        WHERE f.followed_id = $1 AND f.state = 'accepted' AND a.tenant_id IS NOT NULL LIMIT 1";
    Ok(!candidates(db, sql, [account.into()]).await?.is_empty())
}

pub(super) async fn delete(db: &impl ConnectionTrait, id: FollowId) -> Result<bool, DbErr> {
    follow::Entity::delete_by_id(id).exec(db).await.map(|deleted| deleted.rows_affected == 1)
}

/// The follow with that id, if it is one of `followed`.
pub(super) async fn of_followed(
    db: &impl ConnectionTrait,
    followed: AccountId,
    id: FollowId,
) -> Result<Option<follow::Model>, DbErr> {
    follow::Entity::find_by_id(id).filter(follow::Column::FollowedId.eq(followed)).one(db).await
}

fn newest(follows: Select<follow::Entity>, before: Option<FollowId>, most: u64) -> Select<follow::Entity> {
    follows
        .filter(Condition::all().add_option(before.map(|id| follow::Column::Id.lt(id))))
        .order_by_desc(follow::Column::Id)
        .limit(most)
}

pub(super) async fn followers(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    followed: AccountId,
    state: follow::State,
    before: Option<FollowId>,
    most: u64,
) -> Result<Vec<follow::Model>, DbErr> {
    let of = follow::Entity::find().filter(follow::Column::FollowedId.eq(followed));
    let shown = unsuspended(tenant, (follow::Entity, follow::Column::FollowerId));
    newest(of.filter(follow::Column::State.eq(state)).filter(shown), before, most).all(db).await
}

/// Those of the hub who follow the account, in the order in which they began.
pub(super) async fn followers_here(
    db: &impl ConnectionTrait,
    followed: AccountId,
    after: Option<FollowId>,
    most: u64,
) -> Result<Vec<follow::Model>, DbErr> {
    let who =
        follow::Entity::belongs_to(account::Entity).from(follow::Column::FollowerId).to(account::Column::Id).into();
    follow::Entity::find()
        .join(JoinType::InnerJoin, who)
        .filter(follow::Column::FollowedId.eq(followed))
        .filter(follow::Column::State.eq(follow::State::Accepted))
        .filter(account::Column::TenantId.is_not_null())
        .filter(Condition::all().add_option(after.map(|id| follow::Column::Id.gt(id))))
        .order_by_asc(follow::Column::Id)
        .limit(most)
        .all(db)
        .await
}

pub(super) async fn following(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    follower: AccountId,
    before: Option<FollowId>,
    most: u64,
) -> Result<Vec<follow::Model>, DbErr> {
    let of = follow::Entity::find().filter(follow::Column::FollowerId.eq(follower));
    let shown = unsuspended(tenant, (follow::Entity, follow::Column::FollowedId));
    newest(of.filter(follow::Column::State.eq(follow::State::Accepted)).filter(shown), before, most).all(db).await
}

pub(super) async fn waiting_up_to(
    db: &impl ConnectionTrait,
    followed: AccountId,
    up_to: FollowId,
    most: u64,
) -> Result<Vec<follow::Model>, DbErr> {
    follow::Entity::find()
        .filter(follow::Column::FollowedId.eq(followed))
        .filter(follow::Column::State.eq(follow::State::Requested))
        .filter(follow::Column::Id.lte(up_to))
        .order_by_asc(follow::Column::Id)
        .limit(most)
        .all(db)
        .await
}

/// Members of the community whom `follower` follows and who are `called` so, by their names.
pub(super) async fn followed_called(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    follower: AccountId,
    called: Condition,
    most: u64,
) -> Result<Vec<account::Model>, DbErr> {
    let followed = Query::select()
        .column(follow::Column::FollowedId)
        .from(follow::Entity)
        .and_where(follow::Column::FollowerId.eq(follower))
        .and_where(follow::Column::State.eq(follow::State::Accepted))
        .to_owned();
    account::Entity::find()
        .filter(account::Column::Id.in_subquery(followed))
        .filter(account::Column::TenantId.eq(tenant))
        .filter(account::Column::State.eq(account::State::Living))
        .filter(called)
        .order_by_asc(account::Column::NameKey)
        .limit(most)
        .all(db)
        .await
}

/// How many have asked to follow the account and wait for an answer.
pub async fn followers_waiting(db: &impl ConnectionTrait, followed: AccountId) -> Result<u64, DbErr> {
    follow::Entity::find()
        .filter(follow::Column::FollowedId.eq(followed))
        .filter(follow::Column::State.eq(follow::State::Requested))
        .count(db)
        .await
}

/// Counts everything anew that follows change: each counter, and how many were wrong.
pub async fn recount(tx: &Tx) -> Result<[(&'static str, u64); 2], DbErr> {
    let accepted = |side: follow::Column| {
        Query::select()
            .expr(Expr::col((follow::Entity, follow::Column::Id)).count())
            .from(follow::Entity)
            .and_where(side.into_expr().equals(account::Column::Id.as_column_ref()))
            .and_where(follow::Column::State.eq(follow::State::Accepted))
            .take()
    };
    let (followers, following) = (accepted(follow::Column::FollowedId), accepted(follow::Column::FollowerId));
    Ok([
        (
            "followers of accounts",
            db::recount::<account::Entity>(tx, account::Column::FollowersCount, followers).await?,
        ),
        ("accounts followed", db::recount::<account::Entity>(tx, account::Column::FollowingCount, following).await?),
    ])
}

/// Of those whom `viewer` follows, the ones followed last: enough to know what company they keep.
const COMPANY: u64 = 40;
/// Whoever follows more than that says little by it.
const MOST_FOLLOWED: i64 = 2000;

#[derive(FromQueryResult)]
struct Candidate {
    id: AccountId,
}

async fn candidates(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<AccountId>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(Candidate::find_by_statement(statement).all(db).await?.into_iter().map(|found| found.id).collect())
}

/// Accounts that several of those whom `viewer` follows follow, most such first. Whoever does not list whom they follow
/// is left out.
pub(super) async fn in_company(
    db: &impl ConnectionTrait,
    viewer: AccountId,
    most: u64,
) -> Result<Vec<AccountId>, DbErr> {
    let sql = "SELECT f.followed_id AS id, COUNT(*) AS many FROM follows f WHERE f.state = 'accepted' \
        AND f.followed_id <> $1 AND f.follower_id IN (SELECT a.id FROM accounts a WHERE a.following_count <= $2 \
            AND a.connections = 'listed' AND a.id IN (SELECT followed_id FROM (SELECT m.followed_id FROM follows m \
                WHERE m.follower_id = $1 AND m.state = 'accepted' ORDER BY m.id DESC LIMIT $3) AS lately)) \
        GROUP BY f.followed_id ORDER BY many DESC, id DESC LIMIT $4";
    let values: [Value; 4] = [viewer.into(), MOST_FOLLOWED.into(), (COMPANY as i64).into(), (most as i64).into()];
    candidates(db, sql, values).await
}

/// Whom of those that `viewer` follows `followed` is followed by, if they list whom they follow; two names are enough.
pub(super) async fn mutual(
    db: &impl ConnectionTrait,
    viewer: AccountId,
    followed: AccountId,
) -> Result<Vec<AccountId>, DbErr> {
    let mine = Query::select()
        .column(follow::Column::FollowedId)
        .from(follow::Entity)
        .and_where(follow::Column::FollowerId.eq(viewer))
        .and_where(follow::Column::State.eq(follow::State::Accepted))
        .to_owned();
    let listed = Query::select()
        .expr(Expr::value(1))
        .from(account::Entity)
        .and_where(account::Column::Id.into_expr().equals(follow::Column::FollowerId.as_column_ref()))
        .and_where(account::Column::Connections.eq(account::Connections::Listed))
        .to_owned();
    follow::Entity::find()
        .select_only()
        .column(follow::Column::FollowerId)
        .filter(follow::Column::FollowedId.eq(followed))
        .filter(follow::Column::State.eq(follow::State::Accepted))
        .filter(follow::Column::FollowerId.in_subquery(mine))
        .filter(Expr::exists(listed))
        .order_by_asc(follow::Column::Id)
        .limit(2)
        .into_tuple()
        .all(db)
        .await
}

/// Which of `followers`, whom `viewer` follows and who list whom they follow, follow which of `followed`: their names.
pub(super) async fn listed_follows(
    db: &impl ConnectionTrait,
    viewer: AccountId,
    followers: &[AccountId],
    followed: &[AccountId],
) -> Result<Vec<(AccountId, String)>, DbErr> {
    if followers.is_empty() {
        return Ok(Vec::new());
    }
    let of_follower =
        follow::Entity::belongs_to(account::Entity).from(follow::Column::FollowerId).to(account::Column::Id).into();
    follow::Entity::find()
        .select_only()
        .column(follow::Column::FollowedId)
        .column(account::Column::DisplayName)
        .join(JoinType::InnerJoin, of_follower)
        .filter(follow::Column::FollowerId.is_in(followers.iter().copied()))
        .filter(follow::Column::FollowedId.is_in(followed.iter().copied()))
        .filter(follow::Column::State.eq(follow::State::Accepted))
        .filter(account::Column::Connections.eq(account::Connections::Listed))
        .filter(Expr::exists(followed_by(viewer)))
        .order_by_asc(account::Column::Id)
        .into_tuple()
        .all(db)
        .await
}

/// That `viewer` follows the account at hand.
fn followed_by(viewer: AccountId) -> SelectStatement {
    let mine = Alias::new("mine");
    let column = |column: follow::Column| Expr::col((mine.clone(), column));
    Query::select()
        .expr(Expr::value(1))
        .from_as(follow::Entity, mine.clone())
        .and_where(column(follow::Column::FollowerId).eq(viewer))
        .and_where(column(follow::Column::FollowedId).equals((account::Entity, account::Column::Id)))
        .and_where(column(follow::Column::State).eq(follow::State::Accepted))
        .take()
}

/// Whoever published most of the community's newest posts.
pub(super) async fn busy_in(db: &impl ConnectionTrait, tenant: TenantId, most: u64) -> Result<Vec<AccountId>, DbErr> {
    let sql = "SELECT n.account_id AS id, COUNT(*) AS many FROM (SELECT p.account_id FROM posts p \
        WHERE p.tenant_id = $1 AND p.visibility = $2 AND p.deleted_at IS NULL \
        AND p.archived_at IS NULL AND p.root_id IS NULL ORDER BY p.id DESC LIMIT 200) AS n \
        GROUP BY n.account_id HAVING COUNT(*) > 1 ORDER BY many DESC, id DESC LIMIT $3";
    candidates(db, sql, [tenant.into(), post::Visibility::Public.into(), (most as i64).into()]).await
}

/// Whoever joined the community last and has published already.
pub(super) async fn new_in(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    since: Timestamp,
    most: u64,
) -> Result<Vec<AccountId>, DbErr> {
    let newest: Vec<(AccountId, Timestamp, i64)> = account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::CreatedAt, account::Column::PostsCount])
        .filter(account::Column::TenantId.eq(tenant))
        .order_by_desc(account::Column::Id)
        .limit(100)
        .into_tuple()
        .all(db)
        .await?;
    let new = newest.into_iter().filter(|(_, created_at, posts)| *created_at >= since && *posts > 0);
    Ok(new.map(|(id, ..)| id).take(most as usize).collect())
}

/// Those of the accounts that `viewer` neither is nor follows nor has asked nor blocks nor is blocked by, and that may be
/// suggested.
pub(super) async fn suggestible(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: AccountId,
    candidates: &[AccountId],
) -> Result<Vec<account::Model>, DbErr> {
    let known = Query::select()
        .column(follow::Column::FollowedId)
        .from(follow::Entity)
        .and_where(follow::Column::FollowerId.eq(viewer))
        .to_owned();
    account::Entity::find()
        .filter(account::Column::Id.is_in(candidates.iter().copied()))
        .filter(account::Column::Id.ne(viewer))
        .filter(account::Column::Discoverable.eq(true))
        .filter(unsuspended(tenant, (account::Entity, account::Column::Id)))
        .filter(account::Column::TenantId.is_not_null())
        .filter(account::Column::State.eq(account::State::Living))
        .filter(account::Column::MovedTo.is_null())
        .filter(account::Column::Id.not_in_subquery(known))
        .filter(blocks::unblocked(viewer, (account::Entity, account::Column::Id)))
        .all(db)
        .await
}

/// Some of the follows that the account has to do with, on either side.
pub(super) async fn some_of(db: &impl ConnectionTrait, id: AccountId, most: u64) -> Result<Vec<follow::Model>, DbErr> {
    let either = follow::Column::FollowerId.eq(id).or(follow::Column::FollowedId.eq(id));
    follow::Entity::find().filter(either).limit(most).all(db).await
}

/// The newest request, up to which all may be let in.
pub async fn newest_waiting(db: &impl ConnectionTrait, followed: AccountId) -> Result<Option<FollowId>, DbErr> {
    let of = follow::Entity::find().filter(follow::Column::FollowedId.eq(followed));
    let waiting = newest(of.filter(follow::Column::State.eq(follow::State::Requested)), None, 1);
    Ok(waiting.one(db).await?.map(|follow| follow.id))
}
