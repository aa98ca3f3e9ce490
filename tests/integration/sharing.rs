//! What of a post is taken elsewhere, and who may take it.

use scraper::{Html, Selector};
use serde_json::Value;

use crate::support::{Hub, Page, Person, photos};

/// Publishes a photo for each of the sizes; `words` are fields of the form.
async fn publishes(person: &Person, sizes: &[(u16, u16)], words: &[(&str, &str)]) -> Page {
    let mut page = person.visits("/publish").await;
    for (at, (width, height)) in sizes.iter().enumerate() {
        page = page.attaches("photos", &format!("{at}.jpg"), photos::jpeg(*width, *height, at as u32));
    }
    for (field, value) in words {
        page = page.fills(field, value);
    }
    let page = page.presses("Publish").await;
    assert!(page.path.starts_with("/@"), "{}: {}", page.path, page.main_text());
    page
}

async fn narrows(person: &Person, post: &str, audience: &str) {
    let page = person.visits(&format!("{post}/edit")).await.fills("audience", audience).presses("Save changes").await;
    assert_eq!(page.path, post, "{}", page.main_text());
}

fn photo_of(page: &Page) -> String {
    let url = page.text("#share-photo-1");
    url.split_once("localhost")
        .and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()))
        .expect("an address")
}

#[tokio::test]
async fn a_post_is_copied_in_every_form_and_words_stay_words() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let words =
        [("title", "<b>\"Two\"</b> & [more](x)"), ("caption", "Line *one*\nline two"), ("licence", "cc-by-sa-4.0")];
    let post = publishes(&ana, &[(900, 600), (600, 900)], &words).await;
    let guest = hub.visitor("praia.localhost").await;
    let page = guest.visits(&post.path).await;
    let link = format!("{}{}", guest.home, post.path);

    assert_eq!(page.text("#share-link"), link);
    let html = Html::parse_fragment(&page.text("#share-html"));
    let select = |css: &str| html.select(&Selector::parse(css).expect("a selector")).collect::<Vec<_>>();
    assert!(select("b, script").is_empty(), "{}", page.text("#share-html"));
    let pictures = select("figure > a > img");
    assert_eq!(pictures.len(), 2);
    for picture in pictures {
        let src = picture.attr("src").expect("an address");
        assert!(src.starts_with(&format!("{link}/photos/")) && src.ends_with(".jpg"), "{src}");
        assert!(picture.attr("alt").is_some_and(|alt| !alt.is_empty()));
    }
    assert_eq!(select("figure > a")[0].attr("href"), Some(link.as_str()));
    let caption: String = select("figcaption")[0].text().collect();
    assert!(caption.contains("Line *one* line two") && caption.contains("<b>\"Two\"</b> & [more](x)"), "{caption}");
    assert_eq!(select("a[rel=license]")[0].attr("href"), Some("https://creativecommons.org/licenses/by-sa/4.0/"));

    let markdown = page.text("#share-markdown");
    assert!(markdown.contains(&format!("]({link})")) && markdown.contains("\\<b\\>\"Two\"\\</b\\>"), "{markdown}");
    assert!(page.text("#share-text").ends_with(&link));
    let embed = Html::parse_fragment(&page.text("#share-embed"));
    let frame = embed.select(&Selector::parse("iframe").expect("a selector")).next().expect("a frame");
    assert_eq!(frame.attr("src"), Some(format!("{link}/embed").as_str()));

    let plain = guest.visits(&format!("{}/share", post.path)).await;
    assert_eq!((plain.status, plain.text("#share-html")), (200, page.text("#share-html")));
    let qr = guest.asks(&plain.attribute(".qr-code img", "src")).await;
    assert_eq!(qr.header("content-type"), "image/svg+xml");
    assert!(roxmltree::Document::parse(&qr.text()).expect("an SVG").root_element().has_tag_name((SVG, "svg")));
    assert!(guest.visits("/").await.has(&format!("a[href='{}/share']", post.path)));
}

const SVG: &str = "http://www.w3.org/2000/svg";

#[tokio::test]
async fn attribution_names_title_author_source_and_licence() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    for (licence, says, deed) in [
        ("cc-by-nc-4.0", "is licensed under CC BY-NC 4.0 (https://creativecommons.org/licenses/by-nc/4.0/).", true),
        ("cc0-1.0", "is marked with CC0 1.0 (https://creativecommons.org/publicdomain/zero/1.0/).", true),
        (
            "pdm-1.0",
            "is marked with Public Domain Mark 1.0 (https://creativecommons.org/publicdomain/mark/1.0/).",
            true,
        ),
        ("all-rights-reserved", "All rights reserved.", false),
    ] {
        let post = publishes(&ana, &[(320, 240)], &[("title", "Dusk"), ("licence", licence)]).await;
        let link = format!("{}{}", ana.home, post.path);
        let text = post.text("#attribution-text-0");
        assert!(text.starts_with(&format!("“Dusk” ({link})")) && text.ends_with(says), "{text}");
        assert!(text.contains(&format!("ana ({}/@ana)", ana.home)), "{text}");
        assert!(post.text("#attribution-markdown-0").starts_with(&format!("[“Dusk”]({link})")));
        let html = post.text("#attribution-html-0");
        assert_eq!(html.contains("rel=\"license\""), deed, "{html}");
        assert_eq!(post.has(".facts a.u-license[rel=license]"), deed);
        assert!(post.has(".facts .licence svg"));
        assert_eq!(post.has("link[rel=license]"), deed);
    }
}

#[tokio::test]
async fn the_address_of_a_picture_stays_while_the_picture_is_for_everybody() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let post = publishes(&ana, &[(800, 600)], &[]).await;
    let guest = hub.visitor("praia.localhost").await;
    let address = photo_of(&guest.visits(&post.path).await);

    let leads_to = async |who: &Person| {
        let answer = who.asks(&address).await;
        (answer.status.as_u16(), answer.header("location").to_owned())
    };
    let (status, before) = leads_to(&guest).await;
    assert_eq!(status, 307);
    assert_eq!(guest.asks(&before).await.header("content-type"), "image/jpeg");

    narrows(&ana, &post.path, "followers").await;
    for who in [&guest, &ana] {
        assert_eq!(leads_to(who).await.0, 404);
    }
    assert_eq!(guest.asks(&before).await.status, 404);
    narrows(&ana, &post.path, "public").await;
    hub.settles().await;
    let (status, after) = leads_to(&guest).await;
    assert_eq!((status, after == before), (307, false));
    assert_eq!(guest.asks(&after).await.status, 200);

    ana.posts(&format!("{}/delete", post.path), &[]).await;
    assert_eq!(leads_to(&guest).await.0, 410);
    assert_eq!(guest.asks(&format!("{}/photos/1.jpg", post.path)).await.status, 410);
}

#[tokio::test]
async fn any_site_may_show_the_frame_and_nothing_else() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let post = publishes(&ana, &[(800, 600), (600, 800)], &[("title", "Framed"), ("licence", "cc-by-4.0")]).await;
    let guest = hub.visitor("praia.localhost").await;

    for who in [&guest, &ana] {
        let answer = who.asks(&format!("{}/embed", post.path)).await;
        assert_eq!(answer.status, 200);
        assert!(answer.header("content-security-policy").contains("frame-ancestors *"));
        assert!(!answer.header("content-security-policy").contains("script-src"));
        assert!(answer.headers.get("x-frame-options").is_none() && answer.headers.get("set-cookie").is_none());
        assert!(answer.header("cache-control").starts_with("public"));
        assert!(!answer.text().contains("<script") && !answer.text().contains(" style="));
    }
    let page = guest.visits(&format!("{}/embed", post.path)).await;
    assert_eq!((page.attributes("img.u-photo", "src").len(), page.text(".p-name")), (2, "Framed".to_owned()));
    assert!(page.has("a.u-license[href*='/by/4.0/']"));
    assert!(page.attributes("a", "target").iter().all(|target| target == "_blank"));

    let usual = guest.asks(&post.path).await;
    assert_eq!(usual.header("x-frame-options"), "DENY");
    assert!(usual.header("content-security-policy").contains("frame-ancestors 'none'"));

    narrows(&ana, &post.path, "followers").await;
    for who in [&guest, &ana] {
        assert_eq!(who.asks(&format!("{}/embed", post.path)).await.status, 404, "the frame is the same for everybody");
    }
}

#[tokio::test]
async fn a_frame_asks_before_it_shows_what_comes_with_a_warning() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let post = publishes(&ana, &[(800, 600)], &[("title", "Web"), ("warning", "Spiders")]).await;
    let guest = hub.visitor("praia.localhost").await;
    let frame = guest.visits(&format!("{}/embed", post.path)).await;
    assert!(frame.text("details summary").starts_with("Spiders") && frame.has("details:not([open]) img"));

    let page = guest.visits(&post.path).await;
    assert!(page.has("meta[property='og:title']") && !page.has("meta[property='og:image']"));
    let url = format!("/oembed?url={}{}", guest.home, post.path);
    let told: Value = serde_json::from_str(&guest.asks(&url).await.text()).expect("JSON");
    assert_eq!((&told["type"], told.get("thumbnail_url")), (&Value::from("rich"), None));
    let feed = guest.asks("/@ana/feed/json").await;
    let feed: Value = serde_json::from_str(&feed.text()).expect("JSON");
    assert!(feed["items"][0].get("attachments").is_none());
    assert!(
        feed["items"][0]["content_html"].as_str().is_some_and(|html| html.starts_with("<details><summary>Spiders"))
    );
}

#[tokio::test]
async fn whoever_asks_by_address_is_told_what_to_show() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let one = publishes(&ana, &[(1600, 800)], &[("title", "One & \"only\""), ("licence", "cc-by-4.0")]).await;
    let several = publishes(&ana, &[(800, 600), (600, 800)], &[]).await;
    let closed = publishes(&ana, &[(320, 240)], &[("audience", "followers")]).await;
    let guest = hub.visitor("praia.localhost").await;
    let ask = async |path: &str, more: &str| guest.asks(&format!("/oembed?url={}{path}{more}", guest.home)).await;
    let told = async |path: &str, more: &str| -> Value {
        let answer = ask(path, more).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
        serde_json::from_str(&answer.text()).expect("JSON")
    };

    let photo = told(&one.path, "").await;
    assert_eq!((&photo["type"], &photo["version"]), (&Value::from("photo"), &Value::from("1.0")));
    assert_eq!((&photo["title"], &photo["author_name"]), (&Value::from("One & \"only\""), &Value::from("ana")));
    assert_eq!(photo["license_url"], "https://creativecommons.org/licenses/by/4.0/");
    let small = told(&one.path, "&maxwidth=400&maxheight=100").await;
    assert_eq!((&small["width"], &small["height"]), (&Value::from(200), &Value::from(100)));
    assert!(small["thumbnail_width"].as_u64().is_some_and(|width| width <= 400));

    let rich = told(&several.path, "&maxwidth=300&format=json").await;
    assert_eq!((&rich["type"], &rich["width"]), (&Value::from("rich"), &Value::from(300)));
    assert!(rich["html"].as_str().is_some_and(|html| html.contains(&format!("{}/embed\"", several.path))));
    assert_eq!(told(&format!("{}%23photo-2", several.path), "").await["type"], "rich");

    let answer = ask(&one.path, "&format=xml").await;
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let text = answer.text();
    let xml = roxmltree::Document::parse(&text).expect("XML");
    let title = xml.root_element().children().find(|child| child.has_tag_name("title")).and_then(|title| title.text());
    assert_eq!((xml.root_element().tag_name().name(), title), ("oembed", Some("One & \"only\"")));

    for (asked, status) in [
        (format!("/oembed?url={}/@ana/12345", guest.home), 404),
        (format!("/oembed?url={}/about", guest.home), 404),
        ("/oembed?url=https://elsewhere.example/@ana/1".to_owned(), 404),
        (format!("/oembed?url={}{}", guest.home, closed.path), 401),
        (format!("/oembed?url={}{}&format=yaml", guest.home, one.path), 501),
        ("/oembed".to_owned(), 400),
        (format!("/oembed?url={}{}&maxwidth=wide", guest.home, one.path), 400),
    ] {
        assert_eq!(guest.asks(&asked).await.status.as_u16(), status, "{asked}");
    }

    // The page names both, and they answer.
    for link in guest.visits(&one.path).await.attributes("link[type$='+oembed']", "href") {
        assert_eq!(guest.asks(&link).await.status, 200, "{link}");
    }
}

#[tokio::test]
async fn other_sites_learn_what_is_for_everybody_and_no_more() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let words =
        [("title", "</script><script>alert(1)</script>"), ("caption", "By the sea"), ("licence", "cc-by-nd-4.0")];
    let post = publishes(&ana, &[(1600, 1200), (600, 400)], &words).await;
    let guest = hub.visitor("praia.localhost").await;
    let page = guest.visits(&post.path).await;

    let host = guest.home.trim_start_matches("http://");
    assert_eq!(page.attribute("meta[name='fediverse:creator']", "content"), format!("@ana@{host}"));
    for (property, all) in [("og:image", 2), ("og:image:width", 2), ("og:image:height", 2), ("og:image:type", 2)] {
        assert_eq!(page.attributes(&format!("meta[property='{property}']"), "content").len(), all, "{property}");
    }
    let structured: Value = serde_json::from_str(&page.text("script[type='application/ld+json']")).expect("JSON-LD");
    assert_eq!(structured["@type"], "SocialMediaPosting");
    assert_eq!(structured["headline"], "</script><script>alert(1)</script>");
    let images = structured["image"].as_array().expect("images");
    assert_eq!(images.len(), 2);
    for image in images {
        assert_eq!(image["license"], "https://creativecommons.org/licenses/by-nd/4.0/");
        assert_eq!(image["acquireLicensePage"], format!("{}{}", guest.home, post.path));
        assert_eq!((&image["creditText"], &image["creator"]["name"]), (&Value::from("ana"), &Value::from("ana")));
        assert!(image["copyrightNotice"].as_str().is_some_and(|notice| notice.starts_with("© 20")));
    }
    let profile: Value =
        serde_json::from_str(&guest.visits("/@ana").await.text("script[type='application/ld+json']")).expect("JSON-LD");
    assert_eq!((&profile["@type"], &profile["mainEntity"]["name"]), (&Value::from("ProfilePage"), &Value::from("ana")));

    narrows(&ana, &post.path, "followers").await;
    let own = ana.visits(&post.path).await;
    for nothing in [
        "meta[property^='og:']",
        "script[type='application/ld+json']",
        "link[type$='+oembed']",
        "#share-html",
        "#attribution-text-0",
    ] {
        assert!(!own.has(nothing), "{nothing}");
    }
    assert_eq!(own.text("#share-link"), format!("{}{}", ana.home, post.path));
}

#[tokio::test]
async fn one_photo_of_several_is_taken_elsewhere_by_itself() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let words = [("title", "A day"), ("licence", "cc-by-nd-4.0")];
    let post = publishes(&ana, &[(320, 240), (600, 400)], &words).await;
    let edit = ana.visits(&format!("{}/edit", post.path)).await;
    let second = edit.attributes("input[name='item']", "value").remove(1);
    let edit = edit.fills(&format!("title-{second}"), "The <b>boat</b>").fills(&format!("alt-{second}"), "A boat");
    edit.fills(&format!("licence-{second}"), "cc0-1.0").presses("Save changes").await;

    let guest = hub.visitor("praia.localhost").await;
    let path = format!("{}/2", post.path);
    let link = format!("{}{path}", guest.home);
    let page = guest.visits(&path).await;
    assert_eq!(page.text("#share-link"), link);
    let text = page.text("#attribution-text");
    assert!(text.starts_with(&format!("“The <b>boat</b>” ({link})")) && text.contains("CC0 1.0"), "{text}");
    let html = Html::parse_fragment(&page.text("#share-html"));
    let select = |css: &str| html.select(&Selector::parse(css).expect("a selector")).collect::<Vec<_>>();
    assert!(select("b").is_empty(), "{}", page.text("#share-html"));
    let [picture] = select("figure > a > img")[..] else { panic!("{}", page.text("#share-html")) };
    assert_eq!(picture.attr("alt"), Some("A boat"));
    assert_eq!(picture.attr("src"), Some(page.text("#share-picture").as_str()));
    assert_eq!(select("figure > a")[0].attr("href"), Some(link.as_str()));
    assert!(page.text("#share-markdown").contains(&format!("]({link})")));
    assert!(page.has("link[rel='license'][href*='publicdomain/zero']"));

    let structured: Value = serde_json::from_str(&page.text("script[type='application/ld+json']")).expect("JSON-LD");
    assert_eq!((&structured["@type"], &structured["@id"]), (&Value::from("ImageObject"), &Value::from(link.as_str())));
    assert_eq!(structured["name"], "The <b>boat</b>");
    assert_eq!(structured["license"], "https://creativecommons.org/publicdomain/zero/1.0/");
    assert_eq!((&structured["width"], &structured["height"]), (&Value::from(600), &Value::from(400)));
    assert_eq!(structured["isPartOf"]["@id"], format!("{}{}", guest.home, post.path));
    assert_eq!(structured["copyrightNotice"], "CC0 1.0");

    narrows(&ana, &post.path, "followers").await;
    let own = ana.visits(&path).await;
    for nothing in ["meta[property^='og:']", "script[type='application/ld+json']", "#share-html", "#attribution-text"] {
        assert!(!own.has(nothing), "{nothing}");
    }
    assert_eq!(own.text("#share-link"), link);
}

fn has(bytes: &[u8], part: &str) -> bool {
    bytes.windows(part.len()).any(|window| window == part.as_bytes())
}

#[tokio::test]
async fn photos_are_handed_out_as_files_to_those_whom_their_author_offers_them() {
    let hub = Hub::start().await;
    let [ana, tom, fay] = hub.people(["ana", "tom", "fay"]).await;
    fay.posts("/@ana/follow", &[]).await;
    let guest = hub.visitor("praia.localhost").await;
    let photo = photos::with_camera(&photos::jpeg(900, 600, 1));
    let page = ana.visits("/publish").await.attaches("photos", "DSC 1.jpg", photo.clone());
    let page = page.fills("title", "Às seis").fills("licence", "cc-by-4.0").presses("Publish").await;
    let post = page.path.clone();
    let base = photo_of(&page).trim_end_matches(".jpg").to_owned();
    let (file, original) = (format!("{base}/download"), format!("{base}/original"));

    // Not offered: the author alone.
    assert!(!guest.visits(&post).await.has("a[href$='/download']"));
    for (who, status) in [(&guest, 403), (&tom, 403), (&fay, 403), (&ana, 200)] {
        assert_eq!(who.asks(&file).await.status.as_u16(), status);
    }
    let offered = ana.visits(&format!("{post}/edit")).await.fills("downloadable", "yes").presses("Save changes").await;
    assert!(offered.has("a[href$='/download']"));
    for who in [&guest, &tom, &fay, &ana] {
        assert_eq!(who.visits(&post).await.attribute("a[href$='/download']", "href"), file);
        let answer = who.asks(&file).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "image/jpeg"));
    }

    let answer = guest.asks(&file).await;
    let named = answer.header("content-disposition");
    assert!(
        named.starts_with("attachment; filename=\"ana - _s seis - ") && named.contains("''ana%20-%20%C3%80s%20seis"),
        "{named}"
    );
    assert_eq!(photos::size(&answer.body), (900, 600));
    for part in [
        "http://ns.adobe.com/xap/1.0/\0",
        "https://creativecommons.org/licenses/by/4.0/",
        "<photoshop:Credit>ana</photoshop:Credit>",
        &format!("<xmpRights:WebStatement>{}{post}</xmpRights:WebStatement>", guest.home),
    ] {
        assert!(has(&answer.body, part), "{part}");
    }
    for part in ["Exif", photos::OWNER, photos::SERIAL, "Seagull"] {
        assert!(!has(&answer.body, part), "{part}");
    }
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    let packet = &text[text.find("<x:xmpmeta").expect("a packet")..text.find("<?xpacket end").expect("its end")];
    assert!(roxmltree::Document::parse(packet).expect("XML").descendants().any(|node| node.text() == Some("Às seis")));

    // The original is its author's, and as it came.
    assert_eq!(guest.asks(&original).await.status, 303);
    assert_eq!(tom.asks(&original).await.status, 403);
    let answer = ana.asks(&original).await;
    assert_eq!((answer.status.as_u16(), answer.body == photo), (200, true));
    assert!(answer.header("content-disposition").contains("filename=\"DSC 1.jpg\""));

    // Whoever may not see the post gets nothing.
    narrows(&ana, &post, "followers").await;
    for (who, status) in [(&guest, 404), (&tom, 404), (&fay, 200), (&ana, 200)] {
        assert_eq!(who.asks(&file).await.status.as_u16(), status);
    }
    fay.posts("/@ana/unfollow", &[]).await;
    assert_eq!(fay.asks(&file).await.status, 404);
    ana.posts(&format!("{post}/delete"), &[]).await;
    assert_ne!(ana.asks(&file).await.status, 200);
}

#[tokio::test]
async fn a_picture_that_shows_through_is_put_on_white_and_carries_its_licence_too() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/publish").await.attaches("photos", "hole.png", photos::png(400, 300, 1));
    let page = page.fills("licence", "cc0-1.0").presses("Publish").await;
    let address = photo_of(&page);
    assert!(address.ends_with(".jpg"), "{address}");
    let answer = ana.asks(&format!("{}/download", address.trim_end_matches(".jpg"))).await;
    assert_eq!(answer.header("content-type"), "image/jpeg");
    assert!(has(&answer.body, "http://ns.adobe.com/xap/1.0/") && has(&answer.body, "publicdomain/zero/1.0/"));
    assert_eq!(photos::size(&answer.body), (400, 300));
}
