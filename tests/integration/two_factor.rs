use std::time::Duration;

use crate::support::{Answer, Hub, Page, Person, link_in};
use sea_orm::{ConnectionTrait, Statement};
use totp_rs::{Builder, Secret};

const HALF_A_MINUTE: Duration = Duration::from_secs(30);

/// An authenticator app that holds one secret.
pub(crate) struct Authenticator {
    secret: String,
}

impl Authenticator {
    /// Has read the code on the page where an app is set up.
    fn of(page: &Page) -> Self {
        assert!(page.has("svg.qr path"));
        Self { secret: page.text(".secret").replace(' ', "") }
    }

    fn code(&self, hub: &Hub) -> String {
        let secret = Secret::try_from_base32(&self.secret).expect("a secret");
        let totp = Builder::new().with_secret(secret).build().expect("an app");
        totp.generate((hub.clock.now().millis() / 1000).unsigned_abs()).to_string()
    }
}

/// Sets an app up on the page for that; what comes then.
pub(crate) async fn enters_code(hub: &Hub, page: Page) -> Page {
    let code = Authenticator::of(&page).code(hub);
    let page = page.fills("code", &code).presses("Turn it on").await;
    assert_eq!(page.status, 200, "{}", page.main_text());
    page
}

/// Turns it on, and returns the app and the recovery codes; a step later, so that a new code is there.
pub(crate) async fn sets_up(hub: &Hub, person: &Person) -> (Authenticator, Vec<String>) {
    let page = person.visits("/settings/two-factor").await.clicks("Set up an app").await;
    let app = Authenticator::of(&page);
    let page = enters_code(hub, page).await;
    let codes = page.texts(".recovery-codes li");
    assert_eq!(codes.len(), 10);
    hub.clock.advance(HALF_A_MINUTE);
    (app, codes)
}

async fn gives_password(person: &Person) -> Page {
    let page = person.visits("/sign-in?next=/publish").await.fills("login", "ana");
    page.fills("password", "ana likes the sea").presses("Sign in").await
}

#[tokio::test]
async fn a_second_step_asks_for_a_code_of_the_app() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let (app, _) = sets_up(&hub, &ana).await;

    let phone = hub.visitor("praia.localhost").await;
    let page = gives_password(&phone).await;
    assert_eq!(page.path, "/sign-in/second");
    assert_eq!(phone.asks("/publish").await.status, 303, "the password alone is not enough");
    let page = page.fills("code", "000000").presses("Sign in").await;
    assert_eq!(page.status, 422);
    assert!(page.text("#code-error").contains("not the code of now"));
    let page = page.fills("code", &app.code(&hub)).presses("Sign in").await;
    assert_eq!((page.status, page.path.as_str()), (200, "/publish"));
    assert_eq!(phone.visits("/sign-in/second").await.path, "/", "nothing is waited for any more");
}

#[tokio::test]
async fn a_code_counts_once_and_so_does_an_older_one() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let (app, _) = sets_up(&hub, &ana).await;
    let code = app.code(&hub);
    hub.clock.advance(HALF_A_MINUTE);

    let one = hub.visitor("praia.localhost").await;
    let page = gives_password(&one).await.fills("code", &app.code(&hub)).presses("Sign in").await;
    assert_eq!(page.path, "/publish");
    let other = hub.visitor("praia.localhost").await;
    for replayed in [app.code(&hub), code] {
        let page = gives_password(&other).await.fills("code", &replayed).presses("Sign in").await;
        assert_eq!(page.status, 422, "{replayed}");
    }
    hub.clock.advance(2 * HALF_A_MINUTE);
    let late = app.code(&hub);
    hub.clock.advance(HALF_A_MINUTE);
    let page = gives_password(&other).await.fills("code", &late).presses("Sign in").await;
    assert_eq!(page.path, "/publish", "half a minute late is early enough");
}

#[tokio::test]
async fn of_many_who_bring_the_same_code_at_once_one_gets_in() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let (app, codes) = sets_up(&hub, &ana).await;
    let mut waiting = Vec::new();
    for _ in 0..4 {
        let visitor = hub.visitor("praia.localhost").await;
        gives_password(&visitor).await;
        waiting.push(visitor);
    }
    for fields in [[("code", app.code(&hub))], [("recovery", codes[0].clone())]] {
        let tries = waiting.iter().map(|visitor| {
            let fields = fields.clone();
            async move { visitor.posts("/sign-in/second", &[(fields[0].0, fields[0].1.as_str())]).await }
        });
        let answers = futures_util::future::join_all(tries).await;
        let through = answers.iter().filter(|answer| answer.header("location") == "/publish").count();
        assert_eq!(through, 1, "{fields:?}");
    }
}

#[tokio::test]
async fn a_recovery_code_signs_in_once_and_is_told_by_mail() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let (_, codes) = sets_up(&hub, &ana).await;
    let phone = hub.visitor("praia.localhost").await;
    let typed = codes[3].to_uppercase().replace('-', " ");
    let page = gives_password(&phone).await.fills("recovery", &typed).presses("Sign in with the recovery code").await;
    assert_eq!(page.path, "/publish");
    assert!(phone.visits("/settings/two-factor").await.main_text().contains("9 recovery codes are left"));

    let other = hub.visitor("praia.localhost").await;
    let page =
        gives_password(&other).await.fills("recovery", &codes[3]).presses("Sign in with the recovery code").await;
    assert_eq!(page.status, 422);
    assert!(page.text("#recovery-error").contains("used already"));
    hub.settles().await;
    assert!(hub.mails().iter().any(|mail| mail.contains("A recovery code was used")));

    let page = ana.visits("/settings/two-factor").await.presses("Make new recovery codes").await;
    let renewed = page.texts(".recovery-codes li");
    let page =
        gives_password(&other).await.fills("recovery", &codes[4]).presses("Sign in with the recovery code").await;
    assert_eq!(page.status, 422, "the earlier ones are void");
    let page = page.fills("recovery", &renewed[0]).presses("Sign in with the recovery code").await;
    assert_eq!(page.path, "/publish");
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_and_keeps_nobody_out() {
    let hub = Hub::behind_a_proxy().await;
    hub.account(&hub.praia().await, "ana", true).await;
    let ana = hub.visitor("praia.localhost").await.coming_from("203.0.113.5");
    ana.signs_in("ana").await;
    let (app, codes) = sets_up(&hub, &ana).await;
    ana.visits("/").await.presses("Sign out").await;

    for network in 0..6 {
        let thief = hub.visitor("praia.localhost").await.coming_from(&format!("198.51.{network}.7"));
        let mut page = gives_password(&thief).await;
        for _ in 0..5 {
            page = page.fills("code", "000000").presses("Sign in").await;
            assert_eq!(page.status, 422);
        }
        let page = page.fills("code", "000000").presses("Sign in").await;
        assert_eq!(page.status, 429);
        assert!(page.text("#code-error").contains("It works again in"));
    }
    let page = gives_password(&ana).await.fills("code", &app.code(&hub)).presses("Sign in").await;
    assert_eq!(page.path, "/publish", "her own device is known");
    let away = hub.visitor("praia.localhost").await.coming_from("192.0.2.1");
    let page = gives_password(&away).await.fills("recovery", &codes[0]).presses("Sign in with the recovery code").await;
    assert_eq!(page.path, "/publish");
}

#[tokio::test]
async fn the_password_that_was_given_counts_for_ten_minutes_and_until_another_is_chosen() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let (app, _) = sets_up(&hub, &ana).await;
    let phone = hub.visitor("praia.localhost").await;
    let page = gives_password(&phone).await;
    hub.clock.advance(Duration::from_secs(601));
    assert_eq!(page.fills("code", &app.code(&hub)).presses("Sign in").await.path, "/sign-in");

    let page = gives_password(&phone).await;
    let fields = [("current-password", "ana likes the sea"), ("new-password", "the moon is nicer")];
    assert_eq!(ana.posts("/settings/account/password", &fields).await.status, 303);
    assert_eq!(page.fills("code", &app.code(&hub)).presses("Sign in").await.path, "/sign-in");
}

#[tokio::test]
async fn the_secret_can_not_be_read_in_the_database() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let (app, codes) = sets_up(&hub, &ana).await;
    let secret = Secret::try_from_base32(&app.secret).expect("a secret");
    let hex: String = secret.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();

    let db = hub.app.db.reader();
    let mut kept = Vec::new();
    for query in [
        "SELECT sealed_secret AS text FROM totp",
        "SELECT code_hash AS text FROM recovery_codes",
        "SELECT data AS text FROM sessions",
        "SELECT payload AS text FROM jobs",
    ] {
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await.expect("rows");
        kept.extend(rows.iter().map(|row| row.try_get::<String>("", "text").expect("text")));
    }
    assert!(kept.len() >= 12);
    for text in &kept {
        for clear in [&app.secret, &hex, &codes[0]] {
            assert!(!text.to_lowercase().contains(&clear.to_lowercase()), "{text}");
        }
    }
}

#[tokio::test]
async fn turning_it_off_needs_a_proof_by_password_or_code() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let (app, _) = sets_up(&hub, &ana).await;
    hub.clock.advance(Duration::from_secs(16 * 60));
    assert_eq!(ana.posts("/settings/two-factor/off", &[]).await.header("location"), "/sign-in/again?next=%2F");

    let page = ana.visits("/settings/two-factor").await;
    assert!(page.path.starts_with("/sign-in/again"));
    let page = page.fills("code", &app.code(&hub)).presses("Go on with the code").await;
    assert_eq!(page.path, "/settings/two-factor");
    let page = page.presses("Turn it off").await;
    assert!(page.text(".notice").contains("The second step is off"));
    hub.settles().await;
    assert!(hub.mails().iter().any(|mail| mail.replace("=\r\n", "").contains("was turned off")));
    let phone = hub.visitor("praia.localhost").await;
    assert_eq!(gives_password(&phone).await.path, "/publish");
}

#[tokio::test]
async fn a_secret_offered_to_somebody_else_is_not_taken() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let page = ana.visits("/settings/two-factor/app").await;
    let (sealed, app) = (page.value("secret"), Authenticator { secret: page.text(".secret").replace(' ', "") });
    let fields = [("secret", sealed.as_str()), ("code", &app.code(&hub))];
    assert_eq!(tom.posts("/settings/two-factor/app", &fields).await.status, 400);
    assert_eq!(ana.posts("/settings/two-factor/app", &fields).await.status, 200);
}

#[tokio::test]
async fn a_passkey_that_nobody_was_asked_for_is_refused() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let visitor = hub.visitor("praia.localhost").await;
    for answer in ["", "{}", "nonsense"] {
        assert_eq!(visitor.posts("/sign-in/passkey", &[("answer", answer)]).await.status, 422, "{answer}");
        assert_eq!(ana.posts("/settings/two-factor/passkeys", &[("answer", answer)]).await.status, 422, "{answer}");
    }
    let challenge = visitor.asks("/sign-in/passkey").await;
    assert_eq!((challenge.status.as_u16(), challenge.header("cache-control")), (200, "no-store"));
    let page = challenge.text();
    assert!(
        page.contains("\"rpId\":\"praia.localhost\"") && page.contains("\"userVerification\":\"required\""),
        "{page}"
    );
    assert_eq!(visitor.posts("/sign-in/passkey", &[("answer", "{}")]).await.status, 422);
}

#[tokio::test]
async fn taking_the_address_back_takes_an_intruders_app_and_codes_away() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/settings/account/email").await.fills("email", "eve@example.org");
    page.presses("Mail me the link").await;
    hub.settles().await;
    let mail = hub.mail_to("eve@example.org", "Confirm your new").expect("a letter");
    ana.visits(&link_in(&mail, "/confirm-email/")).await.presses("Use this address").await;
    hub.settles().await;
    let undo = link_in(&hub.mail_to("ana@example.org", "was changed").expect("a letter"), "/undo-email/");
    hub.clock.advance(HALF_A_MINUTE);
    sets_up(&hub, &ana).await;
    adds_passkey(&hub, "Eve's key").await;
    assert!(ana.visits("/settings/two-factor").await.main_text().contains("Eve's key"));

    hub.visitor("praia.localhost").await.visits(&undo).await.presses("Take it back").await;
    assert_eq!(ana.asks("/settings").await.status, 303, "the intruder's session has ended");
    hub.settles().await;
    let mail = hub.mail_to("ana@example.org", "Choose a new password").expect("a letter");
    let page = ana.visits(&link_in(&mail, "/reset/")).await.fills("password", "the moon is nicer");
    page.presses("Keep this password").await;
    let fields = [("login", "ana"), ("password", "the moon is nicer")];
    assert_eq!(ana.posts("/sign-in", &fields).await.header("location"), "/", "without anybody's app");
    let page = ana.visits("/settings/two-factor").await.main_text();
    assert!(!page.contains("recovery code") && !page.contains("Eve's key"), "{page}");
}

/// As if Ana's browser had made one; only a browser can.
async fn adds_passkey(hub: &Hub, name: &str) {
    let praia = hub.praia().await.tenant;
    let user = heliograph::accounts::user_by_login(hub.app.db.reader(), &praia, "ana").await;
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    let sql = format!(
        "INSERT INTO passkeys (id, tenant_id, user_id, credential_id, credential, name, created_at)
         VALUES ({now}, {tenant}, {user}, 'key-{now}', '{{}}', '{name}', {now})",
        now = hub.clock.now().0,
        tenant = praia.id,
        user = user.expect("an answer").expect("Ana").id,
        name = name.replace('\'', "''"),
    );
    tx.execute_unprepared(&sql).await.expect("inserted");
    tx.commit().await.expect("committed");
}

#[tokio::test]
async fn what_was_there_before_the_change_stays() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    sets_up(&hub, &ana).await;
    adds_passkey(&hub, "Blue key").await;
    hub.clock.advance(HALF_A_MINUTE);
    let page = ana.visits("/settings/account/email").await.fills("email", "new@example.org");
    page.presses("Mail me the link").await;
    hub.settles().await;
    let mail = hub.mail_to("new@example.org", "Confirm your new").expect("a letter");
    ana.visits(&link_in(&mail, "/confirm-email/")).await.presses("Use this address").await;
    hub.settles().await;
    let undo = link_in(&hub.mail_to("ana@example.org", "was changed").expect("a letter"), "/undo-email/");
    ana.visits(&undo).await.presses("Take it back").await;
    hub.settles().await;
    let mail = hub.mail_to("ana@example.org", "Choose a new password").expect("a letter");
    let page = ana.visits(&link_in(&mail, "/reset/")).await.fills("password", "the moon is nicer");
    page.presses("Keep this password").await;
    let fields = [("login", "ana"), ("password", "the moon is nicer")];
    assert_eq!(ana.posts("/sign-in", &fields).await.header("location"), "/sign-in/second");

    hub.settles().await;
    let mail = hub.mail_to("ana@example.org", "A change to your account").expect("a letter");
    assert!(mail.contains("These sign in to your account too") && mail.contains("/settings/two-factor"), "{mail}");
    assert!(mail.contains("- An authenticator app, added on") && mail.contains("Blue key"), "{mail}");
}

#[tokio::test]
async fn a_session_known_before_the_password_does_not_give_the_second_factor() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    sets_up(&hub, &ana).await;
    let session = |answer: &Answer| {
        let mut cookies = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        let ours = cookies.find(|cookie| cookie.starts_with("heliograph=")).unwrap_or_default();
        ours.split(';').next().unwrap_or_default().to_owned()
    };
    let phone = hub.visitor("praia.localhost").await;
    let before = session(&phone.asks("/sign-in/passkey").await);
    let after = session(&phone.posts("/sign-in", &[("login", "ana"), ("password", "ana likes the sea")]).await);
    assert!(!before.is_empty() && !after.is_empty() && before != after);
    let thief = hub.visitor("praia.localhost").await;
    assert_eq!(thief.asks_with("/sign-in/second", &[("cookie", &before)]).await.status, 303);
    assert_eq!(thief.asks_with("/sign-in/second", &[("cookie", &after)]).await.status, 200);
}

#[tokio::test]
async fn whoever_stole_a_session_guesses_neither_password_nor_code_and_its_owner_is_told() {
    let hub = Hub::behind_a_proxy().await;
    hub.account(&hub.praia().await, "ana", true).await;
    let ana = hub.visitor("praia.localhost").await.coming_from("203.0.113.5");
    ana.signs_in("ana").await;
    let (app, _) = sets_up(&hub, &ana).await;
    let home = hub.visitor("praia.localhost").await.coming_from("192.0.2.1");
    let page = gives_password(&home).await.fills("code", &app.code(&hub)).presses("Sign in").await;
    assert_eq!(page.path, "/publish");
    hub.settles().await;

    let from = |network: u8| ana.coming_from(&format!("198.51.{network}.7"));
    for network in 0..10 {
        let fields = if network % 2 == 0 { ("password", "a guess") } else { ("code", "000000") };
        assert_eq!(from(network).posts("/sign-in/again", &[fields]).await.status, 422, "{network}");
    }
    for fields in [("password", "ana likes the sea"), ("code", "000000")] {
        assert_eq!(from(11).posts("/sign-in/again", &[fields]).await.status, 429, "in whatever network");
    }
    let change = [("current-password", "ana likes the sea"), ("new-password", "the moon is nicer")];
    assert_eq!(from(12).posts("/settings/account/password", &change).await.status, 429);
    assert_eq!(home.posts("/sign-in/again", &[("password", "ana likes the sea")]).await.status, 303, "she goes on");

    let letters =
        || hub.mails().iter().filter(|mail| mail.replace("=\r\n", "").contains("wrong password or code")).count();
    hub.settles().await;
    assert_eq!(letters(), 1);
    for hour in 0..12 {
        hub.clock.advance(Duration::from_secs(1200));
        from(100 + hour).posts("/sign-in/again", &[("password", "a guess")]).await;
    }
    hub.settles().await;
    assert_eq!(letters(), 1, "once a day");
    assert_eq!(from(200).posts("/sign-in/again", &[("password", "ana likes the sea")]).await.status, 303, "it ends");
}
