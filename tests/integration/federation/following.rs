use serde_json::{Value, json};

use super::{actor_of, document};
use crate::support::{Hub, Person, RemoteServer, linter};

fn follow(peer: &RemoteServer, name: &str, object: &str, number: u32) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{}/follows/{number}", peer.origin()),
        "type": "Follow",
        "actor": peer.actor(name),
        "object": object,
    })
}

fn about(peer: &RemoteServer, name: &str, kind: &str, object: &Value) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{}/{}/{}", peer.origin(), kind.to_lowercase(), object["id"].as_str().unwrap_or("x").len()),
        "type": kind,
        "actor": peer.actor(name),
        "object": object,
    })
}

async fn stage() -> (Hub, RemoteServer, Person, Person, String) {
    let peer = RemoteServer::start("peer").await;
    peer.has("lena");
    let hub = RemoteServer::hub_beside(&[&peer]).await;
    let ana = hub.person("ana").await;
    let visitor = hub.visitor("praia.localhost").await;
    let actor = actor_of(&visitor, "ana").await;
    (hub, peer, ana, visitor, actor)
}

#[tokio::test]
async fn somebody_of_another_server_follows_and_is_told_so() {
    let (hub, peer, ana, visitor, actor) = stage().await;
    let asked = follow(&peer, "lena", &actor, 1);

    assert_eq!(peer.sends(&hub, "lena", &asked).await.status, 202);
    hub.settles().await;
    let [accept] = peer.activities("Accept").try_into().expect("one answer");
    linter::accepts(&accept, &visitor.home);
    assert_eq!((&accept["actor"], &accept["object"]["id"]), (&json!(actor), &asked["id"]));
    let key = document(&visitor, &actor).await["publicKey"]["publicKeyPem"].as_str().expect("a key").to_owned();
    let sent = peer.received().into_iter().find(|received| received.method == "POST").expect("it");
    assert_eq!((sent.target.as_str(), sent.header("content-type")), ("/users/lena/inbox", "application/activity+json"));
    assert!(sent.is_signed_by(&key), "the other server verifies it");
    let fetched = peer.received().into_iter().find(|received| received.method == "GET").expect("a question");
    let community = document(&visitor, "/ap/actor").await;
    assert!(fetched.is_signed_by(community["publicKey"]["publicKeyPem"].as_str().expect("a key")));

    let followers = ana.visits("/@ana/followers").await;
    assert!(followers.main_text().contains(&format!("@lena@{}", peer.host)), "{}", followers.main_text());
    let page = document(&visitor, &format!("{actor}/followers?page=1")).await;
    assert_eq!(page["orderedItems"], json!([peer.actor("lena")]));
    let profile = ana.visits(&format!("/@lena@{}", peer.host)).await;
    assert_eq!(profile.text(".h-card .p-name"), "lena of elsewhere");
    assert!(profile.main_text().contains("Salt & light"));
    let led = visitor.asks(&format!("/@lena@{}", peer.host)).await;
    assert_eq!(led.header("location"), format!("{}/@lena", peer.origin()), "guests are led to where it is");

    // Must-pass 11: what comes twice has come once; and whoever asks anew is answered anew.
    assert_eq!(peer.sends(&hub, "lena", &asked).await.status, 202);
    hub.settles().await;
    assert_eq!(peer.activities("Accept").len(), 1);
    peer.sends(&hub, "lena", &follow(&peer, "lena", &actor, 2)).await;
    hub.settles().await;
    assert_eq!(peer.activities("Accept").len(), 2);
    assert_eq!(document(&visitor, &format!("{actor}/followers")).await["totalItems"], 1);

    let undone = about(&peer, "lena", "Undo", &follow(&peer, "lena", &actor, 2));
    assert_eq!(peer.sends(&hub, "lena", &undone).await.status, 202);
    hub.settles().await;
    assert_eq!(document(&visitor, &format!("{actor}/followers")).await["totalItems"], 0);
    assert_eq!(peer.activities("Reject").len(), 0, "they know it already");
}

#[tokio::test]
async fn a_private_account_answers_when_it_likes() {
    let (hub, peer, ana, visitor, actor) = stage().await;
    peer.has("otto");
    ana.posts("/settings/privacy", &[("part", "private"), ("old", "leave")]).await;
    assert_eq!(document(&visitor, &actor).await["manuallyApprovesFollowers"], true);
    for (number, name) in (1..).zip(["lena", "otto"]) {
        peer.sends(&hub, name, &follow(&peer, name, &actor, number)).await;
        // Before the next one, so that the list has them in this order.
        hub.settles().await;
    }
    assert!(peer.activities("Accept").is_empty());

    let requests = ana.visits("/requests").await;
    let approve = requests.attributes("form[action$='/approve']", "action");
    assert_eq!(approve.len(), 2);
    ana.posts(&approve[1], &[]).await;
    ana.posts(&requests.attributes("form[action$='/reject']", "action")[0], &[]).await;
    hub.settles().await;
    let accepted: Vec<_> =
        peer.activities("Accept").into_iter().map(|accept| accept["object"]["actor"].clone()).collect();
    let rejected: Vec<_> =
        peer.activities("Reject").into_iter().map(|reject| reject["object"]["actor"].clone()).collect();
    assert_eq!((accepted, rejected), (vec![json!(peer.actor("lena"))], vec![json!(peer.actor("otto"))]));

    ana.posts(&format!("/@lena@{}/remove", peer.host), &[]).await;
    hub.settles().await;
    let rejected = peer.activities("Reject");
    assert_eq!(rejected.len(), 2, "whoever is let go is told");
    rejected.iter().for_each(|reject| linter::accepts(reject, &visitor.home));
}

/// What is said while the last delivery to a server is being noted does not wait for something else to be said.
#[tokio::test]
async fn what_is_said_at_the_end_of_a_turn_is_sent_too() {
    let (hub, peer, ana, _, actor) = stage().await;
    ana.posts("/settings/privacy", &[("part", "private"), ("old", "leave")]).await;
    for round in 1..=12 {
        peer.sends(&hub, "lena", &follow(&peer, "lena", &actor, round)).await;
        hub.settles().await;
        let requests = ana.visits("/requests").await;
        ana.posts(&requests.attribute("form[action$='/approve']", "action"), &[]).await;
        ana.posts(&format!("/@lena@{}/remove", peer.host), &[]).await;
        hub.settles().await;
        let said = ["Accept", "Reject"].map(|kind| peer.activities(kind).len());
        assert_eq!(said, [round as usize; 2], "in round {round}");
    }
}

#[tokio::test]
async fn members_follow_people_of_other_servers() {
    let (hub, peer, ana, visitor, actor) = stage().await;
    peer.has("otto");
    peer.sends(&hub, "lena", &follow(&peer, "lena", &actor, 1)).await;
    peer.sends(&hub, "otto", &follow(&peer, "otto", &actor, 2)).await;
    hub.settles().await;
    let lena = format!("/@lena@{}", peer.host);

    ana.posts(&format!("{lena}/follow"), &[]).await;
    hub.settles().await;
    let [asked] = peer.activities("Follow").try_into().expect("one");
    linter::accepts(&asked, &visitor.home);
    assert_eq!((&asked["actor"], &asked["object"]), (&json!(actor), &json!(peer.actor("lena"))));
    let following = format!("{actor}/following");
    assert_eq!(document(&visitor, &following).await["totalItems"], 0, "nobody has answered yet");

    // R20: only whoever was asked answers, and only what was asked.
    peer.sends(&hub, "otto", &about(&peer, "otto", "Accept", &asked)).await;
    let mut unasked = asked.clone();
    unasked["object"] = json!(peer.actor("otto"));
    unasked["id"] = json!("http://praia.localhost/made/up");
    peer.sends(&hub, "otto", &about(&peer, "otto", "Accept", &unasked)).await;
    hub.settles().await;
    assert_eq!(document(&visitor, &following).await["totalItems"], 0);

    // By its id alone, as Mitra does.
    let accept = json!({ "id": format!("{}/accept/7", peer.origin()), "type": "Accept", "actor": peer.actor("lena"), "object": asked["id"] });
    peer.sends(&hub, "lena", &accept).await;
    hub.settles().await;
    assert_eq!(document(&visitor, &following).await["totalItems"], 1);
    ana.posts(&format!("{lena}/unfollow"), &[]).await;
    hub.settles().await;
    let [undo] = peer.activities("Undo").try_into().expect("one");
    linter::accepts(&undo, &visitor.home);
    assert_eq!(undo["object"]["id"], asked["id"]);

    ana.posts(&format!("{lena}/follow"), &[]).await;
    hub.settles().await;
    let again = peer.activities("Follow").pop().expect("another one");
    assert_ne!(again["id"], asked["id"]);
    peer.sends(&hub, "lena", &about(&peer, "lena", "Reject", &again)).await;
    hub.settles().await;
    assert!(ana.visits(&lena).await.main_text().contains("Follow"), "as if nothing had been");
}

#[tokio::test]
async fn who_is_gone_elsewhere_is_gone_here() {
    let (hub, peer, ana, visitor, actor) = stage().await;
    peer.sends(&hub, "lena", &follow(&peer, "lena", &actor, 1)).await;
    hub.settles().await;
    let lena = format!("/@lena@{}", peer.host);

    // R14: what has changed is asked of the server, whatever was sent.
    let document_there = json!({ "id": peer.actor("lena"), "type": "Person", "name": "made up" });
    peer.sends(&hub, "lena", &about(&peer, "lena", "Update", &document_there)).await;
    hub.settles().await;
    assert_eq!(ana.visits(&lena).await.text(".h-card .p-name"), "lena of elsewhere");
    assert_eq!(peer.asked_for("/users/lena"), 2);

    let delete = json!({ "id": format!("{}#delete", peer.actor("lena")), "type": "Delete", "actor": peer.actor("lena"), "object": peer.actor("lena") });
    assert_eq!(peer.sends(&hub, "lena", &delete).await.status, 202);
    hub.settles().await;
    assert_eq!(document(&visitor, &format!("{actor}/followers")).await["totalItems"], 0);
    assert_eq!(ana.asks(&lena).await.status, 410);
}
