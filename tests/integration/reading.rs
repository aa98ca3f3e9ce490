use std::time::Duration;

use heliograph_entity::{item, post, values::PostId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};

use crate::support::{Hub, Page, Person, photos};

async fn publishes(person: &Person, title: &str, caption: &str) -> Page {
    let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(64, 48, 1));
    page.fills("title", title).fills("caption", caption).presses("Publish").await
}

fn id_of(page: &Page) -> PostId {
    PostId(page.path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id"))
}

async fn warns(hub: &Hub, id: PostId, warning: &str) {
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    let change = post::ActiveModel { warning: Set(warning.to_owned()), ..Default::default() };
    let next = Expr::col(post::Column::Version).add(1);
    let posts = post::Entity::update_many().set(change).col_expr(post::Column::Version, next);
    posts.filter(post::Column::Id.eq(id)).exec(&tx).await.expect("warned");
    tx.commit().await.expect("committed");
}

/// Leaves the words of a post alone.
async fn loses_its_photos(hub: &Hub, id: PostId) {
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    let change = item::ActiveModel { post_id: Set(None), ..Default::default() };
    item::Entity::update_many().set(change).filter(item::Column::PostId.eq(id)).exec(&tx).await.expect("a note");
    tx.commit().await.expect("committed");
    // The words are written as they are: only the version has to be another.
    warns(hub, id, "").await;
}

#[tokio::test]
async fn each_photo_of_several_has_an_address_of_its_own() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let guest = hub.visitor("praia.localhost").await;
    let page = ana.visits("/publish").await;
    let page =
        page.attaches("photos", "a.jpg", photos::jpeg(64, 48, 1)).attaches("photos", "b.jpg", photos::jpeg(48, 64, 2));
    let page = page.presses("Add photos").await;
    let items = page.attributes("input[name='item']", "value");
    let page = page.fills("title", "Two").fills(&format!("title-{}", items[1]), "The boat");
    let post = page.fills(&format!("alt-{}", items[1]), "A boat").presses("Publish").await;

    let second = guest.visits(&format!("{}/2", post.path)).await;
    assert_eq!((second.text("h1"), second.text(".about-photo p")), ("The boat".into(), "Photo 2 of 2 in “Two”".into()));
    assert_eq!(second.attributes("meta[property='og:image:alt']", "content"), ["A boat"]);
    assert_eq!(second.attribute("meta[property='og:title']", "content"), "The boat");
    assert!(second.attribute("link[rel='canonical']", "href").ends_with(&format!("{}/2", post.path)));
    assert_eq!(second.attributes("[rel='next']", "href"), Vec::<String>::new());
    assert_eq!(second.attribute("a[rel='prev']", "href"), format!("{}/1", post.path));
    assert!(second.attribute("a.zoom", "href").starts_with("/media/"));
    assert_eq!(post.attributes("a.counter", "href")[1], format!("{}/2", post.path));
    for number in ["0", "3", "x", "-1"] {
        assert_eq!(guest.asks(&format!("{}/{number}", post.path)).await.status, 404, "{number}");
    }
    let alone = publishes(&ana, "One", "").await;
    assert_eq!(guest.asks(&format!("{}/1", alone.path)).await.header("location"), alone.path);

    ana.visits("/settings/privacy").await.fills("old", "followers").presses("Make my account private").await;
    for person in [&guest, &tom] {
        assert_eq!(person.asks(&format!("{}/2", post.path)).await.status, 404);
    }
    assert_eq!(ana.visits(&format!("{}/2", post.path)).await.text("h1"), "The boat");
}

#[tokio::test]
async fn neighbours_are_those_that_one_may_see() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let guest = hub.visitor("praia.localhost").await;
    let first = publishes(&ana, "First", "").await;
    let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(64, 48, 1));
    let between = page.fills("audience", "followers").presses("Publish").await;
    let last = publishes(&ana, "Last", "").await;
    let older = |page: Page| page.attribute(".neighbours [rel='next']", "href");
    assert_eq!(older(ana.visits(&last.path).await), between.path);
    assert_eq!(older(guest.visits(&last.path).await), first.path);
}

#[tokio::test]
async fn what_is_warned_of_stays_covered_until_asked_for() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let post = publishes(&ana, "The hawk", "It has eaten").await;
    warns(&hub, id_of(&post), "A dead bird").await;

    for path in ["/local", post.path.as_str()] {
        let page = tom.visits(path).await;
        assert_eq!(page.text(".warned .why"), "A dead bird", "{path}");
        assert!(!page.has(".warned[open]") && !page.has("img.u-photo[fetchpriority]"), "{path}");
        assert_eq!(page.attributes("meta[property='og:image']", "content"), Vec::<String>::new());
    }
    assert_eq!(tom.visits(&post.path).await.attribute("meta[name='description']", "content"), "A dead bird");
    let profile = tom.visits("/@ana").await;
    assert!(profile.text(".covered").contains("A dead bird") && !profile.has(".tile img"));

    tom.visits("/settings/appearance").await.fills("open_warned", "yes").presses("Save changes").await;
    assert!(tom.visits("/local").await.has(".warned[open]"));
    assert!(tom.visits(&post.path).await.has(".warned[open]"));
    assert!(tom.visits("/@ana").await.has(".tile img"));
    assert!(tom.visits("/settings/appearance").await.has("#open_warned[checked]"));
}

#[tokio::test]
async fn a_note_is_shown_everywhere() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let post = publishes(&ana, "", "The light has gone for #today.").await;
    loses_its_photos(&hub, id_of(&post)).await;
    let page = tom.visits("/local").await;
    assert!(page.text(".post.is-note .e-content").contains("The light has gone"), "{}", page.main_text());
    for path in ["/@ana", "/tags/today"] {
        assert!(tom.visits(path).await.text(".tile .note").contains("The light has gone"), "{path}");
    }
    let page = tom.visits(&post.path).await;
    assert_eq!(page.text("h1"), "Note by ana");
    assert!(page.text(".e-content").contains("The light has gone") && !page.has(".stage"));
    assert_eq!(tom.asks(&format!("{}/1", post.path)).await.status, 404);
}

#[tokio::test]
async fn home_says_where_what_is_new_ends() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    tom.posts("/@ana/follow", &[]).await;
    publishes(&ana, "1", "").await;
    publishes(&ana, "2", "").await;
    // What stands in the list, the line among it.
    let reads = async |path: &str| tom.visits(path).await.texts(".posts h2, .seen-line");
    const FROM_HERE: &str = "You have seen all that is new. What follows was here before.";
    const NOTHING: &str = "Nothing new since your last visit";
    assert_eq!(reads("/").await, ["2", "1"], "the first time all is new");
    publishes(&ana, "3", "").await;
    assert_eq!(reads("/").await, ["3", "2", "1"], "in the same visit too");

    hub.after(Duration::from_secs(31 * 60)).await;
    publishes(&ana, "4", "").await;
    for _ in 0..2 {
        assert_eq!(reads("/").await, ["4", FROM_HERE, "3", "2", "1"], "as long as the visit goes on");
    }
    hub.after(Duration::from_secs(31 * 60)).await;
    assert_eq!(reads("/").await, [NOTHING, "4", "3", "2", "1"]);

    hub.after(Duration::from_secs(31 * 60)).await;
    for number in 5..25 {
        publishes(&ana, &number.to_string(), "").await;
    }
    let page = tom.visits("/").await;
    assert!(!page.has(".seen-line"), "twenty new ones fill the page");
    let further = page.attribute("a[rel='next']", "href");
    assert_eq!(reads(&further).await, [FROM_HERE, "4", "3", "2", "1"], "so the next one begins with the line");
}

/// Every page of a list, one after the other: the addresses of its posts.
async fn walks(person: &Person, path: &str) -> Vec<String> {
    let (mut seen, mut next) = (Vec::new(), path.to_owned());
    while !next.is_empty() {
        let page = person.visits(&next).await;
        seen.extend(page.attributes(".posts .when.u-url, .grid .tile > .u-url", "href"));
        next = page.attribute("load-more a[rel='next']", "href");
    }
    seen
}

#[tokio::test]
async fn no_list_loses_or_doubles_a_post_while_others_publish_and_delete() {
    let hub = Hub::start().await;
    let [ana, eva, tom, mara] = hub.people(["ana", "eva", "tom", "mara"]).await;
    for path in ["/@ana/follow", "/@eva/follow", "/tags/sea/follow"] {
        tom.posts(path, &[]).await;
    }
    // Mara is not followed: what she publishes comes home by its hashtag.
    let mut there: Vec<(usize, String)> = Vec::new();
    for number in 0..20 {
        let posts =
            tokio::join!(publishes(&ana, "A", "#sea"), publishes(&eva, "E", "#sea"), publishes(&mara, "M", "#sea"));
        there.extend([(number, posts.0.path), (number, posts.1.path), (number, posts.2.path)]);
    }
    tom.visits("/").await;
    hub.settles().await;
    // Every third one goes while the lists are walked.
    let stays: Vec<&String> = there.iter().filter(|(number, _)| number % 3 != 0).map(|(_, path)| path).collect();

    let changing = async {
        for (_, path) in there.iter().filter(|(number, _)| number % 3 == 0) {
            let author = if path.starts_with("/@ana/") {
                &ana
            } else if path.starts_with("/@eva/") {
                &eva
            } else {
                &mara
            };
            author.posts(&format!("{path}/delete"), &[]).await;
            publishes(author, "Meanwhile", "#sea").await;
        }
    };
    let walking = async {
        let mut walked = Vec::new();
        for _ in 0..3 {
            for path in ["/", "/local", "/@ana", "/tags/sea"] {
                walked.push((path, walks(&tom, path).await));
            }
        }
        walked
    };
    let ((), walked) = tokio::join!(changing, walking);
    for (path, walk) in walked {
        let mut once = walk.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), walk.len(), "{path}: nothing comes twice");
        for post in stays.iter().filter(|post| path != "/@ana" || post.starts_with("/@ana/")) {
            assert!(walk.contains(post), "{path} has lost {post}");
        }
        let ids: Vec<i64> = walk.iter().filter_map(|path| path.rsplit('/').next()?.parse().ok()).collect();
        assert!(ids.is_sorted_by(|a, b| a > b), "{path}: newest first");
    }
}
