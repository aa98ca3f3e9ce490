//! Posts in a grid.

use std::{ops::Deref, sync::Arc};

use heliograph_entity::{
    account,
    values::{Grid, PostId},
};
use serde::Deserialize;

use super::{Card, Photo, filled_shelf};
use crate::{
    accounts,
    app::App,
    error::Result,
    posts::{
        Before,
        queries::{self, Stamp},
    },
    viewer::{Tenant, Viewer},
    web::{self, Page},
};

const TILES_ON_A_PAGE: u64 = 48;

/// Characters of a note that fit on its tile.
const MOST_OF_A_NOTE: usize = 280;

/// How a grid is asked for: `?view=whole`, or as the reader usually has it.
#[derive(Default, Deserialize)]
pub struct Shape {
    #[serde(default)]
    view: String,
}

impl Shape {
    pub fn is_whole(&self, page: &Page) -> bool {
        Grid::from_code(&self.view).map_or(page.shows_whole(), |grid| grid == Grid::Whole)
    }

    /// The grid at `path` in the same shape, from the posts before this one on.
    pub fn on(&self, path: &str, before: Option<PostId>) -> String {
        let view = Grid::from_code(&self.view).map(|grid| format!("view={}", grid.code()));
        let before = before.map(|id| format!("before={id}"));
        let query: Vec<String> = [view, before].into_iter().flatten().collect();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    }
}

/// A post in a grid: its first photo, or the beginning of its words where it has none.
pub struct Tile {
    card: Arc<Card>,
    /// What its author is called.
    pub author: String,
}

impl Deref for Tile {
    type Target = Card;

    fn deref(&self) -> &Card {
        &self.card
    }
}

impl Tile {
    pub fn photo(&self) -> Option<&Photo> {
        self.card.photos.first()
    }

    /// That of the post, or else of its first photo.
    pub fn heading(&self) -> &str {
        let of_photo = self.photo().map_or("", |photo| photo.title.as_str());
        if self.card.title.is_empty() { of_photo } else { &self.card.title }
    }

    /// The page of its author.
    pub fn author_url(&self) -> &str {
        self.card.url.rsplit_once('/').map_or("", |(author, _)| author)
    }

    /// What a note says.
    pub fn note(&self) -> &str {
        let text = &self.card.caption_text;
        text.char_indices().nth(MOST_OF_A_NOTE).map_or(text, |(end, _)| &text[..end])
    }
}

/// An account's posts as tiles, those that are pinned first, and the id to go on from when there are more.
pub async fn tiles_of(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    author: &account::Model,
    before: Before,
    page: &mut Page,
) -> Result<(Vec<Tile>, Option<PostId>)> {
    let mut posts = queries::by_account(app.db.reader(), tenant, viewer, author.id, before, TILES_ON_A_PAGE).await?;
    let older = web::cut(&mut posts, TILES_ON_A_PAGE).map(|post| post.id);
    if before.is_first_page() {
        let pinned = queries::pinned_by(app.db.reader(), tenant, viewer, author.id).await?;
        posts.splice(..0, pinned);
    }
    Ok((tiles(app, tenant, viewer, &posts, std::slice::from_ref(author), page).await?, older))
}

/// What the community has published for everybody with a hashtag as tiles, and the id to go on from when there are more.
pub async fn tagged(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    tag: &str,
    before: Before,
    page: &mut Page,
) -> Result<(Vec<Tile>, Option<PostId>)> {
    let mut posts = queries::tagged(app.db.reader(), tenant, viewer, tag, before, TILES_ON_A_PAGE).await?;
    let older = web::cut(&mut posts, TILES_ON_A_PAGE).map(|post| post.id);
    let authors = accounts::by_ids(app.db.reader(), posts.iter().map(|post| post.account_id)).await?;
    Ok((tiles(app, tenant, viewer, &posts, &authors, page).await?, older))
}

async fn tiles(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    posts: &[Stamp],
    authors: &[account::Model],
    page: &mut Page,
) -> Result<Vec<Tile>> {
    let mut shelf = filled_shelf(app, tenant, viewer, posts, authors, &page.words).await?;
    let tiles = posts.iter().filter_map(|post| {
        let card = shelf.take(post.id)?;
        let author = shelf.author(post.account_id)?.display_name.clone();
        if let Some(photo) = card.photos.first() {
            page.style.push_str(&photo.style);
        }
        Some(Tile { card, author })
    });
    Ok(tiles.collect())
}
