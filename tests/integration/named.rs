//! Posts for people whom their author names.

use crate::support::{Hub, Page, Person, photos};

async fn publishes(person: &Person, title: &str, named: &str) -> Page {
    let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(480, 360, 1));
    let page = page.fills("audience", "named").fills("named", named).fills("title", title);
    let page = page.presses("Publish").await;
    assert_eq!(page.text("h1"), title, "{}", page.main_text());
    page
}

/// What somebody sees of a post: its page, its picture, its tile on the profile, and the post on their own home page.
async fn sees(person: &Person, post: &Page, picture: &str) -> [bool; 4] {
    let title = post.text("h1");
    let page = person.visits(&post.path).await;
    assert!([200, 404].contains(&page.status), "{}", page.status);
    let tiles = person.visits("/@ana").await.attributes(".tile a", "href");
    [
        page.status == 200 && page.text("h1") == title,
        person.asks(picture).await.status == 200,
        tiles.contains(&post.path),
        person.visits("/").await.main_text().contains(&title),
    ]
}

fn picture(post: &Page) -> String {
    post.attribute("img.u-photo", "src")
}

#[tokio::test]
async fn only_those_who_are_named_see_it() {
    let hub = Hub::start().await;
    let [ana, named, quiet, follower, stranger] = hub.people(["ana", "named", "quiet", "follower", "stranger"]).await;
    let guest = hub.visitor("praia.localhost").await;
    for person in [&named, &follower] {
        person.posts("/@ana/follow", &[]).await;
    }
    for person in [&quiet, &stranger, &ana] {
        person.posts("/@follower/follow", &[]).await;
    }
    // Feeds that are kept already, and those that are not.
    for written_ahead in [false, true] {
        let title = format!("For two, {written_ahead}");
        let post = publishes(&ana, &title, "@Named, quiet").await;
        assert!(picture(&post).starts_with("/@ana/"), "{}", picture(&post));
        assert!(!post.has("meta[property='og:image']") && post.has("meta[name='robots']"));
        let all = [true; 4];
        for (person, who, seen) in [
            (&ana, "its author", all),
            (&named, "a follower who is named", all),
            (&quiet, "somebody who is named and follows nobody", [true, true, true, false]),
            (&follower, "a follower", [false; 4]),
            (&stranger, "a stranger", [false; 4]),
            (&guest, "a guest", [false; 4]),
        ] {
            assert_eq!(sees(person, &post, &picture(&post)).await, seen, "{who}, {written_ahead}");
            assert!(!person.visits("/local").await.main_text().contains(&title), "{who}");
        }
        let answer = named.asks(&picture(&post)).await;
        assert!(answer.header("cache-control").starts_with("private"), "{}", answer.header("cache-control"));
        hub.settles().await;
    }
}

#[tokio::test]
async fn whoever_is_named_no_longer_sees_it_no_longer() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    for person in [&tom, &eva] {
        person.posts("/@ana/follow", &[]).await;
        person.visits("/").await;
    }
    hub.settles().await;
    let post = publishes(&ana, "Changing", "@tom").await;
    assert_eq!(ana.visits(&format!("{}/edit", post.path)).await.value("named").trim(), "@tom");
    let (all, none) = ([true; 4], [false; 4]);

    let changes = async |audience: &str, named: &str| {
        let page = ana.visits(&format!("{}/edit", post.path)).await.fills("audience", audience);
        let page = page.fills("named", named).presses("Save changes").await;
        assert_eq!(page.path, post.path, "{}", page.main_text());
        assert!(!page.main_text().contains("Edited"));
        picture(&page)
    };
    let at = changes("named", "eva").await;
    assert_eq!((sees(&tom, &post, &at).await, sees(&eva, &post, &at).await), (none, all));

    let public = changes("public", "").await;
    assert!(public.starts_with("/media/"));
    assert_eq!((sees(&tom, &post, &public).await, sees(&eva, &post, &public).await), (all, all));
    assert_eq!(ana.visits(&format!("{}/edit", post.path)).await.value("named"), "", "who was named is forgotten");

    let at = changes("named", "@tom").await;
    assert_eq!(eva.asks(&public).await.status, 404, "the public picture is gone at once");
    assert_eq!((sees(&tom, &post, &at).await, sees(&eva, &post, &at).await), (all, none));

    let at = changes("followers", "").await;
    assert_eq!((sees(&tom, &post, &at).await, sees(&eva, &post, &at).await), (all, all));
}

#[tokio::test]
async fn names_that_nobody_has_are_said() {
    let hub = Hub::start().await;
    let serra = hub.community("serra").await;
    let ana = hub.person("ana").await;
    hub.person("tom").await;
    hub.person_of(&serra, "bea").await;
    let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(64, 48, 1));
    let mut page = page.fills("audience", "named").presses("Publish").await;
    let many = (0..101).map(|number| format!("person{number}")).collect::<Vec<_>>().join(" ");
    for (named, sentence) in [
        ("", "Please name at least one person"),
        ("@tom, @tim bea", "Nobody here has one of these names: bea, tim."),
        ("tim", "Nobody here is called tim."),
        ("tom, @ANA", "“ANA” is you."),
        (&many, "You may name 100 people; these are 101."),
    ] {
        page = page.fills("named", named).presses("Publish").await;
        assert_eq!((page.status, page.value("named").trim()), (422, named));
        assert!(page.text("#named-error").contains(sentence), "{}", page.text("#named-error"));
    }
    let post = page.fills("named", "@Tom").presses("Publish").await;
    assert!(post.path.starts_with("/@ana/"), "{}", post.main_text());
    let page = ana.visits(&format!("{}/edit", post.path)).await.fills("named", "tim").presses("Save changes").await;
    assert_eq!((page.status, page.text("#named-error").as_str()), (422, "Nobody here is called tim."));
}

#[tokio::test]
async fn a_private_account_names_people_too() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    ana.visits("/settings/privacy").await.presses("Make my account private").await;
    let page = ana.visits("/publish").await;
    assert!(page.has("#audience-followers[checked]") && !page.has("#audience-public"));
    let post = publishes(&ana, "For Tom", "tom").await;
    assert_eq!(tom.visits(&post.path).await.text("h1"), "For Tom");
}

#[tokio::test]
async fn those_whom_one_follows_are_suggested_by_their_names() {
    let hub = Hub::start().await;
    let [ana, tom, tara, tim, nina] = hub.people(["ana", "tom", "tara", "tim", "nina"]).await;
    tara.visits("/settings/profile").await.fills("display_name", "Zoë Tide").presses("Save profile").await;
    nina.posts("/settings/privacy", &[("part", "private"), ("old", "leave")]).await;
    let serra = hub.community("serra").await;
    hub.person_of(&serra, "tess").await;
    for name in ["tom", "tara", "nina", "tess@serra.localhost"] {
        ana.posts(&format!("/@{name}/follow"), &[]).await;
    }
    let found = async |begins: &str| {
        let query: String = url::form_urlencoded::byte_serialize(begins.as_bytes()).collect();
        let page = ana.visits(&format!("/people/followed?begins={query}")).await;
        page.attributes("[role='option']", "data-name")
    };
    assert_eq!(found("t").await, ["tara", "tom"], "neither whom they don't follow nor who isn't of this community");
    assert_eq!(found("TO").await, ["tom"]);
    assert_eq!(found("zoë").await, ["tara"]);
    assert_eq!(found("tide").await, ["tara"]);
    for nobody in ["", " ", "x", "ni", "%", "\0"] {
        assert_eq!(found(nobody).await, [""; 0], "{nobody:?}");
    }
    drop((tom, tim));
}
