//! What a database of an earlier version becomes.

use std::path::Path;

use heliograph::config::DatabaseUrl;
use heliograph_entity::user::Role;
use heliograph_migration::{Migrator, sea_orm_migration::MigratorTrait};
use sea_orm::{ConnectionTrait, Database};

use crate::support::{Hub, Person};

/// How many migrations there were before names had keys in lower case and communities had first steps.
const EARLIER: u32 = 12;

/// By user name, what they are shown as.
const PEOPLE: [(&str, &str); 5] = [
    ("anna", "Ängla ÖBERG"),
    ("ipek", "İpek Şahin"),
    ("giorgos", "ΓΙΏΡΓΟΣ Νίκης"),
    ("sofia", "София Ёлкина"),
    ("tom", "Tom Rivers"),
];

/// The community Praia, in the tables of an earlier version.
async fn earlier(folder: &Path) -> DatabaseUrl {
    let url = Hub::empty_database(folder).await;
    let address = match &url {
        DatabaseUrl::Sqlite(path) => format!("sqlite://{}?mode=rwc", path.display()),
        DatabaseUrl::Postgres(url) => url.clone(),
    };
    let db = Database::connect(address).await.expect("it opens");
    Migrator::up(&db, Some(EARLIER)).await.expect("the tables of that version");
    let run = async |sql: String| {
        db.execute_unprepared(&sql).await.expect("a row");
    };
    run("INSERT INTO tenants (id, name, summary, accent_hue, members_count, created_at)
         VALUES (1, 'praia', '', 48, 5, 1700000000000000)"
        .to_owned())
    .await;
    run("INSERT INTO hosts (id, name, kind, tenant_id, origin, created_at)
         VALUES (2, 'praia.localhost', 'community', 1, 'http://praia.localhost', 1700000000000000)"
        .to_owned())
    .await;
    for (id, (name, shown)) in (10..).zip(PEOPLE) {
        run(format!(
            "INSERT INTO accounts (id, host_id, tenant_id, name, name_key, display_name, bio, posts_count, created_at)
             VALUES ({id}, 2, 1, '{name}', '{name}', '{shown}', '', 0, 1700000000000000)"
        ))
        .await;
        run(format!(
            "INSERT INTO users (id, tenant_id, account_id, email, email_key, password_hash, role, operator, created_at)
             VALUES ({id}, 1, {id}, '{name}@example.org', '{name}@example.org', '', 'member', FALSE, 1700000000000000)"
        ))
        .await;
    }
    db.close().await.expect("closed");
    url
}

/// A hub of today over it, and its owner, who has joined since.
async fn today() -> (Hub, Person) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = earlier(folder.path()).await;
    let hub = Hub::over(folder, url).await;
    let praia = hub.praia().await;
    let olga = hub.staff(&praia, "olga", Role::Owner).await;
    (hub, olga)
}

#[tokio::test]
async fn people_of_an_earlier_version_are_found_by_names_in_every_alphabet() {
    let (_hub, olga) = today().await;
    for (typed, found) in [
        ("ängla", "Ängla ÖBERG"),
        ("ÄNG", "Ängla ÖBERG"),
        ("öberg", "Ängla ÖBERG"),
        ("İPEK", "İpek Şahin"),
        ("şah", "İpek Şahin"),
        ("γιώργος", "ΓΙΏΡΓΟΣ Νίκης"),
        ("ΝΊΚΗ", "ΓΙΏΡΓΟΣ Νίκης"),
        ("софия", "София Ёлкина"),
        ("ЁЛ", "София Ёлкина"),
        ("rivers", "Tom Rivers"),
    ] {
        let query: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        assert_eq!(olga.visits(&format!("/console/members?q={query}")).await.texts(".rows .whole"), [found], "{typed}");
    }
}

#[tokio::test]
async fn the_owner_of_an_earlier_community_is_shown_what_to_do_first() {
    let (_hub, olga) = today().await;
    assert!(olga.visits("/").await.has(".first-steps"));
    assert!(!olga.visits("/").await.presses("Put this list away").await.has(".first-steps"));
}
