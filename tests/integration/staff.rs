//! What is asked of those who look after a community or the hub, and what is written down of them.

use heliograph_entity::user::Role;
use reqwest::multipart::{Form, Part};

use crate::{
    support::{Hub, Person, photos},
    two_factor::{enters_code, sets_up},
};

/// A hub with a moderator, an admin and an operator, none of whom has a second step.
async fn staffed() -> (Hub, [Person; 3]) {
    let hub = Hub::start().await;
    let people = hub.people(["moda", "adam", "opal"]).await;
    hub.promote("moda", Role::Moderator).await;
    hub.promote("adam", Role::Admin).await;
    hub.make_operator("opal").await;
    (hub, people)
}

const ASKED: &[(&str, &str)] = &[("second-factor", "yes")];

#[tokio::test]
async fn a_community_asks_its_staff_for_a_second_step_and_the_rest_goes_on() {
    let (hub, [moda, adam, opal]) = staffed().await;
    let page = adam.visits("/console/staff").await;
    let page = page.fills("second-factor", "yes").presses("Save changes").await;
    assert_eq!(page.status, 422);
    assert!(page.text("#second-factor-error").contains("your own account first"), "{}", page.main_text());
    assert_eq!(moda.asks("/console").await.status, 200, "nothing has changed");

    sets_up(&hub, &adam).await;
    assert_eq!(adam.posts("/console/staff", ASKED).await.status, 303);
    assert_eq!(adam.asks("/console/members").await.status, 200);
    for path in ["/console", "/console/members", "/console/audit", "/console/applications", "/console/members/adam"] {
        let answer = moda.asks(path).await;
        let way = format!("/settings/two-factor?next={}", path.replace('/', "%2F"));
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, way.as_str()), "{path}");
    }
    let note = moda.posts("/console/members/adam/notes", &[("text", "Late again")]).await;
    assert!(note.header("location").starts_with("/settings/two-factor?next="), "{}", note.header("location"));
    assert!(!adam.visits("/console/members/adam").await.main_text().contains("Late again"));
    let page = moda.visits("/console").await;
    assert_eq!(page.path, "/settings/two-factor?next=%2Fconsole");
    assert!(page.text(".wanted").contains("once you have set up an authenticator app"), "{}", page.main_text());
    assert_eq!(moda.asks("/publish").await.status, 200, "ordinary use goes on");
    assert_eq!(opal.asks("/operator").await.status, 200, "it is the community's wish, not the hub's");
    assert!(!opal.visits("/settings/two-factor").await.has(".wanted"));

    let staff = adam.visits("/console/members?role=moderator").await;
    assert!(staff.text(".rows").contains("No second step"), "{}", staff.main_text());
    sets_up(&hub, &moda).await;
    assert_eq!(moda.asks("/console").await.status, 200);
    assert!(!moda.visits("/settings/two-factor").await.has(".wanted"));
    assert!(!adam.visits("/console/members?role=moderator").await.text(".rows").contains("No second step"));
    moda.posts("/settings/two-factor/off", &[]).await;
    assert_eq!(moda.asks("/console").await.status, 303);

    assert_eq!(adam.posts("/console/staff", &[]).await.status, 303);
    assert_eq!(moda.asks("/console").await.status, 200);
    let log = adam.visits("/console/audit").await.texts(".rows > li > div");
    assert_eq!(log[..2], ["@adam no longer asked staff for a second step", "@adam asked staff for a second step"]);
}

#[tokio::test]
async fn staff_who_had_to_set_it_up_are_led_back_to_the_page_they_wanted() {
    let (hub, [moda, adam, opal]) = staffed().await;
    sets_up(&hub, &adam).await;
    assert_eq!(adam.posts("/console/staff", ASKED).await.status, 303);
    let page = moda.visits("/console/members?q=tom&role=member").await;
    let page = enters_code(&hub, page.clicks("Set up an app").await).await;
    assert_eq!(page.texts(".recovery-codes li").len(), 10);
    let page = page.clicks("I have written them down").await;
    assert_eq!((page.path.as_str(), page.value("q").as_str()), ("/console/members?q=tom&role=member", "tom"));

    let location = async |next: &str| {
        let answer = opal.asks(&format!("/settings/two-factor?next={next}")).await;
        answer.header("location").to_owned()
    };
    assert_eq!(location("/publish").await, "/publish", "nothing is asked of an operator here");
    assert_eq!(location("https://evil.example").await, "/");
    assert_eq!(location("//evil.example").await, "/");
}

#[tokio::test]
async fn the_hub_asks_it_of_operators_and_of_all_staff() {
    let (hub, [moda, _, opal]) = staffed().await;
    let serra = hub.community("serra").await;
    let sara = hub.staff(&serra, "sara", Role::Owner).await;
    let page = opal.follows_post("/operator/hub", ASKED).await;
    assert!(page.text("#second-factor-error").contains("your own account first"), "{}", page.main_text());
    sets_up(&hub, &opal).await;
    let page = opal.visits("/operator/hub").await.fills("second-factor", "yes").presses("Save changes").await;
    assert!(page.text(".notice").contains("saved"), "{}", page.main_text());

    assert_eq!(opal.asks("/operator/jobs").await.status, 200);
    assert_eq!(moda.asks("/console").await.header("location"), "/settings/two-factor?next=%2Fconsole");
    assert_eq!(sara.asks("/console/look").await.header("location"), "/settings/two-factor?next=%2Fconsole%2Flook");
    opal.posts("/settings/two-factor/off", &[]).await;
    assert_eq!(opal.asks("/operator").await.header("location"), "/settings/two-factor?next=%2Foperator");
    sets_up(&hub, &opal).await;
    assert!(opal.visits("/operator/audit").await.main_text().contains("staff of all communities for a second step"));
    opal.posts("/operator/hub", &[]).await;
    assert_eq!(sara.asks("/console/look").await.status, 200);
}

async fn uploads(person: &Person, file: &str, bytes: Vec<u8>) -> crate::support::Answer {
    let part = Part::bytes(bytes).file_name(file.to_owned());
    let form = Form::new().part("picture", part).text("x", "0.5").text("y", "0.5").text("size", "1");
    person.sends("/console/look/logo", form).await
}

#[tokio::test]
async fn a_logo_stands_where_the_name_stands_until_it_is_removed() {
    let (hub, [moda, adam, _]) = staffed().await;
    let guest = hub.visitor("praia.localhost").await;
    assert!(!guest.visits("/sign-in").await.has("img.sign"));
    for (person, status) in [(&guest, 303), (&moda, 403)] {
        assert_eq!(uploads(person, "logo.png", photos::png(300, 200, 1)).await.status, status);
    }
    assert_eq!(uploads(&adam, "logo.png", b"not a picture".to_vec()).await.status, 422);
    let page = adam.visits("/console/look").await.presses("Save the logo").await;
    assert!(page.text("#picture-error").contains("choose a picture"), "{}", page.main_text());

    let page = adam.visits("/console/look").await.attaches("picture", "logo.png", photos::png(300, 200, 1));
    let page = page.presses("Save the logo").await;
    assert!(page.text(".notice").contains("logo is saved"), "{}", page.main_text());
    assert_eq!(page.attribute("#logo .shown img", "alt"), "praia");
    let mut small = String::new();
    for path in ["/", "/sign-in", "/sign-up", "/about", "/nowhere"] {
        let page = guest.visits(path).await;
        small = page.attribute("img.sign", "src");
        assert_eq!(page.attribute("link[rel='icon']", "href"), small, "{path}");
        assert!(page.has("link[rel='apple-touch-icon']"), "{path}");
    }
    assert_eq!(adam.visits("/").await.attribute(".rail img.sign", "src"), small);
    let picture = guest.asks(&small).await;
    assert_eq!((picture.status.as_u16(), photos::size(&picture.body)), (200, (96, 96)));
    let touch = guest.visits("/").await.attribute("link[rel='apple-touch-icon']", "href");
    assert_eq!(photos::size(&guest.asks(&touch).await.body), (384, 384));
    let serra = hub.community("serra").await;
    assert!(!hub.visitor(&serra.tenant.host.name).await.visits("/").await.has("img.sign"));
    assert_eq!(hub.visitor("serra.localhost").await.asks(&small).await.status, 404);

    assert_eq!(uploads(&adam, "other.jpg", photos::jpeg(200, 200, 2)).await.status, 303);
    hub.after(std::time::Duration::from_secs(11 * 60)).await;
    hub.settles().await;
    assert_eq!(guest.asks(&small).await.status, 404, "what was replaced is gone");
    let other = guest.visits("/").await.attribute("img.sign", "src");
    adam.posts("/console/look/logo/remove", &[]).await;
    hub.after(std::time::Duration::from_secs(11 * 60)).await;
    hub.settles().await;
    assert_eq!(guest.asks(&other).await.status, 404);
    assert!(!guest.visits("/").await.has("img.sign"));
    let log = adam.visits("/console/audit").await;
    let log = if log.path.starts_with("/sign-in") { moda.visits("/console/audit").await } else { log };
    assert_eq!(
        log.texts(".rows > li > div")[..3],
        ["@adam took the logo away", "@adam set the logo", "@adam set the logo"]
    );
}

#[tokio::test]
async fn the_log_is_searched_by_who_and_by_what() {
    let (hub, [moda, adam, opal]) = staffed().await;
    hub.person("tom").await;
    for (mode, members) in [("closed", ""), ("closed", "yes"), ("open", "yes"), ("open", "")] {
        adam.posts("/console/sign-up", &[("sign-up", mode), ("members-invite", members)]).await;
    }
    for person in [&moda, &adam] {
        person.posts("/console/members/tom/notes", &[("text", "Knows the harbour")]).await;
    }
    let log = async |path: &str| moda.visits(path).await.texts(".rows > li > div");
    assert_eq!(
        log("/console/audit?act=community.members-invite-off").await,
        ["@adam kept invites to staff"],
        "and only what changed"
    );
    assert_eq!(log("/console/audit?act=community.members-invite-on").await, ["@adam let members make invites"]);
    assert_eq!(log("/console/audit?act=community.sign-up&person=adam").await.len(), 2);
    assert_eq!(log("/console/audit?act=member.note").await.len(), 2);
    assert_eq!(log("/console/audit?act=member.note&person=%40moda").await, ["@moda wrote a note about @tom"]);
    assert_eq!(log("/console/audit?act=member.note&person=nobody").await, [""; 0]);
    let all = log("/console/audit").await.len();
    assert_eq!(log("/console/audit?act=nonsense").await.len(), all, "what is no act is none");

    let page = moda.visits("/console/audit").await.fills("act", "member.note").fills("person", "adam");
    let page = page.presses("Search").await;
    assert_eq!(page.texts(".rows > li > div"), ["@adam wrote a note about @tom"]);
    assert_eq!((page.value("act"), page.value("person")), ("member.note".to_owned(), "adam".to_owned()));

    opal.posts("/operator/mail/test", &[]).await;
    for (query, found) in
        [("person=opal", 1), ("person=Opal%40praia.localhost", 1), ("person=opa", 0), ("act=job.drop", 0)]
    {
        let page = opal.visits(&format!("/operator/audit?{query}")).await;
        let tests = page.texts(".rows > li > div").iter().filter(|line| line.contains("test letter")).count();
        assert_eq!(tests, found, "{query}: {}", page.main_text());
    }
}

#[tokio::test]
async fn the_log_goes_on_where_its_page_ends_also_when_it_is_searched() {
    let (hub, [_, adam, _]) = staffed().await;
    hub.person("tom").await;
    for _ in 0..52 {
        adam.posts("/console/members/tom/notes", &[("text", "Again")]).await;
    }
    adam.posts("/console/limits", &[]).await;
    let page = adam.visits("/console/audit?act=member.note&person=adam").await;
    assert_eq!(page.texts(".rows > li").len(), 50);
    assert_eq!(page.clicks("Older entries").await.texts(".rows > li").len(), 2);
}

#[tokio::test]
async fn members_are_found_by_the_names_they_are_shown_by() {
    let (hub, [moda, _, opal]) = staffed().await;
    for (name, shown) in [("fotoziege", "Ömer Çelik"), ("ana", "Ana Lima"), ("tide", "100% Salt_Water")] {
        let person = hub.person(name).await;
        let page = person.visits("/settings/profile").await.fills("display_name", shown);
        assert_eq!(page.presses("Save profile").await.status, 200);
    }
    for (typed, found) in [
        ("ömer", vec!["Ömer Çelik"]),
        ("ÇELIK", vec!["Ömer Çelik"]),
        ("lima", vec!["Ana Lima"]),
        ("LIM", vec!["Ana Lima"]),
        ("ima", vec![]),
        ("fotoz", vec!["Ömer Çelik"]),
        ("@lima", vec![]),
        ("@ANA", vec!["Ana Lima"]),
        ("salt_", vec!["100% Salt_Water"]),
        ("sa%t", vec![]),
    ] {
        let query: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        let page = moda.visits(&format!("/console/members?q={query}")).await;
        assert_eq!(page.texts(".rows .whole"), found, "{typed}");
        assert_eq!(page.value("q"), typed);
    }
    assert_eq!(opal.visits("/operator/members?q=%C3%96mer").await.texts(".rows .whole"), ["Ömer Çelik"]);

    let praia = hub.praia().await;
    for number in 0..52 {
        hub.account(&praia, &format!("sea{number:02}"), true).await;
    }
    let page = moda.visits("/console/members?q=sea").await;
    assert_eq!(page.texts(".rows > li").len(), 50);
    assert_eq!(page.clicks("More members").await.texts(".rows .whole"), ["sea50", "sea51"]);
}
