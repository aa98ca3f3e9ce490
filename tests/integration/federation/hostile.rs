//! The rules for receivers, each by its number, against a server that breaks them.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{actor_of, asks, document};
use crate::support::{Answer, Hub, Person, RemoteServer, send};

const HOUR: Duration = Duration::from_secs(3600);

struct Stage {
    hub: Hub,
    peer: RemoteServer,
    visitor: Person,
    ana: String,
}

impl Stage {
    async fn set() -> Self {
        let peer = RemoteServer::start("peer").await;
        peer.has("lena");
        let hub = RemoteServer::hub_beside(&[&peer]).await;
        hub.person("ana").await;
        let visitor = hub.visitor("praia.localhost").await;
        let ana = actor_of(&visitor, "ana").await;
        Self { hub, peer, visitor, ana }
    }

    fn follow(&self) -> Value {
        json!({
            "id": format!("{}/follows/1", self.peer.origin()),
            "type": "Follow",
            "actor": self.peer.actor("lena"),
            "object": self.ana,
        })
    }

    /// Lena signs `signed` and sends `sent`.
    async fn sends(&self, change: impl FnOnce(&mut Vec<(&'static str, String)>), body: &str) -> Answer {
        let mut headers = self.peer.headers(&self.hub, "lena", &self.visitor.home, "/ap/inbox", body);
        change(&mut headers);
        send(&self.visitor, "/ap/inbox", &headers, body.to_owned()).await
    }

    async fn followers(&self) -> Value {
        self.hub.settles().await;
        document(&self.visitor, &format!("{}/followers", self.ana)).await["totalItems"].clone()
    }
}

#[tokio::test]
async fn r1_r2_what_is_too_large_too_deep_or_something_else_is_refused() {
    let stage = Stage::set().await;
    let large = json!({ "type": "Note", "content": "x".repeat(2 << 20) }).to_string();
    assert_eq!(stage.sends(|_| {}, &large).await.status, 413);
    let deep = format!("{}{}", "[".repeat(1000), "]".repeat(1000));
    assert_eq!(stage.sends(|_| {}, &deep).await.status, 400);
    let follow = stage.follow().to_string();
    for other in ["application/json", "text/plain", "application/ld+json"] {
        let answer = stage.sends(|headers| headers[0].1 = other.to_owned(), &follow).await;
        assert_eq!(answer.status, 415, "{other}");
    }
    assert_eq!(stage.sends(|_| {}, "{\"type\":").await.status, 400);
    assert_eq!(stage.followers().await, 0);
}

#[tokio::test]
async fn r3_r4_what_is_not_signed_for_here_and_now_is_nobodys() {
    let stage = Stage::set().await;
    let follow = stage.follow().to_string();
    let unsigned = stage.sends(|headers| headers.truncate(3), &follow).await;
    assert_eq!(unsigned.status, 401);

    // The body was changed on the way, and then its digest too.
    let headers = stage.peer.headers(&stage.hub, "lena", &stage.visitor.home, "/ap/inbox", &follow);
    let changed = follow.replace("follows/1", "follows/2");
    assert_eq!(send(&stage.visitor, "/ap/inbox", &headers, changed.clone()).await.status, 401);
    let digest = stage.peer.headers(&stage.hub, "lena", &stage.visitor.home, "/ap/inbox", &changed)[2].clone();
    let mut forged = headers.clone();
    forged[2] = digest;
    assert_eq!(send(&stage.visitor, "/ap/inbox", &forged, changed).await.status, 401);

    // To another path, and to another community.
    let inbox = format!("{}/inbox", stage.ana.trim_start_matches(&stage.visitor.home));
    assert_eq!(send(&stage.visitor, &inbox, &headers, follow.clone()).await.status, 401);
    stage.hub.community("serra").await;
    let serra = stage.hub.visitor("serra.localhost").await;
    assert_eq!(send(&serra, "/ap/inbox", &headers, follow.clone()).await.status, 401);

    stage.hub.clock.advance(2 * HOUR);
    assert_eq!(send(&stage.visitor, "/ap/inbox", &headers, follow).await.status, 401);
    assert_eq!(stage.followers().await, 0);
}

#[tokio::test]
async fn r9_r13_nobody_speaks_for_another() {
    let stage = Stage::set().await;
    stage.peer.has("mallory");
    let (peer, hub) = (&stage.peer, &stage.hub);
    assert_eq!(peer.sends(hub, "mallory", &stage.follow()).await.status, 401, "signed by somebody else");
    let mut elsewhere = stage.follow();
    elsewhere["id"] = json!("https://other.example/follows/1");
    assert_eq!(peer.sends(hub, "lena", &elsewhere).await.status, 400);
    // Whoever does not list the key does not own it.
    peer.says(
        "/users/eve",
        "application/activity+json",
        &json!({ "id": peer.actor("eve"), "type": "Person" }).to_string(),
    );
    let mut follow = stage.follow();
    follow["actor"] = json!(peer.actor("eve"));
    assert_eq!(peer.sends(hub, "eve", &follow).await.status, 401);
    // R15: nor does somebody whose document is served as something else.
    peer.says("/users/page", "text/html", &json!({ "id": peer.actor("page") }).to_string());
    follow["actor"] = json!(peer.actor("page"));
    assert_eq!(peer.sends(hub, "page", &follow).await.status, 401);
    assert_eq!(stage.followers().await, 0);

    // Must-pass 5: what lena has done, mallory does not undo.
    peer.sends(hub, "lena", &stage.follow()).await;
    assert_eq!(stage.followers().await, 1);
    for (number, kind) in (1..).zip(["Undo", "Delete", "Update", "Block"]) {
        let object = if kind == "Undo" { stage.follow() } else { json!(peer.actor("lena")) };
        let id = format!("{}/mallory/{number}", peer.origin());
        let activity = json!({ "id": id, "type": kind, "actor": peer.actor("mallory"), "object": object });
        assert_eq!(peer.sends(hub, "mallory", &activity).await.status, 202, "{kind}");
    }
    assert_eq!(stage.followers().await, 1);
    assert_eq!(peer.asked_for("/users/lena"), 1);
}

/// Must-pass 4.
#[tokio::test]
async fn r10_a_new_key_costs_one_look() {
    let stage = Stage::set().await;
    let (peer, hub) = (&stage.peer, &stage.hub);
    peer.sends(hub, "lena", &stage.follow()).await;
    assert_eq!(stage.followers().await, 1);
    peer.rotates_its_key();
    peer.has("lena");
    let undo = |number: u32| {
        json!({
            "id": format!("{}/undo/{number}", peer.origin()),
            "type": "Undo",
            "actor": peer.actor("lena"),
            "object": stage.follow(),
        })
    };
    // It was just looked at: so many questions nobody makes us ask.
    assert_eq!(peer.sends(hub, "lena", &undo(1)).await.status, 401);
    hub.clock.advance(Duration::from_secs(6 * 60));
    assert_eq!(peer.sends(hub, "lena", &undo(2)).await.status, 202);
    assert_eq!(stage.followers().await, 0);
    assert_eq!(peer.asked_for("/users/lena"), 2);
    peer.rotates_its_key();
    for number in 3..6 {
        assert_eq!(peer.sends(hub, "lena", &undo(number)).await.status, 401);
    }
    assert_eq!(peer.asked_for("/users/lena"), 2, "not again for five minutes");
}

#[tokio::test]
async fn r10_a_deletion_by_somebody_unknown_is_taken_without_a_question() {
    let stage = Stage::set().await;
    let ghost = stage.peer.actor("ghost");
    let delete = json!({ "id": format!("{ghost}#delete"), "type": "Delete", "actor": ghost, "object": ghost });
    assert_eq!(stage.peer.sends(&stage.hub, "ghost", &delete).await.status, 202);
    assert_eq!(stage.peer.asked_for("/users/ghost"), 0);
}

#[tokio::test]
async fn what_is_not_understood_is_taken_and_means_nothing() {
    let stage = Stage::set().await;
    for (number, kind) in (1..).zip(["Like", "Announce", "Move", "Dance"]) {
        let id = format!("{}/{number}", stage.peer.origin());
        let activity =
            json!({ "id": id, "type": [kind], "actor": { "id": stage.peer.actor("lena") }, "object": [stage.ana] });
        assert_eq!(stage.peer.sends(&stage.hub, "lena", &activity).await.status, 202, "{kind}");
    }
    // Without an id, as Pixelfed follows.
    let mut follow = stage.follow();
    follow.as_object_mut().expect("an object").remove("id");
    assert_eq!(stage.peer.sends(&stage.hub, "lena", &follow).await.status, 202);
    assert_eq!(stage.followers().await, 1);
    let accept = stage.peer.activities("Accept").pop().expect("an answer");
    assert!(accept["object"]["id"].as_str().expect("an id").starts_with(&stage.peer.actor("lena")));
}

/// R26, R29, must-pass 8.
#[tokio::test]
async fn nobody_makes_the_hub_ask_where_only_it_can_reach() {
    let stage = Stage::set().await;
    let local = RemoteServer::start("hidden").await;
    local.has("lena");
    let own = format!("{}/ap/accounts/1", stage.visitor.home);
    for actor in [local.actor("lena"), local.actor("lena").replace("hidden.localhost", "127.0.0.1"), own] {
        let follow = json!({ "id": format!("{actor}/follow"), "type": "Follow", "actor": actor, "object": stage.ana });
        let body = follow.to_string();
        let mut headers = stage.peer.headers(&stage.hub, "lena", &stage.visitor.home, "/ap/inbox", &body);
        headers[3].1 = headers[3].1.replace(&stage.peer.actor("lena"), &actor);
        assert_eq!(send(&stage.visitor, "/ap/inbox", &headers, body).await.status, 401, "{actor}");
    }
    assert!(local.received().is_empty());
    assert_eq!(stage.followers().await, 0);
}

/// R26, R27, must-pass 8 and 9: wherever a server leads, each step is looked at like the first.
#[tokio::test]
async fn r27_whoever_leads_on_is_followed_three_times_and_never_inside() {
    let stage = Stage::set().await;
    let (peer, tom) = (&stage.peer, stage.hub.person("tom").await);
    let finds = async |path: &str| tom.visits(&format!("/search?q={}{path}", peer.origin())).await;
    peer.leads_on("/one", "/users/lena");
    for (from, to) in [("/two", "/one"), ("/three", "/two"), ("/four", "/three")] {
        peer.leads_on(from, to);
    }
    assert_eq!(finds("/three").await.path, format!("/@lena@{}", peer.host));
    peer.has("otto");
    peer.leads_on("/one", "/users/otto");
    assert!(finds("/four").await.has("[role=alert]"), "four times");
    assert_eq!(peer.asked_for("/users/otto"), 0);
    peer.leads_on("/circle", "/circle");
    assert!(finds("/circle").await.has("[role=alert]"));
    assert_eq!(peer.asked_for("/circle"), 4);

    let hidden = RemoteServer::start("hidden").await;
    hidden.has("lena");
    let port = hidden.host.split(':').nth(1).expect("a port");
    let inside =
        ["hidden.localhost", "127.0.0.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "2130706433"];
    for (number, host) in (1..).zip(inside) {
        peer.leads_on(&format!("/inside/{number}"), &format!("http://{host}:{port}/users/lena"));
        assert!(finds(&format!("/inside/{number}")).await.has("[role=alert]"), "{host}");
    }
    assert!(hidden.received().is_empty(), "{:?}", hidden.received());

    // A document of more than 1 MiB is none, however it ends.
    let mut large: Value = serde_json::from_slice(&peer.document("/users/otto")).expect("a document");
    large["summary"] = json!("x".repeat(1 << 20));
    peer.says("/users/otto", "application/activity+json", &large.to_string());
    assert!(finds("/users/otto").await.has("[role=alert]"));
    large["summary"] = json!("x".repeat(1 << 19));
    peer.says("/users/otto", "application/activity+json", &large.to_string());
    assert_eq!(finds("/users/otto").await.path, format!("/@otto@{}", peer.host));
}

/// R8, must-pass 11: also at the same time, and half a day later.
#[tokio::test]
async fn r8_what_comes_again_is_understood_once() {
    let stage = Stage::set().await;
    let (peer, hub, follow) = (&stage.peer, &stage.hub, stage.follow());
    let answers = join_all((0..8).map(|_| peer.sends(hub, "lena", &follow))).await;
    assert!(answers.iter().all(|answer| answer.status == 202));
    assert_eq!(stage.followers().await, 1);
    assert_eq!(peer.activities("Accept").len(), 1);

    let undo = json!({ "id": format!("{}/undo", peer.origin()), "type": "Undo", "actor": peer.actor("lena"), "object": follow });
    peer.sends(hub, "lena", &undo).await;
    assert_eq!(stage.followers().await, 0);
    hub.clock.advance(12 * HOUR);
    hub.settles().await;
    peer.sends(hub, "lena", &follow).await;
    assert_eq!(stage.followers().await, 0, "signed anew, and known all the same");
}

/// R11, R12.
#[tokio::test]
async fn r11_r12_keys_stay_and_the_community_is_known_without_a_signature() {
    let stage = Stage::set().await;
    let path = |id: &str| id.trim_start_matches(&stage.visitor.home).to_owned();
    let before = document(&stage.visitor, &path(&stage.ana)).await;
    let ana = stage.hub.visitor("praia.localhost").await;
    ana.signs_in("ana").await;
    ana.visits("/settings/profile").await.fills("display_name", "Ana of the sea").presses("Save profile").await;
    let after = document(&stage.visitor, &path(&stage.ana)).await;
    assert_eq!((&after["name"], &after["publicKey"]), (&json!("Ana of the sea"), &before["publicKey"]));
    let community = document(&stage.visitor, "/ap/actor").await;
    assert!(community["publicKey"]["publicKeyPem"].is_string());
}

#[tokio::test]
async fn an_inbox_of_nobody_is_none() {
    let stage = Stage::set().await;
    let answer = stage.peer.sends_to(&stage.hub, &stage.visitor, "lena", "/ap/accounts/1/inbox", &stage.follow()).await;
    assert_eq!(answer.status, 404);
    assert_eq!(asks(&stage.visitor, "/ap/inbox").await.status, 405);
}
