//! AVIF and HEIC, which another program reads.

use std::ffi::OsString;

use crate::support::{Answer, Hub, Page, Person, photos};

async fn publishes(person: &Person, name: &str, bytes: Vec<u8>) -> Page {
    let mut page = person.visits("/publish").await.attaches("photos", name, bytes).presses("Publish").await;
    while page.path.starts_with("/publish/") {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        page = person.visits(&page.path).await;
    }
    page
}

async fn largest(person: &Person, post: &Page) -> Answer {
    let srcset = post.attribute("img.u-photo", "srcset");
    let largest = srcset.split(", ").last().and_then(|size| size.split(' ').next()).expect("a size");
    person.asks(largest).await
}

fn contains(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|found| found == words)
}

#[tokio::test]
async fn they_are_shown_as_jpegs_and_kept_as_they_came() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let photo = photos::with_camera(&photos::jpeg(500, 300, 1));
    for (name, bytes, media_type) in
        [("a.heic", photos::heic(&photo), "image/heic"), ("a.avif", photos::avif(&photo), "image/avif")]
    {
        assert!(contains(&bytes, photos::SERIAL.as_bytes()), "{name} says with what it was taken");
        let page = ana.visits("/publish").await.attaches("photos", name, bytes.clone());
        let post = page.fills("details-camera", "yes").fills("details-lens", "yes").presses("Publish").await;
        assert_eq!(post.status, 200, "{}", post.main_text());
        assert_eq!(post.text(".made"), "Seagull 4A-107 · Haiou 35mm", "{name}");

        let shown = largest(&ana, &post).await;
        assert_eq!((shown.header("content-type"), photos::size(&shown.body)), ("image/jpeg", (500, 300)), "{name}");
        assert!(!contains(&shown.body, b"Exif") && !contains(&shown.body, photos::SERIAL.as_bytes()), "{name}");

        let item = post.attribute("a[href$='/original'], a[href*='/original']", "href");
        let original = ana.asks(&item).await;
        assert_eq!((original.header("content-type"), original.body == bytes), (media_type, true), "{name}: {item}");
    }
}

/// What the file itself asks for is done, and its EXIF data say the same once more; heif-enc writes the latter alone.
#[tokio::test]
async fn a_photo_is_turned_once() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let held_sideways = photos::with_location(&photos::jpeg(480, 320, 1), 6);
    for (name, bytes) in [("exif.heic", photos::heic(&held_sideways)), ("exif.avif", photos::avif(&held_sideways))] {
        let post = publishes(&ana, name, bytes.clone()).await;
        let shown = largest(&ana, &post).await;
        assert_eq!(photos::size(&shown.body), (320, 480), "{name}: its EXIF data alone say it");
        assert!(!contains(&shown.body, photos::SECRET.as_bytes()), "{name}");

        let post = publishes(&ana, &format!("own-{name}"), photos::turning_itself(&bytes, 3)).await;
        assert_eq!(photos::size(&largest(&ana, &post).await.body), (320, 480), "{name}: both say it");
        let post = publishes(&ana, &format!("half-{name}"), photos::turning_itself(&bytes, 2)).await;
        assert_eq!(photos::size(&largest(&ana, &post).await.body), (480, 320), "{name}: the file is right");
    }
}

#[tokio::test]
async fn what_moves_is_too_large_or_damaged_is_refused() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let whole = photos::heic(&photos::jpeg(480, 320, 1));
    let mut moving = photos::avif(&photos::jpeg(480, 320, 1));
    moving[8..12].copy_from_slice(b"avis");
    let mut garbage = whole.clone();
    let pixels = garbage.windows(4).position(|word| word == b"mdat").expect("pixels");
    garbage[pixels + 4..].fill(7);
    for (name, bytes, said) in [
        ("moving.avif", moving, "“moving.avif” is animated"),
        ("large.heic", photos::claiming(&whole, 40_000, 40_000), "“large.heic” has 1600 megapixels; the limit is 64"),
        ("cut.heic", whole[..whole.len() - 9].to_vec(), "“cut.heic” can't be read: the file is damaged"),
        ("garbage.heic", garbage, "“garbage.heic” couldn't be read and was taken out"),
    ] {
        let page = publishes(&ana, name, bytes).await;
        let problems = page.texts(".problems li").join("\n");
        assert!(page.path.starts_with("/publish") && problems.contains(said), "{name}: {} {problems}", page.path);
    }
    hub.settles().await;
    let left = std::fs::read_dir(hub.folder().join("tmp")).expect("the folder").count();
    assert_eq!(left, 0, "nothing is left of what was read");
}

#[tokio::test]
async fn they_stand_for_somebody_too() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let photo = photos::heic(&photos::with_location(&photos::jpeg(300, 200, 1), 6));
    let page = ana.visits("/settings/profile").await.attaches("picture", "me.heic", photo).presses("Save avatar").await;
    assert_eq!(page.status, 200, "{}", page.main_text());
    let avatar = ana.visits("/@ana").await.attribute(".profile img.avatar", "src");
    assert_eq!(ana.asks(&avatar).await.header("content-type"), "image/jpeg");
}

#[tokio::test]
async fn whoever_has_no_program_for_them_says_so() {
    let hub = Hub::configured(|config| config.programs = OsString::new()).await;
    hub.community("praia").await;
    let ana = hub.person("ana").await;
    let photo = photos::heic(&photos::jpeg(300, 200, 1));
    let said = "“sea.heic” is an AVIF or HEIC picture, and this server lacks heif-convert, which reads those. \
        Please choose a JPEG, PNG, WebP or GIF.";

    let page = publishes(&ana, "sea.heic", photo.clone()).await;
    assert_eq!((page.status, page.texts(".problems li")), (422, vec![format!("Photos: {said}")]));
    let page = ana.visits("/settings/profile").await.attaches("picture", "sea.heic", photo);
    assert_eq!(page.presses("Save avatar").await.text("#avatar-picture-error"), said);
}
