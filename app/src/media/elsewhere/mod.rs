//! Media of other servers: fetched when somebody wants to see them first, and let go when nobody has for a month.
//!
//! A photo is made into sizes like our own ([`picture`]), and so is the poster of a video. The video is kept as it came, and
//! where it came without a poster its first frame becomes one ([`video`]).

mod forget;
mod picture;
mod place;
mod portrait;
mod video;

use heliograph_entity::{
    item,
    remote_item::Part,
    values::{ItemId, TenantId},
};

pub use forget::ForgetPictures;
pub use picture::{FetchPicture, picture_from_elsewhere, sizes_of};
pub use portrait::portrait_from_elsewhere;
pub use video::video_from_elsewhere;

use super::queries;
use crate::{app::App, db::Tx, error::Result, jobs, secrets::hash_of, turns::domain_of};

/// Where the parts of an item lie on their own servers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// A photo, or the poster of a video where there is one.
    pub picture: Option<String>,
    pub video: Option<String>,
}

impl Places {
    fn parts(&self) -> impl Iterator<Item = (Part, &str)> {
        let parts = [(Part::Picture, &self.picture), (Part::Video, &self.video)];
        parts.into_iter().filter_map(|(part, url)| Some((part, url.as_deref()?)))
    }

    /// What it is, rather than what stands for it.
    pub fn itself(&self) -> Option<&str> {
        self.video.as_deref().or(self.picture.as_deref())
    }
}

/// Keeps an item with where it lies; without the shape of its picture, that is looked at soon.
pub async fn insert_elsewhere(
    app: &App,
    tx: &Tx,
    tenant: TenantId,
    item: item::Model,
    places: &Places,
    shaped: bool,
) -> Result<()> {
    let (id, now): (ItemId, _) = (item.id, item.created_at);
    queries::insert_item(tx, item).await?;
    for (part, url) in places.parts() {
        queries::elsewhere::insert_place(tx, id, part, url, now).await?;
    }
    if let Some(url) = places.picture.as_ref().filter(|_| !shaped) {
        let fetch = FetchPicture { item_id: id, tenant_id: tenant, server: number_of(url) };
        jobs::enqueue(app, tx, Some(tenant), &fetch).await?;
    }
    Ok(())
}

/// The same for all addresses of one server, and no id of anything here.
fn number_of(url: &str) -> i64 {
    -i64::from_str_radix(&hash_of(&domain_of(url))[..15], 16).unwrap_or_default()
}
