use std::time::Duration;

use crate::support::{Hub, Page, Person, photos};

async fn publishes(person: &Person, title: &str) -> String {
    let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(48, 36, 1));
    page.fills("title", title).presses("Publish").await.path
}

async fn blocks(person: &Person, name: &str) -> Page {
    person.visits(&format!("/@{name}")).await.clicks(&format!("Block {name}")).await.presses("Block").await
}

#[tokio::test]
async fn a_block_ends_follows_and_keeps_new_ones_from_beginning() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    ana.posts("/@tom/follow", &[]).await;
    tom.posts("/@ana/follow", &[]).await;

    let page = blocks(&ana, "tom").await;
    assert_eq!(page.path, "/@tom");
    assert!(page.main_text().contains("You block tom. Neither of you sees"), "{}", page.main_text());
    assert!(page.main_text().contains("They are blocked.") || page.has(".notice"));
    assert_eq!(page.texts(".profile .follow button"), ["Unblock"]);
    for (person, other) in [(&ana, "tom"), (&tom, "ana")] {
        assert!(!person.visits(&format!("/@{other}")).await.has(".counts a"), "no lists");
        assert_eq!(person.posts(&format!("/@{other}/follow"), &[]).await.status, 404);
    }
    assert!(tom.visits("/@tom/followers").await.main_text().contains("Nobody follows"));
    assert!(tom.visits("/@tom/following").await.main_text().contains("follows nobody yet"));
    assert_eq!(ana.posts("/@tom/block", &[]).await.status, 303, "blocking twice changes nothing");
    assert_eq!(ana.posts("/@ana/block", &[]).await.status, 403);

    let page = ana.visits("/settings/blocks").await;
    assert_eq!(page.texts(".rows strong"), ["tom"]);
    assert!(!tom.visits("/settings/blocks").await.has(".rows"), "the one who is blocked is not told");
    assert_eq!(tom.visits("/@ana").await.texts(".profile .follow button"), ["Follow"]);

    let page = page.presses("Unblock").await;
    assert!(page.main_text().contains("You block nobody"), "{}", page.main_text());
    assert_eq!(tom.posts("/@ana/follow", &[]).await.status, 303);
    assert_eq!(ana.visits("/@ana/followers").await.texts(".rows strong"), ["tom"], "they begin anew");
}

#[tokio::test]
async fn neither_sees_what_the_other_publishes_says_or_likes() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    let (by_ana, by_tom, by_eva) =
        (publishes(&ana, "Of Ana").await, publishes(&tom, "Of Tom").await, publishes(&eva, "Of Eva").await);
    let mut said = Vec::new();
    for (person, text) in [(&ana, "Ana says"), (&tom, "Tom says")] {
        let answer = person.posts(&format!("{by_eva}/comments"), &[("comment", text)]).await;
        said.push(answer.header("location").rsplit('-').next().expect("an id").to_owned());
        person.posts(&format!("{by_eva}/like"), &[]).await;
        person.posts(&format!("{by_eva}/boost"), &[]).await;
    }
    let answered = eva.posts(&format!("/comments/{}/answer", said[1]), &[("comment", "Eva answers Tom")]).await;
    assert_eq!(answered.status, 303);
    tom.posts(&format!("{by_ana}/like"), &[]).await;
    eva.posts("/@tom/follow", &[]).await;
    eva.posts("/@ana/follow", &[]).await;
    blocks(&ana, "tom").await;

    for (person, own, other, their_post, name) in
        [(&ana, "Ana", "Tom", &by_tom, "tom"), (&tom, "Tom", "Ana", &by_ana, "ana")]
    {
        let mine = format!("{own} says");
        assert_eq!(person.asks(their_post).await.status, 404);
        for verb in ["like", "boost", "comments"] {
            let answer = person.posts(&format!("{their_post}/{verb}"), &[("comment", "x")]).await;
            assert_eq!(answer.status, 404, "{verb}");
        }
        for path in [their_post.to_string() + "/likes", their_post.to_string() + "/boosts"] {
            assert_eq!(person.asks(&path).await.status, 404, "{path}");
        }
        assert!(!person.visits("/local").await.main_text().contains(&format!("Of {other}")));
        let profile = person.visits(&format!("/@{name}")).await;
        assert!(!profile.has(".tile") && profile.main_text().contains("0 posts"), "{}", profile.main_text());
        let page = person.visits(&by_eva).await;
        assert!(page.main_text().contains(&mine) && !page.main_text().contains(&format!("{other} says")));
        assert!(!page.texts(".comment .to").contains(&format!("To @{name}")), "nor whom others answer");
        for list in ["likes", "boosts"] {
            let names = person.visits(&format!("{by_eva}/{list}")).await.texts(".rows strong");
            assert_eq!(names, [own.to_lowercase()], "{list}");
        }
    }
    for (person, comment) in [(&ana, &said[1]), (&tom, &said[0])] {
        let answer = person.posts(&format!("/comments/{comment}/answer"), &[("comment", "x")]).await;
        assert_eq!(answer.status, 404);
    }

    // Everybody else sees it all.
    let page = eva.visits(&by_eva).await;
    assert!(page.main_text().contains("Ana says") && page.main_text().contains("Tom says"));
    assert_eq!(eva.visits(&format!("{by_eva}/likes")).await.texts(".rows strong"), ["tom", "ana"]);
    assert!(eva.visits("/local").await.main_text().contains("Of Tom"));
    let guest = hub.visitor("praia.localhost").await;
    assert_eq!(guest.asks(&by_ana).await.status, 200);

    // What was done before stays, and may be taken back.
    ana.posts("/@tom/unblock", &[]).await;
    assert_eq!(ana.visits(&format!("{by_ana}/likes")).await.texts(".rows strong"), ["tom"]);
    assert_eq!(tom.asks(&by_ana).await.status, 200);
}

#[tokio::test]
async fn with_somebody_who_leaves_go_their_blocks() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    blocks(&ana, "tom").await;
    blocks(&tom, "ana").await;
    hub.leaves("tom").await;
    assert!(ana.visits("/settings/blocks").await.main_text().contains("You block nobody"));
}

#[tokio::test]
async fn somebody_who_is_blocked_is_not_suggested() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    publishes(&tom, "Of Tom").await;
    publishes(&eva, "Of Eva").await;
    blocks(&ana, "tom").await;
    // Who might be suggested is remembered for a minute.
    hub.clock.advance(Duration::from_secs(61));
    assert_eq!(ana.visits("/").await.texts(".suggestions strong"), ["eva"]);
    assert_eq!(tom.visits("/").await.texts(".suggestions strong"), ["eva"]);
}
