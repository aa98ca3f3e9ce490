//! The rules for receivers, each by its number, against a server that breaks them.

use std::time::Duration;

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

/// R26, R29.
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

#[tokio::test]
async fn an_inbox_of_nobody_is_none() {
    let stage = Stage::set().await;
    let answer = stage.peer.sends_to(&stage.hub, &stage.visitor, "lena", "/ap/accounts/1/inbox", &stage.follow()).await;
    assert_eq!(answer.status, 404);
    assert_eq!(asks(&stage.visitor, "/ap/inbox").await.status, 405);
}
