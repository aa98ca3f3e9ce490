#![expect(clippy::disallowed_methods, reason = "where finders live")]

use std::collections::BTreeMap;

use heliograph_entity::{
    post, post_tag,
    values::{PostId, TenantId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select, sea_query::Expr,
};

use super::{
    Before, Stamp,
    reading::{stamps, visible_to},
};
use crate::viewer::{Tenant, Viewer};

/// What the community has published for everybody with this hashtag: found by the hashtag, whoever asks.
pub(super) fn with_tag(posts: Select<post::Entity>, tenant: &Tenant, tag: &str) -> Select<post::Entity> {
    let mut posts = posts;
    let of_post = Expr::col((post_tag::Entity, post_tag::Column::PostId)).equals((post::Entity, post::Column::Id));
    QuerySelect::query(&mut posts).inner_join(post_tag::Entity, of_post);
    posts
        .filter(post_tag::Column::Tag.eq(tag))
        .filter(post_tag::Column::TenantId.eq(tenant.id))
        .filter(post::Column::Visibility.eq(post::Visibility::Public))
}

/// A page of these, newest first, and one more when there are more.
pub(in crate::posts) async fn tagged(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    tag: &str,
    before: Before,
    size: u64,
) -> Result<Vec<Stamp>, DbErr> {
    let tagged = with_tag(visible_to(viewer, tenant), tenant, tag)
        .filter(Condition::all().add_option(before.id().map(|id| post_tag::Column::PostId.lt(id))))
        .order_by_desc(post_tag::Column::PostId)
        .limit(size + 1);
    stamps(db, tagged).await
}

/// How many a hashtag's posts are told to be at the most.
pub const MOST_COUNTED: u64 = 1000;

/// How many there are; counting ends after [`MOST_COUNTED`] and one more.
pub async fn count_tagged(db: &impl ConnectionTrait, tenant: &Tenant, tag: &str) -> Result<u64, DbErr> {
    with_tag(visible_to(None, tenant), tenant, tag)
        .select_only()
        .column(post::Column::Id)
        .limit(MOST_COUNTED + 1)
        .count(db)
        .await
}

/// The hashtags of the posts, by post and in the order of their keys.
pub(in crate::posts) async fn tags_of(
    db: &impl ConnectionTrait,
    posts: impl IntoIterator<Item = PostId>,
) -> Result<Vec<post_tag::Model>, DbErr> {
    let mut tags = post_tag::Entity::find()
        .filter(post_tag::Column::PostId.is_in(posts))
        .order_by_asc(post_tag::Column::PostId)
        .all(db)
        .await?;
    // Databases differ in how they compare letters.
    tags.sort_by(|a, b| (a.post_id, &a.tag).cmp(&(b.post_id, &b.tag)));
    Ok(tags)
}

/// Gives the post these hashtags, key and spelling, in place of those it had.
pub(in crate::posts) async fn replace_tags(
    db: &impl ConnectionTrait,
    post: PostId,
    tenant: Option<TenantId>,
    tags: &BTreeMap<String, String>,
) -> Result<(), DbErr> {
    post_tag::Entity::delete_many().filter(post_tag::Column::PostId.eq(post)).exec(db).await?;
    if tags.is_empty() {
        return Ok(());
    }
    let rows = tags.iter().map(|(tag, shown)| post_tag::ActiveModel {
        post_id: Set(post),
        tag: Set(tag.clone()),
        tenant_id: Set(tenant),
        shown: Set(shown.clone()),
    });
    post_tag::Entity::insert_many(rows).exec_without_returning(db).await.map(drop)
}
