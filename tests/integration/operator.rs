use std::time::Duration;

use crate::support::{Hub, Person, link_in, photos};
use heliograph::jobs::{self, Job, Outcome};
use heliograph_entity::user::Role;
use serde::{Deserialize, Serialize};

/// A hub whose operator is opal.
async fn operated() -> (Hub, Person) {
    let hub = Hub::start().await;
    let opal = hub.person("opal").await;
    hub.make_operator("opal").await;
    (hub, opal)
}

#[tokio::test]
async fn the_console_of_the_hub_lives_on_one_host_and_asks_for_proof() {
    let (hub, opal) = operated().await;
    let serra = hub.community("serra").await;
    let sara = hub.person_of(&serra, "sara").await;
    heliograph::moderation::promote(&hub.app, &serra.tenant, "sara", Some(Role::Owner), Some(true))
        .await
        .expect("promoted");

    assert_eq!(opal.asks("/operator").await.status, 200);
    assert_eq!(sara.asks("/operator").await.status, 404);
    assert_eq!(hub.visitor("serra.localhost").await.asks("/operator/jobs").await.status, 404);
    assert!(opal.visits("/").await.has("a[href='/operator']"));
    assert!(!sara.visits("/").await.has("a[href='/operator']"));

    hub.clock.advance(Duration::from_secs(16 * 60));
    let answer = opal.asks("/operator/jobs").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/sign-in/again?next=%2Foperator%2Fjobs"));
    let page = opal.visits("/operator/jobs").await.fills("password", "opal likes the sea").presses("Go on").await;
    assert_eq!((page.status, page.path.as_str()), (200, "/operator/jobs"));
}

#[tokio::test]
async fn the_console_moves_to_the_host_that_is_configured() {
    let hub = Hub::configured(|config| config.operator_host = Some("serra.localhost".parse().expect("a host"))).await;
    hub.community("praia").await;
    hub.community("serra").await;
    let opal = hub.person("opal").await;
    hub.make_operator("opal").await;
    assert_eq!(opal.asks("/operator").await.status, 404);
    assert_eq!(hub.visitor("serra.localhost").await.asks("/operator").await.status, 303);
}

#[tokio::test]
async fn an_operator_makes_a_community_and_sets_its_ceilings() {
    let (hub, opal) = operated().await;
    let page = opal.visits("/operator/communities/new").await;
    let page = page.fills("host", "not a host").fills("community", "Serra").presses("Make the community").await;
    assert_eq!(page.status, 422);
    assert!(page.text("#host-error").contains("is not a host name") && !page.text("#name-error").is_empty());
    let page = page.fills("host", &format!("http://serra.localhost:{}", hub.address.port())).fills("name", "sara");
    let page = page.fills("email", "sara@example.org").fills("password", "sara likes the sea");
    let page = page.presses("Make the community").await;
    assert!(page.text(".notice").contains("ready"), "{}", page.main_text());
    assert!(page.text(".section > p").contains("1 member"), "{}", page.main_text());
    hub.settles().await;
    assert!(hub.mails().iter().any(|mail| mail.contains("To: sara@example.org")));

    let page = opal
        .visits("/operator/communities")
        .await
        .clicks("Serra")
        .await
        .fills("photos_per_post", "5")
        .presses("Save changes")
        .await;
    assert_eq!(page.value("photos_per_post"), "5");
    let tenant = heliograph::tenants::by_host(hub.app.db.reader(), "serra.localhost").await.expect("an answer");
    assert_eq!(tenant.expect("Serra").limits().photos_per_post, 5);
    let page = page.fills("photos_per_post", "50").presses("Save changes").await;
    assert!(page.text("#photos_per_post-error").contains("from 1 to 20"));
}

#[tokio::test]
async fn the_owner_of_a_new_community_chooses_the_password() {
    let (hub, opal) = operated().await;
    let host = format!("http://serra.localhost:{}", hub.address.port());
    let page = opal.visits("/operator/communities/new").await.fills("host", &host).fills("community", "Serra");
    let page = page.fills("name", "sara").fills("email", "sara@example.org").presses("Make the community").await;
    assert!(page.text(".notice").contains("ready"), "{}", page.main_text());
    hub.settles().await;
    assert_eq!(hub.mails().iter().filter(|mail| mail.contains("To: sara@example.org")).count(), 1);
    let mail = hub.mail_to("sara@example.org", "is yours").expect("a letter");
    let sara = hub.visitor("serra.localhost").await;
    let page = sara.visits(&link_in(&mail, "/reset/")).await.fills("password", "sara likes the sea");
    let page = page.presses("Keep this password").await;
    assert_eq!(page.path, "/sign-in", "{}", page.main_text());
    sara.signs_in("sara").await;
    assert_eq!(sara.asks("/console/look").await.status, 200);
}

#[tokio::test]
async fn an_operator_finds_people_of_every_community() {
    let (hub, opal) = operated().await;
    let serra = hub.community("serra").await;
    hub.account(&serra, "sara", true).await;
    let found = opal.visits("/operator/members?q=sar").await;
    assert!(found.main_text().contains("@sara@serra.localhost"), "{}", found.main_text());
    let found = opal.visits("/operator/members?q=SARA@example.org").await;
    assert_eq!(found.texts(".rows .whole"), ["sara"]);
    assert!(opal.visits("/operator/members?q=sara@exam").await.main_text().contains("Nobody fits"));
}

#[derive(Default, Serialize, Deserialize)]
struct Hopeless {}

impl Job for Hopeless {
    const NAME: &'static str = "test.hopeless";

    async fn run(self, _: &heliograph::app::App) -> anyhow::Result<Outcome> {
        Ok(Outcome::GiveUp("the moon is in the way".to_owned()))
    }
}

#[tokio::test]
async fn failed_jobs_are_tried_again_or_dropped() {
    let hub = Hub::configured(|config| config.workers = 0).await;
    hub.community("praia").await;
    let opal = hub.person("opal").await;
    hub.make_operator("opal").await;
    let schedule = jobs::Schedule::default().job::<Hopeless>();
    let fail = async || {
        let tx = hub.app.db.write_tx().await.expect("a transaction");
        jobs::enqueue(&hub.app, &tx, None, &Hopeless {}).await.expect("enqueued");
        tx.commit().await.expect("committed");
        jobs::work_off(&hub.app, &schedule).await.expect("worked");
    };
    fail().await;

    let page = opal.visits("/operator/jobs").await;
    assert!(page.main_text().contains("test.hopeless") && page.main_text().contains("the moon is in the way"));
    let page = page.presses("Try again test.hopeless").await;
    assert!(page.text(".notice").contains("tried again"));
    assert!(!page.has("button[type='submit']:has(.visually-hidden)"), "nothing has failed for good any more");
    jobs::work_off(&hub.app, &schedule).await.expect("worked");
    let page = opal.visits("/operator/jobs").await.presses("Drop test.hopeless").await;
    assert!(page.main_text().contains("No job has failed for good"), "{}", page.main_text());
    assert_eq!(opal.posts("/operator/jobs/1/retry", &[]).await.status, 404);
}

#[tokio::test]
async fn an_operator_sees_what_is_kept_and_whether_letters_arrive() {
    let (hub, opal) = operated().await;
    let page = opal.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(800, 600, 1));
    assert_eq!(page.presses("Publish").await.status, 200);
    hub.settles().await;
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    jobs::enqueue(&hub.app, &tx, None, &heliograph::operator::CountUsage {}).await.expect("enqueued");
    tx.commit().await.expect("committed");
    hub.settles().await;

    let storage = opal.visits("/operator/storage").await;
    assert_eq!(storage.texts("tbody tr th"), ["Originals", "Sizes to be shown"]);
    assert_eq!(storage.texts("tbody tr td:nth-child(2)"), ["1", "3"]);
    assert!(opal.visits("/operator/communities").await.main_text().contains("1 member · 1 post"));
    assert!(opal.visits("/operator/hub").await.main_text().contains("this process"));

    let before = hub.mails().len();
    let page = opal.visits("/operator/mail").await;
    assert!(page.main_text().contains("letters become files"));
    page.presses("Send a test letter to opal@example.org").await;
    hub.settles().await;
    assert_eq!(hub.mails().len(), before + 1);
    let log = opal.visits("/operator/audit").await;
    assert_eq!(log.texts(".rows > li > div"), ["@opal had a test letter sent: @opal"]);
    assert!(!opal.visits("/operator").await.main_text().contains("had a test letter sent"));
}
