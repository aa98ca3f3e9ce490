use std::time::{Duration, Instant};

use crate::support::{Hub, Page, Person, link_in};
use sea_orm::{ConnectionTrait, Statement};

async fn tries(person: &Person, login: &str, password: &str) -> Page {
    person.visits("/sign-in").await.fills("login", login).fills("password", password).presses("Sign in").await
}

#[tokio::test]
async fn guessing_from_one_network_is_slowed_down_and_told_so() {
    let hub = Hub::behind_a_proxy().await;
    hub.account(&hub.praia().await, "ana", true).await;
    let thief = hub.visitor("praia.localhost").await.coming_from("198.51.100.7");
    for _ in 0..5 {
        assert_eq!(tries(&thief, "ana", "a guess").await.status, 422);
    }
    let page = tries(&thief, "ana", "ana likes the sea").await;
    assert_eq!((page.status, page.value("login").as_str()), (429, "ana"), "even the right one, for a while");
    let told = page.text("#login-error");
    assert!(told.contains("It works again in") && told.contains("second"), "{told}");

    let neighbour = hub.visitor("praia.localhost").await.coming_from("198.51.100.99");
    assert_eq!(tries(&neighbour, "ana", "a guess").await.status, 429, "the whole neighbourhood waits");

    hub.clock.advance(Duration::from_secs(31));
    assert_eq!(tries(&thief, "ana", "ana likes the sea").await.status, 200, "it ends by itself");
}

#[tokio::test]
async fn an_attacker_elsewhere_keeps_nobody_out() {
    let hub = Hub::behind_a_proxy().await;
    hub.account(&hub.praia().await, "ana", true).await;
    let ana = hub.visitor("praia.localhost").await.coming_from("203.0.113.5");
    ana.signs_in("ana").await;
    ana.visits("/").await.presses("Sign out").await;

    for network in 0..30 {
        let thief = hub.visitor("praia.localhost").await.coming_from(&format!("198.51.{network}.7"));
        for _ in 0..2 {
            assert_eq!(tries(&thief, "ana", "a guess").await.status, 422);
        }
    }
    let thief = hub.visitor("praia.localhost").await.coming_from("203.0.113.6");
    for _ in 0..6 {
        tries(&thief, "ana", "a guess").await;
    }
    assert_eq!(tries(&thief, "ana", "a guess").await.status, 429, "her own network is exhausted");

    ana.signs_in("ana").await;
    let away = hub.visitor("praia.localhost").await.coming_from("192.0.2.1");
    away.signs_in("ana").await;
    let page = thief.visits("/reset").await.fills("login", "ana").presses("Mail me the link").await;
    assert_eq!(page.status, 200, "the way by mail is open too");
}

#[tokio::test]
async fn a_device_cookie_of_somebody_else_helps_nobody() {
    let hub = Hub::behind_a_proxy().await;
    let praia = hub.praia().await;
    hub.account(&praia, "ana", true).await;
    hub.account(&praia, "eve", true).await;
    let eve = hub.visitor("praia.localhost").await.coming_from("198.51.100.7");
    eve.signs_in("eve").await;
    eve.visits("/").await.presses("Sign out").await;
    for _ in 0..5 {
        tries(&eve, "ana", "a guess").await;
    }
    assert_eq!(tries(&eve, "ana", "a guess").await.status, 429);
}

#[tokio::test]
async fn many_names_from_one_network_are_slowed_down_too() {
    let hub = Hub::behind_a_proxy().await;
    hub.account(&hub.praia().await, "ana", true).await;
    let thief = hub.visitor("praia.localhost").await.coming_from("198.51.100.7");
    let mut statuses = Vec::new();
    for guess in 0..101 {
        let fields = [("login", format!("somebody{guess}")), ("password", "a guess".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        statuses.push(thief.posts("/sign-in", &fields).await.status.as_u16());
    }
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 100);
    assert_eq!(statuses.last(), Some(&429));
    hub.visitor("praia.localhost").await.coming_from("203.0.113.5").signs_in("ana").await;
}

#[tokio::test]
async fn an_unknown_name_is_answered_like_a_known_one() {
    let hub = Hub::behind_a_proxy().await;
    hub.account(&hub.praia().await, "ana", true).await;
    let thief = hub.visitor("praia.localhost").await.coming_from("198.51.100.7");
    for login in ["ana", "nobody"] {
        let mut told = Vec::new();
        for _ in 0..6 {
            let page = tries(&thief, login, "a guess").await;
            told.push((page.status, page.text("#login-error")));
        }
        assert_eq!(told[0].1, "The name or the password is not right. Please try again.");
        assert_eq!(told.iter().map(|(status, _)| *status).collect::<Vec<_>>(), [422, 422, 422, 422, 422, 429]);
    }
    let mut asked = Vec::new();
    for login in ["ana", "ana@example.org", "nobody", "no@example.org"] {
        let page = thief.visits("/reset").await.fills("login", login).presses("Mail me the link").await;
        asked.push((page.status, page.main_text()));
    }
    assert!(asked.iter().all(|answer| *answer == asked[0]), "{asked:?}");
}

#[tokio::test]
async fn an_unknown_name_takes_as_long_as_a_known_one() {
    let hub = Hub::configured(|config| {
        config.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
        config.cheap_passwords = false;
    });
    let hub = hub.await;
    hub.community("praia").await;
    hub.account(&hub.praia().await, "ana", true).await;

    let mut times: [Vec<Duration>; 2] = Default::default();
    for round in 0..8 {
        let thief = hub.visitor("praia.localhost").await.coming_from(&format!("198.51.{round}.7"));
        for (which, login) in ["ana", "nobody"].into_iter().enumerate() {
            let began = Instant::now();
            thief.posts("/sign-in", &[("login", login), ("password", "a guess")]).await;
            times[which].push(began.elapsed());
        }
    }
    let [known, unknown] = times.map(|mut times| {
        // The first has to make what unknown names are compared with.
        times.remove(0);
        times.into_iter().min().unwrap_or_default()
    });
    let ratio = known.as_secs_f64() / unknown.as_secs_f64();
    assert!((0.33..3.0).contains(&ratio), "{known:?} and {unknown:?}");
}

#[tokio::test]
async fn a_session_known_before_is_of_no_use_after_signing_in() {
    let hub = Hub::start().await;
    hub.account(&hub.praia().await, "ana", true).await;
    let visitor = hub.visitor("praia.localhost").await;
    // A session before anybody is signed in: the one that keeps a notice.
    let tom = hub.person("tom").await;
    let before =
        session_cookie(&visitor.posts("/sign-in", &[("login", "ana"), ("password", "ana likes the sea")]).await);
    let again = visitor.posts("/sign-in/again", &[("password", "ana likes the sea")]).await;
    let after = session_cookie(&again);
    assert!(!before.is_empty() && !after.is_empty() && before != after, "a proof gives a new one");
    let stranger = hub.visitor("praia.localhost").await;
    assert_eq!(stranger.asks_with("/publish", &[("cookie", &before)]).await.status, 303);
    assert_eq!(stranger.asks_with("/publish", &[("cookie", &after)]).await.status, 200);

    let out = visitor.posts("/sign-out", &[]).await;
    assert_eq!(out.header("clear-site-data"), "\"storage\"", "nor do words that were kept for later stay behind");
    assert_eq!(stranger.asks_with("/publish", &[("cookie", &after)]).await.status, 303);
    assert_eq!(tom.asks("/publish").await.status, 200);
}

fn session_cookie(answer: &crate::support::Answer) -> String {
    let mut cookies = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let ours = cookies.find(|cookie| cookie.starts_with("heliograph=")).unwrap_or_default();
    ours.split(';').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_new_device_is_told_by_mail_and_a_known_one_is_not() {
    let hub = Hub::behind_a_proxy().await;
    hub.account(&hub.praia().await, "ana", true).await;
    let ana = hub.visitor("praia.localhost").await.coming_from("203.0.113.5");
    ana.signs_in("ana").await;
    ana.visits("/").await.presses("Sign out").await;
    ana.signs_in("ana").await;
    hub.settles().await;
    assert_eq!(hub.mail_to("ana@example.org", "new device"), None, "the first device, and then a known one");

    let other = hub.visitor("praia.localhost").await.coming_from("198.51.100.7");
    let other = other.with_browser("Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0");
    other.signs_in("ana").await;
    hub.settles().await;
    let mail = hub.mail_to("ana@example.org", "new device").expect("a letter");
    let link = link_in(&mail, "/settings/sessions");
    let (before, rest) = mail.split_once("When: ").expect("a time");
    let (_, after) = rest.split_once('\n').expect("a line");
    insta::assert_snapshot!(format!("{before}When: TIME\n{after}").replace(&link, "LINK"), @r"
    Hello ana

    Somebody, probably you, signed in to your account at praia with a device we don't know:

    When: TIME
    Device: Firefox on Android
    Network: 198.51.100.0/24

    If it wasn't you, end that session and choose another password:

    LINK
    ");
}

#[tokio::test]
async fn several_accounts_live_in_one_browser_and_each_has_its_own_session() {
    let hub = Hub::start().await;
    let praia = hub.praia().await;
    hub.account(&praia, "tom", true).await;
    let browser = hub.person("ana").await;
    let page = browser.visits("/").await.clicks("Add another account").await;
    let page = page.fills("login", "tom").fills("password", "tom likes the sea").presses("Sign in").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.text(".rail .who .names"), "tom @tom");
    assert_eq!(page.texts(".rail .account .names"), ["ana @ana"]);

    let page = page.presses("A ana @ana").await;
    assert_eq!(page.text(".rail .who .names"), "ana @ana");
    let listed = browser.visits("/settings/sessions").await;
    assert_eq!(listed.texts(".rows li").len(), 1, "each sees their own alone");

    // Tom ends the session in the shared browser from elsewhere: Ana's goes on.
    let tom = hub.visitor("praia.localhost").await;
    tom.signs_in("tom").await;
    tom.visits("/settings/sessions").await.presses("Sign out everywhere else").await;
    let page = browser.visits("/").await;
    assert_eq!(page.text(".rail .who .names"), "ana @ana");
    assert!(page.texts(".rail .account").is_empty());

    browser.posts("/sign-in", &[("login", "tom"), ("password", "tom likes the sea")]).await;
    let page = browser.visits("/").await.presses("Sign out").await;
    assert_eq!(page.text(".rail .who .names"), "ana @ana", "one is out, the other goes on");
    browser.posts("/sign-in", &[("login", "tom"), ("password", "tom likes the sea")]).await;
    browser.visits("/").await.presses("Sign out of all accounts").await;
    assert_eq!(browser.asks("/publish").await.status, 303);
}

#[tokio::test]
async fn nobody_becomes_an_account_that_is_not_signed_in_in_their_browser() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let theirs = tom.visits("/settings/sessions").await.attribute(".rows form", "action");
    let id = theirs.trim_start_matches("/settings/sessions/").trim_end_matches("/end").to_owned();
    assert!(!id.is_empty());
    assert_eq!(ana.posts("/sign-in/switch", &[("to", &id)]).await.status, 404);
    assert_eq!(ana.posts(&theirs, &[]).await.status, 404);
    assert_eq!(tom.asks("/publish").await.status, 200);
}

#[tokio::test]
async fn a_session_is_ended_from_another_at_once() {
    let hub = Hub::behind_a_proxy().await;
    hub.account(&hub.praia().await, "ana", true).await;
    let phone = hub.visitor("praia.localhost").await.coming_from("198.51.100.7");
    let phone = phone.with_browser("Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0");
    phone.signs_in("ana").await;
    let desk = hub.visitor("praia.localhost").await.coming_from("203.0.113.5");
    desk.signs_in("ana").await;

    let page = desk.visits("/settings/sessions").await;
    let rows = page.texts(".rows li");
    assert!(rows[0].contains("This one") && rows[0].contains("203.0.113.0/24"), "{rows:?}");
    assert!(rows[1].contains("Firefox on Android") && rows[1].contains("198.51.100.0/24"), "{rows:?}");
    let end = page.attributes(".rows form", "action")[1].clone();
    assert_eq!(desk.posts(&end, &[]).await.status, 303);
    assert_eq!(phone.asks("/publish").await.status, 303, "the phone is out");
    assert_eq!(desk.asks("/publish").await.status, 200);

    // A session that was ended was somebody's whom she doesn't know, so its device is a stranger again.
    for _ in 0..5 {
        tries(&phone, "ana", "a guess").await;
    }
    assert_eq!(tries(&phone, "ana", "a guess").await.status, 429);
}

#[tokio::test]
async fn guessing_from_the_many_networks_of_one_provider_is_slowed_down() {
    let hub = Hub::behind_a_proxy().await;
    hub.account(&hub.praia().await, "ana", true).await;
    let mut statuses = Vec::new();
    for network in 0..21 {
        let thief = hub.visitor("praia.localhost").await.coming_from(&format!("2001:db8:7:{network:x}::1"));
        statuses.push(thief.posts("/sign-in", &[("login", "ana"), ("password", "a guess")]).await.status.as_u16());
    }
    assert_eq!((statuses.iter().filter(|status| **status == 422).count(), statuses[20]), (20, 429));
    hub.visitor("praia.localhost").await.coming_from("2001:db8:8::1").signs_in("ana").await;
}

#[tokio::test]
async fn guessing_from_everywhere_is_slowed_down_and_keeps_nobody_out() {
    let hub = Hub::behind_a_proxy().await;
    hub.account(&hub.praia().await, "ana", true).await;
    let ana = hub.visitor("praia.localhost").await.coming_from("203.0.113.5");
    ana.signs_in("ana").await;
    ana.visits("/").await.presses("Sign out").await;

    let thief = hub.visitor("praia.localhost").await;
    let guesses = async |network: u8, login: &str| {
        let thief = thief.coming_from(&format!("198.51.{network}.7"));
        thief.posts("/sign-in", &[("login", login), ("password", "a guess")]).await.status.as_u16()
    };
    // Ana herself was a stranger once.
    for (login, tries) in [("ana", 99), ("nobody", 100)] {
        for network in 0..tries {
            assert_eq!(guesses(network, login).await, 422, "{login}");
        }
        assert_eq!(guesses(100, login).await, 429, "{login}");
    }
    for login in ["ana@example.org", "no@example.org"] {
        assert_eq!(guesses(101, login).await, 422, "nor does that tell whose address is whose");
    }

    ana.signs_in("ana").await;
    let away = hub.visitor("praia.localhost").await.coming_from("192.0.2.1");
    assert_eq!(tries(&away, "ana", "ana likes the sea").await.status, 429);
    away.visits("/reset").await.fills("login", "ana").presses("Mail me the link").await;
    hub.settles().await;
    let link = link_in(&hub.mail_to("ana@example.org", "Choose a new password").expect("a letter"), "/reset/");
    away.visits(&link).await.fills("password", "the moon is nicer").presses("Keep this password").await;
    assert_eq!(tries(&away, "ana", "the moon is nicer").await.status, 200, "the way by mail leads in");
    hub.clock.advance(Duration::from_secs(61));
    let later = hub.visitor("praia.localhost").await.coming_from("192.0.2.99");
    assert_eq!(tries(&later, "ana", "the moon is nicer").await.status, 200, "and it ends by itself");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_while_they_sign_in_is_not_signed_in_afterwards() {
    let hub = Hub::configured(|config| config.cheap_passwords = false).await;
    let praia = hub.community("praia").await;
    for name in ["ana", "tom", "eva"] {
        hub.account(&praia, name, true).await;
        let visitor = hub.visitor("praia.localhost").await;
        let password = format!("{name} likes the sea");
        let (signs_in, leaves) = ([("login", name), ("password", password.as_str())], async {
            tokio::time::sleep(Duration::from_millis(10)).await;
            heliograph::departures::leave(&hub.app, &praia.tenant, name, None).await.expect("left");
        });
        tokio::join!(visitor.posts("/sign-in", &signs_in), leaves);
        assert_eq!(visitor.asks("/publish").await.status, 303, "{name}");
    }
    let count =
        Statement::from_string(hub.app.db.reader().get_database_backend(), "SELECT COUNT(*) AS n FROM sign_ins");
    let row = hub.app.db.reader().query_one_raw(count).await.expect("an answer").expect("a row");
    assert_eq!(row.try_get::<i64>("", "n").expect("a count"), 0, "nothing is left to come back by");
}
