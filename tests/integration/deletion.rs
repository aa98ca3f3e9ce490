use std::time::Duration;

use crate::support::{Hub, Person, photos};
use heliograph::{accounts, departures, jobs, moderation::Actor, schedule::schedule};
use heliograph_entity::user::Role;
use sea_orm::{ConnectionTrait, Statement};

const SOON: Duration = Duration::from_secs(120);

/// Every row of every table, as text.
async fn everything(hub: &Hub) -> Vec<String> {
    let db = hub.app.db.reader();
    let ask = async |sql: String| {
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("rows");
        rows.iter().map(|row| row.try_get_by_index::<String>(0).expect("a text")).collect::<Vec<_>>()
    };
    let mut found = Vec::new();
    if Hub::on_postgres() {
        for table in ask("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'".to_owned()).await {
            let rows = ask(format!("SELECT t::text FROM {table} t")).await;
            found.extend(rows.into_iter().map(|row| format!("{table}: {row}")));
        }
        return found;
    }
    for table in ask("SELECT name FROM sqlite_master WHERE type = 'table'".to_owned()).await {
        let columns = ask(format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')")).await;
        let rows = ask(format!("SELECT {} FROM {table}", columns.join(" || ',' || "))).await;
        found.extend(rows.into_iter().map(|row| format!("{table}: {row}")));
    }
    found
}

async fn publishes(person: &Person, title: &str) -> String {
    let page = person.visits("/publish").await.attaches("photos", "harbour-at-dawn.jpg", photos::jpeg(640, 480, 1));
    let page = page.fills("title", title).fills("caption", "Mackerel sky over the mole").presses("Publish").await;
    assert_eq!(page.status, 200, "{}", page.main_text());
    page.path
}

#[tokio::test]
async fn who_leaves_is_gone_at_once_and_nothing_but_the_name_remains() {
    let hub = Hub::start().await;
    let [ana, moda, tom] = hub.people(["ana", "moda", "tom"]).await;
    hub.promote("moda", Role::Moderator).await;
    let post = publishes(&ana, "Saltmarsh").await;
    let picture = ana.visits(&post).await.attribute("img.u-photo", "src");
    ana.visits("/publish")
        .await
        .attaches("photos", "unfinished.jpg", photos::jpeg(300, 200, 2))
        .presses("Add photos")
        .await;
    ana.visits("/settings/posting").await.fills("licence", "cc-by-4.0").presses("Save changes").await;
    moda.posts("/console/members/ana/notes", &[("text", "Lives above the cannery")]).await;
    let profile = ana.visits("/settings/profile").await.fills("bio", "Lighthouse keeper").fills("pronouns", "she/they");
    let profile =
        profile.fills("website", "https://beacon.example").fills("label-1", "Boat").fills("value-1", "Gannet");
    assert_eq!(profile.presses("Save profile").await.status, 200);
    let picture_of_ana =
        ana.visits("/settings/profile").await.attaches("picture", "ana.jpg", photos::jpeg(300, 300, 3));
    picture_of_ana.fills("alt", "Squinting").presses("Save avatar").await;
    tom.posts("/@ana/follow", &[]).await;
    ana.posts("/@moda/follow", &[]).await;
    hub.settles().await;
    let other = hub.visitor("praia.localhost").await;
    other.signs_in("ana").await;

    let page = ana.visits("/settings/danger").await;
    assert!(page.main_text().contains("1 post") && page.main_text().contains("can't be undone"));
    let page = page.clicks("Go on to delete the account").await;
    assert!(page.main_text().contains("ana@example.org"));
    let page = page.fills("name", "anna").presses("Delete my account").await;
    assert_eq!(page.status, 422);
    assert!(page.text("#name-error").contains("“ana”"));
    let page = page.fills("name", "ana").presses("Delete my account").await;
    assert!(page.text(".notice").contains("Your account is deleted"), "{}", page.main_text());

    for (path, status) in [("/@ana", 410), (post.as_str(), 410)] {
        assert_eq!(tom.asks(path).await.status, status, "{path}");
    }
    for signed_out in [&ana, &other] {
        assert_eq!(signed_out.asks("/publish").await.status, 303);
    }
    assert!(!tom.visits("/").await.main_text().contains("Saltmarsh"));
    let refused = other.visits("/sign-in").await.fills("login", "ana").fills("password", "ana likes the sea");
    assert_eq!(refused.presses("Sign in").await.status, 422);

    hub.settles().await;
    hub.after(SOON).await;
    hub.after(SOON).await;
    let receipts = hub.mails().into_iter().filter(|mail| mail.contains("Subject: Your account at praia is deleted"));
    assert_eq!(receipts.count(), 1);
    assert_eq!(tom.asks(&picture).await.status, 404);
    for path in ["/@ana", &post] {
        assert_eq!(tom.asks(path).await.status, 410);
    }
    assert_eq!(moda.asks("/console/members/ana").await.status, 410);
    assert_eq!(hub.praia().await.tenant.community.members_count, 2);
    assert!(!tom.visits("/@tom/following").await.main_text().contains("ana"));
    assert!(tom.visits("/@moda").await.text(".counts").contains("0 followers"));

    let words = [
        "ana@example.org",
        "saltmarsh",
        "mackerel",
        "harbour",
        "unfinished",
        "cannery",
        "lighthouse",
        "she/they",
        "beacon",
        "gannet",
        "squinting",
    ];
    for row in everything(&hub).await {
        assert!(!words.iter().any(|word| row.to_lowercase().contains(word)), "{row}");
    }
    let again = heliograph::accounts::NewAccount {
        name: "ANA".to_owned(),
        email: "ana@example.org".to_owned(),
        password: "somebody else's".to_owned(),
        role: Role::Member,
        operator: false,
        confirmed: true,
    };
    let again = again.prepare(&hub.app, "praia").await.expect("fine");
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    let taken = accounts::create(&hub.app, &tx, &hub.praia().await.tenant, again).await;
    assert!(taken.expect_err("the name is kept").to_string().contains("taken"));
}

#[tokio::test]
async fn leaving_wants_proof_and_a_community_keeps_its_last_owner() {
    let hub = Hub::start().await;
    let [olga, ana] = hub.people(["olga", "ana"]).await;
    hub.promote("olga", Role::Owner).await;
    let page = olga.visits("/settings/danger/leave").await.fills("name", "olga").presses("Delete my account").await;
    assert_eq!(page.status, 422);
    assert!(page.main_text().contains("You are the only owner"), "{}", page.main_text());

    hub.clock.advance(Duration::from_secs(16 * 60));
    assert!(ana.asks("/settings/danger/leave").await.header("location").starts_with("/sign-in/again"));
    let answer = ana.posts("/settings/danger/leave", &[("name", "ana")]).await;
    assert_eq!(answer.status, 303);
    assert_eq!(ana.asks("/@ana").await.status, 200, "nothing has happened");
}

#[tokio::test]
async fn a_purge_that_is_killed_goes_on_where_it_was() {
    let hub = Hub::configured(|config| config.workers = 0).await;
    hub.community("praia").await;
    let praia = hub.praia().await;
    let ana = hub.account(&praia, "ana", true).await;
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    for _ in 0..150 {
        let id: heliograph_entity::values::PostId = hub.app.ids.mint();
        tx.execute_unprepared(&format!(
            "INSERT INTO posts (id, tenant_id, account_id, visibility, title, caption, published_at) \
             VALUES ({id}, {}, {}, 'public', 'Saltmarsh', '', 1)",
            praia.tenant.id, ana.account_id
        ))
        .await
        .expect("a post");
    }
    tx.commit().await.expect("committed");
    departures::leave(&hub.app, &praia.tenant, "ana", Some(Actor::CommandLine(Some(praia.tenant.id))))
        .await
        .expect("left");
    let gone = departures::leave(&hub.app, &praia.tenant, "ana", None).await;
    assert!(matches!(gone, Err(heliograph::error::Error::Gone)), "twice is once");

    let schedule = schedule();
    let mut left = 150;
    for milliseconds in 1..200 {
        // The worker dies in the middle.
        let _ = tokio::time::timeout(Duration::from_millis(milliseconds), jobs::work_off(&hub.app, &schedule)).await;
        let now = everything(&hub).await.iter().filter(|row| row.contains("Saltmarsh")).count();
        assert!(now <= left, "nothing comes back");
        left = now;
        hub.clock.advance(SOON);
        if left == 0 {
            break;
        }
    }
    for _ in 0..3 {
        jobs::work_off(&hub.app, &schedule).await.expect("worked");
        hub.clock.advance(SOON);
    }
    let rows = everything(&hub).await;
    assert!(!rows.iter().any(|row| row.contains("Saltmarsh") || row.contains("ana@example.org")), "{rows:#?}");
    assert_eq!(rows.iter().filter(|row| row.starts_with("tombstones:")).count(), 150);
    assert!(rows.iter().any(|row| row.starts_with("acts:") && row.contains("member.delete")));
    let account = accounts::by_name(hub.app.db.reader(), &praia.tenant, "ana").await.expect("an answer");
    assert_eq!(account.expect("the name stays").state, heliograph_entity::account::State::Deleted);
}

#[tokio::test]
async fn a_note_is_deleted_as_a_photograph_is() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let note = ana.visits("/publish").await.fills("caption", "No ferry tomorrow").presses("Publish").await.path;
    let page = ana.visits(&format!("{note}/delete")).await;
    assert!(page.main_text().contains("Its words will be gone for everyone."), "{}", page.main_text());
    page.presses("Delete for everyone").await;
    assert_eq!(ana.asks(&note).await.status, 410);
}
