//! What a post was before: every change of its words, its photos, their licences and its audience leaves what stood
//! there. Whom it was for by name is never kept.

use heliograph_entity::{
    item,
    post::{self, Visibility},
    revision,
    values::{AccountId, Id, ItemId, Licence, PostId, RevisionId, TenantId, Timestamp},
};
use serde::{Deserialize, Serialize};

use super::{queries, settle_tags, tell::tell};
use crate::{app::App, db::Tx, error::Result, media};

/// How much of a post's past is kept: the first version, and the newest.
pub const MOST_REVISIONS: u64 = 100;

/// A post as it stands, or stood, at one time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    pub title: String,
    pub caption: String,
    pub warning: String,
    #[serde(with = "code")]
    pub audience: Visibility,
    pub items: Vec<VersionItem>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VersionItem {
    pub id: ItemId,
    pub title: String,
    pub alt: String,
    pub caption: String,
    #[serde(with = "code")]
    pub licence: Licence,
}

impl Version {
    pub(super) fn of<'a>(post: &post::Model, items: impl IntoIterator<Item = &'a item::Model>) -> Self {
        let items = items.into_iter().map(|item| VersionItem {
            id: item.id,
            title: item.title.clone(),
            alt: item.alt.clone(),
            caption: item.caption.clone(),
            licence: item.licence,
        });
        Self {
            title: post.title.clone(),
            caption: post.caption.clone(),
            warning: post.warning.clone(),
            audience: post.visibility,
            items: items.collect(),
        }
    }

    fn captions(&self) -> impl Iterator<Item = &str> {
        [self.caption.as_str()].into_iter().chain(self.items.iter().map(|item| item.caption.as_str()))
    }

    /// Whether they differ in anything but whom they are for.
    fn reads_differently(&self, other: &Self) -> bool {
        *self != Self { audience: self.audience, ..other.clone() }
    }
}

/// Posts of one author as they stand before something is done to them.
pub(super) struct Watched(Vec<(PostId, Timestamp, Version)>);

/// Looks at posts that are about to be changed, and are locked.
pub(super) async fn watch(tx: &Tx, posts: &[post::Model]) -> Result<Watched> {
    let items = media::items_of_posts(tx, posts.iter().map(|post| post.id)).await?;
    let versions = posts.iter().map(|post| {
        let of_post = items.iter().filter(|item| item.post_id == Some(post.id));
        (post.id, post.published_at, Version::of(post, of_post))
    });
    Ok(Watched(versions.collect()))
}

/// What has become of posts that were watched.
struct Found {
    author: Option<(AccountId, Option<TenantId>)>,
    changed: Vec<PostId>,
    /// Those that read differently.
    edited: Vec<PostId>,
    /// Those whose captions do.
    retold: Vec<PostId>,
}

impl Watched {
    /// Looks again, keeps what stood before where it differs, and marks as edited what reads differently,
    /// whose hashtags follow. Which of the posts have changed.
    pub(super) async fn note(self, app: &App, tx: &Tx) -> Result<Vec<PostId>> {
        let found = self.look_again(app, tx).await?;
        if found.changed.is_empty() {
            return Ok(found.changed);
        }
        queries::note_edits(tx, found.edited, app.clock.now()).await?;
        for id in found.retold {
            settle_tags(tx, id).await?;
        }
        if let Some((author, tenant)) = found.author {
            tell(app, tx, author, tenant, &found.changed).await?;
        }
        Ok(found.changed)
    }

    /// Looks again, and keeps what stood before where it differs: of posts whose own server says the rest.
    pub(super) async fn keep(self, app: &App, tx: &Tx) -> Result<()> {
        self.look_again(app, tx).await.map(drop)
    }

    async fn look_again(self, app: &App, tx: &Tx) -> Result<Found> {
        let ids: Vec<PostId> = self.0.iter().map(|(id, ..)| *id).collect();
        let posts = queries::lock_posts(tx, ids).await?;
        let after = watch(tx, &posts).await?;
        let (mut changed, mut edited, mut retold) = (Vec::new(), Vec::new(), Vec::new());
        for (id, published, version) in self.0 {
            let Some((_, _, new)) = after.0.iter().find(|(of, ..)| *of == id) else { continue };
            if version.reads_differently(new) {
                edited.push(id);
            }
            if !version.captions().eq(new.captions()) {
                retold.push(id);
            }
            if version != *new {
                changed.push((id, published, version));
            }
        }
        let author = posts.first().map(|post| (post.account_id, post.tenant_id));
        let ids: Vec<PostId> = changed.iter().map(|(id, ..)| *id).collect();
        if ids.is_empty() {
            return Ok(Found { author, changed: ids, edited, retold });
        }
        let newest = queries::newest_revisions(tx, &ids).await?;
        let mut revisions = Vec::with_capacity(changed.len());
        for (post_id, published, version) in changed {
            revisions.push(revision::Model {
                id: app.ids.mint(),
                post_id,
                contents: serde_json::to_string(&version).map_err(anyhow::Error::new)?,
                // A version begins when the one before it ended.
                written_at: newest.get(&post_id).map_or(published, |revision| revision.minted_at()),
            });
        }
        queries::insert_revisions(tx, revisions).await?;
        queries::thin_out(tx, &ids, MOST_REVISIONS).await?;
        Ok(Found { author, changed: ids, edited, retold })
    }
}

/// A version with the time at which the post became it.
pub struct Dated {
    pub version: Version,
    pub since: Timestamp,
}

/// The versions of a post, the newest first, and where older ones go on. The last of them is only there to be compared
/// with where older ones follow.
pub async fn versions(
    app: &App,
    post: &post::Model,
    before: Option<RevisionId>,
    most: u64,
) -> Result<(Vec<Dated>, Option<RevisionId>)> {
    let db = app.db.reader();
    let revisions = queries::revisions_of(db, post.id, before, most + 1).await?;
    let mut versions = Vec::with_capacity(revisions.len() + 1);
    if before.is_none() {
        let items = media::items_of_posts(db, [post.id]).await?;
        let since = revisions.first().map_or(post.published_at, |revision| revision.id.minted_at());
        versions.push(Dated { version: Version::of(post, &items), since });
    }
    for revision in &revisions {
        let version = serde_json::from_str(&revision.contents).map_err(anyhow::Error::new)?;
        versions.push(Dated { version, since: revision.written_at });
    }
    let size = most as usize;
    let more = revisions.len() > size;
    Ok((versions, revisions.get(size.wrapping_sub(1)).filter(|_| more).map(|last| last.id)))
}

/// A value as the code that the database has for it.
pub(super) mod code {
    use sea_orm::ActiveEnum;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<T: ActiveEnum<Value = String>, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&value.to_value())
    }

    pub(crate) fn deserialize<'de, T: ActiveEnum<Value = String>, D: Deserializer<'de>>(
        from: D,
    ) -> Result<T, D::Error> {
        T::try_from_value(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}
