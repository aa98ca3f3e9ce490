//! Who may see and do what, over every route: a route that is not in a table here fails the test.

use heliograph_entity::user::Role;
use reqwest::Method;

use crate::support::{Answer, Hub, Person, photos};

/// The columns of the tables. Nina's account is private, and what is asked for is hers.
const ASKING: [&str; 9] = [
    "a guest",
    "a stranger",
    "somebody who asked",
    "a follower",
    "one of elsewhere",
    "a moderator",
    "an admin",
    "an operator",
    "Nina",
];

/// What an answer comes to: `o` opened or done, `s` led to the sign-in, `p` asked for proof, `h` led on, `x` not theirs,
/// `n` nothing there, `m` no such verb, `q` let in, but the form was empty.
fn letter(answer: &Answer) -> char {
    match (answer.status.as_u16(), answer.header("location")) {
        (303, at) if at.starts_with("/sign-in/again") => 'p',
        (303, at) if at.starts_with("/sign-in?") => 's',
        (301 | 303, _) => 'h',
        (200 | 204, _) => 'o',
        (403, _) => 'x',
        (404 | 410, _) => 'n',
        (405, _) => 'm',
        (400 | 415 | 422 | 429, _) => 'q',
        (status, _) => panic!("an answer of {status}"),
    }
}

const SEEN: &[(&str, &str)] = &[
    ("/", "ooooooooo"),
    ("/local", "ooooooooo"),
    // The page of a hashtag is there for all; what a private account publishes isn't on it.
    ("/tags/{tag}", "ooooooooo"),
    ("/following/tags", "soooooooo"),
    ("/search", "ooooooooo"),
    ("/authorize_interaction", "soooooooo"),
    // How to follow from elsewhere; whoever is signed in follows on the profile.
    ("/@{name}/follow", "ohhhhhhhh"),
    ("/setup/{token}", "nnnnnnnnn"),
    ("/sign-in", "ohhhhhhhh"),
    ("/sign-in/again", "soooooooo"),
    ("/sign-in/second", "hhhhhhhhh"),
    ("/sign-in/passkey", "ooooooooo"),
    ("/sign-up", "ohhhhhhhh"),
    ("/sign-up/sent", "ooooooooo"),
    ("/sign-up/again", "ooooooooo"),
    ("/sign-up/name", "ooooooooo"),
    ("/sign-up/waiting", "ooooooooo"),
    ("/sign-up/{token}", "nnnnnnnnn"),
    ("/invite/{code}", "nnnnnnnnn"),
    ("/reset", "ooooooooo"),
    ("/reset/{token}", "nnnnnnnnn"),
    ("/confirm/{token}", "nnnnnnnnn"),
    ("/confirm-email/{token}", "nnnnnnnnn"),
    ("/undo-email/{token}", "nnnnnnnnn"),
    ("/publish", "soooooooo"),
    ("/publish/items/{id}/preview", "snnnnnnnn"),
    ("/publish/drafts", "soooooooo"),
    ("/publish/{draft}", "snnnnnnnn"),
    ("/@{name}", "ooooooooo"),
    ("/@{name}/followers", "nnnonnnno"),
    ("/@{name}/following", "nnnonnnno"),
    ("/people/followed", "soooooooo"),
    ("/requests", "soooooooo"),
    ("/settings/privacy", "soooooooo"),
    ("/@{name}/pictures/{file}", "nnnnnnnnn"),
    ("/@{name}/{id}", "nnnonnnno"),
    ("/@{name}/{id}/{number}", "nnnhnnnnh"),
    ("/@{name}/{id}/pictures/{file}", "nnnonnnno"),
    ("/@{name}/{id}/videos/{item}", "nnnnnnnnn"),
    ("/@{name}/{id}/share", "nnnonnnno"),
    ("/@{name}/{id}/qr.svg", "nnnonnnno"),
    ("/@{name}/{id}/embed", "nnnnhnnnn"),
    ("/@{name}/{id}/photos/{photo}", "nnnnhnnnn"),
    ("/@{name}/{id}/photos/{photo}/download", "nnnxnnnno"),
    ("/@{name}/{id}/photos/{photo}/original", "snnxnnnno"),
    ("/@{name}/feed/atom", "oooohoooo"),
    ("/@{name}/feed/rss", "oooohoooo"),
    ("/@{name}/feed/json", "oooohoooo"),
    ("/tags/{tag}/feed/atom", "nnnnnnnnn"),
    ("/tags/{tag}/feed/rss", "nnnnnnnnn"),
    ("/tags/{tag}/feed/json", "nnnnnnnnn"),
    ("/oembed", "qqqqqqqqq"),
    ("/@{name}/{id}/edit", "snnxnnnno"),
    ("/@{name}/{id}/delete", "snnxnnnno"),
    ("/@{name}/{id}/history", "nnnonnnno"),
    ("/@{name}/{id}/deliveries", "snnxnnnno"),
    ("/@{name}/{id}/likes", "nnnonnnno"),
    ("/@{name}/{id}/boosts", "nnnonnnno"),
    ("/@{name}/block", "sooooooox"),
    ("/@{name}/report", "sooooooox"),
    ("/@{name}/{id}/report", "snnonnnnx"),
    ("/settings/blocks", "soooooooo"),
    ("/settings/servers", "soooooooo"),
    ("/comments/{id}/answer", "snnonnnno"),
    ("/comments/{id}/edit", "snnxnnnno"),
    ("/comments/{id}/remove", "snnxnnnno"),
    ("/@{name}/{id}/purge", "snnxnnnnn"),
    ("/archive", "soooooooo"),
    ("/trash", "soooooooo"),
    ("/select", "soooooooo"),
    ("/select/{id}", "snnnnnnnn"),
    ("/settings/licences", "soooooooo"),
    ("/about", "ooooooooo"),
    ("/about/servers", "ooooooooo"),
    ("/settings", "soooooooo"),
    ("/settings/moving", "soooooooo"),
    ("/settings/moving/away", "soooooooo"),
    ("/settings/posting", "soooooooo"),
    ("/settings/appearance", "soooooooo"),
    ("/settings/danger", "soooooooo"),
    ("/settings/danger/leave", "soooooooo"),
    ("/settings/profile", "soooooooo"),
    ("/settings/profile/avatar/original", "snnnnnnnn"),
    ("/settings/profile/header/original", "snnnnnnnn"),
    ("/settings/invites", "soooooooo"),
    ("/settings/account", "soooooooo"),
    ("/settings/account/password", "soooooooo"),
    ("/settings/account/email", "soooooooo"),
    ("/settings/two-factor", "soooooooo"),
    ("/settings/two-factor/app", "soooooooo"),
    ("/settings/two-factor/passkeys", "soooooooo"),
    ("/settings/sessions", "soooooooo"),
    ("/console", "sxxxxooxx"),
    ("/console/applications", "sxxxxooxx"),
    ("/console/invites", "sxxxxooxx"),
    ("/console/sign-up", "sxxxxxoxx"),
    ("/console/members", "sxxxxooxx"),
    ("/console/members/{name}", "sxxxxooxx"),
    ("/console/look", "sxxxxxoxx"),
    ("/console/limits", "sxxxxxoxx"),
    ("/console/staff", "sxxxxxoxx"),
    ("/console/servers", "sxxxxxoxx"),
    ("/console/servers/new", "sxxxxxoxx"),
    ("/console/servers/import", "sxxxxxoxx"),
    ("/console/servers/export", "sxxxxxoxx"),
    ("/console/servers/{id}", "sxxxxxnxx"),
    ("/console/reports", "sxxxxooxx"),
    ("/console/reports/{id}", "sxxxxnnxx"),
    ("/console/audit", "sxxxxooxx"),
    ("/operator", "sxxxnxxox"),
    ("/operator/communities", "sxxxnxxox"),
    ("/operator/communities/new", "sxxxnxxox"),
    ("/operator/communities/{id}", "sxxxnxxnx"),
    ("/operator/members", "sxxxnxxox"),
    ("/operator/servers", "sxxxnxxox"),
    ("/operator/jobs", "sxxxnxxox"),
    ("/operator/mail", "sxxxnxxox"),
    ("/operator/storage", "sxxxnxxox"),
    ("/operator/audit", "sxxxnxxox"),
    ("/operator/hub", "sxxxnxxox"),
    ("/.well-known/webfinger", "qqqqqqqqq"),
    ("/.well-known/host-meta", "ooooooooo"),
    ("/.well-known/nodeinfo", "ooooooooo"),
    ("/nodeinfo/{version}", "nnnnnnnnn"),
    ("/ap/actor", "ooooooooo"),
    ("/ap/actor/{collection}", "nnnnnnnnn"),
    ("/ap/accounts/{id}", "nnnnnnnnn"),
    ("/ap/accounts/{id}/outbox", "nnnnnnnnn"),
    ("/ap/accounts/{id}/featured", "nnnnnnnnn"),
    ("/ap/accounts/{id}/followers", "nnnnnnnnn"),
    ("/ap/accounts/{id}/following", "nnnnnnnnn"),
    // What is for followers is told to nobody, whatever their session says.
    ("/ap/posts/{id}", "nnnnnnnnn"),
    ("/ap/posts/{id}/activity", "nnnnnnnnn"),
    ("/ap/posts/{id}/replies", "nnnnnnnnn"),
    ("/ap/posts/{id}/likes", "nnnnnnnnn"),
    ("/ap/posts/{id}/shares", "nnnnnnnnn"),
    ("/media/{file}", "nnnnnnnnn"),
    ("/assets/{file}", "nnnnnnnnn"),
];

const DONE: &[(&str, &str)] = &[
    ("/tags/{tag}/follow", "shhhhhhhh"),
    ("/tags/{tag}/unfollow", "shhhhhhhh"),
    ("/setup/{token}", "nnnnnnnnn"),
    ("/sign-in", "qqqqqqqqq"),
    ("/sign-in/again", "sqqqqqqqq"),
    ("/sign-in/second", "hhhhhhhhh"),
    ("/sign-in/passkey", "qqqqqqqqq"),
    ("/sign-in/switch", "nnnnnnnnn"),
    ("/sign-up", "qqqqqqqqq"),
    ("/sign-up/again", "qqqqqqqqq"),
    ("/sign-up/{token}", "nnnnnnnnn"),
    ("/reset", "qqqqqqqqq"),
    ("/reset/{token}", "nnnnnnnnn"),
    ("/confirm/{token}", "nnnnnnnnn"),
    ("/confirm-email/{token}", "nnnnnnnnn"),
    ("/undo-email/{token}", "nnnnnnnnn"),
    ("/publish", "sqqqqqqqq"),
    ("/publish/items", "sqqqqqqqq"),
    ("/publish/save", "sqqqqqqqq"),
    ("/publish/drafts/{draft}", "snnnnnnnn"),
    ("/@{name}/{id}/like", "snnhnnnnh"),
    ("/@{name}/{id}/unlike", "snnhnnnnh"),
    // What is for followers is for nobody else.
    ("/@{name}/{id}/boost", "snnxnnnnx"),
    ("/@{name}/{id}/unboost", "snnhnnnnh"),
    ("/@{name}/{id}/comments", "snnqnnnnq"),
    ("/comments/{id}/answer", "snnqnnnnq"),
    ("/@{name}/{id}/report", "snnqnnnnx"),
    ("/comments/{id}/edit", "snnxnnnnq"),
    // Removed by its author, it is there for nobody.
    ("/comments/{id}/remove", "snnxnnnnh"),
    ("/@{name}/{id}/edit", "snnxnnnnq"),
    ("/@{name}/{id}/items", "snnxnnnnq"),
    ("/@{name}/{id}/pin", "snnxnnnnh"),
    ("/@{name}/{id}/archive", "snnxnnnnh"),
    ("/settings/moving", "sqqqqqqqq"),
    ("/settings/moving/{id}/remove", "snnnnnnnn"),
    ("/settings/moving/away", "sqqqqqqqq"),
    ("/settings/moving/cancel", "shhhhhhhh"),
    ("/settings/posting", "sqqqqqqqq"),
    ("/settings/servers", "sqqqqqqqq"),
    ("/settings/servers/{id}/lift", "snnnnnnnn"),
    ("/settings/appearance", "sqqqqqqqq"),
    ("/settings/danger/leave", "sqqqqqqqq"),
    ("/settings/profile", "shhhhhhhh"),
    ("/settings/profile/avatar", "sqqqqqqqq"),
    ("/settings/profile/avatar/remove", "shhhhhhhh"),
    ("/settings/profile/header", "sqqqqqqqq"),
    ("/settings/profile/header/remove", "shhhhhhhh"),
    ("/settings/invites", "sxxxxqqxx"),
    ("/settings/invites/{id}/revoke", "snnnnnnnn"),
    ("/settings/account/password", "sqqqqqqqq"),
    ("/settings/account/email", "sqqqqqqqq"),
    ("/settings/two-factor/app", "sqqqqqqqq"),
    ("/settings/two-factor/off", "shhhhhhhh"),
    ("/settings/two-factor/codes", "snnnnnnnn"),
    ("/settings/two-factor/passkeys", "sqqqqqqqq"),
    ("/settings/two-factor/passkeys/{id}/remove", "snnnnnnnn"),
    ("/settings/sessions/end-others", "shhhhhhhh"),
    ("/settings/sessions/{id}/end", "snnnnnnnn"),
    ("/settings/privacy", "sqqqqqqqq"),
    ("/console/applications/{id}", "sxxxxqqxx"),
    ("/console/invites/{id}/revoke", "sxxxxnnxx"),
    ("/console/sign-up", "sxxxxxqxx"),
    ("/console/rules", "sxxxxxhxx"),
    ("/console/members/{name}/role", "sxxxxqqxx"),
    ("/console/members/{name}/notes", "sxxxxqqxx"),
    ("/console/members/{name}/confirmation", "sxxxxhhxx"),
    ("/console/members/{name}/sign-out", "sxxxxqqxx"),
    ("/console/look", "sxxxxxqxx"),
    ("/console/limits", "sxxxxxqxx"),
    ("/console/staff", "sxxxxxhxx"),
    ("/console/first-steps", "sxxxxxhxx"),
    ("/@{name}/report", "sqqqqqqqx"),
    ("/console/reports/{id}", "sxxxxnnxx"),
    ("/console/reports/{id}/reopen", "sxxxxnnxx"),
    ("/console/servers", "sxxxxxqxx"),
    ("/console/servers/federating", "sxxxxxhxx"),
    ("/console/servers/import", "sxxxxxqxx"),
    ("/console/servers/import/apply", "sxxxxxqxx"),
    ("/console/servers/{id}/lift", "sxxxxxnxx"),
    ("/console/look/logo", "sxxxxxqxx"),
    ("/console/look/logo/remove", "sxxxxxhxx"),
    ("/operator/communities/new", "sxxxnxxqx"),
    ("/operator/communities/{id}", "sxxxnxxnx"),
    ("/operator/communities/{id}/account-domain", "sxxxnxxnx"),
    ("/operator/servers/{id}/try", "sxxxnxxnx"),
    ("/@{name}/{id}/deliveries/{delivery}", "snnnnnnnn"),
    ("/operator/jobs/{id}/retry", "sxxxnxxnx"),
    ("/operator/jobs/{id}/drop", "sxxxnxxnx"),
    ("/operator/mail/test", "sxxxnxxhx"),
    ("/operator/hub", "sxxxnxxhx"),
    ("/reports/csp", "ooooooooo"),
    // Nobody's who is not another server's, whatever their session.
    ("/ap/inbox", "qqqqqqqqq"),
    ("/ap/accounts/{id}/inbox", "nnnnnnnnn"),
    ("/requests/{id}/approve", "snnnnnnnh"),
    ("/requests/{id}/reject", "snnnnnnnh"),
    ("/@{name}/follow", "shhhhhhhx"),
    ("/@{name}/follow-from", "qqqqnqqqq"),
    ("/@{name}/unfollow", "shhhhhhhn"),
    ("/@{name}/remove", "shhhhhhhn"),
    ("/@{name}/{id}/delete", "snnnnnnnh"),
    ("/select", "sqqqqqqqq"),
    ("/select/apply", "sqqqqqqqq"),
    ("/select/{id}/undo", "snnnnnnnn"),
    ("/@{name}/{id}/restore", "snnnnnnnh"),
    ("/@{name}/{id}/purge", "snnnnnnnn"),
    ("/@{name}/block", "shhhhhhhx"),
    ("/@{name}/unblock", "shhhhhhhh"),
    ("/sign-out", "hhhhhhhhh"),
];

struct Stage {
    hub: Hub,
    people: Vec<Person>,
    post: String,
    picture: String,
    photo: String,
    request: String,
    /// Of Nina, on her post.
    comment: String,
}

async fn stage() -> Stage {
    let hub = Hub::start().await;
    let serra = hub.community("serra").await;
    let [tom, mara, fay, moda, adam, opal, nina] =
        hub.people(["tom", "mara", "fay", "moda", "adam", "opal", "nina"]).await;
    let sara = hub.person_of(&serra, "sara").await;
    hub.promote("moda", Role::Moderator).await;
    hub.promote("adam", Role::Admin).await;
    hub.make_operator("opal").await;

    fay.posts("/@nina/follow", &[]).await;
    nina.posts("/settings/privacy", &[("part", "private"), ("old", "leave")]).await;
    mara.posts("/@nina/follow", &[]).await;
    let page = nina.visits("/publish").await.attaches("photos", "sea.jpg", photos::jpeg(320, 240, 1));
    let page = page.fills("caption", "For those who follow").presses("Publish").await;
    let commented = nina.posts(&format!("{}/comments", page.path), &[("comment", "With thanks")]).await;
    let comment = commented.header("location").rsplit('-').next().expect("an id").to_owned();
    let request = nina.visits("/requests").await.attribute("form[action$='/approve']", "action");
    Stage {
        post: page.path.rsplit('/').next().expect("an id").to_owned(),
        picture: page.attribute("img.u-photo", "src").rsplit('/').next().expect("a name").to_owned(),
        photo: page.attribute("a[href$='/download']", "href").rsplit('/').nth(1).expect("an id").to_owned(),
        request: request.split('/').nth(2).expect("an id").to_owned(),
        comment,
        people: vec![hub.visitor("praia.localhost").await, tom, mara, fay, sara, moda, adam, opal, nina],
        hub,
    }
}

impl Stage {
    /// The route as this person asks for it.
    fn path(&self, route: &str, asking: &str) -> String {
        let nina = if asking == "one of elsewhere" { "nina@praia.localhost" } else { "nina" };
        let id = match route {
            _ if route.starts_with("/requests") => &self.request,
            _ if route.starts_with("/comments") => &self.comment,
            _ => &self.post,
        };
        route
            .replace("{name}", nina)
            .replace("{id}", id)
            .replace("{file}", &self.picture)
            .replace("{photo}", &self.photo)
            .replace("{tag}", "sea")
            .replace("{draft}", "1")
            .replace("{delivery}", "1")
            .replace("{number}", "1")
            .replace("{tag}", "sea")
            .replace("{token}", "token")
            .replace("{code}", "code")
    }

    async fn row(&self, method: &Method, route: &str) -> String {
        let mut row = String::new();
        for (asking, person) in ASKING.iter().zip(&self.people) {
            let (path, origin) = (self.path(route, asking), person.home.clone());
            let empty: [(&str, &str); 0] = [];
            let answer = match *method {
                Method::GET => person.asks(&path).await,
                _ => {
                    person.requests(method.clone(), &path, &[("origin", &origin)], |request| request.form(&empty)).await
                }
            };
            row.push(letter(&answer));
        }
        row
    }
}

async fn holds(method: Method, table: &[(&str, &str)]) {
    let stage = stage().await;
    let mut wrong = Vec::new();
    let beyond = heliograph::routes::paths().into_iter().filter(|path| table.iter().all(|(route, _)| route != path));
    for route in table.iter().map(|(route, _)| *route).chain(beyond) {
        let expected = table.iter().find(|(known, _)| *known == route).map_or("", |(_, row)| row);
        let row = stage.row(&method, route).await;
        // What answers to nobody in this way has no row.
        if row != expected && !(expected.is_empty() && row.chars().all(|letter| letter == 'm')) {
            wrong.push(format!("    (\"{route}\", \"{row}\"), // instead of {expected}"));
        }
    }
    stage.hub.settles().await;
    assert!(wrong.is_empty(), "{method} as {ASKING:?}:\n{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_sees_what_is_for_them_and_nothing_else() {
    holds(Method::GET, SEEN).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_does_what_is_theirs_and_nothing_else() {
    holds(Method::POST, DONE).await;
}
