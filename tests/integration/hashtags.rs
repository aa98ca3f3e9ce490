use heliograph_entity::post_tag;
use sea_orm::{EntityTrait, QueryOrder};

use crate::support::{Hub, Page, Person, photos};

async fn publishes(person: &Person, caption: &str, audience: &str) -> Page {
    let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(64, 48, 1));
    page.fills("title", caption).fills("caption", caption).fills("audience", audience).presses("Publish").await
}

/// The titles of the tiles of a hashtag's page.
async fn shows(person: &Person, tag: &str) -> Vec<String> {
    person.visits(&format!("/tags/{tag}")).await.texts(".tile .title")
}

#[expect(clippy::disallowed_methods, reason = "looks at the rows themselves")]
async fn rows(hub: &Hub) -> Vec<(String, String)> {
    let rows = post_tag::Entity::find().order_by_asc(post_tag::Column::PostId).all(hub.app.db.reader()).await;
    let mut rows: Vec<_> = rows.expect("the hashtags").into_iter().map(|row| (row.tag, row.shown)).collect();
    rows.sort();
    rows
}

#[tokio::test]
async fn a_caption_s_hashtags_lead_to_a_page_of_the_community() {
    let hub = Hub::start().await;
    let serra = hub.community("serra").await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let sara = hub.person_of(&serra, "sara").await;
    let guest = hub.visitor("praia.localhost").await;

    let post = publishes(&ana, "By the #Sea, at #Arrábida", "public").await;
    assert_eq!(post.attributes(".e-content a[rel='tag']", "href"), ["/tags/sea", "/tags/arr%C3%A1bida"]);
    publishes(&ana, "Quiet #sea", "unlisted").await;
    publishes(&ana, "Followed #sea", "followers").await;
    publishes(&sara, "Elsewhere #sea", "public").await;
    publishes(&tom, "#SEA again", "public").await;

    tom.posts("/@ana/follow", &[]).await;
    for person in [&guest, &tom, &ana] {
        assert_eq!(shows(person, "sea").await, ["#SEA again", "By the #Sea, at #Arrábida"]);
    }
    assert_eq!(shows(&sara, "sea").await, ["Elsewhere #sea"]);
    assert_eq!(guest.visits("/tags/sea").await.text("header .soft"), "2 posts");
    for spelling in ["/tags/SEA", "/tags/%EF%BD%93ea"] {
        let page = guest.asks(&format!("{spelling}?view=whole")).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (301, "/tags/sea?view=whole"), "{spelling}");
    }
    assert_eq!(guest.asks("/tags/2026").await.status, 404, "no letter in it");
    assert_eq!(guest.visits("/tags/arr%C3%A1bida").await.text("h1"), "# arrábida");
    assert!(guest.visits("/tags/nowhere").await.main_text().contains("Nothing here yet"));

    ana.posts(&format!("{}/delete", post.path), &[]).await;
    assert_eq!(shows(&guest, "sea").await, ["#SEA again"]);
    tom.visits("/settings/privacy").await.fills("old", "followers").presses("Make my account private").await;
    assert!(shows(&guest, "sea").await.is_empty());
}

#[tokio::test]
async fn hashtags_follow_the_words() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/publish").await;
    let page = page.attaches("photos", "a.jpg", photos::jpeg(64, 48, 1)).presses("Add photos").await;
    let item = page.attribute("input[name='item']", "value");
    let page = page.fills("caption", "#One #two").fills(&format!("caption-{item}"), "#Three, #ONE");
    let post = page.presses("Publish").await;
    let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect::<Vec<_>>();
    assert_eq!(rows(&hub).await, pairs(&[("one", "One"), ("three", "Three"), ("two", "two")]));

    let edit = ana.visits(&format!("{}/edit", post.path)).await;
    edit.fills("caption", "#Two #four").presses("Save changes").await;
    assert_eq!(rows(&hub).await, pairs(&[("four", "four"), ("one", "ONE"), ("three", "Three"), ("two", "Two")]));
    assert!(shows(&ana, "four").await.len() <= 1 && ana.visits("/tags/four").await.has(".tile"));

    let many: Vec<String> = (0..59).map(|number| format!("#t{number}")).collect();
    let words = format!("{} #three", many.join(" "));
    let edit = ana.visits(&format!("{}/edit", post.path)).await;
    let edit = edit.fills("caption", &format!("{words} #more #yet")).presses("Save changes").await;
    assert_eq!(edit.status, 422);
    assert_eq!(
        edit.text("#caption-error"),
        "A post may have 60 different hashtags, those of its photos included; this one has 63."
    );
    assert!(edit.value("caption").ends_with("#yet"), "nothing typed is lost");
    assert_eq!(edit.fills("caption", &words).presses("Save changes").await.status, 422, "61 with #ONE");
    let edit = ana.visits(&format!("{}/edit", post.path)).await;
    let done = edit.fills("caption", &many.join(" ")).presses("Save changes").await;
    assert_eq!((done.status, rows(&hub).await.len()), (422, 4), "61 with #Three and #ONE");
    let edit = ana.visits(&format!("{}/edit", post.path)).await;
    let done = edit.fills("caption", &many[1..].join(" ")).presses("Save changes").await;
    assert_eq!((done.status, rows(&hub).await.len()), (200, 60));
}

#[tokio::test]
async fn a_followed_hashtag_comes_home_once() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    publishes(&ana, "Old #sea", "public").await;
    let home = async || tom.visits("/").await.texts(".h-entry h2");

    let page = tom.visits("/tags/sea").await.presses("Follow").await;
    assert_eq!((page.path.as_str(), page.text(".follow button")), ("/tags/sea", "Following".to_owned()));
    for written_ahead in [false, true] {
        assert_eq!(home().await, ["Old #sea"], "{written_ahead}");
        hub.settles().await;
    }
    publishes(&ana, "Unlisted #sea", "unlisted").await;
    publishes(&ana, "Followers #sea", "followers").await;
    publishes(&ana, "Nothing of it", "public").await;
    publishes(&eva, "#Sea and #sun", "public").await;
    assert_eq!(home().await, ["#Sea and #sun", "Old #sea"], "only what is for everybody");

    // By author and by hashtags, and yet once.
    tom.posts("/tags/sun/follow", &[]).await;
    tom.posts("/@ana/follow", &[]).await;
    assert_eq!(home().await, ["#Sea and #sun", "Nothing of it", "Followers #sea", "Unlisted #sea", "Old #sea"]);
    assert_eq!(tom.visits("/following/tags").await.texts(".tag-name"), ["#sun", "#sea"]);

    let page = tom.visits("/following/tags").await.presses("Following").await;
    assert_eq!((page.path.as_str(), page.texts(".tag-name")), ("/following/tags", vec!["#sea".to_owned()]));
    assert_eq!(home().await[0], "#Sea and #sun", "still by the other hashtag");
    let answer = tom
        .requests(
            reqwest::Method::POST,
            "/tags/sea/unfollow",
            &[("origin", &tom.home), ("x-fragment", "true")],
            |request| request.form(&[("back", "")]),
        )
        .await;
    assert!(answer.status == 200 && answer.text().contains("/tags/sea/follow"), "{}", answer.text());
    assert_eq!(home().await, ["Nothing of it", "Followers #sea", "Unlisted #sea", "Old #sea"]);

    for number in 0..100 {
        assert_eq!(tom.posts(&format!("/tags/t{number}/follow"), &[]).await.status, 303);
    }
    let answer = tom.posts("/tags/one_more/follow", &[]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("You can follow 100 hashtags, and you do."), "{}", answer.text());
    assert_eq!(tom.posts("/tags/t7/follow", &[]).await.status, 303, "asking twice changes nothing");
}
