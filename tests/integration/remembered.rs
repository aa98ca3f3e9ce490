//! What a hub remembers of posts never outlives a change: every page is looked at before and after.

use std::time::Duration;

use crate::support::{Hub, Page, Person, photos};

async fn publishes(person: &Person, title: &str, caption: &str) -> Page {
    let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(320, 240, 1));
    let page =
        page.fills("title", title).fills("caption", caption).fills("audience", "public").presses("Publish").await;
    assert_eq!(page.status, 200, "{}", page.main_text());
    page
}

fn edit(post: &Page) -> String {
    format!("{}/edit", post.path)
}

/// Each list that the post stands in, and its own page, in which everybody's reading is remembered already.
async fn pages(readers: &[&Person], post: &str) -> Vec<Page> {
    let mut pages = Vec::new();
    for reader in readers {
        for path in ["/", "/local", "/@ana", "/tags/sea", post] {
            pages.push(reader.visits(path).await);
        }
    }
    pages
}

#[tokio::test]
async fn an_edit_is_seen_at_once_on_every_page() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let guest = hub.visitor("praia.localhost").await;
    tom.posts("/@ana/follow", &[]).await;
    let post = publishes(&ana, "Low tide", "By the #sea").await;
    let readers = [&tom, &guest];
    for page in pages(&readers, &post.path).await {
        assert!(page.main_text().contains("Low tide"), "{}: {}", page.path, page.main_text());
    }

    let page = ana.visits(&edit(&post)).await.fills("title", "High tide").fills("caption", "At the #sea");
    let item = page.value("item");
    page.fills(&format!("alt-{item}"), "Water").fills("warning", "").presses("Save changes").await;
    for page in pages(&readers, &post.path).await {
        assert!(page.main_text().contains("High tide") && !page.main_text().contains("Low tide"), "{}", page.path);
        assert_eq!(page.attributes("img.u-photo", "alt"), ["Water"], "{}", page.path);
    }
    for reader in readers {
        assert!(reader.visits("/local").await.text(".e-content").contains("At the"), "the caption too");
    }

    let page = ana.visits(&edit(&post)).await.attaches("photos", "b.jpg", photos::jpeg(240, 320, 2));
    page.presses("Add photos").await.presses("Move b.jpg earlier").await.presses("Save changes").await;
    for reader in readers {
        let alts = reader.visits("/local").await.attributes("img.u-photo", "alt");
        assert_eq!(alts, ["Photograph by ana", "Water"], "another photo comes first");
        assert_eq!(reader.visits("/@ana").await.attributes("img.u-photo", "alt"), ["Photograph by ana"]);
    }
    ana.visits(&edit(&post)).await.presses("Remove Photo 1").await.presses("Save changes").await;
    for page in pages(&readers, &post.path).await {
        assert_eq!(page.attributes("img.u-photo", "alt"), ["Water"], "{}", page.path);
    }

    let preview =
        ana.visits("/settings/licences").await.fills("licence", "cc0-1.0").presses("See what will change").await;
    let done = preview.presses("Change one post").await;
    assert_eq!(tom.visits("/local").await.text("a[rel='license']"), "CC0 1.0", "{}", done.main_text());
    done.presses("Undo").await;
    assert!(!tom.visits("/local").await.has("a[rel='license']"));
}

#[tokio::test]
async fn whoever_may_not_see_a_post_any_more_finds_nothing_of_it() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    let guest = hub.visitor("praia.localhost").await;
    tom.posts("/@ana/follow", &[]).await;
    let post = publishes(&ana, "Low tide", "By the #sea").await;
    let strangers = [&eva, &guest];
    for page in pages(&[&tom, &eva, &guest], &post.path).await {
        let sources = page.attributes("img.u-photo", "src");
        assert!(page.path == "/" || sources.iter().all(|source| source.starts_with("/media/")), "{sources:?}");
        assert!(page.main_text().contains("Low tide"), "{}", page.path);
    }

    ana.visits(&edit(&post)).await.fills("audience", "followers").presses("Save changes").await;
    for page in pages(&strangers, &post.path).await {
        assert!(!page.main_text().contains("Low tide") && !page.has("img.u-photo"), "{}", page.path);
    }
    for path in ["/", "/@ana", post.path.as_str()] {
        let source = tom.visits(path).await.attribute("img.u-photo", "src");
        assert!(source.starts_with(&post.path), "{path}: {source}");
        assert_eq!(tom.asks(&source).await.status, 200);
        for stranger in strangers {
            assert_eq!(stranger.asks(&source).await.status, 404);
        }
    }

    // A follower who is removed reads what everybody may read.
    ana.posts("/@tom/remove", &[]).await;
    for path in ["/", "/@ana", post.path.as_str()] {
        assert!(!tom.visits(path).await.main_text().contains("Low tide"), "{path}");
    }
    ana.visits(&edit(&post)).await.fills("audience", "public").presses("Save changes").await;
    for page in pages(&strangers, &post.path).await {
        let sources = page.attributes("img.u-photo", "src");
        assert!(sources.iter().all(|source| source.starts_with("/media/")), "{}: {sources:?}", page.path);
    }

    ana.visits(&post.path).await.presses("Archive").await;
    for page in pages(&strangers, &post.path).await {
        assert!(!page.main_text().contains("Low tide"), "{}", page.path);
    }
    ana.visits("/archive").await.presses("Bring back : Low tide").await;
    let public = eva.visits("/local").await.attribute("img.u-photo", "src");
    assert_eq!(guest.asks(&public).await.status, 200, "{public}");

    ana.visits(&post.path).await.clicks("Delete").await.presses("Delete for everyone").await;
    for page in pages(&strangers, &post.path).await {
        assert!(!page.main_text().contains("Low tide"), "{}", page.path);
    }
    hub.settles().await;
    assert_eq!(guest.asks(&public).await.status, 404);
    ana.visits("/trash").await.presses("Bring back : Low tide").await;
    // Looked at while its pictures are being made.
    guest.visits("/").await;
    hub.settles().await;
    hub.after(Duration::from_secs(5)).await;
    hub.settles().await;
    let again = guest.visits("/").await.attribute("img.u-photo", "src");
    assert!(again.starts_with("/media/") && again != public, "{again}");
    assert_eq!(guest.asks(&again).await.status, 200);
}

#[tokio::test]
async fn an_author_is_shown_as_they_are_now() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    tom.posts("/@ana/follow", &[]).await;
    let post = publishes(&ana, "Low tide", "By the #sea").await;
    pages(&[&tom], &post.path).await;

    ana.visits("/settings/profile").await.fills("display_name", "Ana Mar").presses("Save profile").await;
    let page = ana.visits("/settings/profile").await.attaches("picture", "me.jpg", photos::jpeg(400, 400, 3));
    page.presses("Save avatar").await;
    hub.settles().await;
    for path in ["/", "/local", post.path.as_str()] {
        let page = tom.visits(path).await;
        assert_eq!(page.text(".h-entry .p-author .p-name"), "Ana Mar", "{path}");
        assert!(page.attribute(".h-entry .p-author img", "src").starts_with("/media/"), "{path}");
    }
    for path in ["/@ana", "/tags/sea"] {
        assert_eq!(tom.visits(path).await.attributes(".tile img", "alt"), ["Photograph by Ana Mar"], "{path}");
    }
}

#[tokio::test]
async fn whoever_is_mentioned_is_linked_once_they_are_there() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let guest = hub.visitor("praia.localhost").await;
    let post = publishes(&ana, "Low tide", "With @Eva by the #sea").await;
    for path in ["/", post.path.as_str()] {
        assert!(!guest.visits(path).await.has(".mention"), "{path}");
    }
    hub.person("eva").await;
    for path in ["/", post.path.as_str()] {
        assert_eq!(guest.visits(path).await.attribute(".mention", "href"), "/@eva", "{path}");
    }
}

#[tokio::test]
async fn communities_do_not_meet_in_what_is_remembered() {
    let hub = Hub::start().await;
    let serra = hub.community("serra").await;
    let ana = hub.person("ana").await;
    let [bruno, clara] = [hub.person_of(&serra, "bruno").await, hub.person_of(&serra, "clara").await];
    ana.posts("/@bruno@serra.localhost/follow", &[]).await;
    clara.posts("/@bruno/follow", &[]).await;
    let post = publishes(&bruno, "From the hills", "With @clara").await;

    // Whoever reads first, each community has its own addresses.
    for _ in 0..2 {
        let there = clara.visits("/").await;
        let source = there.attribute("img.u-photo", "src");
        assert!(source.starts_with("/media/"), "{source}");
        assert_eq!(there.attribute(".h-entry h2 a", "href"), post.path);
        assert_eq!(there.attribute(".mention", "href"), "/@clara");
        assert_eq!(clara.asks(&source).await.status, 200);

        let here = ana.visits("/").await;
        let source = here.attribute("img.u-photo", "src");
        assert!(source.starts_with("/@bruno@serra.localhost/"), "{source}");
        assert!(here.attribute(".h-entry h2 a", "href").starts_with("/@bruno@serra.localhost/"));
        assert!(!here.has(".mention"), "clara is nobody here");
        assert_eq!(ana.asks(&source).await.status, 200);
    }
}

#[tokio::test]
async fn what_one_process_changes_another_shows() {
    let hub = Hub::start().await;
    let beside = hub.beside().await;
    let ana = hub.person("ana").await;
    let here = hub.visitor("praia.localhost").await;
    let there = beside.visitor("praia.localhost").await;
    let post = publishes(&ana, "Low tide", "By the #sea").await;
    for guest in [&here, &there] {
        assert!(guest.visits("/").await.main_text().contains("Low tide"));
    }
    ana.visits(&edit(&post)).await.fills("title", "High tide").presses("Save changes").await;
    for guest in [&here, &there] {
        assert!(guest.visits("/").await.main_text().contains("High tide"));
    }
    ana.visits(&edit(&post)).await.fills("audience", "followers").presses("Save changes").await;
    for guest in [&here, &there] {
        assert!(!guest.visits("/").await.main_text().contains("High tide"));
        assert_eq!(guest.asks(&post.path).await.status, 404);
    }
}

#[tokio::test]
async fn guests_are_shown_what_the_last_one_saw_until_anything_changes() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let post = publishes(&ana, "Low tide", "By the #sea").await;
    hub.settles().await;
    let [guest, other] = [hub.visitor("praia.localhost").await, hub.visitor("praia.localhost").await];
    // Each page that is put together has a mark of its own for its styles.
    let mark = async |person: &Person, path: &str, headers: &[(&str, &str)]| {
        person.asks_with(path, headers).await.header("content-security-policy").to_owned()
    };
    for path in ["/", "/local", "/@ana", "/tags/sea", &post.path] {
        let first = mark(&guest, path, &[]).await;
        assert_eq!(first, mark(&other, path, &[]).await, "{path}");
        assert_ne!(first, mark(&tom, path, &[]).await, "whoever is signed in sees their own: {path}");
        assert_ne!(first, mark(&other, path, &[("accept-language", "fr")]).await, "who reads another language: {path}");
        assert_ne!(first, mark(&other, path, &[("cookie", "a=b")]).await, "who may be somebody: {path}");
        assert_ne!(first, mark(&other, &format!("{path}?before=1"), &[]).await, "another page: {path}");

        tom.posts(&format!("{}/like", post.path), &[]).await;
        let second = mark(&guest, path, &[]).await;
        assert_ne!(first, second, "something has changed: {path}");
        tom.posts(&format!("{}/unlike", post.path), &[]).await;

        let third = mark(&guest, path, &[]).await;
        hub.after(Duration::from_secs(2)).await;
        assert_ne!(third, mark(&guest, path, &[]).await, "how long ago it was is another time: {path}");
    }
    // What differs for everybody is never kept.
    let [first, second] = [mark(&guest, "/sign-up", &[]).await, mark(&guest, "/sign-up", &[]).await];
    assert_ne!(first, second);
}
