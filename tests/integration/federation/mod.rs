//! What other servers are told, and what they tell.

mod account_domain;
mod conversing;
mod delivering;
mod dialects;
mod documents;
mod followers;
mod following;
mod hostile;
mod interrupted;
mod moving;
mod noise;
mod odd;
mod policies;
mod receiving;
mod reporting;
mod seeking;
mod servers;
mod talking;
mod videos;

use serde_json::{Value, json};

use crate::support::{Answer, Hub, Person, RemoteServer, linter};

/// The document at `path`, as a server asks for it, without a signature; held to what others accept.
async fn document(visitor: &Person, path: &str) -> Value {
    let answer = asks(visitor, path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "application/activity+json; charset=utf-8", "{path}");
    let document = json(&answer);
    linter::accepts(&document, &visitor.home);
    document
}

async fn asks(visitor: &Person, path: &str) -> Answer {
    visitor.asks_with(path, &[("accept", "application/activity+json, application/ld+json")]).await
}

fn json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("JSON: {}", answer.text()))
}

/// The id of somebody's actor, found as other servers find it.
async fn actor_of(visitor: &Person, name: &str) -> String {
    let authority = visitor.home.trim_start_matches("http://");
    let found = visitor.asks(&format!("/.well-known/webfinger?resource=acct:{name}@{authority}")).await;
    json(&found)["links"][0]["href"].as_str().expect("an id").to_owned()
}

/// Somebody here follows somebody there, who lets them.
async fn follows(hub: &Hub, peer: &RemoteServer, ana: &Person, name: &str) {
    ana.visits(&format!("/search?q=@{name}@{}", peer.host)).await;
    ana.posts(&format!("/@{name}@{}/follow", peer.host), &[]).await;
    hub.settles().await;
    let asked = peer.activities("Follow").pop().expect("a follow");
    let accept = json!({ "id": format!("{}/accepts/{name}", peer.origin()), "type": "Accept", "actor": peer.actor(name), "object": asked });
    assert_eq!(peer.sends(hub, name, &accept).await.status, 202);
    hub.settles().await;
}

fn activity(peer: &RemoteServer, name: &str, kind: &str, number: u32, object: &Value) -> Value {
    json!({
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": format!("{}/activities/{kind}/{number}", peer.origin()),
        "type": kind,
        "actor": peer.actor(name),
        "object": object,
    })
}

/// Somebody there says something, and what comes of it is done.
async fn sends(hub: &Hub, peer: &RemoteServer, name: &str, kind: &str, number: u32, object: &Value) {
    assert_eq!(peer.sends(hub, name, &activity(peer, name, kind, number, object)).await.status, 202);
    hub.settles().await;
}
