#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    post, tombstone,
    values::{AccountId, PostId, TenantId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};

use super::{
    Before,
    deletion::FOR_EVERYBODY,
    reading::{comments, living, visible_to},
};
use crate::{
    federation::standing::{unlimited_or, unsuspended},
    viewer::Tenant,
};

/// The post of the community, if anybody may see it.
pub(in crate::posts) async fn for_everybody(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    id: PostId,
) -> Result<Option<post::Model>, DbErr> {
    visible_to(None, tenant).filter(post::Column::Id.eq(id)).one(db).await
}

/// What is for the followers of somebody of the community, wherever these are, and nobody has put away.
pub(in crate::posts) async fn for_followers(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    id: PostId,
) -> Result<Option<post::Model>, DbErr> {
    let audiences = [post::Visibility::Public, post::Visibility::Unlisted, post::Visibility::Followers];
    let theirs = living().filter(post::Column::Id.eq(id)).filter(post::Column::TenantId.eq(tenant));
    theirs.filter(post::Column::Visibility.is_in(audiences)).one(db).await
}

/// A comment of somebody of the community on what anybody may see, wherever that is at home.
pub(in crate::posts) async fn comment_for_everybody(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    id: PostId,
) -> Result<Option<post::Model>, DbErr> {
    let comment = comments().filter(post::Column::Id.eq(id)).filter(post::Column::TenantId.eq(tenant)).one(db).await?;
    let Some((comment, root)) = comment.and_then(|comment| comment.root_id.map(|root| (comment, root))) else {
        return Ok(None);
    };
    let root = living().filter(post::Column::Id.eq(root)).filter(post::Column::Visibility.is_in(FOR_EVERYBODY));
    Ok(root.one(db).await?.map(|_| comment))
}

/// What anybody may see of what is said directly below a post or comment: all, or what came after one; one more than `size`
/// when there is more.
pub(in crate::posts) async fn answers(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    id: PostId,
    after: Option<PostId>,
    size: u64,
) -> Result<Vec<post::Model>, DbErr> {
    answers_to(tenant, id)
        .filter(Condition::all().add_option(after.map(|after| post::Column::Id.gt(after))))
        .order_by_asc(post::Column::Id)
        .limit(size + 1)
        .all(db)
        .await
}

pub(in crate::posts) async fn count_answers(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    id: PostId,
) -> Result<u64, DbErr> {
    answers_to(tenant, id).count(db).await
}

fn answers_to(tenant: &Tenant, id: PostId) -> Select<post::Entity> {
    comments()
        .filter(post::Column::ParentId.eq(id))
        .filter(post::Column::Visibility.is_in(FOR_EVERYBODY))
        .filter(unsuspended(tenant, (post::Entity, post::Column::AccountId)))
        .filter(unlimited_or(tenant, (post::Entity, post::Column::AccountId), None))
}

/// Whether there was such a post of the community that anybody could see, and it was deleted.
pub(in crate::posts) async fn was_for_everybody(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    id: PostId,
) -> Result<bool, DbErr> {
    let deleted = post::Entity::find_by_id(id)
        .filter(post::Column::TenantId.eq(tenant.id))
        .filter(post::Column::DeletedAt.is_not_null())
        .filter(post::Column::ArchivedAt.is_null())
        .filter(post::Column::Visibility.is_in(FOR_EVERYBODY));
    if deleted.one(db).await?.is_some() {
        return Ok(true);
    }
    let buried = tombstone::Entity::find_by_id(id)
        .filter(tombstone::Column::TenantId.eq(tenant.id))
        .filter(tombstone::Column::ForEverybody.eq(true));
    Ok(buried.one(db).await?.is_some())
}

/// What anybody may see of an account, newest first.
pub(in crate::posts) async fn outbox(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    account: AccountId,
    before: Before,
    size: u64,
) -> Result<Vec<post::Model>, DbErr> {
    before.page(visible_to(None, tenant).filter(post::Column::AccountId.eq(account)), size).all(db).await
}

pub(in crate::posts) async fn count_for_everybody(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    account: AccountId,
) -> Result<u64, DbErr> {
    living()
        .filter(post::Column::TenantId.eq(tenant))
        .filter(post::Column::AccountId.eq(account))
        .filter(post::Column::Visibility.is_in(FOR_EVERYBODY))
        .count(db)
        .await
}
