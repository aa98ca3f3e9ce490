//! Reports from server to server.

use heliograph_entity::user::Role;
use serde_json::{Value, json};

use super::{activity, actor_of, follows, sends};
use crate::support::{Hub, Person, RemoteServer, photos};

async fn stage() -> (Hub, RemoteServer, [Person; 3]) {
    let peer = RemoteServer::start("peer").await;
    peer.has("lena");
    let hub = RemoteServer::hub_beside(&[&peer]).await;
    let people = hub.people(["ana", "tom", "moda"]).await;
    hub.promote("moda", Role::Moderator).await;
    (hub, peer, people)
}

/// What is open, as Moda of the staff reads it.
async fn open(moda: &Person) -> Vec<String> {
    moda.visits("/console/reports").await.texts(".reports > li")
}

async fn publishes(person: &Person) -> String {
    let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(480, 360, 1));
    page.fills("audience", "public").presses("Publish").await.path
}

#[tokio::test]
async fn what_is_of_another_server_is_reported_there_by_the_community_and_not_by_name() {
    let (hub, peer, [ana, _, moda]) = stage().await;
    follows(&hub, &peer, &ana, "lena").await;
    let note = peer.publishes("lena", 1, "<p>Bought followers</p>");
    peer.says_note(&note);
    sends(&hub, &peer, "lena", "Create", 1, &note).await;
    let post = ana.visits("/").await.attribute(".post a.when", "href");

    // Without being asked to, nobody there is told.
    ana.posts(&format!("/@lena@{}/report", peer.host), &[("report", "Odd")]).await;
    hub.settles().await;
    assert!(peer.activities("Flag").is_empty());

    let page = ana.visits(&post).await.clicks("Report").await;
    page.fills("report", "Spam").fills("hand-on", "yes").presses("Report").await;
    hub.settles().await;
    let [flag] = peer.activities("Flag").try_into().expect("one");
    let community = format!("{}/ap/actor", ana.home);
    assert_eq!((&flag["actor"], &flag["content"]), (&json!(community), &json!("Spam")));
    assert_eq!(flag["object"], json!([peer.actor("lena"), note["id"]]));
    assert!(!flag.to_string().contains("ana"));
    let actor: Value = serde_json::from_slice(&super::asks(&ana, "/ap/actor").await.body).expect("an actor");
    let pem = actor["publicKey"]["publicKeyPem"].as_str().expect("a key").to_owned();
    let sent = peer
        .received()
        .into_iter()
        .find(|sent| sent.method == "POST" && sent.body()["type"] == "Flag")
        .expect("it was sent");
    assert!(sent.is_signed_by(&pem), "the community signs");
    assert_eq!(open(&moda).await.len(), 2);

    // Nor is that server told later who it was.
    let before = peer.activities("Delete").len();
    hub.leaves("tom").await;
    hub.settles().await;
    assert_eq!(peer.activities("Delete").len(), before);
}

/// R21: the id is of the reporter's server; no more than a hundred objects; what is not of the community means nothing.
#[tokio::test]
async fn r21_reports_of_other_servers_reach_staff() {
    let (hub, peer, [ana, tom, moda]) = stage().await;
    let (by_tom, by_ana) = (publishes(&tom).await, publishes(&ana).await);
    let id = |path: &str| format!("{}/ap/posts/{}", tom.home, path.rsplit('/').next().expect("an id"));
    let actor = actor_of(&tom, "tom").await;

    let flag = |number: u32, object: Value| {
        let mut flag = activity(&peer, "lena", "Flag", number, &object);
        flag["content"] = json!("<p>Stolen <b>twice</b></p>");
        flag
    };
    // As Mastodon writes it: the person, then posts; those of somebody else are left out.
    let said = flag(1, json!([actor, id(&by_tom), id(&by_ana), "https://elsewhere.example/1"]));
    for _ in 0..2 {
        assert_eq!(peer.sends(&hub, "lena", &said).await.status, 202);
        hub.settles().await;
    }
    let reports = open(&moda).await;
    assert_eq!(reports.len(), 1, "{reports:?}");
    assert!(reports[0].contains("A post by @tom") && reports[0].contains("Stolen twice"), "{reports:?}");
    assert!(reports[0].contains("Reported by the moderators of peer.localhost"), "{reports:?}");
    let report = moda.visits(&moda.visits("/console/reports").await.attribute(".reports .whole", "href")).await;
    assert_eq!(report.texts(".reported").len(), 1);

    // As Misskey does: one address. And a post alone means its author.
    for (number, object) in
        [(2, json!(actor)), (3, json!([id(&by_ana)])), (4, json!({ "type": "Person", "id": actor }))]
    {
        assert_eq!(peer.sends(&hub, "lena", &flag(number, object)).await.status, 202);
    }
    hub.settles().await;
    assert_eq!(open(&moda).await.len(), 4);

    let mut many = vec![json!(actor)];
    many.extend((0..100).map(|number| json!(format!("{}/ap/posts/{number}", tom.home))));
    for (number, object) in
        [(5, json!(many)), (6, json!([])), (7, json!(null)), (8, json!("https://elsewhere.example/2"))]
    {
        assert_eq!(peer.sends(&hub, "lena", &flag(number, object)).await.status, 202);
    }
    let mut foreign = flag(9, json!(actor));
    foreign["id"] = json!("https://elsewhere.example/flags/1");
    assert_eq!(peer.sends(&hub, "lena", &foreign).await.status, 400);
    hub.settles().await;
    assert_eq!(open(&moda).await.len(), 4, "none of these is a report");
}

#[tokio::test]
async fn a_server_whose_reports_are_not_wanted_is_not_heard_and_one_that_floods_is_heard_in_part() {
    let (hub, peer, [_, tom, moda]) = stage().await;
    hub.promote("moda", Role::Admin).await;
    let actor = actor_of(&tom, "tom").await;
    let page = moda.visits("/console/servers/new?domain=peer.localhost").await;
    let page = page.fills("severity", "allow").fills("reject-reports", "yes").presses("Save").await;
    assert!(page.main_text().contains("Without reports"), "{}", page.main_text());
    let list = moda.asks("/console/servers/export").await.text();
    assert!(list.contains("peer.localhost,noop,FALSE,TRUE"), "{list}");
    sends(&hub, &peer, "lena", "Flag", 1, &json!(actor)).await;
    assert!(open(&moda).await.is_empty());

    let page = moda.visits("/console/servers").await;
    let page = moda.visits(&page.attribute(".policies .whole", "href")).await;
    assert!(page.has("[name='reject-reports'][checked]"));
    page.presses("Lift it").await;
    for number in 2..60 {
        let flag = activity(&peer, "lena", "Flag", number, &json!(actor));
        assert_eq!(peer.sends(&hub, "lena", &flag).await.status, 202);
    }
    hub.settles().await;
    assert_eq!(moda.visits("/").await.text("a[href='/console'] .count"), "50");
}
