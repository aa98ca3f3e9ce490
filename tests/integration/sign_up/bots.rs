//! What slows down programs that sign up.

use super::*;

#[tokio::test]
async fn whoever_fills_in_the_field_that_people_dont_see_gets_nothing() {
    let (hub, _) = hub(SignUp::Open).await;
    let bot = hub.visitor("praia.localhost").await;
    let page = bot.visits("/sign-up").await;
    assert_eq!(page.attribute("[aria-hidden='true'] [name='topic']", "tabindex"), "-1");

    let page = filled(page, "tom").fills("topic", "Watches").presses("Create the account").await;
    assert_eq!((page.path.as_str(), page.text("h1").as_str()), ("/sign-up/sent", "Look into your mailbox"));
    hub.settles().await;
    assert!(hub.mails().is_empty());
    let page = filled(bot.visits("/sign-up").await, "tom").presses("Create the account").await;
    assert_eq!(page.path, "/sign-up/sent", "the name is free");
}

#[tokio::test]
async fn without_javascript_a_network_signs_up_twice_and_then_waits() {
    let (hub, _) = hub(SignUp::Open).await;
    let tom = hub.visitor("praia.localhost").await;
    for name in ["tom", "tim"] {
        assert_eq!(signs_up(&tom, name).await.path, "/sign-up/sent");
    }
    let page = signs_up(&tom, "tam").await;
    assert_eq!((page.status, page.value("name").as_str()), (429, "tam"));
    assert!(page.text(".problems").contains("seconds"), "{}", page.text(".problems"));
    let answer =
        tom.posts("/sign-up", &[("name", "tam"), ("email", "t@example.org"), ("password", "a long one, this")]).await;
    let wait: u64 = answer.header("retry-after").parse().expect("seconds");
    assert!((1100..=1200).contains(&wait), "{wait}");

    hub.clock.advance(Duration::from_secs(wait + 1));
    assert_eq!(page.fills("password", "tam likes the sea").presses("Create the account").await.path, "/sign-up/sent");
}

#[tokio::test]
async fn a_proof_of_work_counts_once_in_its_community_and_within_the_hour() {
    let (hub, _) = hub(SignUp::Open).await;
    let serra = hub.community("serra").await;
    chooses(&hub, &serra, SignUp::Open).await;
    let tom = hub.visitor("praia.localhost").await;
    let at_serra = hub.visitor("serra.localhost").await;

    // With the work done, ten come from one network.
    for number in 0..10 {
        let (challenge, answer) = works(&tom).await;
        let proof = [("challenge", challenge.as_str()), ("answer", answer.as_str())];
        assert_eq!(posts(&tom, &format!("tom{number}"), &proof).await, 303, "{number}");
    }
    let (challenge, answer) = works(&tom).await;
    let proof = [("challenge", challenge.as_str()), ("answer", answer.as_str())];
    assert_eq!(posts(&tom, "eleventh", &proof).await, 429);

    // Each of these counts as none: two pass for want of a proof, then no more.
    hub.clock.advance(2 * HOUR);
    let (challenge, answer) = works(&tom).await;
    let proof = [("challenge", challenge.as_str()), ("answer", answer.as_str())];
    assert_eq!(posts(&tom, "one", &proof).await, 303);
    assert_eq!(posts(&tom, "two", &proof).await, 303, "used: without a proof");
    let (foreign, right) = works(&at_serra).await;
    let foreign = [("challenge", foreign.as_str()), ("answer", right.as_str())];
    assert_eq!(posts(&tom, "three", &foreign).await, 303, "of another community: without a proof");
    assert_eq!(posts(&tom, "four", &proof).await, 429);
    assert_eq!(posts(&tom, "four", &foreign).await, 429);
    assert_eq!(posts(&tom, "four", &[("challenge", challenge.as_str()), ("answer", "x")]).await, 429);
    let forged = challenge.replacen(|c: char| c.is_ascii_digit(), "9", 1);
    assert_eq!(posts(&tom, "four", &[("challenge", forged.as_str()), ("answer", &answer)]).await, 429);
    let (old, right) = works(&tom).await;
    let old = [("challenge", old.as_str()), ("answer", right.as_str())];
    let (new, right) = works(&tom).await;
    let new = [("challenge", new.as_str()), ("answer", right.as_str())];
    assert_eq!(posts(&tom, "four", &new).await, 303, "a fresh proof is taken");
    hub.clock.advance(HOUR + Duration::from_secs(1));
    for name in ["five", "six"] {
        posts(&tom, name, &[]).await;
    }
    assert_eq!(posts(&tom, "seven", &old).await, 429, "it has ended");
}

#[tokio::test]
async fn nobodys_mailbox_is_filled_and_no_address_is_kept_from_signing_up() {
    let (hub, _) = hub(SignUp::Open).await;
    let bot = hub.visitor("praia.localhost").await;
    for number in 0..4 {
        let (challenge, answer) = works(&bot).await;
        let page = filled(bot.visits("/sign-up").await, &format!("bot{number}")).fills("email", "victim@example.org");
        let page = page.fills("challenge", &challenge).fills("answer", &answer).presses("Create the account").await;
        assert_eq!(page.status, 200, "{number}");
    }
    hub.settles().await;
    assert_eq!(mails_to(&hub, "victim@example.org"), 3);

    hub.after(Duration::from_secs(21 * 60)).await;
    assert_eq!(mails_to(&hub, "victim@example.org"), 4, "the last letter has waited");
}
