//! Posts as pages show them.

use std::collections::HashMap;

use heliograph_entity::{
    account, file, item, post,
    values::{Grid, ItemId, Licence, PostId, Timestamp, shown_line, shown_text},
};

use serde::Deserialize;

use super::{Before, details, queries};
use crate::{
    accounts::{self, Author},
    app::App,
    error::{Error, Result},
    feed,
    markup::SafeHtml,
    media,
    viewer::{Tenant, Viewer},
    web::Page,
    words::Words,
};

const POSTS_ON_A_PAGE: u64 = 20;
const TILES_ON_A_PAGE: u64 = 48;

/// The width that a picture is linked at: what a reader without `srcset` gets, and a card on another site.
const USUAL_WIDTH: i32 = 1080;

pub struct PostView {
    pub id: PostId,
    pub url: String,
    pub absolute_url: String,
    pub title: String,
    pub caption: SafeHtml,
    /// As it was written.
    pub caption_text: String,
    pub author: Author,
    /// ISO 8601.
    pub published: String,
    pub age: String,
    pub published_words: String,
    /// ISO 8601.
    pub edited: Option<String>,
    pub edited_words: String,
    pub photos: Vec<Photo>,
    /// Why readers are asked before they see it; empty where they are not.
    pub warning: String,
    /// When all photos carry the same.
    pub licence: Option<LicenceView>,
    pub mine: bool,
    pub pinned: bool,
    /// Whether whoever looks is offered the photos as files.
    pub downloadable: bool,
    /// Whether only its author sees it.
    pub archived: bool,
    /// Whether anybody may see it.
    pub for_everybody: bool,
    /// Whether search engines may keep it.
    pub indexable: bool,
}

pub struct Photo {
    pub id: String,
    /// Sets its shape and tint in the page's style.
    pub class: String,
    /// From 1.
    pub number: usize,
    pub title: String,
    pub alt: String,
    pub caption: SafeHtml,
    /// As it was written.
    pub caption_text: String,
    pub src: String,
    pub absolute_src: String,
    pub media_type: &'static str,
    pub srcset: String,
    pub width: u32,
    pub height: u32,
    /// With all the pixels there are to see.
    pub largest: Picture,
    pub licence: LicenceView,
    pub ready: bool,
    /// How it was made, in parts of a line.
    pub details: Vec<String>,
    /// Its largest picture, under an address that stays.
    pub full: FullPicture,
}

/// A photo at the largest size that is handed out, as those outside find it.
#[derive(Clone)]
pub struct FullPicture {
    /// Leads to wherever the picture lies now, as long as its post is for everybody.
    pub url: String,
    pub media_type: &'static str,
    pub width: u32,
    pub height: u32,
    pub bytes: i64,
}

pub struct Picture {
    pub src: String,
    pub width: u32,
    pub height: u32,
}

/// Characters of a caption that another site is given.
const SHORT_ABOUT: usize = 200;

/// Characters of a note that fit on its tile.
const MOST_OF_A_NOTE: usize = 280;

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
            let by = if self.is_note() { "note-by" } else { "photo-by" };
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

#[derive(Clone)]
pub struct LicenceView {
    pub code: String,
    pub name: String,
    /// Empty when all rights are reserved.
    pub url: String,
}

impl LicenceView {
    /// All there are to choose from.
    pub fn all(words: &Words) -> Vec<Self> {
        Licence::ALL.map(|licence| Self::new(licence, words)).into()
    }

    pub fn new(licence: Licence, words: &Words) -> Self {
        Self {
            code: licence.code().to_owned(),
            name: licence.short_name().map_or_else(|| words.t("licence-all-rights-reserved"), str::to_owned),
            url: licence.url().unwrap_or_default().to_owned(),
        }
    }

    /// Whether the mark shows this sign: `cc`, `by`, `nc`, `nd`, `sa`, `zero`, `pd`, or `rights`.
    pub fn shows(&self, sign: &str) -> bool {
        match sign {
            "cc" => self.code.starts_with("cc"),
            "zero" => self.code == "cc0-1.0",
            "pd" => self.code == "pdm-1.0",
            "rights" => self.url.is_empty(),
            part => self.code.split('-').any(|of_code| of_code == part),
        }
    }
}

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
    pub id: PostId,
    pub url: String,
    pub class: String,
    pub src: String,
    pub absolute_src: String,
    pub media_type: &'static str,
    pub srcset: String,
    pub alt: String,
    pub title: String,
    pub author: String,
    /// What a note says.
    pub note: String,
    pub warning: String,
    pub width: u32,
    pub height: u32,
    pub count: usize,
    pub pinned: bool,
}

/// The newest posts of the community, and the id to go on from when there are more.
pub async fn latest(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    before: Before,
    page: &mut Page,
) -> Result<(Vec<PostView>, Option<PostId>)> {
    let mut posts = queries::latest(app.db.reader(), tenant, viewer, before, POSTS_ON_A_PAGE).await?;
    let older = cut(&mut posts, POSTS_ON_A_PAGE);
    Ok((views(app, tenant, &posts, page).await?, older))
}

/// The posts of those whom the viewer follows and their own, newest first, and the id to go on from when there are more.
pub async fn home(
    app: &App,
    viewer: &Viewer,
    before: Before,
    page: &mut Page,
) -> Result<(Vec<PostView>, Option<PostId>)> {
    let size = POSTS_ON_A_PAGE as usize + 1;
    let mut posts = Vec::with_capacity(size);
    let mut before = before.id().unwrap_or(PostId(i64::MAX));
    // What may not be seen, or was deleted meanwhile, leaves gaps that older ones fill.
    while posts.len() < size {
        let left = size - posts.len();
        let ids = feed::ids(app, viewer, before, left as u64).await?;
        posts.extend(queries::visible(app.db.reader(), viewer, &ids).await?);
        match ids.last() {
            Some(last) if ids.len() == left => before = *last,
            _ => break,
        }
    }
    let older = cut(&mut posts, POSTS_ON_A_PAGE);
    Ok((views(app, &viewer.tenant, &posts, page).await?, older))
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
    let older = cut(&mut posts, TILES_ON_A_PAGE);
    if before.is_first_page() {
        let pinned = queries::pinned_by(app.db.reader(), tenant, viewer, author.id).await?;
        posts.splice(..0, pinned);
    }
    let tiles = views_by(app, tenant, &posts, std::slice::from_ref(author), page).await?.into_iter().map(tile);
    Ok((tiles.collect(), older))
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
    let older = cut(&mut posts, TILES_ON_A_PAGE);
    Ok((views(app, tenant, &posts, page).await?.into_iter().map(tile).collect(), older))
}

fn tile(post: PostView) -> Tile {
    let count = post.photos.len();
    let tile = Tile {
        id: post.id,
        url: post.url,
        author: post.author.display_name,
        title: post.title,
        warning: post.warning,
        note: String::new(),
        pinned: post.pinned,
        count,
        class: String::new(),
        src: String::new(),
        absolute_src: String::new(),
        media_type: "image/jpeg",
        srcset: String::new(),
        alt: String::new(),
        width: 1,
        height: 1,
    };
    match post.photos.into_iter().next() {
        None => Tile { note: post.caption_text.chars().take(MOST_OF_A_NOTE).collect(), ..tile },
        Some(photo) => Tile {
            title: if tile.title.is_empty() { photo.title } else { tile.title },
            class: photo.class,
            src: photo.src,
            absolute_src: photo.absolute_src,
            media_type: photo.media_type,
            srcset: photo.srcset,
            alt: photo.alt,
            width: photo.width,
            height: photo.height,
            ..tile
        },
    }
}

/// One post with everything that is shown of it.
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

/// Cuts a list to a page; the last id on it when there was more.
pub(super) fn cut(posts: &mut Vec<post::Model>, size: u64) -> Option<PostId> {
    let size = size as usize;
    let more = posts.len() > size;
    posts.truncate(size);
    posts.last().filter(|_| more).map(|post| post.id)
}

/// The posts with everything that is shown of them, in three questions however many they are.
pub(super) async fn views(app: &App, tenant: &Tenant, posts: &[post::Model], page: &mut Page) -> Result<Vec<PostView>> {
    let authors = accounts::by_ids(app.db.reader(), posts.iter().map(|post| post.account_id)).await?;
    views_by(app, tenant, posts, &authors, page).await
}

pub(super) async fn views_by(
    app: &App,
    tenant: &Tenant,
    posts: &[post::Model],
    authors: &[account::Model],
    page: &mut Page,
) -> Result<Vec<PostView>> {
    let db = app.db.reader();
    let items = media::items_of_posts(db, posts.iter().map(|post| post.id)).await?;
    let mut files: HashMap<ItemId, Vec<file::Model>> = HashMap::new();
    for file in media::renditions(db, items.iter().map(|item| item.id)).await? {
        if let Some(item) = file.item_id {
            files.entry(item).or_default().push(file);
        }
    }
    let mut of_posts: HashMap<PostId, Vec<&item::Model>> = HashMap::new();
    for item in &items {
        if let Some(post) = item.post_id {
            of_posts.entry(post).or_default().push(item);
        }
    }

    let texts: Vec<&str> =
        posts.iter().map(|post| post.caption.as_str()).chain(items.iter().map(|item| item.caption.as_str())).collect();
    let mut captions = accounts::marked_up(db, tenant, &texts).await?;
    let of_items = captions.split_off(posts.len());
    let of_items: HashMap<ItemId, SafeHtml> = items.iter().map(|item| item.id).zip(of_items).collect();

    let shown = accounts::authors(db, tenant, authors).await?;
    let now = app.clock.now();
    let views = posts.iter().zip(captions).filter_map(|(post, caption)| {
        let at = authors.iter().position(|author| author.id == post.account_id)?;
        let (account, author) = (&authors[at], &shown[at]);
        let url = format!("{}/{}", author.url, post.id);
        let home = author.home.as_ref().map(|home| format!("{home}/{}", post.id));
        let absolute_url = home.unwrap_or_else(|| tenant.url(&url));
        let items = of_posts.remove(&post.id).unwrap_or_default();
        let photos: Vec<Photo> = items
            .iter()
            .enumerate()
            .map(|(at, item)| {
                let caption = of_items.get(&item.id).cloned().unwrap_or_default();
                let files = files.remove(&item.id).unwrap_or_default();
                let photo = photo(tenant, (&url, &absolute_url), at + 1, (item, caption), files, page);
                Photo { details: details::line(&item.details, &post.details, &page.words), ..photo }
            })
            .collect();
        let same = items.windows(2).all(|pair| pair[0].licence == pair[1].licence);
        let licence = items.first().filter(|_| same).map(|item| LicenceView::new(item.licence, &page.words));
        let mine = page.viewer.as_ref().is_some_and(|me| me.name == author.name);

        Some(PostView {
            id: post.id,
            absolute_url,
            url,
            title: post.title.clone(),
            caption,
            caption_text: shown_text(&post.caption).trim().to_owned(),
            published: post.published_at.to_iso(),
            age: page.words.age(post.published_at, now),
            published_words: page.words.moment(post.published_at),
            edited: post.edited_at.map(Timestamp::to_iso),
            edited_words: post.edited_at.map(|edited| page.words.moment(edited)).unwrap_or_default(),
            photos,
            warning: shown_line(&post.warning).unwrap_or_default(),
            licence,
            pinned: post.pinned_at.is_some(),
            archived: post.archived_at.is_some(),
            downloadable: post.downloadable || mine,
            mine,
            for_everybody: post.visibility.is_for_everybody() && post.archived_at.is_none(),
            indexable: account.indexable && post.visibility == post::Visibility::Public,
            author: author.clone(),
        })
    });
    Ok(views.collect())
}

fn photo(
    tenant: &Tenant,
    (post, absolute_post): (&str, &str),
    number: usize,
    (item, caption): (&item::Model, SafeHtml),
    files: Vec<file::Model>,
    page: &mut Page,
) -> Photo {
    let address = |file: &file::Model| media::web::address(file, tenant, post);
    let class = format!("p{}", item.id);
    page.picture_style(&class, (item.width as u32, item.height as u32), &item.tint);

    let usual = files.iter().find(|file| file.width >= USUAL_WIDTH).or(files.last());
    let src = usual.map(address).unwrap_or_default();
    let format = files.last().map_or(file::Format::Jpeg, |file| file.format);
    let full = FullPicture {
        url: format!("{absolute_post}/photos/{}.{}", item.id, format.extension()),
        media_type: format.media_type(),
        width: files.last().map_or(item.width, |file| file.width) as u32,
        height: files.last().map_or(item.height, |file| file.height) as u32,
        bytes: files.last().map_or(0, |file| file.bytes),
    };
    Photo {
        id: item.id.to_string(),
        class,
        number,
        title: item.title.clone(),
        alt: item.alt.clone(),
        caption,
        caption_text: shown_text(&item.caption).trim().to_owned(),
        absolute_src: tenant.url(&src),
        src,
        srcset: files.iter().map(|file| format!("{} {}w", address(file), file.width)).collect::<Vec<_>>().join(", "),
        width: usual.map_or(item.width, |file| file.width) as u32,
        height: usual.map_or(item.height, |file| file.height) as u32,
        largest: Picture {
            src: files.last().map(address).unwrap_or_default(),
            width: files.last().map_or(item.width, |file| file.width) as u32,
            height: files.last().map_or(item.height, |file| file.height) as u32,
        },
        licence: LicenceView::new(item.licence, &page.words),
        media_type: format.media_type(),
        ready: !files.is_empty(),
        details: Vec::new(),
        full,
    }
}
