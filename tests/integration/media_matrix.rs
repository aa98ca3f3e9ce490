//! Every file of every kind of post, asked for by everybody in every way: what they get, and how long it may be kept.

use heliograph_entity::{audience, file, item, post, values::PostId};
use reqwest::Method;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::support::{Hub, Person, photos};

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FOR_A_WHILE: &str = "private, max-age=600";
/// Of a page that says no.
const NOT_KEPT: &str = "private, no-cache";

struct Asker {
    name: &'static str,
    person: Person,
    /// How they write the author's address where they are.
    author: String,
}

/// A post and the addresses of its first photo.
struct Shown {
    name: &'static str,
    id: String,
    /// Under its own name, where anybody may ask; those of restricted files lead nowhere.
    direct: Vec<String>,
    /// What they are called behind the post's address.
    renditions: Vec<String>,
    original: String,
}

/// Publishes a photo for everybody.
async fn publishes(hub: &Hub, person: &Person, name: &'static str, seed: u32) -> Shown {
    let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(400, 300, seed));
    let mut page = page.presses("Publish").await;
    while page.path.starts_with("/publish/") {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        page = person.visits(&page.path).await;
    }
    let id = page.path.rsplit('/').next().expect("an id").to_owned();
    let mut shown = Shown { name, id, direct: Vec::new(), renditions: Vec::new(), original: String::new() };
    shown.look_up(hub).await;
    shown
}

impl Shown {
    /// Notes where the files lie now; what was public before is still asked for.
    #[expect(clippy::disallowed_methods, reason = "a test looks at the tables themselves")]
    async fn look_up(&mut self, hub: &Hub) {
        let db = hub.app.db.reader();
        let id: PostId = self.id.parse().expect("an id");
        let item = item::Entity::find().filter(item::Column::PostId.eq(id)).one(db).await.expect("an answer");
        let of_item = file::Column::ItemId.eq(item.expect("a photo").id);
        let kept = file::Entity::find().filter(of_item).filter(file::Column::State.eq(file::State::Kept));
        let kept = kept.all(db).await.expect("an answer");
        let name = |file: &file::Model| file.key.rsplit('/').next().expect("a name").to_owned();
        let (originals, renditions): (Vec<_>, Vec<_>) = kept.iter().partition(|file| file.role == file::Role::Original);
        self.original = name(originals.first().expect("its original"));
        self.renditions = renditions.into_iter().map(name).collect();
        let direct = self.renditions.iter().map(|name| format!("/media/{name}"));
        self.direct.extend(direct.collect::<Vec<_>>());
    }

    async fn gets_audience(&mut self, hub: &Hub, person: &Person, audience: &str) {
        let edit = person.visits(&format!("/@ana/{}/edit", self.id)).await;
        assert_eq!(edit.fills("audience", audience).presses("Save changes").await.status, 200);
        hub.settles().await;
        self.look_up(hub).await;
    }
}

/// What an answer must be: its code, and how long it may be kept.
type Due = (u16, &'static str);

/// Asks in every way there is.
async fn asks_in_every_way(asker: &Asker, path: &str, due: Due, what: &str) {
    let (code, caching) = due;
    let who = format!("{} asks for {what}", asker.name);
    let plain = asker.person.asks(path).await;
    assert_eq!((plain.status.as_u16(), plain.header("cache-control")), due, "{who}");
    let allowed = code == 200;
    let tag = plain.header("etag").to_owned();
    assert_eq!(tag.is_empty(), !allowed, "{who}: a tag tells that there is something");
    assert_eq!(plain.header("content-type").starts_with("image/"), allowed, "{who}");

    // Whoever is not let in learns nothing more by knowing the tag from before.
    let name = path.rsplit('/').next().expect("a name");
    let tag = if allowed { tag } else { format!("\"{name}\"") };
    type Way<'a> = (&'a str, &'a [(&'a str, &'a str)], u16);
    let ways: [Way; 6] = [
        ("a part", &[("range", "bytes=2-5")], 206),
        ("what is new", &[("if-none-match", &tag)], 304),
        ("what is new, whatever it is", &[("if-none-match", "*")], 304),
        ("another version", &[("if-none-match", "\"other\"")], 200),
        ("a part of this version", &[("range", "bytes=2-5"), ("if-range", &tag)], 206),
        ("a part of another version", &[("range", "bytes=2-5"), ("if-range", "\"other\"")], 200),
    ];
    for (way, headers, if_allowed) in ways {
        let answer = asker.person.asks_with(path, headers).await;
        let wanted = if allowed { if_allowed } else { code };
        assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (wanted, caching), "{who}: {way}");
        match wanted {
            206 => assert_eq!(answer.body, plain.body[2..6], "{who}: {way}"),
            304 => assert!(answer.body.is_empty(), "{who}: {way}"),
            200 => assert_eq!(answer.body, plain.body, "{who}: {way}"),
            _ => assert!(!answer.header("content-type").starts_with("image/"), "{who}: {way}"),
        }
    }
    let head = asker.person.requests(Method::HEAD, path, &[], |request| request).await;
    assert_eq!(
        (head.status.as_u16(), head.header("cache-control"), head.body.len()),
        (code, caching, 0),
        "{who}: HEAD"
    );
    if caching == FOR_A_WHILE {
        assert!(plain.header("vary").to_lowercase().contains("cookie"), "{who}: for whoever is signed in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_file_is_for_those_whom_its_post_is_for() {
    let hub = Hub::start().await;
    let [ana, tom, nora, rita, remo, sam, mod_] =
        hub.people(["ana", "tom", "nora", "rita", "remo", "sam", "mira"]).await;
    hub.promote("mira", heliograph_entity::user::Role::Moderator).await;
    let serra = hub.community("serra").await;
    let [zoe, finn] = [hub.person_of(&serra, "zoe").await, hub.person_of(&serra, "finn").await];
    let from_afar = "/@ana@praia.localhost".to_owned();
    for (person, address) in [(&tom, "/@ana"), (&remo, "/@ana"), (&finn, from_afar.as_str())] {
        assert_eq!(person.posts(&format!("{address}/follow"), &[]).await.status, 303, "{} follows", person.home);
    }

    let public = publishes(&hub, &ana, "a public post", 1).await;
    let mut unlisted = publishes(&hub, &ana, "an unlisted post", 2).await;
    let mut followers = publishes(&hub, &ana, "a post for followers", 3).await;
    let mut named = publishes(&hub, &ana, "a post for named people", 4).await;
    let mut widened = publishes(&hub, &ana, "a post that was for followers", 5).await;
    let deleted = publishes(&hub, &ana, "a deleted post", 6).await;
    let mut hidden = publishes(&hub, &ana, "a deleted post for followers", 7).await;
    let mut archived = publishes(&hub, &ana, "an archived post for followers", 8).await;
    let mut put_away = publishes(&hub, &ana, "an archived post that was public", 10).await;
    unlisted.gets_audience(&hub, &ana, "unlisted").await;
    followers.gets_audience(&hub, &ana, "followers").await;
    hidden.gets_audience(&hub, &ana, "followers").await;
    widened.gets_audience(&hub, &ana, "followers").await;
    widened.gets_audience(&hub, &ana, "public").await;
    named.gets_audience(&hub, &ana, "followers").await;
    archived.gets_audience(&hub, &ana, "followers").await;
    name(&hub, &named, &["nora", "finn"]).await;
    for kept in [&mut archived, &mut put_away] {
        assert_eq!(ana.posts(&format!("/@ana/{}/archive", kept.id), &[]).await.status, 303);
        hub.settles().await;
        kept.look_up(&hub).await;
    }
    for gone in [&deleted, &hidden] {
        assert_eq!(ana.posts(&format!("/@ana/{}/delete", gone.id), &[]).await.status, 303);
    }
    hub.settles().await;
    // From now on whoever wants to follow has to ask.
    ana.visits("/settings/privacy").await.fills("old", "leave").presses("Make my account private").await;
    rita.posts("/@ana/follow", &[]).await;
    ana.posts("/@remo/remove", &[]).await;
    let draft =
        ana.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(400, 300, 9)).presses("Add photos");
    let preview = draft.await.attribute("img[src*='/preview']", "src");

    let here = "/@ana".to_owned();
    let at_praia = |name, person: &Person| Asker { name, person: person.clone(), author: here.clone() };
    let askers = [
        at_praia("a guest", &hub.visitor("praia.localhost").await),
        at_praia("a stranger", &sam),
        at_praia("a follower", &tom),
        at_praia("somebody who has asked to follow", &rita),
        at_praia("a removed follower", &remo),
        at_praia("somebody named", &nora),
        at_praia("the author", &ana),
        at_praia("a moderator", &mod_),
        at_praia("a member of another community, here", &zoe.at(hub.address, "praia.localhost")),
        Asker { name: "a member of another community, there", person: zoe.clone(), author: from_afar.clone() },
        Asker { name: "a follower and named, from another community", person: finn.clone(), author: from_afar.clone() },
    ];
    // For each of the askers: whether they may see it.
    let everybody = [true; 11];
    let nobody = [false; 11];
    let to_author = [false, false, false, false, false, false, true, false, false, false, false];
    let to_followers = [false, false, true, false, false, false, true, false, false, false, true];
    let to_named = [false, false, false, false, false, true, true, false, false, false, true];
    let rows = [
        (&public, everybody, 404),
        (&unlisted, everybody, 404),
        (&widened, everybody, 404),
        (&followers, to_followers, 404),
        (&named, to_named, 404),
        (&archived, to_author, 404),
        (&put_away, to_author, 404),
        (&deleted, nobody, 410),
        (&hidden, nobody, 404),
    ];

    for (at, asker) in askers.iter().enumerate() {
        for (post, may, otherwise) in &rows {
            let through = |file: &str| format!("{}/{}/pictures/{file}", asker.author, post.id);
            for file in &post.renditions {
                let due = if may[at] { (200, FOR_A_WHILE) } else { (*otherwise, NOT_KEPT) };
                asks_in_every_way(asker, &through(file), due, &format!("a picture of {}", post.name)).await;
            }
            let due = if may[at] { (404, NOT_KEPT) } else { (*otherwise, NOT_KEPT) };
            asks_in_every_way(asker, &through(&post.original), due, &format!("the original of {}", post.name)).await;
            let original = format!("/media/{}", post.original);
            asks_in_every_way(asker, &original, (404, NOT_KEPT), &format!("the original of {}", post.name)).await;
            // Only what is for everybody lies where anybody may ask, and only at home. What lay there before is gone.
            let at_home = asker.author == here;
            for path in &post.direct {
                let current = post.renditions.iter().any(|name| path.ends_with(name.as_str()));
                let open = at_home && current && *may == everybody;
                let due = if open { (200, FOR_EVER) } else { (404, NOT_KEPT) };
                asks_in_every_way(asker, path, due, &format!("an address of {}", post.name)).await;
            }
        }
        // A draft is its author's alone. Whoever is signed out is led to the sign-in.
        let due = match asker.name {
            "the author" => (200, FOR_A_WHILE),
            "a guest" | "a member of another community, here" => (303, NOT_KEPT),
            _ => (404, NOT_KEPT),
        };
        let answer = asker.person.asks(&preview).await;
        assert_eq!((answer.status.as_u16(), answer.header("cache-control")), due, "{} asks for a draft", asker.name);
    }
}

/// Makes the post one for these people.
#[expect(clippy::disallowed_methods, reason = "a test looks at the tables themselves")]
async fn name(hub: &Hub, shown: &Shown, names: &[&str]) {
    let id: PostId = shown.id.parse().expect("an id");
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    for name in names {
        let accounts = heliograph_entity::account::Entity::find();
        let of_name = heliograph_entity::account::Column::Name.eq(*name);
        let account = accounts.filter(of_name).one(&tx).await.expect("an answer").expect("an account");
        let row = audience::ActiveModel { post_id: Set(id), account_id: Set(account.id) };
        audience::Entity::insert(row).exec_without_returning(&tx).await.expect("written");
    }
    let change = post::ActiveModel { visibility: Set(post::Visibility::Named), ..Default::default() };
    post::Entity::update_many().set(change).filter(post::Column::Id.eq(id)).exec(&tx).await.expect("written");
    tx.commit().await.expect("committed");
}
