//! What an operator can set: each key from `heliograph.toml` or from its environment variable, which wins.
//!
//! docs/operations/configuration.md lists the same keys; a test holds the two together.

mod reading;
mod values;

use std::{
    ffi::OsString,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use figment::{
    Figment,
    providers::{Format, Toml},
};
use ipnet::IpNet;
use serde::Deserialize;

use reading::{Environment, list, optional, secret, sentence, text};
pub use values::{
    Allowed, DatabaseUrl, ExtraCa, HostName, LogFilter, LogFormat, MailFrom, Secret, SmtpUrl, StorageUrl, is_link_local,
};

/// The keys, in lower case as in the file; `HELIOGRAPH_` and upper case make the variable.
pub const KEYS: [&str; 15] = [
    "bind",
    "data_dir",
    "database_url",
    "storage_url",
    "smtp_url",
    "mail_from",
    "trusted_proxies",
    "operator_host",
    "federation_allow",
    "extra_ca",
    "secret_key",
    "workers",
    "metrics_bind",
    "log",
    "log_format",
];

/// Variables of the same prefix that are not settings of a running hub.
const OTHER_VARIABLES: [&str; 2] = ["config", "frontend_dist"];

#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address and port to listen on.
    #[serde(deserialize_with = "text")]
    pub bind: SocketAddr,
    /// The folder for everything that is not configured to be elsewhere.
    #[serde(deserialize_with = "text")]
    pub data_dir: PathBuf,
    /// `sqlite:PATH` or `postgres://…`; without it a SQLite file in the data folder.
    #[serde(deserialize_with = "secret")]
    pub database_url: Option<DatabaseUrl>,
    /// `file:PATH`; without it the folder `media` in the data folder.
    #[serde(deserialize_with = "optional")]
    pub storage_url: Option<StorageUrl>,
    /// `smtp://`, `smtp+starttls://` or `smtps://[user:password@]host[:port]`; without it mails become files in `mail` in the data folder.
    #[serde(deserialize_with = "secret")]
    pub smtp_url: Option<SmtpUrl>,
    /// The sender of mails; without it `no-reply@` the community's host.
    #[serde(deserialize_with = "optional")]
    pub mail_from: Option<MailFrom>,
    /// Networks whose `X-Forwarded-*` headers are believed, separated by commas.
    #[serde(deserialize_with = "list")]
    pub trusted_proxies: Vec<IpNet>,
    /// The host that the hub's console lives on; without it, that of the first community.
    #[serde(deserialize_with = "optional")]
    pub operator_host: Option<HostName>,
    /// Hosts that may be fetched from although they lie in a private network, as `photos.lan=10.1.0.0/16`, separated by commas.
    #[serde(deserialize_with = "list")]
    pub federation_allow: Vec<Allowed>,
    /// A PEM file with certificates of authorities that are believed beside the public ones.
    #[serde(deserialize_with = "optional")]
    pub extra_ca: Option<ExtraCa>,
    /// At least 32 characters, the same on every node; without it a key file is made in the data folder.
    #[serde(deserialize_with = "secret")]
    pub secret_key: Option<Secret>,
    /// Jobs that this process works on at the same time; 0 leaves them to others.
    #[serde(deserialize_with = "text")]
    pub workers: usize,
    /// Private address and port for `/metrics`; without it there are none.
    #[serde(deserialize_with = "optional")]
    pub metrics_bind: Option<SocketAddr>,
    /// What is logged, as in `info,heliograph::jobs=debug`.
    #[serde(deserialize_with = "text")]
    pub log: LogFilter,
    /// `text` or `json`.
    #[serde(deserialize_with = "text")]
    pub log_format: LogFormat,
    /// For tests, where a strong hash a hundred times over would take minutes.
    #[serde(skip)]
    pub cheap_passwords: bool,
    /// No setting: tests have less of it.
    #[serde(skip)]
    pub patience: Patience,
    /// For tests, where no name server knows the names.
    #[serde(skip)]
    pub known_names: Vec<(String, Vec<IpAddr>)>,
    /// No setting: the folders where other programs are looked for, as in `PATH`. For tests, where some lack them.
    #[serde(skip)]
    pub programs: OsString,
}

/// How long slow clients, and others on their behalf, are waited for. They hold a connection each, and there are only so many.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For all of a request's header; also how long a connection may lie idle between two requests.
    pub header: Duration,
    /// Between two pieces of a request's body.
    pub body: Duration,
    /// For an answer to a ping over HTTP/2.
    pub ping: Duration,
    /// Somebody presses play, and the video is on its way: less than what stands before the hub waits for it.
    pub play: Duration,
    /// Between two pieces of a video of another server.
    pub video: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            header: Duration::from_secs(15),
            body: Duration::from_secs(30),
            ping: Duration::from_secs(20),
            play: Duration::from_secs(25),
            video: Duration::from_secs(10),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data_dir: PathBuf::from("data"),
            database_url: None,
            storage_url: None,
            smtp_url: None,
            mail_from: None,
            trusted_proxies: Vec::new(),
            operator_host: None,
            federation_allow: Vec::new(),
            extra_ca: None,
            secret_key: None,
            workers: 2,
            metrics_bind: None,
            log: LogFilter("info,sqlx=warn,sea_orm_migration=warn,tower_sessions_core=error".to_owned()),
            log_format: LogFormat::Text,
            cheap_passwords: false,
            patience: Patience::default(),
            known_names: Vec::new(),
            programs: std::env::var_os("PATH").unwrap_or_default(),
        }
    }
}

impl Config {
    /// Reads the file (`HELIOGRAPH_CONFIG`, or `heliograph.toml` where there is one) and the environment.
    /// Anything wrong is one sentence that names the key.
    pub fn load(environment: impl Iterator<Item = (String, String)>) -> Result<Self, String> {
        // An empty variable is none: how compose files pass on what is not set.
        let variables: Vec<(String, String)> = environment
            .filter_map(|(name, value)| Some((name.strip_prefix("HELIOGRAPH_")?.to_lowercase(), value)))
            .filter(|(key, value)| !key.starts_with("test_") && !value.trim().is_empty())
            .collect();

        let named = variables.iter().find(|(key, _)| key == "config").map(|(_, path)| PathBuf::from(path));
        if let Some(path) = &named
            && !path.is_file()
        {
            return Err(format!("HELIOGRAPH_CONFIG names {}, which is not a file.", path.display()));
        }
        let file = named.unwrap_or_else(|| PathBuf::from("heliograph.toml"));
        let settings = variables.into_iter().filter(|(key, _)| !OTHER_VARIABLES.contains(&key.as_str()));

        let mut figment = Figment::new();
        if file.is_file() {
            figment = figment.merge(Toml::file_exact(file));
        }
        figment.merge(Environment(settings.collect())).extract().map_err(sentence)
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, DatabaseUrl, KEYS, LogFormat};

    fn load(variables: &[(&str, &str)]) -> Result<Config, String> {
        Config::load(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn without_settings_everything_has_a_place() {
        let config = load(&[("PATH", "/bin"), ("HELIOGRAPH_SMTP_URL", ""), ("HELIOGRAPH_TEST_X", "1")]).expect("fine");

        assert_eq!(config.bind.to_string(), "127.0.0.1:8080");
        assert!(config.database_url.is_none() && config.smtp_url.is_none() && config.trusted_proxies.is_empty());
    }

    #[test]
    fn variables_are_typed() {
        let config = load(&[
            ("HELIOGRAPH_BIND", "[::]:80"),
            ("HELIOGRAPH_DATABASE_URL", "sqlite:/srv/hub.db"),
            ("HELIOGRAPH_SECRET_KEY", "01234567890123456789012345678901"),
            ("HELIOGRAPH_TRUSTED_PROXIES", "10.0.0.0/8, 127.0.0.1/32"),
            ("HELIOGRAPH_FEDERATION_ALLOW", "Photos.lan=10.1.0.0/16, hub.test=fd00::1"),
            ("HELIOGRAPH_LOG_FORMAT", "json"),
            ("HELIOGRAPH_WORKERS", "0"),
            ("HELIOGRAPH_SMTP_URL", "smtp+starttls://u:p@mail.example:587"),
        ])
        .expect("fine");

        assert_eq!(config.database_url, Some(DatabaseUrl::Sqlite("/srv/hub.db".into())));
        let allowed = config.federation_allow.iter().map(|allowed| format!("{}={}", allowed.host, allowed.network));
        assert_eq!(allowed.collect::<Vec<_>>(), ["photos.lan=10.1.0.0/16", "hub.test=fd00::1/128"]);
        assert_eq!(config.secret_key.expect("a key").0.len(), 32);
        assert_eq!((config.trusted_proxies.len(), config.workers, config.log_format), (2, 0, LogFormat::Json));
        let smtp = config.smtp_url.expect("a mail server");
        assert_eq!(smtp.for_lettre(), "smtp://u:p@mail.example:587?tls=required");
        assert!(!format!("{smtp:?}").contains("u:p"));
    }

    #[test]
    fn a_wrong_value_names_its_key() {
        let wrong = [
            ("HELIOGRAPH_BIND", "8080"),
            ("HELIOGRAPH_DATABASE_URL", "mysql://x"),
            ("HELIOGRAPH_STORAGE_URL", "ftp://x"),
            ("HELIOGRAPH_SMTP_URL", "mail.example"),
            ("HELIOGRAPH_MAIL_FROM", "nobody"),
            ("HELIOGRAPH_TRUSTED_PROXIES", "10.0.0.0/8,x"),
            ("HELIOGRAPH_OPERATOR_HOST", "https://photos.example"),
            ("HELIOGRAPH_FEDERATION_ALLOW", "photos.lan"),
            ("HELIOGRAPH_FEDERATION_ALLOW", "photos.lan=everywhere"),
            ("HELIOGRAPH_FEDERATION_ALLOW", "a.lan=10.0.0.0/8,b.lan=169.254.169.254/32"),
            ("HELIOGRAPH_FEDERATION_ALLOW", "b.lan=fe80::/10"),
            ("HELIOGRAPH_FEDERATION_ALLOW", "b.lan=0.0.0.0/0"),
            ("HELIOGRAPH_EXTRA_CA", "/no/such/file.pem"),
            ("HELIOGRAPH_SECRET_KEY", "short"),
            ("HELIOGRAPH_WORKERS", "many"),
            ("HELIOGRAPH_METRICS_BIND", "nowhere"),
            ("HELIOGRAPH_LOG", "info,="),
            ("HELIOGRAPH_LOG_FORMAT", "xml"),
            ("HELIOGRAPH_PORT", "80"),
            ("HELIOGRAPH_CONFIG", "/no/such/file.toml"),
        ];
        for (name, value) in wrong {
            let sentence = load(&[(name, value)]).expect_err(name);
            assert!(sentence.contains(name), "{sentence}");
            let secret = ["HELIOGRAPH_SECRET_KEY", "HELIOGRAPH_SMTP_URL", "HELIOGRAPH_DATABASE_URL"].contains(&name);
            assert!(!secret || !sentence.contains(&format!("“{value}”")), "{sentence}");
        }
    }

    #[test]
    fn every_key_is_documented() {
        let page = include_str!("../../docs/operations/configuration.md");
        for key in KEYS {
            assert!(page.contains(&format!("`HELIOGRAPH_{}`", key.to_uppercase())), "{key} is not documented");
        }
    }
}
