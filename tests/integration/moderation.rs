use crate::support::{Hub, Person, photos};
use heliograph::accounts;
use heliograph_entity::user::Role;
use reqwest::multipart::{Form, Part};

/// A hub with a moderator, an admin and an owner.
async fn staffed() -> (Hub, [Person; 4]) {
    let hub = Hub::start().await;
    let people = hub.people(["mira", "moda", "adam", "olga"]).await;
    hub.promote("moda", Role::Moderator).await;
    hub.promote("adam", Role::Admin).await;
    hub.promote("olga", Role::Owner).await;
    (hub, people)
}

async fn role_of(hub: &Hub, name: &str) -> Role {
    let user = accounts::user_by_login(hub.app.db.reader(), &hub.praia().await.tenant, name).await;
    user.expect("an answer").expect("a user").role
}

#[tokio::test]
async fn everybody_opens_and_does_what_is_theirs_and_nothing_else() {
    let (hub, [member, moda, adam, olga]) = staffed().await;
    let serra = hub.community("serra").await;
    let sara = hub.person_of(&serra, "sara").await;
    heliograph::moderation::promote(&hub.app, &serra.tenant, "sara", Some(Role::Owner), Some(true))
        .await
        .expect("promoted");
    let opal = hub.person("opal").await;
    hub.make_operator("opal").await;
    let visitor = hub.visitor("praia.localhost").await;
    let elsewhere = sara.at(hub.address, "praia.localhost");

    // Who stands in which column: visitor, member, moderator, admin, owner, operator, owner of another community.
    let columns = [&visitor, &member, &moda, &adam, &olga, &opal, &elsewhere];
    let staff = [303, 403, 200, 200, 200, 403, 303];
    let admins = [303, 403, 403, 200, 200, 403, 303];
    let operators = [303, 403, 403, 403, 403, 200, 303];
    for (path, expected) in [
        ("/console", staff),
        ("/console/members", staff),
        ("/console/members/mira", staff),
        ("/console/audit", staff),
        ("/console/look", admins),
        ("/console/limits", admins),
        ("/operator", operators),
        ("/operator/communities", operators),
        ("/operator/communities/new", operators),
        ("/operator/members", operators),
        ("/operator/jobs", operators),
        ("/operator/mail", operators),
        ("/operator/storage", operators),
        ("/operator/hub", operators),
        ("/settings/posting", [303, 200, 200, 200, 200, 200, 303]),
    ] {
        for (person, expected) in columns.iter().zip(expected) {
            assert_eq!(person.asks(path).await.status.as_u16(), expected, "{path} for {}", person.name);
        }
    }
    let staff = [303, 403, 422, 422, 422, 403, 303];
    let admins = [303, 403, 403, 422, 422, 403, 303];
    let operators = [303, 403, 403, 403, 403, 422, 303];
    for (path, expected) in [
        ("/console/members/mira/notes", staff),
        ("/console/members/mira/role", staff),
        ("/console/look", admins),
        ("/console/limits", admins),
        ("/operator/communities/new", operators),
    ] {
        for (person, expected) in columns.iter().zip(expected) {
            assert_eq!(person.posts(path, &[]).await.status.as_u16(), expected, "posting to {path}");
        }
    }

    let hidden = moda.visits("/console").await;
    assert!(hidden.has("a[href='/console/audit']") && !hidden.has("a[href='/console/limits']"));
    assert!(adam.visits("/console").await.has("a[href='/console/limits']"));
    assert!(!moda.visits("/console/members/mira").await.main_text().contains("mira@example.org"));
    assert!(adam.visits("/console/members/mira").await.main_text().contains("mira@example.org"));
    assert!(!moda.visits("/console/members?q=mira@").await.main_text().contains("@mira"));
    assert!(adam.visits("/console/members?q=mira@").await.main_text().contains("@mira"));
}

#[tokio::test]
async fn ranks_hold_and_every_change_is_written_down() {
    let (hub, [_, moda, adam, olga]) = staffed().await;
    hub.person("tom").await;

    let page = adam.visits("/console/members/tom").await;
    let page = page.fills("role", "moderator").fills("reason", "Knows everybody").presses("Change the role").await;
    assert!(page.text(".notice").contains("role is changed"), "{}", page.main_text());
    assert_eq!(role_of(&hub, "tom").await, Role::Moderator);

    for (who, whom, role) in [
        (&adam, "tom", "admin"),
        (&adam, "olga", "member"),
        (&adam, "adam", "owner"),
        (&moda, "tom", "member"),
        (&moda, "mira", "moderator"),
    ] {
        let path = format!("/console/members/{whom}/role");
        let answer = who.posts(&path, &[("role", role), ("reason", "because")]).await;
        assert_eq!(answer.status, 403, "{whom} to {role}");
    }

    let page = adam.visits("/console/members/tom").await.fills("role", "member").presses("Change the role").await;
    assert_eq!((page.status, role_of(&hub, "tom").await), (422, Role::Moderator));
    assert!(page.text("#reason-error").contains("say why"));
    page.fills("role", "member").fills("reason", "He asked to rest").presses("Change the role").await;
    assert_eq!(role_of(&hub, "tom").await, Role::Member);

    let last = olga.visits("/console/members/olga").await;
    assert!(last.main_text().contains("make them an owner; then you can step down"), "{}", last.main_text());
    assert!(!last.has("form[action$='/role']"));
    let path = "/console/members/olga/role";
    let refused = olga.follows_post(path, &[("role", "member"), ("reason", "tired")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text(".problems").contains("needs an owner"), "{}", refused.main_text());
    hub.promote("adam", Role::Owner).await;
    assert!(olga.visits("/console/members/olga").await.has("form[action$='/role']"));
    hub.promote("adam", Role::Admin).await;

    let log = moda.visits("/console/audit?person=tom").await;
    assert_eq!(
        log.texts(".rows > li > div"),
        ["@adam made @tom a member He asked to rest", "@adam made @tom a moderator Knows everybody",]
    );
    let log = moda.visits("/console/audit").await;
    assert!(log.main_text().contains("The command line made @olga an owner"), "{}", log.main_text());
    assert!(moda.visits("/console/audit?person=nobody").await.main_text().contains("no entries"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_owners_who_step_down_at_once_one_stays() {
    let (hub, [_, _, adam, olga]) = staffed().await;
    for _ in 0..5 {
        hub.promote("adam", Role::Owner).await;
        hub.promote("olga", Role::Owner).await;
        let step = [("role", "member"), ("reason", "tired")];
        let (one, other) = tokio::join!(
            adam.posts("/console/members/adam/role", &step),
            olga.posts("/console/members/olga/role", &step)
        );
        let mut answers = [one.status.as_u16(), other.status.as_u16()];
        answers.sort();
        assert_eq!(answers, [303, 422]);
        let roles = [role_of(&hub, "adam").await, role_of(&hub, "olga").await];
        assert_eq!(roles.iter().filter(|role| **role == Role::Owner).count(), 1);
    }
}

#[tokio::test]
async fn staff_find_members_and_write_notes_about_them() {
    let (hub, [_, moda, adam, _]) = staffed().await;
    let praia = hub.praia().await;
    for number in 0..55 {
        hub.account(&praia, &format!("x{number:02}"), true).await;
    }
    hub.account(&praia, "late", false).await;

    let page = moda.visits("/console/members?q=x").await;
    assert_eq!(page.texts(".rows > li").len(), 50);
    let rest = page.clicks("More members").await;
    assert_eq!(rest.texts(".rows .whole"), ["x50", "x51", "x52", "x53", "x54"]);
    let owners = moda.visits("/console/members?role=owner").await;
    assert_eq!(owners.texts(".rows .whole"), ["olga"]);

    let page = moda.visits("/console/members/late").await.fills("text", "Met in the harbour");
    let page = page.presses("Save the note").await;
    assert!(page.main_text().contains("Met in the harbour @moda"), "{}", page.main_text());
    hub.settles().await;
    let before = hub.mails().len();
    page.presses("Mail the confirmation link again").await;
    hub.settles().await;
    assert_eq!(hub.mails().len(), before + 1);
    assert!(adam.visits("/console/audit?person=late").await.main_text().contains("wrote a note about @late"));
    let other = hub.visitor("praia.localhost").await;
    assert!(!other.visits("/@late").await.main_text().contains("harbour"));
}

#[tokio::test]
async fn admins_choose_how_the_community_looks() {
    let (_hub, [member, _, adam, _]) = staffed().await;
    let page = adam.visits("/console/look").await;
    let page = page.fills("community", "Praia do Norte").fills("description", "Waves.\n\nAnd wind.");
    let page = page.fills("accent", "own").fills("hue", "222").presses("Save changes").await;
    assert!(page.text(".notice").contains("saved"), "{}", page.main_text());
    assert_eq!(page.value("hue"), "222");

    let about = member.visits("/about").await;
    assert_eq!(about.text("h1"), "Praia do Norte");
    assert_eq!(about.texts(".prose p"), ["Waves.", "And wind."]);
    assert!(about.text("style").contains("--hue:222"), "{}", about.text("style"));

    let wrong = adam.posts("/console/look", &[("community", " "), ("accent", "own"), ("hue", "400")]).await;
    assert_eq!(wrong.status, 422);
}

async fn uploads(person: &Person, bytes: Vec<u8>) -> u16 {
    let part = Part::bytes(bytes).file_name("sea.jpg");
    person.sends("/publish/items", Form::new().part("photo", part)).await.status.as_u16()
}

#[tokio::test]
async fn limits_hold_and_say_themselves() {
    let (hub, [member, _, adam, _]) = staffed().await;
    let page = adam.visits("/console/limits").await.fills("photos_per_post", "21").presses("Save changes").await;
    assert!(page.text("#photos_per_post-error").contains("“21” is not a number from 1 to 20"));
    assert!(page.text(".problems").contains("Photos in a post: “21”"), "{}", page.main_text());
    assert_eq!((page.value("photo_mb"), page.value("member_mb")), ("40 MB".to_owned(), "20 GB".to_owned()));
    let page = page.fills("photo_mb", "0.5 MB").fills("member_mb", "100.1 GB").presses("Save changes").await;
    assert!(page.text("#photo_mb-error").contains("“0.5 MB” is not a size from 1 MB to 40 MB"), "{}", page.main_text());
    let sentence = "Originals kept for a member: “100.1 GB” is not a size from 1 MB to 100 GB";
    assert!(page.text(".problems").contains(sentence), "{}", page.main_text());
    let page = page.fills("member_mb", "1,5 gb");
    let page = page.fills("photos_per_post", "2").fills("photo_mb", "1 MB").fills("posts_per_day", "1");
    let page = page.presses("Save changes").await;
    assert!(page.text(".notice").contains("saved"), "{}", page.main_text());
    assert_eq!((page.value("photo_mb"), page.value("member_mb")), ("1 MB".to_owned(), "1.5 GB".to_owned()));
    assert!(adam.visits("/console/audit").await.main_text().contains("2, 1 MB, 1.5 GB, 1"));

    let publish = member.visits("/publish").await;
    assert!(publish.text("#photos-hint").contains("up to 2") && publish.text("#photos-hint").contains("1 MB"));
    let mut large = photos::jpeg(400, 300, 1);
    large.resize(1_000_001, 0);
    let page = publish.attaches("photos", "large.jpg", large).presses("Add photos").await;
    assert!(page.text("#photos-error").contains("larger than 1 MB"), "{}", page.main_text());
    for expected in [201, 201, 422] {
        assert_eq!(uploads(&member, photos::jpeg(400, 300, 1)).await, expected);
    }
    member.visits("/publish").await.presses("Publish").await;
    assert_eq!(uploads(&member, photos::jpeg(400, 300, 2)).await, 201);
    let page = member.visits("/publish").await.presses("Publish").await;
    assert_eq!(page.status, 422);
    assert!(page.main_text().contains("You may publish 1 post within 24 hours"), "{}", page.main_text());

    hub.after(std::time::Duration::from_secs(25 * 3600)).await;
    let page = member.visits("/publish").await.presses("Publish").await;
    assert!(page.text(".notice").contains("published"), "{}", page.main_text());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_uploads_at_once_only_as_many_are_kept_as_fit() {
    let (hub, [member, _, adam, _]) = staffed().await;
    let mut photo = photos::jpeg(320, 240, 1);
    photo.resize(90_000, 0);
    assert_eq!(adam.visits("/console/limits").await.fills("member_mb", "1").presses("Save changes").await.status, 200);

    let used = async || {
        let tenant = hub.praia().await.tenant;
        let account = accounts::by_name(hub.app.db.reader(), &tenant, "mira").await.expect("an answer");
        account.expect("an account").bytes_used
    };
    let answers = futures_util::future::join_all((0..20).map(|_| uploads(&member, photo.clone()))).await;
    let kept = answers.iter().filter(|status| **status == 201).count();
    assert_eq!((kept, used().await), (11, 990_000), "{answers:?}");
    let page = member.visits("/publish").await.attaches("photos", "one-more.jpg", photo).presses("Add photos").await;
    assert!(page.text("#photos-error").contains("the 1 MB that you may keep here"), "{}", page.main_text());

    let item = page.attribute("input[name='item']", "value");
    member.sends("/publish", Form::new().text("action", format!("remove:{item}")).text("licence", "cc0-1.0")).await;
    assert_eq!(used().await, 900_000);
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    let wrong = accounts::recount(&tx).await.expect("counted");
    assert!(wrong.iter().all(|(_, wrong)| *wrong == 0), "the counts are right: {wrong:?}");
    tx.commit().await.expect("committed");
}

#[tokio::test]
async fn what_staff_decide_needs_a_proof_and_leads_back() {
    let (hub, [_, moda, adam, _]) = staffed().await;
    hub.clock.advance(std::time::Duration::from_secs(16 * 60));
    for (person, path) in [
        (&adam, "/console/look"),
        (&adam, "/console/limits"),
        (&adam, "/console/sign-up"),
        (&moda, "/console/members/mira"),
    ] {
        let answer = person.asks(path).await;
        let back = format!("/sign-in/again?next={}", path.replace('/', "%2F"));
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, back.as_str()));
    }
    let before = hub.acts().await;
    for (path, form) in [
        ("/console/look", "/console/look"),
        ("/console/limits", "/console/limits"),
        ("/console/sign-up", "/console/sign-up"),
        ("/console/rules", "/console/sign-up"),
        ("/console/members/mira/role", "/console/members/mira"),
        ("/console/members/mira/sign-out", "/console/members/mira"),
    ] {
        let fields = [("role", "moderator"), ("sign-up", "open"), ("rule-new", "Be kind."), ("why", "because")];
        let (home, from) = (adam.home.clone(), format!("{}{form}", adam.home));
        let headers = [("origin", home.as_str()), ("referer", from.as_str())];
        let answer = adam.requests(reqwest::Method::POST, path, &headers, |request| request.form(&fields)).await;
        let back = format!("/sign-in/again?next={}", form.replace('/', "%2F"));
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, back.as_str()), "{path}");
    }
    assert_eq!(hub.acts().await, before);
    let page = adam.visits("/console/look").await.fills("password", "adam likes the sea").presses("Go on").await;
    assert_eq!(page.path, "/console/look");
    assert_eq!(adam.asks("/console/limits").await.status, 200);
}

#[tokio::test]
async fn staff_sign_somebody_of_a_lower_rank_out_everywhere_and_say_why() {
    let (hub, [mira, moda, adam, _]) = staffed().await;
    let page = moda.visits("/console/members/mira").await.presses("Sign them out everywhere").await;
    assert_eq!(page.status, 422);
    assert!(page.text("#why-error").contains("say why"), "{}", page.main_text());
    assert_eq!(mira.asks("/publish").await.status, 200);
    let page = page.fills("why", "Your phone was stolen").presses("Sign them out everywhere").await;
    assert!(page.text(".notice").contains("signed out everywhere"), "{}", page.main_text());
    assert_eq!(mira.asks("/publish").await.status, 303);
    mira.signs_in("mira").await;

    hub.settles().await;
    let mail = hub.mail_to("mira@example.org", "A change to your account").expect("a letter");
    assert!(mail.contains("They say: Your phone was stolen"), "{mail}");
    assert!(hub.acts().await.contains(&"member.sign-out @mira Your phone was stolen".to_owned()));
    for (who, whom) in [(&moda, "adam"), (&adam, "olga"), (&adam, "adam")] {
        let page = who.visits(&format!("/console/members/{whom}")).await;
        assert!(!page.has("form[action$='/sign-out']:has(#why)"), "{whom}");
        let answer = who.posts(&format!("/console/members/{whom}/sign-out"), &[("why", "because")]).await;
        assert_eq!(answer.status, 403, "{whom}");
    }
}

#[tokio::test]
async fn the_log_says_what_was_changed() {
    let (hub, [_, moda, adam, _]) = staffed().await;
    let page = adam.visits("/console/look").await.fills("community", "Praia do Norte");
    page.fills("accent", "own").fills("hue", "222").presses("Save changes").await;
    adam.visits("/console/sign-up").await.fills("rule-new", "Be kind.").presses("Save the rules").await;
    let page = adam.visits("/console/sign-up").await;
    let rule = page.attribute("[name^='rule-']:not([name='rule-new'])", "name");
    page.fills(&rule, "Be kind to everyone.").presses("Save the rules").await;
    moda.visits("/settings/invites").await.fills("note", "For Tom").presses("Make an invite").await;
    moda.visits("/settings/invites").await.presses("Take back For Tom").await;
    let acts = hub.acts().await;
    for act in [
        "community.look praia.localhost “praia” → “Praia do Norte” · 48° → 222°",
        "community.rules  + “Be kind.”",
        "community.rules  − “Be kind.” · + “Be kind to everyone.”",
        "invite.make 1 × 7 d For Tom",
        "invite.revoke @moda ",
    ] {
        assert!(acts.iter().any(|found| found == act), "{act}: {acts:#?}");
    }
    let log = adam.visits("/console/audit").await.main_text();
    assert!(log.contains("“praia” → “Praia do Norte”") && log.contains("changed the rules"), "{log}");
}

#[tokio::test]
async fn pictures_of_the_profile_count_towards_what_a_member_may_keep() {
    let (hub, [member, _, adam, _]) = staffed().await;
    let fields = [("photos_per_post", "20"), ("photo_mb", "1"), ("member_mb", "1"), ("posts_per_day", "20")];
    assert_eq!(adam.posts("/console/limits", &fields).await.status, 303);
    let used = async || {
        let tenant = hub.praia().await.tenant;
        let account = accounts::by_name(hub.app.db.reader(), &tenant, "mira").await.expect("an answer");
        account.expect("an account").bytes_used
    };
    let photo = |bytes: usize, seed| {
        let mut photo = photos::jpeg(600, 400, seed);
        photo.resize(bytes, 0);
        photo
    };
    let sets = async |kind: &str, bytes: Vec<u8>| {
        let form = Form::new().part("picture", Part::bytes(bytes).file_name("me.jpg"));
        let form = form.text("x", "0").text("y", "0").text("size", "1").text("alt", "Me");
        member.sends(&format!("/settings/profile/{kind}"), form).await
    };
    let large = sets("avatar", photo(1_000_001, 1)).await;
    assert_eq!(large.status, 422);
    assert!(large.text().contains("larger than 1 MB"));
    assert_eq!((sets("avatar", photo(600_000, 1)).await.status.as_u16(), used().await), (303, 600_000));
    let full = sets("header", photo(600_000, 2)).await;
    assert_eq!((full.status.as_u16(), used().await), (422, 600_000));
    assert!(full.text().contains("the 1 MB that you may keep here"));
    assert_eq!(sets("avatar", photo(700_000, 3)).await.status, 303, "what it replaces makes room");
    assert_eq!(used().await, 700_000);
    assert_eq!(sets("header", photo(200_000, 4)).await.status, 303);
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    let wrong = accounts::recount(&tx).await.expect("counted");
    assert!(wrong.iter().all(|(_, wrong)| *wrong == 0), "the counts are right: {wrong:?}");
    tx.commit().await.expect("committed");
    member.posts("/settings/profile/avatar/remove", &[]).await;
    member.posts("/settings/profile/header/remove", &[]).await;
    assert_eq!(used().await, 0);
}
