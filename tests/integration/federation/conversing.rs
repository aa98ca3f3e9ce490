use serde_json::{Value, json};

use super::{actor_of, asks, document};
use crate::support::{Hub, Person, RemoteServer, linter, photos};

const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// Ana of Praia, whom Lena of another server follows, and a post of hers: its page and its id.
struct Stage {
    hub: Hub,
    peer: RemoteServer,
    ana: Person,
    tom: Person,
    visitor: Person,
    actor: String,
    post: String,
    id: String,
}

async fn stage() -> Stage {
    let peer = RemoteServer::start("peer").await;
    peer.has("lena");
    let hub = RemoteServer::hub_beside(&[&peer]).await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let visitor = hub.visitor("praia.localhost").await;
    let actor = actor_of(&visitor, "ana").await;
    let follow = json!({ "id": format!("{}/follows/1", peer.origin()), "type": "Follow", "actor": peer.actor("lena"), "object": actor });
    assert_eq!(peer.sends(&hub, "lena", &follow).await.status, 202);
    hub.settles().await;
    let page = ana.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(48, 36, 1));
    let post = page.fills("title", "Low tide").presses("Publish").await.path;
    hub.settles().await;
    let created = peer.activities("Create").pop().expect("the post");
    let id = created["object"]["id"].as_str().expect("an id").to_owned();
    Stage { hub, peer, ana, tom, visitor, actor, post, id }
}

impl Stage {
    /// Lena answers something; the id of her note.
    async fn lena_says(&self, number: u32, answered: &str, words: &str) -> String {
        let (peer, lena) = (&self.peer, self.peer.actor("lena"));
        let id = format!("{}/notes/{number}", peer.origin());
        let note = json!({
            "id": id,
            "type": "Note",
            "attributedTo": lena,
            "url": format!("{}/@lena/{number}", peer.origin()),
            "published": "2026-11-22T10:00:00Z",
            "to": [PUBLIC],
            "cc": [self.actor],
            "inReplyTo": answered,
            "content": format!("<p>{words}</p>"),
            "attachment": [],
            "tag": [],
        });
        let create = json!({ "id": format!("{id}/activity"), "type": "Create", "actor": lena, "to": [PUBLIC], "cc": [self.actor], "object": note });
        assert_eq!(peer.sends(&self.hub, "lena", &create).await.status, 202);
        self.hub.settles().await;
        id
    }

    /// The only activity of its kind that the other server was sent, and forgets.
    fn one(&self, kind: &str) -> Value {
        let said = self.peer.activities(kind).pop().unwrap_or_else(|| panic!("no {kind} came"));
        linter::accepts(&said, &self.visitor.home);
        said
    }

    async fn comment_of_lena(&self) -> String {
        let page = self.ana.visits(&self.post).await;
        page.attribute("a[href^='/comments/'][href$='/answer']", "href").replace("/answer", "")
    }
}

#[tokio::test]
async fn people_of_two_servers_talk_below_a_post() {
    let stage = stage().await;
    let Stage { hub, peer, ana, tom, visitor, actor, post, id } = &stage;
    let said = stage.lena_says(1, id, "How <b>calm</b><script>alert(1)</script>").await;
    let page = tom.visits(post).await;
    assert_eq!(page.texts(".comment .e-content"), ["How calm"]);
    assert_eq!(page.texts(".comment .names > :last-child"), [format!("@lena@{}", peer.host)]);
    assert_eq!(page.text("#comments-title"), "1 comment");
    stage.lena_says(1, id, "How calm").await;
    assert_eq!(ana.visits(post).await.text("#comments-title"), "1 comment", "what comes twice has come once");

    // An answer is told to whom it answers, and to the followers of whose post it is.
    let comment = stage.comment_of_lena().await;
    tom.posts(&format!("{comment}/answer"), &[("comment", "It was, @ana! #calm")]).await;
    hub.settles().await;
    let created = stage.one("Create");
    let note = &created["object"];
    assert_eq!((&note["inReplyTo"], &note["attachment"]), (&json!(said), &json!([])));
    let lena = peer.actor("lena");
    let cc: Vec<&str> = note["cc"].as_array().expect("people").iter().filter_map(Value::as_str).collect();
    assert!(note["to"][0] == PUBLIC && cc.contains(&lena.as_str()) && cc.contains(&actor.as_str()), "{note:#}");
    let names: Vec<&Value> = note["tag"].as_array().expect("tags").iter().map(|tag| &tag["name"]).collect();
    let authority = visitor.home.trim_start_matches("http://");
    assert_eq!(names, [&json!(format!("@lena@{}", peer.host)), &json!(format!("@ana@{authority}")), &json!("#calm")]);
    let uri = note["id"].as_str().expect("an id").to_owned();
    let fetched = document(visitor, &uri).await;
    assert_eq!((&fetched["content"], &fetched["inReplyTo"]), (&note["content"], &note["inReplyTo"]));
    assert_eq!(document(visitor, note["url"].as_str().expect("a page")).await["id"], json!(uri));

    let number = uri.rsplit('/').next().expect("an id");
    tom.posts(&format!("/comments/{number}/edit"), &[("comment", "It was.")]).await;
    hub.settles().await;
    let updated = stage.one("Update");
    assert_eq!(updated["object"]["content"], "<p>It was.</p>");
    assert_eq!(updated["object"]["published"], note["published"]);
    tom.posts(&format!("/comments/{number}/remove"), &[]).await;
    hub.settles().await;
    assert_eq!(stage.one("Delete")["object"], json!({ "id": uri, "type": "Tombstone" }));
    assert_eq!(asks(visitor, &uri).await.status, 410);

    // Lena takes hers back.
    let gone = json!({ "id": format!("{said}#delete"), "type": "Delete", "actor": lena, "to": [PUBLIC], "object": { "id": said, "type": "Tombstone" } });
    peer.sends(hub, "lena", &gone).await;
    hub.settles().await;
    assert_eq!(ana.visits(post).await.text("#comments-title"), "Comments");
}

#[tokio::test]
async fn a_comment_from_elsewhere_is_taken_only_where_the_author_lets_it() {
    let stage = stage().await;
    let page = stage.ana.visits(&format!("{}/edit", stage.post)).await;
    page.fills("commenters", "nobody").presses("Save changes").await;
    stage.lena_says(1, &stage.id, "Against her will").await;
    let page = stage.ana.visits(&stage.post).await;
    assert!(!page.has(".comment") && page.text("#comments-title") == "Comments");

    let page = stage.ana.visits(&format!("{}/edit", stage.post)).await;
    page.fills("commenters", "followers").presses("Save changes").await;
    stage.lena_says(2, &stage.id, "She follows").await;
    assert_eq!(stage.ana.visits(&stage.post).await.texts(".comment .e-content"), ["She follows"]);
}

#[tokio::test]
async fn what_is_liked_and_boosted_is_told_and_taken_back() {
    let stage = stage().await;
    let Stage { hub, peer, ana, tom, actor, post, id, .. } = &stage;
    let said = stage.lena_says(1, id, "How calm").await;
    let page = tom.visits(post).await;
    let like = page.attribute(".comment form[action$='/like']", "action");
    tom.posts(&like, &[]).await;
    hub.settles().await;
    let liked = stage.one("Like");
    assert_eq!(liked["object"], json!(said));
    tom.posts(&like.replace("/like", "/unlike"), &[]).await;
    hub.settles().await;
    let undone = stage.one("Undo");
    assert_eq!((&undone["object"]["id"], &undone["object"]["type"]), (&liked["id"], &json!("Like")));

    tom.posts(&format!("{post}/like"), &[]).await;
    tom.posts(&format!("{post}/boost"), &[]).await;
    hub.settles().await;
    assert_eq!(peer.activities("Like").len(), 1, "what is at home here needs no telling");
    assert_eq!(peer.activities("Announce").len(), 0, "nobody elsewhere follows Tom");
    ana.posts(&format!("{post}/boost"), &[]).await;
    hub.settles().await;
    let boosted = stage.one("Announce");
    assert_eq!((&boosted["object"], &boosted["to"]), (&json!(id), &json!([PUBLIC])));
    assert_eq!(boosted["cc"], json!([format!("{actor}/followers"), actor]));
    ana.posts(&format!("{post}/unboost"), &[]).await;
    hub.settles().await;
    assert_eq!(stage.one("Undo")["object"]["id"], boosted["id"]);
}

#[tokio::test]
async fn a_block_ends_follows_between_servers_and_discloses_nothing_else() {
    let stage = stage().await;
    let Stage { hub, peer, ana, visitor, actor, post, id, .. } = &stage;
    let handle = format!("/@lena@{}", peer.host);
    stage.lena_says(1, id, "Before").await;
    ana.posts(&format!("{handle}/follow"), &[]).await;
    hub.settles().await;
    let followed = stage.one("Follow");
    let accept = json!({ "id": format!("{}/accepts/1", peer.origin()), "type": "Accept", "actor": peer.actor("lena"), "object": followed });
    peer.sends(hub, "lena", &accept).await;
    hub.settles().await;
    assert!(ana.visits("/@ana/following").await.main_text().contains("lena of elsewhere"));

    ana.posts(&format!("{handle}/block"), &[]).await;
    hub.settles().await;
    assert_eq!(stage.one("Undo")["object"]["id"], followed["id"]);
    assert_eq!(stage.one("Reject")["object"]["actor"], json!(peer.actor("lena")));
    assert_eq!(peer.activities("Block").len(), 0);
    assert!(!ana.visits(post).await.main_text().contains("Before"));
    assert!(stage.tom.visits(post).await.main_text().contains("Before"), "Tom blocks nobody");

    stage.lena_says(2, id, "After").await;
    let follow = json!({ "id": format!("{}/follows/2", peer.origin()), "type": "Follow", "actor": peer.actor("lena"), "object": actor });
    peer.sends(hub, "lena", &follow).await;
    hub.settles().await;
    assert!(!stage.tom.visits(post).await.main_text().contains("After"));
    assert_eq!(document(visitor, &format!("{actor}/followers")).await["totalItems"], 0);
}

#[tokio::test]
async fn somebody_of_another_server_blocks_and_unblocks() {
    let stage = stage().await;
    let Stage { hub, peer, ana, visitor, actor, post, id, .. } = &stage;
    stage.lena_says(1, id, "Before").await;
    let block = json!({ "id": format!("{}/blocks/1", peer.origin()), "type": "Block", "actor": peer.actor("lena"), "object": actor });
    peer.sends(hub, "lena", &block).await;
    hub.settles().await;
    assert_eq!(document(visitor, &format!("{actor}/followers")).await["totalItems"], 0);
    assert!(!ana.visits(post).await.main_text().contains("Before"));
    assert_eq!(ana.posts(&format!("/@lena@{}/follow", peer.host), &[]).await.status, 404);

    // Some embed what they take back, others name it.
    let undo = |number: u32, undone: &Value| json!({ "id": format!("{}/undos/{number}", peer.origin()), "type": "Undo", "actor": peer.actor("lena"), "object": undone });
    peer.sends(hub, "lena", &undo(1, &block)).await;
    hub.settles().await;
    assert!(ana.visits(post).await.main_text().contains("Before"));
    let mut again = block.clone();
    again["id"] = json!(format!("{}/blocks/2", peer.origin()));
    peer.sends(hub, "lena", &again).await;
    hub.settles().await;
    assert!(!ana.visits(post).await.main_text().contains("Before"));
    peer.sends(hub, "lena", &undo(2, &again["id"])).await;
    hub.settles().await;
    assert!(ana.visits(post).await.main_text().contains("Before"));
}
