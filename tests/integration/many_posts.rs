use std::time::Duration;

use heliograph_entity::values::{ItemId, PostId};
use reqwest::StatusCode;
use sea_orm::ConnectionTrait;

use crate::support::{Hub, Page, Person, photos};

async fn publishes(person: &Person, title: &str, caption: &str, licence: &str, audience: &str) -> Page {
    let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(320, 240, 1));
    let page = page.fills("title", title).fills("caption", caption).fills("licence", licence);
    let page = page.fills("audience", audience).presses("Publish").await;
    assert_eq!(page.text("h1"), title, "{}", page.main_text());
    page
}

fn id(page: &Page) -> String {
    page.path.rsplit('/').next().expect("an id").to_owned()
}

async fn three(person: &Person) -> [Page; 3] {
    [
        publishes(person, "One", "Low tide", "cc-by-4.0", "public").await,
        publishes(person, "Two", "The #sea in March", "all-rights-reserved", "public").await,
        publishes(person, "Three", "#mud", "cc0-1.0", "followers").await,
    ]
}

/// Writes as many posts like this one as years of publishing would.
async fn copies(hub: &Hub, post: &Page, many: usize) {
    let of = id(post);
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    for _ in 0..many {
        let (post, item): (PostId, ItemId) = (hub.app.ids.mint(), hub.app.ids.mint());
        let posts = format!(
            "INSERT INTO posts (id, tenant_id, account_id, visibility, title, caption, published_at) \
             SELECT {post}, tenant_id, account_id, visibility, title, caption, published_at FROM posts WHERE id = {of}"
        );
        let items = format!(
            "INSERT INTO items (id, tenant_id, account_id, post_id, position, state, file_name, title, alt, caption, \
             licence, width, height, tint, created_at) SELECT {item}, tenant_id, account_id, {post}, position, state, \
             file_name, title, alt, caption, licence, width, height, tint, created_at FROM items WHERE post_id = {of}"
        );
        for sql in [posts, items] {
            tx.execute_unprepared(&sql).await.expect("a copy");
        }
    }
    tx.commit().await.expect("committed");
}

/// Looks at what would change, then changes it.
async fn changes(person: &Person, fields: &[(&str, &str)]) -> (Page, Page) {
    let preview = person.follows_post("/select", fields).await;
    assert_eq!(preview.status, 200, "{}", preview.main_text());
    let done = person.follows_post("/select/apply", fields).await;
    assert!(done.path.starts_with("/select/"), "{}", done.main_text());
    (preview, done)
}

#[tokio::test]
async fn licences_of_many_change_at_once_and_back() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let posts = three(&ana).await;
    let page = ana.visits("/select").await;
    assert_eq!(page.attributes("input[name='post']", "value").len(), 3);

    let page = page.fills("post", &id(&posts[0])).fills("licence", "all-rights-reserved");
    let preview = page.presses("Change licence …").await;
    assert!(preview.main_text().contains("Nothing has changed yet"), "{}", preview.main_text());
    assert!(
        preview.main_text().contains("One photo is under a Creative Commons licence now"),
        "{}",
        preview.main_text()
    );
    assert_eq!(ana.visits(&posts[0].path).await.text("a[rel='license']"), "CC BY 4.0");
    let done = preview.presses("Change one post").await;
    assert!(done.main_text().contains("One post has changed"), "{}", done.main_text());
    assert!(!ana.visits(&posts[0].path).await.has("a[rel='license']"));
    let history = tom.visits(&format!("{}/history", posts[0].path)).await.main_text();
    assert!(history.contains("Copies taken until then may still be used under CC BY 4.0"), "{history}");

    let undone = done.presses("Undo").await;
    assert!(undone.main_text().contains("One post is as it was before"), "{}", undone.main_text());
    assert_eq!(ana.visits(&posts[0].path).await.text("a[rel='license']"), "CC BY 4.0");

    // The whole photostream, but only what is under one licence.
    let page = ana.visits("/settings/licences").await;
    assert_eq!(page.texts(".licence-counts dd"), ["One photo", "One photo", "One photo"]);
    let preview =
        page.fills("filter", "licence:cc0-1.0").fills("licence", "cc-by-sa-4.0").presses("See what will change").await;
    assert!(preview.main_text().contains("A Creative Commons licence can't be recalled"), "{}", preview.main_text());
    preview.presses("Change one post").await;
    let mut licences = Vec::new();
    for post in &posts {
        licences.push(ana.visits(&post.path).await.text(".facts .chip"));
    }
    assert_eq!(licences, ["CC BY 4.0", "All rights reserved", "CC BY-SA 4.0"]);
}

#[tokio::test]
async fn hashtags_of_many_come_and_go_and_the_words_stay() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let posts = three(&ana).await;
    let all = [("which", "all"), ("action", "add-tags"), ("tags", "#Sea, boats")];
    let (preview, done) = changes(&ana, &all).await;
    assert!(preview.main_text().contains("One of them has #Sea now"), "{}", preview.main_text());
    assert!(done.main_text().contains("3 posts have changed"), "{}", done.main_text());
    let mut captions = Vec::new();
    for post in &posts {
        captions.push(ana.visits(&format!("{}/edit", post.path)).await.value("caption"));
    }
    let captions: Vec<&str> = captions.iter().map(|caption| caption.trim()).collect();
    assert_eq!(captions, ["Low tide\n\n#Sea #boats", "The #sea in March\n\n#boats", "#mud #Sea #boats"]);

    let only = [("which", "all"), ("filter", "tag:boats"), ("action", "remove-tags"), ("tags", "sea")];
    let (_, done) = changes(&ana, &only).await;
    let edit = format!("{}/edit", posts[1].path);
    assert_eq!(ana.visits(&edit).await.value("caption").trim(), "The sea in March\n\n#boats");
    // What was changed since stays as it is.
    ana.visits(&edit).await.fills("caption", "Something else").presses("Save changes").await;
    let undone = done.presses("Undo").await;
    assert!(undone.main_text().contains("2 posts are as they were before"), "{}", undone.main_text());
    assert!(undone.main_text().contains("One was changed again"), "{}", undone.main_text());
    assert_eq!(ana.visits(&edit).await.value("caption").trim(), "Something else");
    let first = ana.visits(&format!("{}/edit", posts[0].path)).await.value("caption");
    assert_eq!(first.trim(), "Low tide\n\n#Sea #boats");
}

#[tokio::test]
async fn many_are_narrowed_or_archived_with_their_pictures() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let guest = hub.visitor("praia.localhost").await;
    let posts = three(&ana).await;
    let pictures: Vec<String> = posts[..2].iter().map(|post| post.attribute("img.u-photo", "src")).collect();
    let narrow = [("which", "all"), ("action", "audience"), ("audience", "followers")];
    let (preview, done) = changes(&ana, &narrow).await;
    assert!(preview.main_text().contains("2 posts are taken out of many people's sight"), "{}", preview.main_text());
    for (post, picture) in posts.iter().zip(&pictures) {
        assert_eq!(
            (guest.asks(&post.path).await.status, guest.asks(picture).await.status),
            (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND)
        );
    }
    let undone = done.presses("Undo").await;
    assert!(undone.main_text().contains("2 posts are as they were before"), "{}", undone.main_text());
    let back = guest.visits(&posts[0].path).await;
    assert!(back.attribute("img.u-photo", "src").starts_with("/media/") && back.status == 200);
    assert_eq!(guest.asks(&posts[2].path).await.status, 404, "what was for followers stays so");

    let picture = back.attribute("img.u-photo", "src");
    let (_, done) = changes(&ana, &[("which", "all"), ("filter", "audience:public"), ("action", "archive")]).await;
    assert_eq!(guest.asks(&posts[0].path).await.status, 404);
    assert_eq!(guest.asks(&picture).await.status, 404);
    assert!(ana.visits("/@ana").await.text(".counts").contains("1 post"));
    ana.posts(&format!("{}/archive", posts[1].path), &[("action", "unarchive")]).await;
    let undone = done.presses("Undo").await;
    assert!(undone.main_text().contains("One post is as it was before"), "{}", undone.main_text());
    assert!(ana.visits("/@ana").await.text(".counts").contains("3 posts"));
    assert_eq!(guest.asks(&posts[0].path).await.status, 200);
}

#[tokio::test]
async fn nobody_changes_the_posts_of_others_and_mistakes_are_said() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let posts = three(&ana).await;
    let theirs = id(&posts[0]);
    let fields = [("which", "these"), ("post", theirs.as_str()), ("action", "archive")];
    for path in ["/select", "/select/apply"] {
        let page = tom.follows_post(path, &fields).await;
        assert_eq!(page.status, 422);
        assert!(page.main_text().contains("Please choose at least one post"), "{}", page.main_text());
    }
    let (_, done) = changes(&ana, &fields).await;
    assert_eq!(tom.asks(&done.path).await.status, 404);
    assert_eq!(tom.posts(&format!("{}/undo", done.path), &[]).await.status, 404);

    let page = ana.follows_post("/select", &[("which", "all"), ("action", "add-tags"), ("tags", "a-b 2026")]).await;
    assert_eq!(page.status, 422);
    assert!(page.text("#tags-error").contains("“a-b” is no hashtag"), "{}", page.main_text());
    assert_eq!(page.value("tags"), "a-b 2026");
    let page = ana.follows_post("/select", &[("which", "these"), ("action", "archive")]).await;
    assert_eq!(page.text("#posts-error"), "Please choose at least one post.");

    let page = ana.follows_post("/select", &[("action", "choose-page")]).await;
    assert_eq!(page.attributes("input[name='post'][checked]", "value").len(), 2, "what is archived is not among them");
}

/// What one request doesn't do goes on in a job.
#[tokio::test]
async fn thousands_change_in_steps() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let first = publishes(&ana, "First", "", "cc-by-4.0", "public").await;
    copies(&hub, &first, 2500).await;
    let page = ana.visits("/settings/licences").await;
    assert_eq!(page.texts(".licence-counts dd"), ["2501 photos"]);
    let preview = page.fills("licence", "cc0-1.0").presses("See what will change").await;
    let button = preview.text("form .primary");
    let mut page = preview.presses(&button).await;
    for _ in 0..100 {
        if !page.has("progress") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        hub.after(Duration::from_secs(10)).await;
        page = ana.visits(&page.path).await;
    }
    assert!(page.main_text().contains("posts have changed"), "{}", page.main_text());
    assert_eq!(ana.visits("/settings/licences").await.texts(".licence-counts dt"), ["CC0 1.0"]);
    let mut page = page.presses("Undo").await;
    for _ in 0..100 {
        if !page.has("progress") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        hub.after(Duration::from_secs(10)).await;
        page = ana.visits(&page.path).await;
    }
    assert_eq!(ana.visits(&first.path).await.text("a[rel='license']"), "CC BY 4.0");
    assert_eq!(ana.visits("/settings/licences").await.texts(".licence-counts dt"), ["CC BY 4.0"]);
}

#[tokio::test]
async fn what_is_ticked_stays_so_on_every_page_of_the_list() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let first = publishes(&ana, "First", "", "cc-by-4.0", "public").await;
    copies(&hub, &first, 60).await;
    let page = ana.visits("/select").await;
    let newest = page.attribute("input[name='post']", "value");
    let page = page.fills("post", &newest).presses("Older photographs").await;
    assert_eq!(page.attributes("input[type='checkbox'][name='post']", "value").len(), 13);
    assert_eq!(page.text("#elsewhere"), "One more is ticked on another page of the list.");
    let page = page.presses("Tick all on this page").await.presses("Back to the newest").await;
    assert_eq!(page.attributes("input[name='post'][checked]", "value"), [newest]);
    assert_eq!(page.text("#elsewhere"), "13 more are ticked on other pages of the list.");
    let preview = page.fills("licence", "cc0-1.0").presses("Change licence …").await;
    assert!(preview.main_text().contains("14 posts will change"), "{}", preview.main_text());
    let done = preview.presses("Change 14 posts").await;
    assert!(done.main_text().contains("14 posts have changed"), "{}", done.main_text());
    assert_eq!(ana.visits("/settings/licences").await.texts(".licence-counts dd"), ["47 photos", "14 photos"]);
    let page = ana.visits("/select").await.presses("Tick all on this page").await;
    assert_eq!(page.attributes("input[name='post'][checked]", "value").len(), 48);

    let many: Vec<String> = (1..=1001).map(|number| number.to_string()).collect();
    let mut fields = vec![("which", "these"), ("action", "archive")];
    fields.extend(many.iter().map(|id| ("post", id.as_str())));
    let page = ana.follows_post("/select", &fields).await;
    assert!(page.text("#posts-error").contains("up to 1000 posts, and 1001 are ticked"), "{}", page.main_text());
}

#[tokio::test]
async fn many_become_posts_for_people_who_are_named_and_back() {
    let hub = Hub::start().await;
    let [ana, tom, mara] = hub.people(["ana", "tom", "mara"]).await;
    let posts = three(&ana).await;
    let sees = async |person: &Person| {
        let mut seen = Vec::new();
        for post in &posts {
            seen.push(person.asks(&post.path).await.status == 200);
        }
        seen
    };
    let page = ana.visits("/select").await.fills("which", "all").fills("audience", "named");
    let page = page.fills("named", "@nobody").presses("Change audience …").await;
    assert_eq!(page.status, 422);
    assert!(page.text("#named-error").contains("nobody"), "{}", page.main_text());
    assert_eq!(page.value("named").trim(), "@nobody");
    let page = page.fills("named", "").presses("Change audience …").await;
    assert!(!page.text("#named-error").is_empty());

    let preview = page.fills("named", "@Tom").presses("Change audience …").await;
    assert_eq!(preview.text("h1"), "Audience: @tom");
    assert!(preview.main_text().contains("3 posts are taken out of many people's sight"), "{}", preview.main_text());
    let done = preview.presses("Change 3 posts").await;
    assert_eq!(done.text("h1"), "Audience: @tom");
    assert_eq!((sees(&tom).await, sees(&mara).await), (vec![true; 3], vec![false; 3]));

    // Some are for others meanwhile: only these change, and only what is still so is undone.
    let all = [("which", "all"), ("action", "audience"), ("audience", "named")];
    let same = [&all[..], &[("named", "tom")]].concat();
    let preview = ana.follows_post("/select", &same).await;
    assert!(preview.main_text().contains("Nothing would change"), "{}", preview.main_text());
    let edit = format!("{}/edit", posts[0].path);
    ana.visits(&edit).await.fills("named", "@tom, @mara").presses("Save changes").await;
    let preview = ana.follows_post("/select", &same).await;
    assert!(preview.main_text().contains("One post will change"), "{}", preview.main_text());
    let undone = done.presses("Undo").await;
    assert!(undone.main_text().contains("2 posts are as they were before"), "{}", undone.main_text());
    assert_eq!((sees(&tom).await, sees(&mara).await), (vec![true, true, false], vec![true, true, false]));
}
