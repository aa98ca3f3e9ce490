//! What a community decides about other servers holds everywhere.

use heliograph_entity::user::Role;
use serde_json::{Value, json};

use super::{actor_of, follows, sends};
use crate::support::{Answer, Hub, Person, RemoteServer, photos};

/// Ana looks after Praia. Tom and Lena of another server follow each other.
struct Stage {
    hub: Hub,
    peer: RemoteServer,
    ana: Person,
    tom: Person,
    lena: String,
}

async fn stage() -> Stage {
    let peer = RemoteServer::start("peer").await;
    peer.has("lena");
    let hub = RemoteServer::hub_beside(&[&peer]).await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    hub.promote("ana", Role::Admin).await;
    follows(&hub, &peer, &tom, "lena").await;
    let stage = Stage { lena: format!("/@lena@{}", peer.host), hub, peer, ana, tom };
    stage.lena_asks(1).await;
    stage
}

impl Stage {
    /// Lena asks to follow Tom.
    async fn lena_asks(&self, number: u32) {
        let actor = actor_of(&self.hub.visitor("praia.localhost").await, "tom").await;
        sends(&self.hub, &self.peer, "lena", "Follow", number, &json!(actor)).await;
    }

    async fn publishes(&self, number: u32, words: &str) -> Value {
        let note = self.peer.publishes("lena", number, words);
        sends(&self.hub, &self.peer, "lena", "Create", number, &note).await;
        note
    }

    /// Ana decides about the server, knowing what it does.
    async fn decides(&self, domain: &str, severity: &str, more: &[(&str, &str)]) -> Answer {
        let fields = [("domain", domain), ("severity", severity), ("seen", "yes")];
        let answer = self.ana.posts("/console/servers", &[&fields, more].concat()).await;
        self.hub.settles().await;
        answer
    }

    async fn lifts(&self) {
        let page = self.ana.visits("/console/servers").await.attribute(".rows a.whole", "href");
        self.ana.posts(&format!("{page}/lift"), &[]).await;
        self.hub.settles().await;
    }

    /// Tom's post, and what other servers call it.
    async fn tom_publishes(&self, title: &str) -> (String, String) {
        let page = self.tom.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(48, 36, 1));
        let post = page.fills("title", title).presses("Publish").await.path;
        self.hub.settles().await;
        let number = post.rsplit('/').next().expect("an id");
        (post.clone(), format!("{}/ap/posts/{number}", self.tom.home))
    }
}

fn answer_of_lena(peer: &RemoteServer, number: u32, answered: &str) -> Value {
    let mut note = peer.publishes("lena", number, "How calm");
    note["inReplyTo"] = json!(answered);
    note["attachment"] = json!([]);
    note
}

/// R22.
#[tokio::test]
async fn r22_a_suspended_server_is_taken_nothing_of_shown_nothing_of_and_told_nothing() {
    let stage = stage().await;
    let Stage { hub, peer, ana, tom, lena } = &stage;
    let note = stage.publishes(1, "Salt").await;
    let (post, id) = stage.tom_publishes("Low tide").await;
    sends(hub, peer, "lena", "Create", 2, &answer_of_lena(peer, 2, &id)).await;
    sends(hub, peer, "lena", "Like", 3, &json!(id)).await;
    let theirs = tom.visits("/").await.attributes(".post a.when", "href");
    let theirs = theirs.into_iter().find(|url| url.starts_with(lena.as_str())).expect("the post of Lena");
    let guest = hub.visitor("praia.localhost").await;
    for person in [tom, &guest] {
        assert_eq!(person.visits(&post).await.texts(".comment .e-content"), ["How calm"]);
        assert_eq!(person.visits(&format!("{post}/likes")).await.texts(".rows strong"), ["lena of elsewhere"]);
    }
    assert_eq!(tom.visits("/search?q=len").await.texts(".rows strong"), Vec::<String>::new(), "it is not discoverable");

    let form = ana.visits("/console/servers/new").await.fills("domain", "Peer.Localhost");
    let asked = form.fills("public-comment", "it sells\nshoes").presses("Save").await;
    assert!(asked.main_text().contains("2 follows between members"), "{}", asked.main_text());
    assert!(ana.visits("/console/servers").await.main_text().contains("There is no policy"), "nothing has happened");
    let listed = asked.presses("Suspend it").await;
    assert_eq!(listed.texts(".rows strong"), ["peer.localhost"]);
    hub.settles().await;

    let ended =
        |kind: &str| peer.activities(kind).into_iter().map(|said| said["object"]["type"].clone()).collect::<Vec<_>>();
    assert_eq!((ended("Undo"), ended("Reject")), (vec![json!("Follow")], vec![json!("Follow")]), "both are told");
    let lost = tom.visits("/settings/servers").await;
    assert_eq!(lost.texts("#cut strong"), ["lena of elsewhere", "lena of elsewhere"]);
    let profile = tom.visits("/@tom").await.text(".counts");
    assert!(profile.contains("0 followers") && profile.contains("0 following"), "{profile}");

    let home = tom.visits("/").await;
    assert_eq!(home.texts(".post .p-author .p-name"), ["tom"]);
    for gone in [lena.clone(), theirs.clone(), format!("{lena}/follow"), format!("{theirs}/likes")] {
        assert_eq!(tom.asks(&gone).await.status, 404, "{gone}");
    }
    assert_eq!(tom.posts(&format!("{lena}/follow"), &[]).await.status, 404);
    assert_eq!(tom.posts(&format!("{theirs}/like"), &[]).await.status, 404);
    for person in [tom, &guest] {
        assert!(person.visits(&post).await.texts(".comment .e-content").is_empty());
        assert!(person.visits(&format!("{post}/likes")).await.texts(".rows strong").is_empty());
    }

    // Nobody asks it for anything, and whoever tries is told why.
    let so_far = peer.received().len();
    for q in [
        format!("@lena@{}", peer.host),
        format!("@otto@{}", peer.host),
        peer.actor("lena"),
        note["url"].as_str().expect("a page").to_owned(),
    ] {
        let told = tom.visits(&format!("/search?q={q}")).await.text("[role=alert]");
        assert!(told.contains("have suspended peer.localhost") && told.ends_with("it sells shoes"), "{q}: {told}");
    }
    stage.lena_asks(4).await;
    peer.has("otto");
    sends(hub, peer, "otto", "Follow", 5, &json!(actor_of(&guest, "tom").await)).await;
    stage.publishes(6, "More salt").await;
    sends(hub, peer, "lena", "Create", 7, &answer_of_lena(peer, 7, &id)).await;
    stage.tom_publishes("High tide").await;
    assert_eq!(peer.received().len(), so_far, "{:?}", peer.received().last());
    assert!(tom.visits("/@tom").await.text(".counts").contains("0 followers"));
    assert_eq!(tom.visits(&post).await.text("#comments-title"), "1 comment", "the one from before");

    let told = guest.visits("/about").await.clicks("Which servers this community keeps away, and why").await;
    assert!(told.main_text().contains("peer.localhost it sells shoes Suspended"), "{}", told.main_text());

    // What it has ended does not come back, and what was kept is there again.
    stage.lifts().await;
    assert_eq!(tom.asks(lena).await.status, 200);
    assert_eq!(tom.asks(&theirs).await.status, 200);
    assert_eq!(tom.visits("/").await.texts(".post .p-author .p-name"), ["tom", "tom"]);
    assert!(tom.visits("/@tom").await.text(".counts").contains("0 followers"));
    let acts = hub.acts().await;
    assert!(
        acts.iter().any(|act| act.contains("policy.make")) && acts.iter().any(|act| act.contains("policy.lift")),
        "{acts:?}"
    );
}

#[tokio::test]
async fn what_waits_for_a_server_is_dropped_when_it_is_suspended() {
    let stage = stage().await;
    stage.peer.answers(&[503, 503, 503]);
    stage.tom_publishes("Low tide").await;
    stage.decides("peer.localhost", "suspend", &[]).await;
    stage.lifts().await;
    stage.hub.after(std::time::Duration::from_secs(3600)).await;
    stage.hub.settles().await;
    assert!(
        stage.peer.activities("Reject").len() == 1
            && stage.peer.received().iter().filter(|it| it.method == "POST" && it.body()["type"] == "Create").count()
                <= 1
    );
}

#[tokio::test]
async fn a_policy_is_of_one_community_and_covers_what_is_below_its_name() {
    let peer = RemoteServer::start("a.bad.peer").await;
    peer.has("lena");
    let hub = RemoteServer::hub_beside(&[&peer]).await;
    let serra = hub.community("serra").await;
    let ana = hub.person("ana").await;
    let sara = hub.person_of(&serra, "sara").await;
    hub.promote("ana", Role::Admin).await;
    let lena = format!("/@lena@{}", peer.host);
    for person in [&ana, &sara] {
        assert_eq!(person.visits(&format!("/search?q=@lena@{}", peer.host)).await.path, lena);
    }
    ana.posts("/console/servers", &[("domain", "bad.peer.localhost"), ("severity", "suspend"), ("seen", "yes")]).await;
    assert_eq!((ana.asks(&lena).await.status.as_u16(), sara.asks(&lena).await.status.as_u16()), (404, 200));
    assert_eq!(sara.asks("/about/servers").await.status, 200);
    assert!(!sara.visits("/about/servers").await.main_text().contains("bad.peer"));

    for (typed, says) in [
        ("", "Please name a server"),
        ("localhost", "no server"),
        ("co.uk", "no server"),
        ("bad server", "not the name of a server"),
        ("praia.localhost", "this community itself"),
    ] {
        let page = ana.follows_post("/console/servers", &[("domain", typed), ("severity", "limit")]).await;
        assert_eq!(page.status, 422, "{typed}");
        assert!(page.text("#domain-error").contains(says), "{typed}: {}", page.text("#domain-error"));
    }
    let page = ana.follows_post("/console/servers", &[("domain", "b.example"), ("severity", "maybe")]).await;
    assert!(page.main_text().contains("choose one of the three"));
}

#[tokio::test]
async fn communities_of_one_hub_stand_with_each_other_like_others() {
    let hub = Hub::start().await;
    let serra = hub.community("serra").await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let sara = hub.person_of(&serra, "sara").await;
    hub.promote("ana", Role::Admin).await;
    sara.posts("/@tom@praia.localhost/follow", &[]).await;
    tom.posts("/@sara@serra.localhost/follow", &[]).await;
    let post = tom.visits("/publish").await.fills("caption", "Fog").presses("Publish").await.path;
    let there = post.replace("/@tom", "/@tom@praia.localhost");
    assert_eq!(sara.asks(&there).await.status, 200);

    ana.posts("/console/servers", &[("domain", "serra.localhost"), ("severity", "suspend"), ("seen", "yes")]).await;
    hub.settles().await;
    assert_eq!(tom.asks("/@sara@serra.localhost").await.status, 404);
    assert!(tom.visits("/@tom").await.text(".counts").contains("0 followers"));
    assert_eq!(sara.posts("/@tom@praia.localhost/follow", &[]).await.status, 404, "nor can it begin again");
    assert_eq!(sara.posts(&format!("{there}/like"), &[]).await.status, 404);
    assert_eq!(sara.posts(&format!("{there}/comments"), &[("comment", "Fog!")]).await.status, 404);
}

#[tokio::test]
async fn people_of_a_limited_server_are_met_by_those_alone_who_follow_them() {
    let stage = stage().await;
    let Stage { hub, peer, ana, tom, lena } = &stage;
    stage.publishes(1, "Salt").await;
    let (post, id) = stage.tom_publishes("Low tide").await;
    sends(hub, peer, "lena", "Create", 2, &answer_of_lena(peer, 2, &id)).await;
    assert!(ana.visits(&post).await.has(".comment"));
    stage.decides("peer.localhost", "limit", &[("public-comment", "loud")]).await;
    let guest = hub.visitor("praia.localhost").await;
    for (person, comments) in [(tom, 1), (ana, 0), (&guest, 0)] {
        assert_eq!(person.visits(&post).await.texts(".comment .e-content").len(), comments);
    }
    assert!(ana.visits("/console/servers").await.main_text().contains("Limited"));

    let home = tom.visits("/").await.texts(".post .p-author .p-name");
    assert_eq!(home, ["tom", "lena of elsewhere"], "he follows her");
    assert!(tom.visits(lena).await.has(".tile"));
    let met = ana.visits(lena).await;
    assert!(
        met.main_text().contains("limited lena of elsewhere’s server") && met.main_text().contains("They say: loud"),
        "{}",
        met.main_text()
    );
    assert!(!met.has(".tile"));
    assert!(met.clicks("Show it anyway").await.has(".tile"));

    // She is let in by hand.
    let actor = actor_of(&hub.visitor("praia.localhost").await, "ana").await;
    sends(hub, peer, "lena", "Follow", 7, &json!(actor)).await;
    assert!(ana.visits("/@ana").await.text(".counts").contains("0 followers"));
    let approve = ana.visits("/requests").await.attribute("form[action$='/approve']", "action");
    ana.posts(&approve, &[]).await;
    assert!(ana.visits("/@ana").await.text(".counts").contains("1 follower"));
}

#[tokio::test]
async fn people_who_want_to_be_found_are_not_found_where_their_server_is_limited_or_suspended() {
    let stage = stage().await;
    let Stage { peer, ana, tom, .. } = &stage;
    let mut document: Value = serde_json::from_slice(&peer.document("/users/lena")).expect("JSON");
    document["discoverable"] = json!(true);
    peer.says("/users/lena", "application/activity+json", &document.to_string());
    sends(&stage.hub, peer, "lena", "Update", 9, &document).await;
    let found = async |person: &Person| person.visits("/search?q=lena").await.texts(".rows strong");
    assert_eq!((found(ana).await.len(), found(tom).await.len()), (1, 1));
    stage.decides("peer.localhost", "limit", &[]).await;
    assert_eq!((found(ana).await.len(), found(tom).await.len()), (0, 1), "Tom follows her");
    stage.decides("peer.localhost", "suspend", &[]).await;
    assert_eq!((found(ana).await.len(), found(tom).await.len()), (0, 0));
}

#[tokio::test]
async fn pictures_that_a_community_leaves_out_are_links_with_their_descriptions() {
    let stage = stage().await;
    let Stage { peer, tom, lena, .. } = &stage;
    stage.publishes(1, "Salt").await;
    let picture = tom.visits("/").await.attribute(".post .picture img", "src");
    assert!(tom.visits(lena).await.has(".h-card img.avatar"));

    stage.decides("peer.localhost", "allow", &[("reject-media", "yes")]).await;
    let home = tom.visits("/").await;
    assert!(!home.has(".post .picture img") && !home.has(".post header img"), "{}", home.main_text());
    assert_eq!(home.text(".post .e-content a"), "Pans of salt");
    assert_eq!(home.attribute(".post .e-content a", "href"), format!("{}/media/1.jpg", peer.origin()));
    let profile = tom.visits(lena).await;
    assert!(!profile.has(".h-card img") && !profile.has(".tile img"));
    assert_eq!(profile.text(".tile .note"), "Salt Pans of salt");
    assert_eq!(tom.asks(&picture).await.status, 404);
    let mut shapeless = peer.publishes("lena", 2, "More");
    shapeless["attachment"][0]
        .as_object_mut()
        .expect("it")
        .retain(|key, _| !["width", "height"].contains(&key.as_str()));
    sends(&stage.hub, peer, "lena", "Create", 2, &shapeless).await;
    assert_eq!((peer.asked_for("/media/1.jpg"), peer.asked_for("/media/2.jpg")), (0, 0), "it is never asked for them");

    stage.lifts().await;
    assert!(tom.visits("/").await.has(".post .picture img"));
    assert_eq!(tom.asks(&picture).await.status, 200);
}

#[tokio::test]
async fn a_community_may_federate_with_listed_servers_alone() {
    let stage = stage().await;
    let Stage { hub, peer, ana, tom, lena } = &stage;
    let page = ana.visits("/console/servers").await.fills("listed-alone", "yes");
    let asked = page.presses("Save changes").await;
    assert!(asked.main_text().contains("2 follows"), "{}", asked.main_text());
    asked.presses("Do so").await;
    hub.settles().await;
    assert_eq!(tom.asks(lena).await.status, 404);
    assert!(tom.visits("/@tom").await.text(".counts").contains("0 followers"));
    assert_eq!(tom.visits("/@ana").await.status, 200);
    assert!(
        hub.visitor("praia.localhost")
            .await
            .visits("/about/servers")
            .await
            .main_text()
            .contains("only with servers that it has listed")
    );
    let told = tom.visits(&format!("/search?q=@otto@{}", peer.host)).await.text("[role=alert]");
    assert!(told.contains("have suspended"), "{told}");

    stage.decides("peer.localhost", "allow", &[]).await;
    assert_eq!(tom.asks(lena).await.status, 200);
    stage.lena_asks(8).await;
    assert!(tom.visits("/@tom").await.text(".counts").contains("1 follower"));
    // What is no longer listed is cut off.
    stage.lifts().await;
    assert!(tom.visits("/@tom").await.text(".counts").contains("0 followers"));
    ana.posts("/console/servers/federating", &[]).await;
    assert_eq!(tom.asks(lena).await.status, 200);
}

#[tokio::test]
async fn lists_of_policies_are_looked_at_and_then_taken_over() {
    let stage = stage().await;
    let Stage { ana, tom, lena, .. } = &stage;
    stage.decides("loud.example", "limit", &[("private-comment", "our secret")]).await;
    let list = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n\
        peer.localhost,suspend,FALSE,FALSE,\"spam, and more\",TRUE\n\
        loud.example,silence,TRUE,FALSE,,FALSE\n\
        praia.localhost,suspend,FALSE,FALSE,,FALSE\n\
        odd.example,forbid,FALSE,FALSE,,FALSE\n\
        fine.example,noop,FALSE,FALSE,,FALSE\n\
        fine.example,noop,FALSE,FALSE,,FALSE\n";
    let page = ana.visits("/console/servers/import").await;
    let plan = page.attaches("list", "servers.csv", list.as_bytes().to_vec()).presses("Look at it").await;
    assert_eq!(plan.texts(".record dd"), ["2", "1", "0", "3"], "{}", plan.main_text());
    assert!(plan.main_text().contains("2 follows between"), "{}", plan.main_text());
    let wrong = plan.texts(".wrong li");
    assert!(wrong[0].starts_with("praia.localhost Line 4: ") && wrong[1].contains("none of suspend"), "{wrong:?}");
    assert!(wrong[2].contains("twice"), "{wrong:?}");
    assert_eq!(plan.texts(".changes strong"), ["peer.localhost", "loud.example", "fine.example"]);
    assert_eq!(tom.asks(lena).await.status, 200, "nothing has happened");

    let policies = plan.presses("Take it over").await;
    stage.hub.settles().await;
    assert_eq!(policies.texts(".rows strong"), ["fine.example", "loud.example", "peer.localhost"]);
    assert!(policies.main_text().contains("our secret"), "what staff know stays");
    assert_eq!(tom.asks(lena).await.status, 404);
    let public = tom.visits("/about/servers").await.main_text();
    assert!(
        public.contains("p**r.localhost") && !public.contains("peer.localhost") && !public.contains("fine.example"),
        "{public}"
    );

    let file = ana.asks("/console/servers/export").await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        file.text(),
        "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n\
        fine.example,noop,FALSE,FALSE,,FALSE\n\
        loud.example,silence,TRUE,FALSE,,FALSE\n\
        peer.localhost,suspend,FALSE,FALSE,\"spam, and more\",TRUE\n"
    );
    let again = ana.visits("/console/servers/import").await.fills("pasted", &file.text()).presses("Look at it").await;
    assert_eq!(again.texts(".record dd"), ["0", "0", "3", "0"]);
    for (bytes, says) in [(b"".to_vec(), "no line"), (vec![0xff, 0xfe], "no text"), (vec![b'a'; 1_100_000], "1 MiB")] {
        let page =
            ana.visits("/console/servers/import").await.attaches("list", "x.csv", bytes).presses("Look at it").await;
        assert_eq!(page.status, 422);
        assert!(page.text("#list-error").contains(says), "{}", page.text("#list-error"));
    }
}

#[tokio::test]
async fn policies_are_listed_page_by_page() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    hub.promote("ana", Role::Admin).await;
    let list: String = (0..120).map(|number| format!("s{number:03}.example\n")).collect();
    ana.visits("/console/servers/import")
        .await
        .fills("pasted", &list)
        .presses("Look at it")
        .await
        .presses("Take it over")
        .await;
    let (mut seen, mut path) = (Vec::new(), "/console/servers".to_owned());
    while !path.is_empty() {
        let page = ana.visits(&path).await;
        seen.extend(page.texts(".policies strong"));
        path = page.attribute("a[rel=next]", "href");
    }
    assert_eq!(seen.len(), 120);
    assert!(seen.is_sorted());
    assert_eq!(ana.visits("/console/servers?q=s11").await.texts(".policies strong").len(), 10);
    assert!(ana.visits("/console/servers?severity=limit").await.texts(".policies strong").is_empty());
    let first = hub.visitor("praia.localhost").await.visits("/about/servers").await;
    let second = first.clicks("More servers").await;
    assert_eq!((first.texts(".rows strong").len(), second.texts(".rows strong").len()), (100, 20));
}
