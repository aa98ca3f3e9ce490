use std::time::Duration;

use serde_json::Value;

use super::{actor_of, asks, document, json};
use crate::support::{Hub, Page, Person, linter::shape, photos};

const DAY: Duration = Duration::from_secs(24 * 3600);

async fn publishes(person: &Person, caption: &str, audience: &str) -> Page {
    let page = person.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(800, 600, 1));
    page.fills("caption", caption).fills("audience", audience).presses("Publish").await
}

fn id_in(page: &Page) -> String {
    page.path.rsplit('/').next().expect("an id").to_owned()
}

#[tokio::test]
async fn somebody_is_found_by_their_handle() {
    let hub = Hub::start().await;
    hub.person("Ana").await;
    let visitor = hub.visitor("praia.localhost").await;
    let authority = visitor.home.trim_start_matches("http://");

    let found = visitor.asks(&format!("/.well-known/webfinger?resource=acct:ANA@{authority}")).await;
    assert_eq!(found.header("content-type"), "application/jrd+json");
    assert_eq!(found.header("access-control-allow-origin"), "*");
    let found = json(&found);
    insta::assert_snapshot!("webfinger", shape(&found, &visitor.home));

    let actor = found["links"][0]["href"].as_str().expect("an id").to_owned();
    for resource in [actor.as_str(), &format!("{}/@Ana", visitor.home), "acct:ana@praia.localhost"] {
        let same = visitor.asks(&format!("/.well-known/webfinger?resource={resource}")).await;
        assert_eq!(json(&same), found, "{resource}");
    }
    for (resource, status) in [("acct:nobody@praia.localhost", 404), ("acct:ana@elsewhere.example", 404), ("", 400)] {
        let answer = visitor.asks(&format!("/.well-known/webfinger?resource={resource}")).await;
        assert_eq!(answer.status, status, "{resource}");
    }
    assert_eq!(visitor.asks("/.well-known/webfinger").await.status, 400);
    let meta = visitor.asks("/.well-known/host-meta").await.text();
    assert!(meta.contains(&format!("{}/.well-known/webfinger?resource={{uri}}", visitor.home)), "{meta}");
}

#[tokio::test]
async fn a_community_tells_what_it_is() {
    let hub = Hub::start().await;
    hub.person("ana").await;
    let visitor = hub.visitor("praia.localhost").await;

    let links = json(&visitor.asks("/.well-known/nodeinfo").await);
    insta::assert_snapshot!("nodeinfo_links", shape(&links, &visitor.home));
    for link in links["links"].as_array().expect("links").iter().take(2) {
        let version = link["href"].as_str().expect("a URL").rsplit('/').next().expect("a version").to_owned();
        let info = visitor.asks(&format!("/nodeinfo/{version}")).await;
        assert!(info.header("content-type").contains(&format!("schema/{version}#")));
        let mut info = json(&info);
        assert_eq!(info["version"].take(), Value::from(version));
        assert_eq!(info["usage"]["users"]["total"], 1);
        assert_eq!((&info["software"]["name"], &info["openRegistrations"]), (&"heliograph".into(), &false.into()));
    }
    assert_eq!(visitor.asks("/nodeinfo/1.0").await.status, 404);

    let community = document(&visitor, "/ap/actor").await;
    insta::assert_snapshot!("community", shape(&community, &visitor.home));
    for collection in ["outbox", "followers", "following"] {
        assert_eq!(document(&visitor, &format!("/ap/actor/{collection}")).await["totalItems"], 0);
    }
    assert_eq!(asks(&visitor, "/ap/actor/inbox").await.status, 404);
    let found = visitor.asks("/.well-known/webfinger?resource=acct:instance@praia.localhost").await;
    assert_eq!(json(&found)["links"][0]["href"], community["id"]);
}

#[tokio::test]
async fn an_actor_says_what_the_profile_says() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/settings/profile").await;
    let page = page
        .fills("display_name", "Ana Lima")
        .fills("pronouns", "she/her")
        .fills("bio", "I wait for light. #Praia & <b>")
        .fills("website", "https://ana.example/")
        .fills("label-1", "Camera")
        .fills("value-1", "An old rangefinder");
    page.presses("Save profile").await;
    let visitor = hub.visitor("praia.localhost").await;

    let actor = document(&visitor, &actor_of(&visitor, "ana").await).await;
    insta::assert_snapshot!("person", shape(&actor, &visitor.home));
    assert_eq!(document(&visitor, "/@ana").await, actor, "its page answers with it too");
    assert_eq!(document(&visitor, actor["id"].as_str().expect("an id")).await, actor, "its key stays");
    assert!(visitor.asks("/@ana").await.header("content-type").starts_with("text/html"));

    // What is told of one community is nothing in another.
    hub.community("serra").await;
    let elsewhere = hub.visitor("serra.localhost").await;
    let path = actor["id"].as_str().expect("an id").trim_start_matches(&visitor.home).to_owned();
    assert_eq!(asks(&elsewhere, &path).await.status, 404);
    assert_eq!(asks(&elsewhere, "/@ana").await.status, 404);
}

#[tokio::test]
async fn a_post_is_a_note_with_its_photos() {
    let hub = Hub::start().await;
    let [ana, _tom] = hub.people(["ana", "tom"]).await;
    let page = ana.visits("/publish").await;
    let page = page
        .attaches("photos", "sea.jpg", photos::jpeg(1600, 1200, 1))
        .attaches("photos", "hole.png", photos::png(400, 500, 2))
        .fills("title", "First light")
        .fills("caption", "The light lasted four minutes, says @tom. #Sea")
        .fills("warning", "A storm")
        .presses("Add photos")
        .await;
    let items = page.attributes("input[name='item']", "value");
    let post = page
        .fills(&format!("alt-{}", items[0]), "A low sun over a calm sea")
        .fills(&format!("title-{}", items[1]), "The hole")
        .fills("licence", "cc-by-sa-4.0")
        .presses("Publish")
        .await;
    let visitor = hub.visitor("praia.localhost").await;

    let note = document(&visitor, &format!("/ap/posts/{}", id_in(&post))).await;
    insta::assert_snapshot!("note", shape(&note, &visitor.home));
    assert_eq!(document(&visitor, &post.path).await, note, "its page answers with it too");
    let picture = note["attachment"][0]["url"].as_str().expect("a URL");
    assert_eq!(visitor.asks(picture).await.header("content-type"), "image/jpeg");
    let created = document(&visitor, &format!("/ap/posts/{}/activity", id_in(&post))).await;
    assert_eq!((&created["type"], &created["object"]["id"]), (&"Create".into(), &note["id"]));
}

/// R15, must-pass 17.
#[tokio::test]
async fn a_note_says_how_its_photos_were_made_and_in_which_language_it_is_as_far_as_its_author_does() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let visitor = hub.visitor("praia.localhost").await;
    let publishes = async |details: &[&str], commenters: &str| {
        let photo = photos::with_camera(&photos::jpeg(640, 480, 1));
        let mut page = ana.visits("/publish").await.attaches("photos", "a.jpg", photo).fills("caption", "Luz");
        page = page.fills("commenters", commenters);
        for detail in details {
            page = page.fills(detail, "yes");
        }
        let post = page.presses("Publish").await;
        (post.path.clone(), document(&visitor, &format!("/ap/posts/{}", id_in(&post))).await)
    };
    let (page, note) = publishes(&[], "everyone").await;
    assert_eq!((&note["contentMap"], &note["attachment"][0]["exifData"]), (&Value::Null, &Value::Null));
    assert!(!visitor.visits(&page).await.has(".e-content[lang]"));
    let public = "https://www.w3.org/ns/activitystreams#Public";
    for may in ["canLike", "canReply", "canAnnounce"] {
        assert_eq!(note["interactionPolicy"][may]["automaticApproval"][0], public);
    }

    let settings = ana.visits("/settings/posting").await;
    settings.fills("language", "pt").presses("Save changes").await;
    let (page, note) = publishes(&["details-camera", "details-date"], "nobody").await;
    assert_eq!(note["contentMap"]["pt"], note["content"]);
    let told = note["attachment"][0]["exifData"].as_array().expect("details").iter();
    let told: Vec<(&str, &str)> =
        told.map(|one| (one["name"].as_str().expect("a name"), one["value"].as_str().expect("a value"))).collect();
    assert_eq!(told, [("Model", "Seagull 4A-107"), ("DateTime", "2026:11:20 00:00:00")]);
    assert_eq!(note["interactionPolicy"]["canReply"]["automaticApproval"], serde_json::json!([note["attributedTo"]]));
    assert_eq!(visitor.visits(&page).await.attribute(".e-content", "lang"), "pt");
    let (_, note) = publishes(&[], "followers").await;
    assert!(note["interactionPolicy"].get("canReply").is_none(), "nobody elsewhere could know who that is");

    let refused = ana.visits("/settings/posting").await.fills("language", "klingon").presses("Save changes").await;
    assert_eq!(refused.status, 422);
}

#[tokio::test]
async fn r15_nothing_that_somebody_uploads_is_a_document() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let actor = br#"{"@context":"https://www.w3.org/ns/activitystreams","type":"Person","id":"https://praia.localhost/media/x"}"#;
    for name in ["actor.json", "actor.jpg"] {
        let page = ana.visits("/publish").await.attaches("photos", name, actor.to_vec()).presses("Publish").await;
        assert_eq!(page.status, 422, "{name}");
    }
    let polyglot = [photos::jpeg(400, 300, 1).as_slice(), actor].concat();
    let post = ana.visits("/publish").await.attaches("photos", "sea.jpg", polyglot).presses("Publish").await;
    let picture = post.attribute("img.u-photo", "src");
    let answer = asks(&hub.visitor("praia.localhost").await, &picture).await;
    assert_eq!((answer.header("content-type"), answer.header("x-content-type-options")), ("image/jpeg", "nosniff"));
    assert!(!answer.body.windows(8).any(|part| part == b"@context"), "it is made anew");
}

/// What others fetch the conversation with.
#[tokio::test]
async fn the_answers_to_a_post_are_listed_by_their_ids() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let post = ana.visits("/publish").await.fills("caption", "Salt").presses("Publish").await.path;
    for words in ["One", "Two"] {
        tom.posts(&format!("{post}/comments"), &[("comment", words)]).await;
    }
    tom.posts(&format!("{post}/like"), &[]).await;
    let visitor = hub.visitor("praia.localhost").await;
    let note = document(&visitor, &post).await;
    assert_eq!((&note["likes"]["totalItems"], &note["shares"]["totalItems"]), (&1.into(), &0.into()));
    let path = |id: &serde_json::Value| id.as_str().expect("an id").trim_start_matches(&visitor.home).to_owned();
    assert_eq!(document(&visitor, &path(&note["likes"]["id"])).await["totalItems"], 1);

    let answers = document(&visitor, &path(&note["replies"]["id"])).await;
    assert_eq!((&answers["totalItems"], &answers["first"]), (&2.into(), &note["replies"]["first"]));
    let page = document(&visitor, &path(&answers["first"])).await;
    let items = page["items"].as_array().expect("a list");
    let mut said = Vec::new();
    for item in items {
        let comment = document(&visitor, &path(item)).await;
        assert_eq!(comment["inReplyTo"], note["id"]);
        said.push(comment["content"].as_str().expect("words").to_owned());
    }
    assert_eq!(said, ["<p>One</p>", "<p>Two</p>"]);
    assert_eq!(page.get("next"), None);

    // Of what is for fewer, nobody learns that it is there.
    ana.visits(&format!("{post}/edit")).await.fills("audience", "followers").presses("Save changes").await;
    assert_eq!(asks(&visitor, &path(&note["replies"]["id"])).await.status, 404);
}

#[tokio::test]
async fn of_many_photos_others_show_four_and_a_link() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let mut page = ana.visits("/publish").await;
    for seed in 1..=5 {
        page = page.attaches("photos", &format!("{seed}.jpg"), photos::jpeg(320, 240, seed));
    }
    let post = page.presses("Publish").await;
    let visitor = hub.visitor("praia.localhost").await;
    let note = document(&visitor, &format!("/ap/posts/{}", id_in(&post))).await;
    assert_eq!(note["attachment"].as_array().expect("photos").len(), 5);
    assert!(note["content"].as_str().expect("HTML").contains("View all 5 photos</a>"));
    assert!(note.get("license").is_none(), "all rights reserved");
}

/// Must-pass 15.
#[tokio::test]
async fn only_what_is_for_everybody_is_told_to_strangers() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let visitor = hub.visitor("praia.localhost").await;
    let mut told = Vec::new();
    for audience in ["public", "unlisted", "followers"] {
        told.push(id_in(&publishes(&ana, audience, audience).await));
    }
    let [public, unlisted, followers] = told.as_slice() else { unreachable!("three") };

    let everybody = "https://www.w3.org/ns/activitystreams#Public";
    assert_eq!(document(&visitor, &format!("/ap/posts/{public}")).await["to"][0], everybody);
    assert_eq!(document(&visitor, &format!("/ap/posts/{unlisted}")).await["cc"][0], everybody);
    for path in
        [format!("/ap/posts/{followers}"), format!("/ap/posts/{followers}/activity"), format!("/@ana/{followers}")]
    {
        assert_eq!(asks(&visitor, &path).await.status, 404, "{path}");
        assert_eq!(asks(&ana, &path).await.status, 404, "{path}: a session means nothing to a document");
    }

    let actor = actor_of(&visitor, "ana").await;
    let outbox = document(&visitor, &format!("{actor}/outbox")).await;
    assert_eq!(outbox["totalItems"], 2);
    let page = document(&visitor, outbox["first"].as_str().expect("a page")).await;
    let ids: Vec<_> =
        page["orderedItems"].as_array().expect("items").iter().map(|item| &item["object"]["url"]).collect();
    assert_eq!(ids, [&format!("{}/@ana/{unlisted}", visitor.home), &format!("{}/@ana/{public}", visitor.home)]);
    assert!(page.get("next").is_none());

    ana.posts(&format!("/@ana/{public}/pin"), &[("action", "pin")]).await;
    let featured = document(&visitor, &format!("{actor}/featured")).await;
    assert_eq!(featured["orderedItems"][0], format!("{}/ap/posts/{public}", visitor.home));

    // An archived post was never there; a deleted one was.
    ana.posts(&format!("/@ana/{unlisted}/archive"), &[]).await;
    assert_eq!(asks(&visitor, &format!("/ap/posts/{unlisted}")).await.status, 404);
    ana.posts(&format!("/@ana/{public}/delete"), &[]).await;
    let gone = asks(&visitor, &format!("/ap/posts/{public}")).await;
    assert_eq!((gone.status.as_u16(), &json(&gone)["type"]), (410, &"Tombstone".into()));
    hub.after(31 * DAY).await;
    assert_eq!(asks(&visitor, &format!("/ap/posts/{public}")).await.status, 410, "also once it is purged");
    assert_eq!(document(&visitor, &format!("{actor}/outbox")).await["totalItems"], 0);
}

#[tokio::test]
async fn lists_of_people_are_told_as_far_as_their_owner_wants() {
    let hub = Hub::start().await;
    let serra = hub.community("serra").await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let sara = hub.person_of(&serra, "sara").await;
    tom.posts("/@ana/follow", &[]).await;
    sara.posts("/@ana@praia.localhost/follow", &[]).await;
    let visitor = hub.visitor("praia.localhost").await;
    let actor = actor_of(&visitor, "ana").await;
    let followers = format!("{actor}/followers");

    let whole = document(&visitor, &followers).await;
    assert_eq!(whole["totalItems"], 2);
    let page = document(&visitor, whole["first"].as_str().expect("a page")).await;
    let sara = actor_of(&hub.visitor("serra.localhost").await, "sara").await;
    assert_eq!(page["orderedItems"], serde_json::json!([sara, actor_of(&visitor, "tom").await]));
    let tom = actor_of(&visitor, "tom").await;
    assert_eq!(document(&visitor, &format!("{tom}/following")).await["totalItems"], 1);

    for (connections, total) in [("counted", Some(2)), ("hidden", None)] {
        ana.visits("/settings/privacy").await.fills("connections", connections).presses("Save who sees them").await;
        let whole = document(&visitor, &followers).await;
        assert_eq!(whole.get("totalItems").and_then(Value::as_u64), total, "{connections}");
        assert!(whole.get("first").is_none());
        assert_eq!(asks(&visitor, &format!("{followers}?page=1")).await.status, 404);
    }
}

#[tokio::test]
async fn whoever_has_left_is_gone_and_says_so() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let post = id_in(&publishes(&ana, "A last one", "public").await);
    let visitor = hub.visitor("praia.localhost").await;
    let actor = actor_of(&visitor, "ana").await;
    document(&visitor, &actor).await;

    ana.visits("/settings/danger/leave").await.fills("name", "ana").presses("Delete my account").await;
    hub.settles().await;
    hub.after(Duration::from_secs(60)).await;
    let gone = asks(&visitor, &actor).await;
    assert_eq!((gone.status.as_u16(), &json(&gone)["type"]), (410, &"Tombstone".into()));
    assert_eq!(asks(&visitor, &format!("/ap/posts/{post}")).await.status, 410);
    assert_eq!(asks(&visitor, &format!("{actor}/outbox")).await.status, 410);
    let authority = visitor.home.trim_start_matches("http://");
    assert_eq!(visitor.asks(&format!("/.well-known/webfinger?resource=acct:ana@{authority}")).await.status, 410);
}
