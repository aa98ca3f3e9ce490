//! Each server writes in its own way, and means the same: what is shown here of it (must-pass 10). Modelled on what the
//! servers named send; the values are made up.

use serde_json::{Value, json};

use super::{activity, follows};
use crate::support::{Hub, Page, Person, RemoteServer, photos};

const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

struct Stage {
    hub: Hub,
    peer: RemoteServer,
    ana: Person,
}

/// Ana follows Lena of another server.
async fn stage() -> Stage {
    let peer = RemoteServer::start("peer").await;
    peer.has("lena");
    let hub = RemoteServer::hub_beside(&[&peer]).await;
    let ana = hub.person("ana").await;
    follows(&hub, &peer, &ana, "lena").await;
    for number in 1..4 {
        peer.has_file(&format!("/m/{number}.jpg"), "image/jpeg", photos::jpeg(900, 600, number));
    }
    Stage { hub, peer, ana }
}

impl Stage {
    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.peer.origin())
    }

    /// A note of Lena's without anything but what every server says.
    fn plain(&self, id: &str) -> Value {
        let lena = self.peer.actor("lena");
        json!({
            "id": self.at(id),
            "type": "Note",
            "attributedTo": lena,
            "to": [PUBLIC],
            "cc": [format!("{lena}/followers")],
            "published": "2026-01-05T08:00:00Z",
            "content": "<p>Pans of salt</p>",
        })
    }

    /// Lena publishes the plain note with these changes, in an activity with these; Ana's home page afterwards.
    async fn shows(&self, id: &str, change: Value, outer: Value) -> Page {
        let mut note = self.plain(id);
        merge(&mut note, change);
        let mut create = activity(&self.peer, "lena", "Create", 1, &note);
        create["id"] = json!(format!("{}#create", self.at(id)));
        merge(&mut create, outer);
        let answer = self.peer.sends(&self.hub, "lena", &create).await;
        assert_eq!(answer.status, 202, "{}", answer.text());
        self.hub.settles().await;
        self.ana.visits("/").await
    }

    async fn says(&self, activity: Value) {
        let answer = self.peer.sends(&self.hub, "lena", &activity).await;
        assert_eq!(answer.status, 202, "{}", answer.text());
        self.hub.settles().await;
    }
}

fn merge(into: &mut Value, change: Value) {
    let Value::Object(change) = change else { return };
    for (name, value) in change {
        into[name] = value;
    }
}

#[tokio::test]
async fn mastodon_attaches_documents_and_warns_in_the_summary() {
    let stage = stage().await;
    let home = stage
        .shows(
            "/users/lena/statuses/1",
            json!({
                "summary": "Bright light", "sensitive": true, "url": stage.at("/@lena/1"),
                "conversation": "tag:peer.example,2026-01-05:objectId=1:objectType=Conversation",
                "contentMap": { "en": "<p>Pans of salt</p>" },
                "content": "<p>Pans of salt <a href=\"https://peer.example/tags/salt\" class=\"mention hashtag\" rel=\"tag\">#<span>salt</span></a></p>",
                "attachment": [{ "type": "Document", "mediaType": "image/jpeg", "url": stage.at("/m/1.jpg"), "name": "Pans, from above",
                    "blurhash": "UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH", "focalPoint": [0.0, 0.0], "width": 900, "height": 600 }],
                "tag": [{ "type": "Hashtag", "href": "https://peer.example/tags/salt", "name": "#salt" }],
                "replies": { "id": stage.at("/users/lena/statuses/1/replies"), "type": "Collection", "first": { "type": "CollectionPage", "items": [] } },
            }),
            json!({ "to": [PUBLIC], "signature": { "type": "RsaSignature2017", "signatureValue": "bm9uZQ==" } }),
        )
        .await;
    assert!(home.text(".post").contains("Bright light"), "{}", home.main_text());
    assert_eq!(home.attribute(".post .picture img", "alt"), "Pans, from above");

    // Its deletion of a post is a Tombstone, and of somebody their id alone.
    let id = stage.at("/users/lena/statuses/1");
    let lena = stage.peer.actor("lena");
    let gone = json!({ "id": format!("{id}#delete"), "type": "Delete", "actor": lena, "to": [PUBLIC], "object": { "id": id, "type": "Tombstone", "atomUri": id } });
    stage.says(gone).await;
    assert!(stage.ana.visits("/").await.texts(".post").is_empty());
    stage
        .says(
            json!({ "id": format!("{lena}#delete"), "type": "Delete", "actor": lena, "to": [PUBLIC], "object": lena }),
        )
        .await;
    assert!(!stage.ana.visits("/@ana/following").await.main_text().contains("lena"));
}

#[tokio::test]
async fn pixelfed_lists_security_first_and_leaves_sizes_empty() {
    let stage = stage().await;
    let home = stage
        .shows(
            "/p/lena/1",
            json!({
                "@context": ["https://w3id.org/security/v1", "https://www.w3.org/ns/activitystreams", { "Hashtag": "as:Hashtag" }],
                "summary": null, "inReplyTo": null, "sensitive": false, "commentsEnabled": true,
                "capabilities": { "announce": PUBLIC, "like": PUBLIC, "reply": PUBLIC },
                "location": { "type": "Place", "name": "Aveiro", "longitude": "-8.65", "latitude": "40.64", "country": "Portugal" },
                "attachment": [
                    { "type": "Image", "mediaType": "image/jpeg", "url": stage.at("/m/1.jpg"), "name": "First", "focalPoint": [0, 0], "width": null, "height": null, "license": "CC BY" },
                    { "type": "Image", "mediaType": "image/jpeg", "url": stage.at("/m/2.jpg"), "name": null, "blurhash": null, "license": null },
                ],
            }),
            json!({}),
        )
        .await;
    let post = stage.ana.visits(&home.attribute(".post a.when", "href")).await;
    assert_eq!(post.attributes(".stage img", "alt")[0], "First");
    assert_eq!(post.attributes(".stage li.picture", "id").len(), 2);
    assert!(post.has("a[rel~='license']"), "{}", post.main_text());
    assert!(post.has("textarea[name='comment']"));
    let closed = stage
        .shows(
            "/p/lena/3",
            json!({ "published": "2026-01-06T08:00:00Z", "capabilities": { "reply": "[]" } }),
            json!({}),
        )
        .await;
    let post = stage.ana.visits(&closed.attribute(".post a.when", "href")).await;
    assert!(!post.has("textarea[name='comment']"), "comments are switched off");

    // It names what it shows by its page.
    let boost = json!({ "id": stage.at("/p/lena/2"), "type": "Announce", "actor": stage.peer.actor("lena"), "to": [PUBLIC],
        "object": stage.at("/p/lena/1") });
    stage.says(boost).await;
    assert_eq!(stage.ana.visits("/").await.texts(".post").len(), 2, "whoever follows her has it already");
}

#[tokio::test]
async fn gotosocial_describes_in_the_summary_and_deletes_without_an_id() {
    let stage = stage().await;
    let id = "/users/lena/statuses/01F8MH";
    let home = stage
        .shows(
            id,
            json!({
                "to": PUBLIC,
                "cc": format!("{}/followers", stage.peer.actor("lena")),
                "interactionPolicy": { "canReply": { "automaticApproval": [PUBLIC] } },
                "attachment": { "type": "Image", "mediaType": "image/jpeg", "url": stage.at("/m/1.jpg"), "summary": "Pans", "name": "m.jpg" },
            }),
            json!({ "to": PUBLIC }),
        )
        .await;
    assert_eq!(home.attribute(".post .picture img", "alt"), "Pans");
    let mut gone = json!({ "type": "Delete", "actor": stage.peer.actor("lena"), "object": stage.at(id), "to": PUBLIC });
    gone["@context"] = json!("https://www.w3.org/ns/activitystreams");
    stage.says(gone).await;
    assert!(stage.ana.visits("/").await.texts(".post").is_empty());
}

#[tokio::test]
async fn vernissage_adds_exif_and_categories() {
    let stage = stage().await;
    let home = stage
        .shows(
            "/actors/lena/statuses/7",
            json!({
                "tag": [{ "type": "Category", "name": "Nature" }, { "type": "Hashtag", "name": "#salt", "href": stage.at("/tags/salt") }],
                "attachment": [{ "type": "Image", "mediaType": "image/jpeg", "url": stage.at("/m/1.jpg"), "name": "Pans", "width": 900, "height": 600,
                    "exif": { "make": "Someone", "fNumber": "f/8" },
                    "exifData": [{ "type": "PropertyValue", "name": "Model", "value": "<b>X100V</b>" },
                        { "type": "PropertyValue", "name": "FNumber", "value": "f/2.8" },
                        { "type": "PropertyValue", "name": "ExposureTime", "value": "1/250" },
                        { "type": "PropertyValue", "name": "GPSLatitude", "value": "40.64" }],
                    "location": { "type": "Place", "name": "Aveiro", "latitude": "40,64", "longitude": "-8,65" },
                    "hdrImageUrl": stage.at("/m/1.avif"), "license": "https://creativecommons.org/licenses/by-sa/4.0/" }],
            }),
            json!({}),
        )
        .await;
    assert_eq!(home.attribute(".post .picture img", "alt"), "Pans");
    let post = stage.ana.visits(&home.attribute(".post a.when", "href")).await;
    assert_eq!(post.attribute("a[rel~='license']", "href"), "https://creativecommons.org/licenses/by-sa/4.0/");
    assert_eq!(post.text(".made"), "<b>X100V</b> · f/2.8 · 1/250 s");

    let mut again = stage.plain("/actors/lena/statuses/7");
    again["updated"] = json!("2026-01-06T08:00:00Z");
    again["contentMap"] = json!({ "pt": again["content"] });
    again["interactionPolicy"] = json!({ "canReply": { "automaticApproval": [stage.peer.actor("lena")] } });
    again["attachment"] = json!([{ "type": "Image", "mediaType": "image/jpeg", "url": stage.at("/m/1.jpg"), "name": "Pans",
        "exifData": [{ "type": "PropertyValue", "name": "Model", "value": "X-T5" }] }]);
    stage.says(activity(&stage.peer, "lena", "Update", 2, &again)).await;
    let post = stage.ana.visits(&post.path).await;
    assert_eq!(post.text(".made"), "X-T5");
    assert_eq!(post.attribute(".e-content", "lang"), "pt");
    assert!(!post.has("[name='comment']"), "its author lets nobody answer");
}

#[tokio::test]
async fn misskey_reacts_with_likes_and_embeds_what_it_answers() {
    let stage = stage().await;
    let page = stage.ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(48, 36, 1));
    let post = page.fills("audience", "public").presses("Publish").await.path;
    stage.hub.settles().await;
    let created = stage.peer.activities("Create");
    let id = match created.last() {
        Some(created) => created["object"]["id"].clone(),
        None => json!(stage.ana.home.clone() + "/ap/posts/" + post.rsplit('/').next().expect("an id")),
    };
    let like = |content: &str| {
        json!({ "id": stage.at("/likes/1"), "type": "Like", "actor": stage.peer.actor("lena"), "object": id,
            "content": content, "_misskey_reaction": content })
    };
    stage.says(like(":salt@.:")).await;
    assert!(stage.ana.visits(&format!("{post}/likes")).await.main_text().contains("lena of elsewhere"));
    let undo = json!({ "id": stage.at("/likes/1/undo"), "type": "Undo", "actor": stage.peer.actor("lena"), "object": like(":salt@.:") });
    stage.says(undo).await;
    assert!(!stage.ana.visits(&format!("{post}/likes")).await.main_text().contains("lena of elsewhere"));

    let answered = json!({ "id": id, "type": "Note", "content": "…" });
    stage
        .shows(
            "/notes/9x",
            json!({ "inReplyTo": answered, "content": "<p>So bright</p>", "_misskey_content": "So bright" }),
            json!({}),
        )
        .await;
    assert_eq!(stage.ana.visits(&post).await.texts(".comment .e-content"), ["So bright"]);
}

#[tokio::test]
async fn akkoma_writes_links_and_reacts_with_emoji() {
    let stage = stage().await;
    let home = stage
        .shows(
            "/objects/1f-2e",
            json!({
                "source": { "content": "Pans of salt", "mediaType": "text/markdown" },
                "tag": [{ "type": "Emoji", "id": null, "name": ":salt:", "icon": { "type": "Image", "url": stage.at("/e/salt.png") } }],
                "attachment": [{ "type": "Document", "name": "Pans", "mediaType": "image/jpeg",
                    "url": [{ "type": "Link", "mediaType": "image/jpeg", "href": stage.at("/m/1.jpg"), "width": 900, "height": 600 }] }],
            }),
            json!({ "directMessage": false }),
        )
        .await;
    assert_eq!(home.attribute(".post .picture img", "alt"), "Pans");
    let react = json!({ "id": stage.at("/activities/2"), "type": "EmojiReact", "actor": stage.peer.actor("lena"), "object": stage.at("/objects/1f-2e"),
        "content": "🔥", "to": [stage.peer.actor("lena")] });
    stage.says(react).await;
    let post = home.attribute(".post a.when", "href");
    assert!(stage.ana.visits(&format!("{post}/likes")).await.main_text().contains("lena of elsewhere"));
}

#[tokio::test]
async fn lemmy_publishes_pages_with_a_name() {
    let stage = stage().await;
    let home = stage
        .shows(
            "/post/12",
            json!({
                "type": "Page", "name": "Pans of salt, seen from above", "content": "<p>In June</p>", "mediaType": "text/html",
                "audience": stage.at("/c/salt"), "to": [stage.at("/c/salt"), PUBLIC], "cc": [],
                "attachment": [{ "type": "Link", "href": stage.at("/m/1.jpg") }, { "type": "Image", "url": stage.at("/m/2.jpg") }],
                "image": { "type": "Image", "url": stage.at("/m/2.jpg") }, "stickied": false, "commentsEnabled": true,
                "language": { "identifier": "en", "name": "English" },
            }),
            json!({}),
        )
        .await;
    assert_eq!(home.text(".post h2"), "Pans of salt, seen from above", "{}", home.main_text());
    assert!(home.has(".post .picture img"));
    // What a group hands on of others means nothing, and is no error.
    let inner = json!({ "id": stage.at("/activities/like/1"), "type": "Dislike", "actor": stage.peer.actor("lena"), "object": stage.at("/post/12") });
    stage.says(json!({ "id": stage.at("/activities/announce/1"), "type": "Announce", "actor": stage.peer.actor("lena"), "object": inner, "to": [PUBLIC] })).await;
}

#[tokio::test]
async fn peertube_publishes_videos_of_many_links() {
    let stage = stage().await;
    let lena = stage.peer.actor("lena");
    let home = stage
        .shows(
            "/videos/watch/6a",
            json!({
                "type": "Video", "name": "Salt in the wind", "content": "A *short* film", "mediaType": "text/markdown", "duration": "PT24S",
                "attributedTo": [{ "type": "Person", "id": lena }, { "type": "Group", "id": stage.at("/video-channels/salt") }],
                "licence": { "identifier": "1", "name": "Attribution" }, "sensitive": false,
                "icon": [{ "type": "Image", "url": stage.at("/m/1.jpg"), "mediaType": "image/jpeg", "width": 280, "height": 157 },
                    { "type": "Image", "url": stage.at("/m/2.jpg"), "mediaType": "image/jpeg", "width": 850, "height": 480 }],
                "url": [
                    { "type": "Link", "mediaType": "text/html", "href": stage.at("/w/6a") },
                    { "type": "Link", "mediaType": "application/x-mpegURL", "href": stage.at("/m/6a.m3u8"), "tag": [] },
                    { "type": "Link", "mediaType": "video/mp4", "href": stage.at("/m/6a.mp4"), "height": 720 },
                ],
            }),
            json!({ "signature": { "type": "RsaSignature2017" } }),
        )
        .await;
    assert_eq!(home.text(".post h2"), "Salt in the wind", "{}", home.main_text());
    assert!(home.attributes(".post a", "href").contains(&stage.at("/w/6a")), "its own page is linked");
}

#[tokio::test]
async fn wordpress_escapes_addresses_and_says_public_and_followers_at_once() {
    let stage = stage().await;
    let home = stage
        .shows(
            "/?p=12",
            json!({
                "type": "Article", "name": "On salt", "summary": "Three pans", "url": stage.at("/?p=12&#038;preview=1"),
                "to": [PUBLIC, format!("{}/followers", stage.peer.actor("lena"))], "cc": [],
                "attachment": [{ "type": "Image", "url": stage.at("/m/1.jpg"), "mediaType": "image/jpeg", "name": "Pans" }],
            }),
            json!({}),
        )
        .await;
    assert_eq!(home.attribute(".post .picture img", "alt"), "Pans");
    assert!(
        home.attributes(".post a", "href").contains(&stage.at("/?p=12&preview=1")),
        "{:?}",
        home.attributes(".post a", "href")
    );
}

#[tokio::test]
async fn ghost_attaches_one_thing_without_a_type_and_friendica_says_public_as_a_copy() {
    let stage = stage().await;
    let home = stage
        .shows(
            "/.ghost/activitypub/article/1",
            json!({ "type": "Article", "name": "On salt", "to": "as:Public", "image": stage.at("/m/1.jpg"),
                "attachment": { "type": "Image", "url": stage.at("/m/1.jpg") } }),
            json!({ "to": "as:Public" }),
        )
        .await;
    assert!(home.has(".post .picture img"), "{}", home.main_text());
    let home = stage
        .shows(
            "/objects/f-1",
            json!({ "published": "2026-01-06T08:00:00Z", "to": [format!("{}/followers", stage.peer.actor("lena"))], "cc": [PUBLIC], "source": { "content": "[b]Salt[/b]", "mediaType": "text/bbcode" } }),
            json!({}),
        )
        .await;
    assert_eq!(home.texts(".post").len(), 2);
}

#[tokio::test]
async fn bridgy_mentions_without_names_and_addresses_in_lists() {
    let stage = stage().await;
    let home = stage
        .shows(
            "/r/https://lena.example/1",
            json!({
                "url": [stage.at("/r/https://lena.example/1"), { "type": "Link", "href": "https://lena.example/1" }],
                "tag": [{ "type": "Mention", "href": "https://other.example/users/x" }, null, "salt", 7],
                "attachment": [null, "x", { "type": "Image", "url": { "type": "Link", "href": stage.at("/m/1.jpg"), "mediaType": "image/jpeg" }, "name": ["Pans"] }],
            }),
            json!({ "to": [PUBLIC] }),
        )
        .await;
    assert!(home.text(".post .e-content").contains("Pans of salt"));
}

/// What nobody here understands is taken and means nothing.
#[tokio::test]
async fn what_is_not_understood_is_taken() {
    let stage = stage().await;
    for (number, kind) in (1..).zip([
        "View",
        "Story:Reaction",
        "Travel",
        "Offer",
        "Flag",
        "Arrive",
        "Dislike",
        "Add",
        "Remove",
        "Move",
        "Listen",
    ]) {
        let said =
            activity(&stage.peer, "lena", kind, number, &json!({ "type": "Thing", "id": stage.at("/things/1") }));
        stage.says(said).await;
    }
    let many = json!({ "id": stage.at("/activities/many"), "type": ["Create", "Thing"], "actor": [stage.peer.actor("lena")], "object": [stage.plain("/notes/1")] });
    assert!(stage.peer.sends(&stage.hub, "lena", &many).await.status.as_u16() < 500);
    stage.hub.settles().await;
}
