use heliograph_entity::user::Role;

use crate::support::{Hub, Page, Person, photos};

async fn publishes(person: &Person, caption: &str, audience: &str) -> String {
    let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(480, 360, 1));
    page.fills("caption", caption).fills("audience", audience).presses("Publish").await.path
}

/// Moda of the staff looks at the only open report.
async fn looks(moda: &Person) -> Page {
    let list = moda.visits("/console/reports").await;
    assert_eq!(list.texts(".reports .whole").len(), 1, "{}", list.main_text());
    moda.visits(&list.attribute(".reports .whole", "href")).await
}

#[tokio::test]
async fn a_member_reports_a_post_and_staff_answer() {
    let hub = Hub::start().await;
    let [ana, tom, moda] = hub.people(["ana", "tom", "moda"]).await;
    hub.promote("moda", Role::Moderator).await;
    let post = publishes(&tom, "Somebody else's photograph", "public").await;
    assert!(!moda.visits("/console/reports").await.has(".reports"));

    let page = ana.visits(&post).await.clicks("Report").await;
    assert!(page.main_text().contains("Somebody else's photograph") && page.has(".reported-pictures img"));
    let nothing = page.presses("Report").await;
    assert_eq!((nothing.status, nothing.has("[aria-invalid]")), (422, true), "{}", nothing.main_text());
    let long = nothing.fills("report", &"x".repeat(1001)).presses("Report").await;
    assert_eq!(long.status, 422);
    assert!(long.main_text().contains("1000"), "{}", long.main_text());
    let done = long.fills("report", "I took this one, in May.").presses("Report").await;
    assert_eq!(done.path, post);
    assert!(done.main_text().contains("Thank you."), "{}", done.main_text());
    ana.posts(&format!("{post}/report"), &[("report", "Once more")]).await;

    let home = moda.visits("/").await;
    assert_eq!(home.text("a[href='/console'] .count"), "1", "reporting the same twice changes nothing");
    let report = looks(&moda).await;
    let text = report.main_text();
    assert!(text.contains("A post by @tom") && text.contains("Reported by @ana"), "{text}");
    assert!(text.contains("I took this one, in May.") && text.contains("Somebody else's photograph"), "{text}");
    let picture = moda.asks(&report.attribute(".reported-pictures img", "src")).await;
    assert!(report.has(&format!("a[href='{post}']")));
    assert_eq!((picture.status.as_u16(), picture.header("content-type")), (200, "image/jpeg"));

    let silent = report.presses("Close the report").await;
    assert_eq!(silent.status, 422);
    let list = silent.fills("answer", "Tom has taken it down").presses("Close the report").await;
    assert!(list.main_text().contains("Nothing is open"), "{}", list.main_text());
    let closed = moda.visits("/console/reports?state=closed").await;
    assert!(closed.main_text().contains("@moda: Tom has taken it down"), "{}", closed.main_text());
    let report = moda.visits(&closed.attribute(".reports .whole", "href")).await;
    let open = report.presses("Open it again").await;
    assert!(open.has("[name='answer']"));
    tom.posts(&format!("{post}/delete"), &[]).await;
    let open = moda.visits(&open.path).await;
    assert!(open.main_text().contains("Its author has deleted it since."), "{}", open.main_text());
    assert!(!open.has(".reported-pictures") && !open.has(&format!("a[href='{post}']")));
    assert_eq!(hub.acts().await.iter().filter(|act| act.starts_with("report.")).count(), 2, "{:?}", hub.acts().await);
}

#[tokio::test]
async fn rules_people_and_comments_can_be_what_it_is_about() {
    let hub = Hub::start().await;
    let [ana, tom, moda, adam] = hub.people(["ana", "tom", "moda", "adam"]).await;
    hub.promote("moda", Role::Moderator).await;
    hub.promote("adam", Role::Admin).await;
    adam.visits("/console/sign-up").await.fills("rule-new", "Be kind.").presses("Save the rules").await;

    let page = ana.visits("/@tom").await.clicks("Report tom").await;
    let rule = page.attribute("[name='rule']", "value");
    let done = page.fills("rule", &rule).presses("Report").await;
    assert_eq!(done.path, "/@tom");
    let report = looks(&moda).await;
    assert!(report.main_text().contains("The rule: Be kind."), "{}", report.main_text());
    assert!(!report.has(".reported"), "it is about the person");
    report.fills("answer", "A talk").presses("Close the report").await;

    let post = publishes(&ana, "Mine", "public").await;
    tom.posts(&format!("{post}/comments"), &[("comment", "Rubbish")]).await;
    let page = ana.visits(&post).await.clicks("Report tom").await;
    assert!(page.main_text().contains("Rubbish"), "{}", page.main_text());
    page.fills("report", "Unkind").presses("Report").await;
    let report = looks(&moda).await;
    assert!(report.main_text().contains("A comment by @tom"), "{}", report.main_text());
    assert!(report.main_text().contains("1 other report"), "{}", report.main_text());
}

#[tokio::test]
async fn staff_see_what_is_reported_though_it_is_for_followers_and_learn_nothing_of_reports_about_them() {
    let hub = Hub::start().await;
    let [ana, tom, moda] = hub.people(["ana", "tom", "moda"]).await;
    hub.promote("moda", Role::Moderator).await;
    ana.posts("/@tom/follow", &[]).await;
    ana.posts("/@moda/follow", &[]).await;
    let post = publishes(&tom, "For few", "followers").await;
    assert_eq!(moda.asks(&post).await.status, 404);
    ana.posts(&format!("{post}/report"), &[("report", "Look")]).await;
    let report = looks(&moda).await;
    assert!(report.main_text().contains("For few"));
    let picture = report.attribute(".reported-pictures img", "src");
    assert_eq!(moda.asks(&picture).await.status, 200, "lent to staff");
    assert_eq!(moda.posts(&format!("{post}/report"), &[("report", "x")]).await.status, 404, "it can't be seen");
    report.fills("answer", "Fine").presses("Close the report").await;

    let hers = publishes(&moda, "Of staff", "public").await;
    ana.posts(&format!("{hers}/report"), &[("report", "You too")]).await;
    let report = looks(&moda).await;
    assert!(!report.main_text().contains("@ana") && !report.has("[name='answer']"), "{}", report.main_text());
    let path = report.path.clone();
    assert_eq!(moda.posts(&path, &[("answer", "No")]).await.status, 403);
    assert_eq!(ana.asks(&path).await.status, 403);
}

#[tokio::test]
async fn of_whoever_leaves_nothing_stays_in_reports() {
    let hub = Hub::start().await;
    let [ana, tom, moda] = hub.people(["ana", "tom", "moda"]).await;
    hub.promote("moda", Role::Moderator).await;
    ana.posts("/@tom/report", &[("report", "About tom")]).await;
    tom.posts("/@ana/report", &[("report", "About ana")]).await;
    assert_eq!(moda.visits("/").await.text("a[href='/console'] .count"), "2");
    hub.leaves("ana").await;
    hub.settles().await;

    assert_eq!(moda.visits("/").await.text("a[href='/console'] .count"), "1");
    let report = looks(&moda).await;
    let text = report.main_text();
    assert!(text.contains("About tom") && text.contains("somebody who has left"), "{text}");
}

#[tokio::test]
async fn of_a_neighbour_on_the_hub_both_staffs_are_told_if_asked_to() {
    let hub = Hub::start().await;
    let serra = hub.community("serra").await;
    let [ana, moda] = hub.people(["ana", "moda"]).await;
    hub.promote("moda", Role::Moderator).await;
    let sara = hub.person_of(&serra, "sara").await;
    let marta = hub.staff(&serra, "marta", Role::Admin).await;
    let post = publishes(&sara, "Over there", "public").await;
    let there = post.replace("/@sara/", "/@sara@serra.localhost/");

    let page = ana.visits(&format!("{there}/report")).await;
    assert!(page.main_text().contains("Also tell the moderators of serra.localhost"), "{}", page.main_text());
    page.fills("report", "Taken from me").fills("hand-on", "yes").presses("Report").await;

    let here = looks(&moda).await;
    assert!(here.main_text().contains("Reported by @ana") && here.main_text().contains("Their server was told, too"));
    let report = looks(&marta).await;
    let text = report.main_text();
    assert!(text.contains("Reported by the moderators of praia.localhost") && !text.contains("ana"), "{text}");
    assert!(text.contains("Taken from me") && text.contains("Over there"), "{text}");
    assert_eq!(moda.asks(&report.path).await.status, 404, "each community has its own");
    report.fills("answer", "Seen").presses("Close the report").await;

    // Serra wants to hear no more of them.
    let policy = [("domain", "praia.localhost"), ("severity", "allow"), ("reject-reports", "yes")];
    assert_eq!(marta.posts("/console/servers", &policy).await.status, 303);
    ana.posts("/@sara@serra.localhost/report", &[("report", "And the rest"), ("hand-on", "yes")]).await;
    assert!(!marta.visits("/console/reports").await.has(".reports"));
}
