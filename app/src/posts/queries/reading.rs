//! Which posts whoever asks may see, and the lists that are made of them.

#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    account, audience, post,
    values::{AccountId, PostId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{Expr, SelectStatement},
};
use serde::Deserialize;

use super::super::MOST_PINNED_ELSEWHERE;
use crate::{
    federation::standing::unsuspended,
    relationships,
    viewer::{Tenant, Viewer},
};

/// What a list has to know of each of its posts. What is shown of that version may lie in memory.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub(in crate::posts) struct Stamp {
    pub(in crate::posts) id: PostId,
    pub(in crate::posts) account_id: AccountId,
    pub(in crate::posts) version: i64,
    // What changes without another version:
    pub(in crate::posts) comments_count: i64,
    pub(in crate::posts) likes_count: i64,
    pub(in crate::posts) boosts_count: i64,
}

impl From<&post::Model> for Stamp {
    fn from(post: &post::Model) -> Self {
        Self {
            id: post.id,
            account_id: post.account_id,
            version: post.version,
            comments_count: post.comments_count,
            likes_count: post.likes_count,
            boosts_count: post.boosts_count,
        }
    }
}

/// Only the stamps of the posts.
pub(super) async fn stamps(db: &impl ConnectionTrait, posts: Select<post::Entity>) -> Result<Vec<Stamp>, DbErr> {
    use post::Column::{AccountId, BoostsCount, CommentsCount, Id, LikesCount, Version};

    posts
        .select_only()
        .columns([Id, AccountId, Version, CommentsCount, LikesCount, BoostsCount])
        .into_model()
        .all(db)
        .await
}

/// Where a page of a list begins: after this id, which the page before it ended with.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Before {
    before: Option<PostId>,
}

impl Before {
    pub(in crate::posts) fn is_first_page(self) -> bool {
        self.before.is_none()
    }

    pub fn id(self) -> Option<PostId> {
        self.before
    }

    pub(in crate::posts) fn after(id: Option<PostId>) -> Self {
        Self { before: id }
    }

    /// One row more than fits, which says whether there is a further page.
    pub(in crate::posts) fn page(self, posts: Select<post::Entity>, size: u64) -> Select<post::Entity> {
        posts
            .filter(Condition::all().add_option(self.before.map(|id| post::Column::Id.lt(id))))
            .order_by_desc(post::Column::Id)
            .limit(size + 1)
    }
}

/// Posts that stand by themselves and that their authors have neither deleted nor archived.
pub(super) fn living() -> Select<post::Entity> {
    post::Entity::find()
        .filter(post::Column::DeletedAt.is_null())
        .filter(post::Column::ArchivedAt.is_null())
        .filter(post::Column::RootId.is_null())
}

/// That the author of the post at hand names `account`.
fn names(account: AccountId) -> SelectStatement {
    audience::Entity::find()
        .select_only()
        .expr(Expr::value(1))
        .filter(audience::Column::AccountId.eq(account))
        .filter(Expr::col((audience::Entity, audience::Column::PostId)).equals((post::Entity, post::Column::Id)))
        .into_query()
}

/// The posts that whoever asks may see: every page, list and picture begins here. Guests see what is for everybody in the
/// community they are at; members also their own, what is for the followers of those they follow, and what is of other
/// communities of the hub and of other servers that the community has not suspended.
pub(super) fn visible_to(viewer: Option<&Viewer>, tenant: &Tenant) -> Select<post::Entity> {
    match viewer {
        Some(viewer) => seen_by(viewer.account.id).filter(unsuspended(tenant, (post::Entity, post::Column::AccountId))),
        None => living()
            .filter(post::Column::TenantId.eq(tenant.id))
            .filter(post::Column::Visibility.is_in([post::Visibility::Public, post::Visibility::Unlisted])),
    }
}

/// The posts that somebody may see, wherever they are at home.
fn seen_by(account: AccountId) -> Select<post::Entity> {
    use post::Visibility::{Followers, Named, Public, Unlisted};

    let author = (post::Entity, post::Column::AccountId);
    let followed = Expr::exists(relationships::accepted_follow(account, author));
    let for_followers = Condition::all().add(post::Column::Visibility.eq(Followers)).add(followed);
    let named = Condition::all().add(post::Column::Visibility.eq(Named)).add(Expr::exists(names(account)));
    let for_them = Condition::any()
        .add(post::Column::Visibility.is_in([Public, Unlisted]))
        .add(post::Column::AccountId.eq(account))
        .add(for_followers)
        .add(named);
    living().filter(for_them).filter(relationships::unblocked(account, author))
}

/// Whether somebody may see the post.
pub(in crate::posts) async fn is_seen_by(
    db: &impl ConnectionTrait,
    account: AccountId,
    id: PostId,
) -> Result<bool, DbErr> {
    let seen = seen_by(account).filter(post::Column::Id.eq(id));
    Ok(seen.select_only().column(post::Column::Id).into_tuple::<PostId>().one(db).await?.is_some())
}

/// Whether somebody who may see what the comment is about may see the comment.
pub(in crate::posts) async fn is_comment_seen_by(
    db: &impl ConnectionTrait,
    account: AccountId,
    id: PostId,
) -> Result<bool, DbErr> {
    let author = (post::Entity, post::Column::AccountId);
    let seen = comments().filter(post::Column::Id.eq(id)).filter(relationships::unblocked(account, author));
    Ok(seen.select_only().column(post::Column::Id).into_tuple::<PostId>().one(db).await?.is_some())
}

/// Comments that nobody has removed.
pub(super) fn comments() -> Select<post::Entity> {
    post::Entity::find()
        .filter(post::Column::Kind.eq(post::Kind::Comment))
        .filter(post::Column::RootId.is_not_null())
        .filter(post::Column::DeletedAt.is_null())
}

/// The author's comment with this id, and the post that it is about, if whoever asks may see both.
pub(in crate::posts) async fn comment_with_id(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    author: Option<AccountId>,
    id: PostId,
) -> Result<Option<(post::Model, post::Model)>, DbErr> {
    let by = Condition::all().add_option(author.map(|author| post::Column::AccountId.eq(author)));
    let unblocked =
        viewer.map(|viewer| relationships::unblocked(viewer.account.id, (post::Entity, post::Column::AccountId)));
    let shown = unsuspended(tenant, (post::Entity, post::Column::AccountId));
    let comment = comments().filter(post::Column::Id.eq(id)).filter(by).filter(shown);
    let comment = comment.filter(Condition::all().add_option(unblocked)).one(db).await?;
    let Some((comment, root)) = comment.and_then(|comment| comment.root_id.map(|root| (comment, root))) else {
        return Ok(None);
    };
    let root = visible_to(viewer, tenant).filter(post::Column::Id.eq(root)).one(db).await?;
    Ok(root.map(|root| (comment, root)))
}

pub(in crate::posts) async fn latest(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    before: Before,
    size: u64,
) -> Result<Vec<Stamp>, DbErr> {
    let of_community = visible_to(viewer, tenant)
        .filter(post::Column::TenantId.eq(tenant.id))
        .filter(post::Column::Visibility.eq(post::Visibility::Public));
    stamps(db, before.page(of_community, size)).await
}

/// Those of the posts that the viewer may see, newest first.
pub(in crate::posts) async fn visible(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    ids: &[PostId],
) -> Result<Vec<Stamp>, DbErr> {
    let among = post::Column::Id.is_in(ids.iter().copied());
    stamps(db, visible_to(Some(viewer), &viewer.tenant).filter(among).order_by_desc(post::Column::Id)).await
}

/// Those of the posts that whoever asks may see, with all their words, in no order.
pub(in crate::posts) async fn in_full(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    ids: &[PostId],
) -> Result<Vec<post::Model>, DbErr> {
    visible_to(viewer, tenant).filter(post::Column::Id.is_in(ids.iter().copied())).all(db).await
}

/// Without those that are pinned.
pub(in crate::posts) async fn by_account(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    account: AccountId,
    before: Before,
    size: u64,
) -> Result<Vec<Stamp>, DbErr> {
    let unpinned =
        visible_to(viewer, tenant).filter(post::Column::AccountId.eq(account)).filter(post::Column::PinnedAt.is_null());
    stamps(db, before.page(unpinned, size)).await
}

/// The posts that an account's profile begins with, the last pinned first.
pub(in crate::posts) async fn pinned_by(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    account: AccountId,
) -> Result<Vec<Stamp>, DbErr> {
    let pinned = visible_to(viewer, tenant)
        .filter(post::Column::AccountId.eq(account))
        .filter(post::Column::PinnedAt.is_not_null())
        .order_by_desc(post::Column::PinnedAt)
        .order_by_desc(post::Column::Id)
        .limit(MOST_PINNED_ELSEWHERE);
    stamps(db, pinned).await
}

pub(in crate::posts) async fn with_id(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    author: &account::Model,
    id: PostId,
) -> Result<Option<post::Model>, DbErr> {
    visible_to(viewer, tenant)
        .filter(post::Column::Id.eq(id))
        .filter(post::Column::AccountId.eq(author.id))
        .one(db)
        .await
}

/// Whether the author has such a post, for some and not for everybody.
pub(in crate::posts) async fn is_restricted(
    db: &impl ConnectionTrait,
    author: AccountId,
    id: PostId,
) -> Result<bool, DbErr> {
    let restricted = living()
        .filter(post::Column::Id.eq(id))
        .filter(post::Column::AccountId.eq(author))
        .filter(post::Column::Visibility.is_in([post::Visibility::Followers, post::Visibility::Named]));
    Ok(restricted.one(db).await?.is_some())
}

/// The author's next newer and next older post.
pub(in crate::posts) async fn neighbours(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    post: &post::Model,
) -> Result<(Option<PostId>, Option<PostId>), DbErr> {
    let of_author = || visible_to(viewer, tenant).filter(post::Column::AccountId.eq(post.account_id));
    let id = |posts: Select<post::Entity>| posts.select_only().column(post::Column::Id).into_tuple();
    let newer = of_author().filter(post::Column::Id.gt(post.id)).order_by_asc(post::Column::Id);
    let older = of_author().filter(post::Column::Id.lt(post.id)).order_by_desc(post::Column::Id);
    Ok((id(newer).one(db).await?, id(older).one(db).await?))
}

/// The account's posts older than `before`, newest first.
pub(in crate::posts) async fn of_account(
    db: &impl ConnectionTrait,
    account: AccountId,
    before: PostId,
    most: u64,
) -> Result<Vec<post::Model>, DbErr> {
    post::Entity::find()
        .filter(post::Column::AccountId.eq(account))
        .filter(post::Column::DeletedAt.is_null())
        .filter(post::Column::RootId.is_null())
        .filter(post::Column::Id.lt(before))
        .order_by_desc(post::Column::Id)
        .limit(most)
        .all(db)
        .await
}
