use heliograph_entity::user::Role;

use crate::support::{Hub, Person, photos};

/// Everything that stands in a path of what somebody has made.
struct Made {
    name: &'static str,
    post: String,
    item: String,
    file: String,
}

async fn publishes(person: &Person, name: &'static str, caption: &str) -> Made {
    let page = person.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(800, 600, 1));
    let page = page.fills("caption", caption).presses("Publish").await;
    assert_eq!(page.status, 200);
    let edit = person.visits(&format!("{}/edit", page.path)).await;
    Made {
        name,
        post: page.path.rsplit('/').next().expect("an id").to_owned(),
        item: edit.attribute("textarea[name^='alt-']", "name").trim_start_matches("alt-").to_owned(),
        file: page.attribute("img.u-photo", "src").trim_start_matches("/media/").to_owned(),
    }
}

#[tokio::test]
async fn communities_live_side_by_side_on_hosts_of_their_own() {
    let hub = Hub::start().await;
    let praia = hub.visitor("praia.localhost").await;
    hub.community("serra").await;

    assert!(praia.visits("/").await.text("h1").contains("praia"));
    assert!(praia.at(hub.address, "serra.localhost").visits("/").await.text("h1").contains("serra"));
    assert!(praia.at(hub.address, "SERRA.localhost").visits("/").await.text("h1").contains("serra"));

    let nobody = hub.visitor("elsewhere.localhost").await.visits("/@ana").await;
    assert_eq!(nobody.status, 421);
    assert!(nobody.text("body").contains("elsewhere.localhost"), "{}", nobody.text("body"));
}

/// Walks every route there is: a new one is covered by being there.
#[tokio::test]
async fn on_the_host_of_one_community_nothing_of_another_is_found() {
    let hub = Hub::start().await;
    let serra = hub.community("serra").await;
    let ana = hub.person("ana").await;
    let bruno = hub.person_of(&serra, "bruno").await;
    let made = publishes(&bruno, "bruno", "Only in Serra").await;
    // A photo that waits in a draft.
    let draft = bruno.visits("/publish").await.attaches("photos", "w.jpg", photos::jpeg(300, 200, 2));
    draft.presses("Add photos").await;
    let draft_item = bruno.visits("/publish").await.attribute("input[name='item']", "value");

    let ines = hub.staff(&serra, "ines", Role::Moderator).await;
    let invites = ines.visits("/settings/invites").await.presses("Make an invite").await;
    let code = invites.attribute("copy-text input", "value").rsplit('/').next().expect("a code").to_owned();

    let mut walked = 0;
    for route in heliograph::routes::paths() {
        for id in [&made.post, &made.item, &draft_item] {
            let path = route
                .replace("{name}", made.name)
                .replace("{id}", id)
                .replace("{draft}", id)
                .replace("{file}", &made.file)
                .replace("{code}", &code)
                .replace("{token}", "token");
            for person in [&ana, &hub.visitor("praia.localhost").await] {
                let answer = person.asks(&path).await;
                let status = answer.status.as_u16();
                if route.contains('{') {
                    assert!([303, 403, 404, 405, 410].contains(&status), "{path} answers {status}");
                    assert!(status != 303 || answer.header("location").starts_with("/sign-in"), "{path}");
                }
                let text = answer.text();
                assert!(
                    !text.contains("Only in Serra") && !text.contains("=\"/@bruno"),
                    "{path} shows what is of Serra"
                );

                let posted = person.posts(&path, &[("title", "changed"), ("licence", "cc0-1.0")]).await.status.as_u16();
                assert!(
                    [204, 303, 400, 403, 404, 405, 410, 415, 422].contains(&posted),
                    "posting to {path} answers {posted}"
                );
                walked += 1;
            }
        }
    }
    assert!(walked > 80);

    let post = bruno.visits(&format!("/@bruno/{}", made.post)).await;
    assert_eq!(post.status, 200, "it is still there");
    assert!(post.main_text().contains("Only in Serra"));
    assert!(!post.main_text().contains("changed"));
    assert_eq!(bruno.asks(&format!("/media/{}", made.file)).await.status, 200);
}

#[tokio::test]
async fn a_cookie_of_one_community_means_signed_out_in_another() {
    let hub = Hub::start().await;
    let serra = hub.community("serra").await;
    hub.account(&serra, "ana", true).await;
    let ana = hub.person("ana").await;
    assert_eq!(ana.asks("/publish").await.status, 200);

    let visitor = hub.visitor("praia.localhost").await;
    let sign_in = visitor.posts("/sign-in", &[("login", "ana"), ("password", "ana likes the sea")]).await;
    let cookie = sign_in.header("set-cookie").split(';').next().expect("a cookie").to_owned();
    let stranger = hub.visitor("praia.localhost").await;
    assert_eq!(stranger.asks_with("/publish", &[("cookie", &cookie)]).await.status, 200, "at home it counts");

    let stolen = hub.visitor("serra.localhost").await.asks_with("/publish", &[("cookie", &cookie)]).await;
    assert_eq!((stolen.status.as_u16(), stolen.header("location")), (303, "/sign-in?next=%2Fpublish"));

    let serra = hub.visitor("serra.localhost").await;
    let headers = [("cookie", cookie.as_str()), ("origin", &serra.home)];
    serra.requests(reqwest::Method::POST, "/sign-out", &headers, |request| request).await;
    assert_eq!(stranger.asks_with("/publish", &[("cookie", &cookie)]).await.status, 200, "nothing ends it from there");
}

#[tokio::test]
async fn the_same_name_and_address_may_live_in_two_communities() {
    let hub = Hub::start().await;
    let serra = hub.community("serra").await;
    let praia_ana = hub.person("ana").await;
    let serra_ana = hub.person_of(&serra, "ana").await;

    publishes(&praia_ana, "ana", "The sea").await;
    assert!(praia_ana.visits("/@ana").await.main_text().contains("1 post"));
    assert!(serra_ana.visits("/@ana").await.main_text().contains("0 posts"));
}
