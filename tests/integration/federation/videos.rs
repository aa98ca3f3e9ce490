//! Videos of other servers are played from here.

use std::time::Duration;

use heliograph::config::Config;
use heliograph_entity::user::Role;
use serde_json::{Value, json};

use super::{follows, sends};
use crate::support::{Answer, Hub, Person, RemoteServer, photos, videos};

/// Ana follows Lena of another server, who has let her.
struct Stage {
    hub: Hub,
    peer: RemoteServer,
    ana: Person,
}

async fn stage_as(configure: impl FnOnce(&mut Config)) -> Stage {
    let peer = RemoteServer::start("peer").await;
    peer.has("lena");
    let hub = RemoteServer::hub_beside_as(&[&peer], configure).await;
    let ana = hub.person("ana").await;
    follows(&hub, &peer, &ana, "lena").await;
    peer.has_file("/media/1.mp4", "video/mp4", videos::mp4());
    Stage { hub, peer, ana }
}

async fn stage() -> Stage {
    stage_as(|_| {}).await
}

impl Stage {
    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.peer.origin())
    }

    /// As Mastodon attaches a video.
    fn attached(&self, path: &str) -> Value {
        json!({ "type": "Document", "mediaType": "video/mp4", "url": self.at(path), "name": "The tide comes in",
            "width": 1280, "height": 720, "blurhash": "L00000fQfQfQfQfQfQfQfQfQfQfQ" })
    }

    async fn publishes(&self, number: u32, attachment: Value) -> Value {
        let mut note = self.peer.publishes("lena", number, "Salt");
        note["attachment"] = attachment;
        note["published"] = json!(format!("2026-01-05T08:{number:02}:00Z"));
        self.peer.says_note(&note);
        sends(&self.hub, &self.peer, "lena", "Create", number, &note).await;
        note
    }

    /// Ana, who has signed in anew: nobody stays for months.
    async fn ana_again(&self) -> Person {
        let ana = self.hub.visitor("praia.localhost").await;
        ana.signs_in("ana").await;
        ana
    }

    /// The address of the newest video.
    async fn video(&self) -> String {
        self.ana.visits("/").await.attribute(".post video", "src")
    }

    /// Large files of other servers that are kept here.
    fn kept(&self) -> usize {
        fn count(folder: &std::path::Path) -> usize {
            let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
            let entries = entries.map(|entry| entry.expect("an entry").path());
            let is_video = |path: &std::path::Path| path.extension().is_some_and(|end| end == "mp4" || end == "webm");
            entries.map(|path| if path.is_dir() { count(&path) } else { usize::from(is_video(&path)) }).sum()
        }
        count(&self.hub.folder().join("media/restricted/elsewhere"))
    }
}

fn is(answer: &Answer, status: u16) -> bool {
    answer.status.as_u16() == status
}

/// As Mastodon sends one: without a poster.
#[tokio::test]
async fn a_video_is_fetched_when_somebody_plays_it_and_its_first_frame_becomes_its_poster() {
    let stage = stage().await;
    stage.publishes(1, json!([stage.attached("/media/1.mp4")])).await;
    let home = stage.ana.visits("/").await;
    let player = "video[controls][playsinline][preload='none']:not([autoplay]):not([poster])";
    assert!(home.has(&format!(".post .picture > {player}")), "{}", home.main_text());
    assert_eq!(home.attribute(".post video", "aria-label"), "The tide comes in");
    assert_eq!(
        (home.attribute(".post video", "width"), home.attribute(".post video", "height")),
        ("1280".into(), "720".into())
    );
    let lena = format!("/@lena@{}", stage.peer.host);
    let tile = stage.ana.visits(&lena).await;
    assert_eq!((tile.texts(".tile .plays").len(), tile.has(".tile img")), (1, false), "there is no picture yet");
    assert!(tile.text("style").contains("--tint:#000000"), "but its colour: {}", tile.text("style"));
    assert_eq!(stage.peer.asked_for("/media/1.mp4"), 0, "nobody has played it yet");

    let video = home.attribute(".post video", "src");
    for _ in 0..2 {
        let played = stage.ana.asks(&video).await;
        assert!(is(&played, 200) && played.body == videos::mp4());
        assert_eq!((played.header("content-type"), played.header("x-content-type-options")), ("video/mp4", "nosniff"));
        assert!(played.header("cache-control").starts_with("private"));
    }
    assert_eq!(stage.peer.asked_for("/media/1.mp4"), 1);

    let home = stage.ana.visits("/").await;
    let poster = stage.ana.asks(&home.attribute(".post video", "poster")).await;
    assert_eq!((poster.header("content-type"), photos::size(&poster.body)), ("image/jpeg", (320, 180)));
    assert!(stage.ana.visits(&lena).await.has(".tile img + .plays, .tile img ~ .plays"));
    let post = stage.ana.visits(&home.attribute(".post a.when", "href")).await;
    assert!(post.has(".stage .picture > video[poster]") && !post.has(".stage a.zoom"));
    let told = post.text("script[type='application/ld+json']");
    assert!(told.contains("\"VideoObject\"") && !told.contains("ImageObject"), "{told}");
    assert!(std::fs::read_dir(stage.hub.folder().join("tmp")).expect("the folder").next().is_none(), "nothing is left");
}

#[tokio::test]
async fn without_ffmpeg_it_plays_all_the_same() {
    let stage = stage_as(|config| config.programs.clear()).await;
    stage.publishes(1, json!([stage.attached("/media/1.mp4")])).await;
    assert!(is(&stage.ana.asks(&stage.video().await).await, 200));
    assert!(!stage.ana.visits("/").await.has(".post video[poster]"));
}

/// Its server names a picture and does not hand it out.
#[tokio::test]
async fn a_poster_that_cannot_be_had_is_made_of_the_first_frame() {
    let stage = stage().await;
    let mut attached = stage.attached("/media/1.mp4");
    attached["icon"] = json!({ "type": "Image", "mediaType": "image/jpeg", "url": stage.at("/media/gone.jpg") });
    stage.publishes(1, json!([attached])).await;
    let poster = stage.ana.visits("/").await.attribute(".post video", "poster");
    assert!(is(&stage.ana.asks(&poster).await, 404));
    let video = stage.video().await;
    assert!(is(&stage.ana.asks(&video).await, 200));
    let made = stage.ana.asks(&stage.ana.visits("/").await.attribute(".post video", "poster")).await;
    assert_eq!((made.header("content-type"), photos::size(&made.body)), ("image/jpeg", (320, 180)));

    // What nobody has looked at for a month goes, and is asked for where it should be.
    stage.hub.after(Duration::from_secs(32 * 24 * 3600)).await;
    assert!(is(&stage.ana_again().await.asks(&poster).await, 404));
    assert_eq!(stage.peer.asked_for("/media/gone.jpg"), 2);
}

/// Section 2 of the reference: what servers make of the same thing.
#[tokio::test]
async fn a_video_of_every_server_is_played() {
    let stage = stage().await;
    let peer = &stage.peer;
    peer.has_file("/media/p.jpg", "image/jpeg", photos::jpeg(640, 360, 1));
    peer.has_file("/media/2.webm", "video/webm", videos::webm());
    peer.has_file("/media/3.mov", "video/quicktime", videos::mov());
    let icon = |kind: &str| json!({ "type": "Image", "mediaType": kind, "url": stage.at("/media/p.jpg") });
    let gotosocial = json!({ "type": "Video", "mediaType": "video/mp4", "url": stage.at("/media/1.mp4"), "summary": "Tide",
        "name": "x", "blurhash": "L00000fQfQfQfQfQfQfQfQfQfQfQ", "icon": icon("image/jpeg") });
    let pixelfed = json!([{ "type": "Video", "mediaType": "video/mp4", "url": stage.at("/media/1.mp4"), "name": null, "blurhash": null,
        "width": null, "height": null, "focalPoint": [0, 0] }]);
    let vernissage = json!([{ "type": "Document", "mediaType": "video/webm", "url": stage.at("/media/2.webm"), "name": "Tide",
        "width": 320, "height": 180, "duration": 2.4, "exifData": [], "icon": [icon("image/jpeg")] }]);
    let phone = json!([{ "type": "Document", "mediaType": "video/quicktime", "url": [{ "type": "Link", "href": stage.at("/media/3.mov") }],
        "duration": "PT1M5S", "icon": stage.at("/media/p.jpg") }]);
    let variants = [
        ("GoToSocial", gotosocial, "Tide", true, "", "video/mp4"),
        ("Pixelfed", pixelfed, "Video by lena of elsewhere", false, "", "video/mp4"),
        ("Vernissage", vernissage, "Tide", true, "0:02", "video/webm"),
        ("a phone", phone, "Video by lena of elsewhere", true, "1:05", "video/mp4"),
    ];
    for (number, (server, attachment, label, poster, length, media_type)) in (1..).zip(variants) {
        stage.publishes(number, attachment).await;
        let home = stage.ana.visits("/").await;
        assert_eq!(home.attributes(".post video", "aria-label")[0], label, "{server}");
        let lengths = home.texts(".post:first-of-type .length");
        assert!(lengths.first().map_or(length.is_empty(), |told| told.ends_with(length)), "{server}: {lengths:?}");
        let post = stage.ana.visits(&home.attributes(".post a.when", "href")[0]).await;
        assert_eq!(post.has("video[poster]"), poster, "{server}");
        let played = stage.ana.asks(&post.attribute("video", "src")).await;
        assert_eq!((played.status.as_u16(), played.header("content-type")), (200, media_type), "{server}");
        let picture = stage.ana.visits(&post.path).await.attribute("video", "poster");
        assert_eq!(stage.ana.asks(&picture).await.header("content-type"), "image/jpeg", "{server}");
    }
}

#[tokio::test]
async fn a_video_of_peertube_is_played_in_the_size_that_fits() {
    let stage = stage().await;
    let link = |lines: u32, kind: &str, path: &str| json!({ "type": "Link", "mediaType": kind, "href": stage.at(path), "height": lines });
    stage.peer.has_file("/media/small.jpg", "image/jpeg", photos::jpeg(280, 157, 1));
    stage.peer.has_file("/media/large.jpg", "image/jpeg", photos::jpeg(850, 480, 1));
    let lena = stage.peer.actor("lena");
    let icon = |width: u32, height: u32, path: &str| json!({ "type": "Image", "mediaType": "image/jpeg", "url": stage.at(path), "width": width, "height": height });
    let video = json!({
        "id": format!("{lena}/videos/1"), "type": "Video", "name": "Pans of salt", "duration": "PT1H2M3S", "mediaType": "text/markdown",
        "content": "Salt", "summary": null, "published": "2026-01-05T08:00:00Z", "commentsEnabled": true,
        "attributedTo": [{ "type": "Group", "id": stage.peer.actor("channel") }, { "type": "Person", "id": lena }],
        "to": ["https://www.w3.org/ns/activitystreams#Public"], "cc": [format!("{lena}/followers")],
        "licence": { "identifier": "2", "name": "Attribution - Share Alike" },
        "icon": [icon(280, 157, "/media/small.jpg"), icon(850, 480, "/media/large.jpg")],
        "url": [link(0, "text/html", "/w/1"), link(2160, "video/mp4", "/media/huge.mp4"), link(1080, "video/mp4", "/media/1.mp4"),
            link(480, "video/mp4", "/media/small.mp4"), link(0, "application/x-mpegURL", "/media/1.m3u8")],
        "tag": [{ "type": "Hashtag", "name": "#salt", "href": stage.at("/t/salt") }],
    });
    stage.peer.says_note(&video);
    sends(&stage.hub, &stage.peer, "lena", "Create", 1, &video).await;
    let home = stage.ana.visits("/").await;
    assert_eq!((home.text(".post h2"), home.text(".post .licence")), ("Pans of salt".into(), "CC BY-SA 4.0".into()));
    assert!(home.text(".post .length").ends_with("1:02:03"), "{}", home.text(".post .length"));
    let poster = stage.ana.asks(&home.attribute(".post video", "poster")).await;
    assert_eq!((poster.header("content-type"), stage.peer.asked_for("/media/small.jpg")), ("image/jpeg", 0));
    assert!(is(&stage.ana.asks(&home.attribute(".post video", "src")).await, 200));
    assert_eq!((stage.peer.asked_for("/media/1.mp4"), stage.peer.asked_for("/media/huge.mp4")), (1, 0));
}

#[tokio::test]
async fn a_player_asks_for_parts() {
    let stage = stage().await;
    stage.publishes(1, json!([stage.attached("/media/1.mp4")])).await;
    let (video, whole) = (stage.video().await, videos::mp4());
    let ranged = |range: &'static str| {
        let (ana, video) = (&stage.ana, &video);
        async move { ana.asks_with(video, &[("range", range)]).await }
    };
    let first = ranged("bytes=0-").await;
    assert_eq!((first.status.as_u16(), &first.body), (206, &whole));
    let middle = ranged("bytes=100-199").await;
    assert_eq!((middle.status.as_u16(), middle.body.as_slice()), (206, &whole[100..200]));
    assert_eq!(middle.header("content-range"), format!("bytes 100-199/{}", whole.len()));
    let last = ranged("bytes=-7").await;
    assert_eq!((last.status.as_u16(), last.body.as_slice()), (206, &whole[whole.len() - 7..]));
    let beyond = ranged("bytes=99999999-").await;
    assert_eq!(
        (beyond.status.as_u16(), beyond.header("content-range")),
        (416, format!("bytes */{}", whole.len()).as_str())
    );
    let head = stage.ana.requests(reqwest::Method::HEAD, &video, &[], |request| request).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert_eq!(
        (head.header("accept-ranges"), head.header("content-length")),
        ("bytes", whole.len().to_string().as_str())
    );
}

#[tokio::test]
async fn what_is_no_video_is_not_handed_out() {
    let stage = stage().await;
    let peer = &stage.peer;
    peer.has_file("/media/page.mp4", "video/mp4", b"<!doctype html><script>x()</script>".repeat(20));
    peer.has_file("/media/html.mp4", "text/html", videos::mp4());
    peer.has_file("/media/large.mp4", "video/mp4", [videos::mp4(), vec![0; 99_000_000]].concat());
    peer.has_file("/media/short.mp4", "video/mp4", b"\0\0".to_vec());
    peer.leads_on("/media/inside.mp4", "http://127.0.0.1:9/1.mp4");
    let inside = format!("http://127.0.0.1:{}/media/1.mp4", peer.host.rsplit(':').next().expect("a port"));
    let mut played = Vec::new();
    for (number, url) in (1..).zip(
        ["page", "html", "large", "short", "inside", "gone"]
            .map(|name| stage.at(&format!("/media/{name}.mp4")))
            .into_iter()
            .chain([inside]),
    ) {
        let attachment =
            json!([{ "type": "Document", "mediaType": "video/mp4", "url": url, "width": 320, "height": 180 }]);
        stage.publishes(number, attachment).await;
        let video = stage.ana.visits("/").await.attributes(".post video", "src").remove(0);
        assert!(is(&stage.ana.asks(&video).await, 404), "{url}");
        played.push(video);
    }
    assert_eq!(peer.asked_for("/media/1.mp4"), 0, "nobody is led to this machine");
    assert_eq!(stage.kept(), 0);
    stage.hub.settles().await;
    assert!(std::fs::read_dir(stage.hub.folder().join("tmp")).expect("the folder").next().is_none());

    // It is not asked for again and again, but after a while.
    peer.has_file("/media/page.mp4", "video/mp4", videos::mp4());
    assert!(is(&stage.ana.asks(&played[0]).await, 404));
    assert_eq!(peer.asked_for("/media/page.mp4"), 1);
    stage.hub.clock.advance(Duration::from_secs(61));
    assert!(is(&stage.ana.asks(&played[0]).await, 200));
}

#[tokio::test]
async fn whoever_waits_too_long_is_told_when_to_come_back() {
    let stage = stage_as(|config| config.patience.play = Duration::from_millis(300)).await;
    stage.publishes(1, json!([stage.attached("/media/1.mp4")])).await;
    stage.peer.takes_its_time("/media/1.mp4", Duration::from_secs(2));
    let video = stage.video().await;
    let (one, other) = tokio::join!(stage.ana.asks(&video), stage.ana.asks(&video));
    for answer in [one, other] {
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "10"));
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(is(&stage.ana.asks(&video).await, 200));
    assert_eq!(stage.peer.asked_for("/media/1.mp4"), 1, "never twice at once");
}

#[tokio::test]
async fn a_server_that_falls_silent_is_not_waited_for() {
    let stage = stage_as(|config| config.patience.video = Duration::from_millis(300)).await;
    stage.publishes(1, json!([stage.attached("/media/1.mp4")])).await;
    stage.peer.stalls("/media/1.mp4");
    assert!(is(&stage.ana.asks(&stage.video().await).await, 404));
}

/// R20.
#[tokio::test]
async fn what_is_for_followers_is_played_by_them_alone() {
    let stage = stage().await;
    let tom = stage.hub.person("tom").await;
    let guest = stage.hub.visitor("praia.localhost").await;
    let mut note = stage.peer.publishes("lena", 1, "Salt");
    note["attachment"] = json!([stage.attached("/media/1.mp4")]);
    note["to"] = json!([format!("{}/followers", stage.peer.actor("lena"))]);
    note["cc"] = json!([]);
    sends(&stage.hub, &stage.peer, "lena", "Create", 1, &note).await;
    let video = stage.video().await;
    assert!(is(&tom.asks(&video).await, 404) && is(&guest.asks(&video).await, 404));
    assert_eq!(stage.peer.asked_for("/media/1.mp4"), 0);
    assert!(is(&stage.ana.asks(&video).await, 200));
    assert!(is(&tom.asks(&video).await, 404) && is(&guest.asks(&video).await, 404), "also when it is here");
    let other = stage.hub.community("vila").await;
    let lia = stage.hub.person_of(&other, "lia").await;
    assert!(is(&lia.asks(&video).await, 404));
}

/// R22.
#[tokio::test]
async fn what_a_community_takes_no_media_of_is_not_played() {
    let stage = stage().await;
    stage.publishes(1, json!([stage.attached("/media/1.mp4")])).await;
    let video = stage.video().await;
    stage.hub.promote("ana", Role::Admin).await;
    let fields = [
        ("domain", stage.peer.host.split(':').next().expect("a name")),
        ("severity", "allow"),
        ("reject-media", "yes"),
        ("seen", "yes"),
    ];
    stage.ana.posts("/console/servers", &fields).await;
    stage.hub.settles().await;
    assert!(is(&stage.ana.asks(&video).await, 404));
    let home = stage.ana.visits("/").await;
    assert!(!home.has(".post video"), "{}", home.main_text());
    assert!(home.attributes(".post .e-content a", "href").contains(&stage.at("/media/1.mp4")));
    assert_eq!(stage.peer.asked_for("/media/1.mp4"), 0);
}

#[tokio::test]
async fn what_its_author_replaces_or_deletes_goes() {
    let stage = stage().await;
    let mut note = stage.publishes(1, json!([stage.attached("/media/1.mp4")])).await;
    let first = stage.video().await;
    assert!(is(&stage.ana.asks(&first).await, 200));
    assert_eq!(stage.kept(), 1);

    note["attachment"][0]["name"] = json!("The tide goes out");
    note["attachment"][0]["duration"] = json!("PT2S");
    note["updated"] = json!("2026-01-06T08:00:00Z");
    sends(&stage.hub, &stage.peer, "lena", "Update", 2, &note).await;
    let home = stage.ana.visits("/").await;
    assert_eq!(
        (home.attribute(".post video", "src"), home.attribute(".post video", "aria-label")),
        (first.clone(), "The tide goes out".into())
    );
    assert!(home.text(".post .length").ends_with("0:02") && home.has(".post video[poster]"));

    stage.peer.has_file("/media/2.mp4", "video/mp4", videos::other_mp4());
    note["attachment"][0]["url"] = json!(stage.at("/media/2.mp4"));
    note["updated"] = json!("2026-01-07T08:00:00Z");
    sends(&stage.hub, &stage.peer, "lena", "Update", 3, &note).await;
    let second = stage.video().await;
    assert!(second != first && is(&stage.ana.asks(&first).await, 404));
    assert_eq!(stage.kept(), 0, "its file is gone");
    assert!(stage.ana.asks(&second).await.body == videos::other_mp4());

    sends(&stage.hub, &stage.peer, "lena", "Delete", 4, &json!({ "id": note["id"], "type": "Tombstone" })).await;
    let gone = stage.ana.asks(&second).await.status.as_u16();
    assert!([404, 410].contains(&gone), "{gone}");
    stage.hub.after(Duration::from_secs(31 * 24 * 3600)).await;
    assert_eq!(stage.kept(), 0);
}

#[tokio::test]
async fn what_nobody_has_played_for_a_month_is_let_go() {
    let stage = stage().await;
    stage.publishes(1, json!([stage.attached("/media/1.mp4")])).await;
    let video = stage.video().await;
    assert!(is(&stage.ana.asks(&video).await, 200));
    stage.hub.after(Duration::from_secs(20 * 24 * 3600)).await;
    let ana = stage.ana_again().await;
    assert!(is(&ana.asks(&video).await, 200), "it was played in between");
    stage.hub.after(Duration::from_secs(20 * 24 * 3600)).await;
    assert_eq!(stage.kept(), 1);
    stage.hub.after(Duration::from_secs(32 * 24 * 3600)).await;
    assert_eq!(stage.kept(), 0);
    let ana = stage.ana_again().await;
    assert!(!ana.visits("/").await.has(".post video[poster]"), "what was made of it went with it");
    assert!(is(&ana.asks(&video).await, 200));
    assert_eq!(stage.peer.asked_for("/media/1.mp4"), 2);
}
