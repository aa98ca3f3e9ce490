//! How many posts a hashtag has.

use std::{sync::Arc, time::Duration};

use heliograph_entity::values::Timestamp;

use crate::{app::App, cache, error::Result, posts, viewer::Tenant};

/// So many are counted each time, which takes no longer than to show them.
const FEW: u64 = 100;

/// For how long a greater number is told again.
const REMEMBERED: Duration = Duration::from_secs(60);

/// A number of posts, of a hashtag of the community under whose id it is kept.
struct Counted {
    tag: String,
    posts: u64,
    at: Timestamp,
}

/// How many posts of the community everybody finds under a hashtag, up to [`posts::MOST_COUNTED`] and one more. Where
/// there are more than a hundred, it may be what it was a minute ago.
pub(super) async fn count(app: &App, tenant: &Tenant, tag: &str) -> Result<u64> {
    let [name, ..] = cache::key_of(tag);
    let key = [name, tenant.id.0, 0];
    let now = app.clock.now();
    if let Some(counted) = app.cache.get::<Counted>(key)
        && counted.tag == tag
        && now.since(counted.at) < REMEMBERED
    {
        return Ok(counted.posts);
    }
    let posts = posts::count_tagged(app.db.reader(), tenant, tag).await?;
    if posts > FEW {
        let counted = Counted { tag: tag.to_owned(), posts, at: now };
        app.cache.put(key, Arc::new(counted), 100 + tag.len());
    }
    Ok(posts)
}
