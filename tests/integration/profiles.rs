use std::time::Duration;

use crate::support::{Hub, Page, Person, Reply, Site, photos};

const DAY: Duration = Duration::from_secs(24 * 3600);

#[tokio::test]
async fn somebody_says_who_they_are() {
    let hub = Hub::start().await;
    let [ana, _tom] = hub.people(["ana", "Tom"]).await;
    let page = ana.visits("/settings").await.clicks("Your profile").await;
    let page = page
        .fills("display_name", "Ana Lima")
        .fills("pronouns", "she/her")
        .fills(
            "bio",
            "I wait for light.\r\n\r\nOften with @tom and seldom with @nobody: https://ana.example/why #Praia",
        )
        .fills("website", "ana.example")
        .fills("label-1", "Camera")
        .fills("value-1", "An old rangefinder")
        .fills("label-3", "Words")
        .fills("value-3", "https://words.example/~ana/")
        .presses("Save profile")
        .await;
    assert_eq!((page.status, page.path.as_str()), (200, "/settings/profile"));
    assert!(page.text(".notice").contains("Your profile is saved"));
    assert_eq!(page.value("value-2"), "https://words.example/~ana/", "lines close up");

    let profile = hub.visitor("praia.localhost").await.visits("/@ana").await;
    assert_eq!(profile.text(".h-card .p-name"), "Ana Lima");
    assert_eq!(profile.text(".h-card .p-nickname"), "@ana");
    assert_eq!(profile.text(".h-card .p-pronouns"), "she/her");
    assert_eq!(
        profile.texts(".h-card .p-note p"),
        ["I wait for light.", "Often with @tom and seldom with @nobody: ana.example/why # Praia"]
    );
    assert_eq!(profile.attributes(".p-note a", "href"), ["/@Tom", "https://ana.example/why", "/tags/praia"]);
    assert_eq!(profile.attribute(".p-note a[href^='https']", "rel"), "nofollow noopener ugc");
    assert_eq!(profile.attribute(".website a.u-url", "href"), "https://ana.example/");
    assert!(profile.attribute(".website a.u-url", "rel").split(' ').any(|rel| rel == "me"));
    assert_eq!(profile.texts(".lines dt"), ["Camera", "Words"]);
    assert_eq!(profile.texts(".lines dd"), ["An old rangefinder", "words.example/~ana"]);
    assert_eq!(profile.attribute(".lines a", "href"), "https://words.example/~ana/");
    assert!(!profile.has(".verified"), "nobody has looked yet, or nothing was found");
    assert!(profile.attribute("meta[name='description']", "content").starts_with("I wait for light."));

    let page =
        ana.visits("/settings/profile").await.fills("bio", "").fills("website", "").fills("display_name", " \u{200b} ");
    page.fills("label-1", "").fills("value-1", "").presses("Save profile").await;
    let profile = ana.visits("/@ana").await;
    assert_eq!(profile.text(".h-card .p-name"), "ana", "a blank name falls back to the user name");
    assert!(!profile.has(".p-note") && !profile.has(".website"));
    assert_eq!(profile.texts(".lines dt"), ["Words"]);
    assert_eq!(hub.visitor("praia.localhost").await.asks("/settings/profile").await.status, 303);
}

#[tokio::test]
async fn each_line_of_a_profile_has_its_limits_and_nothing_typed_is_lost() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let typed = |page: Page| {
        page.fills("display_name", "Ana")
            .fills("pronouns", "she")
            .fills("bio", "A line\n\nand another")
            .fills("website", "https://ana.example/")
            .fills("label-1", "Home")
            .fills("value-1", "Praia")
    };
    let long = |length| "é".repeat(length);
    for (field, value, said) in [
        ("display_name", long(31), "This may have 30 characters; it has 31."),
        ("pronouns", long(31), "This may have 30 characters; it has 31."),
        ("bio", long(501), "This may have 500 characters; it has 501."),
        ("website", "javascript:alert(1)".to_owned(), "“javascript:alert(1)” is not a web address."),
        ("website", "nonsense".to_owned(), "“nonsense” is not a web address."),
        ("website", format!("https://ana.example/{}", "x".repeat(200)), "This may have 200 characters; it has 220."),
        ("label-1", long(41), "This may have 40 characters; it has 41."),
        ("value-1", long(201), "This may have 200 characters; it has 201."),
        ("label-2", "Alone".to_owned(), "Please say something in this line"),
        ("value-8", "Alone".to_owned(), "Please give this line a name"),
    ] {
        let page = typed(ana.visits("/settings/profile").await).fills(field, &value).presses("Save profile").await;
        assert_eq!(page.status, 422, "{field}");
        let beside = match field {
            "label-2" => "value-2",
            "value-8" => "label-8",
            field => field,
        };
        let error = page.text(&format!("#{beside}-error"));
        assert!(error.contains(said), "{field}: {error}");
        assert!(page.has(&format!(".problems a[href='#{beside}']")), "{field}");
        for (kept, was) in [
            ("display_name", "Ana"),
            ("pronouns", "she"),
            ("bio", "A line\n\nand another"),
            ("website", "https://ana.example/"),
            ("label-1", "Home"),
            ("value-1", "Praia"),
        ] {
            let expected = if kept == field { value.as_str() } else { was };
            assert_eq!(page.value(kept).trim(), expected, "{kept} after {field}");
        }
        assert_eq!(ana.visits("/@ana").await.text("h1"), "ana", "nothing is saved by halves");
    }
}

#[tokio::test]
async fn nobody_takes_a_page_over_with_what_they_say_of_themselves() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let attack = "<script>alert(1)</script><img src=x onerror=alert(2)>";
    let bidi = "Ana\u{202e}niМ\u{2066}\n\u{7}";
    let fields = [
        ("display_name", bidi),
        ("pronouns", "<b>x</b>"),
        ("bio", &format!("{attack} javascript:alert(3) https://a.example/\"onclick=\"x \u{202e}@ana")),
        ("website", ""),
        ("label-1", "<i>l</i>\u{202e}"),
        ("value-1", "javascript:alert(4)"),
        ("label-2", "Page"),
        ("value-2", "https://a.example/'><script>alert(5)</script>"),
    ];
    assert_eq!(ana.posts("/settings/profile", &fields).await.status, 303);
    let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(64, 64, 1));
    let post = page.presses("Publish").await;
    for path in ["/@ana", "/", "/settings/profile", post.path.as_str()] {
        let text = ana.asks(path).await.text();
        for part in
            ["<script>alert", "<img src=x", "<b>x", "<i>l", "href=\"javascript", " onclick=\"", "\u{202e}", "\u{2066}"]
        {
            assert!(!text.contains(part), "{path} contains {part:?}");
        }
    }
    let profile = ana.visits("/@ana").await;
    assert_eq!(profile.text("h1"), "AnaniМ");
    assert_eq!(profile.attributes(".lines a", "href").len(), 1, "a URL without http is no link");
    assert!(profile.has(".p-note a[href='/@ana']"));
}

#[tokio::test]
async fn an_avatar_is_cropped_shown_replaced_and_removed() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    ana.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(320, 240, 1)).presses("Publish").await;
    hub.settles().await;
    let before = stored(&hub);

    let page = ana.visits("/settings/profile").await;
    let photo = photos::with_location(&photos::jpeg(900, 600, 2), 6);
    let page = page.attaches("picture", "me.jpg", photo).fills("alt", "Ana in the wind").presses("Save avatar").await;
    assert!(page.text(".notice").contains("Your avatar is saved"), "{}", page.main_text());
    assert_eq!(page.value("alt"), "Ana in the wind");

    let visitor = hub.visitor("praia.localhost").await;
    let profile = visitor.visits("/@ana").await;
    let large = profile.attribute(".profile img.avatar.u-photo", "src");
    assert_eq!(profile.attribute(".profile img.avatar", "alt"), "Ana in the wind");
    let home = visitor.visits("/").await;
    let small = home.attribute(".p-author img.avatar", "src");
    for (path, side) in [(&small, 96), (&large, 400)] {
        let answer = visitor.asks(path).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "image/jpeg"));
        assert!(
            answer.header("cache-control").contains("public") && answer.header("cache-control").contains("immutable")
        );
        assert_eq!(photos::size(&answer.body), (side, side));
        assert!(!contains(&answer.body, photos::SECRET.as_bytes()) && !contains(&answer.body, b"Exif"), "{path}");
    }
    assert_eq!(ana.visits("/").await.attribute(".rail img.avatar", "src"), small);
    assert_eq!(ana.visits("/").await.attribute(".bottom img.avatar", "src"), small);
    let original = ana.asks("/settings/profile/avatar/original").await;
    assert_eq!((original.status.as_u16(), photos::size(&original.body)), (200, (900, 600)));
    assert!(original.header("cache-control").contains("private"));
    assert_eq!(visitor.asks("/settings/profile/avatar/original").await.status, 303);

    // Another part of the same picture.
    let page = ana.visits("/settings/profile").await.fills("size", "0.5").fills("x", "0").presses("Save avatar").await;
    assert_eq!((page.value("size").as_str(), page.value("x").as_str()), ("0.5", "0"));
    let cropped = visitor.visits("/@ana").await.attribute(".profile img.avatar", "src");
    assert_ne!(cropped, large);
    hub.settles().await;
    assert_eq!(visitor.asks(&large).await.status, 404, "what it replaced is gone");
    assert_eq!(visitor.asks(&cropped).await.status, 200);
    assert_eq!(stored(&hub), before + 3);

    // Other words, and no new picture.
    ana.visits("/settings/profile").await.fills("alt", "Me").presses("Save avatar").await;
    let profile = visitor.visits("/@ana").await;
    assert_eq!(profile.attribute(".profile img.avatar", "src"), cropped);
    assert_eq!(profile.attribute(".profile img.avatar", "alt"), "Me");

    // Another picture, of which something shows through.
    let page = ana.visits("/settings/profile").await.attaches("picture", "hole.png", photos::png(300, 200, 1));
    page.presses("Save avatar").await;
    let replaced = visitor.visits("/@ana").await.attribute(".profile img.avatar", "src");
    assert!(replaced.ends_with(".jpg"));
    hub.settles().await;
    assert_eq!(visitor.asks(&cropped).await.status, 404);
    assert_eq!(stored(&hub), before + 3);

    let page = ana.visits("/settings/profile").await.presses("Remove avatar").await;
    assert!(page.text(".notice").contains("Your avatar is removed"));
    assert_eq!(visitor.visits("/@ana").await.text(".profile .avatar"), "A");
    hub.settles().await;
    assert_eq!(visitor.asks(&replaced).await.status, 404);
    assert_eq!(ana.asks("/settings/profile/avatar/original").await.status, 404);
    assert_eq!(stored(&hub), before, "nothing of it is left");
    assert_eq!(ana.posts("/settings/profile/avatar/remove", &[]).await.status, 303, "removing twice is fine");
}

#[tokio::test]
async fn a_header_stands_on_the_profile_and_an_avatar_on_its_card() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/settings/profile").await.attaches("picture", "wide.jpg", photos::jpeg(640, 480, 3));
    let page = page.presses("Save header").await;
    assert!(page.text(".notice").contains("Your header is saved"), "{}", page.main_text());
    let profile = ana.visits("/@ana").await;
    let banner = ana.asks(&profile.attribute("img.u-featured", "src")).await;
    assert_eq!(photos::size(&banner.body), (1500, 500));
    assert!(profile.attribute("img.u-featured", "srcset").contains(" 750w"));
    assert!(!profile.has("meta[property='og:image']"));

    let page = ana.visits("/settings/profile").await.attaches("picture", "me.jpg", photos::jpeg(200, 200, 3));
    page.presses("Save avatar").await;
    let profile = ana.visits("/@ana").await;
    let card = profile.attribute("meta[property='og:image']", "content");
    assert_eq!(card, format!("{}{}", ana.home, profile.attribute(".profile img.avatar", "src")));

    ana.visits("/settings/profile").await.presses("Remove header").await;
    let profile = ana.visits("/@ana").await;
    assert!(!profile.has("img.u-featured") && profile.has("img.avatar"));
}

#[tokio::test]
async fn what_is_no_picture_is_refused_beside_its_field() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let mut cut = photos::jpeg(600, 400, 1);
    cut.truncate(cut.len() / 2);
    let mut large = photos::jpeg(64, 64, 1);
    large.resize(41_000_000, 0);
    for (name, bytes, said) in [
        ("words.txt", b"once upon a time".to_vec(), "“words.txt” is not a JPEG, PNG, WebP, GIF, AVIF or HEIC picture."),
        ("cut.jpg", cut, "“cut.jpg” can't be read"),
        ("large.jpg", large, "“large.jpg” is larger than 40 MB"),
    ] {
        let page = ana.visits("/settings/profile").await.attaches("picture", name, bytes).fills("alt", "Kept");
        let page = page.presses("Save avatar").await;
        assert_eq!(page.status, 422, "{name}");
        assert!(page.text("#avatar-picture-error").contains(said), "{}", page.text("#avatar-picture-error"));
        assert!(page.has(".problems a[href='#avatar-picture']"));
        assert_eq!(page.value("alt"), "Kept");
    }
    let page = ana.visits("/settings/profile").await.presses("Save header").await;
    assert_eq!(page.status, 422);
    assert!(page.text("#header-picture-error").contains("Please choose a picture first."));
    let page = ana.visits("/settings/profile").await.attaches("picture", "me.jpg", photos::jpeg(64, 64, 1));
    let page = page.fills("alt", &"x".repeat(201)).presses("Save avatar").await;
    assert!(page.text("#avatar-alt-error").contains("This may have 200 characters; it has 201."));
    hub.after(Duration::from_secs(7200)).await;
    assert_eq!(stored(&hub), 0, "nothing is left of what was refused");
}

/// A hub that may fetch from site.example, which is on this machine, and knows some other names.
async fn hub_beside(site: &Site) -> (Hub, String) {
    let here = "127.0.0.1".parse().expect("an address");
    let hub = Hub::configured(|config| {
        config.federation_allow = vec!["site.example=127.0.0.1/32".parse().expect("a pair")];
        config.known_names = vec![
            ("site.example".to_owned(), vec![here]),
            ("inside.example".to_owned(), vec![here]),
            ("mixed.example".to_owned(), vec!["10.0.0.1".parse().expect("one"), here, "::1".parse().expect("one")]),
        ];
    })
    .await;
    hub.community("praia").await;
    (hub, format!("http://site.example:{}", site.address.port()))
}

async fn says_links(person: &Person, links: &[&str]) -> Page {
    let mut page = person.visits("/settings/profile").await;
    for number in 1..=8 {
        let link = links.get(number - 1).copied().unwrap_or_default();
        let label = if link.is_empty() { String::new() } else { format!("Page {number}") };
        page = page.fills(&format!("label-{number}"), &label).fills(&format!("value-{number}"), link);
    }
    page.presses("Save profile").await
}

async fn verified(person: &Person) -> Vec<String> {
    let profile = person.visits("/@ana").await;
    profile.attributes(".lines div:has(.verified) a", "href")
}

#[tokio::test]
async fn a_page_that_links_back_is_verified_until_it_no_longer_does() {
    let site = Site::start().await;
    let (hub, home) = hub_beside(&site).await;
    let ana = hub.person("ana").await;
    let back = format!("<p><a rel='me noopener' href='{}/@ana'>my photographs</a>", ana.home);
    site.says("/me", Reply::html(back.clone()));
    site.says("/other", Reply::html(format!("<a href='{}/@ana'>somebody</a>", ana.home)));
    site.says("/old", Reply::leads_to("/moved"));
    site.says("/moved", Reply::leads_to(&format!("{home}/me")));

    let (me, other, old) = (format!("{home}/me"), format!("{home}/other"), format!("{home}/old"));
    says_links(&ana, &[&me, &other, &old]).await;
    hub.settles().await;
    assert_eq!(verified(&ana).await, [me.clone(), old.clone()]);
    let profile = ana.visits("/@ana").await;
    assert_eq!(profile.text(".verified"), "Verified");
    assert!(profile.attribute(".verified", "title").contains("has linked back here since"));
    let asked = site.was_asked();
    assert!(asked[0].contains(&format!("user-agent: heliograph/0.1.0 (+{}/)", ana.home)), "{}", asked[0]);
    assert!(!asked[0].contains("cookie:") && !asked[0].contains("referer:"), "{}", asked[0]);

    // Saving again asks nobody again.
    let count = site.was_asked().len();
    says_links(&ana, &[&me, &other, &old]).await;
    hub.settles().await;
    assert_eq!((verified(&ana).await.len(), site.was_asked().len()), (2, count));

    site.says("/me", Reply::html("<p>Nothing here any more"));
    site.says("/other", Reply::html(back));
    hub.after(DAY).await;
    assert_eq!(verified(&ana).await.len(), 2, "it is looked at once a week");
    hub.after(7 * DAY).await;
    assert_eq!(verified(&ana).await, [other]);
}

#[tokio::test]
async fn the_hub_looks_at_nothing_that_is_not_public() {
    let (site, inside) = (Site::start().await, Site::start().await);
    let (hub, home) = hub_beside(&site).await;
    let ana = hub.person("ana").await;
    let back = format!("<a rel=me href='{}/@ana'>", ana.home);
    inside.says("/", Reply::html(back.clone()));
    site.says("/literal", Reply::leads_to(&format!("http://127.0.0.1:{}/", inside.address.port())));
    site.says("/named", Reply::leads_to(&format!("http://inside.example:{}/", inside.address.port())));
    site.says("/round", Reply::leads_to("/round"));
    site.says("/text", Reply { headers: vec![("content-type", "text/plain".to_owned())], ..Reply::html(back.clone()) });
    site.says("/late", Reply::html(format!("{}{back}", "x".repeat(1_000_001))));
    site.says("/early", Reply::html(format!("{back}{}", "x".repeat(3_000_000))));

    let (literal, named) = (format!("{home}/literal"), format!("{home}/named"));
    let (round, text, late, early) =
        (format!("{home}/round"), format!("{home}/text"), format!("{home}/late"), format!("{home}/early"));
    says_links(&ana, &[&literal, &named, &round, &text, &late, &early]).await;
    hub.settles().await;
    assert_eq!(verified(&ana).await, [early], "a long page is cut, and its beginning counts");
    let rounds = site.was_asked().iter().filter(|asked| asked.starts_with("get /round ")).count();
    assert_eq!(rounds, 4, "three times it is followed");

    let port = inside.address.port();
    let direct = [
        format!("https://127.0.0.1:{port}/"),
        format!("http://127.0.0.1:{port}/"),
        "https://[::1]/".to_owned(),
        "https://inside.example/".to_owned(),
        "https://mixed.example/".to_owned(),
        "https://169.254.169.254/latest/meta-data".to_owned(),
        format!("{}/@ana", ana.home),
    ];
    says_links(&ana, &direct.each_ref().map(String::as_str)).await;
    hub.settles().await;
    assert!(verified(&ana).await.is_empty());
    assert!(inside.was_asked().is_empty(), "{:?}", inside.was_asked());
}

#[tokio::test]
async fn links_are_looked_at_only_so_often() {
    let site = Site::start().await;
    let (hub, home) = hub_beside(&site).await;
    let ana = hub.person("ana").await;
    for round in 0..5 {
        let links: Vec<String> = (0..8).map(|number| format!("{home}/{round}-{number}")).collect();
        says_links(&ana, &links.iter().map(String::as_str).collect::<Vec<_>>()).await;
        hub.settles().await;
    }
    assert!(site.was_asked().len() <= 21, "{}", site.was_asked().len());
    hub.after(Duration::from_secs(3600)).await;
    hub.after(Duration::from_secs(3600)).await;
    let last = site.was_asked().iter().filter(|asked| asked.starts_with("get /4-")).count();
    assert_eq!(last, 8, "those that are still there are looked at later");
}

async fn publishes(person: &Person, title: &str) -> String {
    let page = person.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(160, 120, 1));
    page.fills("title", title).presses("Publish").await.path
}

#[tokio::test]
async fn up_to_three_posts_stand_first_on_a_profile() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let mut posts = Vec::new();
    for title in ["One", "Two", "Three", "Four", "Five"] {
        posts.push(publishes(&ana, title).await);
    }
    let page = ana.visits(&posts[0]).await.presses("Pin to profile").await;
    assert!(page.text(".notice").contains("stands first on your profile"));
    ana.visits(&posts[2]).await.presses("Pin to profile").await;

    let order = |page: &Page| page.texts(".tile .title");
    let profile = tom.visits("/@ana").await;
    assert_eq!(order(&profile), ["Three", "One", "Five", "Four", "Two"]);
    assert_eq!(profile.texts(".tile .pinned"), ["Pinned", "Pinned"]);

    ana.visits(&posts[1]).await.presses("Pin to profile").await;
    let full = ana.visits(&posts[4]).await.presses("Pin to profile").await;
    assert_eq!(full.status, 422);
    assert!(full.text(".problems").contains("3 posts are pinned to your profile"), "{}", full.text(".problems"));
    assert_eq!(ana.posts(&format!("{}/pin", posts[1]), &[]).await.status, 303, "pinning twice is fine");

    ana.visits(&posts[1]).await.presses("Unpin").await;
    ana.visits(&posts[4]).await.presses("Pin to profile").await;
    assert_eq!(order(&tom.visits("/@ana").await), ["Five", "Three", "One", "Four", "Two"]);

    // What is deleted makes room.
    ana.visits(&format!("{}/delete", posts[4])).await.presses("Delete for everyone").await;
    assert_eq!(ana.posts(&format!("{}/pin", posts[3]), &[]).await.status, 303);
    assert_eq!(order(&tom.visits("/@ana").await), ["Four", "Three", "One", "Two"]);

    assert_eq!(tom.posts(&format!("{}/pin", posts[1]), &[]).await.status, 403);
    assert_eq!(hub.visitor("praia.localhost").await.posts(&format!("{}/pin", posts[1]), &[]).await.status, 303);
    assert!(!tom.visits(&posts[1]).await.has("form[action$='/pin']"));
}

#[tokio::test]
async fn of_many_pins_at_once_three_are_made() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let mut posts = Vec::new();
    for number in 0..7 {
        posts.push(format!("{}/pin", publishes(&ana, &format!("Post {number}")).await));
    }
    let pins = posts.iter().map(|path| ana.posts(path, &[]));
    let answers = futures_util::future::join_all(pins).await;
    let made = answers.iter().filter(|answer| answer.status == 303).count();
    let refused = answers.iter().filter(|answer| answer.status == 422).count();
    assert_eq!((made, refused), (3, 4));
    assert_eq!(ana.visits("/@ana").await.texts(".tile .pinned").len(), 3);
}

/// How many files the hub keeps.
fn stored(hub: &Hub) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path());
        entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
    }
    // But for the file that every start puts there.
    count(&hub.folder().join("media")) - 1
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
