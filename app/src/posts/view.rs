//! Posts as pages show them.

use std::collections::HashMap;

use heliograph_entity::{
    account, file, item, post,
    values::{ItemId, Licence, PostId, Timestamp},
};

use super::{Before, details, queries};
use crate::{
    accounts::{self, Author},
    app::App,
    error::{Error, Result},
    feed, media,
    viewer::{Tenant, Viewer},
    web::Page,
    words::Words,
};

const POSTS_ON_A_PAGE: u64 = 20;
const TILES_ON_A_PAGE: u64 = 48;

/// The width that a picture is linked at: what a reader without `srcset` gets, and a card on another site.
const USUAL_WIDTH: i32 = 1080;

pub struct PostView {
    pub id: String,
    pub url: String,
    pub absolute_url: String,
    pub title: String,
    /// Paragraphs.
    pub caption: Vec<String>,
    /// The caption as it was written.
    pub caption_text: String,
    /// Why readers are asked before they see it; empty where they are not.
    pub warning: String,
    pub author: Author,
    /// ISO 8601.
    pub published: String,
    pub age: String,
    pub published_words: String,
    /// ISO 8601.
    pub edited: Option<String>,
    pub edited_words: String,
    pub photos: Vec<Photo>,
    /// When all photos carry the same.
    pub licence: Option<LicenceView>,
    pub mine: bool,
    pub pinned: bool,
    /// Whether whoever looks is offered the photos as files.
    pub downloadable: bool,
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
    pub caption: String,
    pub src: String,
    pub absolute_src: String,
    pub media_type: &'static str,
    pub srcset: String,
    pub width: u32,
    pub height: u32,
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

    /// What to call it where there is no picture to see.
    pub fn heading(&self, words: &Words) -> String {
        if self.title.is_empty() {
            words.with("photo-by", "name", &self.author.display_name)
        } else {
            self.title.clone()
        }
    }

    /// The beginning of the caption, or a sentence in its place.
    pub fn about(&self, words: &Words) -> String {
        let Some(caption) = self.caption.first() else {
            return words.with("post-description", "name", &self.author.display_name);
        };
        match caption.char_indices().nth(SHORT_ABOUT) {
            Some((end, _)) => format!("{}…", caption[..end].trim_end()),
            None => caption.clone(),
        }
    }

    /// Whether a feed shows all of the caption.
    pub fn has_short_caption(&self) -> bool {
        self.caption.iter().map(|paragraph| paragraph.chars().count()).sum::<usize>() <= SHORT_CAPTION
    }

    /// The beginning of a caption that is not short: up to its first line break, or to 125 characters.
    pub fn caption_start(&self) -> String {
        let line = self.caption.first().and_then(|paragraph| paragraph.lines().next()).unwrap_or_default();
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

/// A post in a grid: its first photo.
pub struct Tile {
    pub url: String,
    pub class: String,
    pub src: String,
    pub absolute_src: String,
    pub media_type: &'static str,
    pub srcset: String,
    pub alt: String,
    pub title: String,
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
        let ids = feed::ids(app, viewer.account.id, before, left as u64).await?;
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
    let tiles = views_by(app, tenant, &posts, std::slice::from_ref(author), page).await?.into_iter().filter_map(tile);
    Ok((tiles.collect(), older))
}

fn tile(post: PostView) -> Option<Tile> {
    let count = post.photos.len();
    let photo = post.photos.into_iter().next()?;
    Some(Tile {
        url: post.url,
        class: photo.class,
        src: photo.src,
        absolute_src: photo.absolute_src,
        media_type: photo.media_type,
        srcset: photo.srcset,
        alt: photo.alt,
        title: if post.title.is_empty() { photo.title } else { post.title },
        width: photo.width,
        height: photo.height,
        count,
        pinned: post.pinned,
    })
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
fn cut(posts: &mut Vec<post::Model>, size: u64) -> Option<PostId> {
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

    let shown = accounts::authors(db, tenant, authors).await?;
    let now = app.clock.now();
    let views = posts.iter().filter_map(|post| {
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
                let files = files.remove(&item.id).unwrap_or_default();
                let photo = photo(tenant, (&url, &absolute_url), at + 1, item, files, page);
                Photo { details: details::line(&item.details, &post.details, &page.words), ..photo }
            })
            .collect();
        let same = items.windows(2).all(|pair| pair[0].licence == pair[1].licence);
        let licence = items.first().filter(|_| same).map(|item| LicenceView::new(item.licence, &page.words));
        let mine = page.viewer.as_ref().is_some_and(|me| me.name == author.name);

        Some(PostView {
            id: post.id.to_string(),
            absolute_url,
            url,
            title: post.title.clone(),
            caption: paragraphs(&post.caption),
            caption_text: post.caption.clone(),
            warning: post.warning.clone(),
            published: post.published_at.to_iso(),
            age: page.words.age(post.published_at, now),
            published_words: page.words.moment(post.published_at),
            edited: post.edited_at.map(Timestamp::to_iso),
            edited_words: post.edited_at.map(|edited| page.words.moment(edited)).unwrap_or_default(),
            photos,
            licence,
            pinned: post.pinned_at.is_some(),
            downloadable: post.downloadable || mine,
            mine,
            for_everybody: post.visibility.is_for_everybody(),
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
    item: &item::Model,
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
        caption: item.caption.clone(),
        absolute_src: tenant.url(&src),
        src,
        srcset: files.iter().map(|file| format!("{} {}w", address(file), file.width)).collect::<Vec<_>>().join(", "),
        width: usual.map_or(item.width, |file| file.width) as u32,
        height: usual.map_or(item.height, |file| file.height) as u32,
        licence: LicenceView::new(item.licence, &page.words),
        media_type: format.media_type(),
        ready: !files.is_empty(),
        details: Vec::new(),
        full,
    }
}

/// Blank lines part paragraphs.
fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).map(str::to_owned).collect()
}
