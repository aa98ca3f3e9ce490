use crate::support::{Hub, photos};
use heliograph::{app::App, clock::Clock, config::Config, db::Db};
use heliograph_entity::{account, values::AccountId};
use sea_orm::{ConnectionTrait, EntityTrait};

#[tokio::test]
async fn a_hundred_writers_lose_nothing_and_nothing_is_locked() {
    let hub = Hub::start().await;
    hub.person("ana").await;
    let ana = ana(&hub.app).await;

    // Each reads and then writes in one transaction: what goes wrong first when transactions begin without a lock.
    let writers = (0..100).map(|_| {
        let app = hub.app.clone();
        tokio::spawn(async move {
            let tx = app.db.write_tx().await?;
            let seen = by_id(&tx, ana).await;
            assert!(seen.posts_count >= 0);
            heliograph::accounts::count_posts(&tx, ana, 1).await?;
            tx.commit().await
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.expect("no panic").expect("no error");
    }
    assert_eq!(by_id(hub.app.db.reader(), ana).await.posts_count, 100);
}

#[expect(clippy::disallowed_methods, reason = "a test looks at the table itself")]
async fn by_id(db: &impl ConnectionTrait, id: AccountId) -> account::Model {
    account::Entity::find_by_id(id).one(db).await.expect("an answer").expect("the account")
}

#[expect(clippy::disallowed_methods, reason = "a test looks at the table itself")]
async fn ana(app: &App) -> AccountId {
    account::Entity::find().one(app.db.reader()).await.expect("an answer").expect("an account").id
}

#[tokio::test]
async fn what_is_not_committed_never_was() {
    let hub = Hub::start().await;
    hub.person("ana").await;
    let id = ana(&hub.app).await;
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    heliograph::accounts::count_posts(&tx, id, 7).await.expect("counted");
    drop(tx);
    let tx = hub.app.db.write_tx().await.expect("the next one may begin");
    assert_eq!(by_id(&tx, id).await.posts_count, 0);
}

#[tokio::test]
async fn an_empty_database_is_migrated_by_however_many_start_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = Hub::empty_database(folder.path()).await;
    let starts = (0..4).map(|_| {
        let config = Config {
            data_dir: folder.path().to_owned(),
            database_url: Some(url.clone()),
            cheap_passwords: true,
            ..Config::default()
        };
        tokio::spawn(App::open(config, Clock::default()))
    });
    let mut ids = Vec::new();
    for start in starts.collect::<Vec<_>>() {
        let app = start.await.expect("no panic").expect("it opens");
        ids.push(app.ids.mint::<AccountId>());
        app.close().await;
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 4);
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_in_a_sentence() {
    let hub = Hub::start().await;
    let url = hub.app.config.database_url.clone().expect("a database");
    let db = Db::connect(&url).await.expect("it opens");
    let tx = db.write_tx().await.expect("a transaction");
    tx.execute_unprepared("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_future', 0)")
        .await
        .expect("a row");
    tx.commit().await.expect("committed");

    let config = Config { data_dir: hub.folder(), database_url: Some(url), ..Config::default() };
    let Err(error) = App::open(config, Clock::default()).await else { panic!("it must not open") };
    let sentence = format!("{error:#}");
    assert!(sentence.contains("newer version of Heliograph (m9999_future)") && !sentence.contains('\n'), "{sentence}");
}

#[tokio::test]
async fn two_processes_are_one_hub() {
    let one = Hub::start().await;
    let two = one.beside().await;
    let ana = one.person("ana").await;
    let there = ana.at(two.address, "praia.localhost");

    assert_eq!(there.asks("/publish").await.status, 200, "the session counts on both");
    let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(700, 500, 1));
    page.presses("Add photos").await;
    let post = there.visits("/publish").await.fills("title", "Across").presses("Publish").await;
    assert_eq!(post.status, 200);
    let here = ana.visits(&post.path).await;
    assert_eq!(here.text("h1"), "Across");
    assert_eq!(ana.asks(&here.attribute("img.u-photo", "src")).await.status, 200);
    assert!(ana.visits("/@ana").await.main_text().contains("1 post"));
}
