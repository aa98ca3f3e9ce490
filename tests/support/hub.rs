//! A hub of one's own, for one test.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use heliograph::{
    accounts::{self, NewAccount},
    app::App,
    clock::Clock,
    config::{Config, DatabaseUrl},
    departures, federation, jobs, media, moderation,
    schedule::schedule,
    serve,
    tenants::{self, NewTenant},
    viewer::Tenant,
};
use heliograph_entity::{act, rule, tenant::SignUp, user};
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use super::{Person, database};

/// A hub that listens on a port of this machine until it is dropped.
pub struct Hub {
    pub app: App,
    pub address: SocketAddr,
    pub clock: Clock,
    stop: CancellationToken,
    folder: Arc<TempDir>,
}

/// A community of the hub.
#[derive(Clone)]
pub struct Community {
    pub tenant: Tenant,
}

impl Hub {
    /// A hub without any community.
    pub async fn empty() -> Self {
        Self::configured(|_| {}).await
    }

    pub async fn configured(configure: impl FnOnce(&mut Config)) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder for the hub"));
        let database = database::fresh(folder.path()).await;
        Self::launch(folder, database, Clock::default(), configure).await
    }

    /// A second process of the same hub: the same database, the same pictures, the same key.
    pub async fn beside(&self) -> Self {
        let database = self.app.config.database_url.clone().expect("a database");
        Self::launch(self.folder.clone(), database, self.clock.clone(), |_| {}).await
    }

    /// A hub over a database that is there already, in that folder.
    pub async fn over(folder: TempDir, database: DatabaseUrl) -> Self {
        Self::launch(Arc::new(folder), database, Clock::default(), |_| {}).await
    }

    async fn launch(
        folder: Arc<TempDir>,
        database: DatabaseUrl,
        clock: Clock,
        configure: impl FnOnce(&mut Config),
    ) -> Self {
        let mut config = Config {
            data_dir: folder.path().to_owned(),
            database_url: Some(database),
            cheap_passwords: true,
            ..Config::default()
        };
        configure(&mut config);
        let app = App::open(config, clock.clone()).await.expect("the hub opens");
        let listener = serve::listen(SocketAddr::from(([127, 0, 0, 1], 0))).await.expect("a free port");
        let address = listener.local_addr().expect("an address");

        let stop = CancellationToken::new();
        let (served, until) = (app.clone(), stop.clone());
        tokio::spawn(async move { serve::serve(&served, listener, until).await });
        Self { app, address, clock, stop, folder }
    }

    /// A hub with the community Praia, on praia.localhost.
    pub async fn start() -> Self {
        let hub = Self::empty().await;
        hub.community("praia").await;
        hub
    }

    /// A hub with the community Praia that believes this machine about where requests come from.
    pub async fn behind_a_proxy() -> Self {
        let hub = Self::configured(|config| {
            config.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
        });
        let hub = hub.await;
        hub.community("praia").await;
        hub
    }

    /// The community on praia.localhost.
    pub async fn praia(&self) -> Community {
        let tenant = tenants::by_host(self.app.db.reader(), "praia.localhost").await.expect("an answer");
        Community { tenant: tenant.expect("Praia") }
    }

    /// Makes a community on `{name}.localhost`.
    pub async fn community(&self, name: &str) -> Community {
        let new = NewTenant {
            name: name.to_owned(),
            summary: format!("The people of {name}"),
            host: format!("http://{name}.localhost:{}", self.address.port()),
            accent_hue: 48,
            sign_up: SignUp::default(),
        };
        let tx = self.app.db.write_tx().await.expect("a transaction");
        let tenant = tenants::create(&self.app, &tx, new).await.expect("a community");
        tx.commit().await.expect("committed");
        Community { tenant }
    }

    /// Somebody of Praia, who has signed in.
    pub async fn person(&self, name: &str) -> Person {
        self.person_of(&self.praia().await, name).await
    }

    /// Somebody of that community with a role there, who has signed in.
    pub async fn staff(&self, community: &Community, name: &str, role: user::Role) -> Person {
        let person = self.person_of(community, name).await;
        moderation::promote(&self.app, &community.tenant, name, Some(role), None).await.expect("promoted");
        person
    }

    pub async fn people<const N: usize>(&self, names: [&str; N]) -> [Person; N] {
        let mut people = Vec::with_capacity(N);
        for name in names {
            people.push(self.person(name).await);
        }
        people.try_into().unwrap_or_else(|_| unreachable!("as many people as names"))
    }

    /// Somebody of that community, who has signed in.
    pub async fn person_of(&self, community: &Community, name: &str) -> Person {
        self.account(community, name, true).await;
        let person = self.visitor(&format!("{}.localhost", community.tenant.community.name)).await;
        person.signs_in(name).await;
        person
    }

    /// An account whose password is `{name} likes the sea`.
    pub async fn account(&self, community: &Community, name: &str, confirmed: bool) -> user::Model {
        let new = NewAccount {
            name: name.to_owned(),
            email: format!("{name}@example.org"),
            password: Person::password(name),
            role: user::Role::Member,
            operator: false,
            confirmed,
        };
        let prepared = new.prepare(&self.app, &community.tenant.community.name).await.expect("fine");
        let tx = self.app.db.write_tx().await.expect("a transaction");
        let user = accounts::create(&self.app, &tx, &community.tenant, prepared).await.expect("an account");
        tx.commit().await.expect("committed");
        user
    }

    /// Gives somebody of Praia a role.
    pub async fn promote(&self, name: &str, role: user::Role) {
        let praia = self.praia().await.tenant;
        moderation::promote(&self.app, &praia, name, Some(role), None).await.expect("promoted");
    }

    /// Makes somebody of Praia an operator of the hub.
    pub async fn make_operator(&self, name: &str) {
        let praia = self.praia().await.tenant;
        moderation::promote(&self.app, &praia, name, None, Some(true)).await.expect("promoted");
    }

    /// Somebody of Praia deletes their account, and what they had is removed.
    pub async fn leaves(&self, name: &str) {
        departures::leave(&self.app, &self.praia().await.tenant, name, None).await.expect("left");
        self.settles().await;
    }

    /// Somebody who has not signed in, at that host.
    pub async fn visitor(&self, host: &str) -> Person {
        Person::new(self.address, host)
    }

    /// Lets time pass, and lets the hub do what is due by then.
    pub async fn after(&self, duration: Duration) {
        self.clock.advance(duration);
        self.settles().await;
    }

    /// Does every job that is due, and those that they enqueue.
    pub async fn settles(&self) {
        let schedule = schedule();
        media::remove_leftovers(&self.app).await.expect("a tidy folder");
        jobs::run_due_clocks(&self.app, &schedule).await.expect("the clocks run");
        // The hub's own workers may hold some of them for a moment.
        for _ in 0..400 {
            jobs::work_off(&self.app, &schedule).await.expect("the jobs run");
            let sent = federation::send_due(&self.app).await.expect("the deliveries are made");
            let busy = jobs::busy(&self.app).await.expect("the queue answers")
                || federation::busy(&self.app).await.expect("the queue answers");
            if !sent && !busy {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("the jobs do not come to an end");
    }

    /// What staff did, oldest first: the verb, to whom, and why.
    #[expect(clippy::disallowed_methods, reason = "a test looks at the table itself")]
    pub async fn acts(&self) -> Vec<String> {
        let acts = act::Entity::find().order_by_asc(act::Column::Id).all(self.app.db.reader()).await;
        let acts = acts.expect("the log").into_iter();
        acts.map(|act| format!("{} {} {}", act.verb, act.subject, act.reason)).collect()
    }

    /// How many bytes of originals are counted for somebody of Praia.
    pub async fn bytes_of(&self, name: &str) -> i64 {
        let praia = self.praia().await.tenant;
        let account = accounts::by_name(self.app.db.reader(), &praia, name).await.expect("an answer");
        account.expect("an account").bytes_used
    }

    /// How many rules there are or ever were.
    #[expect(clippy::disallowed_methods, reason = "a test looks at the table itself")]
    pub async fn rules(&self) -> u64 {
        rule::Entity::find().count(self.app.db.reader()).await.expect("the rules")
    }

    /// The mails that were sent, oldest first.
    pub fn mails(&self) -> Vec<String> {
        let Ok(folder) = std::fs::read_dir(self.folder.path().join("mail")) else { return Vec::new() };
        let mut files: Vec<PathBuf> = folder.map(|entry| entry.expect("an entry").path()).collect();
        files.sort_by_key(|path| path.metadata().and_then(|metadata| metadata.modified()).expect("a time"));
        files.iter().map(|path| std::fs::read_to_string(path).expect("a mail")).collect()
    }

    /// The words of the newest mail to `address` whose subject has these words, as plain text.
    pub fn mail_to(&self, address: &str, subject: &str) -> Option<String> {
        let mails = self.mails().into_iter().map(|mail| mail.replace("=\r\n", ""));
        let mut ours = mails.filter(|mail| {
            let head = mail.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
            head.contains(&format!("To: {address}")) && head.contains(subject)
        });
        let mail = ours.next_back()?;
        let part = mail.split("text/plain").nth(1)?.split("\r\n--").next()?.to_owned();
        let words = part.split_once("\r\n\r\n")?.1.replace("\r\n", "\n");
        Some(unquoted(&words).trim().to_owned())
    }

    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// A database without any table.
    pub async fn empty_database(folder: &std::path::Path) -> DatabaseUrl {
        database::empty(folder).await
    }

    pub fn on_postgres() -> bool {
        database::is_postgres()
    }
}

/// Quoted-printable, read (RFC 2045, 6.7).
fn unquoted(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'=' {
            bytes.push(byte);
            continue;
        }
        let digits: String = rest.by_ref().take(2).map(char::from).collect();
        bytes.extend(u8::from_str_radix(&digits, 16));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The link in a mail whose address has `part` in it.
pub fn link_in(mail: &str, part: &str) -> String {
    mail.split_whitespace().find(|word| word.contains(part)).unwrap_or_else(|| panic!("a link in {mail}")).to_owned()
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
