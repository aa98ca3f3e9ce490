use std::time::Duration;

use serde_json::{Value, json};

use super::{actor_of, asks, document};
use crate::support::{Hub, Page, Person, RemoteServer, linter, photos};

const MINUTE: Duration = Duration::from_secs(60);

/// Ana of Praia, whom some of another server follow.
async fn stage(followers: &[&str]) -> (Hub, RemoteServer, Person, Person) {
    let peer = RemoteServer::start("peer").await;
    let hub = RemoteServer::hub_beside(&[&peer]).await;
    let ana = hub.person("ana").await;
    let visitor = hub.visitor("praia.localhost").await;
    let actor = actor_of(&visitor, "ana").await;
    for name in followers {
        peer.has(name);
        let id = format!("{}/follows/{name}", peer.origin());
        let follow = json!({ "id": id, "type": "Follow", "actor": peer.actor(name), "object": actor });
        assert_eq!(peer.sends(&hub, name, &follow).await.status, 202);
    }
    hub.settles().await;
    (hub, peer, ana, visitor)
}

async fn publishes(person: &Person, caption: &str, audience: &str) -> Page {
    let page = person.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(320, 240, 1));
    page.fills("caption", caption).fills("audience", audience).presses("Publish").await
}

/// Once pictures have found their place.
async fn in_a_moment(hub: &Hub) {
    for _ in 0..3 {
        hub.after(Duration::from_secs(2)).await;
    }
}

fn only(activities: Vec<Value>, visitor: &Person) -> Value {
    let [activity] = activities.try_into().expect("one activity");
    linter::accepts(&activity, &visitor.home);
    activity
}

#[tokio::test]
async fn what_is_pinned_is_told_and_what_is_for_fewer_is_not() {
    let (hub, peer, ana, visitor) = stage(&["lena"]).await;
    let post = publishes(&ana, "Low tide", "public").await.path;
    let hidden = publishes(&ana, "High tide", "followers").await.path;
    for page in [&post, &post, &hidden] {
        ana.posts(&format!("{page}/pin"), &[("action", "pin")]).await;
    }
    hub.settles().await;
    let added = only(peer.activities("Add"), &visitor);
    let id = document(&visitor, &post).await["id"].clone();
    assert_eq!(added["object"], id);
    let featured = added["target"].as_str().expect("a list").trim_start_matches(&visitor.home).to_owned();
    assert_eq!(document(&visitor, &featured).await["orderedItems"], json!([id]));
    for page in [&post, &post, &hidden] {
        ana.posts(&format!("{page}/pin"), &[("action", "unpin")]).await;
    }
    hub.settles().await;
    assert_eq!(only(peer.activities("Remove"), &visitor)["object"], id);
}

#[tokio::test]
async fn a_post_reaches_its_authors_followers_elsewhere() {
    let (hub, peer, ana, visitor) = stage(&["lena", "otto"]).await;
    let post = publishes(&ana, "Low tide", "public").await;
    hub.settles().await;
    let created = only(peer.activities("Create"), &visitor);
    insta::assert_snapshot!("create", linter::shape(&created, &visitor.home));
    let id = created["object"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(created["object"], {
        let mut note = document(&visitor, &id).await;
        // How many like it changes without the post.
        let members = note.as_object_mut().expect("an object");
        members.retain(|name, _| !["@context", "likes", "shares"].contains(&name.as_str()));
        note
    });
    let sent = peer.received().into_iter().rfind(|received| received.method == "POST").expect("it");
    assert_eq!(sent.target, "/inbox", "both followers have one inbox together");

    let page = ana.visits(&format!("{}/edit", post.path)).await;
    page.fills("caption", "Low tide at noon").presses("Save changes").await;
    hub.settles().await;
    let updated = only(peer.activities("Update"), &visitor);
    assert_eq!(updated["object"]["id"], json!(id));
    assert_eq!(updated["object"]["published"], created["object"]["published"]);
    assert!(updated["object"]["content"].as_str().expect("HTML").contains("at noon"));

    ana.posts(&format!("{}/delete", post.path), &[]).await;
    hub.settles().await;
    let deleted = only(peer.activities("Delete"), &visitor);
    assert_eq!(deleted["object"], json!({ "id": id, "type": "Tombstone" }));
    ana.posts(&format!("{}/restore", post.path), &[]).await;
    in_a_moment(&hub).await;
    let again = peer.activities("Create").pop().expect("another one");
    assert_eq!((peer.activities("Create").len(), &again["object"]["id"]), (2, &json!(id)));
    assert_ne!(again["id"], created["id"]);
}

#[tokio::test]
async fn what_is_for_nobody_elsewhere_goes_nowhere_and_what_no_longer_is_is_taken_back() {
    let (hub, peer, ana, visitor) = stage(&["lena"]).await;
    hub.person("tom").await;
    let page = ana.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(320, 240, 1));
    page.fills("audience", "named").fills("named", "@tom").presses("Publish").await;
    let post = publishes(&ana, "For all", "public").await;
    hub.settles().await;
    let created = only(peer.activities("Create"), &visitor);

    ana.visits(&format!("{}/edit", post.path)).await.fills("audience", "followers").presses("Save changes").await;
    hub.settles().await;
    assert_eq!(only(peer.activities("Delete"), &visitor)["object"]["id"], created["object"]["id"]);
    ana.visits(&format!("{}/edit", post.path)).await.fills("audience", "unlisted").presses("Save changes").await;
    in_a_moment(&hub).await;
    let again = peer.activities("Create").pop().expect("it");
    assert_eq!(again["object"]["cc"][0], "https://www.w3.org/ns/activitystreams#Public");
    assert!(peer.activities("Update").is_empty());
}

#[tokio::test]
async fn a_profile_that_changes_is_told_and_so_is_who_leaves() {
    let (hub, peer, ana, visitor) = stage(&["lena"]).await;
    let page = ana.visits("/settings/profile").await;
    page.fills("display_name", "Ana Lima").presses("Save profile").await;
    hub.settles().await;
    let updated = only(peer.activities("Update"), &visitor);
    assert_eq!((&updated["object"]["type"], &updated["object"]["name"]), (&json!("Person"), &json!("Ana Lima")));
    ana.visits("/settings/profile").await.presses("Save profile").await;
    hub.settles().await;
    assert_eq!(peer.activities("Update").len(), 1, "nothing has changed");

    // Its key is there until everybody has heard it.
    let actor = updated["actor"].as_str().expect("an id").to_owned();
    peer.answers(&[503]);
    ana.visits("/settings/danger/leave").await.fills("name", "ana").presses("Delete my account").await;
    hub.settles().await;
    assert_eq!(document(&visitor, &actor).await["name"], "ana");
    hub.after(2 * MINUTE).await;
    hub.after(2 * MINUTE).await;
    let deleted = peer.activities("Delete").pop().expect("it");
    linter::accepts(&deleted, &visitor.home);
    assert_eq!(deleted["object"], json!({ "id": actor, "type": "Person" }));
    assert_eq!(asks(&visitor, &actor).await.status, 410);
}

/// Must-pass 13.
#[tokio::test]
async fn what_does_not_arrive_is_sent_again_under_the_same_id() {
    let (hub, peer, ana, _) = stage(&["lena"]).await;
    peer.answers(&[503, 401, 401]);
    publishes(&ana, "In a storm", "public").await;
    hub.settles().await;
    assert_eq!(peer.activities("Create").len(), 1);
    hub.after(MINUTE / 2).await;
    assert_eq!(peer.activities("Create").len(), 1, "not yet");
    hub.after(MINUTE).await;
    assert_eq!(peer.activities("Create").len(), 3, "in both forms of signature");
    hub.after(7 * MINUTE).await;
    let ids: Vec<_> = peer.activities("Create").iter().map(|created| created["id"].clone()).collect();
    assert_eq!(ids.len(), 4);
    assert!(ids.iter().all(|id| *id == ids[0]));
    hub.after(24 * 60 * MINUTE).await;
    assert_eq!(peer.activities("Create").len(), 4, "it has arrived");
}

#[tokio::test]
async fn a_server_that_knows_only_the_newer_signatures_is_reached() {
    let (hub, peer, ana, visitor) = stage(&["lena"]).await;
    peer.takes_only_rfc_9421();
    publishes(&ana, "Low tide", "public").await;
    hub.settles().await;
    let sent = peer.received().pop().expect("it");
    let actor = actor_of(&visitor, "ana").await;
    let key = document(&visitor, &actor).await["publicKey"]["publicKeyPem"].as_str().expect("a key").to_owned();
    assert!(!sent.header("signature-input").is_empty() && sent.is_signed_by(&key));
    hub.after(24 * 60 * MINUTE).await;
    assert_eq!(peer.activities("Create").len(), 2, "one in each form");
}

#[tokio::test]
async fn an_inbox_that_is_gone_gets_nothing_more() {
    let (hub, peer, ana, _) = stage(&["lena"]).await;
    peer.answers(&[410]);
    publishes(&ana, "One", "public").await;
    hub.settles().await;
    publishes(&ana, "Two", "public").await;
    hub.settles().await;
    assert_eq!(peer.activities("Create").len(), 1);
}

#[tokio::test]
async fn a_server_that_was_away_for_a_week_is_tried_once_a_day_until_it_speaks() {
    let (hub, peer, ana, _) = stage(&["lena"]).await;
    peer.answers(&[503; 200]);
    publishes(&ana, "One", "public").await;
    hub.settles().await;
    // Longer than a day and the fifth by which attempts are spread.
    for _ in 0..7 {
        hub.after(29 * 60 * MINUTE).await;
    }
    let tried = peer.activities("Create").len();
    assert!(tried >= 7, "{tried}");
    publishes(&ana, "Two", "public").await;
    hub.after(2 * 60 * MINUTE).await;
    assert_eq!(peer.activities("Create").len(), tried, "it is left alone");

    peer.answers(&[]);
    let id = format!("{}/hello", peer.origin());
    let hello = json!({ "id": id, "type": "Hello", "actor": peer.actor("lena") });
    assert_eq!(peer.sends(&hub, "lena", &hello).await.status, 202);
    hub.settles().await;
    let arrived = peer.activities("Create").split_off(tried);
    assert!(
        arrived.iter().any(|created| created["object"]["content"].as_str().is_some_and(|html| html.contains("Two")))
    );
}

/// What an author and an operator read after a server was away for an hour.
#[tokio::test]
async fn authors_and_operators_see_what_was_not_taken_and_send_it_again() {
    let (hub, peer, ana, _visitor) = stage(&["lena"]).await;
    peer.answers(&[503, 503, 503, 503, 422]);
    let post = publishes(&ana, "Low tide", "public").await;
    hub.settles().await;
    let report = format!("{}/deliveries", post.path);
    let waiting = ana.visits(&report).await;
    assert!(waiting.main_text().contains("peer.localhost"), "{}", waiting.main_text());
    assert!(waiting.main_text().contains("0 / 1") && waiting.main_text().contains("503"), "{}", waiting.main_text());
    assert_eq!(ana.visits(&post.path).await.attributes("a[href$='/deliveries']", "href"), [report.as_str()]);

    let opal = hub.person("opal").await;
    hub.make_operator("opal").await;
    let servers = opal.visits("/operator/servers").await;
    assert!(servers.main_text().contains("Not reached, once"), "{}", servers.main_text());
    assert!(opal.visits("/operator").await.main_text().contains("1 server can't be reached"));
    let form = servers.attribute("form[action$='/try']", "action");
    opal.posts(&form, &[]).await;
    hub.settles().await;
    assert!(opal.visits("/operator/servers").await.main_text().contains("2 times in a row"));
    assert!(hub.acts().await.iter().any(|act| act.contains("server.try")));

    let again = ana.visits(&report).await.attribute("form[action*='/deliveries/']", "action");
    ana.posts(&again, &[]).await;
    hub.settles().await;
    for _ in 0..4 {
        hub.after(MINUTE * 60).await;
    }
    let failed = ana.visits(&report).await;
    assert!(failed.main_text().contains("given up") && failed.main_text().contains("422"), "{}", failed.main_text());
    ana.posts(&again, &[]).await;
    hub.settles().await;
    let taken = ana.visits(&report).await;
    assert!(taken.main_text().contains("1 / 1"), "{}", taken.main_text());
    assert!(!taken.has("form[action*='/deliveries/']"));
    let ben = hub.person("ben").await;
    assert_eq!(ben.asks(&report).await.status, 403);
}

#[tokio::test]
async fn whoever_is_mentioned_elsewhere_is_asked_for_linked_and_told() {
    let (hub, peer, ana, visitor) = stage(&[]).await;
    peer.has("mia");
    let (mia, handle) = (peer.actor("mia"), format!("@Mia@{}", peer.host));
    let post = publishes(&ana, &format!("With {handle}, and @eve@peer.localhost."), "public").await;
    hub.settles().await;
    let note = only(peer.activities("Create"), &visitor)["object"].clone();
    let mention = json!({ "type": "Mention", "href": mia, "name": format!("@mia@{}", peer.host) });
    assert_eq!(note["tag"], json!([mention]), "who is not found is not mentioned");
    assert!(note["cc"].as_array().expect("a list").contains(&json!(mia)));
    let words = note["content"].as_str().expect("HTML");
    let theirs = format!("href=\"{}/@mia\"", peer.origin());
    assert!(words.contains(&theirs) && !words.contains("/@mia@"), "{words}");
    let link = ana.visits(&post.path).await.attribute(".mention", "href");
    assert_eq!(link, format!("/@mia@{}", peer.host));
    assert_eq!(ana.visits(&link).await.status, 200);

    let page = ana.visits(&format!("{}/edit", post.path)).await;
    page.fills("caption", "Alone").presses("Save changes").await;
    hub.settles().await;
    assert_eq!(only(peer.activities("Update"), &visitor)["object"]["tag"], json!([]), "she has it, and learns of it");

    // She is named, and reads it no more than before.
    publishes(&ana, &format!("Not for {handle}"), "followers").await;
    hub.settles().await;
    assert_eq!(peer.activities("Create").len(), 1);

    ana.posts(&format!("{}/comments", post.path), &[("comment", &format!("Do you see, {handle}?"))]).await;
    hub.settles().await;
    let comment = peer.activities("Create").pop().expect("another")["object"].clone();
    assert_eq!((&comment["tag"], &comment["cc"][1]), (&json!([mention]), &json!(mia)));

    ana.posts(&format!("/@mia@{}/block", peer.host), &[]).await;
    publishes(&ana, &format!("No more of {handle}"), "public").await;
    hub.settles().await;
    assert_eq!(peer.activities("Create").len(), 2, "whom she blocks is not called");
}
