//! Posts as other servers know them.
//!
//! A post is a `Note` with its photos attached: the one form that all of them show. Each photo is the largest rendition,
//! a JPEG (a PNG where something shows through), and has its own description and licence. Those of what is for followers
//! are lent: at addresses that end.

use std::{collections::HashMap, time::Duration};

use heliograph_entity::{
    account, file, item, post, post_tag,
    values::{AccountId, Details, ItemId, Licence, PostId, ShownDetails, Timestamp, shown_line},
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::queries;
use crate::{
    accounts::{self, Mentioned},
    app::App,
    error::Result,
    federation::{
        addresses::Addresses,
        exif,
        vocabulary::{PUBLIC, audience, licence_title, time, without_nothing},
    },
    markup::{SafeHtml, escaped, tag_path},
    media, relationships,
    viewer::Tenant,
    words::{Message, Words},
};

/// How many attachments of a post most servers show; the others are found by a link.
const SHOWN_ELSEWHERE: usize = 4;

/// What is longer than wide, or wider, than some servers take is told without its size.
const LARGEST_SIDE: i32 = 5000;

/// How long the photos of what is for followers are lent to their servers. Longer than anything waits to be delivered.
const LENT_FOR: Duration = Duration::from_secs(14 * 24 * 3600);

/// The notes that posts of one author are, in the same order. All of them are for everybody, or for followers.
pub(super) async fn notes(
    app: &App,
    tenant: &Tenant,
    author: &account::Model,
    posts: &[post::Model],
) -> Result<Vec<Value>> {
    let db = app.db.reader();
    let items = media::items_of_posts(db, posts.iter().map(|post| post.id)).await?;
    let mut largest: HashMap<ItemId, file::Model> = HashMap::new();
    for file in media::renditions(db, items.iter().map(|item| item.id)).await? {
        if let Some(item) = file.item_id {
            // They come narrowest first.
            largest.insert(item, file);
        }
    }
    let tags = queries::tags_of(db, posts.iter().map(|post| post.id)).await?;
    let captions = posts.iter().map(|post| post.caption.as_str()).chain(items.iter().map(|item| item.caption.as_str()));
    let mut captions = accounts::marked_up(db, tenant, &captions.collect::<Vec<_>>()).await?;
    let of_items = captions.split_off(posts.len());
    let of_items: HashMap<ItemId, SafeHtml> = items.iter().map(|item| item.id).zip(of_items).collect();

    let mut notes = Vec::with_capacity(posts.len());
    for (post, caption) in posts.iter().zip(captions) {
        let items: Vec<&item::Model> = items.iter().filter(|item| item.post_id == Some(post.id)).collect();
        let photos = items.iter().map(|item| Photo {
            item,
            file: largest.get(&item.id),
            caption: of_items.get(&item.id).cloned().unwrap_or_default(),
        });
        let tags: Vec<&post_tag::Model> = tags.iter().filter(|tag| tag.post_id == post.id).collect();
        let mentioned = mentioned(db, tenant, post, &texts(post, items.iter().copied())).await?;
        let parts = Parts { post, author, caption, photos: photos.collect(), tags, mentioned };
        notes.push(parts.note(app, tenant));
    }
    Ok(notes)
}

/// What a note is made of.
struct Parts<'a> {
    post: &'a post::Model,
    author: &'a account::Model,
    caption: SafeHtml,
    photos: Vec<Photo<'a>>,
    tags: Vec<&'a post_tag::Model>,
    mentioned: Vec<Mentioned>,
}

struct Photo<'a> {
    item: &'a item::Model,
    file: Option<&'a file::Model>,
    caption: SafeHtml,
}

/// What mentions people in a post.
pub(super) fn texts<'a>(post: &'a post::Model, items: impl IntoIterator<Item = &'a item::Model>) -> Vec<&'a str> {
    std::iter::once(post.caption.as_str()).chain(items.into_iter().map(|item| item.caption.as_str())).collect()
}

/// Whom a post or comment tells other servers that it mentions. Of what is for fewer than everybody, nobody elsewhere learns
/// by being named.
pub async fn mentioned(
    db: &impl ConnectionTrait,
    tenant: &Tenant,
    post: &post::Model,
    texts: &[&str],
) -> Result<Vec<Mentioned>> {
    let mut mentioned = accounts::mentioned(db, tenant, texts).await?;
    if !post.visibility.is_for_everybody() {
        mentioned.retain(|person| person.account.tenant_id == Some(tenant.id));
    }
    let mut free = Vec::with_capacity(mentioned.len());
    for person in mentioned {
        if !relationships::blocked_between(db, post.account_id, person.account.id).await? {
            free.push(person);
        }
    }
    Ok(free)
}

impl Parts<'_> {
    fn note(&self, app: &App, tenant: &Tenant) -> Value {
        let (post, here) = (self.post, tenant.addresses());
        let author = here.account(self.author.id);
        let (to, mut cc) = audience(&author, post.visibility);
        cc.extend(self.mentioned.iter().map(|person| person.id.clone()).filter(|person| *person != author));
        let page = format!("/@{}/{}", self.author.name, post.id);
        let url = tenant.url(&page);
        let address = |file: &file::Model| match file.class {
            file::Class::Public => media::web::address(file, tenant, &page),
            file::Class::Restricted => media::web::lent(app, file, &page, app.clock.now().plus(LENT_FOR)),
        };
        let photos = self.photos.iter();
        let (warning, shown) = (shown_line(&post.warning), ShownDetails::parse(&post.details));
        let content = self.content(tenant, &url);
        let note = json!({
            "id": here.post(post.id),
            "type": "Note",
            "attributedTo": author,
            "url": url,
            "published": time(post.published_at),
            "updated": post.edited_at.map(|edited| time(edited.max(post.published_at))),
            "to": to,
            "cc": cc,
            "summary": warning,
            "sensitive": warning.is_some(),
            "inReplyTo": null,
            "content": content,
            "contentMap": in_language(&post.language, &content),
            "attachment": photos.filter_map(|photo| photo.attachment(tenant, shown, address)).collect::<Vec<_>>(),
            "tag": self.tag_objects(tenant),
            "license": self.licence().and_then(Licence::url),
            "commentsEnabled": post.commenters != post::Commenters::Nobody,
            "interactionPolicy": interaction_policy(&author, post),
            "replies": answers(tenant, post.id),
        });
        without_nothing(note, &["updated", "license", "contentMap"])
    }

    /// The one that all photos carry.
    fn licence(&self) -> Option<Licence> {
        let first = self.photos.first()?.item.licence;
        self.photos.iter().all(|photo| photo.item.licence == first).then_some(first)
    }

    /// Title and captions, then who made the photos and under which licence, which hardly any server reads elsewhere.
    fn content(&self, tenant: &Tenant, url: &str) -> String {
        let words = Words::default();
        let mut html = String::new();
        if let Some(title) = shown_line(&self.post.title) {
            html.push_str(&format!("<p><strong>{}</strong></p>", escaped(&title)));
        }
        for text in std::iter::once(&self.caption).chain(self.photos.iter().map(|photo| &photo.caption)) {
            html.push_str(&for_elsewhere(text, tenant, &self.mentioned));
        }
        if self.photos.len() > SHOWN_ELSEWHERE {
            let all = words.count("note-view-all", self.photos.len());
            html.push_str(&format!("<p><a href=\"{}\">{}</a></p>", escaped(url), escaped(&all)));
        }
        let mut licences: Vec<Licence> = Vec::new();
        for licence in self.photos.iter().map(|photo| photo.item.licence) {
            if !licences.contains(&licence) {
                licences.push(licence);
            }
        }
        let links = licences.iter().filter_map(|licence| {
            let (name, url) = (licence.short_name()?, licence.url()?);
            Some(format!("<a href=\"{url}\" rel=\"license nofollow noopener\">{}</a>", escaped(name)))
        });
        let links: Vec<String> = links.collect();
        if !links.is_empty() {
            let credit = Message::new("note-credit")
                .count("count", self.photos.len())
                .with("author", escaped(&self.author.shown_name()))
                .with("licence", links.join(", "));
            html.push_str(&format!("<p>{}</p>", words.say(&credit)));
        }
        html
    }

    fn tag_objects(&self, tenant: &Tenant) -> Vec<Value> {
        let mentions = self.mentioned.iter().map(mention);
        let hashtags = self.tags.iter().map(|tag| {
            json!({ "type": "Hashtag", "href": tenant.url(&tag_path(&tag.tag)), "name": format!("#{}", tag.shown) })
        });
        mentions.chain(hashtags).collect()
    }
}

impl Photo<'_> {
    fn attachment(
        &self,
        tenant: &Tenant,
        shown: ShownDetails,
        address: impl Fn(&file::Model) -> String,
    ) -> Option<Value> {
        let file = self.file?;
        let fits = (1..=LARGEST_SIDE).contains(&file.width) && (1..=LARGEST_SIDE).contains(&file.height);
        let attachment = json!({
            "type": "Document",
            "mediaType": file.format.media_type(),
            "url": tenant.url(&address(file)),
            "name": Some(self.item.alt.as_str()).filter(|alt| !alt.is_empty()),
            "width": Some(file.width).filter(|_| fits),
            "height": Some(file.height).filter(|_| fits),
            "blurhash": flat_blurhash(&self.item.tint),
            "license": licence_title(self.item.licence),
            "headline": shown_line(&self.item.title),
            "exifData": exif::write(&Details::parse(&self.item.details).chosen(shown)),
        });
        Some(without_nothing(attachment, &["name", "width", "height", "blurhash", "license", "headline", "exifData"]))
    }
}

/// What GoToSocial offers its people to do. No more is said than what holds here: of who may comment, everybody and nobody
/// alone, since others could not know whom the author follows or is followed by. Nobody is told that they may quote.
fn interaction_policy(author: &str, post: &post::Model) -> Value {
    let open_to = |whom: &str| json!({ "automaticApproval": [whom] });
    let shared = if post.visibility.is_for_everybody() { PUBLIC } else { author };
    let comment = match post.commenters {
        post::Commenters::Everyone => Some(open_to(PUBLIC)),
        post::Commenters::Nobody => Some(open_to(author)),
        post::Commenters::Followers | post::Commenters::Followed => None,
    };
    let policy = json!({ "canLike": open_to(PUBLIC), "canReply": comment, "canAnnounce": open_to(shared) });
    without_nothing(policy, &["canReply"])
}

/// A BlurHash (blurha.sh, "Encode") of one component: the mean colour, `#rrggbb`, wherever the picture is not there yet.
fn flat_blurhash(tint: &str) -> Option<String> {
    const DIGITS: &[u8; 83] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
    let colour = usize::from_str_radix(tint.strip_prefix('#')?, 16).ok().filter(|colour| *colour <= 0xff_ffff)?;
    let digit = |power: u32| char::from(DIGITS[colour / 83_usize.pow(power) % 83]);
    // One component each way, and so no largest of the others.
    Some(['0', '0', digit(3), digit(2), digit(1), digit(0)].iter().collect())
}

/// Words by the language they are in, where that is known.
pub fn in_language(language: &str, content: &str) -> Option<Value> {
    (!language.is_empty()).then(|| json!({ language: content }))
}

/// What a note says of its answers.
pub fn answers(tenant: &Tenant, id: PostId) -> Value {
    let own = format!("{}/replies", tenant.addresses().post(id));
    json!({ "id": own, "type": "Collection", "first": format!("{own}?page=1") })
}

/// Words as they may stand on another server, where those who are mentioned are found at their own.
pub fn for_elsewhere(words: &SafeHtml, tenant: &Tenant, mentioned: &[Mentioned]) -> String {
    let mut html = words.for_elsewhere(&tenant.host.origin);
    for [here, there] in mentioned.iter().map(|person| &person.links).filter(|[here, there]| here != there) {
        html = html.replace(&format!("href=\"{}\"", escaped(here)), &format!("href=\"{}\"", escaped(there)));
    }
    html
}

pub fn mention(person: &Mentioned) -> Value {
    json!({ "type": "Mention", "href": person.id, "name": person.handle })
}

/// That the author has published `note`.
pub fn create(here: Addresses<'_>, post: PostId, note: &Value) -> Value {
    json!({
        "id": format!("{}/activity", here.post(post)),
        "type": "Create",
        "actor": note["attributedTo"],
        "published": note["published"],
        "to": note["to"],
        "cc": note["cc"],
        "object": note,
    })
}

/// That what the author has published is `note` from now on. Others take a change by its date, also one without a word
/// about it.
pub fn update(here: Addresses<'_>, post: PostId, mut note: Value, now: Timestamp, number: i64) -> Value {
    note["updated"] = json!(time(now));
    json!({
        "id": format!("{}#updates/{number}", here.post(post)),
        "type": "Update",
        "actor": note["attributedTo"],
        "published": note["updated"],
        "to": note["to"],
        "cc": note["cc"],
        "object": note,
    })
}

/// That the author's profile begins with the post from now on (`Add`), or no longer does (`Remove`).
pub fn pinned(here: Addresses<'_>, post: &post::Model, kind: &str, number: i64) -> Value {
    let (actor, id) = (here.account(post.account_id), here.post(post.id));
    let (to, cc) = audience(&actor, post::Visibility::Public);
    json!({
        "id": format!("{id}#pins/{number}"),
        "type": kind,
        "actor": actor,
        "to": to,
        "cc": cc,
        "object": id,
        "target": format!("{actor}/featured"),
    })
}

/// That it is gone.
pub fn delete(here: Addresses<'_>, author: AccountId, post: PostId, number: i64) -> Value {
    let (actor, id) = (here.account(author), here.post(post));
    let (to, cc) = audience(&actor, post::Visibility::Public);
    json!({
        "id": format!("{id}#deletes/{number}"),
        "type": "Delete",
        "actor": actor,
        "to": to,
        "cc": cc,
        "object": { "id": id, "type": "Tombstone" },
    })
}
