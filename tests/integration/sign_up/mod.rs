//! Signing up: names, addresses and who may.

mod applications;
mod bots;
mod invites;
mod somebody_elses;

use std::time::Duration;

use crate::support::{Community, Hub, Page, Person};
use futures_util::future::join_all;
use heliograph::tenants::{self, Changes};
use heliograph_entity::{tenant::SignUp, user::Role};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

async fn hub(mode: SignUp) -> (Hub, Community) {
    let hub = Hub::start().await;
    chooses(&hub, &hub.praia().await, mode).await;
    let praia = hub.praia().await;
    (hub, praia)
}

async fn chooses(hub: &Hub, community: &Community, mode: SignUp) {
    let changes = Changes { sign_up: Some(mode), ..Changes::default() };
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    tenants::update(&tx, &community.tenant, changes).await.expect("changed");
    tx.commit().await.expect("committed");
}

fn filled(page: Page, name: &str) -> Page {
    let page = page.fills("name", name).fills("email", &format!("{name}@example.org"));
    page.fills("password", &format!("{name} likes the sea"))
}

/// Somebody opens the page, fills it in and sends it.
async fn signs_up(person: &Person, name: &str) -> Page {
    filled(person.visits("/sign-up").await, name).presses("Create the account").await
}

async fn applies(person: &Person, name: &str, words: &str) -> Page {
    filled(person.visits("/sign-up").await, name).fills("words", words).presses("Send the application").await
}

/// The newest mail to that address.
fn mail_to(hub: &Hub, address: &str) -> String {
    let to = format!("To: {address}");
    let mail = hub.mails().into_iter().rfind(|mail| mail.contains(&to));
    mail.unwrap_or_else(|| panic!("no mail to {address}"))
        .replace("=\r\n", "")
        .replace("=3D", "=")
        .replace("=E2=80=99", "’")
}

fn mails_to(hub: &Hub, address: &str) -> usize {
    hub.mails().iter().filter(|mail| mail.contains(&format!("To: {address}"))).count()
}

fn link(mail: &str, part: &str) -> String {
    mail.split_whitespace().find(|word| word.contains(part)).expect("a link").to_owned()
}

async fn confirms(hub: &Hub, person: &Person, name: &str) -> Page {
    hub.settles().await;
    let link = link(&mail_to(hub, &format!("{name}@example.org")), "/sign-up/");
    let path = link.trim_start_matches(&person.home).to_owned();
    opens(person, &path, name).await
}

/// Opens the link and gives the password that was chosen at the sign-up.
async fn opens(person: &Person, link: &str, name: &str) -> Page {
    let page = person.visits(link).await.fills("password", &format!("{name} likes the sea"));
    page.presses("Confirm the address").await
}

/// What a browser with scripts sends along.
async fn works(person: &Person) -> (String, String) {
    let page = person.visits("/sign-up").await;
    let challenge = page.value("challenge");
    let bits: u32 = page.attribute("proof-of-work", "data-bits").parse().expect("a number");
    assert!(bits <= 8, "tests do little work");
    let answer = (0_u32..).find(|answer| {
        let hash = heliograph::secrets::hash_of(&format!("{challenge}.{answer}"));
        u32::from_str_radix(&hash[..8], 16).expect("hexadecimal").leading_zeros() >= bits
    });
    (challenge, answer.expect("an answer").to_string())
}

async fn posts(person: &Person, name: &str, more: &[(&str, &str)]) -> u16 {
    let (email, password) = (format!("{name}@example.org"), format!("{name} likes the sea"));
    let mut fields = vec![("name", name), ("email", &email), ("password", &password)];
    fields.extend_from_slice(more);
    person.posts("/sign-up", &fields).await.status.as_u16()
}

#[tokio::test]
async fn in_an_open_community_whoever_confirms_an_address_is_in() {
    let (hub, _) = hub(SignUp::Open).await;
    let tom = hub.visitor("praia.localhost").await;

    let page = tom.visits("/").await.clicks("Join").await;
    assert_eq!(page.path, "/sign-up");
    assert!(!page.has("[name='words']"));
    let kinds = ["name", "email", "password"].map(|name| page.attribute(&format!("[name='{name}']"), "autocomplete"));
    assert_eq!(kinds, ["username", "email", "new-password"]);
    let page = filled(page, "tom").presses("Create the account").await;
    assert_eq!((page.path.as_str(), page.text("h1").as_str()), ("/sign-up/sent", "Look into your mailbox"));
    assert_eq!(tom.asks("/@tom").await.status, 404, "there is no account yet");

    let refused = tom.visits("/sign-in").await.fills("login", "tom").fills("password", "tom likes the sea");
    assert!(refused.presses("Sign in").await.text("#login-error").contains("confirm your e-mail address"));

    let page = confirms(&hub, &tom, "tom").await;
    assert_eq!(page.path, "/sign-in");
    assert!(page.text(".notice").contains("you can sign in now"), "{}", page.main_text());
    tom.signs_in("tom").await;
    assert_eq!(tom.asks("/@tom").await.status, 200);
    assert_eq!(tom.visits("/sign-up").await.path, "/", "members don't sign up");
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost() {
    let (hub, praia) = hub(SignUp::Approval).await;
    let ana = hub.staff(&praia, "ana", Role::Admin).await;
    ana.visits("/console/sign-up").await.fills("rule-new", "Be kind.").presses("Save the rules").await;
    hub.account(&praia, "tom", true).await;

    let visitor = hub.visitor("praia.localhost").await;
    let page = visitor.visits("/sign-up").await;
    assert!(page.main_text().contains("Be kind."));
    let page = page.fills("name", "Tom").fills("email", "nobody").fills("password", "short").fills("words", "");
    let page = page.presses("Send the application").await;

    assert_eq!(page.status, 422);
    for (field, sentence) in [
        ("name", "“Tom” is taken."),
        ("email", "“nobody” is not an e-mail address."),
        ("password", "at least 10 characters; this one has 5."),
        ("words", "a few words about yourself"),
        ("rules", "tick the box"),
    ] {
        let said = page.text(&format!("#{field}-error"));
        assert!(said.contains(sentence), "{field}: {said}");
    }
    assert_eq!(page.texts(".problems li").len(), 5);
    assert_eq!((page.value("name").as_str(), page.value("email").as_str()), ("Tom", "nobody"));
    assert_eq!(page.value("password"), "");

    let long = "x".repeat(501);
    for (name, sentence) in [
        ("ines.photos", "kept for whoever owns the address"),
        ("Sign-Up", "is reserved"),
        ("everyone", "is reserved"),
        ("tom lima", "has no spaces"),
    ] {
        let page =
            visitor.visits("/sign-up").await.fills("name", name).fills("words", &long).fills("rules", "accepted");
        let page = page.presses("Send the application").await;
        assert!(page.text("#name-error").contains(sentence), "{name}: {}", page.text("#name-error"));
        assert!(page.text("#words-error").contains("may have 500 characters; it has 501"));
        assert_eq!(page.value("words"), long);
        assert!(page.has("#rules[checked]"));
    }
}

#[tokio::test]
async fn a_name_is_judged_while_it_is_typed() {
    let (hub, _) = hub(SignUp::Open).await;
    hub.person("ana").await;
    let tom = hub.visitor("praia.localhost").await;
    for (name, free, says) in [
        ("Tom.Sea", "yes", "@Tom.Sea is free. You will be @Tom.Sea@praia.localhost."),
        ("ANA", "no", "“ANA” is taken."),
        ("admin", "no", "“admin” is reserved."),
        ("tom.photos", "no", "“tom_photos” would do."),
        ("tom%20sea", "no", "no spaces"),
    ] {
        let answer = tom.asks(&format!("/sign-up/name?name={name}")).await;
        assert_eq!((answer.header("x-free"), answer.text().contains(says)), (free, true), "{}", answer.text());
    }
}

#[tokio::test]
async fn an_address_that_has_an_account_is_not_revealed_and_its_owner_is_told() {
    let (hub, praia) = hub(SignUp::Open).await;
    hub.account(&praia, "ana", true).await;
    let (stranger, other) = (hub.visitor("praia.localhost").await, hub.visitor("praia.localhost").await);

    let sign_up = async |person: &Person, name: &str, email: &str| {
        let page = filled(person.visits("/sign-up").await, name).fills("email", email);
        let page = page.presses("Create the account").await;
        (page.status, page.path.clone(), page.main_text())
    };
    let known = sign_up(&stranger, "eve", "Ana@Example.org").await;
    let unknown = sign_up(&other, "tom", "tom@example.org").await;
    assert_eq!(known, unknown);

    hub.settles().await;
    let mail = mail_to(&hub, "ana@example.org");
    assert!(mail.contains("Its user name is ana") && mail.contains("/sign-in") && mail.contains("/reset"), "{mail}");
    assert!(!mail.contains("/sign-up/"), "nothing to confirm: {mail}");

    // Nor by what happens to the name, or by signing in.
    let later = hub.visitor("praia.localhost").await;
    for name in ["eve", "tom"] {
        let page = later.visits("/sign-up").await.fills("name", name).presses("Create the account").await;
        assert!(page.text("#name-error").contains("is taken"), "{name}");
        let page =
            later.visits("/sign-in").await.fills("login", name).fills("password", &format!("{name} likes the sea"));
        assert!(page.presses("Sign in").await.text("#login-error").contains("confirm your e-mail address"), "{name}");
    }
}

#[tokio::test]
async fn a_link_confirms_once_and_the_first_of_two_sign_ups_with_one_address_gets_the_account() {
    let (hub, _) = hub(SignUp::Open).await;
    let tom = hub.visitor("praia.localhost").await;
    signs_up(&tom, "tom").await;
    hub.settles().await;
    let first = link(&mail_to(&hub, "tom@example.org"), "/sign-up/");
    let page = filled(tom.visits("/sign-up").await, "tommy").fills("email", "tom@example.org");
    page.presses("Create the account").await;
    hub.settles().await;
    let second = link(&mail_to(&hub, "tom@example.org"), "/sign-up/");
    assert_ne!(first, second);

    opens(&tom, &second, "tommy").await;
    let page = opens(&tom, &first, "tom").await;
    assert!(page.text(".notice").contains("has an account here already"), "{}", page.main_text());
    assert_eq!(tom.asks(&first).await.status, 410);
    assert_eq!(tom.asks(&second).await.status, 410);
    assert_eq!((tom.asks("/@tommy").await.status.as_u16(), tom.asks("/@tom").await.status.as_u16()), (200, 404));
    signs_up(&hub.visitor("praia.localhost").await, "tom").await;
}

#[tokio::test]
async fn the_letter_can_be_asked_for_again_within_the_week() {
    let (hub, _) = hub(SignUp::Open).await;
    let ana = hub.visitor("praia.localhost").await;
    signs_up(&ana, "ana").await;
    hub.settles().await;
    let first = link(&mail_to(&hub, "ana@example.org"), "/sign-up/");

    let asked = ana.visits("/sign-up/again").await.fills("login", "ana@example.org").presses("Mail me the link").await;
    assert_eq!(asked.text("h1"), "Look into your mailbox");
    hub.settles().await;
    assert_eq!(mails_to(&hub, "ana@example.org"), 2);
    assert_eq!(ana.visits(first.trim_start_matches(&ana.home)).await.status, 410);

    let nobody = ana.visits("/sign-up/again").await.fills("login", "nobody").presses("Mail me the link").await;
    assert_eq!(nobody.text("h1"), "Look into your mailbox", "the answer is the same");
    confirms(&hub, &ana, "ana").await;
    ana.visits("/sign-up/again").await.fills("login", "@ana").presses("Mail me the link").await;
    hub.settles().await;
    assert_eq!(mails_to(&hub, "ana@example.org"), 2, "who is in needs no letter");
}

#[tokio::test]
async fn a_name_is_held_for_a_week_and_then_released() {
    let (hub, praia) = hub(SignUp::Open).await;
    let tom = hub.visitor("praia.localhost").await;
    signs_up(&tom, "tom").await;
    hub.settles().await;
    let link = link(&mail_to(&hub, "tom@example.org"), "/sign-up/");

    hub.after(6 * DAY).await;
    let other = hub.visitor("praia.localhost").await;
    let page = other.visits("/sign-up").await.fills("name", "TOM").presses("Create the account").await;
    assert!(page.text("#name-error").contains("is taken"));
    let held = heliograph::accounts::NewAccount {
        name: "tom".to_owned(),
        email: "cli@example.org".to_owned(),
        password: "a long enough one".to_owned(),
        role: Role::Member,
        operator: false,
        confirmed: true,
    };
    let prepared = held.prepare(&hub.app, "praia").await.expect("fine");
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    assert!(heliograph::accounts::create(&hub.app, &tx, &praia.tenant, prepared).await.is_err(), "the name is held");
    drop(tx);

    hub.after(DAY + 2 * HOUR).await;
    assert_eq!(other.asks(&link).await.status, 410);
    let page = filled(other.visits("/sign-up").await, "tom").fills("email", "other@example.org");
    assert_eq!(page.presses("Create the account").await.path, "/sign-up/sent");
}

#[tokio::test]
async fn a_closed_community_takes_nobody() {
    let (hub, _) = hub(SignUp::Closed).await;
    let tom = hub.visitor("praia.localhost").await;
    assert!(!tom.visits("/").await.has("a[href='/sign-up']"));
    assert!(!tom.visits("/sign-in").await.has("a[href='/sign-up']"));

    let page = tom.visits("/sign-up").await;
    assert!(page.main_text().contains("Nobody can join at the moment") && !page.has("form"));
    assert!(tom.visits("/about").await.main_text().contains("Nobody can join at the moment"));
    assert_eq!(posts(&tom, "tom", &[]).await, 303);
    hub.settles().await;
    assert!(hub.mails().is_empty());
}

#[tokio::test]
async fn of_many_who_want_one_name_at_once_one_gets_it() {
    let (hub, praia) = hub(SignUp::Open).await;
    let come = (0..20).map(|number| {
        let (app, tenant) = (hub.app.clone(), praia.tenant.clone());
        let new = heliograph::accounts::NewNewcomer {
            name: if number % 2 == 0 { "tom".to_owned() } else { "TOM".to_owned() },
            email: format!("tom{number}@example.org"),
            password: "a long enough one".to_owned(),
            words: String::new(),
            accepts_rules: true,
            invite: String::new(),
            challenge: String::new(),
            answer: String::new(),
        };
        tokio::spawn(async move { heliograph::accounts::sign_up(&app, &tenant, &format!("net {number}"), new).await })
    });
    let through = join_all(come).await.into_iter().filter(|came| came.as_ref().is_ok_and(Result::is_ok)).count();
    assert_eq!(through, 1);
}

#[tokio::test]
async fn rules_are_numbered_and_shown_and_a_changed_one_is_kept_as_it_was() {
    let (hub, praia) = hub(SignUp::Open).await;
    let ana = hub.staff(&praia, "ana", Role::Admin).await;
    for rule in ["Be kind.", "Publish your own photographs."] {
        ana.visits("/console/sign-up").await.fills("rule-new", rule).presses("Save the rules").await;
    }
    let shown = async || hub.visitor("praia.localhost").await.visits("/about").await;
    let before = shown().await;
    assert_eq!(before.texts(".rules li"), ["Be kind.", "Publish your own photographs."]);
    let ids = before.attributes(".rules li", "id");

    ana.visits("/console/sign-up").await.presses("Move rule 2 up").await;
    let page = shown().await;
    assert_eq!(page.attributes(".rules li", "id"), [ids[1].clone(), ids[0].clone()], "the same rules in another order");

    let page = ana.visits("/console/sign-up").await.fills(&ids[0], "Be kind to everyone.");
    let page = page.presses("Save the rules").await;
    assert!(page.text(".notice").contains("The rules are saved"));
    let page = shown().await;
    assert_eq!(page.texts(".rules li"), ["Publish your own photographs.", "Be kind to everyone."]);
    assert_ne!(page.attributes(".rules li", "id")[1], ids[0]);
    assert_eq!(hub.rules().await, 3, "the old words are kept");

    let page = ana.visits("/console/sign-up").await.fills("rule-new", &"x".repeat(501)).presses("Save the rules").await;
    assert_eq!(page.status, 422);
    assert!(page.text("#rule-new-error").contains("500"), "{}", page.main_text());
    ana.visits("/console/sign-up").await.presses("Remove rule 1").await;
    assert_eq!(shown().await.texts(".rules li"), ["Be kind to everyone."]);
}

#[tokio::test]
async fn who_may_join_is_chosen_by_admins_alone() {
    let (hub, praia) = hub(SignUp::Open).await;
    let mara = hub.staff(&praia, "mara", Role::Moderator).await;
    let lea = hub.person("lea").await;
    for (person, staff) in [(&mara, true), (&lea, false)] {
        assert_eq!(person.asks("/console/sign-up").await.status, 403);
        assert_eq!(person.posts("/console/sign-up", &[("sign-up", "closed")]).await.status, 403);
        assert_eq!(person.posts("/console/rules", &[("rule-new", "x")]).await.status, 403);
        for path in ["/console/applications", "/console/invites"] {
            assert_eq!(person.asks(path).await.status, if staff { 200 } else { 403 }, "{path}");
        }
    }
    assert_eq!(hub.visitor("praia.localhost").await.asks("/console/applications").await.status, 303);
}
