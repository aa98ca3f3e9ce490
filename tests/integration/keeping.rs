use std::time::Duration;

use heliograph_entity::{account, feed};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::support::{Hub, Page, Person, photos};

const DAY: Duration = Duration::from_secs(24 * 3600);

async fn publishes(person: &Person, title: &str, audience: &str) -> Page {
    let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(480, 360, 1));
    let page = page.fills("audience", audience).fills("title", title).presses("Publish").await;
    assert_eq!(page.text("h1"), title, "{}", page.main_text());
    page
}

fn pictures(page: &Page) -> Vec<String> {
    let sets = page.attributes("img.u-photo", "srcset").into_iter();
    let sized = sets.flat_map(|set| {
        set.split(", ").map(|one| one.split(' ').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    });
    page.attributes("img.u-photo", "src").into_iter().chain(sized).collect()
}

/// What an account counts, and what a new count finds.
#[expect(clippy::disallowed_methods, reason = "a test looks at the table itself")]
async fn counted(hub: &Hub, name: &str) -> (i64, i64) {
    let find = || account::Entity::find().filter(account::Column::Name.eq(name)).one(hub.app.db.reader());
    let before = find().await.expect("an answer").expect("the account").posts_count;
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    heliograph::accounts::recount(&tx).await.expect("counted");
    tx.commit().await.expect("committed");
    (before, find().await.expect("an answer").expect("the account").posts_count)
}

#[expect(clippy::disallowed_methods, reason = "a test looks at the table itself")]
async fn in_feeds(hub: &Hub, post: &Page) -> u64 {
    let id: heliograph_entity::values::PostId = post.path.rsplit('/').next().expect("an id").parse().expect("an id");
    feed::Entity::find().filter(feed::Column::PostId.eq(id)).count(hub.app.db.reader()).await.expect("the feeds")
}

#[tokio::test]
async fn what_is_archived_is_there_for_its_author_alone_and_comes_back() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let guest = hub.visitor("praia.localhost").await;
    tom.posts("/@ana/follow", &[]).await;
    tom.visits("/").await;
    hub.settles().await;
    let post = publishes(&ana, "Low tide", "public").await;
    let public = pictures(&post);
    assert!(public.iter().all(|address| address.starts_with("/media/")));
    assert_eq!((in_feeds(&hub, &post).await, counted(&hub, "ana").await), (1, (1, 1)));

    let page = post.presses("Archive").await;
    assert!(page.text(".notice").contains("Only you see it now"), "{}", page.main_text());
    assert!(page.text(".archived-note").contains("Archived"));
    let hidden = pictures(&page);
    assert!(hidden.iter().all(|address| address.starts_with("/@ana/")), "{hidden:?}");
    assert_eq!((in_feeds(&hub, &page).await, counted(&hub, "ana").await), (0, (0, 0)));
    for person in [&tom, &guest] {
        for address in public.iter().chain(&hidden).chain([&page.path, &format!("{}/history", page.path)]) {
            assert_eq!(person.asks(address).await.status, 404, "{address}");
        }
        for list in ["/", "/local", "/@ana"] {
            assert!(!person.visits(list).await.main_text().contains("Low tide"), "{list}");
        }
        assert!([303, 404].contains(&person.posts(&format!("{}/archive", page.path), &[]).await.status.as_u16()));
    }
    assert!(!ana.visits("/@ana").await.main_text().contains("Low tide"), "not on her profile either");
    assert_eq!(ana.asks(&hidden[0]).await.status, 200);
    assert!(ana.visits("/archive").await.main_text().contains("Low tide"));
    assert!(!tom.visits("/archive").await.main_text().contains("Low tide"));
    ana.posts(&format!("{}/archive", page.path), &[]).await;
    assert_eq!(counted(&hub, "ana").await, (0, 0), "twice is once");

    let back = ana.visits("/archive").await.presses("Bring back : Low tide").await;
    assert_eq!(back.path, page.path, "{}", back.main_text());
    assert_eq!((in_feeds(&hub, &back).await, counted(&hub, "ana").await), (1, (1, 1)));
    assert!(tom.visits("/").await.main_text().contains("Low tide"));
    let again = pictures(&guest.visits(&page.path).await);
    assert!(again.iter().all(|address| address.starts_with("/media/") && !public.contains(address)), "{again:?}");
    assert_eq!(guest.asks(&again[0]).await.status, 200);
    assert_eq!(guest.asks(&public[0]).await.status, 404, "an address that was taken back stays so");
}

#[tokio::test]
async fn what_was_deleted_comes_back_at_its_address_with_its_pictures() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let guest = hub.visitor("praia.localhost").await;
    tom.posts("/@ana/follow", &[]).await;
    tom.visits("/").await;
    let post = publishes(&ana, "Low tide", "public").await;
    let public = pictures(&post);
    let page = post.clicks("Delete").await.presses("Delete for everyone").await;
    assert!(page.text(".notice").contains("in your trash"), "{}", page.main_text());
    hub.settles().await;
    let path = ana.visits("/trash").await.attribute("form[action$='/restore']", "action").replace("/restore", "");
    for person in [&guest, &tom, &ana] {
        assert_eq!(person.asks(&path).await.status, 410);
        assert_eq!(person.asks(&public[0]).await.status, 404);
    }
    assert_eq!(counted(&hub, "ana").await, (0, 0));
    assert_eq!(tom.posts(&format!("{path}/restore"), &[]).await.status, 410);

    hub.after(10 * DAY).await;
    let trash = ana.visits("/trash").await;
    let preview = trash.attribute(".kept img", "src");
    assert_eq!((ana.asks(&preview).await.status.as_u16(), tom.asks(&preview).await.status.as_u16()), (200, 404));
    assert!(trash.main_text().contains("Low tide"), "{}", trash.main_text());
    assert!(trash.main_text().contains("20 days left"), "{}", trash.main_text());
    let back = trash.presses("Bring back : Low tide").await;
    assert_eq!((back.path.as_str(), back.text("h1").as_str()), (path.as_str(), "Low tide"));
    assert!(back.text(".notice").contains("with its pictures"), "{}", back.text(".notice"));
    let again = pictures(&guest.visits(&path).await);
    assert!(!again.is_empty() && again.iter().all(|address| address.starts_with("/media/")), "{again:?}");
    for address in &again {
        assert_eq!(guest.asks(address).await.status, 200);
    }
    assert_eq!(counted(&hub, "ana").await, (1, 1));
    assert!(!ana.visits("/trash").await.main_text().contains("Low tide"));
    assert!(guest.visits("/@ana").await.main_text().contains("1 post"));
}

#[tokio::test]
async fn what_is_in_the_trash_can_go_for_good_at_once() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let post = publishes(&ana, "Low tide", "public").await;
    let path = post.path.clone();
    assert_eq!(ana.asks(&format!("{path}/purge")).await.status, 404, "only what is in the trash");
    ana.posts(&format!("{path}/delete"), &[]).await;
    for person in [&tom, &hub.visitor("praia.localhost").await] {
        assert!([303, 410].contains(&person.posts(&format!("{path}/purge"), &[]).await.status.as_u16()));
    }
    let page = ana.visits("/trash").await.clicks("Delete for good : Low tide").await;
    assert!(page.main_text().contains("nobody can bring them back"), "{}", page.main_text());
    let page = page.presses("Delete for good").await;
    assert!(page.main_text().contains("The trash is empty"), "{}", page.main_text());
    hub.settles().await;
    assert_eq!(ana.posts(&format!("{path}/restore"), &[]).await.status, 410);
    assert_eq!(ana.asks(&path).await.status, 410, "a tombstone stays");
}

#[tokio::test]
async fn readers_see_what_was_changed() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let guest = hub.visitor("praia.localhost").await;
    let post = publishes(&ana, "Low tide", "public").await;
    let history = format!("{}/history", post.path);
    assert!(guest.visits(&history).await.main_text().contains("Never changed"));

    hub.clock.advance(Duration::from_secs(60));
    let page = ana.visits(&format!("{}/edit", post.path)).await.fills("title", "High tide");
    page.fills("licence", "cc-by-4.0").presses("Save changes").await;
    hub.clock.advance(Duration::from_secs(60));
    let page = ana.visits(&format!("{}/edit", post.path)).await.fills("licence", "all-rights-reserved");
    page.presses("Save changes").await;
    hub.clock.advance(Duration::from_secs(60));
    ana.visits(&format!("{}/edit", post.path)).await.presses("Save changes").await;

    assert_eq!(guest.visits(&post.path).await.attribute(".facts a.u-history", "href"), history);
    let page = guest.visits(&history).await;
    assert!(page.main_text().contains("Edited 2 times."), "{}", page.main_text());
    assert_eq!(page.texts(".version").len(), 3);
    assert_eq!(page.texts(".version del"), ["Removed: Low"]);
    assert_eq!(page.texts(".version ins"), ["Added: High"]);
    let newest = page.text(".version:first-child");
    assert!(newest.contains("Copies taken until then may still be used under CC BY 4.0"), "{newest}");
    assert!(page.text(".version:last-child").contains("Published. Audience: Everybody"));
    let times = page.attributes(".version time", "datetime");
    assert!(times.windows(2).all(|pair| pair[0] > pair[1]), "{times:?}");
}

#[tokio::test]
async fn what_a_post_said_to_fewer_people_stays_with_its_author() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let guest = hub.visitor("praia.localhost").await;
    tom.posts("/@ana/follow", &[]).await;
    let post = publishes(&ana, "Only for you", "followers").await;
    let edit = format!("{}/edit", post.path);
    hub.clock.advance(Duration::from_secs(60));
    let page = ana.visits(&edit).await.fills("title", "For all of you").fills("audience", "public");
    page.presses("Save changes").await;

    let history = format!("{}/history", post.path);
    for person in [&guest, &tom] {
        let page = person.visits(&history).await;
        assert!(
            page.main_text().contains("For all of you") && !page.main_text().contains("Only"),
            "{}",
            page.main_text()
        );
    }
    assert!(ana.visits(&history).await.main_text().contains("Removed: Only for"));
    hub.clock.advance(Duration::from_secs(60));
    ana.visits(&edit).await.fills("audience", "followers").presses("Save changes").await;
    assert_eq!(guest.asks(&history).await.status, 404);
    assert_eq!(tom.visits(&history).await.status, 200);
}

#[tokio::test]
async fn the_first_version_and_the_newest_are_kept() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let post = publishes(&ana, "Number 0", "public").await;
    let edit = format!("{}/edit", post.path);
    for number in 1..=104 {
        hub.clock.advance(Duration::from_secs(1));
        let title = format!("Number {number}");
        let form = reqwest::multipart::Form::new().text("title", title).text("licence", "cc0-1.0");
        assert_eq!(ana.sends(&edit, form.text("action", "save")).await.status, 303);
    }
    let mut page = ana.visits(&format!("{}/history", post.path)).await;
    assert!(page.main_text().contains("Edited 100 times or more"), "{}", page.main_text());
    let mut versions = page.texts(".version").len();
    while page.has("a[rel='next']") {
        page = page.clicks("Earlier versions").await;
        versions += page.texts(".version").len();
    }
    assert_eq!(versions, 101, "the one that stands, the first, and 99 between them");
    assert!(page.text(".version:last-child").contains("Published"), "{}", page.main_text());
}

/// After any sequence of acts, posts are counted as a new count finds them, and everybody sees what they may.
#[tokio::test]
async fn whatever_happens_to_posts_they_are_counted_right() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let guest = hub.visitor("praia.localhost").await;
    tom.posts("/@ana/follow", &[]).await;
    tom.visits("/").await;
    let mut posts: Vec<(String, bool, bool, bool)> = Vec::new();
    let mut seed = 20_261_122_u64;
    let mut draw = move |below: u64| {
        // A plain linear congruence: the same acts every time.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for step in 0..60 {
        if posts.len() < 2 || draw(8) == 0 {
            let post = publishes(&ana, &format!("Post {step}"), ["public", "followers"][draw(2) as usize]).await;
            let public = post.has("img[src^='/media/']");
            posts.push((post.path.clone(), public, false, false));
        } else {
            let at = draw(posts.len() as u64) as usize;
            let (path, _, deleted, archived) = &mut posts[at];
            match draw(4) {
                0 => {
                    ana.posts(&format!("{path}/delete"), &[]).await;
                    *deleted = true;
                }
                1 => {
                    ana.posts(&format!("{path}/restore"), &[]).await;
                    *deleted = false;
                }
                2 if !*deleted => {
                    ana.posts(&format!("{path}/archive"), &[]).await;
                    *archived = true;
                }
                3 if !*deleted => {
                    ana.posts(&format!("{path}/archive"), &[("action", "unarchive")]).await;
                    *archived = false;
                }
                _ => {}
            }
        }
        let living = posts.iter().filter(|(_, _, deleted, archived)| !deleted && !archived).count() as i64;
        assert_eq!(counted(&hub, "ana").await, (living, living), "after step {step}");
    }
    hub.settles().await;
    hub.after(Duration::from_secs(5)).await;
    for (path, public, deleted, archived) in &posts {
        let to_all = match (deleted, archived, public) {
            (_, true, _) | (_, _, false) => 404,
            (true, false, true) => 410,
            (false, false, true) => 200,
        };
        let to_follower = match (deleted, archived, public) {
            (false, false, _) => 200,
            (true, false, true) => 410,
            _ => 404,
        };
        assert_eq!(guest.asks(path).await.status, to_all, "{path}");
        assert_eq!(tom.asks(path).await.status, to_follower, "{path}");
        let home = tom.visits("/").await;
        assert_eq!(home.attributes(".post a[href]", "href").contains(path), !deleted && !archived, "{path} in a feed");
        if !deleted {
            let page = ana.visits(path).await;
            let addresses = pictures(&page);
            assert!(
                addresses.iter().all(|address| address.starts_with("/media/") == (*public && !archived)),
                "{path}: {addresses:?}"
            );
            assert_eq!(ana.asks(&addresses[0]).await.status, 200);
        }
    }
}
