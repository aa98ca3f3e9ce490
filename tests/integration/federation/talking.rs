//! People of other servers comment and like, here and there.

use serde_json::{Value, json};

use super::{activity, document, follows, sends};
use crate::support::{Hub, Person, RemoteServer, linter};

/// Ana has published something, and Lena of another server knows it.
async fn stage() -> (Hub, RemoteServer, Person, Person, String) {
    let peer = RemoteServer::start("peer").await;
    peer.has("lena");
    let hub = RemoteServer::hub_beside(&[&peer]).await;
    let ana = hub.person("ana").await;
    let visitor = hub.visitor("praia.localhost").await;
    let path = ana.visits("/publish").await.fills("caption", "Fog").presses("Publish").await.path;
    let id = format!("{}/ap/posts/{}", visitor.home, path.rsplit('/').next().expect("an id"));
    (hub, peer, ana, visitor, id)
}

fn page(id: &str) -> String {
    format!("/@ana/{}", id.rsplit('/').next().expect("an id"))
}

#[tokio::test]
async fn likes_of_elsewhere_count_once_and_can_be_taken_back() {
    let (hub, peer, ana, _visitor, id) = stage().await;
    peer.has("otto");
    sends(&hub, &peer, "lena", "Like", 1, &json!(id)).await;
    sends(&hub, &peer, "lena", "Like", 2, &json!(id)).await;
    sends(&hub, &peer, "otto", "Like", 3, &json!({ "id": id, "type": "Note" })).await;
    let list = ana.visits(&format!("{}/likes", page(&id))).await;
    assert_eq!(list.attributes(".rows a.person", "href").len(), 2, "{}", list.main_text());

    // R21: nobody takes back what another one said.
    let like = activity(&peer, "lena", "Like", 1, &json!(id));
    sends(&hub, &peer, "otto", "Undo", 4, &like["id"]).await;
    assert_eq!(ana.visits(&format!("{}/likes", page(&id))).await.attributes(".rows a.person", "href").len(), 2);
    sends(&hub, &peer, "lena", "Undo", 5, &like["id"]).await;
    sends(&hub, &peer, "otto", "Undo", 6, &activity(&peer, "otto", "Like", 3, &json!(id))).await;
    assert!(ana.visits(&format!("{}/likes", page(&id))).await.attributes(".rows a.person", "href").is_empty());
    sends(&hub, &peer, "lena", "Like", 7, &json!("http://praia.localhost/ap/posts/1")).await;
}

fn answer(peer: &RemoteServer, number: u32, to: &str, words: &str) -> Value {
    let mut note = peer.publishes("lena", number, words);
    note["inReplyTo"] = json!(to);
    note["attachment"] = json!([]);
    peer.says_note(&note);
    note
}

#[tokio::test]
async fn answers_of_elsewhere_stand_below_the_post() {
    let (hub, peer, ana, _visitor, id) = stage().await;
    let note = answer(&peer, 1, &id, "Lovely <b>fog</b>");
    sends(&hub, &peer, "lena", "Create", 1, &note).await;
    let post = ana.visits(&page(&id)).await;
    assert_eq!(post.texts(".comment .e-content"), ["Lovely fog"], "{}", post.main_text());
    assert!(ana.visits("/").await.texts(".post").len() <= 1, "it is no post of its own");

    let mut changed = note.clone();
    changed["content"] = json!("<p>Lovely light</p>");
    changed["updated"] = json!("2026-01-06T08:00:00Z");
    sends(&hub, &peer, "lena", "Update", 2, &changed).await;
    assert_eq!(ana.visits(&page(&id)).await.texts(".comment .e-content"), ["Lovely light"]);
    sends(&hub, &peer, "lena", "Delete", 3, &note["id"]).await;
    assert!(ana.visits(&page(&id)).await.texts(".comment .e-content").is_empty());
    sends(&hub, &peer, "lena", "Create", 4, &note).await;
    assert!(ana.visits(&page(&id)).await.texts(".comment .e-content").is_empty(), "R18");

    // What is said to Ana alone stands in no thread.
    let mut private = answer(&peer, 2, &id, "Between us");
    let author = document(&hub.visitor("praia.localhost").await, &id).await["attributedTo"].clone();
    (private["to"], private["cc"]) = (json!([author]), json!([]));
    sends(&hub, &peer, "lena", "Create", 5, &private).await;
    assert!(ana.visits(&page(&id)).await.texts(".comment .e-content").is_empty());
}

#[tokio::test]
async fn what_is_said_here_of_posts_elsewhere_is_told_there() {
    let (hub, peer, ana, visitor, _id) = stage().await;
    follows(&hub, &peer, &ana, "lena").await;
    let note = peer.publishes("lena", 1, "Salt");
    sends(&hub, &peer, "lena", "Create", 1, &note).await;
    let post = ana.visits("/").await.attribute(".post a.original", "href");
    assert_eq!(post, note["url"].as_str().expect("a page"));
    let home = ana.visits("/").await;
    let path = home.attributes(".post a.when", "href").into_iter().find(|path| path.contains("lena")).expect("it");

    ana.posts(&format!("{path}/like"), &[]).await;
    hub.settles().await;
    let [like] = peer.activities("Like").try_into().expect("one");
    linter::accepts(&like, &visitor.home);
    assert_eq!(like["object"], note["id"]);

    let page = ana.visits(&path).await.fills("comment", "So white").presses("Comment").await;
    assert_eq!(page.texts(".comment .e-content"), ["So white"], "{}", page.main_text());
    hub.settles().await;
    let create = peer.activities("Create").pop().expect("a comment");
    linter::accepts(&create, &visitor.home);
    assert_eq!(create["object"]["inReplyTo"], note["id"]);
    assert_eq!(create["object"]["tag"][0]["href"], json!(peer.actor("lena")));
}

/// R24: a server hands on an answer that one of its people has seen. What it says of that is not believed, and what is there is.
#[tokio::test]
async fn r24_what_is_handed_on_is_asked_of_its_own_server() {
    let (hub, peer, ana, _visitor, id) = stage().await;
    let post = page(&id);
    peer.has("otto");
    let answer = answer(&peer, 7, &id, "How calm");
    let mut told = activity(&peer, "lena", "Create", 7, &answer);
    told["object"]["content"] = json!("<p>Buy now</p>");
    told["signature"] = json!({ "type": "RsaSignature2017", "creator": format!("{}#main-key", peer.actor("lena")), "signatureValue": "AAAA" });
    assert_eq!(peer.sends(&hub, "otto", &told).await.status, 202);
    hub.settles().await;
    assert_eq!(ana.visits(&post).await.texts(".comment .e-content"), ["How calm"]);

    // What its author says under the same id is another thing.
    let mut changed = activity(&peer, "lena", "Update", 9, &answer);
    assert_eq!(peer.sends(&hub, "otto", &changed).await.status, 202);
    changed["object"]["content"] = json!("<p>How very calm</p>");
    changed["object"]["updated"] = json!("2026-01-06T08:00:00Z");
    assert_eq!(peer.sends(&hub, "lena", &changed).await.status, 202);
    hub.settles().await;
    assert_eq!(ana.visits(&post).await.texts(".comment .e-content"), ["How very calm"]);

    // Nobody else deletes it.
    let delete = activity(&peer, "lena", "Delete", 8, &answer["id"]);
    assert_eq!(peer.sends(&hub, "otto", &delete).await.status, 202);
    hub.settles().await;
    assert!(ana.visits(&post).await.has(".comment"));
}

/// R19, must-pass 7: what somebody shows is asked of its own server, whatever they say that it says.
#[tokio::test]
async fn r19_boosts_of_elsewhere_show_what_its_server_has() {
    let (hub, peer, ana, _visitor, id) = stage().await;
    follows(&hub, &peer, &ana, "lena").await;
    peer.has("otto");
    let third = peer.publishes("otto", 7, "By Otto");
    let mut spoofed = third.clone();
    spoofed["content"] = json!("<p>Never said</p>");
    sends(&hub, &peer, "lena", "Announce", 1, &spoofed).await;
    let home = ana.visits("/").await;
    assert!(home.texts(".post .e-content").contains(&"By Otto".to_owned()), "{}", home.main_text());
    assert!(home.main_text().contains("lena of elsewhere"), "who shows it is said: {}", home.main_text());
    let announce = activity(&peer, "lena", "Announce", 1, &third["id"]);
    sends(&hub, &peer, "otto", "Undo", 2, &announce["id"]).await;
    assert!(ana.visits("/").await.texts(".post .e-content").contains(&"By Otto".to_owned()));
    sends(&hub, &peer, "lena", "Undo", 3, &announce).await;
    assert!(!ana.visits("/").await.texts(".post .e-content").contains(&"By Otto".to_owned()));

    // A post of ours, by its page, as Pixelfed names it.
    let here = format!("{}{}", hub.visitor("praia.localhost").await.home, page(&id));
    sends(&hub, &peer, "otto", "Announce", 4, &json!(here)).await;
    let list = ana.visits(&format!("{}/boosts", page(&id))).await;
    assert!(list.main_text().contains("otto of elsewhere"), "{}", list.main_text());
}
