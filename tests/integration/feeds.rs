//! What programs read by themselves: feeds of people and of hashtags.

use std::{collections::BTreeSet, time::Duration};

use chrono::DateTime;
use roxmltree::{Document, Node};
use sea_orm::ConnectionTrait;
use serde_json::Value;

use crate::support::{Hub, Page, Person, photos};

const ATOM: &str = "http://www.w3.org/2005/Atom";
const MEDIA: &str = "http://search.yahoo.com/mrss/";
const CREATIVE_COMMONS: &str = "http://backend.userland.com/creativeCommonsRssModule";

async fn publishes(person: &Person, photos: usize, words: &[(&str, &str)]) -> Page {
    let mut page = person.visits("/publish").await;
    for at in 0..photos {
        page = page.attaches("photos", &format!("{at}.jpg"), photos::jpeg(640, 480, at as u32));
    }
    for (field, value) in words {
        page = page.fills(field, value);
    }
    let page = page.presses("Publish").await;
    assert!(page.path.starts_with("/@"), "{}: {}", page.path, page.main_text());
    page
}

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Node<'a, 'a> {
    node.children().find(|child| child.tag_name().name() == name).unwrap_or_else(|| panic!("no {name}"))
}

fn text<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    child(node, name).text().unwrap_or_default()
}

fn all<'a>(node: Node<'a, 'a>, space: &'a str, name: &'a str) -> Vec<Node<'a, 'a>> {
    node.children()
        .filter(|child| child.tag_name().name() == name && child.tag_name().namespace().unwrap_or_default() == space)
        .collect()
}

#[tokio::test]
async fn the_same_posts_in_three_formats() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let words = [
        ("title", "Two & <more>"),
        ("caption", "See https://ana.example\n\nand ]]> \u{1} this"),
        ("licence", "cc-by-4.0"),
    ];
    let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(900, 600, 1));
    let page = page.attaches("photos", "b.jpg", photos::jpeg(600, 900, 2)).presses("Add photos").await;
    let item = page.value("item");
    let mut page = page.fills(&format!("alt-{item}"), "A \"low\" sun");
    for (field, value) in words {
        page = page.fills(field, value);
    }
    let post = page.presses("Publish").await;
    publishes(&ana, 1, &[("licence", "all-rights-reserved")]).await;
    let guest = hub.visitor("praia.localhost").await;
    let link = format!("{}{}", guest.home, post.path);

    // Atom
    let answer = guest.asks("/@ana/feed/atom").await;
    assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
    let atom = answer.text();
    let atom = Document::parse(&atom).expect("XML");
    let feed = atom.root_element();
    assert!(feed.has_tag_name((ATOM, "feed")));
    let entries = all(feed, ATOM, "entry");
    assert_eq!(entries.len(), 2);
    let entry = entries[1];
    assert_eq!(text(entry, "title"), "Two & <more>");
    let id = text(entry, "id");
    assert!(
        id.starts_with("tag:praia.localhost,20") && id.ends_with(post.path.rsplit('/').next().expect("an id")),
        "{id}"
    );
    let ids: BTreeSet<&str> = [text(feed, "id"), text(entries[0], "id"), id].into();
    assert_eq!(ids.len(), 3);
    for node in [feed, entry] {
        DateTime::parse_from_rfc3339(text(node, "updated")).expect("a date");
    }
    let links = |rel: &str| {
        all(entry, ATOM, "link").into_iter().filter(|link| link.attribute("rel") == Some(rel)).collect::<Vec<_>>()
    };
    assert_eq!(links("alternate")[0].attribute("href"), Some(link.as_str()));
    assert_eq!(links("license")[0].attribute("href"), Some("https://creativecommons.org/licenses/by/4.0/"));
    assert_eq!(links("enclosure").len(), 2);
    for enclosure in links("enclosure") {
        let href = enclosure.attribute("href").expect("an address");
        let picture = guest.visits_picture(href).await;
        assert_eq!(enclosure.attribute("length"), Some(picture.to_string().as_str()), "{href}");
        assert_eq!(enclosure.attribute("type"), Some("image/jpeg"));
    }
    assert_eq!(links("enclosure")[0].attribute("title"), Some("A \"low\" sun"));
    let html = text(entry, "content");
    assert!(
        html.contains("alt=\"A &quot;low&quot; sun\"") && html.contains("<a href=\"https://ana.example/\""),
        "{html}"
    );
    assert!(html.contains("and ]]&gt;  this") || html.contains("and ]]&gt; \u{fffd} this"), "{html}");
    assert_eq!(text(child(entry, "author"), "uri"), format!("{}/@ana", guest.home));
    let reserved = all(entries[0], ATOM, "link");
    assert!(reserved.iter().all(|link| link.attribute("rel") != Some("license")));

    // RSS
    let answer = guest.asks("/@ana/feed/rss").await;
    assert_eq!(answer.header("content-type"), "application/rss+xml; charset=utf-8");
    let rss = answer.text();
    let rss = Document::parse(&rss).expect("XML");
    let channel = child(rss.root_element(), "channel");
    assert_eq!(text(channel, "link"), format!("{}/@ana", guest.home));
    let item = all(channel, "", "item")[1];
    assert_eq!((text(item, "guid"), child(item, "guid").attribute("isPermaLink")), (id, Some("false")));
    DateTime::parse_from_rfc2822(text(item, "pubDate")).expect("a date");
    assert_eq!(all(item, "", "enclosure").len(), 1);
    let media = all(item, MEDIA, "content");
    assert_eq!(media.len(), 2);
    assert_eq!(text(media[0], "description"), "A \"low\" sun");
    assert!(child(media[0], "thumbnail").attribute("url").is_some_and(|url| url.contains("/media/")));
    assert_eq!(all(item, CREATIVE_COMMONS, "license")[0].text(), Some("https://creativecommons.org/licenses/by/4.0/"));

    // JSON Feed
    let answer = guest.asks("/@ana/feed/json").await;
    assert_eq!(answer.header("content-type"), "application/feed+json; charset=utf-8");
    let json: Value = serde_json::from_str(&answer.text()).expect("JSON");
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    let item = &json["items"][1];
    assert_eq!((item["id"].as_str(), item["url"].as_str()), (Some(id), Some(link.as_str())));
    assert_eq!(item["attachments"].as_array().map(Vec::len), Some(2));
    assert!(item["attachments"][0]["size_in_bytes"].is_u64() && item["authors"][0]["name"] == "ana");
    assert!(json["items"][0].get("title").is_none(), "not every post has a title");

    let profile = guest.visits("/@ana").await;
    assert_eq!(
        profile.attributes("link[rel='alternate'][title]", "href"),
        ["/@ana/feed/atom", "/@ana/feed/rss", "/@ana/feed/json"]
    );
}

trait Looks {
    /// How many bytes the picture has that an address leads to.
    async fn visits_picture(&self, url: &str) -> usize;
}

impl Looks for Person {
    async fn visits_picture(&self, url: &str) -> usize {
        let leads = self.asks(url).await;
        assert_eq!(leads.status, 307);
        self.asks(leads.header("location")).await.body.len()
    }
}

#[tokio::test]
async fn a_feed_has_what_is_for_everybody_whoever_asks() {
    let hub = Hub::start().await;
    let [ana, fay] = hub.people(["ana", "fay"]).await;
    fay.posts("/@ana/follow", &[]).await;
    let public = publishes(&ana, 1, &[("title", "Public")]).await;
    publishes(&ana, 1, &[("title", "Quiet"), ("audience", "unlisted")]).await;
    publishes(&ana, 1, &[("title", "Closed"), ("audience", "followers")]).await;
    let guest = hub.visitor("praia.localhost").await;
    let titles = async |who: &Person| {
        let json: Value = serde_json::from_str(&who.asks("/@ana/feed/json").await.text()).expect("JSON");
        let items = json["items"].as_array().expect("items").iter();
        items.map(|item| item["title"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    for who in [&guest, &fay, &ana] {
        assert_eq!(titles(who).await, ["Quiet", "Public"]);
    }
    ana.posts(&format!("{}/pin", public.path), &[("action", "pin")]).await;
    assert_eq!(titles(&guest).await, ["Quiet", "Public"], "pinning moves nothing in a feed");
    ana.posts(&format!("{}/delete", public.path), &[]).await;
    assert_eq!(titles(&guest).await, ["Quiet"]);

    let indexed = async || guest.asks("/@ana/feed/atom").await.header("x-robots-tag").to_owned();
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    tx.execute_unprepared("UPDATE accounts SET indexable = TRUE").await.expect("indexable");
    tx.commit().await.expect("committed");
    assert_eq!(indexed().await, "");
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    tx.execute_unprepared("UPDATE accounts SET indexable = FALSE").await.expect("not indexable");
    tx.commit().await.expect("committed");
    assert_eq!(indexed().await, "noindex");

    let serra = hub.community("serra").await;
    let distant = hub.person_of(&serra, "sara").await;
    let elsewhere = distant.asks("/@ana@praia.localhost/feed/rss").await;
    assert_eq!(
        (elsewhere.status.as_u16(), elsewhere.header("location")),
        (303, format!("{}/@ana/feed/rss", guest.home).as_str())
    );
    assert_eq!(guest.asks("/@nobody/feed/atom").await.status, 404);
}

#[tokio::test]
async fn a_reader_gets_only_what_it_does_not_have() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let post = publishes(&ana, 1, &[("title", "First")]).await;
    let guest = hub.visitor("praia.localhost").await;
    for format in ["atom", "rss", "json"] {
        let path = format!("/@ana/feed/{format}");
        let first = guest.asks(&path).await;
        let (tag, date) = (first.header("etag").to_owned(), first.header("last-modified").to_owned());
        DateTime::parse_from_rfc2822(&date).expect("a date");
        for known in [("if-none-match", tag.as_str()), ("if-modified-since", &date)] {
            let again = guest.asks_with(&path, &[known]).await;
            assert_eq!(
                (again.status.as_u16(), again.body.len(), again.header("etag")),
                (304, 0, tag.as_str()),
                "{known:?}"
            );
        }
        for other in [("if-none-match", "W/\"other\""), ("if-modified-since", "Mon, 02 Jan 2006 15:04:05 GMT")] {
            assert_eq!(guest.asks_with(&path, &[other]).await.status, 200);
        }
    }
    let known = guest.asks("/@ana/feed/atom").await.header("etag").to_owned();
    hub.clock.advance(Duration::from_secs(90));
    ana.visits(&format!("{}/edit", post.path)).await.fills("title", "Second").presses("Save changes").await;
    let changed = guest.asks_with("/@ana/feed/atom", &[("if-none-match", &known)]).await;
    assert_eq!(changed.status, 200);
    let text_of = changed.text();
    let feed = Document::parse(&text_of).expect("XML");
    let entry = child(feed.root_element(), "entry");
    assert!(text(entry, "updated") > text(entry, "published"));
    assert_eq!(text(feed.root_element(), "updated"), text(entry, "updated"));
}

#[tokio::test]
async fn pages_of_a_feed_lead_both_ways_and_miss_nothing() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    // Words without a photo are a post too, and sooner made.
    for number in 0..43 {
        publishes(&ana, 0, &[("title", &format!("Note {number}")), ("caption", "Words")]).await;
    }
    let guest = hub.visitor("praia.localhost").await;
    let read = async |path: &str| {
        let answer = guest.asks(path).await;
        assert_eq!(answer.status, 200, "{path}");
        let text_of = answer.text();
        let feed = Document::parse(&text_of).expect("XML");
        let titles: Vec<String> =
            all(feed.root_element(), ATOM, "entry").into_iter().map(|entry| text(entry, "title").to_owned()).collect();
        let link = |rel: &str| {
            let links = all(feed.root_element(), ATOM, "link").into_iter();
            links
                .filter(|link| link.attribute("rel") == Some(rel))
                .find_map(|link| link.attribute("href"))
                .map(str::to_owned)
        };
        assert!(link("self").is_some_and(|here| path.is_empty() || here.ends_with(path)), "{path}");
        (titles, link("next"), link("previous"))
    };

    let (mut seen, mut next, previous) = read("/@ana/feed/atom").await;
    assert_eq!(previous, None);
    let mut back = None;
    while let Some(at) = next {
        let (titles, further, before) = read(&at).await;
        seen.extend(titles);
        (next, back) = (further, before);
    }
    let expected: Vec<String> = (0..43).rev().map(|number| format!("Note {number}")).collect();
    assert_eq!(seen, expected);

    let (titles, _, before) = read(&back.expect("a way back")).await;
    assert_eq!(titles, expected[20..40]);
    let (titles, _, before) = read(&before.expect("a way back")).await;
    assert_eq!((titles.as_slice(), before), (&expected[..20], None));
}

#[tokio::test]
async fn a_hashtag_has_a_feed() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let post = publishes(&ana, 1, &[("title", "At sea"), ("caption", "A day #OnTheWater")]).await;
    let quiet =
        publishes(&ana, 1, &[("title", "Quiet"), ("caption", "Another #onthewater"), ("audience", "unlisted")]).await;
    let praia = hub.praia().await.tenant.id;
    for post in [&post, &quiet] {
        let id = post.path.rsplit('/').next().expect("an id");
        let row = format!(
            "INSERT INTO post_tags (tag, post_id, tenant_id, shown) VALUES ('onthewater', {id}, {praia}, 'OnTheWater') \
             ON CONFLICT DO NOTHING"
        );
        let tx = hub.app.db.write_tx().await.expect("a transaction");
        tx.execute_unprepared(&row).await.expect("a hashtag");
        tx.commit().await.expect("committed");
    }
    let guest = hub.visitor("praia.localhost").await;
    let json: Value = serde_json::from_str(&guest.asks("/tags/OnTheWater/feed/json").await.text()).expect("JSON");
    let items = json["items"].as_array().expect("items");
    assert_eq!((items.len(), &items[0]["title"], &items[0]["tags"][0]), (1, &"At sea".into(), &"OnTheWater".into()));
    let atom = guest.asks("/tags/onthewater/feed/atom").await.text();
    let atom = Document::parse(&atom).expect("XML");
    let category = child(child(atom.root_element(), "entry"), "category");
    assert_eq!(category.attribute("term"), Some("OnTheWater"));
    assert_eq!(guest.asks("/tags/onthewater/feed/rss").await.status, 200);
    assert_eq!(guest.asks("/tags/never/feed/rss").await.status, 404);
    let serra = hub.community("serra").await;
    assert_eq!(hub.person_of(&serra, "sara").await.asks("/tags/onthewater/feed/rss").await.status, 404);
}
