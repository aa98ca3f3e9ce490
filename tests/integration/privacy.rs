use reqwest::multipart;

use crate::support::{Hub, Page, Person, photos};

async fn publishes(person: &Person, title: &str, audience: Option<&str>) -> Page {
    let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(480, 360, 1));
    let page = match audience {
        Some(audience) => page.fills("audience", audience),
        None => page,
    };
    let page = page.fills("title", title).presses("Publish").await;
    assert_eq!(page.text("h1"), title, "{}", page.main_text());
    page
}

async fn becomes_private(person: &Person, old: &str) {
    let page = person.visits("/settings/privacy").await.fills("old", old).presses("Make my account private").await;
    assert!(page.text(".notice").contains("private now"), "{}", page.main_text());
}

/// What somebody sees of a post: on the author's profile, its own page, its picture, and their own home page.
async fn sees(person: &Person, author: &str, post: &Page, picture: &str) -> [bool; 4] {
    let title = post.text("h1");
    let id = post.path.rsplit('/').next().expect("an id");
    let profile = person.visits(&format!("/@{author}")).await;
    assert_eq!(profile.status, 200, "the profile itself is there for everybody");
    let picture =
        picture.rsplit_once("/@ana/").map_or_else(|| picture.to_owned(), |(_, rest)| format!("/@{author}/{rest}"));
    let page = person.visits(&format!("/@{author}/{id}")).await;
    assert!([200, 404].contains(&page.status), "{}", page.status);
    [
        profile.attributes(".tile a", "href").iter().any(|href| href.ends_with(id)),
        page.status == 200 && page.text("h1") == title,
        person.asks(&picture).await.status == 200,
        person.visits("/").await.main_text().contains(&title),
    ]
}

#[tokio::test]
async fn each_sees_what_is_for_them() {
    let hub = Hub::start().await;
    let serra = hub.community("serra").await;
    let [ana, stranger, follower, removed, requested] =
        hub.people(["ana", "stranger", "follower", "removed", "requested"]).await;
    let distant = hub.person_of(&serra, "distant").await;
    let elsewhere = hub.person_of(&serra, "elsewhere").await;
    let guest = hub.visitor("praia.localhost").await;
    for person in [&follower, &removed] {
        person.posts("/@ana/follow", &[]).await;
    }
    distant.posts("/@ana@praia.localhost/follow", &[]).await;
    // So that their home pages are those of members who follow somebody.
    for person in [&stranger, &requested, &ana] {
        person.posts("/@removed/follow", &[]).await;
    }
    elsewhere.posts("/@distant/follow", &[]).await;

    let public = publishes(&ana, "For everybody", Some("public")).await;
    let quiet = publishes(&ana, "For whoever finds it", Some("unlisted")).await;
    let closed = publishes(&ana, "For followers only", Some("followers")).await;
    let picture = |page: &Page| page.attribute("img.u-photo", "src");
    assert!(picture(&public).starts_with("/media/") && picture(&quiet).starts_with("/media/"));
    assert!(picture(&closed).starts_with("/@ana/"), "{}", picture(&closed));
    assert!(!closed.has("meta[property='og:image']") && closed.has("meta[name='robots']"));

    becomes_private(&ana, "leave").await;
    removed.visits("/@ana").await;
    let row = ana.posts("/@removed/remove", &[]).await;
    assert_eq!(row.status, 303);
    requested.posts("/@ana/follow", &[]).await;

    let all = [true; 4];
    let (public_only, none) = ([true, true, true, false], [false; 4]);
    for (person, who, of_public, of_closed) in [
        (&guest, "a guest", all, none),
        (&stranger, "a stranger", public_only, none),
        (&requested, "somebody who has asked", public_only, none),
        (&follower, "a follower", all, all),
        (&removed, "a removed follower", all, none),
        (&ana, "herself", all, all),
    ] {
        assert_eq!(sees(person, "ana", &public, &picture(&public)).await, of_public, "{who}, public");
        assert_eq!(sees(person, "ana", &closed, &picture(&closed)).await, of_closed, "{who}, for followers");
    }
    // A member of another community has the same rights there, under addresses of their own.
    let there = "ana@praia.localhost";
    let public_there = distant.visits(&format!("/@{there}{}", public.path.trim_start_matches("/@ana"))).await;
    let picture_there = picture(&public_there);
    assert_eq!(sees(&distant, there, &public, &picture_there).await, all);
    assert_eq!(sees(&distant, there, &closed, &picture(&closed)).await, all);
    assert_eq!(sees(&elsewhere, there, &public, &picture_there).await, public_only);
    assert_eq!(sees(&elsewhere, there, &closed, &picture(&closed)).await, none);

    // Quiet posts stand on no page of the community.
    assert!(!guest.visits("/").await.main_text().contains("For whoever finds it"));
    assert!(!follower.visits("/local").await.main_text().contains("For whoever finds it"));
    assert!(follower.visits("/").await.main_text().contains("For whoever finds it"));
    assert_eq!(guest.asks(&quiet.path).await.status, 200);

    // The way from one post to the next leads past what may not be seen.
    let older = |page: &Page| page.attribute(".neighbours [rel='prev']", "href");
    assert_eq!(older(&guest.visits(&quiet.path).await), "");
    assert_eq!(older(&follower.visits(&quiet.path).await), closed.path);

    // A page that one may not see is no way to find out what was there.
    ana.posts(&format!("{}/delete", closed.path), &[]).await;
    assert_eq!(stranger.asks(&closed.path).await.status, 404);
    ana.posts(&format!("{}/delete", public.path), &[]).await;
    hub.after(std::time::Duration::from_secs(31 * 24 * 3600)).await;
    for person in [&guest, &stranger, &follower] {
        assert_eq!(person.asks(&closed.path).await.status, 404, "nor does what is left of it say so");
        assert_eq!(person.asks(&public.path).await.status, 410);
    }
}

#[tokio::test]
async fn going_private_takes_the_pictures_away_at_once() {
    let hub = Hub::start().await;
    let [ana, tom, eva] = hub.people(["ana", "tom", "eva"]).await;
    tom.posts("/@ana/follow", &[]).await;
    let post = publishes(&ana, "Once public", None).await;
    let addresses = post.attributes("img.u-photo", "src");
    let guest = hub.visitor("praia.localhost").await;
    assert_eq!(guest.asks(&addresses[0]).await.status, 200);

    becomes_private(&ana, "followers").await;
    for address in &addresses {
        assert_eq!(guest.asks(address).await.status, 404, "the old address is gone at once");
        assert_eq!(ana.asks(address).await.status, 404);
    }
    assert_eq!(eva.asks(&post.path).await.status, 404);
    assert!(!guest.visits("/").await.main_text().contains("Once public"));
    let profile = eva.visits("/@ana").await;
    assert!(profile.main_text().contains("ana shares photographs with followers"), "{}", profile.main_text());
    assert!(!profile.has(".tile") && !profile.has("meta[property='og:image']"));
    assert!(profile.has("meta[name='robots'][content='noindex']"));

    let seen = tom.visits(&post.path).await;
    let picture = seen.attribute("img.u-photo", "src");
    let answer = tom.asks(&picture).await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("cache-control").starts_with("private, max-age="), "{}", answer.header("cache-control"));
    assert_eq!(answer.header("content-type"), "image/jpeg");
    assert_eq!((eva.asks(&picture).await.status.as_u16(), guest.asks(&picture).await.status.as_u16()), (404, 404));
    hub.settles().await;
    assert_eq!(tom.asks(&picture).await.status, 200, "the sweep leaves what is in use");

    // What is published from now on is for followers, whatever the form says.
    let later = publishes(&ana, "Later", None).await;
    assert_eq!(guest.asks(&later.path).await.status, 404);
    assert_eq!(tom.asks(&later.path).await.status, 200);
    let form = multipart::Form::new().text("licence", "cc0-1.0").text("audience", "public").text("action", "save");
    let edit = ana.sends(&format!("{}/edit", later.path), form).await;
    assert_eq!(edit.status, 422);

    // Going public again gives nothing away unasked.
    eva.posts("/@ana/follow", &[]).await;
    let page = ana.visits("/settings/privacy").await.presses("Make my account public").await;
    assert!(page.main_text().contains("Your account is public"), "{}", page.main_text());
    hub.settles().await;
    assert_eq!(guest.asks(&post.path).await.status, 404);
    assert!(ana.visits("/requests").await.has(".rows"), "who waits goes on waiting");

    becomes_private(&ana, "leave").await;
    let page = ana.visits("/settings/privacy").await.fills("widen", "yes").fills("accept", "yes");
    page.presses("Make my account public").await;
    hub.settles().await;
    let widened = guest.visits(&post.path).await;
    assert_eq!(widened.status, 200);
    let picture = widened.attribute("img.u-photo", "src");
    assert!(picture.starts_with("/media/") && !addresses.contains(&picture), "{picture}");
    assert_eq!(guest.asks(&picture).await.status, 200);
    assert!(!ana.visits("/requests").await.has(".rows"));
    assert!(eva.visits("/@ana").await.main_text().contains("2 followers"));
}

#[tokio::test]
async fn one_post_gets_another_audience() {
    let hub = Hub::start().await;
    let [ana, tom] = hub.people(["ana", "tom"]).await;
    let post = publishes(&ana, "Second thoughts", None).await;
    let public = post.attribute("img.u-photo", "src");

    let page = ana.visits(&format!("{}/edit", post.path)).await;
    assert!(page.has("input[name='audience'][value='public'][checked]"));
    let page = page.fills("audience", "followers").presses("Save changes").await;
    assert!(!page.main_text().contains("Edited"), "the words are the same");
    assert_eq!((tom.asks(&post.path).await.status.as_u16(), tom.asks(&public).await.status.as_u16()), (404, 404));
    assert_eq!(ana.asks(&page.attribute("img.u-photo", "src")).await.status, 200);

    ana.visits(&format!("{}/edit", post.path)).await.fills("audience", "public").presses("Save changes").await;
    let page = tom.visits(&post.path).await;
    assert_eq!(tom.asks(&page.attribute("img.u-photo", "src")).await.status, 200);
    let form = multipart::Form::new().text("licence", "cc0-1.0").text("audience", "x").text("action", "save");
    assert_eq!(ana.sends(&format!("{}/edit", post.path), form).await.status, 422);
}

#[tokio::test]
async fn who_would_rather_not_be_indexed_is_not() {
    let hub = Hub::start().await;
    let ana = hub.person("ana").await;
    let post = publishes(&ana, "Quiet", None).await.path;
    let guest = hub.visitor("praia.localhost").await;
    for path in ["/@ana", post.as_str()] {
        assert!(!guest.visits(path).await.has("meta[name='robots']"), "{path}");
    }
    ana.visits("/settings/privacy").await.fills("indexable", "no").presses("Save what may be found").await;
    for path in ["/@ana", post.as_str()] {
        assert!(guest.visits(path).await.has("meta[name='robots'][content='noindex']"), "{path}");
    }
    assert!(!ana.visits("/settings/privacy").await.has("#indexable[checked]"));
    assert_eq!(ana.posts("/settings/privacy", &[("part", "private"), ("old", "x")]).await.status, 422);
    assert_eq!(ana.posts("/settings/privacy", &[("part", "connections"), ("connections", "x")]).await.status, 422);
    assert_eq!(guest.asks("/settings/privacy").await.status, 303);
}
