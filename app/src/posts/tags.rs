//! The hashtags of a post are those that its words name.

use std::collections::BTreeMap;

use heliograph_entity::{post, values::PostId};

use super::queries;
use crate::{db::Tx, error::Result, markup::hashtags, media};

/// How many hashtags a post may have.
pub const MOST_TAGS: usize = 60;

/// The hashtags that these texts name together: the form that all spellings share, and how it is spelled first.
pub(super) fn tags_in<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, String> {
    let mut tags = BTreeMap::new();
    for tag in texts.into_iter().flat_map(hashtags) {
        tags.entry(tag.key).or_insert(tag.shown);
    }
    tags
}

/// Makes the hashtags of a post follow its words, and those of its photos, as they stand in the database: to be called
/// by whoever has written these, in the same transaction.
pub async fn settle_tags(tx: &Tx, id: PostId) -> Result<()> {
    let Some(post::Model { tenant_id, caption, .. }) = queries::any_with_id(tx, id).await? else { return Ok(()) };
    let items = media::items_of_posts(tx, [id]).await?;
    let texts = [caption.as_str()].into_iter().chain(items.iter().map(|item| item.caption.as_str()));
    let wanted = tags_in(texts);
    if queries::tags_of(tx, [id]).await?.into_iter().map(|tag| (tag.tag, tag.shown)).eq(wanted.clone()) {
        return Ok(());
    }
    Ok(queries::replace_tags(tx, id, tenant_id, &wanted).await?)
}
