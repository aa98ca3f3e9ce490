use std::time::Duration;

use crate::support::Hub;

const DAY: Duration = Duration::from_secs(24 * 3600);

#[tokio::test]
async fn people_sign_in_by_name_or_address_and_out_again() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    assert_eq!(ana.asks("/publish").await.status, 200);

    ana.visits("/").await.presses("Sign out").await;
    assert_eq!(ana.asks("/publish").await.status, 303);

    for login in ["ANA", "@ana", "ana@example.org", " Ana@Example.org "] {
        let visitor = hub.visitor("praia.localhost").await;
        let page = visitor.visits("/sign-in?next=/publish").await;
        let page = page.fills("login", login).fills("password", "ana likes the sea").presses("Sign in").await;
        assert_eq!((page.status, page.path.as_str()), (200, "/publish"), "{login}");
    }
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_are_told_in_the_same_words() {
    let hub = Hub::start().await;
    hub.person("ana").await;
    let visitor = hub.visitor("praia.localhost").await;
    let mut told = Vec::new();
    for (login, password) in [("ana", "guessed wrongly"), ("nobody", "guessed wrongly"), ("no@example.org", "x")] {
        let page = visitor.visits("/sign-in").await.fills("login", login).fills("password", password);
        let page = page.presses("Sign in").await;
        assert_eq!((page.status, page.value("login").as_str(), page.value("password").as_str()), (422, login, ""));
        told.push(page.text("#login-error"));
    }
    assert_eq!(told, ["The name or the password is not right. Please try again."; 3]);
}

#[tokio::test]
async fn an_address_is_confirmed_by_the_link_that_was_mailed_to_it() {
    let hub = Hub::start().await;
    let tenant = heliograph::tenants::by_host(hub.app.db.reader(), "praia.localhost").await.expect("an answer");
    let praia = crate::support::Community { tenant: tenant.expect("Praia") };
    hub.account(&praia, "tom", false).await;
    hub.settles().await;

    let tom = hub.visitor("praia.localhost").await;
    let refused = tom.visits("/sign-in").await.fills("login", "tom").fills("password", "tom likes the sea");
    assert!(refused.presses("Sign in").await.text("#login-error").contains("confirm your e-mail address"));

    let mails = hub.mails();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("To: tom@example.org") && mails[0].contains("no-reply@praia.localhost"), "{}", mails[0]);
    let mail = mails[0].replace("=\r\n", "").replace("=3D", "=");
    let link = mail.split_whitespace().find(|word| word.contains("/confirm/")).expect("a link");
    let path = link.trim_start_matches(&tom.home).to_owned();
    let text = mail.split("text/plain").nth(1).and_then(|part| part.split("--").next()).expect("a plain part");
    let words = text.split_once("\r\n\r\n").expect("a head and a body").1.replace("\r\n", "\n");
    insta::assert_snapshot!(words.replace(link, "LINK").trim(), @r"
    Hello tom

    Somebody, probably you, gave this address for an account at praia. Confirm that it is yours:

    LINK

    The link works for a week. If it wasn't you, do nothing, and no account will use this address.
    ");
    let page = tom.visits(&path).await;
    assert!(page.main_text().contains("tom@example.org"));
    let page = page.presses("Confirm the address").await;
    assert_eq!(page.path, "/sign-in");
    assert!(page.text(".notice").contains("confirmed"));
    tom.signs_in("tom").await;

    assert_eq!(tom.asks(&path).await.status, 410, "the link worked once");
}

#[tokio::test]
async fn a_link_that_was_never_opened_ends_after_a_week() {
    let hub = Hub::start().await;
    let tenant = heliograph::tenants::by_host(hub.app.db.reader(), "praia.localhost").await.expect("an answer");
    hub.account(&crate::support::Community { tenant: tenant.expect("Praia") }, "tom", false).await;
    hub.settles().await;
    let mail = hub.mails()[0].replace("=\r\n", "");
    let link = mail.split_whitespace().find(|word| word.contains("/confirm/")).expect("a link").to_owned();
    let tom = hub.visitor("praia.localhost").await;
    assert_eq!(tom.asks(&link).await.status, 200);

    hub.after(8 * DAY).await;
    assert_eq!(tom.asks(&link).await.status, 410);
}

#[tokio::test]
async fn a_session_lives_while_it_is_used_and_ends_after_sixty_idle_days() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;

    hub.after(59 * DAY).await;
    assert_eq!(ana.asks("/publish").await.status, 200);
    hub.after(59 * DAY).await;
    assert_eq!(ana.asks("/publish").await.status, 200, "it was used 59 days ago");
    hub.after(61 * DAY).await;
    assert_eq!(ana.asks("/publish").await.status, 303);
}

#[tokio::test]
async fn signing_in_gives_a_new_cookie_that_only_this_host_gets() {
    let hub = Hub::start().await;
    hub.person("ana").await;
    let visitor = hub.visitor("praia.localhost").await;
    let fixed = ("cookie", "heliograph=AAAAAAAAAAAAAAAAAAAAAA");
    let answer = visitor
        .requests(reqwest::Method::POST, "/sign-in", &[fixed, ("origin", &visitor.home)], |request| {
            request.form(&[("login", "ana"), ("password", "ana likes the sea")])
        })
        .await;

    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("heliograph=") && !cookie.contains("AAAAAAAAAAAA"), "{cookie}");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
}

#[tokio::test]
async fn over_https_the_cookie_carries_the_host_prefix() {
    let hub = Hub::configured(|config| config.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")]).await;
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    let new = heliograph::tenants::NewTenant {
        name: "Praia".to_owned(),
        summary: String::new(),
        host: "photos.example".to_owned(),
        accent_hue: 48,
        sign_up: Default::default(),
    };
    let tenant = heliograph::tenants::create(&hub.app, &tx, new).await.expect("a community");
    tx.commit().await.expect("committed");
    hub.account(&crate::support::Community { tenant }, "ana", true).await;

    let visitor = hub.visitor("photos.example").await;
    let headers =
        [("x-forwarded-proto", "https"), ("origin", "https://photos.example"), ("sec-fetch-site", "same-origin")];
    let answer = visitor
        .requests(reqwest::Method::POST, "/sign-in", &headers, |request| {
            request.form(&[("login", "ana"), ("password", "ana likes the sea")])
        })
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-heliograph=") && cookie.contains("Secure"), "{cookie}");
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn another_site_cannot_act_in_somebodys_name() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    for headers in [
        [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")],
        [("origin", "http://serra.localhost"), ("sec-fetch-site", "same-site")],
        [("origin", "null"), ("accept", "*/*")],
    ] {
        let answer = ana.requests(reqwest::Method::POST, "/sign-out", &headers, |request| request).await;
        assert_eq!(answer.status, 403, "{headers:?}");
    }
    assert_eq!(ana.asks("/publish").await.status, 200, "she is still signed in");
}
