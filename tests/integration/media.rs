use std::time::Duration;

use crate::support::{Hub, Person, photos};

/// Publishes one photo and hands back the addresses of its renditions with their widths.
async fn renditions(person: &Person, name: &str, bytes: Vec<u8>) -> Vec<(String, u32)> {
    let mut page = person.visits("/publish").await.attaches("photos", name, bytes).presses("Publish").await;
    // A busy machine takes its time, and the page that says so leads on.
    while page.path.starts_with("/publish/") {
        tokio::time::sleep(Duration::from_millis(200)).await;
        page = person.visits(&page.path).await;
    }
    assert_eq!(page.status, 200, "{}", page.main_text());
    let srcset = page.attribute("img.u-photo", "srcset");
    let sizes = srcset.split(", ").map(|size| size.split_once(' ').expect("an address and a width"));
    sizes.map(|(src, width)| (src.to_owned(), width.trim_end_matches('w').parse().expect("a width"))).collect()
}

#[tokio::test]
async fn a_photo_is_shown_in_exact_sizes() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;

    let sizes = renditions(&ana, "large.jpg", photos::jpeg(2600, 1950, 1)).await;
    assert_eq!(sizes.iter().map(|(_, width)| *width).collect::<Vec<_>>(), [320, 640, 1080, 2048]);
    for (src, width) in sizes {
        let answer = ana.asks(&src).await;
        assert_eq!(answer.header("content-type"), "image/jpeg");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(photos::size(&answer.body), (width, (width * 3).div_ceil(4)));
    }

    let small = renditions(&ana, "small.png", photos::png(500, 250, 1)).await;
    assert_eq!(small.iter().map(|(_, width)| *width).collect::<Vec<_>>(), [320, 500], "never enlarged");
    assert_eq!(photos::size(&ana.asks(&small[1].0).await.body), (500, 250));

    // Every server shows these: JPEGs, whatever was uploaded.
    for (name, photo) in [("small.webp", photos::webp(500, 250, 1)), ("small.gif", photos::gif(500, 250, 1))] {
        let sizes = renditions(&ana, name, photo).await;
        assert_eq!(sizes.iter().map(|(_, width)| *width).collect::<Vec<_>>(), [320, 500], "{name}");
        let answer = ana.asks(&sizes[1].0).await;
        assert_eq!((answer.header("content-type"), photos::size(&answer.body)), ("image/jpeg", (500, 250)), "{name}");
    }
}

#[tokio::test]
async fn where_and_with_what_a_photo_was_taken_is_not_served() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let photo = photos::with_location(&photos::jpeg(1200, 800, 1), 6);
    assert!(contains(&photo, photos::SECRET.as_bytes()) && contains(&photo, b"Exif"));

    let sizes = renditions(&ana, "home.jpg", photo.clone()).await;
    assert_eq!(sizes.iter().map(|(_, width)| *width).collect::<Vec<_>>(), [320, 640, 800]);
    for (src, width) in &sizes {
        let answer = ana.asks(src).await;
        assert!(!contains(&answer.body, photos::SECRET.as_bytes()) && !contains(&answer.body, b"Exif"), "{width}");
        assert_eq!(photos::size(&answer.body), (*width, width * 3 / 2), "upright");
    }

    // The original is kept as it came, where no address leads.
    let kept = files(&hub, "restricted");
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(std::fs::read(&kept[0]).expect("the original"), photo);
    let name = kept[0].file_name().expect("a name").to_string_lossy().into_owned();
    assert_eq!(ana.asks(&format!("/media/{name}")).await.status, 404);
}

#[tokio::test]
async fn a_picture_is_sent_in_parts_and_not_twice() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let (src, _) = renditions(&ana, "a.jpg", photos::jpeg(800, 600, 1)).await.remove(0);
    let whole = ana.asks(&src).await;

    let part = ana.asks_with(&src, &[("range", "bytes=10-19")]).await;
    assert_eq!((part.status.as_u16(), part.body.as_slice()), (206, &whole.body[10..20]));
    assert_eq!(part.header("content-range"), format!("bytes 10-19/{}", whole.body.len()));
    let end = ana.asks_with(&src, &[("range", "bytes=-5")]).await;
    assert_eq!((end.status.as_u16(), end.body.as_slice()), (206, &whole.body[whole.body.len() - 5..]));
    let beyond = ana.asks_with(&src, &[("range", "bytes=99999999-")]).await;
    assert_eq!(
        (beyond.status.as_u16(), beyond.header("content-range")),
        (416, format!("bytes */{}", whole.body.len()).as_str())
    );

    let tag = whole.header("etag").to_owned();
    assert_eq!(ana.asks_with(&src, &[("if-none-match", &tag)]).await.status, 304);
    assert_eq!(ana.asks_with(&src, &[("if-none-match", "\"other\"")]).await.status, 200);
    let changed = ana.asks_with(&src, &[("range", "bytes=0-9"), ("if-range", "\"other\"")]).await;
    assert_eq!(changed.status, 200);
    assert!(whole.header("content-security-policy").contains("sandbox"));

    let never = ana.asks_with("/media/AAAAAAAAAAAAAAAAAAAAAA.jpg", &[("if-none-match", "*")]).await;
    assert_eq!(never.status, 404, "what is not there has not stayed the same");
    for nonsense in ["/media/..%2f..%2fsecret.key", "/media/a.jpg", "/media/AAAAAAAAAAAAAAAAAAAAAA.svg"] {
        assert_eq!(ana.asks(nonsense).await.status, 404, "{nonsense}");
    }
}

#[tokio::test]
async fn before_it_is_published_a_photo_is_for_its_author_alone() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(800, 600, 1));
    let page = page.presses("Add photos").await;
    assert!(files(&hub, "public").is_empty());
    for path in files(&hub, "restricted") {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        assert_eq!(ana.asks(&format!("/media/{name}")).await.status, 404);
    }

    page.presses("Publish").await;
    hub.settles().await;
    assert_eq!(files(&hub, "public").len(), 3);
    assert_eq!(files(&hub, "restricted").len(), 1, "of what was restricted only the original is left");
}

#[tokio::test]
async fn what_is_removed_or_never_finished_leaves_nothing_behind() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(800, 600, 1));
    page.presses("Add photos").await.presses("Remove a.jpg").await;
    hub.settles().await;
    assert!(files(&hub, "restricted").is_empty());

    // An upload whose request breaks off: nothing of it stays, at the latest after the sweep.
    let broken = ana
        .requests(
            reqwest::Method::POST,
            "/publish/items",
            &[("origin", &ana.home), ("content-type", "multipart/form-data; boundary=x")],
            |request| {
                request.body("--x\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\nhalf")
            },
        )
        .await;
    assert!(broken.status.is_client_error(), "{}", broken.status);
    hub.after(Duration::from_secs(2 * 3600)).await;
    assert!(files(&hub, "").iter().all(|path| path.ends_with("health/check")), "{:?}", files(&hub, ""));
    assert!(std::fs::read_dir(hub.folder().join("tmp")).expect("the scratch folder").next().is_none());
}

#[tokio::test]
async fn pictures_that_claim_to_be_enormous_are_refused_unopened() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    // A PNG header of 60 000 by 60 000 pixels with a body of a few bytes.
    let mut bomb = photos::png(8, 8, 1);
    bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let crc = crc32(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.to_be_bytes());

    let page = ana.visits("/publish").await.attaches("photos", "bomb.png", bomb).presses("Publish").await;
    assert_eq!(page.status, 422);
    assert!(page.text("#photos-error").contains("3600 megapixels; the limit is 100"), "{}", page.text("#photos-error"));
}

/// A chunk of a PNG with its checksum.
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [kind.as_slice(), data].concat();
    [&(data.len() as u32).to_be_bytes(), body.as_slice(), &crc32(&body).to_be_bytes()].concat()
}

#[tokio::test]
async fn animation_is_refused_rather_than_flattened_and_a_wide_photo_is_taken() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let still = photos::png(40, 30, 1);
    let moving = [&still[..33], &chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]), &still[33..]].concat();
    let page = ana.visits("/publish").await.attaches("photos", "moving.png", moving).presses("Publish").await;
    assert!(page.text("#photos-error").contains("“moving.png” is animated"), "{}", page.text("#photos-error"));

    let wide = renditions(&ana, "wide.jpg", photos::jpeg(20_000, 8, 1)).await;
    assert_eq!(wide.iter().map(|(_, width)| *width).collect::<Vec<_>>(), [320, 640, 1080, 2048]);
}

#[tokio::test]
async fn a_file_over_the_limit_is_refused_by_name() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let mut large = photos::jpeg(64, 64, 1);
    large.resize(41_000_000, 0);
    let page = ana.visits("/publish").await.attaches("photos", "large.jpg", large);
    let page = page.attaches("photos", "fine.jpg", photos::jpeg(64, 64, 2)).presses("Add photos").await;
    assert_eq!(page.status, 422);
    assert!(page.text("#photos-error").contains("“large.jpg” is larger than 40 MB"), "{}", page.text("#photos-error"));
    assert_eq!(page.texts(".item:not(.upload) .file"), ["fine.jpg"]);
}

/// The stored files whose path contains `part`.
fn files(hub: &Hub, part: &str) -> Vec<std::path::PathBuf> {
    fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path());
        entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
    }
    walk(&hub.folder().join("media").join(part))
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}
