//! Handles that end with another domain than the community's host.

use std::net::IpAddr;

use serde_json::{Value, json};

use super::{actor_of, asks, document, json as read};
use crate::support::{Hub, Page, Person, RemoteServer, Reply, Site};

const WELL_KNOWN: &str = "/.well-known/webfinger?resource=";

/// Where the domain is asked whether it leads to Praia.
fn question(domain: &str) -> String {
    format!("{WELL_KNOWN}acct%3Ainstance%40{}", domain.replace(':', "%3A"))
}

fn answer(actor: &str) -> String {
    json!({ "links": [{ "rel": "self", "type": "application/activity+json", "href": actor }] }).to_string()
}

async fn operator(hub: &Hub) -> (Person, String) {
    let opal = hub.person("opal").await;
    hub.make_operator("opal").await;
    (opal, format!("/operator/communities/{}", hub.praia().await.tenant.id))
}

async fn sets(opal: &Person, page: &str, domain: &str) -> Page {
    opal.visits(page).await.fills("account_domain", domain).presses("Check and save").await
}

async fn webfinger(visitor: &Person, resource: &str) -> Value {
    let answer = visitor.asks(&format!("{WELL_KNOWN}{resource}")).await;
    assert_eq!(answer.status, 200, "{resource}: {}", answer.text());
    read(&answer)
}

#[tokio::test]
async fn handles_end_with_a_domain_that_answers_as_the_community_does() {
    let peer = RemoteServer::start("handles").await;
    let domain = peer.host.clone();
    let hub = RemoteServer::hub_beside(&[&peer]).await;
    let serra = hub.community("serra").await;
    let (opal, page) = operator(&hub).await;
    let [ana, _tom] = hub.people(["ana", "tom"]).await;
    let sara = hub.person_of(&serra, "sara").await;
    let visitor = hub.visitor("praia.localhost").await;
    let actor = actor_of(&visitor, "ana").await;

    for (typed, words) in [
        ("not a domain", "is not a host name"),
        ("serra.localhost", "A community already answers on"),
        (&domain, "doesn't answer when it is asked for a handle"),
    ] {
        let refused = sets(&opal, &page, typed).await;
        assert_eq!(refused.status, 422, "{typed}");
        let sentence = refused.text("#account_domain-error");
        assert!(sentence.contains(words), "{typed}: {sentence}");
        assert!(refused.main_text().contains("return 301"), "it says what the domain's server needs");
    }
    peer.says(&question(&domain), "application/jrd+json", &answer(&format!("{}/ap/actor", peer.origin())));
    let refused = sets(&opal, &page, &domain).await;
    assert!(refused.text("#account_domain-error").contains("doesn't lead to this community"));
    assert_eq!(document(&visitor, &actor).await["webfinger"], format!("ana@{}", visitor.home.replace("http://", "")));

    peer.says(&question(&domain), "application/jrd+json", &answer(&format!("{}/ap/actor", visitor.home)));
    let taken = sets(&opal, &page, &domain).await;
    assert_eq!((taken.status, taken.value("account_domain")), (200, domain.clone()), "{}", taken.main_text());
    assert!(hub.acts().await.contains(&format!("community.domain praia.localhost → {domain} ")));

    // The same subject, whoever is asked for and however.
    let subject = format!("acct:ana@{domain}");
    let own = visitor.home.replace("http://", "");
    for resource in [&subject, &format!("acct:ana@{own}"), "acct:ana@praia.localhost", &actor] {
        let found = webfinger(&visitor, resource).await;
        assert_eq!((&found["subject"], &found["links"][0]["href"]), (&json!(subject), &json!(actor)), "{resource}");
    }
    assert_eq!(document(&visitor, &actor).await["webfinger"], format!("ana@{domain}"));
    assert_eq!(document(&visitor, "/ap/actor").await["webfinger"], format!("instance@{domain}"));
    assert_eq!(asks(&visitor, &format!("{WELL_KNOWN}acct:nobody@{domain}")).await.status, 404);

    let post = ana.visits("/publish").await.fills("caption", "With @tom").presses("Publish").await.path;
    let note = document(&visitor, &format!("/ap/posts/{}", post.rsplit('/').next().expect("an id"))).await;
    assert_eq!(note["tag"][0]["name"], format!("@tom@{domain}"));
    let commented = ana.posts(&format!("{post}/comments"), &[("comment", "Thanks, @tom")]).await;
    let comment = commented.header("location").rsplit('-').next().expect("an id").to_owned();
    let note = document(&visitor, &format!("/ap/posts/{comment}")).await;
    assert_eq!(note["tag"][0]["name"], format!("@tom@{domain}"));

    // People read it so, and find it by either.
    assert!(visitor.visits("/@ana/follow").await.main_text().contains(&format!("@ana@{domain}")));
    assert!(ana.visits("/settings/moving").await.main_text().contains(&format!("@ana@{domain}")));
    for typed in [format!("@ana@{domain}"), "@ana@praia.localhost".to_owned()] {
        let profile = sara.visits(&format!("/search?q={typed}")).await;
        assert_eq!(profile.path, "/@ana@praia.localhost", "{typed}");
        assert_eq!(profile.text(".p-nickname"), format!("@ana@{domain}"));
    }
    assert_eq!(sara.visits(&format!("/@ana@{domain}")).await.path, "/@ana@praia.localhost");
    assert_eq!(peer.received().len(), 3, "nobody asks the domain for what is here: {:?}", peer.received());

    // What one community has, no other gets.
    let serras = format!("/operator/communities/{}", serra.tenant.id);
    let refused = sets(&opal, &serras, &domain).await;
    assert!(refused.text("#account_domain-error").contains("A community already answers on"));

    let back = sets(&opal, &page, "").await;
    assert_eq!((back.status, back.value("account_domain")), (200, String::new()));
    assert_eq!(document(&visitor, &actor).await["webfinger"], format!("ana@{own}"));
    assert_eq!(asks(&visitor, &format!("{WELL_KNOWN}{subject}")).await.status, 404);
}

#[tokio::test]
async fn a_domain_that_leads_to_the_community_is_followed_no_further() {
    let site = Site::start().await;
    let hub = Hub::configured(|config| {
        config.federation_allow.push("handles.localhost=127.0.0.0/8".parse().expect("a pair"));
        config.known_names.push(("handles.localhost".to_owned(), vec![IpAddr::from([127, 0, 0, 1])]));
    });
    let hub = hub.await;
    hub.community("praia").await;
    let (opal, page) = operator(&hub).await;
    let domain = format!("handles.localhost:{}", site.address.port());
    let asked = question(&domain);

    site.says(&asked.to_lowercase(), Reply::leads_to(&format!("{}/about", opal.home)));
    let refused = sets(&opal, &page, &domain).await;
    assert!(
        refused.text("#account_domain-error").contains("doesn't lead to this community"),
        "{}",
        refused.main_text()
    );
    site.says(&asked.to_lowercase(), Reply::leads_to(&format!("{}{asked}", opal.home)));
    let taken = sets(&opal, &page, &domain).await;
    assert_eq!((taken.status, taken.value("account_domain")), (200, domain), "{}", taken.main_text());
}

/// What the server says of a handle that ends with `domain`.
fn says_of_lena(server: &RemoteServer, domain: &str, subject: &str, actor: &str) {
    let asked = format!("{WELL_KNOWN}acct%3Alena%40{}", domain.replace(':', "%3A"));
    let links = json!([{ "rel": "self", "type": "application/activity+json", "href": actor }]);
    let found = json!({ "subject": format!("acct:lena@{subject}"), "links": links });
    server.says(&asked, "application/jrd+json", &found.to_string());
}

#[tokio::test]
async fn people_of_other_servers_are_called_as_these_call_them() {
    let (web, domain) = (RemoteServer::start("web.domain").await, RemoteServer::start("domain").await);
    // One that nobody confirms, and one that is not below the domain, which confirms it all the same.
    let (liar, other) = (RemoteServer::start("liar.domain").await, RemoteServer::start("other").await);
    for server in [&web, &liar] {
        server.has("lena");
        says_of_lena(server, &server.host, &domain.host, &server.actor("lena"));
    }
    says_of_lena(&domain, &domain.host, &domain.host, &web.actor("lena"));
    other.has("eve");
    for (server, host, actor) in
        [(&other, &other.host, other.actor("eve")), (&domain, &domain.host, other.actor("eve"))]
    {
        let asked = format!("{WELL_KNOWN}acct%3Aeve%40{}", host.replace(':', "%3A"));
        let links = json!([{ "rel": "self", "type": "application/activity+json", "href": actor }]);
        let found = json!({ "subject": format!("acct:eve@{}", domain.host), "links": links });
        server.says(&asked, "application/jrd+json", &found.to_string());
    }
    let hub = RemoteServer::hub_beside(&[&web, &domain, &liar, &other]).await;
    let ana = hub.person("ana").await;

    ana.visits(&format!("/search?q=@lena@{}", domain.host)).await;
    ana.visits(&format!("/search?q={}", liar.actor("lena"))).await;
    ana.visits(&format!("/search?q={}", other.actor("eve"))).await;
    hub.settles().await;
    assert!(
        ana.visits(&format!("/@eve@{}", other.host)).await.text(".h-card").contains(&format!("@eve@{}", other.host))
    );
    let pages = [(&domain.host, &domain.host), (&web.host, &domain.host), (&liar.host, &liar.host)];
    for (asked, shown) in pages {
        let profile = ana.visits(&format!("/@lena@{asked}")).await;
        assert!(profile.text(".h-card").contains(&format!("@lena@{shown}")), "{asked}: {}", profile.main_text());
    }
    ana.posts(&format!("/@lena@{}/follow", domain.host), &[]).await;
    hub.settles().await;
    assert_eq!(web.activities("Follow").len(), 1);
}
