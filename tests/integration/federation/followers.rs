//! What is for followers is for those on other servers too, and for nobody else.

use std::time::Duration;

use serde_json::{Value, json};

use super::{activity, actor_of, asks};
use crate::support::{Hub, Page, Person, RemoteServer, linter, photos};

const DAY: Duration = Duration::from_secs(24 * 3600);

struct Stage {
    hub: Hub,
    peer: RemoteServer,
    ana: Person,
    visitor: Person,
    actor: String,
}

/// Ana of Praia, whom Lena of another server follows, and Otto does not.
async fn stage() -> Stage {
    let peer = RemoteServer::start("peer").await;
    ["lena", "otto"].into_iter().for_each(|name| peer.has(name));
    let hub = RemoteServer::hub_beside(&[&peer]).await;
    let ana = hub.person("ana").await;
    let visitor = hub.visitor("praia.localhost").await;
    let actor = actor_of(&visitor, "ana").await;
    let stage = Stage { hub, peer, ana, visitor, actor };
    stage.says("lena", "Follow", 1, &json!(stage.actor)).await;
    stage
}

impl Stage {
    async fn says(&self, name: &str, kind: &str, number: u32, object: &Value) {
        let said = activity(&self.peer, name, kind, number, object);
        assert_eq!(self.peer.sends(&self.hub, name, &said).await.status, 202);
        self.hub.settles().await;
    }

    async fn publishes(&self, caption: &str, audience: &str) -> Page {
        let page = self.ana.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(320, 240, 1));
        let page = page.fills("caption", caption).fills("audience", audience).presses("Publish").await;
        self.hub.settles().await;
        page
    }

    async fn edits(&self, post: &Page, field: &str, value: &str) {
        let form = self.ana.visits(&format!("{}/edit", post.path)).await;
        form.fills(field, value).presses("Save changes").await;
        self.hub.after(Duration::from_secs(2)).await;
    }

    fn last(&self, kind: &str) -> Value {
        let last = self.peer.activities(kind).pop().unwrap_or_else(|| panic!("{kind}"));
        linter::accepts(&last, &self.visitor.home);
        last
    }

    async fn status(&self, who: &str, path: &str) -> u16 {
        self.peer.asks(&self.hub, &self.visitor, who, path, path).await.status.as_u16()
    }

    fn path(&self, url: &Value) -> String {
        let url = url.as_str().expect("an address");
        url.strip_prefix(&self.visitor.home).unwrap_or_else(|| panic!("{url} is elsewhere")).to_owned()
    }
}

#[tokio::test]
async fn followers_elsewhere_get_what_is_for_followers() {
    let stage = stage().await;
    let post = stage.publishes("For those who follow", "followers").await;
    let created = stage.last("Create");
    let followers = json!([format!("{}/followers", stage.actor)]);
    assert_eq!((&created["to"], &created["cc"]), (&followers, &json!([])));
    assert_eq!((&created["object"]["to"], &created["object"]["cc"]), (&followers, &json!([])));

    // Their server is lent the picture, and nobody finds it without that.
    let picture = stage.path(&created["object"]["attachment"][0]["url"]);
    let answer = stage.visitor.asks(&picture).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "image/jpeg"));
    assert_eq!(answer.header("cache-control"), "private, max-age=600");
    let (bare, loan) = picture.split_once('?').expect("a loan");
    let longer = format!("{bare}?{}", loan.replacen("until=1", "until=2", 1));
    let other = bare.replacen("/pictures/", "/pictures/x", 1);
    for refused in [bare.to_owned(), longer, format!("{other}?{loan}"), format!("{bare}?until=99999999999&token=x")] {
        assert_eq!(stage.visitor.asks(&refused).await.status, 404, "{refused}");
    }

    stage.edits(&post, "caption", "For those who follow me").await;
    let updated = stage.last("Update");
    assert_eq!(updated["to"], followers);
    stage.edits(&post, "caption", "For those who follow me").await;
    assert_eq!(stage.peer.activities("Update").len(), 1, "that the picture is lent for longer is no change");

    stage.hub.after(15 * DAY).await;
    assert_eq!(stage.visitor.asks(&picture).await.status, 404, "a loan ends");
    let answer = stage.peer.asks(&stage.hub, &stage.visitor, "lena", &post.path, &post.path).await;
    let fresh = stage.path(&super::json(&answer)["attachment"][0]["url"]);
    assert_eq!(stage.visitor.asks(&fresh).await.status, 200, "and is had again by whoever still follows");

    stage.ana.posts(&format!("{}/delete", post.path), &[]).await;
    stage.hub.settles().await;
    assert_eq!(stage.last("Delete")["object"]["id"], created["object"]["id"]);
    assert_eq!(stage.visitor.asks(&fresh).await.status, 404, "what is deleted is lent to nobody");
}

/// R6, R20, R23, must-pass 15.
#[tokio::test]
async fn a_document_for_followers_is_for_those_who_sign_as_one() {
    let stage = stage().await;
    let post = stage.publishes("For those who follow", "followers").await;
    let id = stage.path(&stage.last("Create")["object"]["id"]);
    for path in [id.clone(), format!("{id}/activity"), post.path.clone()] {
        assert_eq!(asks(&stage.visitor, &path).await.status, 404, "{path}");
        assert_eq!(stage.status("otto", &path).await, 404, "{path}: who does not follow");
        assert_eq!(stage.status("lena", &path).await, 200, "{path}");
        let with_query = format!("{path}?x=1");
        let answer = stage.peer.asks(&stage.hub, &stage.visitor, "lena", &with_query, &path).await;
        assert_eq!(answer.status, 200, "{path}: signed without the query");
        assert_eq!(answer.header("cache-control"), "private, no-store");
        let answer = stage.peer.asks(&stage.hub, &stage.visitor, "lena", &path, "/ap/actor").await;
        assert_eq!(answer.status, 404, "{path}: signed for something else");
    }

    // Whoever asks to follow somebody who wants to be asked does not follow yet.
    stage.ana.posts("/settings/privacy", &[("part", "private"), ("old", "leave")]).await;
    stage.says("otto", "Follow", 2, &json!(stage.actor)).await;
    assert_eq!(stage.status("otto", &id).await, 404);
    let requests = stage.ana.visits("/requests").await;
    stage.ana.posts(&requests.attribute("form[action$='/approve']", "action"), &[]).await;
    assert_eq!(stage.status("otto", &id).await, 200);

    stage.ana.posts(&format!("/@otto@{}/remove", stage.peer.host), &[]).await;
    assert_eq!(stage.status("otto", &id).await, 404, "who was let go");
    stage.says("lena", "Block", 3, &json!(stage.actor)).await;
    assert_eq!(stage.status("lena", &id).await, 404, "who wants nothing to do with the author");
}

/// R23: what anybody may read unsigned is refused to whoever says that they are somebody whom the author blocks.
#[tokio::test]
async fn who_is_blocked_is_refused_what_they_sign_for() {
    let stage = stage().await;
    stage.publishes("For all", "public").await;
    let id = stage.path(&stage.last("Create")["object"]["id"]);
    assert_eq!(stage.status("lena", &id).await, 200);
    stage.ana.posts(&format!("/@lena@{}/block", stage.peer.host), &[]).await;
    assert_eq!(stage.status("lena", &id).await, 404);
    assert_eq!(asks(&stage.visitor, &id).await.status, 200);
}

#[tokio::test]
async fn what_becomes_for_followers_is_gone_elsewhere_and_what_becomes_public_is_told() {
    let stage = stage().await;
    let post = stage.publishes("For all", "public").await;
    let created = stage.last("Create");
    stage.edits(&post, "audience", "followers").await;
    assert_eq!(stage.last("Delete")["object"]["id"], created["object"]["id"]);
    stage.edits(&post, "caption", "For fewer").await;
    assert!(stage.peer.activities("Update").is_empty(), "what is gone there stays so");
    stage.edits(&post, "audience", "public").await;
    let again = stage.last("Create");
    assert_ne!(again["id"], created["id"], "under an id that was not heard before");
    assert!(again["object"]["content"].as_str().expect("HTML").contains("For fewer"));

    let post = stage.publishes("For few", "followers").await;
    stage.edits(&post, "audience", "unlisted").await;
    let widened = stage.last("Update");
    assert_eq!(widened["object"]["cc"][0], "https://www.w3.org/ns/activitystreams#Public");
    let picture = stage.path(&widened["object"]["attachment"][0]["url"]);
    assert!(picture.starts_with("/media/"), "{picture}");
}
