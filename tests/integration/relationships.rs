use crate::support::{Hub, Page, Person, photos};
use heliograph::{db::Tx, relationships};
use heliograph_entity::{account, follow};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

async fn publishes(person: &Person, title: &str) -> Page {
    let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(48, 36, 1));
    page.fills("title", title).presses("Publish").await
}

async fn becomes_private(person: &Person) {
    let page = person.visits("/settings/privacy").await.presses("Make my account private").await;
    assert!(page.main_text().contains("Your account is private"), "{}", page.main_text());
}

#[tokio::test]
async fn following_is_one_press_and_asking_twice_changes_nothing() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;

    let page = tom.visits("/@ana").await.presses("Follow").await;
    assert_eq!(page.path, "/@ana?after=follow");
    assert!(page.main_text().contains("1 follower"), "{}", page.main_text());
    for _ in 0..2 {
        assert_eq!(tom.posts("/@ana/follow", &[]).await.status, 303);
    }
    assert!(ana.visits("/@tom").await.main_text().contains("1 following"));
    assert_eq!(ana.visits("/@ana/followers").await.texts(".rows strong"), ["tom"]);
    assert_eq!(ana.visits("/@tom/following").await.texts(".rows strong"), ["ana"]);

    let page = tom.visits("/@ana").await.presses("Following").await;
    assert!(page.main_text().contains("0 followers"), "{}", page.main_text());
    assert_eq!(tom.posts("/@ana/unfollow", &[]).await.status, 303, "unfollowing twice is fine");
    assert!(!ana.visits("/@ana/followers").await.has(".rows"));

    assert_eq!(ana.posts("/@ana/follow", &[]).await.status, 403);
    assert_eq!(ana.posts("/@nobody/follow", &[]).await.status, 404);
    let visitor = hub.visitor("praia.localhost").await;
    assert!(visitor.posts("/@ana/follow", &[]).await.header("location").starts_with("/sign-in"));
    let page = visitor.visits("/@ana").await.clicks("Follow").await.clicks("I have an account here").await;
    assert!(page.path.starts_with("/sign-in?next=/@ana"), "{}", page.path);
}

#[tokio::test]
async fn a_script_gets_the_button_alone() {
    let hub = Hub::start().await;
    let [_ana, tom] = hub.people(["ana", "tom"]).await;
    let headers = [("origin", tom.home.as_str()), ("x-fragment", "true")];
    let pressed = tom.requests(reqwest::Method::POST, "/@ana/follow", &headers, |request| {
        request.form(&[("back", "/@ana/followers")])
    });
    let answer = pressed.await;
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("/@ana/unfollow") && !answer.text().contains("<html"), "{}", answer.text());
}

#[tokio::test]
async fn someone_who_approves_followers_is_asked_first() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    becomes_private(&ana).await;

    let page = tom.visits("/@ana").await.presses("Follow").await;
    assert_eq!(page.texts(".profile .follow button"), ["Requested"]);
    assert!(page.main_text().contains("0 followers") && page.main_text().contains("This account is private"));
    eva.posts("/@ana/follow", &[]).await;
    assert_eq!(ana.visits("/").await.text(".rail .count"), "2");

    let page = ana.visits("/requests").await;
    assert_eq!(page.texts(".rows strong"), ["eva", "tom"]);
    let page = page.presses("Decline").await;
    assert_eq!(page.texts(".rows strong"), ["tom"]);
    let approve = page.attribute("form[action$='/approve']", "action");
    assert_eq!(tom.posts(&approve, &[]).await.status, 404, "only their own");
    let page = page.presses("Let in").await;
    assert!(page.main_text().contains("Nobody is waiting"));
    assert_eq!(ana.posts(&approve, &[]).await.status, 303, "approving twice changes nothing");

    assert_eq!(tom.visits("/@ana").await.texts(".profile .follow button"), ["Following"]);
    assert!(tom.visits("/@ana").await.main_text().contains("1 follower"));
    assert_eq!(eva.visits("/@ana").await.texts(".profile .follow button"), ["Follow"]);
    assert_eq!(eva.asks("/@ana/followers").await.status, 404, "a private account's lists are for its followers");
    assert_eq!(tom.asks("/@ana/followers").await.status, 200);

    // Taking a request back.
    eva.posts("/@ana/follow", &[]).await;
    eva.visits("/@ana").await.presses("Requested").await;
    assert!(ana.visits("/requests").await.main_text().contains("Nobody is waiting"));

    let page = ana.visits("/@ana/followers").await.presses("Remove").await;
    assert!(page.main_text().contains("They no longer follow you") && !page.has(".rows"));
    assert_eq!(tom.visits("/@ana").await.texts(".profile .follow button"), ["Follow"]);
}

#[tokio::test]
async fn people_of_one_community_follow_those_of_another() {
    let hub = Hub::start().await;
    let serra = hub.community("serra").await;
    let ana = hub.person("ana").await;
    let bruno = hub.person_of(&serra, "bruno").await;
    let post = publishes(&bruno, "From the hills").await;
    let public = post.attribute("img.u-photo", "src");

    let page = ana.visits("/@bruno@serra.localhost").await;
    assert!(page.main_text().contains("@bruno@serra.localhost"), "{}", page.main_text());
    assert_eq!(page.attribute("link[rel='canonical']", "href"), format!("{}/@bruno", bruno.home));
    let tile = page.attribute(".tile a", "href");
    assert!(tile.starts_with("/@bruno@serra.localhost/"), "{tile}");
    let page = page.presses("Follow").await;
    assert!(page.main_text().contains("1 follower"));

    let home = ana.visits("/").await;
    assert_eq!(home.texts(".h-entry h2"), ["From the hills"]);
    let picture = home.attribute("img.u-photo", "src");
    assert_eq!(ana.asks(&picture).await.status, 200, "{picture}");
    assert_eq!(ana.asks(&public).await.status, 404, "its own address is on its own host");
    let page = ana.visits(&tile).await;
    assert_eq!(page.text("h1"), "From the hills");
    assert_eq!(page.attribute("link[rel='canonical']", "href"), format!("{}{}", bruno.home, post.path));
    assert!(!ana.visits("/local").await.main_text().contains("From the hills"));

    assert_eq!(bruno.visits("/@bruno/followers").await.texts(".rows .names > :last-child"), ["@ana@praia.localhost"]);
    assert!(bruno.visits("/@ana@praia.localhost").await.main_text().contains("1 following"));
    assert_eq!(ana.asks("/@bruno").await.status, 404);
    assert_eq!(ana.asks("/@bruno@elsewhere.localhost").await.status, 404);

    // A guest is led to where it is at home.
    let guest = hub.visitor("praia.localhost").await;
    for (path, home) in [("/@bruno@serra.localhost", "/@bruno"), (tile.as_str(), post.path.as_str())] {
        let answer = guest.asks(path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (303, format!("{}{home}", bruno.home).as_str())
        );
    }
    assert_eq!(guest.asks(&picture).await.status, 404);

    let page = ana.visits("/@bruno@serra.localhost").await.presses("Following").await;
    assert!(page.main_text().contains("0 followers"));
    assert!(!ana.visits("/").await.main_text().contains("From the hills"));
}

#[tokio::test]
async fn lists_are_paged_and_can_be_kept_to_oneself() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let [tom] = hub.people(["tom"]).await;
    let me = account(&hub, "ana").await;
    for number in 0..45 {
        hub.account(&praia(&hub).await, &format!("fan{number}"), true).await;
        let fan = account(&hub, &format!("fan{number}")).await;
        relationships::follow(&hub.app, &fan, &me).await.expect("followed");
    }

    let page = tom.visits("/@ana/followers").await;
    let mut names = page.texts(".rows strong");
    // Somebody more comes, and somebody goes, between two pages.
    tom.posts("/@ana/follow", &[]).await;
    let gone = account(&hub, "fan44").await;
    relationships::unfollow(&hub.app, &gone, &me).await.expect("gone");
    names.extend(page.clicks("More people").await.texts(".rows strong"));
    let expected: Vec<String> = (0..45).rev().map(|number| format!("fan{number}")).collect();
    assert_eq!(names, expected);

    ana.visits("/settings/privacy").await.fills("connections", "counted").presses("Save who sees them").await;
    let page = tom.visits("/@ana").await;
    assert!(page.main_text().contains("45 followers") && !page.has("a[href='/@ana/followers']"));
    assert_eq!(tom.asks("/@ana/followers").await.status, 404);
    assert_eq!(ana.asks("/@ana/followers").await.status, 200);
    ana.visits("/settings/privacy").await.fills("connections", "hidden").presses("Save who sees them").await;
    assert!(!tom.visits("/@ana").await.main_text().contains("followers"));
    assert!(ana.visits("/@ana").await.main_text().contains("45 followers"));
}

#[tokio::test]
async fn three_are_suggested_with_the_reason_and_nobody_who_would_rather_not() {
    let hub = Hub::start().await;
    let [ana, tom, eva, rui, lia] = hub.people(["ana", "tom", "eva", "rui", "lia"]).await;
    for follower in [&tom, &eva] {
        follower.posts("/@rui/follow", &[]).await;
    }
    publishes(&lia, "One").await;
    publishes(&lia, "Two").await;
    publishes(&eva, "Hello").await;
    ana.posts("/@tom/follow", &[]).await;

    let page = ana.visits("/@eva").await.presses("Follow").await;
    let reasons = |page: &Page| {
        let names = page.texts(".profile .suggestions strong");
        names.into_iter().zip(page.texts(".profile .suggestions .names > :last-child")).collect::<Vec<_>>()
    };
    let owned = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, reason)| ((*name).to_owned(), (*reason).to_owned())).collect()
    };
    assert_eq!(
        reasons(&page),
        owned(&[("rui", "Followed by tom and eva, whom you follow"), ("lia", "Posts often here")])
    );
    assert_eq!(ana.visits("/").await.texts(".aside .suggestions strong"), ["rui", "lia"]);

    lia.visits("/settings/privacy").await.fills("discoverable", "no").presses("Save what may be found").await;
    becomes_private(&rui).await;
    ana.posts("/@rui/follow", &[]).await;
    let page = ana.visits("/@eva?after=follow").await;
    assert_eq!(reasons(&page), owned(&[]), "asked already, or would rather not");
}

#[tokio::test]
async fn whoever_hides_whom_they_follow_is_not_named_in_a_suggestion() {
    let hub = Hub::start().await;
    let [ana, tom, eva, _rui] = hub.people(["ana", "tom", "eva", "rui"]).await;
    for follower in [&tom, &eva] {
        follower.posts("/@rui/follow", &[]).await;
    }
    ana.posts("/@tom/follow", &[]).await;
    ana.posts("/@eva/follow", &[]).await;
    let reasons = async || ana.visits("/").await.texts(".aside .suggestions .names > :last-child");
    assert_eq!(reasons().await, ["Followed by tom and eva, whom you follow"]);
    for (how, expected) in [("hidden", 1), ("counted", 1), ("listed", 1)] {
        tom.visits("/settings/privacy").await.fills("connections", how).presses("Save who sees them").await;
        let reasons = reasons().await;
        assert_eq!(reasons.len(), expected);
        assert_eq!(reasons[0].contains("tom"), how == "listed", "{reasons:?}");
    }
    for person in [&tom, &eva] {
        person.visits("/settings/privacy").await.fills("connections", "hidden").presses("Save who sees them").await;
    }
    assert!(reasons().await.is_empty(), "nobody is suggested whom only hidden lists lead to");
}

#[tokio::test]
async fn the_counts_are_right_after_many_follow_and_unfollow_at_once() {
    let hub = Hub::start().await;
    let community = praia(&hub).await;
    let mut accounts = Vec::new();
    for number in 0..8 {
        hub.account(&community, &format!("p{number}"), true).await;
        accounts.push(account(&hub, &format!("p{number}")).await);
    }

    let mut steps = 7_usize;
    for _ in 0..6 {
        let work = (0..20).map(|_| {
            steps = steps.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (follower, followed) = ((steps >> 33) % 8, (steps >> 40) % 8);
            let (follower, followed) = (accounts[follower].clone(), accounts[followed].clone());
            let (app, ends) = (hub.app.clone(), (steps >> 50).is_multiple_of(3));
            async move {
                if follower.id == followed.id {
                    return;
                }
                if ends {
                    relationships::unfollow(&app, &follower, &followed).await.expect("unfollowed");
                } else {
                    relationships::follow(&app, &follower, &followed).await.expect("followed");
                }
            }
        });
        futures_util::future::join_all(work.collect::<Vec<_>>()).await;
    }

    let db = hub.app.db.reader();
    #[expect(clippy::disallowed_methods, reason = "looks at the rows themselves")]
    for account in account::Entity::find().all(db).await.expect("accounts") {
        let rows = |side: follow::Column| follow::Entity::find().filter(side.eq(account.id)).count(db);
        let followers = rows(follow::Column::FollowedId).await.expect("a count") as i64;
        let following = rows(follow::Column::FollowerId).await.expect("a count") as i64;
        assert_eq!((account.followers_count, account.following_count), (followers, following), "{}", account.name);
    }
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    assert_eq!(wrong(&tx).await, 0);
    heliograph::accounts::count_followers(&tx, accounts[0].id, 5).await.expect("miscounted");
    assert_eq!(wrong(&tx).await, 1);
    assert_eq!(wrong(&tx).await, 0);
}

async fn praia(hub: &Hub) -> crate::support::Community {
    let found = heliograph::tenants::by_host(hub.app.db.reader(), "praia.localhost").await;
    crate::support::Community { tenant: found.expect("an answer").expect("Praia") }
}

async fn account(hub: &Hub, name: &str) -> account::Model {
    let found = heliograph::accounts::by_name(hub.app.db.reader(), &praia(hub).await.tenant, name).await;
    found.expect("an answer").expect("somebody")
}

/// How many counters were wrong.
async fn wrong(tx: &Tx) -> u64 {
    relationships::recount(tx).await.expect("counted").iter().map(|(_, wrong)| wrong).sum()
}
