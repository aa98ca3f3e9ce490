//! Somebody wants nothing to do with a whole server.

use serde_json::json;

use super::{actor_of, follows, sends};
use crate::support::{Hub, Person, RemoteServer};

/// Tom and Lena of another server follow each other; Ana has nothing to do with it.
async fn stage() -> (Hub, RemoteServer, Person, Person, String) {
    let peer = RemoteServer::start("peer").await;
    peer.has("lena");
    let hub = RemoteServer::hub_beside(&[&peer]).await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    follows(&hub, &peer, &tom, "lena").await;
    let actor = actor_of(&hub.visitor("praia.localhost").await, "tom").await;
    sends(&hub, &peer, "lena", "Follow", 1, &json!(actor)).await;
    let lena = format!("/@lena@{}", peer.host);
    (hub, peer, ana, tom, lena)
}

#[tokio::test]
async fn whoever_blocks_a_server_neither_sees_its_people_nor_is_seen_by_them() {
    let (hub, peer, ana, tom, lena) = stage().await;
    let note = peer.publishes("lena", 1, "Salt");
    sends(&hub, &peer, "lena", "Create", 2, &note).await;
    let post = ana.visits("/publish").await.fills("caption", "Fog").presses("Publish").await.path;
    let id = format!("{}/ap/posts/{}", ana.home, post.rsplit('/').next().expect("an id"));
    let mut answer = peer.publishes("lena", 2, "How calm");
    (answer["inReplyTo"], answer["attachment"]) = (json!(id), json!([]));
    sends(&hub, &peer, "lena", "Create", 3, &answer).await;
    sends(&hub, &peer, "lena", "Like", 4, &json!(id)).await;
    sends(&hub, &peer, "lena", "Announce", 5, &json!(id)).await;
    let theirs = tom.visits("/").await.attributes(".post a.when", "href");
    let theirs = theirs.into_iter().find(|url| url.starts_with(&lena)).expect("the post of Lena");

    let form = tom.visits(&lena).await.clicks("Block all of peer.localhost").await;
    assert_eq!(form.value("domain"), "peer.localhost");
    let listed = form.presses("Block the server").await;
    hub.settles().await;
    assert_eq!(listed.texts(".rows strong"), ["peer.localhost"]);
    assert_eq!((peer.activities("Undo").len(), peer.activities("Reject").len()), (1, 1));
    let counts = tom.visits("/@tom").await.text(".counts");
    assert!(counts.contains("0 followers") && counts.contains("0 following"), "{counts}");

    assert_eq!(tom.asks(&theirs).await.status, 404);
    assert!(!tom.visits("/").await.main_text().contains("Salt"));
    assert!(tom.visits(&post).await.texts(".comment .e-content").is_empty());
    for list in ["likes", "boosts"] {
        assert!(tom.visits(&format!("{post}/{list}")).await.texts(".rows strong").is_empty(), "{list}");
        assert_eq!(ana.visits(&format!("{post}/{list}")).await.texts(".rows strong"), ["lena of elsewhere"], "{list}");
    }
    assert_eq!(ana.visits(&post).await.texts(".comment .e-content"), ["How calm"], "to others all is as it was");
    assert_eq!(ana.asks(&theirs).await.status, 200);
    let profile = tom.visits(&lena).await;
    assert!(profile.main_text().contains("You block peer.localhost") && !profile.has("form[action$='/follow']"));
    assert_eq!(tom.posts(&format!("{lena}/follow"), &[]).await.status, 404);

    // Nothing of it begins anew.
    let by_tom = tom.visits("/publish").await.fills("caption", "Sun").presses("Publish").await.path;
    let id = format!("{}/ap/posts/{}", tom.home, by_tom.rsplit('/').next().expect("an id"));
    let actor = actor_of(&hub.visitor("praia.localhost").await, "tom").await;
    sends(&hub, &peer, "lena", "Follow", 6, &json!(actor)).await;
    sends(&hub, &peer, "lena", "Like", 7, &json!(id)).await;
    sends(&hub, &peer, "lena", "Announce", 8, &json!(id)).await;
    let mut answer = peer.publishes("lena", 9, "Sun!");
    (answer["inReplyTo"], answer["attachment"]) = (json!(id), json!([]));
    sends(&hub, &peer, "lena", "Create", 9, &answer).await;
    assert!(tom.visits("/@tom").await.text(".counts").contains("0 followers"));
    for path in [format!("{by_tom}/likes"), format!("{by_tom}/boosts")] {
        assert!(ana.visits(&path).await.texts(".rows strong").is_empty(), "{path}");
    }
    assert!(ana.visits(&by_tom).await.texts(".comment .e-content").is_empty());

    tom.visits("/settings/servers").await.presses("Unblock").await;
    assert_eq!(tom.asks(&theirs).await.status, 200);
    assert_eq!(tom.visits(&post).await.texts(".comment .e-content"), ["How calm"]);
    assert!(tom.visits("/@tom").await.text(".counts").contains("0 followers"), "follows don't come back");
}

#[tokio::test]
async fn what_names_no_server_is_told_so() {
    let (_hub, _peer, ana, tom, _) = stage().await;
    for (typed, says) in [
        ("", "name a server"),
        ("org", "no server"),
        ("praia.localhost", "this community itself"),
        ("a b", "not the name"),
    ] {
        let page = ana.follows_post("/settings/servers", &[("domain", typed)]).await;
        assert_eq!(page.status, 422, "{typed}");
        assert!(page.text("#domain-error").contains(says), "{typed}: {}", page.text("#domain-error"));
    }
    // Twice is once, and it is nobody else's.
    ana.posts("/settings/servers", &[("domain", "https://Bad.example/")]).await;
    ana.posts("/settings/servers", &[("domain", "bad.example")]).await;
    let page = ana.visits("/settings/servers").await;
    assert_eq!(page.texts(".rows strong"), ["bad.example"]);
    let lift = page.attribute("form[action$='/lift']", "action");
    assert_eq!(tom.posts(&lift, &[]).await.status, 404);
    assert!(tom.visits("/settings/servers").await.main_text().contains("You block no server"));
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "looks at the rows themselves")]
async fn with_somebody_who_leaves_go_the_servers_they_block() {
    use heliograph_entity::server_block;
    use sea_orm::{EntityTrait, PaginatorTrait};

    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    ana.posts("/settings/servers", &[("domain", "bad.example")]).await;
    let count = async || server_block::Entity::find().count(hub.app.db.reader()).await.expect("an answer");
    assert_eq!(count().await, 1);
    hub.leaves("ana").await;
    hub.settles().await;
    assert_eq!(count().await, 0);
}
