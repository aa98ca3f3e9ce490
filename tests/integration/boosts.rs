use std::time::Duration;

use crate::support::{Hub, Person, photos};

async fn publishes(hub: &Hub, person: &Person, title: &str, audience: &str) -> String {
    let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(48, 36, 1));
    let path = page.fills("title", title).fills("audience", audience).presses("Publish").await.path;
    hub.clock.advance(Duration::from_millis(5));
    path
}

/// What stands on somebody's home page, with who has brought it there.
async fn home(person: &Person, path: &str) -> Vec<String> {
    let page = person.visits(path).await;
    let ids = page.attributes(".post", "id");
    let title = |id: &String| {
        let by = page.text(&format!("#{id} .boosted"));
        let title = page.text(&format!("#{id} h2"));
        if by.is_empty() { title } else { format!("{title}: {by}") }
    };
    ids.iter().map(title).collect()
}

#[tokio::test]
async fn a_boost_shows_a_post_to_ones_followers() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    eva.posts("/@tom/follow", &[]).await;
    eva.visits("/").await;
    hub.settles().await;
    let post = publishes(&hub, &ana, "Of Ana", "public").await;
    publishes(&hub, &tom, "Of Tom", "public").await;
    assert_eq!(home(&eva, "/").await, ["Of Tom"]);

    let page = tom.visits(&post).await.presses("Boost").await;
    assert_eq!(page.text(".talk > .acts .boost .number"), "1 boost");
    assert_eq!(tom.posts(&format!("{post}/boost"), &[]).await.status, 303, "boosting twice changes nothing");
    assert_eq!(home(&eva, "/").await, ["Of Ana: tom boosted", "Of Tom"]);
    assert_eq!(home(&tom, "/local").await, ["Of Tom", "Of Ana"], "nowhere else");
    let guest = hub.visitor("praia.localhost").await;
    assert_eq!(guest.visits(&format!("{post}/boosts")).await.texts(".rows strong"), ["tom"]);

    // Whoever begins to follow sees what was boosted before, and whoever stops no longer does.
    let fay = hub.person("fay").await;
    fay.posts("/@eva/follow", &[]).await;
    fay.visits("/").await;
    hub.settles().await;
    fay.posts("/@tom/follow", &[]).await;
    assert_eq!(home(&fay, "/").await, ["Of Ana: tom boosted", "Of Tom"]);
    fay.posts("/@tom/unfollow", &[]).await;
    assert!(home(&fay, "/").await.is_empty());

    let page = tom.visits(&post).await.presses("Stop boosting").await;
    assert!(!page.has(".talk > .acts .boost .number"));
    assert_eq!(home(&eva, "/").await, ["Of Tom"]);
}

#[tokio::test]
async fn a_feed_that_is_not_kept_shows_the_same() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    let first = publishes(&hub, &ana, "First", "public").await;
    publishes(&hub, &tom, "Second", "public").await;
    tom.posts(&format!("{first}/boost"), &[]).await;
    publishes(&hub, &tom, "Third", "public").await;
    eva.posts("/@tom/follow", &[]).await;
    let expected = ["Third", "First: tom boosted", "Second"];
    assert_eq!(home(&eva, "/").await, expected, "before it is filled");
    hub.settles().await;
    assert_eq!(home(&eva, "/").await, expected, "and after");
    eva.posts("/@ana/follow", &[]).await;
    assert_eq!(home(&eva, "/").await, expected, "a post stands on a page once, where it is met first");
}

#[tokio::test]
async fn pages_of_home_neither_lose_nor_double_what_is_boosted() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    eva.posts("/@tom/follow", &[]).await;
    eva.visits("/").await;
    hub.settles().await;
    let mut expected = Vec::new();
    for number in 0..15 {
        let post = publishes(&hub, &ana, &format!("Ana {number}"), "public").await;
        publishes(&hub, &tom, &format!("Tom {number}"), "unlisted").await;
        tom.posts(&format!("{post}/boost"), &[]).await;
        hub.clock.advance(Duration::from_millis(5));
        expected.splice(..0, [format!("Ana {number}: tom boosted"), format!("Tom {number}")]);
    }
    let first = eva.visits("/").await;
    let mut read = home(&eva, "/").await;
    assert_eq!(read.len(), 20);
    read.extend(home(&eva, &first.attribute("a[rel='next']", "href")).await);
    assert_eq!(read, expected);
}

#[tokio::test]
async fn only_what_everybody_may_see_is_shown_on() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    tom.posts("/@ana/follow", &[]).await;
    eva.posts("/@tom/follow", &[]).await;
    eva.visits("/").await;
    hub.settles().await;
    let restricted = publishes(&hub, &ana, "For followers", "followers").await;
    assert_eq!(tom.posts(&format!("{restricted}/boost"), &[]).await.status, 403);
    assert!(!tom.visits(&restricted).await.has(".boost"));
    assert_eq!(eva.posts(&format!("{restricted}/boost"), &[]).await.status, 404);

    let post = publishes(&hub, &ana, "For all", "public").await;
    let said = tom.posts(&format!("{post}/comments"), &[("comment", "Well seen")]).await;
    let comment = said.header("location").rsplit('-').next().expect("an id").to_owned();
    assert_eq!(tom.posts(&format!("/@tom/{comment}/boost"), &[]).await.status, 404, "comments stand in no feed");
    tom.posts(&format!("{post}/boost"), &[]).await;
    assert_eq!(home(&eva, "/").await, ["For all: tom boosted"]);

    // Narrowed, hidden from one of them, or deleted, it is there for nobody who may not see it.
    let page = ana.visits(&format!("{post}/edit")).await;
    page.fills("audience", "followers").presses("Save changes").await;
    assert!(home(&eva, "/").await.is_empty());
    let page = ana.visits(&format!("{post}/edit")).await;
    page.fills("audience", "public").presses("Save changes").await;
    assert_eq!(home(&eva, "/").await, ["For all: tom boosted"]);
    eva.posts("/@ana/block", &[]).await;
    assert!(home(&eva, "/").await.is_empty());
    eva.posts("/@ana/unblock", &[]).await;
    ana.posts(&format!("{post}/delete"), &[]).await;
    assert!(home(&eva, "/").await.is_empty());
    ana.posts(&format!("{post}/purge"), &[]).await;
    assert!(home(&eva, "/").await.is_empty());
}

#[tokio::test]
async fn with_somebody_who_leaves_go_their_boosts() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    eva.posts("/@tom/follow", &[]).await;
    eva.visits("/").await;
    hub.settles().await;
    let post = publishes(&hub, &ana, "Of Ana", "public").await;
    tom.posts(&format!("{post}/boost"), &[]).await;
    hub.leaves("tom").await;
    assert!(!ana.visits(&post).await.has(".talk > .acts .boost .number"));
    assert!(home(&eva, "/").await.iter().all(|line| !line.contains("tom boosted")));
}
