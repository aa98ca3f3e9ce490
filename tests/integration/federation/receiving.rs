//! What people of other servers publish is seen here.

use serde_json::{Value, json};

use super::{activity, actor_of, follows, sends};
use crate::support::{Hub, Person, RemoteServer, photos};

/// Ana follows Lena of another server, who has let her.
async fn stage() -> (Hub, RemoteServer, Person) {
    let peer = RemoteServer::start("peer").await;
    peer.has("lena");
    let hub = RemoteServer::hub_beside(&[&peer]).await;
    let ana = hub.person("ana").await;
    follows(&hub, &peer, &ana, "lena").await;
    (hub, peer, ana)
}

#[tokio::test]
async fn followers_see_what_is_published_elsewhere_with_its_picture() {
    let (hub, peer, ana) = stage().await;
    let note = peer.publishes("lena", 1, "Salt at <b>dawn</b><script>x()</script>");

    sends(&hub, &peer, "lena", "Create", 1, &note).await;
    let home = ana.visits("/").await;
    assert_eq!(home.texts(".post .p-author .p-name"), ["lena of elsewhere"]);
    assert_eq!(home.text(".post .e-content"), "Salt at dawn");
    assert!(home.has(".post .e-content b") && !home.has(".post script"));
    assert_eq!(home.attribute(".post .picture img", "alt"), "Pans of salt");
    assert_eq!(home.attribute(".post a.original", "href"), note["url"].as_str().expect("a page"));

    assert_eq!(peer.asked_for("/media/1.jpg"), 0, "nobody has looked yet");
    let pictures = home.attribute(".post .picture img", "srcset");
    let sizes: Vec<&str> = pictures.split(", ").filter_map(|size| size.split(' ').next()).collect();
    for (address, width) in sizes.iter().zip([320, 640, 900]) {
        let picture = ana.asks(address).await;
        assert_eq!((picture.status.as_u16(), picture.header("content-type")), (200, "image/jpeg"), "{address}");
        assert_eq!(photos::size(&picture.body).0, width);
        assert!(picture.header("cache-control").starts_with("private"));
    }
    assert_eq!(peer.asked_for("/media/1.jpg"), 1, "fetched once for all sizes");

    let visitor = hub.visitor("praia.localhost").await;
    assert_eq!(visitor.asks(sizes[0]).await.status, 404, "members alone see what is of other servers");
    let page = home.attribute(".post a.when", "href");
    let led = visitor.asks(&page).await;
    assert_eq!((led.status.as_u16(), led.header("location")), (303, note["url"].as_str().expect("a page")));
    assert_eq!(ana.visits(&page).await.text("h1"), "Photograph by lena of elsewhere");
    assert!(visitor.visits("/").await.texts(".post").is_empty(), "it is none of the community's");
}

#[tokio::test]
async fn what_concerns_nobody_here_is_not_kept() {
    let (hub, peer, ana) = stage().await;
    peer.has("otto");
    let note = peer.publishes("otto", 1, "Salt");
    sends(&hub, &peer, "otto", "Create", 1, &note).await;
    assert!(ana.visits(&format!("/@otto@{}", peer.host)).await.attributes(".tile > a", "href").is_empty());

    // An answer to somebody whom nobody here knows.
    let mut answer = peer.publishes("lena", 2, "Yes");
    answer["inReplyTo"] = json!("https://other.example/1");
    sends(&hub, &peer, "lena", "Create", 2, &answer).await;
    assert!(ana.visits("/").await.texts(".post").is_empty());
}

/// R14, R16, R17, R18, must-pass 5, 6, 11 and 12.
#[tokio::test]
async fn r17_only_its_author_changes_and_deletes_a_post() {
    let (hub, peer, ana) = stage().await;
    peer.has("otto");
    let note = peer.publishes("lena", 1, "Salt");
    sends(&hub, &peer, "lena", "Create", 1, &note).await;
    sends(&hub, &peer, "lena", "Create", 2, &note).await;
    assert_eq!(ana.visits("/").await.texts(".post .e-content"), ["Salt"], "twice is once");

    let with = |words: &str, updated: &str| {
        let mut changed = note.clone();
        changed["content"] = json!(format!("<p>{words}</p>"));
        changed["updated"] = json!(updated);
        changed
    };
    // Somebody else of the same server, in the author's name and in their own.
    let mut forged = with("Forged", "2026-01-06T08:00:00Z");
    sends(&hub, &peer, "otto", "Update", 1, &forged).await;
    forged["attributedTo"] = json!(peer.actor("otto"));
    sends(&hub, &peer, "otto", "Update", 2, &forged).await;
    sends(&hub, &peer, "otto", "Create", 3, &forged).await;
    sends(&hub, &peer, "otto", "Delete", 4, &note["id"]).await;
    assert_eq!(ana.visits("/").await.texts(".post .e-content"), ["Salt"]);

    sends(&hub, &peer, "lena", "Update", 5, &with("Salt and light", "2026-01-06T08:00:00Z")).await;
    sends(&hub, &peer, "lena", "Update", 6, &with("An older word", "2026-01-05T20:00:00Z")).await;
    assert_eq!(ana.visits("/").await.texts(".post .e-content"), ["Salt and light"]);

    // What it was before is told as of a post of this hub, and what its server still shows takes nothing back.
    let page = ana.visits(&ana.visits("/").await.attribute(".post a.when", "href")).await;
    hub.settles().await;
    assert!(peer.asked_for("/users/lena/posts/1") > 0);
    assert_eq!(ana.visits("/").await.texts(".post .e-content"), ["Salt and light"]);
    let history = ana.visits(&page.attribute("a.u-history", "href")).await;
    let (versions, added) = (history.texts(".version").len(), history.texts(".version ins").concat());
    assert!(versions == 2 && added.contains("light") && !added.contains("Salt"), "{versions}: {added}");

    // It is narrowed, and never widened again.
    let mut narrowed = with("Salt and light", "2026-01-07T08:00:00Z");
    narrowed["to"] = json!([format!("{}/followers", peer.actor("lena"))]);
    narrowed["cc"] = json!([]);
    sends(&hub, &peer, "lena", "Update", 7, &narrowed).await;
    sends(&hub, &peer, "lena", "Update", 8, &with("Salt and light", "2026-01-08T08:00:00Z")).await;
    let home = ana.visits("/").await;
    assert_eq!(home.texts(".post .chip.for-followers").len(), 1);
    let page = home.attribute(".post a.when", "href");
    let ben = hub.person("ben").await;
    assert_eq!(ben.asks(&page).await.status, 404, "must-pass 15: whoever doesn't follow does not see it");

    let stone = json!({ "id": note["id"], "type": "Tombstone" });
    sends(&hub, &peer, "lena", "Delete", 9, &stone).await;
    assert!(ana.visits("/").await.texts(".post").is_empty());
    sends(&hub, &peer, "lena", "Create", 10, &note).await;
    assert!(ana.visits("/").await.texts(".post").is_empty(), "what was deleted does not come back");

    // R18: the end may come first.
    let late = peer.publishes("lena", 2, "Late");
    sends(&hub, &peer, "lena", "Delete", 11, &late["id"]).await;
    sends(&hub, &peer, "lena", "Create", 12, &late).await;
    assert!(ana.visits("/").await.texts(".post").is_empty());
}

#[tokio::test]
async fn what_somebody_pins_elsewhere_stands_first_here() {
    let (hub, peer, ana) = stage().await;
    peer.has("otto");
    let notes: Vec<Value> = (1..=7).map(|number| peer.publishes("lena", number, &format!("Salt {number}"))).collect();
    for (number, note) in (1..).zip(&notes[..6]) {
        sends(&hub, &peer, "lena", "Create", number, note).await;
    }
    let pins = async |by: &str, kind: &str, number: u32, note: &Value, list: &str| {
        let mut said = activity(&peer, by, kind, number, &note["id"]);
        said["target"] = json!(list);
        assert_eq!(peer.sends(&hub, by, &said).await.status, 202);
        hub.settles().await;
        let profile = ana.visits(&format!("/@lena@{}", peer.host)).await;
        profile.texts(".tile .pinned").len()
    };
    let featured = format!("{}/featured", peer.actor("lena"));
    assert_eq!(pins("otto", "Add", 1, &notes[0], &featured).await, 0, "somebody else");
    assert_eq!(pins("lena", "Add", 2, &notes[0], &format!("{}/outbox", peer.actor("lena"))).await, 0, "another list");
    assert_eq!(pins("lena", "Add", 3, &notes[0], &featured).await, 1);
    // R19: one that is not known is fetched.
    assert_eq!(pins("lena", "Add", 4, &notes[6], &featured).await, 2);
    for (number, note) in (5..).zip(&notes[1..6]) {
        pins("lena", "Add", number, note, &featured).await;
    }
    assert_eq!(pins("lena", "Add", 20, &notes[5], &featured).await, 5, "no more than five");
    assert_eq!(pins("lena", "Remove", 21, &notes[0], &featured).await, 4);
}

#[tokio::test]
async fn pictures_of_every_usual_kind_are_shown_as_jpegs() {
    let (hub, peer, ana) = stage().await;
    let kinds = [
        ("webp", photos::webp(700, 500, 1)),
        ("gif", photos::gif(700, 500, 2)),
        ("png", photos::png(700, 500, 3)),
        ("heic", photos::heic(&photos::jpeg(700, 500, 4))),
        ("avif", photos::avif(&photos::jpeg(700, 500, 5))),
    ];
    let mut note = peer.publishes("lena", 1, "Salt");
    let mut attached = Vec::new();
    for (kind, bytes) in kinds {
        let path = format!("/media/of-every-kind.{kind}");
        peer.has_file(&path, &format!("image/{kind}"), bytes);
        attached.push(json!({ "type": "Document", "mediaType": format!("image/{kind}"), "url": format!("{}{path}", peer.origin()), "name": kind }));
    }
    note["attachment"] = json!(attached);
    peer.says_note(&note);
    sends(&hub, &peer, "lena", "Create", 1, &note).await;
    let post = ana.visits("/").await.attribute(".post a.when", "href");
    let page = ana.visits(&post).await;
    assert_eq!(page.attributes(".e-content a", "href"), Vec::<String>::new(), "none of them is a link");
    let pictures = page.attributes(".stage .picture img", "src");
    assert_eq!(pictures.len(), 5, "{}", page.main_text());
    for picture in pictures {
        let answer = ana.asks(&picture).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "image/jpeg"), "{picture}");
        assert_eq!(photos::size(&answer.body), (700, 500));
    }
}

#[tokio::test]
async fn what_this_machine_has_no_program_for_is_a_link() {
    let peer = RemoteServer::start("peer").await;
    peer.has("lena");
    let hub = RemoteServer::hub_beside_as(&[&peer], |config| config.programs.clear()).await;
    let ana = hub.person("ana").await;
    follows(&hub, &peer, &ana, "lena").await;
    let mut note = peer.publishes("lena", 1, "Salt");
    let fog = json!({ "type": "Document", "mediaType": "image/heic", "url": format!("{}/media/fog.heic", peer.origin()), "name": "Fog" });
    note["attachment"].as_array_mut().expect("a list").push(fog);
    sends(&hub, &peer, "lena", "Create", 1, &note).await;
    let home = ana.visits("/").await;
    assert_eq!(home.attributes(".post .picture img", "alt"), ["Pans of salt"]);
    assert_eq!(home.texts(".post .e-content a"), ["Fog"]);
}

#[tokio::test]
async fn what_was_changed_of_the_pictures_is_seen() {
    let (hub, peer, ana) = stage().await;
    let mut note = peer.publishes("lena", 1, "Salt");
    sends(&hub, &peer, "lena", "Create", 1, &note).await;
    let first = ana.visits("/").await.attribute(".post .picture img", "src");
    assert_eq!(ana.asks(&first).await.status, 200);

    peer.has_file("/media/9.jpg", "image/jpeg", photos::jpeg(700, 700, 9));
    let second = json!({ "type": "Image", "url": format!("{}/media/9.jpg", peer.origin()), "summary": "A heap", "blurhash": "L00000fQfQfQfQfQfQfQfQfQfQfQ" });
    note["attachment"][0]["name"] = json!("Pans of salt at dawn");
    note["attachment"].as_array_mut().expect("a list").insert(0, second);
    note["updated"] = json!("2026-01-06T08:00:00Z");
    sends(&hub, &peer, "lena", "Update", 2, &note).await;
    let home = ana.visits("/").await;
    assert_eq!(home.attributes(".post .picture img", "alt"), ["A heap", "Pans of salt at dawn"]);
    assert_eq!(peer.asked_for("/media/9.jpg"), 1, "its shape had to be looked at");
    assert_eq!(home.attributes(".post .picture img", "src")[1], first, "what was there stays where it was");
    assert!(home.attributes(".post .picture img", "width").contains(&"700".to_owned()));

    note["attachment"] = json!([]);
    note["updated"] = json!("2026-01-07T08:00:00Z");
    sends(&hub, &peer, "lena", "Update", 3, &note).await;
    assert!(!ana.visits("/").await.has(".post .picture"));
    assert_eq!(ana.asks(&first).await.status, 404);
}

#[tokio::test]
async fn a_picture_that_is_not_one_is_not_shown() {
    let (hub, peer, ana) = stage().await;
    let note = peer.publishes("lena", 1, "Salt");
    peer.has_file("/media/1.jpg", "text/html", b"<script>x()</script>".to_vec());
    sends(&hub, &peer, "lena", "Create", 1, &note).await;
    let picture = ana.visits("/").await.attribute(".post .picture img", "src");
    let began = std::time::Instant::now();
    for _ in 0..3 {
        assert_eq!(ana.asks(&picture).await.status, 404);
    }
    assert!(began.elapsed().as_secs() < 8, "nobody waits for what was in vain");
    assert_eq!(peer.asked_for("/media/1.jpg"), 1, "not asked for again and again");

    peer.has_file("/media/1.jpg", "image/jpeg", photos::jpeg(900, 600, 1));
    hub.clock.advance(std::time::Duration::from_secs(700));
    assert_eq!(ana.asks(&picture).await.status, 200, "but after a while");
}

/// Those to whom something is addressed alone see it.
#[tokio::test]
async fn what_is_addressed_to_somebody_is_for_them() {
    let (hub, peer, ana) = stage().await;
    let ben = hub.person("ben").await;
    let visitor = hub.visitor("praia.localhost").await;
    let mut note = peer.publishes("lena", 1, "For you");
    note["to"] = json!([actor_of(&visitor, "ana").await]);
    note["cc"] = json!([]);
    sends(&hub, &peer, "lena", "Create", 1, &note).await;
    let lena = format!("/@lena@{}", peer.host);
    let tiles = ana.visits(&lena).await.attributes(".tile > a", "href");
    assert_eq!(tiles.len(), 1);
    assert!(ben.visits(&lena).await.attributes(".tile > a", "href").is_empty());
    assert_eq!(ben.asks(&tiles[0]).await.status, 404);
}

/// R28: a thread is asked for as far as it goes, in small.
#[tokio::test]
async fn what_was_said_before_anybody_looked_is_asked_for() {
    let (hub, peer, ana) = stage().await;
    ["otto", "mara"].into_iter().for_each(|name| peer.has(name));
    let mut note = peer.publishes("lena", 1, "Salt");
    let says = |name: &str, number: u32, words: &str, answers: &Value, replies: Value| {
        let mut answer = peer.publishes(name, number, words);
        answer["attachment"] = json!([]);
        answer["published"] = json!(format!("2026-01-05T08:0{number}:00Z"));
        answer["inReplyTo"] = answers["id"].clone();
        answer["replies"] = replies;
        peer.says_note(&answer);
        answer
    };
    // In a list of its own, in the note itself, and page by page.
    let list = |path: &str, items: Value| {
        let page = json!({ "id": format!("{}{path}", peer.origin()), "type": "CollectionPage", "items": items });
        peer.says(path, "application/activity+json", &page.to_string());
        page["id"].clone()
    };
    let deepest = says("lena", 5, "At six", &json!({ "id": format!("{}/posts/4", peer.actor("mara")) }), Value::Null);
    let deep = says("mara", 4, "When?", &json!({ "id": format!("{}/posts/2", peer.actor("otto")) }), {
        json!({ "type": "Collection", "first": { "type": "CollectionPage", "items": [deepest["id"]] } })
    });
    let first = says("otto", 2, "How white", &note, list("/replies/2", json!([deep["id"]])));
    let second = says("mara", 3, "And warm", &note, json!("https://other.example/replies"));
    // Something that answers somebody else, something that is nowhere, and itself.
    let stray = says("mara", 6, "Buy now", &json!({ "id": "https://other.example/1" }), Value::Null);
    let nowhere = format!("{}/posts/99", peer.actor("mara"));
    let next = list("/replies/1b", json!([second["id"], stray["id"], nowhere, note["id"]]));
    note["replies"] = json!({ "id": format!("{}/replies/1", peer.origin()), "type": "Collection",
        "first": { "type": "CollectionPage", "items": [first["id"]], "next": next } });
    peer.says_note(&note);
    sends(&hub, &peer, "lena", "Create", 1, &note).await;

    let post = ana.visits("/").await.attribute(".post a.when", "href");
    let visitor = hub.visitor("praia.localhost").await;
    visitor.asks(&post).await;
    hub.settles().await;
    assert_eq!(peer.asked_for("/users/otto/posts/2"), 0, "nobody asks for guests");

    let page = ana.visits(&post).await;
    assert!(page.text(".notice.loading").contains("Loading"), "{}", page.main_text());
    hub.settles().await;
    let page = ana.visits(&post).await;
    assert!(!page.has(".notice.loading"));
    assert_eq!(page.text("#comments-title"), "4 comments");
    let words = page.texts(".comment .e-content");
    assert_eq!(words, ["How white", "When?", "At six", "And warm"]);
    assert_eq!(peer.asked_for("/users/otto/posts/2"), 1);

    ana.visits(&post).await;
    hub.settles().await;
    assert_eq!(peer.asked_for("/users/otto/posts/2"), 1, "once an hour");
}

#[tokio::test]
async fn an_answer_that_is_looked_for_is_found_below_what_it_answers() {
    let (hub, peer, ana) = stage().await;
    ["otto", "mara"].into_iter().for_each(|name| peer.has(name));
    let note = peer.publishes("otto", 1, "Salt");
    let answers = |name: &str, number: u32, words: &str, answered: &Value| {
        let mut answer = peer.publishes(name, number, words);
        answer["attachment"] = json!([]);
        answer["published"] = json!(format!("2026-01-05T08:0{number}:00Z"));
        answer["inReplyTo"] = answered["id"].clone();
        peer.says_note(&answer);
        answer
    };
    let first = answers("mara", 2, "How white", &note);
    let second = answers("lena", 3, "And warm", &first);
    let found = ana.visits(&format!("/search?q={}", second["id"].as_str().expect("an id"))).await;
    hub.settles().await;
    let page = ana.visits(&found.path).await;
    assert_eq!(page.text(".post-page .e-content, .e-content"), "Salt", "{}", page.main_text());
    assert_eq!(page.texts(".comment .e-content"), ["How white", "And warm"]);
}
