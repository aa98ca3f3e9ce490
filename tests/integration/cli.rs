use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use sea_orm::ConnectionTrait;

use crate::support::{Hub, Person, photos};

/// The program, built beside the tests.
fn heliograph(hub: &Hub) -> Command {
    let here = std::env::current_exe().expect("the test's own path");
    let program: PathBuf = here.parent().and_then(|deps| deps.parent()).expect("the build's folder").join("heliograph");
    assert!(program.is_file(), "build the workspace first: {} is missing", program.display());

    let mut command = Command::new(program);
    let database = match hub.app.config.database_url.clone().expect("a database") {
        heliograph::config::DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        heliograph::config::DatabaseUrl::Postgres(url) => url,
    };
    command
        .env("HELIOGRAPH_BIND", "127.0.0.1:0")
        .env("HELIOGRAPH_DATA_DIR", hub.folder())
        .env("HELIOGRAPH_DATABASE_URL", database);
    command
}

fn run(command: &mut Command, input: &str) -> Result<String, String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that reads nothing has closed its end.
    let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_is_told_what_the_machine_lacks() {
    let hub = Hub::empty().await;
    let here = run(heliograph(&hub).arg("doctor"), "").expect("an answer");
    assert!(here.contains("heif-convert: is there; AVIF and HEIC are taken"), "{here}");
    let nowhere = run(heliograph(&hub).arg("doctor").env("PATH", "/nonexistent"), "").expect("an answer");
    assert!(nowhere.contains("heif-convert: is missing; AVIF and HEIC are refused"), "{nowhere}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_makes_communities_and_accounts_while_the_hub_runs() {
    let hub = Hub::empty().await;
    let port = hub.address.port();
    let create = ["tenant", "create", "--host", &format!("serra.localhost:{port}"), "--name", "Serra"];
    assert!(run(heliograph(&hub).args(create), "").expect("made").contains(&format!("http://serra.localhost:{port}")));
    let again = run(heliograph(&hub).args(create), "").expect_err("taken");
    assert_eq!(again.trim(), "heliograph: A community already answers on serra.localhost.");

    let account = [
        "account",
        "create",
        "--tenant",
        "serra.localhost",
        "--username",
        "ana",
        "--email",
        "ana@example.org",
        "--password-stdin",
        "--confirmed",
    ];
    run(heliograph(&hub).args(account), "ana likes the sea\n").expect("made");
    let taken = run(heliograph(&hub).args(account), "ana likes the sea\n").expect_err("taken");
    assert!(taken.contains("“ana” is taken"), "{taken}");
    hub.visitor("serra.localhost").await.signs_in("ana").await;

    let promote = [
        "account",
        "promote",
        "--tenant",
        "serra.localhost",
        "--username",
        "ana",
        "--role",
        "admin",
        "--operator",
        "true",
    ];
    assert_eq!(run(heliograph(&hub).args(promote), "").expect("promoted").trim(), "ana: Admin, operator");

    let name = ["--tenant", "serra.localhost", "--username", "bruno"];
    let create = ["account", "create", "--email", "bruno@example.org", "--password-stdin"];
    run(heliograph(&hub).args(create).args(name), "bruno likes the sea\n").expect("made");
    run(heliograph(&hub).args(["account", "delete"]).args(name), "").expect("deleted");
    let gone = run(heliograph(&hub).args(["account", "delete"]).args(name), "").expect_err("gone");
    assert_eq!(gone.trim(), "heliograph: serra.localhost has no account bruno.");

    run(heliograph(&hub).args(["tenant", "set", "serra.localhost", "--name", "Serra da Estrela"]), "")
        .expect("changed");
    assert!(
        run(heliograph(&hub).args(["tenant", "list"]), "").expect("listed").contains("Serra da Estrela\t1 members")
    );
    assert!(
        run(heliograph(&hub).args(["tenant", "show", "serra.localhost"]), "")
            .expect("shown")
            .contains("Serra da Estrela")
    );
    assert!(hub.visitor("serra.localhost").await.visits("/").await.text("h1").contains("Serra da Estrela"));
    run(heliograph(&hub).args(["tenant", "set", "serra.localhost", "--sign-up", "open"]), "").expect("changed");
    assert_eq!(
        hub.acts().await,
        [
            "community.make serra.localhost ",
            "member.make @ana ",
            "role.admin @ana ",
            "operator.add @ana ",
            "member.make @bruno ",
            "member.delete @bruno ",
            "community.look serra.localhost “Serra” → “Serra da Estrela”",
            "community.sign-up open ",
        ]
    );
}

/// The counters, and how many of each are spoilt below.
const COUNTERS: [(&str, &str); 11] = [
    ("posts of accounts", "2 were wrong and are put right"),
    ("stored bytes of accounts", "0 were wrong"),
    ("followers of accounts", "0 were wrong"),
    ("accounts followed", "0 were wrong"),
    ("comments on posts", "0 were wrong"),
    ("likes of posts", "0 were wrong"),
    ("boosts of posts", "0 were wrong"),
    ("members of communities", "1 was wrong and is put right"),
    ("applications to communities", "0 were wrong"),
    ("policies of communities", "0 were wrong"),
    ("open reports of communities", "1 was wrong and is put right"),
];

fn all_right() -> String {
    COUNTERS.map(|(counter, _)| format!("{counter}: 0 were wrong\n")).concat()
}

/// Publishes and deletes, again and again, as chance has it.
async fn comes_and_goes(person: &Person, mut chance: u32) {
    let mut posts = Vec::new();
    for _ in 0..8 {
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if chance >> 31 == 0 || posts.is_empty() {
            let page = person.visits("/publish").await.attaches("photos", "a.jpg", photos::jpeg(64, 48, chance >> 16));
            posts.push(page.presses("Publish").await.path);
        } else {
            let post = posts.swap_remove(chance as usize % posts.len());
            // Pressed twice at once, it deletes once.
            let delete = format!("{post}/delete");
            tokio::join!(person.posts(&delete, &[]), person.posts(&delete, &[]));
        }
    }
    let page = person.visits("/").await.clicks("Profile").await;
    assert!(page.main_text().contains(&format!("{} post", posts.len())), "{}", page.main_text());
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_are_right_and_a_spoilt_one_is_put_right() {
    let hub = Hub::start().await;
    let [ana, tom, mara] = hub.people(["ana", "tom", "mara"]).await;
    let mut recount = heliograph(&hub);
    // Also while they are at it.
    let meanwhile = tokio::task::spawn_blocking(move || run(recount.arg("recount"), ""));
    tokio::join!(comes_and_goes(&ana, 1), comes_and_goes(&tom, 2), comes_and_goes(&mara, 3));
    assert_eq!(meanwhile.await.expect("it ends").expect("counted"), all_right());
    assert_eq!(run(heliograph(&hub).arg("recount"), "").expect("counted"), all_right());

    let before = hub.visitor("praia.localhost").await.visits("/@ana").await.text(".counts");
    let tx = hub.app.db.write_tx().await.expect("a transaction");
    tx.execute_unprepared("UPDATE accounts SET posts_count = 99 WHERE name <> 'tom'").await.expect("spoilt");
    tx.execute_unprepared("UPDATE tenants SET members_count = 0, reports_count = 7").await.expect("spoilt");
    tx.commit().await.expect("committed");
    assert_eq!(
        run(heliograph(&hub).arg("recount"), "").expect("counted"),
        COUNTERS.map(|(counter, wrong)| format!("{counter}: {wrong}\n")).concat()
    );
    assert_eq!(run(heliograph(&hub).arg("recount"), "").expect("counted"), all_right());
    assert_eq!(hub.visitor("praia.localhost").await.visits("/@ana").await.text(".counts"), before);
    assert!(run(heliograph(&hub).args(["tenant", "list"]), "").expect("listed").contains("3 members"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_keeps_the_hub_from_starting_is_said_in_one_sentence() {
    let hub = Hub::empty().await;
    let sentence = |error: String| {
        assert_eq!(error.trim().lines().count(), 1, "{error}");
        error
    };

    let taken = run(heliograph(&hub).env("HELIOGRAPH_BIND", hub.address.to_string()), "").expect_err("a taken port");
    assert!(sentence(taken).contains(&format!("Port {} of 127.0.0.1 is taken", hub.address.port())));
    let unwritable =
        run(heliograph(&hub).env("HELIOGRAPH_DATA_DIR", "/proc/heliograph"), "").expect_err("no such folder");
    assert!(sentence(unwritable).contains("The data folder /proc/heliograph can't be made"));
    let wrong = run(heliograph(&hub).env("HELIOGRAPH_WORKERS", "many"), "").expect_err("no number");
    assert!(sentence(wrong).contains("HELIOGRAPH_WORKERS"));
    let mail = run(heliograph(&hub).env("HELIOGRAPH_SMTP_URL", "mail.example"), "").expect_err("no URL");
    assert!(sentence(mail).contains("HELIOGRAPH_SMTP_URL"));
}

/// What a guest can read and see of the posts on the community's page.
async fn what_is_there(hub: &Hub) -> (Vec<String>, Vec<Vec<u8>>) {
    let guest = hub.visitor("praia.localhost").await;
    let page = guest.visits("/").await;
    let mut pictures = Vec::new();
    for src in page.attributes("img.u-photo", "src").iter().take(3) {
        let answer = guest.asks(src).await;
        assert_eq!(answer.status, 200, "{src}");
        pictures.push(answer.body);
    }
    assert!(pictures.len() == 3, "{}", page.main_text());
    (page.texts(".p-name"), pictures)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demonstration_is_the_same_each_time_and_everything_in_it_works() {
    let mut seen = Vec::new();
    for seed in ["5", "5", "6"] {
        let hub = Hub::start().await;
        let wanted = [
            "demo",
            "--people",
            "9",
            "--posts",
            "60",
            "--pictures",
            "4",
            "--size",
            "320",
            "--tenant",
            "praia.localhost",
        ];
        let given = ["--password", "ana likes the sea", "--seed", seed];
        let said = run(heliograph(&hub).args(wanted).args(given), "").expect("filled");
        assert!(said.contains("people    9") && said.contains("posts     60"), "{said}");
        assert_eq!(run(heliograph(&hub).arg("recount"), "").expect("counted"), all_right());
        seen.push(what_is_there(&hub).await);

        let again = run(heliograph(&hub).args(wanted).args(given), "").expect_err("full");
        assert_eq!(
            again.trim(),
            "heliograph: praia.localhost has members already. With --add, the new ones come beside them."
        );
        if seed == "6" {
            run(heliograph(&hub).args(wanted).args(given).arg("--add"), "").expect("filled");
            assert_eq!(run(heliograph(&hub).arg("recount"), "").expect("counted"), all_right());
            let ana = hub.visitor("praia.localhost").await;
            ana.signs_in("ana").await;
            for path in ["/", "/local", "/@ana", "/settings/profile", "/@ana/followers", "/console"] {
                let page = ana.visits(path).await;
                assert_eq!(page.status, 200, "{path}");
                for src in page.attributes("img", "src").iter().take(12) {
                    assert_eq!(ana.asks(src).await.status, 200, "{src} on {path}");
                }
            }
        }
    }
    assert!(seen[0] == seen[1], "the same seed: {:?} and {:?}", seen[0].0, seen[1].0);
    assert!(seen[0] != seen[2], "another seed");
}
