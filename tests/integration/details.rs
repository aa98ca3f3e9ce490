//! How photos were made: read of their files, shown as far as their authors want it.

use heliograph::media;
use heliograph_entity::values::ItemId;
use sea_orm::ConnectionTrait;

use crate::support::{Hub, photos};

#[tokio::test]
async fn readers_are_told_what_the_author_chose() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let photo = || photos::with_camera(&photos::jpeg(640, 480, 1));
    let guest = hub.visitor("praia.localhost").await;

    let silent = ana.visits("/publish").await.attaches("photos", "a.jpg", photo()).presses("Publish").await;
    assert!(!silent.has(".made"), "nothing is told that nobody chose");

    let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photo());
    let page = page.fills("details-camera", "yes").fills("details-exposure", "yes").presses("Add photos").await;
    assert!(
        page.has("[name='details-camera'][checked]") && !page.has("[name='details-lens'][checked]"),
        "the draft keeps it"
    );
    let post = page.presses("Publish").await;
    let told = guest.visits(&post.path).await;
    assert_eq!(told.text(".made"), "Seagull 4A-107 · 35 mm · f/2 · 1/250 s · ISO 200");

    let page = ana.visits(&format!("{}/edit", post.path)).await;
    assert!(page.has("[name='details-exposure'][checked]"));
    let page = page.fills("details-camera", "no").fills("details-exposure", "no").fills("details-lens", "yes");
    page.fills("details-date", "yes").presses("Save changes").await;
    let told = guest.visits(&post.path).await;
    assert_eq!(told.text(".made"), "Haiou 35mm · taken on 20 November 2026");
    assert!(!told.main_text().contains("Edited"), "no word of it was changed");

    // What posts begin with.
    let page = ana.visits("/settings/posting").await.fills("details-date", "yes").presses("Save changes").await;
    assert!(page.has("[name='details-date'][checked]") && !page.has("[name='details-lens'][checked]"));
    let post = ana.visits("/publish").await.attaches("photos", "a.jpg", photo()).presses("Publish").await;
    assert_eq!(post.text(".made"), "taken on 20 November 2026");
}

#[tokio::test]
async fn who_took_it_where_and_with_which_device_is_not_even_kept() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let photo = photos::with_camera(&photos::jpeg(640, 480, 1));
    ana.visits("/publish").await.attaches("photos", "a.jpg", photo).presses("Publish").await;
    let kept = details(&hub).await;
    assert_eq!(
        kept,
        [
            r#"{"camera":"Seagull 4A-107","lens":"Haiou 35mm","focal_length":35.0,"aperture":2.0,"exposure":0.004,"iso":200,"taken":"2026-11-20","read":true}"#
        ]
    );
}

#[tokio::test]
async fn photos_of_before_are_read_once() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let photo = photos::with_camera(&photos::jpeg(640, 480, 1));
    let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photo);
    page.attaches("photos", "b.jpg", photos::jpeg(64, 48, 2)).presses("Publish").await;
    let before = details(&hub).await;
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    tx.execute_unprepared("UPDATE items SET details = '{}'").await.expect("as before");
    tx.commit().await.expect("committed");

    let read = media::read_details(&hub.app, ItemId(0), 10).await.expect("read");
    assert_eq!(read.map(|(_, read)| read), Some(2));
    assert_eq!(details(&hub).await, before);
    assert!(
        media::read_details(&hub.app, ItemId(0), 10).await.expect("read").is_none(),
        "what tells nothing is not asked again"
    );
}

async fn details(hub: &Hub) -> Vec<String> {
    use heliograph_entity::item;
    use sea_orm::{EntityTrait, QueryOrder};
    #[expect(clippy::disallowed_methods, reason = "no page shows all of it")]
    let items =
        item::Entity::find().order_by_asc(item::Column::Position).all(hub.app.db.reader()).await.expect("items");
    items.into_iter().map(|item| item.details).collect()
}
