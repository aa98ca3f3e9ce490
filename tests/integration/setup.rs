use crate::support::{Hub, Page, Person, photos};

async fn link(hub: &Hub) -> String {
    heliograph::setup::link(&hub.app).await.expect("an answer").expect("an empty hub has a link")
}

fn filled(page: Page) -> Page {
    page.fills("community", "Praia")
        .fills("name", "ana")
        .fills("email", "ana@example.org")
        .fills("password", "a long enough one")
}

#[tokio::test]
async fn an_empty_hub_serves_nothing_but_its_set_up() {
    let hub = Hub::empty().await;
    let visitor = hub.visitor("localhost").await;

    assert_eq!(visitor.asks("/").await.status, 503);
    assert_eq!(visitor.asks("/sign-in").await.status, 503);
    assert_eq!(visitor.asks("/setup/guessed").await.status, 410);
    assert_eq!(visitor.asks(&link(&hub).await).await.status, 200);
}

#[tokio::test]
async fn whoever_opens_the_link_makes_the_community_and_runs_the_hub() {
    let hub = Hub::empty().await;
    let ana = hub.visitor("localhost").await;
    let path = link(&hub).await;

    let page = ana.visits(&path).await;
    assert_eq!(page.value("host"), format!("localhost:{}", hub.address.port()));
    let home = filled(page).presses("Make the community").await;

    assert_eq!((home.path.as_str(), home.status), ("/", 200));
    assert!(home.text(".notice").contains("Your community is ready"), "{}", home.main_text());
    assert_eq!(ana.visits("/@ana").await.text("h1"), "ana");
    assert_eq!(ana.asks("/publish").await.status, 200, "she has signed in");

    assert!(heliograph::setup::link(&hub.app).await.expect("an answer").is_none());
    assert_eq!(ana.asks(&path).await.status, 410, "the link worked once");
    assert_eq!(ana.visits("/console/audit").await.texts(".rows > li > div"), ["@ana made the community localhost"]);
    assert_eq!(ana.visits("/operator/audit").await.texts(".rows > li > div"), ["@ana set up the hub: localhost"]);
}

#[tokio::test]
async fn a_community_may_be_made_for_another_host_than_the_set_up() {
    let hub = Hub::empty().await;
    let page = filled(hub.visitor("localhost").await.visits(&link(&hub).await).await);
    let done = page.fills("host", "photos.example").presses("Make the community").await;
    assert_eq!((done.status, done.attribute("main a", "href").as_str()), (200, "https://photos.example/sign-in"));
    assert_eq!(hub.visitor("photos.example").await.asks("/sign-in").await.status, 200);
}

#[tokio::test]
async fn the_link_is_the_same_after_a_restart_and_on_every_node() {
    let hub = Hub::empty().await;
    let other = hub.beside().await;

    assert_eq!(link(&hub).await, link(&other).await);
    assert_eq!(link(&hub).await, link(&hub).await);
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost() {
    let hub = Hub::empty().await;
    let page = hub.visitor("localhost").await.visits(&link(&hub).await).await;
    let page = page
        .fills("community", "")
        .fills("summary", "Coast & fog")
        .fills("host", "not a host")
        .fills("name", "ana lima")
        .fills("email", "ana")
        .fills("password", "short")
        .presses("Make the community")
        .await;

    assert_eq!(page.status, 422);
    for (field, sentence) in [
        ("community", "Please give the community a name."),
        ("host", "“not a host” is not a host name."),
        ("name", "A user name has no spaces."),
        ("email", "“ana” is not an e-mail address."),
        ("password", "at least 10 characters; this one has 5."),
    ] {
        let said = page.text(&format!("#{field}-error"));
        assert!(said.contains(sentence), "{field}: {said}");
    }
    assert_eq!((page.value("summary").as_str(), page.value("name").as_str()), ("Coast & fog", "ana lima"));
    assert_eq!(page.value("password"), "");
    assert_eq!(page.texts(".problems li").len(), 5);
    assert!(heliograph::setup::link(&hub.app).await.expect("an answer").is_some(), "the link still works");
}

#[tokio::test]
async fn of_two_who_set_up_at_the_same_time_one_succeeds() {
    let hub = Hub::empty().await;
    let other = hub.beside().await;
    let path = link(&hub).await;
    let sets_up = async |person: Person, name: &str| {
        let host = person.home.trim_start_matches("http://").to_owned();
        let fields = [
            ("community", name),
            ("summary", ""),
            ("host", &host),
            ("accent", "48"),
            ("name", name),
            ("email", "somebody@example.org"),
            ("password", "a long enough one"),
        ];
        person.posts(&path, &fields).await.status.as_u16()
    };

    let (first, second) = tokio::join!(
        sets_up(hub.visitor("localhost").await, "first"),
        sets_up(other.visitor("localhost").await, "second"),
    );
    let mut answers = [first, second];
    answers.sort_unstable();
    assert_eq!(answers, [303, 410]);
    assert_eq!(heliograph::tenants::all(hub.app.db.reader()).await.expect("an answer").len(), 1);
}

#[tokio::test]
async fn a_first_owner_is_shown_what_to_do_until_they_put_it_away() {
    let hub = Hub::empty().await;
    let ana = hub.visitor("localhost").await;
    let page = filled(ana.visits(&link(&hub).await).await).presses("Make the community").await;
    let open = |page: &Page| page.attributes(".first-steps li:not(.done) a", "href");
    let all = ["/console/look#logo", "/console/sign-up#rules", "/settings/invites", "/publish"];
    assert_eq!(open(&page), all);
    for step in page.attributes(".first-steps a", "href") {
        assert_eq!(ana.visits(&step).await.status, 200, "{step}");
    }

    ana.visits("/console/look").await.fills("accent", "250").presses("Save changes").await;
    ana.visits("/console/sign-up").await.fills("rule-new", "Be kind.").presses("Save the rules").await;
    ana.visits("/settings/invites").await.presses("Make an invite").await;
    assert_eq!(open(&ana.visits("/").await), ["/publish"]);
    let page = ana.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(320, 240, 1));
    page.presses("Publish").await;
    let page = ana.visits("/").await;
    assert_eq!((open(&page), page.has(".first-steps")), (Vec::new(), true));
    assert!(!ana.visits("/local").await.has(".first-steps"));
    assert!(!ana.visits("/").await.presses("Put this list away").await.has(".first-steps"));
    assert!(!ana.visits("/").await.has(".first-steps"));
}

#[tokio::test]
async fn what_to_do_first_is_for_owners() {
    let hub = Hub::start().await;
    let [tom, olga] = hub.people(["tom", "olga"]).await;
    hub.promote("olga", heliograph_entity::user::Role::Owner).await;
    assert!(!tom.visits("/").await.has(".first-steps"));
    assert!(!hub.visitor("praia.localhost").await.visits("/").await.has(".first-steps"));
    assert!(olga.visits("/").await.has(".first-steps"));
}

#[tokio::test]
async fn a_list_on_which_all_is_done_goes_after_a_month() {
    let hub = Hub::start().await;
    let olga = hub.person("olga").await;
    hub.promote("olga", heliograph_entity::user::Role::Owner).await;
    olga.visits("/console/look").await.fills("accent", "250").presses("Save changes").await;
    olga.visits("/console/sign-up").await.fills("rule-new", "Be kind.").presses("Save the rules").await;
    hub.person("tom").await;
    let month = std::time::Duration::from_secs(31 * 24 * 60 * 60);
    hub.clock.advance(month);
    assert!(olga.visits("/").await.has(".first-steps"), "one thing is left");
    let page = olga.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(320, 240, 1));
    page.presses("Publish").await;
    assert!(!olga.visits("/").await.has(".first-steps"));
}
