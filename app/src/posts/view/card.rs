//! Cards: what is shown of a post whoever looks, remembered for as long as the post stays as it is.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    mem,
    sync::Arc,
};

use heliograph_entity::{
    account, file, item, post, remote_post,
    values::{AccountId, ItemId, PostId, Timestamp, shown_line, shown_text},
};

use sea_orm::ConnectionTrait;
use url::Url;

use super::{LicenceView, Stamp, Video};
use crate::{
    accounts::{self, Author},
    app::App,
    cache,
    error::Result,
    markup::{SafeHtml, cleaned, escaped, markup, mentions},
    media::{self, Places},
    posts::{details, queries},
    viewer::Tenant,
    web::picture_style,
    words::Words,
};

/// The width that a picture is linked at: what a reader without `srcset` gets, and a card on another site.
const USUAL_WIDTH: i32 = 1080;

/// A post as a community shows it in one language. What differs from one to the other who looks, or changes without the
/// post, is not in it: whether it is theirs, what its author is called.
pub struct Card {
    pub id: PostId,
    pub url: String,
    pub absolute_url: String,
    /// The tag of what it is written in, if its author says it.
    pub language: String,
    pub title: String,
    pub caption: SafeHtml,
    /// As it was written.
    pub caption_text: String,
    pub(super) published_at: Timestamp,
    /// ISO 8601.
    pub published: String,
    pub(super) published_day: String,
    pub published_words: String,
    /// ISO 8601.
    pub edited: Option<String>,
    pub edited_words: String,
    pub photos: Vec<Photo>,
    /// Why readers are asked before they see it; empty where they are not.
    pub warning: String,
    /// When all photos carry the same.
    pub licence: Option<LicenceView>,
    pub pinned: bool,
    /// Whether only its author sees it.
    pub archived: bool,
    /// The server that it is of, where that is another one: it is at home at `absolute_url`.
    pub server: Option<String>,
    /// Whether anybody may see it.
    pub for_everybody: bool,
    /// Whether it is for those alone whom its author names.
    pub for_named: bool,
    /// Whether it stands on the community's page.
    pub(super) public: bool,
    /// Whether everybody is offered the photos as files.
    pub(super) offered: bool,

    version: i64,
    place: Place,
    /// Whom it mentions, in lower case, and how those of them are spelled who are known here.
    mentioned: BTreeMap<String, Option<String>>,
}

pub struct Photo {
    pub id: String,
    /// Sets its shape and tint in the page's style.
    pub class: String,
    /// What the page's style says of that class.
    pub(super) style: String,
    /// From 1.
    pub number: usize,
    pub title: String,
    pub alt: String,
    pub caption: SafeHtml,
    /// As it was written.
    pub caption_text: String,
    /// The tag of what its words are written in, if their author says it.
    pub language: String,
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
    /// What is played, where it is a video. What else is said of a picture is said of its poster, which it has when it is
    /// `ready`.
    pub video: Option<Video>,
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

/// Where a post is found: what its addresses begin with.
#[derive(PartialEq)]
struct Place {
    origin: String,
    author: String,
    home: Option<String>,
    without_pictures: bool,
}

impl Place {
    fn new(tenant: &Tenant, author: &Author) -> Self {
        Self {
            origin: tenant.host.origin.clone(),
            author: author.url.clone(),
            home: author.home.clone(),
            without_pictures: author.without_pictures,
        }
    }

    fn is(&self, tenant: &Tenant, author: &Author) -> bool {
        self.origin == tenant.host.origin
            && self.author == author.url
            && self.home == author.home
            && self.without_pictures == author.without_pictures
    }
}

/// The cards of a page's posts.
pub(super) struct Shelf {
    tenant: Tenant,
    words: Words,
    authors: HashMap<AccountId, Author>,
    cards: HashMap<PostId, Arc<Card>>,
}

impl Shelf {
    /// Takes those that are remembered and still right.
    pub(super) async fn open(
        app: &App,
        tenant: &Tenant,
        posts: &[Stamp],
        authors: &[account::Model],
        words: &Words,
    ) -> Result<Self> {
        let shown = accounts::authors(app.db.reader(), tenant, authors).await?;
        let authors: HashMap<AccountId, Author> = authors.iter().map(|author| author.id).zip(shown).collect();
        let mut cards = HashMap::with_capacity(posts.len());
        for post in posts {
            let Some(author) = authors.get(&post.account_id) else { continue };
            let remembered = app.cache.get::<Card>(key(post.id, tenant, words));
            if let Some(card) = remembered.filter(|card| card.version == post.version && card.place.is(tenant, author))
            {
                cards.insert(post.id, card);
            }
        }
        // Whoever is mentioned may have come, or gone, since.
        let mentioned: BTreeSet<String> = cards.values().flat_map(|card| card.mentioned.keys().cloned()).collect();
        let known = accounts::spelled(app.db.reader(), tenant, mentioned).await?;
        cards.retain(|_, card| card.mentioned.iter().all(|(name, spelled)| known.get(name) == spelled.as_ref()));
        Ok(Self { tenant: tenant.clone(), words: words.clone(), authors, cards })
    }

    pub(super) fn lacks(&self, post: PostId) -> bool {
        !self.cards.contains_key(&post)
    }

    pub(super) fn take(&mut self, post: PostId) -> Option<Arc<Card>> {
        self.cards.remove(&post)
    }

    pub(super) fn author(&self, account: AccountId) -> Option<&Author> {
        self.authors.get(&account)
    }

    /// Makes the cards of posts that it lacks, and has them remembered.
    pub(super) async fn make(&mut self, app: &App, posts: &[&post::Model]) -> Result<()> {
        if posts.is_empty() {
            return Ok(());
        }
        let db = app.db.reader();
        let mut items: HashMap<PostId, Vec<item::Model>> = HashMap::new();
        let mut ids = Vec::new();
        for item in media::items_of_posts(db, posts.iter().map(|post| post.id)).await? {
            ids.push(item.id);
            if let Some(post) = item.post_id {
                items.entry(post).or_default().push(item);
            }
        }
        let mut files: HashMap<ItemId, Vec<file::Model>> = HashMap::new();
        for file in media::renditions(db, ids).await? {
            if let Some(item) = file.item_id {
                files.entry(item).or_default().push(file);
            }
        }
        let texts = items.values().flatten().map(|item| &item.caption).chain(posts.iter().map(|post| &post.caption));
        let known = accounts::spelled(db, &self.tenant, texts.flat_map(|text| mentions(text)).collect()).await?;

        let remote: Vec<PostId> = posts.iter().filter(|post| post.tenant_id.is_none()).map(|post| post.id).collect();
        let mut places = elsewhere(db, remote).await?;
        let without = |post: &post::Model| self.authors.get(&post.account_id).is_some_and(|it| it.without_pictures);
        let mut left_out = Vec::new();
        for post in posts.iter().copied().filter(|post| without(post)) {
            left_out.extend(items.get(&post.id).into_iter().flatten().map(|item| item.id));
        }
        let videos = items.values().flatten().filter(|item| item.kind == item::Kind::Video).map(|item| item.id);
        let lying = media::places_of(db, left_out.into_iter().chain(videos)).await?;

        for post in posts {
            let Some(author) = self.authors.get(&post.account_id) else { continue };
            let items = items.remove(&post.id).unwrap_or_default();
            let maker = Maker { tenant: &self.tenant, words: &self.words, author, known: &known, lying: &lying };
            let card = maker.card(post, &items, &mut files);
            let card = Arc::new(match places.remove(&post.id) {
                Some((place, tags)) => {
                    let card = of_elsewhere(card, &place, &tags);
                    if without(post) {
                        without_pictures(card, &place.html, &tags, &items, &lying, &self.words)
                    } else {
                        card
                    }
                }
                None => card,
            });
            app.cache.put(key(post.id, &self.tenant, &self.words), card.clone(), card.size());
            self.cards.insert(post.id, card);
        }
        Ok(())
    }
}

/// What other servers call these posts, and the hashtags that they give them.
async fn elsewhere(
    db: &impl ConnectionTrait,
    posts: Vec<PostId>,
) -> Result<HashMap<PostId, (remote_post::Model, Vec<String>)>> {
    if posts.is_empty() {
        return Ok(HashMap::new());
    }
    let tags = queries::tags_of(db, posts.iter().copied()).await?;
    let places = queries::elsewhere::places(db, posts).await?;
    let with_tags = places.into_iter().map(|place| {
        let of_post = tags.iter().filter(|tag| tag.post_id == place.post_id);
        (place.post_id, (of_post.map(|tag| tag.shown.clone()).collect(), place))
    });
    Ok(with_tags.map(|(id, (tags, place))| (id, (place, tags))).collect())
}

/// The card of a post as its own server marks it up.
fn of_elsewhere(card: Card, place: &remote_post::Model, tags: &[String]) -> Card {
    let server = Url::parse(&place.uri).ok().and_then(|url| url.host_str().map(str::to_owned));
    Card {
        absolute_url: place.url.clone(),
        caption: cleaned(&place.html, tags),
        server: Some(server.unwrap_or_default()),
        mentioned: BTreeMap::new(),
        ..card
    }
}

/// The card of a post whose pictures the community leaves out: links to where they lie end its words.
fn without_pictures(
    card: Card,
    html: &str,
    tags: &[String],
    items: &[item::Model],
    lying: &HashMap<ItemId, Places>,
    words: &Words,
) -> Card {
    let (mut html, mut text) = (html.to_owned(), card.caption_text.clone());
    for (item, url) in items.iter().filter_map(|item| Some((item, lying.get(&item.id)?.itself()?))) {
        let usual = || words.with("picture-elsewhere", "server", card.server.as_deref().unwrap_or_default());
        let alt = shown_line(&item.alt).unwrap_or_else(usual);
        html += &format!("<p><a href=\"{}\">{}</a></p>", escaped(url), escaped(&alt));
        text = [text, alt].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    }
    Card { caption: cleaned(&html, tags), caption_text: text, photos: Vec::new(), licence: None, ..card }
}

/// The words of comments of other servers, as they are marked up there.
pub async fn words_elsewhere(
    db: &impl ConnectionTrait,
    comments: impl IntoIterator<Item = PostId>,
) -> Result<HashMap<PostId, SafeHtml>> {
    let places = elsewhere(db, comments.into_iter().collect()).await?;
    Ok(places.into_iter().map(|(id, (place, tags))| (id, cleaned(&place.html, &tags))).collect())
}

fn key(post: PostId, tenant: &Tenant, words: &Words) -> cache::Key {
    [post.0, tenant.id.0, words.number()]
}

/// What cards are made with.
struct Maker<'a> {
    tenant: &'a Tenant,
    words: &'a Words,
    author: &'a Author,
    known: &'a HashMap<String, String>,
    /// Where items of other servers lie there.
    lying: &'a HashMap<ItemId, Places>,
}

impl Maker<'_> {
    fn card(&self, post: &post::Model, items: &[item::Model], files: &mut HashMap<ItemId, Vec<file::Model>>) -> Card {
        let Self { tenant, words, author, .. } = *self;
        let url = format!("{}/{}", author.url, post.id);
        let home = author.home.as_ref().map(|home| format!("{home}/{}", post.id));
        let absolute_url = home.unwrap_or_else(|| tenant.url(&url));
        let photos = items.iter().enumerate().map(|(at, item)| {
            let files = files.remove(&item.id).unwrap_or_default();
            let details = details::line(&item.details, &post.details, words);
            let language = post.language.clone();
            Photo { details, language, ..self.photo((&url, &absolute_url), at + 1, item, &files) }
        });
        let photos = photos.collect();
        let same = items.windows(2).all(|pair| pair[0].licence == pair[1].licence);
        let texts = items.iter().map(|item| &item.caption).chain([&post.caption]);
        let mentioned = texts.flat_map(|text| mentions(text));

        Card {
            id: post.id,
            absolute_url,
            url,
            title: post.title.clone(),
            language: post.language.clone(),
            caption: self.marked_up(&post.caption),
            caption_text: shown_text(&post.caption).trim().to_owned(),
            published_at: post.published_at,
            published: post.published_at.to_iso(),
            published_day: words.day(post.published_at),
            published_words: words.moment(post.published_at),
            edited: post.edited_at.map(Timestamp::to_iso),
            edited_words: post.edited_at.map(|edited| words.moment(edited)).unwrap_or_default(),
            photos,
            warning: shown_line(&post.warning).unwrap_or_default(),
            licence: items.first().filter(|_| same).map(|item| LicenceView::new(item.licence, words)),
            pinned: post.pinned_at.is_some(),
            archived: post.archived_at.is_some(),
            server: None,
            for_everybody: post.visibility.is_for_everybody() && post.archived_at.is_none(),
            for_named: post.visibility == post::Visibility::Named,
            public: post.visibility == post::Visibility::Public,
            offered: post.downloadable,
            version: post.version,
            place: Place::new(tenant, author),
            mentioned: mentioned.map(|name| (name.clone(), self.known.get(&name).cloned())).collect(),
        }
    }

    fn marked_up(&self, text: &str) -> SafeHtml {
        markup(text, |name| self.known.get(name).cloned())
    }

    /// What it is shown at, narrowest first. A picture of another server has its sizes before it is here; a video that came
    /// without one has none before its first frame is.
    fn sizes(&self, post: &str, item: &item::Model, files: &[file::Model]) -> Vec<Picture> {
        let lies_nowhere = self.lying.get(&item.id).is_some_and(|places| places.picture.is_none());
        if lies_nowhere && files.is_empty() {
            return Vec::new();
        }
        if item.tenant_id.is_none() {
            let sizes = media::sizes_of(item).into_iter();
            let address = |width: u32| format!("{post}/pictures/{}-{width}.jpg", item.id);
            return sizes.map(|(width, height)| Picture { src: address(width), width, height }).collect();
        }
        let address = |file: &file::Model| media::web::address(file, self.tenant, post);
        let size =
            |file: &file::Model| Picture { src: address(file), width: file.width as u32, height: file.height as u32 };
        files.iter().map(size).collect()
    }

    fn photo(
        &self,
        (post, absolute_post): (&str, &str),
        number: usize,
        item: &item::Model,
        files: &[file::Model],
    ) -> Photo {
        let class = format!("p{}", item.id);
        let sizes = self.sizes(post, item, files);
        let usual = sizes.iter().find(|size| size.width as i32 >= USUAL_WIDTH).or(sizes.last());
        let src = usual.map(|size| size.src.clone()).unwrap_or_default();
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
            style: picture_style(&class, (item.width as u32, item.height as u32), &item.tint),
            class,
            number,
            title: item.title.clone(),
            alt: item.alt.clone(),
            caption: self.marked_up(&item.caption),
            caption_text: shown_text(&item.caption).trim().to_owned(),
            absolute_src: self.tenant.url(&src),
            src,
            srcset: srcset(&sizes),
            width: usual.map_or(item.width as u32, |size| size.width),
            height: usual.map_or(item.height as u32, |size| size.height),
            ready: !sizes.is_empty(),
            largest: sizes.into_iter().next_back().unwrap_or(Picture {
                src: String::new(),
                width: item.width as u32,
                height: item.height as u32,
            }),
            licence: LicenceView::new(item.licence, self.words),
            media_type: format.media_type(),
            details: Vec::new(),
            video: (item.kind == item::Kind::Video).then(|| Video::new(post, item)),
            language: String::new(),
            full,
        }
    }
}

fn srcset(sizes: &[Picture]) -> String {
    sizes.iter().map(|size| format!("{} {}w", size.src, size.width)).collect::<Vec<_>>().join(", ")
}

impl Card {
    /// About how many bytes it takes in memory.
    fn size(&self) -> usize {
        let photos = self.photos.iter().map(Photo::size).sum::<usize>();
        let texts =
            self.url.len() * 3 + self.title.len() + self.caption.len() + self.caption_text.len() + self.warning.len();
        let mentioned = self.mentioned.len() * 150;
        mem::size_of::<Self>() + photos + texts + mentioned + 400
    }
}

impl Photo {
    fn size(&self) -> usize {
        let addresses = self.src.len() * 4 + self.srcset.len() + self.full.url.len() + self.style.len();
        let texts = self.title.len() + self.alt.len() + self.caption.len() + self.caption_text.len();
        mem::size_of::<Self>() + addresses + texts + 400
    }
}
