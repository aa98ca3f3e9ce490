use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use support::Hub;

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
