use std::time::Duration;

use reqwest::multipart::{Form, Part};

use crate::support::{Hub, Page, Person, photos};

async fn publishes(person: &Person, many: u32, audience: &str) -> Page {
    let mut page = person.visits("/publish").await;
    for number in 0..many {
        page = page.attaches("photos", &format!("{number}.jpg"), photos::jpeg(320, 240, number));
    }
    let page = page.presses("Add photos").await;
    let items = page.attributes("input[name='item']", "value");
    let page =
        items.iter().enumerate().fold(page, |page, (at, id)| page.fills(&format!("alt-{id}"), &format!("Number {at}")));
    let page = page.fills("title", "Low tide").fills("audience", audience).presses("Publish").await;
    assert_eq!(page.text("h1"), "Low tide", "{}", page.main_text());
    page
}

fn alts(page: &Page) -> Vec<String> {
    page.attributes("img.u-photo", "alt")
}

fn edit(post: &Page) -> String {
    format!("{}/edit", post.path)
}

#[tokio::test]
async fn photos_are_added_described_moved_and_removed_in_one_save() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let guest = hub.visitor("praia.localhost").await;
    let post = publishes(&ana, 2, "public").await;
    let old = post.attributes("img.u-photo", "src");

    let page = ana.visits(&edit(&post)).await.fills("caption", "Half a thought");
    let page = page.attaches("photos", "new.jpg", photos::jpeg(320, 240, 9)).presses("Add photos").await;
    assert_eq!((page.status, page.value("caption").trim()), (200, "Half a thought"), "{}", page.main_text());
    assert_eq!(page.texts(".items .file"), ["Photo 1", "Photo 2", "new.jpg"]);
    assert_eq!(alts(&guest.visits(&post.path).await), ["Number 0", "Number 1"], "nothing has changed yet");

    let page = page.presses("Move new.jpg earlier").await.presses("Move new.jpg earlier").await;
    assert_eq!(page.texts(".items .file"), ["new.jpg", "Photo 1", "Photo 2"]);
    let items = page.attributes("input[name='item']", "value");
    let page =
        page.fills(&format!("alt-{}", items[0]), "The new one").fills(&format!("licence-{}", items[0]), "cc0-1.0");
    let page = page.presses("Remove Photo 2").await;
    assert!(page.main_text().contains("It is removed when you save"), "{}", page.main_text());
    let page = page.presses("Keep it : Photo 2").await.presses("Remove Photo 1").await;
    let saved = page.presses("Save changes").await;
    assert_eq!(saved.path, post.path, "{}", saved.main_text());

    let seen = guest.visits(&post.path).await;
    assert_eq!(alts(&seen), ["The new one", "Number 1"]);
    assert_eq!(seen.text(".e-content"), "Half a thought");
    let addresses = seen.attributes("img.u-photo", "src");
    for address in &addresses {
        assert!(address.starts_with("/media/"), "{address}");
        assert_eq!(guest.asks(address).await.status, 200);
    }
    hub.settles().await;
    assert_eq!(guest.asks(&old[0]).await.status, 404, "the picture that was taken out");
    let history = guest.visits(&format!("{}/history", post.path)).await;
    for sentence in ["One photo was added", "One photo was removed", "Half a thought"] {
        assert!(history.main_text().contains(sentence), "{sentence}: {}", history.main_text());
    }
    assert!(!history.main_text().contains("Number 0"), "what was said about it is not told");
}

#[tokio::test]
async fn what_is_not_saved_waits_and_is_forgotten_in_the_end() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let post = publishes(&ana, 1, "public").await;
    let used = || async { hub.bytes_of("ana").await };
    let before = used().await;
    let page = ana.visits(&edit(&post)).await.attaches("photos", "new.jpg", photos::jpeg(320, 240, 9));
    let page = page.presses("Add photos").await;
    let preview = page.attribute(".item:last-child .preview img", "data-small");
    assert!(used().await > before, "it counts");
    assert_eq!(tom.asks(&preview).await.status, 404);
    assert_eq!(ana.visits(&edit(&post)).await.texts(".items .file"), ["Photo 1", "new.jpg"], "found again");
    assert!(!ana.visits("/publish").await.main_text().contains("new.jpg"), "the draft is another thing");

    hub.after(Duration::from_secs(8 * 24 * 3600)).await;
    assert_eq!(ana.visits(&edit(&post)).await.texts(".items .file"), ["Photo 1"]);
    assert_eq!(used().await, before);
}

#[tokio::test]
async fn a_post_keeps_a_photo_or_a_caption_and_no_more_than_twenty() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let post = publishes(&ana, 1, "public").await;
    let page = ana.visits(&edit(&post)).await.presses("Remove Photo 1").await.presses("Save changes").await;
    assert_eq!(page.status, 422);
    assert!(page.text("#photos-error").contains("A post needs a photo or a caption"), "{}", page.main_text());
    let page = page.fills("caption", "Words are enough").presses("Save changes").await;
    assert_eq!(page.status, 200, "{}", page.main_text());
    assert_eq!((alts(&page).len(), page.text(".e-content").as_str()), (0, "Words are enough"));

    let mut page = ana.visits(&edit(&post)).await;
    for number in 0..21 {
        page = page.attaches("photos", &format!("{number}.jpg"), photos::jpeg(64, 48, number));
    }
    let page = page.presses("Add photos").await;
    assert!(page.main_text().contains("A post may have 20 photos. “20.jpg” would be one more"), "{}", page.main_text());
    assert_eq!(page.attributes("input[name='item']", "value").len(), 20);
    let page = page.attaches("photos", "no.jpg", b"no photo".to_vec()).presses("Save changes").await;
    assert_eq!((page.status, page.attributes("input[name='item']", "value").len()), (422, 20));
    let saved = page.presses("Save changes").await;
    assert_eq!(alts(&saved).len(), 20, "{}", saved.main_text());
}

#[tokio::test]
async fn only_the_author_edits_and_narrowing_takes_pictures_away() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let guest = hub.visitor("praia.localhost").await;
    let post = publishes(&ana, 1, "public").await;
    assert_eq!(tom.asks(&edit(&post)).await.status, 403);
    let form = reqwest::multipart::Form::new().text("title", "Mine").text("licence", "cc0-1.0").text("action", "save");
    assert_eq!(tom.sends(&edit(&post), form).await.status, 403);

    let public = post.attribute("img.u-photo", "src");
    let page = ana.visits(&edit(&post)).await;
    assert!(page.main_text().contains("Copies that others have made stay with them"));
    let page =
        page.fills("audience", "named").fills("named", "@tom").attaches("photos", "new.jpg", photos::jpeg(64, 48, 3));
    let page = page.presses("Save changes").await;
    assert_eq!((page.path.as_str(), alts(&page).len()), (post.path.as_str(), 2), "{}", page.main_text());
    assert_eq!(guest.asks(&public).await.status, 404);
    assert_eq!(guest.asks(&post.path).await.status, 404);
    let seen = tom.visits(&post.path).await;
    for address in seen.attributes("img.u-photo", "src") {
        assert!(address.starts_with("/@ana/"), "{address}");
        assert_eq!((tom.asks(&address).await.status.as_u16(), guest.asks(&address).await.status.as_u16()), (200, 404));
    }
    let history = tom.visits(&format!("{}/history", post.path)).await.main_text();
    assert!(history.contains("From “Everybody” to “People you name”") && !history.contains("@tom"), "{history}");
}

#[tokio::test]
async fn a_photo_is_sent_by_itself_and_what_is_none_is_refused_in_a_sentence() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let post = publishes(&ana, 1, "public").await;
    let to = format!("{}/items", post.path);
    let part = |name: &str, bytes: Vec<u8>| Form::new().part("photo", Part::bytes(bytes).file_name(name.to_owned()));

    let added = ana.sends(&to, part("new.jpg", photos::jpeg(320, 240, 9))).await;
    assert_eq!(added.status, 201, "{}", added.text());
    assert!(added.text().contains("new.jpg") && added.text().contains(&edit(&post)), "{}", added.text());
    for (name, bytes) in [("words.jpg", b"words".to_vec()), ("cut.jpg", photos::jpeg(800, 600, 1)[..900].to_vec())] {
        let refused = ana.sends(&to, part(name, bytes)).await;
        assert_eq!((refused.status.as_u16(), refused.text().contains(name)), (422, true), "{}", refused.text());
    }
    assert_eq!(ana.sends(&to, Form::new()).await.status, 400);
    let others = tom.sends(&to, part("his.jpg", photos::jpeg(64, 48, 2))).await.status.as_u16();
    assert!([403, 404].contains(&others), "{others}");
    assert_eq!(ana.visits(&edit(&post)).await.texts(".items .file"), ["Photo 1", "new.jpg"]);
}
