#![expect(clippy::disallowed_methods, reason = "where finders live")]

use heliograph_entity::{
    post, post_tag,
    values::{AccountId, PostId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::visible_to;
use crate::{posts::Turn, viewer::Tenant};

/// Those next to where the stretch begins, in the order of the way it goes.
fn from(posts: Select<post::Entity>, turn: Turn, most: u64) -> Select<post::Entity> {
    let posts = match (turn.before(), turn.after()) {
        (_, Some(id)) => posts.filter(post::Column::Id.gt(id)).order_by_asc(post::Column::Id),
        (Some(id), None) => posts.filter(post::Column::Id.lt(id)).order_by_desc(post::Column::Id),
        (None, None) => posts.order_by_desc(post::Column::Id),
    };
    posts.limit(most)
}

/// What a guest sees of an account.
pub(in crate::posts) async fn stretch_by(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    account: AccountId,
    turn: Turn,
    most: u64,
) -> Result<Vec<post::Model>, DbErr> {
    let posts = visible_to(None, tenant).filter(post::Column::AccountId.eq(account));
    from(posts, turn, most).all(db).await
}

/// What a guest sees of the community under a hashtag.
pub(in crate::posts) async fn stretch_with_tag(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    tag: &str,
    turn: Turn,
    most: u64,
) -> Result<Vec<post::Model>, DbErr> {
    let tagged = post_tag::Entity::find()
        .select_only()
        .column(post_tag::Column::PostId)
        .filter(post_tag::Column::Tag.eq(tag))
        .filter(post_tag::Column::TenantId.eq(tenant.id));
    let posts = visible_to(None, tenant)
        .filter(post::Column::Visibility.eq(post::Visibility::Public))
        .filter(post::Column::Id.in_subquery(tagged.into_query()));
    from(posts, turn, most).all(db).await
}

/// The hashtags of a page of posts.
pub(in crate::posts) async fn tags_of(
    db: &impl ConnectionTrait,
    posts: impl IntoIterator<Item = PostId>,
) -> Result<Vec<post_tag::Model>, DbErr> {
    post_tag::Entity::find()
        .filter(post_tag::Column::PostId.is_in(posts))
        .order_by_asc(post_tag::Column::Tag)
        .all(db)
        .await
}
