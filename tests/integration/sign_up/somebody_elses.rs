//! Signing up with an address that is somebody else's.

use super::*;

async fn tries(person: &Person, login: &str, password: &str) -> (u16, String) {
    let page = person.visits("/sign-in").await.fills("login", login).fills("password", password);
    let page = page.presses("Sign in").await;
    (page.status, page.text("#login-error"))
}

#[tokio::test]
async fn signing_in_by_an_address_tells_nobody_whether_it_has_an_account() {
    let (hub, praia) = hub(SignUp::Open).await;
    hub.account(&praia, "ana", true).await;
    let mut told = Vec::new();
    for (name, address) in [("eve", "ana@example.org"), ("eva", "free@example.org")] {
        let visitor = hub.visitor("praia.localhost").await;
        let page = filled(visitor.visits("/sign-up").await, name).fills("email", address);
        assert_eq!(page.presses("Create the account").await.path, "/sign-up/sent");
        hub.settles().await;
        told.push(tries(&visitor, address, &format!("{name} likes the sea")).await);
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0].1, "The name or the password is not right. Please try again.");
}

#[tokio::test]
async fn an_applicant_learns_by_their_address_that_they_wait_and_nobody_else_does() {
    let (hub, _) = hub(SignUp::Approval).await;
    let tom = hub.visitor("praia.localhost").await;
    applies(&tom, "tom", "Boats.").await;
    let before = tries(&tom, "tom@example.org", "tom likes the sea").await;
    assert!(before.1.contains("is not right"), "{}", before.1);
    confirms(&hub, &tom, "tom").await;
    assert!(tries(&tom, "tom@example.org", "tom likes the sea").await.1.contains("waits for the people"));
    assert_eq!(tries(&tom, "tom@example.org", "a guess").await, tries(&tom, "no@example.org", "a guess").await);
}

#[tokio::test]
async fn whoever_opens_the_link_of_a_strangers_sign_up_does_not_share_an_account_with_them() {
    let (hub, _) = hub(SignUp::Open).await;
    let eve = hub.visitor("praia.localhost").await;
    let page = filled(eve.visits("/sign-up").await, "eve").fills("email", "ana@example.org");
    page.presses("Create the account").await;
    hub.settles().await;
    let link = link(&mail_to(&hub, "ana@example.org"), "/sign-up/");

    let ana = hub.visitor("praia.localhost").await;
    let page = ana.visits(&link).await;
    assert!(page.main_text().contains("ana@example.org") && page.main_text().contains("@eve"), "{}", page.main_text());
    assert_eq!(page.attribute("#password", "autocomplete"), "current-password");
    let page = page.presses("Confirm the address").await;
    assert_eq!((page.status, page.text("#password-error").is_empty()), (422, false));
    let mut page = page;
    for _ in 0..5 {
        page = page.fills("password", "a guess of hers").presses("Confirm the address").await;
        assert_eq!(page.status, 422);
        assert!(page.text("#password-error").contains("not the password that was chosen at the sign-up"));
    }
    let page = page.fills("password", "eve likes the sea").presses("Confirm the address").await;
    assert_eq!(page.status, 429, "{}", page.main_text());
    assert_eq!(ana.asks("/@eve").await.status, 404, "there is no account yet");

    let page = page.fills("new-password", "short").presses("Keep this password and confirm").await;
    assert_eq!(page.status, 422);
    assert!(page.has("details[open] #new-password") && page.text("#new-password-error").contains("10 characters"));
    let page = page.fills("new-password", "the moon is nicer").presses("Keep this password and confirm").await;
    assert_eq!(page.path, "/sign-in", "{}", page.main_text());
    assert_eq!(tries(&eve, "eve", "eve likes the sea").await.0, 422);
    assert_eq!(tries(&ana, "eve", "the moon is nicer").await.0, 200);
}

#[tokio::test]
async fn new_passwords_are_chosen_so_often_and_no_more() {
    let (hub, _) = hub(SignUp::Open).await;
    let ana = hub.visitor("praia.localhost").await;
    filled(ana.visits("/sign-up").await, "ana").presses("Create the account").await;
    hub.settles().await;
    let path = link(&mail_to(&hub, "ana@example.org"), "/sign-up/");
    let choose = [("how", "new"), ("new-password", "short")];
    for _ in 0..10 {
        assert_eq!(ana.posts(&path, &choose).await.status, 422);
    }
    let page = ana.follows_post(&path, &[("how", "new"), ("new-password", "the moon is nicer")]).await;
    assert_eq!(page.status, 429);
    assert!(page.text("#new-password-error").contains("seconds"), "{}", page.main_text());
    hub.clock.advance(std::time::Duration::from_secs(31));
    let chosen = [("how", "new"), ("new-password", "the moon is nicer")];
    assert_eq!(ana.posts(&path, &chosen).await.header("location"), "/sign-in");
}

#[tokio::test]
async fn an_applicant_who_chooses_a_new_password_signs_in_with_it_once_they_are_in() {
    let (hub, praia) = hub(SignUp::Approval).await;
    let mara = hub.staff(&praia, "mara", Role::Moderator).await;
    let tom = hub.visitor("praia.localhost").await;
    applies(&tom, "tom", "Boats.").await;
    hub.settles().await;
    let page = tom.visits(&link(&mail_to(&hub, "tom@example.org"), "/sign-up/")).await;
    let page = page.fills("new-password", "the moon is nicer").presses("Keep this password and confirm").await;
    assert_eq!(page.path, "/sign-up/waiting");
    mara.visits("/console/applications").await.presses("Let tom in").await;
    assert_eq!(tries(&tom, "tom", "tom likes the sea").await.0, 422);
    assert_eq!(tries(&tom, "tom", "the moon is nicer").await.0, 200);
}
