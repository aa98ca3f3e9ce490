//! Drafts: saved while they are written, several of them, and those that wait for their time.

use std::time::Duration;

use crate::support::{Answer, Hub, Page, Person, photos};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// What a script sends while somebody types.
async fn saves(person: &Person, page: &Page, version: &str, fields: &[(&str, &str)]) -> Answer {
    let mut form = reqwest::multipart::Form::new().text("draft", page.value("draft"));
    form = form.text("version", version.to_owned()).text("licence", "cc0-1.0");
    for item in page.attributes("input[name='item']", "value") {
        form = form.text("item", item);
    }
    for (field, value) in fields {
        form = form.text((*field).to_owned(), (*value).to_owned());
    }
    person.sends("/publish/save", form).await
}

/// What the answer says of one thing; nothing is escaped in these.
fn said<'a>(answer: &'a str, name: &str) -> &'a str {
    let (_, rest) = answer.split_once(&format!("\"{name}\":\"")).unwrap_or_default();
    rest.split('"').next().unwrap_or_default()
}

fn version(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    said(&answer.text(), "version").to_owned()
}

#[tokio::test]
async fn what_is_typed_is_kept_and_found_on_another_device() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(64, 48, 1));
    let page = page.presses("Add photos").await;
    let item = page.value("item");
    let alt = format!("alt-{item}");
    let words = [("caption", "Half a sen"), ("audience", "named"), ("named", "@to"), (alt.as_str(), "A sea")];
    let first = version(&saves(&ana, &page, &page.value("version"), &words).await);
    let tomorrow = local(&hub, DAY, 120);
    let words = [("caption", "Half a sentence"), (&alt, "A sea"), ("publish_at", &tomorrow), ("zone", "120")];
    let second = version(&saves(&ana, &page, &first, &words).await);
    assert_ne!(first, second);

    let elsewhere = hub.visitor("praia.localhost").await;
    elsewhere.signs_in("ana").await;
    let page = elsewhere.visits("/publish").await;
    assert_eq!((page.value("caption").trim(), page.value(&alt).trim()), ("Half a sentence", "A sea"));
    assert_eq!(page.value("publish_at"), local(&hub, DAY, 0), "in UTC, without a script");
    assert!(!elsewhere.visits("/publish/drafts").await.has(".draft .chip"), "it is not scheduled by that");
    assert!(page.has("#audience-named[checked]"), "what the form did not send stays");
    assert_eq!(page.value("version"), second);

    let long = saves(&ana, &page, &second, &[("title", &"t".repeat(101))]).await;
    assert_eq!(long.status, 422);
    assert_eq!(said(&long.text(), "sentence"), "Title: This may have 100 characters; it has 101.");
    let tom = hub.person("tom").await;
    tom.visits("/publish").await;
    assert!(saves(&tom, &page, &second, &[("caption", "Mine")]).await.status.is_client_error());
    assert_eq!(ana.visits("/publish").await.value("caption").trim(), "Half a sentence");
}

#[tokio::test]
async fn two_windows_do_not_write_over_each_other() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/publish").await;
    let opened = page.value("version");
    let here = version(&saves(&ana, &page, &opened, &[("caption", "Here")]).await);
    assert_eq!(version(&saves(&ana, &page, &opened, &[("caption", "Here")]).await), here, "the same says nothing new");

    let there = saves(&ana, &page, &opened, &[("caption", "There")]).await;
    assert_eq!(there.status, 409);
    assert!(said(&there.text(), "sentence").contains("another window"), "{}", there.text());
    assert_eq!(ana.visits("/publish").await.value("caption").trim(), "Here");

    // Without a script the form comes back as it was typed, and pressing again is meant.
    let page = page.fills("caption", "By hand").presses("Publish").await;
    assert_eq!((page.status, page.value("caption").trim()), (422, "By hand"));
    assert!(page.text(".problems").contains("another window"), "{}", page.text(".problems"));
    let draft = page.value("draft");
    let again = page.presses("Publish").await;
    assert!(again.path.starts_with("/@ana/") && again.main_text().contains("By hand"), "{}", again.main_text());

    let form = reqwest::multipart::Form::new().text("draft", draft).text("version", here).text("licence", "cc0-1.0");
    let late = ana.sends("/publish/save", form.text("caption", "Too late")).await;
    assert_eq!((late.status.as_u16(), said(&late.text(), "elsewhere")), (409, again.path.as_str()));
}

#[tokio::test]
async fn a_draft_is_put_away_taken_up_and_thrown_away() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    assert!(ana.visits("/publish/drafts").await.main_text().contains("No drafts"));
    let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(64, 48, 1));
    let page = page.fills("title", "The first").presses("Keep this as a draft and begin another").await;
    assert!(page.text(".notice").contains("kept") && !page.has("input[name='item']"), "{}", page.main_text());
    assert_eq!(page.value("title"), "");
    assert!(page.main_text().contains("1 other draft"));

    page.fills("title", "The second").presses("Add photos").await;
    let list = ana.visits("/publish/drafts").await;
    assert_eq!(list.texts(".draft h2"), ["The second", "The first"]);
    let preview = list.attribute(".draft img", "src");
    assert_eq!(ana.asks(&preview).await.status, 200);
    assert!(list.texts(".draft")[0].contains("Open now"));
    let first = list.attributes(".draft form", "action").pop().expect("a form");
    for action in ["resume", "discard", "unschedule"] {
        assert_eq!(tom.posts(&first, &[("action", action)]).await.status, 404, "somebody else's");
    }

    ana.posts(&first, &[("action", "resume")]).await;
    let page = ana.visits("/publish").await;
    assert_eq!((page.value("title").as_str(), page.attributes("input[name='item']", "value").len()), ("The first", 1));
    let list = ana.visits("/publish/drafts").await;
    let second = list.attributes(".draft form", "action").into_iter().find(|action| *action != first);
    ana.posts(&second.expect("the second"), &[("action", "discard")]).await;
    assert_eq!(ana.visits("/publish/drafts").await.texts(".draft h2"), ["The first"]);

    ana.posts(&first, &[("action", "discard")]).await;
    hub.settles().await;
    assert_eq!(ana.asks(&preview).await.status, 404, "its photos go with it");
    assert!(!ana.visits("/publish").await.has("input[name='item']"));
    assert_eq!(ana.posts(&first, &[("action", "resume")]).await.status, 404);
}

/// A time so far ahead, as a clock tells it that is so many minutes ahead of UTC.
fn local(hub: &Hub, ahead: Duration, minutes: u32) -> String {
    hub.clock.now().plus(ahead).plus(minutes * MINUTE).to_utc().format("%Y-%m-%dT%H:%M").to_string()
}

#[tokio::test]
async fn a_post_is_published_at_its_time() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(64, 48, 1));
    let mut page = page.fills("title", "Tomorrow").presses("Schedule").await;
    assert!(page.text("#publish_at-error").contains("choose a day"), "{}", page.main_text());
    for (typed, sentence) in [
        ("soon".to_owned(), "“soon” is not a day and a time."),
        (local(&hub, Duration::ZERO, 0), "Please choose a time at least a minute ahead."),
        (local(&hub, 366 * DAY, 0), "A post can wait for a year at the most."),
    ] {
        page = page.fills("publish_at", &typed).presses("Schedule").await;
        assert_eq!((page.status, page.value("publish_at")), (422, typed));
        assert!(page.text("#publish_at-error").contains(sentence), "{}", page.text("#publish_at-error"));
    }
    // By a clock that is two hours ahead of UTC.
    let page = page.fills("publish_at", &local(&hub, DAY, 120)).fills("zone", "120").presses("Schedule").await;
    assert_eq!(page.path, "/publish/drafts");
    assert!(page.text(".notice").contains("scheduled"), "{}", page.main_text());
    let day = hub.clock.now().plus(DAY).to_utc().format("%H:%M UTC").to_string();
    assert!(page.text(".draft .chip").contains(&day), "{} at {day}", page.text(".draft .chip"));
    assert!(!ana.visits("/publish").await.has("input[name='item']"), "another draft is open");

    hub.after(DAY - 5 * MINUTE).await;
    assert!(!tom.visits("/@ana").await.has(".tile"));
    hub.after(6 * MINUTE).await;
    let tile = tom.visits("/@ana").await.attribute(".tile a", "href");
    assert_eq!(tom.visits(&tile).await.text("h1"), "Tomorrow");
    assert!(ana.visits("/publish/drafts").await.main_text().contains("No drafts"));
}

#[tokio::test]
async fn what_is_scheduled_is_moved_and_called_off() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let schedules = async |title: &str| {
        let page = ana.visits("/publish").await.fills("caption", title);
        let page = page.fills("publish_at", &local(&hub, DAY, 0)).presses("Schedule").await;
        assert!(page.text(".notice").contains("scheduled"), "{}", page.main_text());
        page.attribute(".draft form", "action")
    };
    let moved = schedules("Later than that").await;
    let field = format!("publish_at-{}", moved.rsplit('/').next().expect("an id"));
    let soon = ana.posts(&moved, &[("action", "schedule"), (&field, &local(&hub, Duration::ZERO, 0))]).await;
    assert_eq!(soon.status, 422);
    assert!(soon.text().contains("at least a minute ahead"));
    ana.posts(&moved, &[("action", "schedule"), (&field, &local(&hub, 2 * DAY, 0))]).await;
    let called_off = schedules("Never mind").await;
    ana.posts(&called_off, &[("action", "unschedule")]).await;

    hub.after(DAY + 2 * MINUTE).await;
    assert!(!ana.visits("/local").await.has(".h-entry"), "neither is published");
    assert_eq!(ana.visits("/publish/drafts").await.texts(".draft .chip").len(), 1);
    // Somebody may still go back to it, and then it waits for no time.
    ana.posts(&called_off, &[("action", "resume")]).await;
    assert_eq!(ana.visits("/publish").await.value("caption").trim(), "Never mind");

    hub.after(DAY).await;
    let page = ana.visits("/local").await;
    assert_eq!(page.texts(".h-entry .e-content"), ["Later than that"]);
}

#[tokio::test]
async fn what_is_scheduled_survives_the_end_of_its_process() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let page = ana.visits("/publish").await.fills("caption", "By another process");
    page.fills("publish_at", &local(&hub, DAY, 0)).presses("Schedule").await;
    let beside = hub.beside().await;
    drop(hub);
    beside.after(DAY + 2 * MINUTE).await;
    let ana = ana.at(beside.address, "praia.localhost");
    assert_eq!(ana.visits("/local").await.texts(".h-entry .e-content"), ["By another process"]);
}

#[tokio::test]
async fn whoever_is_asked_to_describe_first_keeps_the_time_that_they_chose() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    ana.visits("/settings/posting").await.fills("describe_first", "yes").presses("Save changes").await;
    let time = local(&hub, DAY, 120);
    let asked = async |title: &str| {
        let page = ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(64, 48, 1));
        let page = page.fills("title", title).fills("publish_at", &time).fills("zone", "120").presses("Schedule").await;
        assert_eq!((page.status, page.value("publish_at"), page.value("zone")), (422, time.clone(), "120".to_owned()));
        page
    };
    let page = asked("Described").await;
    let alt = format!("alt-{}", page.attribute("input[name='item']", "value"));
    let page = page.fills(&alt, "The sea at night").presses("Schedule").await;
    assert_eq!(page.path, "/publish/drafts", "{}", page.main_text());

    let page = asked("Not described").await.presses("Schedule without descriptions").await;
    assert_eq!(page.texts(".draft .chip").len(), 2, "{}", page.main_text());
    let page = asked("At once").await;
    let alt = format!("alt-{}", page.attribute("input[name='item']", "value"));
    assert_eq!(page.fills(&alt, "The sea").presses("Publish").await.text("h1"), "At once");
}
