//! Communities that read what applicants say.

use super::*;

#[tokio::test]
async fn staff_read_what_applicants_say_and_let_them_in() {
    let (hub, praia) = hub(SignUp::Approval).await;
    let mara = hub.staff(&praia, "mara", Role::Moderator).await;
    let tom = hub.visitor("praia.localhost").await;

    let page = applies(&tom, "tom", "I photograph boats.\nAnd <b>fog</b>.").await;
    assert_eq!(page.path, "/sign-up/sent");
    hub.settles().await;
    assert!(!mara.visits("/console/applications").await.main_text().contains("tom"), "not before it is confirmed");
    let page = confirms(&hub, &tom, "tom").await;
    assert_eq!((page.path.as_str(), page.status), ("/sign-up/waiting", 200));
    let page = tom.visits("/sign-in").await.fills("login", "tom@example.org").fills("password", "tom likes the sea");
    assert!(page.presses("Sign in").await.text("#login-error").contains("Your application waits"));
    assert_eq!(tom.asks("/@tom").await.status, 404);

    hub.settles().await;
    assert!(mail_to(&hub, "mara@example.org").contains("/console/applications"));
    assert_eq!(mara.visits("/console").await.text(".contents .count"), "1 waiting");
    let page = mara.visits("/console/applications").await;
    assert!(page.main_text().contains("I photograph boats. And <b>fog</b>."), "{}", page.main_text());
    let page = page.presses("Let tom in").await;
    assert!(page.text(".notice").contains("They are in"));
    assert!(!page.main_text().contains("boats") && !page.has(".contents .count"), "{}", page.main_text());

    hub.settles().await;
    assert!(mail_to(&hub, "tom@example.org").contains("have read your words and let you in"));
    tom.signs_in("tom").await;
    assert!(tom.visits("/about").await.main_text().contains("2 members"));
}

#[tokio::test]
async fn a_refusal_has_a_reason_and_frees_the_name() {
    let (hub, praia) = hub(SignUp::Approval).await;
    let mara = hub.staff(&praia, "mara", Role::Moderator).await;
    let tom = hub.visitor("praia.localhost").await;
    applies(&tom, "tom", "Cheap watches!").await;
    confirms(&hub, &tom, "tom").await;

    let page = mara.visits("/console/applications").await.presses("Refuse tom").await;
    assert_eq!(page.status, 422);
    assert!(page.text(".application .error").contains("Please give a reason"), "{}", page.main_text());
    let reason = page.attribute(".application textarea", "name");
    let page = page.fills(&reason, "No advertising, please.").presses("Refuse tom").await;
    assert!(page.text(".notice").contains("They are refused"));

    hub.settles().await;
    assert!(mail_to(&hub, "tom@example.org").contains("No advertising, please."));
    let page = tom.visits("/sign-in").await.fills("login", "tom@example.org").fills("password", "tom likes the sea");
    assert!(page.presses("Sign in").await.text("#login-error").contains("No advertising, please."));
    assert_eq!(applies(&tom, "tom", "I'm sorry.").await.path, "/sign-up/sent");
    let acts = hub.acts().await;
    assert!(acts.contains(&"application.refuse @tom No advertising, please.".to_owned()), "{acts:?}");
}

#[tokio::test]
async fn of_two_who_decide_at_the_same_time_one_does_and_the_other_is_told() {
    let (hub, praia) = hub(SignUp::Approval).await;
    let mara = hub.staff(&praia, "mara", Role::Moderator).await;
    let nico = hub.staff(&praia, "nico", Role::Admin).await;
    let tom = hub.visitor("praia.localhost").await;
    applies(&tom, "tom", "Boats.").await;
    confirms(&hub, &tom, "tom").await;
    let action = mara.visits("/console/applications").await.attribute(".application form", "action");
    let reason = format!("reason-{}", action.rsplit('/').next().expect("an id"));

    let refusal = [("decision", "refuse"), (reason.as_str(), "No.")];
    let (first, second) = tokio::join!(mara.posts(&action, &[("decision", "approve")]), nico.posts(&action, &refusal));
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (303, 303));
    let told = [mara.visits("/console").await.text(".notice"), nico.visits("/console").await.text(".notice")];
    assert_eq!(told.iter().filter(|notice| notice.contains("Somebody else has decided")).count(), 1, "{told:?}");
    assert_eq!(hub.acts().await.iter().filter(|act| act.starts_with("application.")).count(), 1);
    assert!(!nico.visits("/console").await.has(".contents .count"), "nobody waits");
}

#[tokio::test]
async fn staff_are_mailed_once_an_hour_and_only_while_somebody_new_waits() {
    let (hub, praia) = hub(SignUp::Approval).await;
    hub.staff(&praia, "mara", Role::Moderator).await;
    hub.account(&praia, "lea", true).await;
    let arrives = async |name: &str| {
        let person = hub.visitor("praia.localhost").await;
        applies(&person, name, "Hello.").await;
        confirms(&hub, &person, name).await;
        hub.settles().await;
    };

    arrives("tom").await;
    assert_eq!(mails_to(&hub, "mara@example.org"), 1);
    arrives("eva").await;
    hub.after(HOUR / 2).await;
    arrives("ivo").await;
    assert_eq!(mails_to(&hub, "mara@example.org"), 1);
    hub.after(HOUR).await;
    assert_eq!(mails_to(&hub, "mara@example.org"), 2);
    assert!(mail_to(&hub, "mara@example.org").contains("3 people wait"));
    hub.after(3 * HOUR).await;
    assert_eq!((mails_to(&hub, "mara@example.org"), mails_to(&hub, "lea@example.org")), (2, 0));
}

#[tokio::test]
async fn staff_of_another_community_see_and_decide_nothing() {
    let (hub, praia) = hub(SignUp::Approval).await;
    let serra = hub.community("serra").await;
    let mara = hub.staff(&praia, "mara", Role::Owner).await;
    let bruno = hub.staff(&serra, "bruno", Role::Owner).await;
    let tom = hub.visitor("praia.localhost").await;
    applies(&tom, "tom", "Boats.").await;
    confirms(&hub, &tom, "tom").await;
    let action = mara.visits("/console/applications").await.attribute(".application form", "action");
    let page = mara.visits("/settings/invites").await.presses("Make an invite").await;
    let (invite, revoke) = (page.attribute("copy-text input", "value"), page.attribute(".rows form", "action"));

    assert!(!bruno.visits("/console").await.has(".contents .count"));
    assert!(!bruno.visits("/console/applications").await.main_text().contains("tom"));
    assert!(bruno.visits("/console/invites").await.texts(".rows li").is_empty());
    assert_eq!(bruno.posts(&action, &[("decision", "approve")]).await.status, 404);
    assert_eq!(bruno.posts(&revoke, &[]).await.status, 404);
    assert_eq!(bruno.posts(&revoke.replace("/settings/", "/console/"), &[]).await.status, 404);

    let path = invite.trim_start_matches(&mara.home);
    assert_eq!(hub.visitor("serra.localhost").await.asks(path).await.status, 404);
    hub.settles().await;
    let confirm = link(&mail_to(&hub, "tom@example.org"), "/sign-up/");
    assert_eq!(hub.visitor("serra.localhost").await.asks(confirm.trim_start_matches(&tom.home)).await.status, 410);
    assert_eq!(mails_to(&hub, "bruno@example.org"), 0);
}
