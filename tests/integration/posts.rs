use std::time::Duration;

use sea_orm::ConnectionTrait;

use crate::support::{Hub, Page, Person, photos};

const DAY: Duration = Duration::from_secs(24 * 3600);

async fn publishes(person: &Person, caption: &str) -> Page {
    let page = person.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(800, 600, 1));
    page.fills("caption", caption).presses("Publish").await
}

#[tokio::test]
async fn somebody_publishes_photos_and_everybody_sees_them() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;

    let page = ana.visits("/publish").await;
    let page = page
        .attaches("photos", "sea.jpg", photos::jpeg(1600, 1200, 1))
        .attaches("photos", "hole.png", photos::png(400, 500, 2))
        .fills("title", "First light")
        .fills("caption", "The light lasted four minutes.\r\n\r\nThen the cloud <b>came</b>.")
        .presses("Add photos")
        .await;
    let items = page.attributes("input[name='item']", "value");
    assert_eq!(items.len(), 2);
    let post = page
        .fills(&format!("alt-{}", items[0]), "A low sun over a calm sea")
        .fills(&format!("title-{}", items[1]), "The hole")
        .fills("licence", "cc-by-sa-4.0")
        .presses("Publish")
        .await;

    assert!(post.path.starts_with("/@ana/"), "{}", post.path);
    assert!(post.text(".notice").contains("Your post is published"));
    let visitor = hub.visitor("praia.localhost").await;
    let post = visitor.visits(&post.path).await;
    assert_eq!(post.text("h1"), "First light");
    assert_eq!(post.texts(".e-content p"), ["The light lasted four minutes.", "Then the cloud <b>came</b>."]);
    assert_eq!(post.attributes("img.u-photo", "alt")[0], "A low sun over a calm sea");
    assert_eq!(post.attribute("a[rel='license']", "href"), "https://creativecommons.org/licenses/by-sa/4.0/");
    assert_eq!(post.attributes("meta[property='og:image']", "content").len(), 2);
    assert!(post.attribute("meta[property='og:image']", "content").starts_with("http://praia.localhost"));

    for path in ["/", "/@ana"] {
        let list = visitor.visits(path).await;
        assert_eq!(
            list.attribute(".h-entry a[href*='/@ana/']", "href").split('#').next(),
            Some(post.path.as_str()),
            "{path}"
        );
    }
    assert!(visitor.visits("/@ana").await.main_text().contains("1 post"));
    assert!(ana.visits("/publish").await.attributes("input[name='item']", "value").is_empty(), "the draft is done");
}

#[tokio::test]
async fn what_was_uploaded_and_typed_waits_in_the_draft() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/publish").await.fills("caption", "Half a sentence").fills("licence", "cc0-1.0");
    page.attaches("photos", "a.jpg", photos::jpeg(640, 480, 1)).presses("Add photos").await;

    let page = ana.visits("/publish").await;
    assert_eq!(page.value("caption").trim(), "Half a sentence");
    assert!(page.has("input[name='licence'][value='cc0-1.0'][checked]"));
    let item = page.value("item");
    let preview = ana.asks(&format!("/publish/items/{item}/preview")).await;
    assert_eq!((preview.status.as_u16(), preview.header("content-type")), (200, "image/jpeg"));
    assert!(preview.header("cache-control").starts_with("private"), "{}", preview.header("cache-control"));

    let tom = hub.person("tom").await;
    assert_eq!(tom.asks(&format!("/publish/items/{item}/preview")).await.status, 404);
    assert!(!tom.visits("/publish").await.has("input[name='item']"));
}

#[tokio::test]
async fn photos_are_moved_and_removed_before_they_are_published() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let mut page = ana.visits("/publish").await;
    for (name, seed) in [("one.jpg", 1), ("two.jpg", 2), ("three.jpg", 3)] {
        page = page.attaches("photos", name, photos::jpeg(400, 300, seed));
    }
    let page = page.presses("Add photos").await;
    let order = |page: &Page| page.texts(".item:not(.upload) .file");
    assert_eq!(order(&page), ["one.jpg", "two.jpg", "three.jpg"]);

    let page = page.presses("Move three.jpg earlier").await;
    assert_eq!(order(&page), ["one.jpg", "three.jpg", "two.jpg"]);
    let items = page.attributes("input[name='item']", "value");
    let page = page.fills(&format!("alt-{}", items[0]), "The first").presses("Move one.jpg later").await;
    assert_eq!(order(&page), ["three.jpg", "one.jpg", "two.jpg"]);
    assert_eq!(page.value(&format!("alt-{}", items[0])).trim(), "The first", "moving keeps the words");
    let page = page.presses("Remove two.jpg").await;
    assert_eq!(order(&page), ["three.jpg", "one.jpg"]);
    assert_eq!(page.presses("Publish").await.attributes("img.u-photo", "alt")[1], "The first");
}

#[tokio::test]
async fn the_order_in_which_a_form_names_the_photos_is_theirs() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/publish").await.attaches("photos", "one.jpg", photos::jpeg(64, 48, 1));
    let page = page.attaches("photos", "two.jpg", photos::jpeg(64, 48, 2)).presses("Add photos").await;
    let [one, two] = page.attributes("input[name='item']", "value").try_into().expect("two items");

    let form = reqwest::multipart::Form::new().text("item", two.clone()).text("item", one.clone());
    let form = form.text(format!("alt-{two}"), "Two").text(format!("alt-{one}"), "One");
    let answer = ana.sends("/publish", form.text("licence", "cc0-1.0").text("action", "publish")).await;
    let post = ana.visits(answer.header("location")).await;
    assert_eq!(post.attributes("img.u-photo", "alt"), ["Two", "One"]);
}

#[tokio::test]
async fn a_post_needs_a_photo_or_a_caption_and_words_have_their_limits() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;

    let page = ana.visits("/publish").await.fills("title", "Only a title").presses("Publish").await;
    assert_eq!((page.status, page.value("title").as_str()), (422, "Only a title"));
    assert!(page.text("#photos-error").contains("Please add a photo, up to 20"), "{}", page.text("#photos-error"));

    let long = "é".repeat(5001);
    let page =
        page.attaches("photos", "a.jpg", photos::jpeg(300, 200, 1)).fills("caption", &long).presses("Publish").await;
    assert_eq!((page.status, page.value("caption").trim()), (422, long.as_str()));
    assert_eq!(page.text("#caption-error"), "This may have 5000 characters; it has 5001.");
    assert_eq!(page.texts(".problems a[href='#caption']"), ["Caption: This may have 5000 characters; it has 5001."]);
    assert_eq!(page.attributes("input[name='item']", "value").len(), 1, "the upload is kept");
    assert!(!ana.visits("/").await.has(".h-entry"));

    let item = page.value("item");
    let page = page.fills("warning", &"w".repeat(101)).fills("caption", "Short").presses("Publish").await;
    assert_eq!(page.text("#warning-error"), "This may have 100 characters; it has 101.");
    let page = page.fills("warning", "").fills(&format!("alt-{item}"), &"a".repeat(1501)).presses("Publish").await;
    assert!(page.text(&format!("#alt-{item}-error")).contains("1500"), "{}", page.main_text());
    let summary = page.texts(&format!(".problems a[href='#alt-{item}']"));
    assert_eq!(summary, ["Photo 1, Describe the photo: This may have 1500 characters; it has 1501."]);
    let page = page.fills(&format!("alt-{item}"), "A sea").fills("licence", "cc-by-4.0").presses("Publish").await;
    assert!(page.path.starts_with("/@ana/"), "{}", page.main_text());
}

#[tokio::test]
async fn words_without_a_photo_are_a_note() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    tom.posts("/@ana/follow", &[]).await;
    let page = ana.visits("/publish").await;
    let draft = page.value("draft");
    let note = page.fills("caption", "The sea is calm today.").presses("Publish").await;
    assert!(note.path.starts_with("/@ana/") && note.text(".e-content").contains("calm today"), "{}", note.main_text());

    for (person, path) in [(&tom, "/"), (&tom, "/local"), (&ana, "/"), (&tom, note.path.as_str())] {
        let page = person.visits(path).await;
        assert_eq!((page.status, page.main_text().contains("calm today")), (200, true), "{path}");
    }
    assert_eq!(tom.visits("/@ana").await.status, 200);

    // The same form once more, as a second press sends it.
    let form = reqwest::multipart::Form::new().text("draft", draft).text("caption", "The sea is calm today.");
    let again = ana.sends("/publish", form.text("licence", "cc0-1.0").text("action", "publish")).await;
    assert_eq!((again.status.as_u16(), again.header("location")), (303, note.path.as_str()));

    let page = ana.visits(&format!("{}/edit", note.path)).await.fills("caption", "Rough now.");
    assert!(page.presses("Save changes").await.main_text().contains("Rough now."));
}

#[tokio::test]
async fn each_photo_may_have_a_licence_of_its_own() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/publish").await.fills("licence", "cc-by-4.0");
    let page = page.attaches("photos", "one.jpg", photos::jpeg(64, 48, 1));
    let page = page.attaches("photos", "two.jpg", photos::jpeg(64, 48, 2)).presses("Add photos").await;
    let [_, two] = page.attributes("input[name='item']", "value").try_into().expect("two items");
    let own = format!("licence-{two}");
    let page = page.fills(&own, "cc0-1.0").fills("licence", "cc-by-sa-4.0").presses("Add photos").await;
    assert!(page.has(&format!("select[name='{own}'] option[value='cc0-1.0'][selected]")));

    let refused = page.fills(&own, "none").presses("Publish").await;
    assert_eq!(refused.status, 422);
    assert!(refused.text(".problems").contains("Photo 2, Licence"), "{}", refused.text(".problems"));
    let post = refused.fills(&own, "cc0-1.0").presses("Publish").await;
    assert_eq!(post.texts(".licences li"), ["CC BY-SA 4.0", "CC0 1.0"]);

    let page = ana.visits(&format!("{}/edit", post.path)).await;
    assert!(page.has(&format!("select[name='{own}'] option[value='cc0-1.0'][selected]")));
    let post = page.fills(&own, "").presses("Save changes").await;
    assert_eq!(post.texts("a[rel='license']"), ["CC BY-SA 4.0"]);
}

#[tokio::test]
async fn what_is_chosen_for_a_post_goes_with_it_and_changes_with_it() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let chosen = |page: &Page| {
        let commenters = page.attribute("select[name='commenters'] option[selected]", "value");
        (page.value("warning"), commenters, page.has("#downloadable[checked]"))
    };
    let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(64, 48, 1));
    let page = page.fills("warning", "Spiders").fills("commenters", "followed").fills("downloadable", "yes");
    let page = page.presses("Add photos").await;
    let kept = ("Spiders".to_owned(), "followed".to_owned(), true);
    assert_eq!(chosen(&page), kept, "in the draft");
    let post = page.presses("Publish").await;
    let page = ana.visits(&format!("{}/edit", post.path)).await;
    assert_eq!(chosen(&page), kept, "in the post");

    let page = page.fills("commenters", "nobody").fills("downloadable", "no").presses("Save changes").await;
    assert!(!page.main_text().contains("Edited"), "no word has changed: {}", page.main_text());
    let page = ana.visits(&format!("{}/edit", post.path)).await;
    assert_eq!(chosen(&page), ("Spiders".to_owned(), "nobody".to_owned(), false));
    let page = page.fills("warning", "").presses("Save changes").await;
    assert!(page.main_text().contains("Edited"));
    let page = ana.visits(&format!("{}/edit", post.path)).await.fills("commenters", "neighbours");
    assert_eq!(page.presses("Save changes").await.status, 422);
}

#[tokio::test]
async fn a_post_has_at_most_twenty_photos() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let mut page = ana.visits("/publish").await;
    for number in 0..21 {
        page = page.attaches("photos", &format!("{number}.jpg"), photos::jpeg(64, 48, number));
    }
    let page = page.presses("Publish").await;
    assert_eq!(page.status, 422);
    assert!(
        page.text("#photos-error").contains("20 photos. “20.jpg” would be one more."),
        "{}",
        page.text("#photos-error")
    );
    assert_eq!(page.attributes("input[name='item']", "value").len(), 20);
}

/// What becomes of a draft that turns out to be unreadable while its author fills the next one.
#[tokio::test]
async fn photos_that_could_not_be_published_come_back_but_never_more_than_twenty_at_once() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let adds = async |names: std::ops::Range<u32>| {
        let mut page = ana.visits("/publish").await;
        for number in names {
            page = page.attaches("photos", &format!("{number}.jpg"), photos::jpeg(64, 48, number));
        }
        page.presses("Add photos").await
    };
    let names = |page: &Page| page.texts(".item:not(.upload) .file");

    adds(0..11).await;
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    tx.execute_unprepared("UPDATE drafts SET state = 'publishing'").await.expect("on its way");
    tx.execute_unprepared("UPDATE items SET state = 'refused' WHERE file_name = '3.jpg'").await.expect("unreadable");
    tx.commit().await.expect("committed");
    let draft = drafts(&hub).await.pop().expect("a draft");
    adds(11..21).await;

    let tx = hub.app.db.write_tx().await.expect("a transaction");
    let job = heliograph::posts::PublishWhenReady { draft_id: draft };
    heliograph::jobs::enqueue(&hub.app, &tx, None, &job).await.expect("enqueued");
    tx.commit().await.expect("committed");
    hub.settles().await;

    let page = ana.visits("/publish").await;
    assert_eq!(names(&page).len(), 10, "{:?}", names(&page));
    assert!(page.presses("Publish").await.path.starts_with("/@ana/"));
    let page = ana.visits("/publish").await;
    assert!(page.text(".problems").contains("“3.jpg” couldn't be read"), "{}", page.main_text());
    assert_eq!(names(&page).len(), 10, "{:?}", names(&page));
}

async fn drafts(hub: &Hub) -> Vec<heliograph_entity::values::DraftId> {
    use heliograph_entity::draft;
    use sea_orm::EntityTrait;
    #[expect(clippy::disallowed_methods, reason = "no page shows it")]
    let drafts = draft::Entity::find().all(hub.app.db.reader()).await.expect("drafts");
    drafts.into_iter().map(|draft| draft.id).collect()
}

#[tokio::test]
async fn what_is_not_a_photo_is_refused_with_its_name_and_the_reason() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let photo = photos::jpeg(900, 600, 1);
    let broken = photo[..photo.len() / 3].to_vec();
    let page = ana
        .visits("/publish")
        .await
        .attaches("photos", "words.jpg", b"not a picture".to_vec())
        .attaches("photos", "empty.jpg", Vec::new())
        .attaches("photos", "good.jpg", photo)
        .attaches("photos", "garbage.png", [b"\x89PNG\r\n\x1a\n".as_slice(), &[7; 400]].concat())
        .presses("Publish")
        .await;
    assert_eq!(page.status, 422);
    let problems = page.texts(".problems li").join("\n");
    for sentence in [
        "“words.jpg” is not a JPEG, PNG, WebP, GIF, AVIF or HEIC picture.",
        "“empty.jpg” is empty.",
        "“garbage.png” can't be read",
    ] {
        assert!(problems.contains(sentence), "{problems}");
    }
    assert_eq!(page.texts(".item:not(.upload) .file"), ["good.jpg"], "the good one is kept");

    // What scripts get is a sentence, or the item's part of the form.
    let part = |name: &str, bytes: Vec<u8>| {
        reqwest::multipart::Form::new().part("photo", reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned()))
    };
    let refused = ana.sends("/publish/items", part("words.jpg", b"words".to_vec())).await;
    assert_eq!(
        (refused.status.as_u16(), refused.text().as_str()),
        (422, "“words.jpg” is not a JPEG, PNG, WebP, GIF, AVIF or HEIC picture.")
    );
    let added = ana.sends("/publish/items", part("two.jpg", photos::jpeg(300, 300, 4))).await;
    assert_eq!(added.status, 201);
    assert!(added.text().contains("two.jpg") && !added.text().contains("<html"), "{}", added.text());

    // What a decoder would fill up with grey.
    let cut = ana.sends("/publish/items", part("cut.jpg", broken)).await;
    assert_eq!(
        (cut.status.as_u16(), cut.text().contains("the file is damaged or incomplete")),
        (422, true),
        "{}",
        cut.text()
    );
}

#[tokio::test]
async fn pressing_publish_twice_publishes_once() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(300, 200, 1));
    let item = page.presses("Add photos").await.value("item");
    let form = || {
        reqwest::multipart::Form::new().text("item", item.clone()).text("licence", "cc0-1.0").text("action", "publish")
    };

    let (first, second) = tokio::join!(ana.sends("/publish", form()), ana.sends("/publish", form()));
    let third = ana.sends("/publish", form()).await;
    for answer in [&first, &second, &third] {
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert!(answer.header("location").starts_with("/@ana/") || answer.header("location").starts_with("/publish/"));
    }
    assert!(third.header("location").starts_with("/@ana/"));
    assert!(ana.visits("/@ana").await.main_text().contains("1 post"));
}

#[tokio::test]
async fn only_the_author_changes_the_words_and_it_shows() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let post = publishes(&ana, "Before").await.path;

    let page = ana.visits(&format!("{post}/edit")).await;
    assert_eq!(page.value("caption").trim(), "Before");
    let alt = page.attribute("textarea[name^='alt-']", "name");
    let page =
        page.fills("caption", "After").fills(&alt, "A sea").fills("licence", "cc0-1.0").presses("Save changes").await;
    assert_eq!(page.path, post);
    assert!(page.main_text().contains("After") && page.main_text().contains("CC0 1.0"), "{}", page.main_text());
    assert!(page.main_text().contains("Edited"));

    let page = ana.visits(&format!("{post}/edit")).await.fills("title", &"t".repeat(101)).presses("Save changes").await;
    assert_eq!((page.status, page.value("title").len()), (422, 101));

    for path in ["edit", "delete"] {
        assert_eq!(tom.asks(&format!("{post}/{path}")).await.status, 403);
        assert_eq!(tom.posts(&format!("{post}/{path}"), &[("licence", "cc0-1.0")]).await.status, 403);
        let visitor = hub.visitor("praia.localhost").await;
        assert_eq!(visitor.asks(&format!("{post}/{path}")).await.status, 303);
    }
    assert!(tom.visits(&post).await.main_text().contains("After"));
    assert!(!tom.visits(&post).await.has("a[href$='/edit']"));
}

#[tokio::test]
async fn saving_without_a_change_is_no_edit() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let post = publishes(&ana, "The same").await.path;
    let page = ana.visits(&format!("{post}/edit")).await.presses("Save changes").await;
    assert!(!page.main_text().contains("Edited"), "{}", page.main_text());
}

#[tokio::test]
async fn a_deleted_post_is_gone_at_once_and_purged_after_thirty_days() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let post = publishes(&ana, "Not for long").await;
    let picture = post.attribute("img.u-photo", "src");

    let page = ana.visits(&format!("{}/delete", post.path)).await.presses("Delete for everyone").await;
    assert_eq!(page.path, "/@ana");
    assert!(page.main_text().contains("0 posts"));
    let visitor = hub.visitor("praia.localhost").await;
    assert_eq!(visitor.asks(&picture).await.status, 404, "at once");
    hub.settles().await;
    let gone = visitor.visits(&post.path).await;
    assert_eq!(gone.status, 410);
    assert!(gone.main_text().contains("deleted"));
    assert!(!visitor.visits("/").await.main_text().contains("Not for long"));
    // The one in `health` is no picture.
    let files = || walk(&hub.folder().join("media")).len() - 1;
    assert_eq!(files(), 4, "the photo waits, with its three sizes");

    hub.after(31 * DAY).await;
    assert_eq!(files(), 0);
    assert_eq!(visitor.asks(&post.path).await.status, 410, "a tombstone says that it was deleted");
    assert_eq!(visitor.asks("/@ana/12345").await.status, 404);
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
