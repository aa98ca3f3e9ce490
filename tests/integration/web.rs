use std::time::Duration;

use heliograph::config::Patience;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{Hub, photos};

#[tokio::test]
async fn health_is_told_on_any_host() {
    let hub = Hub::start().await;
    for host in ["praia.localhost", "elsewhere.example", "127.0.0.1"] {
        let visitor = hub.visitor(host).await;
        assert_eq!(visitor.asks("/healthz").await.text(), "ok\n");
        assert_eq!(visitor.asks("/readyz").await.text(), "ok\n");
    }
    hub.after(Duration::from_secs(11)).await;
    std::fs::remove_dir_all(hub.folder().join("media")).expect("the disk goes away");
    std::fs::write(hub.folder().join("media"), "").expect("a file in its place");
    let answer = hub.visitor("praia.localhost").await.asks("/readyz").await;
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("storage"), "{}", answer.text());
}

/// Sends the pieces as they are, with pauses, and reads until the hub ends the connection.
async fn sends(hub: &Hub, pieces: &[&str]) -> String {
    let mut connection = TcpStream::connect(hub.address).await.expect("a connection");
    for piece in pieces {
        connection.write_all(piece.as_bytes()).await.expect("sent");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let mut answer = Vec::new();
    let all = connection.read_to_end(&mut answer);
    let _ = tokio::time::timeout(Duration::from_secs(10), all).await.expect("the hub ends the connection");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn who_sends_half_a_request_is_not_waited_for() {
    let brief = Patience { header: Duration::from_millis(500), body: Duration::from_millis(500), ..Default::default() };
    let hub = Hub::configured(|config| config.patience = brief).await;
    hub.community("praia").await;

    for half in ["", "P", "PRI * HTTP/2.0\r\n", "GET / HTTP/1.1\r\nHost: pra"] {
        let answer = sends(&hub, &[half]).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{half}: {answer}");
    }

    let form = "POST /sign-in HTTP/1.1\r\nHost: praia.localhost\r\nConnection: close\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 32\r\n\r\n";
    let cut = sends(&hub, &[form, "login=ana"]).await;
    assert!(cut.starts_with("HTTP/1.1 408") && cut.contains("That took too long"), "{cut}");
    let slow = sends(&hub, &[form, "login=ana", "&pass", "word=", "guessed", " wrong"]).await;
    assert!(slow.starts_with("HTTP/1.1 422"), "slowly is fine: {slow}");
}

#[tokio::test]
async fn a_request_names_one_host() {
    let hub = Hub::start().await;
    let request = "GET / HTTP/1.1\r\nHost: praia.localhost\r\nConnection: close\r\n";
    assert!(sends(&hub, &[request, "\r\n"]).await.starts_with("HTTP/1.1 200"));
    assert!(sends(&hub, &[request, "Host: serra.localhost\r\n\r\n"]).await.starts_with("HTTP/1.1 400"));
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
    assert!(post.text("time.dt-published").ends_with(" UTC"), "{}", post.text("time.dt-published"));
    let profile = ana.visits("/@ana").await;
    for class in [".h-card .p-name", ".h-card a.u-url.u-uid", ".h-feed .h-entry .u-photo", ".h-entry a.u-url"] {
        assert!(profile.has(class), "{class}");
    }
    assert_eq!(profile.attribute("link[rel='canonical']", "href"), format!("{}/@ana", ana.home));
    let picture = profile.attribute("meta[property='og:image']", "content");
    assert_eq!(picture, post.attribute("meta[property='og:image']", "content"));
    assert_eq!(profile.attribute("meta[property='og:url']", "content"), format!("{}/@ana", ana.home));
}

#[tokio::test]
async fn a_page_has_one_address_however_a_name_is_spelled() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(90, 60, 1));
    let post = page.presses("Publish").await;
    let id = post.path.rsplit('/').next().expect("an id");

    for (spelled, right) in
        [("/@ANA", "/@ana"), ("/@Ana?before=7", "/@ana?before=7"), (format!("/@aNa/{id}").as_str(), post.path.as_str())]
    {
        let answer = ana.asks(spelled).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (301, right));
    }
    for spelled in ["/%40ana".to_owned(), "/@%61na".to_owned(), format!("/@ana/0{id}")] {
        let page = ana.visits(&spelled).await;
        if page.status == 200 {
            let right = if spelled.ends_with(id) { &post.path } else { "/@ana" };
            assert_eq!(page.attribute("link[rel='canonical']", "href"), format!("{}{right}", ana.home), "{spelled}");
        }
    }
}

#[tokio::test]
async fn a_page_of_the_same_host_with_another_scheme_posts_nothing() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let other = ana.home.replace("http://", "https://");
    let empty: [(&str, &str); 0] = [];
    for (headers, expected) in [
        (vec![("origin", other.as_str())], 403),
        (vec![("origin", "null")], 403),
        (vec![("origin", ana.home.as_str())], 303),
        (vec![("origin", ana.home.as_str()), ("sec-fetch-site", "cross-site")], 403),
    ] {
        let answer = ana
            .requests(reqwest::Method::POST, "/settings/sessions/end-others", &headers, |request| request.form(&empty));
        assert_eq!(answer.await.status.as_u16(), expected, "{headers:?}");
    }
}
