use support::{Hub, photos};

#[tokio::test]
async fn health_is_told_on_any_host() {
    let hub = Hub::start().await;
    for host in ["praia.localhost", "elsewhere.example", "127.0.0.1"] {
        let visitor = hub.visitor(host).await;
        assert_eq!(visitor.asks("/healthz").await.text(), "ok\n");
        assert_eq!(visitor.asks("/readyz").await.text(), "ok\n");
    }
    std::fs::remove_dir_all(hub.folder().join("media")).expect("the disk goes away");
    std::fs::write(hub.folder().join("media"), "").expect("a file in its place");
    let answer = hub.visitor("praia.localhost").await.asks("/readyz").await;
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("storage"), "{}", answer.text());
}

#[tokio::test]
async fn every_answer_carries_its_protection() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    for path in ["/", "/sign-in", "/publish", "/@ana", "/nothing-here"] {
        let answer = ana.asks(path).await;
        let policy = answer.header("content-security-policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
        assert!(policy.starts_with("default-src 'self'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "strict-origin-when-cross-origin");
        assert!(answer.header("cache-control").contains("private"));
        let text = answer.text();
        if text.contains("<html") {
            assert!(text.contains(&format!("<style nonce=\"{nonce}\"")), "{path}");
            assert!(!text.contains(" style=\"") && !text.contains("<script>") && !text.contains(" onclick="), "{path}");
        }
    }
    let first = ana.asks("/").await.header("content-security-policy").to_owned();
    assert_ne!(first, ana.asks("/").await.header("content-security-policy"), "a nonce is used once");
}

#[tokio::test]
async fn errors_are_pages_of_the_community() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    for (path, status) in [("/nothing-here", 404), ("/@nobody", 404), ("/@ana/1", 404), ("/@ana/word", 404)] {
        let page = ana.visits(path).await;
        assert_eq!(page.status, status, "{path}");
        assert!(page.text("h1").contains("nothing here"), "{path}: {}", page.text("h1"));
        assert!(page.has("nav"), "{path} is in the frame");
    }
    let wrong = ana.posts("/@ana", &[]).await;
    assert_eq!(wrong.status, 405);
    assert!(wrong.text().contains("That doesn't work here") || wrong.text().contains("That doesn&#39;t work here"));
    assert_eq!(ana.asks("/?before=word").await.status, 400);
}

#[tokio::test]
async fn what_no_database_can_keep_is_refused_before_it_gets_there() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    assert_eq!(ana.asks("/@a%00b").await.status, 404);
    assert_eq!(ana.posts("/sign-in", &[("login", "a\0b"), ("password", "x")]).await.status, 400);
    let form = reqwest::multipart::Form::new().text("title", "a\0b").text("action", "publish");
    let answer = ana.sends("/publish", form).await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("<html"), "an error is a page");
    assert!(ana.posts("/publish", &[("title", "no multipart")]).await.text().contains("<html"));
    let many = (0..300).fold(reqwest::multipart::Form::new(), |form, number| form.text(format!("f{number}"), ""));
    assert_eq!(ana.sends("/publish", many).await.status, 400);
}

#[tokio::test]
async fn what_people_type_is_text_on_every_page() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let attack = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>";
    let page =
        ana.visits("/publish").await.attaches("photos", "<b>.jpg", photos::jpeg(64, 64, 1)).presses("Add photos").await;
    let item = page.value("item");
    let page = page
        .fills("title", attack)
        .fills("caption", attack)
        .fills(&format!("alt-{item}"), attack)
        .fills(&format!("title-{item}"), attack)
        .fills(&format!("caption-{item}"), attack);
    let post = page.presses("Publish").await;
    for path in [
        post.path.clone(),
        "/".to_owned(),
        "/@ana".to_owned(),
        format!("{}/edit", post.path),
        format!("{}/delete", post.path),
    ] {
        let text = ana.asks(&path).await.text();
        assert!(!text.contains("<script>alert") && !text.contains("<img src=x"), "{path}");
    }
}

#[tokio::test]
async fn pages_say_what_they_are_to_machines() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(900, 600, 1));
    let post = page.fills("title", "Sea").fills("licence", "cc-by-4.0").presses("Publish").await;

    for class in [
        ".h-entry .u-photo",
        ".h-entry .p-author.h-card a.u-url",
        ".h-entry time.dt-published",
        ".h-entry a.u-url.u-uid",
        ".h-entry a.u-license[rel='license']",
    ] {
        assert!(post.has(class), "{class}");
    }
    assert_eq!(post.attribute("meta[property='og:image:width']", "content"), "900");
    assert_eq!(post.attribute("meta[property='og:image:height']", "content"), "600");
    let profile = ana.visits("/@ana").await;
    for class in [".h-card .p-name", ".h-card a.u-url.u-uid", ".h-feed .h-entry .u-photo", ".h-entry a.u-url"] {
        assert!(profile.has(class), "{class}");
    }
    assert_eq!(profile.attribute("link[rel='canonical']", "href"), format!("{}/@ana", ana.home));
}
