//! Members find people and posts of other servers, and their people find the way here.

use serde_json::json;

use crate::support::{Hub, Person, RemoteServer};

async fn stage() -> (Hub, RemoteServer, Person) {
    let peer = RemoteServer::start("peer").await;
    peer.has("lena");
    let hub = RemoteServer::hub_beside(&[&peer]).await;
    let ana = hub.person("ana").await;
    (hub, peer, ana)
}

#[tokio::test]
async fn a_handle_and_an_address_lead_to_the_profile() {
    let (hub, peer, ana) = stage().await;
    let profile = format!("/@lena@{}", peer.host);
    for q in [format!("@lena@{}", peer.host), format!("lena@{}", peer.host), peer.actor("lena")] {
        let led = ana.asks(&format!("/search?q={q}")).await;
        assert_eq!((led.status.as_u16(), led.header("location")), (303, profile.as_str()), "{q}");
    }
    assert_eq!(peer.asked_for("/users/lena"), 1, "who is known is not asked for again");
    let led = ana.asks(&format!("/authorize_interaction?uri={}", peer.actor("lena"))).await;
    assert_eq!(led.header("location"), profile);

    let visitor = hub.visitor("praia.localhost").await;
    let asked = visitor.visits(&format!("/search?q=@otto@{}", peer.host)).await;
    assert!(asked.main_text().contains("Only members"), "{}", asked.main_text());
    let asked = ana.visits(&format!("/search?q=@otto@{}", peer.host)).await;
    assert!(asked.text("[role=alert]").contains(&peer.host), "{}", asked.main_text());
    assert_eq!(asked.value("q"), format!("@otto@{}", peer.host), "what was typed stays");
}

#[tokio::test]
async fn what_is_here_is_found_without_asking_anybody() {
    let (hub, _peer, ana) = stage().await;
    let visitor = hub.visitor("praia.localhost").await;
    let post = ana.visits("/publish").await.fills("caption", "Fog").presses("Publish").await.path;
    let here = visitor.home.trim_start_matches("http://").to_owned();
    for (q, path) in [
        (format!("@ana@{here}"), "/@ana".to_owned()),
        (format!("{}/@ana", visitor.home), "/@ana".to_owned()),
        (format!("{}{post}", visitor.home), post.clone()),
    ] {
        assert_eq!(visitor.asks(&format!("/search?q={q}")).await.header("location"), path, "{q}");
    }
    let found = visitor.visits("/search?q=an").await;
    assert_eq!(found.attributes(".rows a.person", "href"), ["/@ana"]);
    assert!(visitor.visits("/search?q=zzz").await.main_text().contains("Nobody here"));
    assert_eq!(visitor.visits("/search?q=%23Salt").await.attributes("main a.hashtag", "href"), ["/tags/salt"]);
}

/// What a community shows of the data that all of them share: nobody learns by a name whom another one reads.
#[tokio::test]
async fn by_name_a_community_finds_those_alone_whom_it_has_met() {
    let (hub, peer, ana) = stage().await;
    let serra = hub.community("serra").await;
    let sara = hub.person_of(&serra, "sara").await;
    for name in ["lena", "otto"] {
        peer.has(name);
        let path = format!("/users/{name}");
        let mut document: serde_json::Value = serde_json::from_slice(&peer.document(&path)).expect("a document");
        document["discoverable"] = json!(true);
        peer.says(&path, "application/activity+json", &document.to_string());
        ana.visits(&format!("/search?q=@{name}@{}", peer.host)).await;
    }
    let found = async |person: &Person| person.visits("/search?q=lena").await.texts(".rows strong");
    assert_eq!((found(&ana).await.len(), found(&sara).await.len()), (1, 0));
    sara.visits(&format!("/search?q=@lena@{}", peer.host)).await;
    assert_eq!(found(&sara).await.len(), 1, "she has looked for her");

    let found = async || sara.visits("/search?q=otto").await.texts(".rows strong").len();
    assert_eq!(found().await, 0);
    let follow = json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{}/follows/1", peer.origin()),
        "type": "Follow",
        "actor": peer.actor("otto"),
        "object": super::actor_of(&hub.visitor("serra.localhost").await, "sara").await,
    });
    assert_eq!(peer.sends_to(&hub, &sara, "otto", "/ap/inbox", &follow).await.status, 202);
    hub.settles().await;
    assert_eq!(found().await, 1, "he follows her");
}

#[tokio::test]
async fn the_address_of_a_post_leads_to_it() {
    let (hub, peer, ana) = stage().await;
    let note = peer.publishes("lena", 1, "Salt");
    // Its page is answered with the note, too.
    peer.says("/@lena/1", "application/activity+json", &note.to_string());
    for address in [&note["id"], &note["url"]] {
        let led = ana.asks(&format!("/search?q={}", address.as_str().expect("an address"))).await;
        let page = led.header("location").to_owned();
        assert_eq!(ana.visits(&page).await.text(".e-content"), "Salt", "{address}");
    }
    hub.settles().await;

    // R14, must-pass 7: what says that it is of another server is not believed.
    let evil = RemoteServer::start("evil").await;
    let mut spoofed = note.clone();
    spoofed["content"] = json!("<p>Spoofed</p>");
    evil.says("/1", "application/activity+json", &spoofed.to_string());
    let asked = ana.visits(&format!("/search?q={}/1", evil.origin())).await;
    assert!(asked.has("[role=alert]"));
}

#[tokio::test]
async fn the_first_look_at_a_profile_fetches_what_it_has() {
    let (hub, peer, ana) = stage().await;
    let id = peer.actor("lena");
    let notes: Vec<_> = (1..=3).map(|number| peer.publishes("lena", number, &format!("Salt {number}"))).collect();
    let create =
        |at: usize| json!({ "id": format!("{id}/create/{at}"), "type": "Create", "actor": id, "object": notes[at] });
    let outbox = json!({ "id": format!("{id}/outbox"), "type": "OrderedCollection", "totalItems": 1204, "first": format!("{id}/outbox?page=1") });
    let page = json!({ "id": format!("{id}/outbox?page=1"), "type": "OrderedCollectionPage", "orderedItems": [create(0), create(1)] });
    let followers = json!({ "id": format!("{id}/followers"), "type": "OrderedCollection", "totalItems": 88 });
    let following = json!({ "id": format!("{id}/following"), "type": "OrderedCollection", "totalItems": 51 });
    // By its id alone.
    let featured =
        json!({ "id": format!("{id}/featured"), "type": "OrderedCollection", "orderedItems": [notes[2]["id"]] });
    for (path, document) in [
        ("outbox", &outbox),
        ("outbox?page=1", &page),
        ("followers", &followers),
        ("following", &following),
        ("featured", &featured),
    ] {
        peer.says(&format!("/users/lena/{path}"), "application/activity+json", &document.to_string());
    }

    let profile = format!("/@lena@{}", peer.host);
    ana.asks(&format!("/search?q={id}")).await;
    let loading = ana.visits(&profile).await;
    assert!(loading.main_text().contains("Loading from its server"), "{}", loading.main_text());
    hub.settles().await;
    let filled = ana.visits(&profile).await;
    assert!(!filled.main_text().contains("Loading"), "{}", filled.main_text());
    assert!(filled.main_text().contains("1204 posts there"), "{}", filled.main_text());
    assert!(filled.main_text().contains("88 followers there 51 following there"), "{}", filled.main_text());
    let tiles = filled.attributes(".tile > a", "href");
    assert_eq!(tiles.len(), 3);
    assert_eq!(ana.visits(&tiles[0]).await.text(".e-content"), "Salt 3", "what is pinned comes first");

    let asked = peer.asked_for("/users/lena/outbox");
    ana.visits(&profile).await;
    hub.settles().await;
    assert_eq!(peer.asked_for("/users/lena/outbox"), asked, "once a day is enough");
}

#[tokio::test]
async fn guests_follow_from_their_own_server() {
    let (hub, peer, _ana) = stage().await;
    let visitor = hub.visitor("praia.localhost").await;
    let profile = visitor.visits("/@ana").await;
    assert_eq!(profile.attribute(".follow a.button", "href"), "/@ana/follow");
    let page = visitor.visits("/@ana/follow").await;
    let here = visitor.home.trim_start_matches("http://");
    assert!(page.main_text().contains(&format!("@ana@{here}")));

    let led = visitor.posts("/@ana/follow-from", &[("server", &format!("@lena@{}", peer.host))]).await;
    // A page that leads on: browsers don't let a form's answer do so (CSP 3, form-action).
    assert_eq!(led.status, 200, "{}", led.text());
    let door = format!("{}/authorize?uri=http%3A%2F%2F", peer.origin());
    assert!(led.text().contains(&format!("content=\"0; url={door}")), "{}", led.text());
    assert!(led.text().contains(&format!("href=\"{door}")), "{}", led.text());
    let refused = page.fills("server", "not a server").presses("Go on there").await;
    assert_eq!((refused.status, refused.value("server").as_str()), (422, "not a server"));
    assert!(refused.text("#server-error").contains("not a server"));
}

#[tokio::test]
async fn portraits_of_other_servers_are_fetched_when_somebody_looks() {
    let (hub, peer, ana) = stage().await;
    peer.has_file("/avatars/lena.jpg", "image/jpeg", crate::support::photos::jpeg(500, 300, 3));
    ana.asks(&format!("/search?q={}", peer.actor("lena"))).await;
    let profile = ana.visits(&format!("/@lena@{}", peer.host)).await;
    let portrait = profile.attribute(".h-card img.avatar", "src");
    assert_eq!(peer.asked_for("/avatars/lena.jpg"), 0);
    for _ in 0..2 {
        let picture = ana.asks(&portrait).await;
        assert_eq!(picture.status, 200);
        assert_eq!(crate::support::photos::size(&picture.body), (400, 400));
    }
    assert_eq!(peer.asked_for("/avatars/lena.jpg"), 1);
    let visitor = hub.visitor("praia.localhost").await;
    assert_eq!(visitor.asks(&portrait).await.status, 404);
    assert_eq!(ana.asks(&portrait.replace("-400", "-401")).await.status, 404);
}
