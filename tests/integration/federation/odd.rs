//! What other servers do that is right, and that few of them do; and what none should.

use serde_json::{Value, json};

use super::{activity, actor_of, document, follows, sends};
use crate::support::{Hub, Person, RemoteServer, photos};

struct Stage {
    hub: Hub,
    peer: RemoteServer,
    ana: Person,
    guest: Person,
    /// The actor of Ana.
    actor: String,
}

async fn stage() -> Stage {
    let peer = RemoteServer::start("peer").await;
    peer.has("lena");
    let hub = RemoteServer::hub_beside(&[&peer]).await;
    let ana = hub.person("ana").await;
    let guest = hub.visitor("praia.localhost").await;
    let actor = actor_of(&guest, "ana").await;
    Stage { hub, peer, ana, guest, actor }
}

/// Where somebody's new post is, and what other servers call it.
async fn publishes(hub: &Hub, person: &Person, title: &str) -> (String, String) {
    let page = person.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(48, 36, 1));
    let post = page.fills("title", title).presses("Publish").await.path;
    hub.settles().await;
    let id = format!("{}/ap/posts/{}", person.home, post.rsplit('/').next().expect("an id"));
    (post, id)
}

/// As apkit embeds it: with its type and its id, and nothing else.
#[tokio::test]
async fn a_follow_that_is_embedded_by_its_id_alone_is_answered_and_taken_back() {
    let Stage { hub, peer, ana, actor, .. } = &stage().await;
    ana.visits(&format!("/search?q=@lena@{}", peer.host)).await;
    ana.posts(&format!("/@lena@{}/follow", peer.host), &[]).await;
    hub.settles().await;
    let asked = peer.activities("Follow").pop().expect("a follow");
    let short = json!({ "id": asked["id"], "type": "Follow", "tag": [], "attachment": [] });
    sends(hub, peer, "lena", "Accept", 1, &short).await;
    assert!(ana.visits("/@ana/following").await.main_text().contains("lena of elsewhere"));

    sends(hub, peer, "lena", "Follow", 2, &json!(actor)).await;
    assert!(ana.visits("/@ana").await.text(".counts").contains("1 follower"));
    let short = json!({ "id": activity(peer, "lena", "Follow", 2, &Value::Null)["id"], "type": "Follow" });
    sends(hub, peer, "lena", "Undo", 3, &short).await;
    assert!(ana.visits("/@ana").await.text(".counts").contains("0 followers"));
}

/// R23.
#[tokio::test]
async fn r23_whoever_is_blocked_finds_neither_lists_nor_comments() {
    let stage = stage().await;
    let Stage { hub, peer, ana, guest, actor } = &stage;
    let (post, _) = publishes(hub, ana, "Low tide").await;
    ana.visits(&post).await.fills("comment", "Mind the rocks").presses("Comment").await;
    follows(hub, peer, ana, "lena").await;
    let own = actor.trim_start_matches(&ana.home);
    let said = ana.visits(&post).await.attribute(".comment", "id").replace("comment-", "/ap/posts/");
    let lists = ["outbox", "outbox?page=1", "featured", "followers", "following"].map(|list| format!("{own}/{list}"));
    let all = || lists.iter().chain([&said]);
    for path in all() {
        assert_eq!(peer.asks(hub, guest, "lena", path, path).await.status, 200, "{path}");
    }
    sends(hub, peer, "lena", "Block", 1, &json!(actor)).await;
    for path in all() {
        assert_eq!(peer.asks(hub, guest, "lena", path, path).await.status, 404, "{path}");
        assert_eq!(document(guest, path).await["error"], Value::Null, "guests find {path}");
    }
    assert_eq!(peer.asks(hub, guest, "lena", own, own).await.status, 200, "whose key it is can be seen");
}

/// Two communities of a hub are two servers to others, and some tell the wrong one first.
#[tokio::test]
async fn each_community_hears_what_is_said_for_itself() {
    let Stage { hub, peer, guest, .. } = &stage().await;
    let serra = hub.community("serra").await;
    let sara = hub.person_of(&serra, "sara").await;
    let (post, id) = publishes(hub, &sara, "High pasture").await;
    let mut note = peer.publishes("lena", 1, "How calm");
    note["inReplyTo"] = json!(id);
    note["to"] = json!([actor_of(&sara, "sara").await, "https://www.w3.org/ns/activitystreams#Public"]);
    note["attachment"] = json!([]);
    peer.says_note(&note);
    for said in [activity(peer, "lena", "Create", 1, &note), activity(peer, "lena", "Like", 2, &json!(id))] {
        for visitor in [guest, &sara] {
            assert_eq!(peer.sends_to(hub, visitor, "lena", "/ap/inbox", &said).await.status, 202);
            hub.settles().await;
        }
    }
    let seen = sara.visits(&post).await;
    assert_eq!(seen.texts(".comment .e-content"), ["How calm"]);
    assert_eq!(sara.visits(&format!("{post}/likes")).await.texts(".rows strong"), ["lena of elsewhere"]);
    assert_eq!(seen.text("#comments-title"), "1 comment");
}

/// Where they find the whole of it: with the post that it is about.
#[tokio::test]
async fn a_guest_is_led_from_what_a_member_says_to_the_post_elsewhere() {
    let Stage { hub, peer, ana, guest, .. } = &stage().await;
    follows(hub, peer, ana, "lena").await;
    let note = peer.publishes("lena", 1, "Salt");
    peer.says_note(&note);
    sends(hub, peer, "lena", "Create", 1, &note).await;
    let post = ana.visits("/").await.attribute(".post a.when", "href");
    ana.visits(&post).await.fills("comment", "Mind the rocks").presses("Comment").await;
    hub.settles().await;
    let said = peer.activities("Create").pop().expect("the comment");
    let url = said["object"]["url"].as_str().expect("an address").trim_start_matches(&guest.home).to_owned();
    let led = guest.asks(&url).await;
    assert_eq!((led.status.as_u16(), led.header("location")), (303, note["url"].as_str().expect("its page")));
    assert_eq!(ana.visits(&url).await.path.split('#').next(), Some(post.as_str()));
}

#[tokio::test]
async fn characters_that_no_text_has_do_no_harm() {
    let stage = stage().await;
    let Stage { hub, peer, ana, .. } = &stage;
    follows(hub, peer, ana, "lena").await;
    let mut note = peer.publishes("lena", 1, "Sa\u{0}lt <b>\u{202e}and\u{0}</b>");
    for (name, value) in [("name", "A\u{0}B"), ("summary", "C\u{0}D"), ("url", "https://peer.localhost/\u{0}")] {
        note[name] = json!(value);
    }
    note["sensitive"] = json!(true);
    note["tag"] =
        json!([{ "type": "Hashtag", "name": "#sa\u{0}lt" }, { "type": "Mention", "name": "\u{0}", "href": "\u{0}" }]);
    note["attachment"] = json!([{ "type": "Image", "mediaType": "image/jpeg", "url": format!("{}/m\u{0}/1.jpg", peer.origin()),
        "name": "E\u{0}F", "headline": "G\u{0}H", "exifData": [{ "type": "PropertyValue", "name": "Model", "value": "I\u{0}J" }] }]);
    note["contentMap"] = json!({ "e\u{0}n": "x" });
    peer.says_note(&note);
    sends(hub, peer, "lena", "Create", 1, &note).await;
    sends(hub, peer, "lena", "Flag", 2, &json!([stage.actor, "\u{0}"])).await;
    sends(hub, peer, "lena", "Like", 3, &json!("https://praia.localhost/\u{0}")).await;
    assert!(ana.visits("/").await.main_text().contains("lt"), "it is shown");
}
