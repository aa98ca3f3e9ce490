use crate::support::{Hub, Page, Person, photos};

async fn publishes(person: &Person, title: &str, audience: &str) -> Page {
    let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(48, 36, 1));
    page.fills("title", title).fills("audience", audience).presses("Publish").await
}

#[tokio::test]
async fn liking_is_one_press_and_everybody_sees_who_does() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    let post = publishes(&ana, "Low tide", "public").await.path;

    let page = tom.visits(&post).await;
    assert!(!page.has(".talk > .acts .number"), "nobody likes it yet");
    let page = page.presses("Like").await;
    assert_eq!((page.path.as_str(), page.text(".talk > .acts .number").as_str()), (post.as_str(), "1 like"));
    assert_eq!(tom.posts(&format!("{post}/like"), &[]).await.status, 303, "liking twice changes nothing");
    eva.posts(&format!("{post}/like"), &[]).await;
    ana.posts(&format!("{post}/like"), &[]).await;

    let guest = hub.visitor("praia.localhost").await;
    let page = guest.visits(&format!("{post}/likes")).await;
    assert_eq!(page.texts(".rows strong"), ["ana", "eva", "tom"], "the last first");
    assert_eq!(guest.visits(&post).await.text(".talk > .acts .number"), "3 likes");
    assert!(guest.visits(&post).await.clicks("Like").await.path.starts_with("/sign-in"));
    assert!(guest.posts(&format!("{post}/like"), &[]).await.header("location").starts_with("/sign-in"));

    let page = tom.visits(&post).await.presses("Unlike").await;
    assert_eq!(page.text(".talk > .acts .number"), "2 likes");
    assert_eq!(tom.posts(&format!("{post}/unlike"), &[]).await.status, 303, "so does no longer liking it");
    assert_eq!(guest.visits(&format!("{post}/likes")).await.texts(".rows strong"), ["ana", "eva"]);
}

#[tokio::test]
async fn a_like_in_a_list_leads_back_to_where_it_was_pressed() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let post = publishes(&ana, "Low tide", "public").await.path;
    let id = post.rsplit('/').next().expect("an id");
    tom.posts("/@ana/follow", &[]).await;

    let page = tom.visits("/").await;
    assert_eq!(page.attribute("input[name='back']", "value"), format!("/#post-{id}"));
    let page = page.presses("Like").await;
    assert_eq!(page.path, format!("/#post-{id}"));
    assert_eq!(page.texts(".post .act.on"), ["Unlike"], "what is shown of a post is remembered, and this is not in it");
    assert_eq!(page.text(".post .number"), "1 like");
    assert!(!ana.visits("/local").await.has(".act.on"), "that is Tom's mark, not Ana's");
    assert_eq!(ana.visits("/local").await.text(".post .number"), "1 like");

    let headers = [("origin", tom.home.as_str()), ("x-fragment", "true")];
    let unlike = format!("{post}/unlike");
    let pressed = tom.requests(reqwest::Method::POST, &unlike, &headers, |request| request.form(&[("back", "/")]));
    let answer = pressed.await.text();
    assert!(answer.contains(&format!("{post}/like\"")) && !answer.contains("<html"), "{answer}");
    assert!(answer.contains("You no longer like it."), "{answer}");
    let elsewhere = tom.posts(&format!("{post}/like"), &[("back", "https://evil.example/")]).await;
    assert_eq!(elsewhere.header("location"), "/");
}

#[tokio::test]
async fn whoever_may_not_see_a_post_does_not_like_it_nor_learn_who_does() {
    let hub = Hub::start().await;
    let serra = hub.community("serra").await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    let bruno = hub.person_of(&serra, "bruno").await;
    tom.posts("/@ana/follow", &[]).await;
    let public = publishes(&ana, "For all", "public").await.path;
    let post = publishes(&ana, "For some", "followers").await.path;

    assert_eq!(tom.posts(&format!("{post}/like"), &[]).await.status, 303);
    for path in ["like", "unlike"] {
        assert_eq!(eva.posts(&format!("{post}/{path}"), &[]).await.status, 404, "{path}");
    }
    assert_eq!(eva.asks(&format!("{post}/likes")).await.status, 404);
    assert_eq!(tom.visits(&format!("{post}/likes")).await.texts(".rows strong"), ["tom"]);

    // Somebody of another community of the hub, under the name that the post has there.
    let there = public.replace("/@ana/", "/@ana@praia.localhost/");
    let page = bruno.visits(&there).await.presses("Like").await;
    assert_eq!(page.text(".talk > .acts .number"), "1 like");
    let names = ana.visits(&format!("{public}/likes")).await.texts(".rows .names > :last-child");
    assert_eq!(names, ["@bruno@serra.localhost"]);

    // Archived or deleted, nobody does anything with it.
    ana.posts(&format!("{public}/archive"), &[("action", "archive")]).await;
    assert_eq!(tom.posts(&format!("{public}/like"), &[]).await.status, 404);
    assert_eq!(ana.posts(&format!("{public}/like"), &[]).await.status, 404);
    ana.posts(&format!("{post}/delete"), &[]).await;
    assert_eq!(tom.posts(&format!("{post}/like"), &[]).await.status, 404);
}

#[tokio::test]
async fn the_whole_list_is_read_page_by_page() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let post = publishes(&ana, "Loved", "public").await.path;
    for number in 0..43 {
        let name = format!("friend{number:02}");
        hub.person(&name).await.posts(&format!("{post}/like"), &[]).await;
    }
    let page = ana.visits(&format!("{post}/likes")).await;
    let mut names = page.texts(".rows strong");
    assert_eq!(names.len(), 40);
    names.extend(page.clicks("More people").await.texts(".rows strong"));
    let expected: Vec<String> = (0..43).rev().map(|number| format!("friend{number:02}")).collect();
    assert_eq!(names, expected);
}

#[tokio::test]
async fn with_somebody_who_leaves_go_their_likes() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    let post = publishes(&ana, "Low tide", "public").await.path;
    for person in [&tom, &eva] {
        person.posts(&format!("{post}/like"), &[]).await;
    }
    hub.leaves("tom").await;
    assert_eq!(ana.visits(&format!("{post}/likes")).await.texts(".rows strong"), ["eva"]);
    assert_eq!(ana.visits(&post).await.text(".talk > .acts .number"), "1 like");
}
