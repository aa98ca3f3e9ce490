//! People who go from one account to another, with those who follow.

use std::{net::IpAddr, time::Duration};

use heliograph_entity::{alias, user::Role};
use reqwest::multipart;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use super::{activity, actor_of, document, sends};
use crate::support::{Answer, Hub, Page, Person, RemoteServer, linter};

const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);

/// From now on somebody there says that these accounts are theirs as well.
fn says_to_be(server: &RemoteServer, name: &str, aliases: &[String]) {
    let path = format!("/users/{name}");
    let mut document: Value = serde_json::from_slice(&server.document(&path)).expect("a document");
    document["alsoKnownAs"] = json!(aliases);
    server.says(&path, "application/activity+json", &document.to_string());
}

/// Somebody there says that they have moved.
async fn moves(hub: &Hub, peer: &RemoteServer, by: &str, number: u32, who: &str, target: &str) {
    let mut said = activity(peer, by, "Move", number, &json!(who));
    said["target"] = json!(target);
    assert_eq!(peer.sends(hub, by, &said).await.status, 202);
    hub.settles().await;
}

/// Two servers beside the hub, on one of which Lena is and on the other her new account; Tom follows her.
async fn stage() -> (Hub, RemoteServer, RemoteServer, Person) {
    let (peer, other) = (RemoteServer::start("peer").await, RemoteServer::start("other").await);
    peer.has("lena");
    other.has("lena");
    let hub = RemoteServer::hub_beside(&[&peer, &other]).await;
    let tom = hub.person("tom").await;
    follows_lena(&hub, &peer, &tom).await;
    (hub, peer, other, tom)
}

/// Somebody of any community follows Lena, who lets them.
async fn follows_lena(hub: &Hub, peer: &RemoteServer, person: &Person) {
    person.visits(&format!("/search?q=@lena@{}", peer.host)).await;
    person.posts(&format!("/@lena@{}/follow", peer.host), &[]).await;
    hub.settles().await;
    let asked = peer.activities("Follow");
    let accept = activity(peer, "lena", "Accept", asked.len() as u32, asked.last().expect("a follow"));
    assert_eq!(peer.sends_to(hub, person, "lena", "/ap/inbox", &accept).await.status, 202);
    hub.settles().await;
}

fn number_of(server: &RemoteServer, kind: &str) -> usize {
    server.activities(kind).len()
}

async fn moves_away(person: &Person, target: &str) -> Page {
    person.visits("/settings/moving/away").await.fills("target", target).presses("Move to that account").await
}

fn says(answer: &Answer, words: &str) {
    assert!(answer.text().contains(words), "{words}: {}", answer.text());
}

#[tokio::test]
async fn r21_whoever_has_moved_elsewhere_is_followed_where_they_are_now() {
    let (hub, peer, other, tom) = stage().await;
    let visitor = hub.visitor("praia.localhost").await;
    says_to_be(&other, "lena", &[peer.actor("lena")]);

    moves(&hub, &peer, "lena", 1, &peer.actor("lena"), &other.actor("lena")).await;
    let [asked] = other.activities("Follow").try_into().expect("a follow of the new account");
    linter::accepts(&asked, &visitor.home);
    assert_eq!(asked["object"], json!(other.actor("lena")));
    let [undo] = peer.activities("Undo").try_into().expect("the end of the old one");
    linter::accepts(&undo, &visitor.home);
    assert_eq!(undo["object"]["object"], json!(peer.actor("lena")));

    let (old, new) = (format!("/@lena@{}", peer.host), format!("/@lena@{}", other.host));
    let profile = tom.visits(&old).await;
    assert_eq!(profile.text(".notice.moved"), format!("lena of elsewhere has moved to @lena@{}", other.host));
    assert_eq!(profile.attribute(".notice.moved a", "href"), new);
    assert!(!profile.has("form[action$='/follow']"), "nobody begins to follow the old one");
    assert_eq!(profile.attribute("in-place a.button", "href"), new);
    let led = tom.follows_post(&format!("{old}/follow"), &[]).await;
    assert_eq!((led.status, led.path), (200, old.clone()));
    assert!(tom.visits(&new).await.has("form[action$='/unfollow']"), "it has been asked");

    // The same again, in two ways, is nothing new.
    moves(&hub, &peer, "lena", 1, &peer.actor("lena"), &other.actor("lena")).await;
    moves(&hub, &peer, "lena", 2, &peer.actor("lena"), &other.actor("lena")).await;
    assert_eq!((number_of(&other, "Follow"), number_of(&peer, "Undo")), (1, 1));
}

#[tokio::test]
async fn r21_a_move_that_the_other_account_does_not_know_of_means_nothing() {
    let (hub, peer, other, tom) = stage().await;
    let (old, new) = (peer.actor("lena"), other.actor("lena"));
    peer.has("otto");
    let old_profile = format!("/@lena@{}", peer.host);
    let still = async |what: &str| {
        assert_eq!((number_of(&other, "Follow"), number_of(&peer, "Undo")), (0, 0), "{what}");
        let profile = tom.visits(&old_profile).await;
        assert!(profile.has("form[action$='/unfollow']") && !profile.has(".notice.moved"), "{what}");
    };

    moves(&hub, &peer, "lena", 1, &old, &new).await;
    still("an account that names nobody").await;
    says_to_be(&other, "lena", &[peer.actor("otto")]);
    moves(&hub, &peer, "lena", 2, &old, &new).await;
    still("one that names somebody else").await;
    says_to_be(&other, "lena", std::slice::from_ref(&old));
    moves(&hub, &peer, "otto", 3, &old, &new).await;
    still("somebody else says so").await;
    moves(&hub, &peer, "lena", 4, &peer.actor("otto"), &new).await;
    still("of somebody else").await;
    moves(&hub, &peer, "lena", 5, &old, &old).await;
    still("to themselves").await;
    moves(&hub, &peer, "lena", 6, &old, &format!("{}/users/nobody", other.origin())).await;
    still("to nobody").await;

    // The target is asked anew, whatever was known of it.
    moves(&hub, &peer, "lena", 7, &old, &new).await;
    assert_eq!((number_of(&other, "Follow"), number_of(&peer, "Undo")), (1, 1));
}

#[tokio::test]
async fn r21_somebody_moves_once_in_a_week() {
    let (hub, peer, other, _tom) = stage().await;
    let old = peer.actor("lena");
    other.has("mia");
    for name in ["lena", "mia"] {
        says_to_be(&other, name, std::slice::from_ref(&old));
    }
    moves(&hub, &peer, "lena", 1, &old, &other.actor("lena")).await;
    // They think better of it, and somebody else begins to follow them.
    sends(&hub, &peer, "lena", "Update", 2, &json!(old)).await;
    let ana = hub.person("ana").await;
    follows_lena(&hub, &peer, &ana).await;

    hub.clock.advance(WEEK - Duration::from_secs(60));
    moves(&hub, &peer, "lena", 3, &old, &other.actor("mia")).await;
    assert_eq!(number_of(&other, "Follow"), 1);
    hub.clock.advance(Duration::from_secs(60));
    moves(&hub, &peer, "lena", 4, &old, &other.actor("mia")).await;
    let asked = other.activities("Follow");
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[1]["object"], json!(other.actor("mia")));
}

#[tokio::test]
async fn r21_somebody_moves_to_a_member() {
    let (hub, peer, _other, tom) = stage().await;
    let serra = hub.community("serra").await;
    let [ana, eva] = hub.people(["ana", "eva"]).await;
    let sara = hub.person_of(&serra, "sara").await;
    for person in [&eva, &ana, &sara] {
        follows_lena(&hub, &peer, person).await;
    }
    let lena = format!("@lena@{}", peer.host);
    let actor = actor_of(&hub.visitor("praia.localhost").await, "ana").await;
    // Whoever wants nothing to do with one of the two stays where they are.
    eva.posts("/@ana/block", &[]).await;

    moves(&hub, &peer, "lena", 1, &peer.actor("lena"), &actor).await;
    assert_eq!(number_of(&peer, "Undo"), 0, "she has not said that it is hers");
    let page = ana.visits("/settings/moving").await.fills("alias", &lena).presses("Add it").await;
    assert_eq!(page.texts(".rows strong"), [lena.as_str()]);
    moves(&hub, &peer, "lena", 2, &peer.actor("lena"), &actor).await;

    let mut followers = ana.visits("/@ana/followers").await.texts(".rows strong");
    followers.sort();
    assert_eq!(followers, ["sara", "tom"], "those of both communities");
    assert_eq!(number_of(&peer, "Undo"), 2);
    assert!(tom.visits("/@ana").await.has("form[action$='/unfollow']"));
    for person in [&eva, &ana] {
        assert!(person.visits(&format!("/{lena}")).await.has("form[action$='/unfollow']"), "{}", person.name);
    }
}

#[tokio::test]
async fn nobody_is_led_to_a_server_that_their_community_has_suspended() {
    let (hub, peer, other, tom) = stage().await;
    says_to_be(&other, "lena", &[peer.actor("lena")]);
    let serra = hub.community("serra").await;
    let sara = hub.person_of(&serra, "sara").await;
    follows_lena(&hub, &peer, &sara).await;
    let adam = hub.staff(&serra, "adam", Role::Admin).await;
    adam.posts("/console/servers", &[("domain", "other.localhost"), ("severity", "suspend"), ("seen", "yes")]).await;
    hub.settles().await;

    moves(&hub, &peer, "lena", 1, &peer.actor("lena"), &other.actor("lena")).await;
    assert_eq!((number_of(&other, "Follow"), number_of(&peer, "Undo")), (1, 1), "of Praia alone");
    let old = format!("/@lena@{}", peer.host);
    let profile = sara.visits(&old).await;
    assert!(profile.has(".notice.moved") && !profile.has(".notice.moved a"), "{}", profile.main_text());
    assert!(profile.has("form[action$='/unfollow']"));
    assert!(tom.visits(&old).await.has(".notice.moved a"));
}

#[tokio::test]
async fn r21_an_actor_that_says_it_has_moved_is_shown_so_when_the_other_one_says_so_too() {
    let (hub, peer, other, tom) = stage().await;
    let path = "/users/lena";
    let mut document: Value = serde_json::from_slice(&peer.document(path)).expect("a document");
    document["movedTo"] = json!(other.actor("lena"));
    peer.says(path, "application/activity+json", &document.to_string());
    sends(&hub, &peer, "lena", "Update", 1, &json!(peer.actor("lena"))).await;

    let old = format!("/@lena@{}", peer.host);
    let profile = tom.visits(&old).await;
    assert!(!profile.has(".notice.moved") && profile.has("form[action$='/unfollow']"), "{}", profile.main_text());
    assert_eq!(other.asked_for("/users/lena"), 1, "it was asked whether it is so");

    says_to_be(&other, "lena", &[peer.actor("lena")]);
    sends(&hub, &peer, "lena", "Update", 2, &json!(peer.actor("lena"))).await;
    assert_eq!(tom.visits(&old).await.attribute(".notice.moved a", "href"), format!("/@lena@{}", other.host));
    sends(&hub, &peer, "lena", "Update", 3, &json!(peer.actor("lena"))).await;
    assert!(tom.visits(&old).await.has(".notice.moved"));
    assert_eq!(other.asked_for("/users/lena"), 2, "what is known is not asked again");

    peer.has("lena");
    sends(&hub, &peer, "lena", "Update", 4, &json!(peer.actor("lena"))).await;
    assert!(!tom.visits(&old).await.has(".notice.moved"));
}

#[tokio::test]
async fn whoever_comes_says_which_accounts_are_theirs() {
    let (hub, peer, other, _tom) = stage().await;
    hub.community("serra").await;
    let [ana, _ben] = hub.people(["ana", "ben"]).await;
    let visitor = hub.visitor("praia.localhost").await;
    let (actor, ben) = (actor_of(&visitor, "ana").await, actor_of(&visitor, "ben").await);
    sends(&hub, &peer, "lena", "Follow", 1, &json!(actor)).await;
    assert_eq!(document(&visitor, &actor).await["alsoKnownAs"], json!([]));

    for typed in
        [format!("@lena@{}", peer.host), other.actor("lena"), "@ben".to_owned(), format!("@lena@{}", peer.host)]
    {
        let page = ana.visits("/settings/moving").await.fills("alias", &typed).presses("Add it").await;
        assert_eq!((page.status, page.path.as_str()), (200, "/settings/moving"), "{typed}: {}", page.main_text());
    }
    let known = json!([peer.actor("lena"), other.actor("lena"), ben]);
    assert_eq!(document(&visitor, &actor).await["alsoKnownAs"], known);
    hub.settles().await;
    let told = peer.activities("Update").pop().expect("its followers are told");
    linter::accepts(&told, &visitor.home);
    assert_eq!(told["object"]["alsoKnownAs"], known);

    for (typed, words) in [
        ("", "Please name the account"),
        ("two words", "names no account"),
        ("@ana", "the account you are signed in with"),
        ("@nobody", "Nobody here is called"),
        ("@nobody@serra.localhost", "Nobody here is called"),
        (&format!("{}/ap/accounts/77", ana.home), "Nobody here is called"),
        (&format!("@nobody@{}", peer.host), "peer.localhost"),
        (&format!("{}/nothing", peer.origin()), "doesn't answer with such an account"),
        ("@lena@unknown.example", "unknown.example doesn't answer"),
    ] {
        let page = ana.follows_post("/settings/moving", &[("alias", typed)]).await;
        assert_eq!(page.status, 422, "{typed}");
        assert!(page.text("#alias-error").contains(words), "{typed}: {}", page.text("#alias-error"));
        assert_eq!(page.value("alias"), typed);
    }
    let long = ana.follows_post("/settings/moving", &[("alias", &"a".repeat(501))]).await;
    assert!(long.text("#alias-error").contains("500 characters; it has 501"), "{}", long.text("#alias-error"));

    hub.clock.advance(Duration::from_secs(3600));
    for number in 1..=8 {
        let name = format!("old{number}");
        hub.account(&hub.praia().await, &name, true).await;
        ana.posts("/settings/moving", &[("alias", &name)]).await;
    }
    let page = ana.visits("/settings/moving").await;
    assert_eq!((page.texts(".rows strong").len(), page.has("#alias")), (10, false), "{}", page.main_text());
    let page = ana.follows_post("/settings/moving", &[("alias", "old8")]).await;
    assert!(page.text("#alias-error").contains("You can name 10"), "{}", page.main_text());

    let remove = page.attributes("form[action$='/remove']", "action");
    let ben = hub.visitor("praia.localhost").await;
    ben.signs_in("ben").await;
    assert_eq!(ben.posts(&remove[0], &[]).await.status, 404, "nobody else's");
    ana.posts(&remove[0], &[]).await;
    assert_eq!(document(&visitor, &actor).await["alsoKnownAs"].as_array().map(Vec::len), Some(9));

    hub.leaves("ana").await;
    assert_eq!(aliases(&hub).await, 0, "with somebody who leaves go their aliases");
}

#[expect(clippy::disallowed_methods, reason = "looks at the rows themselves")]
async fn aliases(hub: &Hub) -> u64 {
    alias::Entity::find().count(hub.app.db.reader()).await.expect("an answer")
}

#[tokio::test]
async fn a_member_moves_to_another_server_with_those_who_follow() {
    let (hub, peer, other, tom) = stage().await;
    let [ana, eva] = hub.people(["ana", "eva"]).await;
    let visitor = hub.visitor("praia.localhost").await;
    let actor = actor_of(&visitor, "ana").await;
    let post = ana.visits("/publish").await.fills("caption", "Fog").presses("Publish").await.path;
    sends(&hub, &peer, "lena", "Follow", 1, &json!(actor)).await;
    tom.posts("/@ana/follow", &[]).await;
    hub.settles().await;
    let new = format!("@lena@{}", other.host);

    let page = moves_away(&ana, &new).await;
    assert_eq!(page.status, 422);
    let sentence = page.text("#target-error");
    let own = format!("@ana@{}", visitor.home.trim_start_matches("http://"));
    assert!(sentence.contains(&new) && sentence.contains(&own) && sentence.contains("aliases"), "{sentence}");
    assert_eq!(document(&visitor, &actor).await.get("movedTo"), None);
    says_to_be(&other, "lena", std::slice::from_ref(&actor));
    let page = moves_away(&ana, &new).await;
    assert_eq!((page.status, page.path.as_str()), (200, "/settings/moving"), "{}", page.main_text());
    assert!(page.main_text().contains(&format!("You have moved to {new}")));
    hub.settles().await;

    assert_eq!(document(&visitor, &actor).await["movedTo"], json!(other.actor("lena")));
    let heard =
        peer.received().into_iter().filter(|received| received.method == "POST").map(|received| received.body());
    let mut heard: Vec<Value> = heard.filter(|body| body["type"] == "Update" || body["type"] == "Move").collect();
    heard.sort_by_key(|body| body["type"].to_string());
    let [moved, update] = heard.try_into().expect("that it has changed, and that it has moved");
    for said in [&update, &moved] {
        linter::accepts(said, &visitor.home);
    }
    assert_eq!(update["object"]["movedTo"], json!(other.actor("lena")));
    assert_eq!((&moved["object"], &moved["target"]), (&json!(actor), &json!(other.actor("lena"))));
    let [asked] = other.activities("Follow").try_into().expect("Tom is led on");
    assert_eq!(asked["actor"], json!(actor_of(&visitor, "tom").await));
    assert!(
        ana.visits("/@ana").await.text(".counts").contains("1 follower"),
        "who is of elsewhere is led on from there"
    );

    for looker in [&visitor, &tom, &eva] {
        let profile = looker.visits("/@ana").await;
        assert_eq!(profile.text(".notice.moved"), format!("ana has moved to {new}"));
        assert_eq!(profile.attribute(".notice.moved a", "href"), format!("/{new}"));
        assert!(!profile.has("form[action$='/follow']") && !profile.has("a[href='/@ana/follow']"));
        assert_eq!(looker.asks(&post).await.status, 200, "what is there stays");
    }
    assert_eq!(visitor.asks("/@ana/follow").await.header("location"), "/@ana");
    eva.posts("/@ana/follow", &[]).await;
    assert!(!ana.visits("/@ana/followers").await.texts(".rows strong").contains(&"eva".to_owned()));
    peer.has("mia");
    sends(&hub, &peer, "mia", "Follow", 2, &json!(actor)).await;
    assert_eq!(number_of(&peer, "Reject"), 1, "nobody begins to follow");

    for (path, fields) in [
        ("/@tom/follow", &[][..]),
        (&format!("{post}/comments"), &[("comment", "Sun")][..]),
        (&format!("{post}/boost"), &[][..]),
    ] {
        let answer = ana.posts(path, fields).await;
        assert_eq!(answer.status, 403, "{path}");
        says(&answer, "neither publish nor comment nor follow");
    }
    says(&ana.asks("/publish").await, "/settings/moving");
    let form = multipart::Form::new().text("caption", "Sun").text("action", "publish");
    assert_eq!(ana.sends("/publish", form).await.status, 403);
    let shown = ana.visits(&post).await;
    assert!(shown.main_text().contains("You have moved, and comment with your new account"), "{}", shown.main_text());
    assert!(ana.visits("/@tom").await.status == 200 && ana.visits("/").await.status == 200);
    assert!(moves_away(&ana, &new).await.text("#target-error").contains("You have moved already"));

    let page = ana.visits("/settings/moving").await.presses("Cancel the move").await;
    assert!(page.main_text().contains("The next move is possible from"), "{}", page.main_text());
    hub.settles().await;
    let update = peer.activities("Update").pop().expect("that it has changed");
    assert_eq!(update["object"].get("movedTo"), None);
    assert!(!visitor.visits("/@ana").await.has(".notice.moved"));
    assert!(moves_away(&ana, &new).await.text("#target-error").contains("once in 7 days"));
    assert_eq!(ana.posts("/@tom/follow", &[]).await.status, 303);
    assert_eq!(number_of(&peer, "Move"), 1);
}

#[tokio::test]
async fn what_was_to_be_published_later_waits_when_its_author_has_moved() {
    let hub = Hub::start().await;
    let [ana, ben] = hub.people(["ana", "ben"]).await;
    let later = hub.clock.now().plus(Duration::from_secs(3600)).to_utc().format("%Y-%m-%dT%H:%M").to_string();
    let page = ana.visits("/publish").await.fills("caption", "Later").fills("publish_at", &later);
    page.presses("Schedule").await;
    ben.posts("/settings/moving", &[("alias", "ana")]).await;
    assert_eq!(moves_away(&ana, "@ben").await.status, 200);
    hub.after(Duration::from_secs(2 * 3600)).await;
    assert!(!ben.visits("/@ana").await.has(".post, .tile"));

    ana.visits("/settings/moving").await.presses("Cancel the move").await;
    assert!(ana.visits("/publish/drafts").await.main_text().contains("Later"), "it is a draft like others");
}

#[tokio::test]
async fn followers_in_every_community_of_the_hub_go_along() {
    let hub = Hub::start().await;
    let serra = hub.community("serra").await;
    let [ana, tom, eva, zoe] = hub.people(["ana", "tom", "eva", "zoe"]).await;
    let (new, sara) = (hub.person_of(&serra, "ana").await, hub.person_of(&serra, "sara").await);
    for person in [&tom, &eva, &zoe] {
        person.posts("/@ana/follow", &[]).await;
    }
    sara.posts("/@ana@praia.localhost/follow", &[]).await;
    // She who is followed already is followed once; and whoever is to be asked is asked.
    zoe.posts("/@ana@serra.localhost/follow", &[]).await;
    new.posts("/@ana@praia.localhost/follow", &[]).await;
    new.posts("/settings/privacy", &[("part", "private"), ("old", "leave")]).await;

    let old = format!("@ana@{}", ana.home.trim_start_matches("http://"));
    new.visits("/settings/moving").await.fills("alias", &old).presses("Add it").await;
    let page = moves_away(&ana, "@ana@serra.localhost").await;
    assert_eq!(page.status, 200, "{}", page.main_text());
    hub.settles().await;

    assert_eq!(new.visits("/@ana/followers").await.texts(".rows strong"), ["zoe"]);
    let mut asking = new.visits("/requests").await.texts(".rows strong");
    asking.sort();
    assert_eq!(asking, ["eva", "sara", "tom"]);
    assert_eq!(ana.visits("/@ana/followers").await.texts(".rows strong"), ["ana"], "but for herself");
    assert_eq!(ana.visits("/@ana").await.attribute(".notice.moved a", "href"), "/@ana@serra.localhost");
    assert!(!tom.visits("/@ana").await.main_text().contains("People you might like"));

    let back = moves_away(&new, "@ana@praia.localhost").await;
    assert!(back.text("#target-error").contains("has itself moved"), "{}", back.main_text());
}

/// Two hubs, each of which fetches from the other.
#[tokio::test]
async fn somebody_moves_from_one_hub_to_another() {
    let hub = async |own: &str, other: &str| {
        let hub = Hub::configured(|config| {
            config.federation_allow.push(format!("{other}.localhost=127.0.0.0/8").parse().expect("a pair"));
            config.known_names.push((format!("{other}.localhost"), vec![IpAddr::from([127, 0, 0, 1])]));
        });
        let hub = hub.await;
        let community = hub.community(own).await;
        (hub, community)
    };
    let ((here, praia), (there, serra)) = (hub("praia", "serra").await, hub("serra", "praia").await);
    let both = async || {
        for _ in 0..3 {
            here.settles().await;
            there.settles().await;
        }
    };
    let [old, tom] = [here.person_of(&praia, "ana").await, here.person_of(&praia, "tom").await];
    let [new, sara] = [there.person_of(&serra, "ana").await, there.person_of(&serra, "sara").await];
    let handle = |person: &Person| format!("@ana@{}", person.home.trim_start_matches("http://"));

    tom.posts("/@ana/follow", &[]).await;
    sara.visits(&format!("/search?q={}", handle(&old))).await;
    sara.posts(&format!("/{}/follow", handle(&old)), &[]).await;
    both().await;
    assert_eq!(old.visits("/@ana/followers").await.texts(".rows strong"), ["sara", "tom"]);

    new.visits("/settings/moving").await.fills("alias", &handle(&old)).presses("Add it").await;
    let page = moves_away(&old, &handle(&new)).await;
    assert_eq!(page.path, "/settings/moving", "{}", page.main_text());
    both().await;

    let mut followers = new.visits("/@ana/followers").await.texts(".rows strong");
    followers.sort();
    assert_eq!(followers, ["sara", "tom"]);
    assert!(!old.visits("/@ana/followers").await.has(".rows"));
    let notice = sara.visits(&format!("/{}", handle(&old))).await.text(".notice.moved");
    assert_eq!(notice, "ana has moved to @ana", "she is of this community");
}
