use std::time::Duration;

use crate::support::{Hub, Person, link_in};

const NEW: &str = "the moon is nicer";

async fn asks_for_a_link(hub: &Hub, person: &Person, login: &str) -> String {
    let page = person.visits("/reset").await.fills("login", login).presses("Mail me the link").await;
    assert_eq!(page.status, 200);
    hub.settles().await;
    link_in(&hub.mail_to("ana@example.org", "Choose a new password").expect("a letter"), "/reset/")
}

#[tokio::test]
async fn a_lost_password_is_replaced_by_a_link_that_works_once() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let visitor = hub.visitor("praia.localhost").await;
    let link = asks_for_a_link(&hub, &visitor, "ana").await;
    let mail = hub.mail_to("ana@example.org", "Choose a new password").expect("a letter");
    insta::assert_snapshot!(mail.replace(&link, "LINK"), @r"
    Hello ana

    Somebody, probably you, asked for a new password at praia. Choose one here:

    LINK

    The link works for one hour. If it wasn't you, do nothing, and your password stays as it is.
    ");

    let page = visitor.visits(&link).await.fills("password", "short").presses("Keep this password").await;
    assert_eq!((page.status, page.value("password").as_str()), (422, ""), "it still works after a short one");
    let page = visitor.visits(&link).await.fills("password", NEW).presses("Keep this password").await;
    assert_eq!((page.status, page.path.as_str()), (200, "/sign-in"));
    assert_eq!(visitor.asks(&link).await.status, 410);
    assert_eq!(visitor.posts(&link, &[("password", NEW)]).await.status, 410);
    assert_eq!(ana.asks("/publish").await.status, 303, "she is signed out everywhere");

    let old = visitor.posts("/sign-in", &[("login", "ana"), ("password", "ana likes the sea")]).await;
    assert_eq!(old.status, 422);
    assert_eq!(visitor.posts("/sign-in", &[("login", "ana"), ("password", NEW)]).await.status, 303);

    hub.settles().await;
    let mail = hub.mail_to("ana@example.org", "A change to your account").expect("a letter");
    let link = link_in(&mail, "/reset");
    insta::assert_snapshot!(mail.replace(&link, "LINK"), @r"
    Hello ana

    The password of your account at praia was changed.

    If it wasn't you, choose a new password. That ends every session of your account:

    LINK
    ");
}

#[tokio::test]
async fn a_link_for_a_new_password_ends_with_a_later_one_and_with_its_hour() {
    let hub = Hub::start().await;
    hub.account(&hub.praia().await, "ana", true).await;
    let visitor = hub.visitor("praia.localhost").await;
    let first = asks_for_a_link(&hub, &visitor, "ana").await;
    let second = asks_for_a_link(&hub, &visitor, "ana@example.org").await;
    assert_eq!(visitor.asks(&first).await.status, 410);
    assert_eq!(visitor.asks(&second).await.status, 200);
    hub.after(Duration::from_secs(3601)).await;
    assert_eq!(visitor.asks(&second).await.status, 410);
}

#[tokio::test]
async fn a_link_of_one_community_does_nothing_in_another() {
    let hub = Hub::start().await;
    let serra = hub.community("serra").await;
    hub.account(&serra, "ana", true).await;
    hub.account(&hub.praia().await, "ana", true).await;
    let visitor = hub.visitor("praia.localhost").await;
    let link = asks_for_a_link(&hub, &visitor, "ana").await;
    let path = link.trim_start_matches(&visitor.home).to_owned();

    let elsewhere = hub.visitor("serra.localhost").await;
    assert_eq!(elsewhere.asks(&path).await.status, 410);
    assert_eq!(elsewhere.posts(&path, &[("password", NEW)]).await.status, 410);
    elsewhere.signs_in("ana").await;
    assert_eq!(visitor.asks(&path).await.status, 200);
}

#[tokio::test]
async fn changing_the_password_needs_the_present_one_and_ends_the_other_sessions() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let other = hub.visitor("praia.localhost").await;
    other.signs_in("ana").await;

    let page = ana.visits("/settings/account/password").await;
    let page =
        page.fills("current-password", "a guess").fills("new-password", NEW).presses("Keep the new password").await;
    assert_eq!(page.status, 422);
    assert_eq!(page.text("#current-password-error"), "That is not your password. Please try again.");
    assert_eq!((page.value("current-password"), page.value("new-password")), (String::new(), String::new()));

    let page = page.fills("current-password", "ana likes the sea").fills("new-password", NEW);
    let page = page.presses("Keep the new password").await;
    assert_eq!((page.status, page.path.as_str()), (200, "/settings/account"));
    assert_eq!(ana.asks("/publish").await.status, 200);
    assert_eq!(other.asks("/publish").await.status, 303);
    assert_eq!(other.posts("/sign-in", &[("login", "ana"), ("password", NEW)]).await.status, 303);
}

#[tokio::test]
async fn a_new_address_is_confirmed_and_the_old_one_can_take_it_back() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/settings/account/email").await.fills("email", "new@example.org");
    assert_eq!(page.presses("Mail me the link").await.status, 200);
    hub.settles().await;
    let mail = hub.mail_to("new@example.org", "Confirm your new e-mail address").expect("a letter");
    let link = link_in(&mail, "/confirm-email/");
    assert!(ana.visits("/settings/account").await.main_text().contains("ana@example.org"), "nothing has changed yet");

    let anybody = hub.visitor("praia.localhost").await;
    anybody.visits(&link).await.presses("Use this address").await;
    assert!(ana.visits("/settings/account").await.main_text().contains("new@example.org"));
    assert_eq!(anybody.asks(&link).await.status, 410);
    hub.settles().await;
    assert!(hub.mail_to("new@example.org", "A change to your account").is_some());
    let mail = hub.mail_to("ana@example.org", "was changed").expect("a letter to the old address");
    let undo = link_in(&mail, "/undo-email/");
    insta::assert_snapshot!(mail.replace(&undo, "LINK"), @r"
    Hello ana

    Your account now has the address n…@example.org, and we write to you there from now on.

    If it wasn't you, take the change back within a week. That also ends every session of your account, takes away passkeys, authenticator apps and recovery codes that were added since, and lets you choose a new password:

    LINK
    ");

    // Whoever changed it changes it once more: the first letter still undoes it.
    let page = ana.visits("/settings/account/email").await.fills("email", "third@example.org");
    page.presses("Mail me the link").await;
    hub.settles().await;
    let mail = hub.mail_to("third@example.org", "Confirm your new e-mail address").expect("a letter");
    anybody.visits(&link_in(&mail, "/confirm-email/")).await.presses("Use this address").await;
    hub.after(Duration::from_secs(6 * 24 * 3600)).await;
    anybody.visits(&undo).await.presses("Take it back").await;
    assert_eq!(ana.asks("/publish").await.status, 303, "every session has ended");
    let old = ana.posts("/sign-in", &[("login", "ana"), ("password", "ana likes the sea")]).await;
    assert_eq!(old.status, 422, "whoever knows the password does not come back with it");
    hub.settles().await;
    let link = link_in(&hub.mail_to("ana@example.org", "Choose a new password").expect("a letter"), "/reset/");
    ana.visits(&link).await.fills("password", NEW).presses("Keep this password").await;
    assert_eq!(ana.posts("/sign-in", &[("login", "ana"), ("password", NEW)]).await.status, 303);
    assert!(ana.visits("/settings/account").await.main_text().contains("ana@example.org"));
    assert_eq!(anybody.asks(&undo).await.status, 410);
}

#[tokio::test]
async fn an_address_that_somebody_else_has_looks_free_and_its_owner_is_told() {
    let hub = Hub::start().await;
    let [ana, _tom] = hub.people(["ana", "tom"]).await;
    let mut seen = Vec::new();
    for address in ["free@example.org", "Tom@example.org"] {
        let page = ana.visits("/settings/account/email").await.fills("email", address);
        let page = page.presses("Mail me the link").await;
        seen.push((page.status, page.path.clone(), page.main_text()));
    }
    assert_eq!(seen[0], seen[1]);
    hub.settles().await;
    assert_eq!(hub.mail_to("tom@example.org", "Confirm your new"), None);
    insta::assert_snapshot!(hub.mail_to("tom@example.org", "Your e-mail address").expect("a letter"), @r"
    Hello tom

    Somebody wanted to use this address for another account at praia. It stays with your account, and nothing has changed.

    If it was you: one address can belong to one account only. If it wasn't, you need not do anything.
    ");
}

#[tokio::test]
async fn changing_the_address_needs_a_proof() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    hub.clock.advance(Duration::from_secs(16 * 60));
    let page = ana.visits("/settings/account/email").await;
    assert!(page.path.starts_with("/sign-in/again"), "{}", page.path);
    let page = page.fills("password", "ana likes the sea").presses("Go on").await;
    assert_eq!(page.path, "/settings/account/email");
}

async fn asks_for_the_address(person: &Person, address: &str) {
    let page = person.visits("/settings/account/email").await.fills("email", address);
    assert_eq!(page.presses("Mail me the link").await.status, 200);
}

/// Without workers, so that letters are written when the test says so.
async fn idle_hub() -> Hub {
    let hub = Hub::configured(|config| config.workers = 0).await;
    hub.community("praia").await;
    hub
}

#[tokio::test]
async fn a_new_password_voids_what_an_intruder_has_begun() {
    let hub = idle_hub().await;
    let ana = hub.person("ana").await;
    let visitor = hub.visitor("praia.localhost").await;
    let address = |mail: &str| link_in(mail, "/confirm-email/");
    let letter = |hub: &Hub, to: &str| hub.mail_to(to, "Confirm your new e-mail address");

    let reset = asks_for_a_link(&hub, &visitor, "ana").await;
    asks_for_the_address(&ana, "eve@example.org").await;
    hub.settles().await;
    let begun = address(&letter(&hub, "eve@example.org").expect("a letter"));
    asks_for_the_address(&ana, "late@example.org").await;
    visitor.visits(&reset).await.fills("password", NEW).presses("Keep this password").await;
    assert_eq!(visitor.posts(&begun, &[]).await.status, 410, "the link that was mailed");
    hub.settles().await;
    assert_eq!(letter(&hub, "late@example.org"), None, "and the letter that was still to be written");

    // Likewise when she chooses another while she is signed in.
    assert_eq!(visitor.posts("/sign-in", &[("login", "ana"), ("password", NEW)]).await.status, 303);
    asks_for_the_address(&visitor, "eve2@example.org").await;
    let reset = asks_for_a_link(&hub, &hub.visitor("praia.localhost").await, "ana").await;
    let begun = address(&letter(&hub, "eve2@example.org").expect("a letter"));
    let fields = [("current-password", NEW), ("new-password", "ana likes the sea")];
    assert_eq!(visitor.posts("/settings/account/password", &fields).await.status, 303);
    assert_eq!(visitor.posts(&begun, &[]).await.status, 410);
    assert_eq!(visitor.asks(&reset).await.status, 410);
}

#[tokio::test]
async fn a_link_for_a_new_password_does_not_outlive_the_address_it_was_mailed_to() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let reset = asks_for_a_link(&hub, &hub.visitor("praia.localhost").await, "ana").await;
    asks_for_the_address(&ana, "new@example.org").await;
    hub.settles().await;
    let mail = hub.mail_to("new@example.org", "Confirm your new e-mail address").expect("a letter");
    ana.visits(&link_in(&mail, "/confirm-email/")).await.presses("Use this address").await;
    assert_eq!(ana.asks(&reset).await.status, 410);
}

#[tokio::test]
async fn an_address_that_was_taken_back_is_not_taken_again_by_what_was_queued() {
    let hub = idle_hub().await;
    let ana = hub.person("ana").await;
    asks_for_the_address(&ana, "eve@example.org").await;
    hub.settles().await;
    let mail = hub.mail_to("eve@example.org", "Confirm your new").expect("a letter");
    ana.visits(&link_in(&mail, "/confirm-email/")).await.presses("Use this address").await;
    hub.settles().await;
    let undo = link_in(&hub.mail_to("ana@example.org", "was changed").expect("a letter"), "/undo-email/");
    hub.clock.advance(Duration::from_secs(60));
    asks_for_the_address(&ana, "eve2@example.org").await;
    hub.settles().await;
    let mail = hub.mail_to("eve2@example.org", "Confirm your new").expect("a letter");
    ana.visits(&link_in(&mail, "/confirm-email/")).await.presses("Use this address").await;
    asks_for_the_address(&ana, "eve3@example.org").await;

    let page = ana.visits(&undo).await;
    assert!(page.main_text().contains("Passkeys, authenticator apps and recovery codes"), "{}", page.main_text());
    page.presses("Take it back").await;
    hub.settles().await;
    assert_eq!(hub.mail_to("eve@example.org", "was changed"), None, "no link back for whoever had it in between");
    assert_eq!(hub.mail_to("eve3@example.org", "Confirm your new"), None);
}

#[tokio::test]
async fn an_own_address_is_no_password() {
    let hub = Hub::start().await;
    hub.account(&hub.praia().await, "ana", true).await;
    let visitor = hub.visitor("praia.localhost").await;
    let link = asks_for_a_link(&hub, &visitor, "ana").await;
    let page = visitor.visits(&link).await.fills("password", "ana@example.org").presses("Keep this password").await;
    assert_eq!(page.status, 422);
    assert!(page.text("#password-error").contains("easy to guess"), "{}", page.main_text());

    let named = heliograph::accounts::NewAccount {
        name: "tom".to_owned(),
        email: "tom@example.org".to_owned(),
        password: "Harbour Lights".to_owned(),
        role: heliograph_entity::user::Role::Member,
        operator: false,
        confirmed: true,
    };
    assert!(named.prepare(&hub.app, "Harbour Lights").await.is_err(), "nor is the name of the community");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_confirm_one_address_at_once_one_gets_it() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    for round in 0..6 {
        let address = format!("shared{round}@example.org");
        let mut links = Vec::new();
        for (person, name) in [(&ana, "ana"), (&tom, "tom")] {
            hub.clock.advance(Duration::from_secs(700));
            let password = Person::password(name);
            person.posts("/sign-in/again", &[("password", password.as_str())]).await;
            asks_for_the_address(person, &address).await;
            hub.settles().await;
            links.push(link_in(&hub.mail_to(&address, "Confirm your new").expect("a letter"), "/confirm-email/"));
        }
        let (one, other) = tokio::join!(ana.posts(&links[0], &[]), tom.posts(&links[1], &[]));
        let mut answers = [one.status.as_u16(), other.status.as_u16()];
        answers.sort();
        assert_eq!(answers, [303, 410], "the second is told that the link no longer works");
    }
}
