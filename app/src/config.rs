//! What an operator can set: each key from `heliograph.toml` or from its environment variable, which wins.
//!
//! docs/operations/configuration.md lists the same keys; a test holds the two together.

use std::{
    fmt,
    marker::PhantomData,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    str::FromStr,
    time::Duration,
};

use figment::{
    Figment, Metadata, Profile, Provider,
    error::Kind,
    providers::{Format, Toml},
    value::{Dict, Map, Value},
};
use ipnet::IpNet;
use serde::{Deserialize, Deserializer, de};
use url::Url;

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
}

/// How long slow clients are waited for. They hold a connection each, and there are only so many.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For all of a request's header; also how long a connection may lie idle between two requests.
    pub header: Duration,
    /// Between two pieces of a request's body.
    pub body: Duration,
    /// For an answer to a ping over HTTP/2.
    pub ping: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { header: Duration::from_secs(15), body: Duration::from_secs(30), ping: Duration::from_secs(20) }
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

/// Variables keep their text: a key of digits is not a number.
struct Environment(Vec<(String, String)>);

impl Provider for Environment {
    fn metadata(&self) -> Metadata {
        Metadata::named("the environment")
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        let dict = self.0.iter().map(|(key, value)| (key.clone(), Value::from(value.clone()))).collect();
        Ok(Profile::Default.collect(dict))
    }
}

fn sentence(error: figment::Error) -> String {
    let place = error.metadata.as_ref().map_or(String::new(), |metadata| match &metadata.source {
        Some(source) => format!(" in {source}"),
        None => format!(" in {}", metadata.name),
    });
    let variable = |key: &str| format!("HELIOGRAPH_{}", key.to_uppercase());
    let key = error.path.last().map(|key| format!("{key} ({})", variable(key))).unwrap_or_default();

    match &error.kind {
        Kind::UnknownField(name, _) => {
            let known = KEYS.map(variable).join(", ");
            format!("There is no setting {name} ({}){place}. The settings are: {known}.", variable(name))
        }
        Kind::Message(message) => format!("The setting {key}{place} {message}."),
        kind if key.is_empty() => format!("The settings{place} can't be read: {kind}."),
        kind => format!("The setting {key}{place} can't be read: {kind}."),
    }
}

/// As [`optional`], for what must not stand in a log: the value is not repeated.
fn secret<'de, D: Deserializer<'de>, T: FromStr<Err: fmt::Display>>(deserializer: D) -> Result<Option<T>, D::Error> {
    let text: String = text(deserializer)?;
    text.parse().map(Some).map_err(|why| de::Error::custom(format!("can't be used: {why}")))
}

/// A setting's value is text, whatever type TOML gives it.
struct Text<T>(PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> de::Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.trim().parse().map_err(|why| E::custom(format!("is “{text}”: {why}")))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }
}

fn text<'de, D: Deserializer<'de>, T: FromStr<Err: fmt::Display>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(Text(PhantomData))
}

fn optional<'de, D: Deserializer<'de>, T: FromStr<Err: fmt::Display>>(deserializer: D) -> Result<Option<T>, D::Error> {
    text(deserializer).map(Some)
}

impl<T: FromStr<Err: fmt::Display>> Text<T> {
    fn visit<E: de::Error>(self, text: &str) -> Result<T, E> {
        de::Visitor::visit_str(self, text)
    }
}

fn list<'de, D: Deserializer<'de>, T: FromStr<Err: fmt::Display>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let text: String = text(deserializer)?;
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| Text(PhantomData).visit(part)).collect()
}

#[derive(Clone, Debug, PartialEq)]
pub enum DatabaseUrl {
    Sqlite(PathBuf),
    Postgres(String),
}

impl FromStr for DatabaseUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return if path.is_empty() || path.contains('?') {
                Err("sqlite: is followed by the path of a file, without options")
            } else {
                Ok(Self::Sqlite(PathBuf::from(path)))
            };
        }
        match Url::parse(text) {
            Ok(url) if ["postgres", "postgresql"].contains(&url.scheme()) => Ok(Self::Postgres(text.to_owned())),
            _ => Err("a database is sqlite:PATH or postgres://user:password@host/name"),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum StorageUrl {
    Folder(PathBuf),
}

impl FromStr for StorageUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix("file:").map(|path| path.strip_prefix("//").unwrap_or(path)) {
            Some(path) if !path.is_empty() => Ok(Self::Folder(PathBuf::from(path))),
            _ => Err("a storage is file:PATH"),
        }
    }
}

/// A host, and the network that its address may lie in although it is not public.
#[derive(Clone, Debug, PartialEq)]
pub struct Allowed {
    pub host: String,
    pub network: IpNet,
}

impl FromStr for Allowed {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (host, network) = text.split_once('=').ok_or("a pair is HOST=NETWORK, such as photos.lan=10.1.0.0/16")?;
        let host = url::Host::parse(host.trim()).map_err(|_| "the host before the = is not one")?.to_string();
        let network = network.trim();
        let network: IpNet = network
            .parse()
            .or_else(|_| network.parse::<IpAddr>().map(IpNet::from))
            .map_err(|_| "a network is written as 10.1.0.0/16")?;
        if LINK_LOCAL.iter().any(|local| network.contains(local)) || is_link_local(network.addr()) {
            return Err("link-local addresses, where cloud machines find their secrets, are never allowed");
        }
        Ok(Self { host, network })
    }
}

/// An address of each link-local network: what contains one holds some of it.
const LINK_LOCAL: [IpAddr; 2] = [
    IpAddr::V4(std::net::Ipv4Addr::new(169, 254, 0, 0)),
    IpAddr::V6(std::net::Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0)),
];

/// RFC 3927 and RFC 4291, 2.5.6.
pub fn is_link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_link_local(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    }
}

/// Certificates that were found in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtraCa(pub Vec<u8>);

impl FromStr for ExtraCa {
    type Err = String;

    fn from_str(path: &str) -> Result<Self, Self::Err> {
        let pem = std::fs::read(path).map_err(|error| format!("the file can't be read: {error}"))?;
        match reqwest::Certificate::from_pem_bundle(&pem) {
            Ok(certificates) if !certificates.is_empty() => Ok(Self(pem)),
            _ => Err("the file has no certificate in PEM form".to_owned()),
        }
    }
}

#[derive(Clone, PartialEq)]
pub struct SmtpUrl(Url);

impl SmtpUrl {
    /// As lettre reads it: `smtps://…`, or `smtp://…` with `?tls=required` for STARTTLS.
    pub fn for_lettre(&self) -> String {
        match self.0.as_str().strip_prefix("smtp+starttls://") {
            Some(rest) => format!("smtp://{}?tls=required", rest.trim_end_matches('/')),
            None => self.0.to_string(),
        }
    }
}

/// Without the password.
impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.0.scheme(), self.0.host_str().unwrap_or_default())
    }
}

impl FromStr for SmtpUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match Url::parse(text) {
            Ok(url) if ["smtp", "smtps", "smtp+starttls"].contains(&url.scheme()) && url.has_host() => Ok(Self(url)),
            _ => Err("a mail server is smtp://, smtp+starttls:// or smtps://, then user:password@host:port"),
        }
    }
}

#[derive(Clone, Debug)]
pub struct MailFrom(pub lettre::message::Mailbox);

impl FromStr for MailFrom {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self).map_err(|_| "a sender is an address such as hello@photos.example")
    }
}

/// A host's name in lower case, without a scheme or a port.
#[derive(Clone, Debug, PartialEq)]
pub struct HostName(pub String);

impl FromStr for HostName {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match url::Host::parse(text) {
            Ok(url::Host::Domain(name)) => Ok(Self(name)),
            _ => Err("a host is a name such as photos.example, without a scheme or a port"),
        }
    }
}

#[derive(Clone)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl FromStr for Secret {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shortest = crate::secrets::SecretKey::SHORTEST;
        if text.len() < shortest {
            return Err(format!("a key has at least {shortest} characters, this one has {}", text.len()));
        }
        Ok(Self(text.to_owned()))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct LogFilter(pub String);

impl FromStr for LogFilter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match tracing_subscriber::EnvFilter::try_new(text) {
            Ok(_) => Ok(Self(text.to_owned())),
            Err(error) => Err(format!("a filter looks like info,heliograph::jobs=debug ({error})")),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LogFormat {
    Text,
    Json,
}

impl FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("the formats are text and json"),
        }
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
