//! Posts as pages show them.

mod card;
mod licence;
mod lists;
mod marks;
mod tiles;
mod video;

use std::{ops::Deref, sync::Arc};

use heliograph_entity::{account, post, values::PostId};

use super::queries::{self, Stamp};
use crate::{
    accounts::{self, Author},
    app::App,
    error::{Error, Result},
    viewer::{Tenant, Viewer},
    web::Page,
    words::Words,
};

use card::Shelf;
pub use card::{Card, Photo, words_elsewhere};
pub use licence::LicenceView;
pub use lists::{home, latest};
pub use marks::{Marks, Toggle, marks};
pub use tiles::{Shape, Tile, tagged, tiles_of};
use video::Video;

/// A post to whoever looks.
pub struct PostView {
    /// What everybody sees who may see it.
    card: Arc<Card>,
    pub author: Author,
    pub age: String,
    pub mine: bool,
    /// Whether whoever looks is offered the photos as files.
    pub downloadable: bool,
    /// Whether search engines may keep it.
    pub indexable: bool,
    pub comments: i64,
    pub likes: i64,
    /// Whether whoever looks is one of those who like it.
    pub liked: bool,
    pub boosts: i64,
    /// Whether whoever looks is one of those who boost it.
    pub boosted: bool,
    /// Where it stands in a list: that of the boost that has brought it there, or its own.
    pub place: PostId,
    /// Who has brought it there.
    pub boosted_by: Option<Author>,
}

impl Deref for PostView {
    type Target = Card;

    fn deref(&self) -> &Card {
        &self.card
    }
}

/// Characters of a caption that another site is given.
const SHORT_ABOUT: usize = 200;

/// Characters of a caption that a feed shows before somebody asks for the rest.
const SHORT_CAPTION: usize = 125;

impl PostView {
    pub fn has_one_photo(&self) -> bool {
        self.photos.len() == 1
    }

    /// Whether it is told of any photo how it was made.
    pub fn has_details(&self) -> bool {
        self.photos.iter().any(|photo| !photo.details.is_empty())
    }

    /// Whether it is words alone.
    pub fn is_note(&self) -> bool {
        self.photos.is_empty()
    }

    /// What to call it where there is no picture to see.
    pub fn heading(&self, words: &Words) -> String {
        if self.title.is_empty() {
            let by = match self.photos.first() {
                None => "note-by",
                Some(photo) if photo.video.is_some() => "video-by",
                Some(_) => "photo-by",
            };
            words.with(by, "name", &self.author.display_name)
        } else {
            self.title.clone()
        }
    }

    /// The beginning of the caption, or a sentence in its place.
    pub fn about(&self, words: &Words) -> String {
        if !self.warning.is_empty() {
            return self.warning.clone();
        }
        let caption = self.caption_text.split("\n\n").next().unwrap_or_default();
        if caption.is_empty() {
            return words.with("post-description", "name", &self.author.display_name);
        }
        match caption.char_indices().nth(SHORT_ABOUT) {
            Some((end, _)) => format!("{}…", caption[..end].trim_end()),
            None => caption.to_owned(),
        }
    }

    /// Whether a feed shows all of the caption.
    pub fn has_short_caption(&self) -> bool {
        self.caption_text.chars().count() <= SHORT_CAPTION
    }

    /// The beginning of a caption that is not short: up to its first line break, or to 125 characters.
    pub fn caption_start(&self) -> String {
        let line = self.caption_text.lines().next().unwrap_or_default();
        match line.char_indices().nth(SHORT_CAPTION) {
            Some((end, _)) => format!("{}…", line[..end].trim_end()),
            None => format!("{line} …"),
        }
    }
}

/// One post with everything that is shown of it, but what whoever looks has done with it.
pub async fn view_of(
    app: &App,
    tenant: &Tenant,
    author: &account::Model,
    post: &post::Model,
    page: &mut Page,
) -> Result<PostView> {
    let mut views = views_by(app, tenant, std::slice::from_ref(post), std::slice::from_ref(author), page).await?;
    views.pop().ok_or(Error::NotFound)
}

/// The posts with everything that is shown of them, in a few questions however many they are.
pub(super) async fn views(app: &App, tenant: &Tenant, posts: &[post::Model], page: &mut Page) -> Result<Vec<PostView>> {
    let authors = accounts::by_ids(app.db.reader(), posts.iter().map(|post| post.account_id)).await?;
    views_by(app, tenant, posts, &authors, page).await
}

/// Likewise, by these authors.
pub(super) async fn views_by(
    app: &App,
    tenant: &Tenant,
    posts: &[post::Model],
    authors: &[account::Model],
    page: &mut Page,
) -> Result<Vec<PostView>> {
    let stamps: Vec<Stamp> = posts.iter().map(Stamp::from).collect();
    let mut shelf = Shelf::open(app, tenant, &stamps, authors, &page.words).await?;
    let missing: Vec<&post::Model> = posts.iter().filter(|post| shelf.lacks(post.id)).collect();
    shelf.make(app, &missing).await?;
    Ok(put_together(app, shelf, &stamps, &Marks::default(), authors, page))
}

/// Posts that were judged to be visible to whoever asks. One that has ceased to be meanwhile is left out.
async fn views_of(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    stamps: &[Stamp],
    page: &mut Page,
) -> Result<Vec<PostView>> {
    let authors = accounts::by_ids(app.db.reader(), stamps.iter().map(|stamp| stamp.account_id)).await?;
    let shelf = filled_shelf(app, tenant, viewer, stamps, &authors, &page.words).await?;
    let ids: Vec<_> = stamps.iter().map(|stamp| stamp.id).collect();
    let marks = marks(app.db.reader(), viewer, &ids).await?;
    Ok(put_together(app, shelf, stamps, &marks, &authors, page))
}

async fn filled_shelf(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    stamps: &[Stamp],
    authors: &[account::Model],
    words: &Words,
) -> Result<Shelf> {
    let mut shelf = Shelf::open(app, tenant, stamps, authors, words).await?;
    let missing: Vec<_> = stamps.iter().map(|stamp| stamp.id).filter(|id| shelf.lacks(*id)).collect();
    if !missing.is_empty() {
        let posts = queries::in_full(app.db.reader(), tenant, viewer, &missing).await?;
        shelf.make(app, &posts.iter().collect::<Vec<_>>()).await?;
    }
    Ok(shelf)
}

/// Sets the photos' shapes and tints in the page's style.
fn put_together(
    app: &App,
    mut shelf: Shelf,
    stamps: &[Stamp],
    marks: &Marks,
    authors: &[account::Model],
    page: &mut Page,
) -> Vec<PostView> {
    let now = app.clock.now();
    let views = stamps.iter().filter_map(|stamp| {
        let card = shelf.take(stamp.id)?;
        let account = authors.iter().find(|author| author.id == stamp.account_id)?;
        let author = shelf.author(stamp.account_id)?.clone();
        for photo in &card.photos {
            page.style.push_str(&photo.style);
        }
        let mine = page.viewer.as_ref().is_some_and(|me| me.name == author.name);
        Some(PostView {
            age: page.words.recent(card.published_at, now).unwrap_or_else(|| card.published_day.clone()),
            downloadable: card.offered || mine,
            mine,
            comments: stamp.comments_count,
            likes: stamp.likes_count,
            liked: marks.likes(stamp.id),
            boosts: stamp.boosts_count,
            boosted: marks.boosts(stamp.id),
            place: stamp.id,
            boosted_by: None,
            indexable: account.indexable && card.public,
            author,
            card,
        })
    });
    views.collect()
}
