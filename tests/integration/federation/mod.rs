//! What other servers are told, and what they tell.

mod conversing;
mod delivering;
mod documents;
mod following;
mod hostile;

use serde_json::Value;

use crate::support::{Answer, Person, linter};

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
