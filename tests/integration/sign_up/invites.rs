//! Invites, and communities that want one.

use super::*;

#[tokio::test]
async fn whoever_is_invited_joins_without_waiting() {
    let (hub, praia) = hub(SignUp::Invite).await;
    let mara = hub.staff(&praia, "mara", Role::Moderator).await;
    let lea = hub.person("lea").await;
    let tom = hub.visitor("praia.localhost").await;
    let page = tom.visits("/sign-up").await;
    assert!(page.main_text().contains("grows by invitation") && !page.has("form"), "{}", page.main_text());
    assert_eq!(posts(&tom, "tom", &[]).await, 422);

    assert!(lea.visits("/settings/invites").await.main_text().contains("made by the people who look after it"));
    assert_eq!(lea.posts("/settings/invites", &[("uses", "1"), ("days", "7")]).await.status, 403);

    let page = mara.visits("/settings/invites").await.fills("note", "For Tom").presses("Make an invite").await;
    assert!(page.text(".notice").contains("Your invite is ready"));
    let link = page.attribute("copy-text input", "value");
    let page = tom.visits(&link).await;
    assert!(
        page.path.starts_with("/sign-up?invite=") && page.main_text().contains("mara has invited you"),
        "{}",
        page.path
    );
    let page = filled(page, "tom").presses("Create the account").await;
    assert_eq!(page.path, "/sign-up/sent");
    assert_eq!(tom.asks(&link).await.status, 410, "its one use is taken");
    assert_eq!(confirms(&hub, &tom, "tom").await.path, "/sign-in");
    tom.signs_in("tom").await;

    let page = mara.visits("/settings/invites").await;
    assert!(page.text(".rows").contains("For Tom 1 of 1 used.") && page.text(".rows").contains("Came by it: @tom"));
    let page = hub.visitor("praia.localhost").await.visits(&link).await;
    assert!(page.main_text().contains("This invite no longer works"));
}

#[tokio::test]
async fn members_invite_where_they_may_and_staff_see_and_revoke_all_invites() {
    let (hub, praia) = hub(SignUp::Approval).await;
    let ana = hub.staff(&praia, "ana", Role::Admin).await;
    let mara = hub.staff(&praia, "mara", Role::Moderator).await;
    let lea = hub.person("lea").await;
    let page = ana.visits("/console/sign-up").await;
    assert!(page.has("#sign-up-approval[checked]"));
    ana.posts("/console/sign-up", &[("sign-up", "invite"), ("members-invite", "yes")]).await;
    assert!(ana.visits("/console/sign-up").await.has("#sign-up-invite[checked]"));

    for (uses, days) in [("2", "7"), ("1", "2"), ("", "")] {
        assert_eq!(lea.posts("/settings/invites", &[("uses", uses), ("days", days)]).await.status, 422);
    }
    let page =
        lea.visits("/settings/invites").await.fills("uses", "25").fills("days", "30").presses("Make an invite").await;
    let invite = page.attribute("copy-text input", "value");
    let revoke = page.attribute(".rows form", "action");
    assert_eq!(hub.person("tom").await.posts(&revoke, &[]).await.status, 404, "it isn't Tom's");
    assert!(mara.visits("/settings/invites").await.texts(".rows li").is_empty());

    // Somebody is on the way by it when it is taken back: staff are asked.
    let eva = hub.visitor("praia.localhost").await;
    filled(eva.visits(&invite).await, "eva").presses("Create the account").await;
    let page = mara.visits("/console/invites").await;
    assert!(page.text(".rows").contains("@lea"));
    let page = page.presses("Take back").await;
    assert!(page.text(".rows").contains("Taken back on"), "{}", page.main_text());
    assert_eq!(eva.asks(&invite).await.status, 410);
    assert_eq!(confirms(&hub, &eva, "eva").await.path, "/sign-up/waiting");
    assert!(hub.acts().await.contains(&"invite.revoke @lea ".to_owned()));
}

#[tokio::test]
async fn an_invite_ends_when_its_time_is_over_and_gets_back_what_was_never_confirmed() {
    let (hub, praia) = hub(SignUp::Invite).await;
    let mara = hub.staff(&praia, "mara", Role::Moderator).await;
    let page = mara.visits("/settings/invites").await.fills("days", "0").presses("Make an invite").await;
    let lasting = page.attribute("copy-text input", "value");
    let page = mara.visits("/settings/invites").await.fills("days", "1").presses("Make an invite").await;
    let short = page.attribute("copy-text input", "value");

    let tom = hub.visitor("praia.localhost").await;
    let page = filled(tom.visits(&short).await, "eva");
    filled(tom.visits(&lasting).await, "tom").presses("Create the account").await;
    assert_eq!(tom.asks(&lasting).await.status, 410);

    hub.after(DAY + HOUR).await;
    assert_eq!(tom.asks(&short).await.status, 410);
    let page = page.presses("Create the account").await;
    assert_eq!((page.status, page.value("name").as_str()), (422, "eva"));
    assert!(page.text(".problems").contains("This invite no longer works"));

    hub.after(7 * DAY).await;
    assert_eq!(tom.asks(&lasting).await.status, 303, "Tom never confirmed his address");
}

#[tokio::test]
async fn an_invite_lets_in_no_more_than_it_allows_however_many_come_at_once() {
    let (hub, praia) = hub(SignUp::Invite).await;
    let mara = hub.staff(&praia, "mara", Role::Moderator).await;
    let page = mara.visits("/settings/invites").await.fills("uses", "5").presses("Make an invite").await;
    let link = page.attribute("copy-text input", "value");
    let code = link.rsplit('/').next().expect("a code");

    let come = (0..20).map(|number| {
        let (app, tenant) = (hub.app.clone(), praia.tenant.clone());
        let new = heliograph::accounts::NewNewcomer {
            name: format!("tom{number}"),
            email: format!("tom{number}@example.org"),
            password: "a long enough one".to_owned(),
            words: String::new(),
            accepts_rules: true,
            invite: code.to_owned(),
            challenge: String::new(),
            answer: String::new(),
        };
        tokio::spawn(async move { heliograph::accounts::sign_up(&app, &tenant, &format!("net {number}"), new).await })
    });
    let through = join_all(come).await.into_iter().filter(|came| came.as_ref().is_ok_and(Result::is_ok)).count();
    assert_eq!(through, 5);
    hub.settles().await;
    assert_eq!(hub.mails().len(), 5);
    assert!(mara.visits("/settings/invites").await.text(".rows").contains("5 of 5 used"));
}

#[tokio::test]
async fn an_invite_counts_only_while_its_maker_may_invite() {
    let (hub, praia) = hub(SignUp::Approval).await;
    let ana = hub.staff(&praia, "ana", Role::Admin).await;
    let [lea, mara] = hub.people(["lea", "mara"]).await;
    hub.promote("mara", Role::Moderator).await;
    ana.posts("/console/sign-up", &[("sign-up", "invite"), ("members-invite", "yes")]).await;
    let mut links = Vec::new();
    for person in [&lea, &mara] {
        let page = person.visits("/settings/invites").await.fills("uses", "25").presses("Make an invite").await;
        links.push(page.attribute("copy-text input", "value"));
    }
    let eva = hub.visitor("praia.localhost").await;
    let late = filled(eva.visits(&links[0]).await, "ivo");
    filled(eva.visits(&links[0]).await, "eva").presses("Create the account").await;

    ana.posts("/console/sign-up", &[("sign-up", "invite")]).await;
    assert_eq!(eva.asks(&links[0]).await.status, 410);
    assert_eq!(eva.asks(&links[1]).await.status, 303, "staff may still invite");
    let page = late.presses("Create the account").await;
    assert!(page.text(".problems").contains("This invite no longer works"), "{}", page.main_text());
    assert_eq!(confirms(&hub, &eva, "eva").await.path, "/sign-up/waiting", "whoever is on the way is decided about");
    let rows = lea.visits("/settings/invites").await;
    assert!(rows.text(".rows").contains("whoever made it may not invite any more"), "{}", rows.main_text());

    hub.promote("mara", Role::Member).await;
    assert_eq!(eva.asks(&links[1]).await.status, 410, "nor does one of somebody who was of the staff");
}
