use std::time::Duration;

use crate::support::{Community, Hub, MailServer};

async fn hub_with(server: &MailServer) -> (Hub, Community) {
    let url = server.url.parse().expect("an address of a mail server");
    let hub = Hub::configured(|config| config.smtp_url = Some(url)).await;
    let praia = hub.community("praia").await;
    (hub, praia)
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_go_to_the_mail_server_in_text_and_in_html() {
    let server = MailServer::start();
    let (hub, praia) = hub_with(&server).await;
    hub.account(&praia, "tom", false).await;
    hub.settles().await;

    let letters = server.letters();
    assert_eq!(letters.len(), 1);
    let letter = &letters[0];
    assert!(letter.starts_with("X-To: tom@example.org\r\n"), "{letter}");
    for part in [
        "From: praia <no-reply@praia.localhost>",
        "Subject: Confirm your e-mail address for praia",
        "Content-Type: multipart/alternative",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
    ] {
        assert!(letter.contains(part), "{part} is missing: {letter}");
    }
    assert!(hub.mails().is_empty(), "nothing is written to the folder as well");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_mail_server_is_asked_again_and_a_refusal_is_kept_for_the_operator() {
    let server = MailServer::start();
    let (hub, praia) = hub_with(&server).await;
    hub.account(&praia, "busy", false).await;
    hub.account(&praia, "gone", false).await;
    hub.settles().await;
    assert!(server.letters().is_empty());

    hub.after(Duration::from_secs(10)).await;
    let letters = server.letters();
    assert_eq!(letters.len(), 1, "one came with the second try");
    assert!(letters[0].starts_with("X-To: busy@example.org"));

    let problem = |name: &'static str| {
        let (app, tenant) = (hub.app.clone(), praia.tenant.clone());
        async move {
            let user = heliograph::accounts::user_by_login(app.db.reader(), &tenant, name).await.expect("an answer");
            user.expect(name).mail_problem
        }
    };
    assert_eq!(problem("busy").await, None);
    let refused = problem("gone").await.expect("what the mail server said");
    assert!(refused.contains("5.1.1") && refused.contains("Nobody of that name"), "{refused}");
}
