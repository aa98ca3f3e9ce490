#![expect(clippy::disallowed_methods, reason = "where finders live")]

use std::collections::BTreeMap;

use heliograph_entity::{
    post_tag,
    values::{PostId, TenantId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

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
