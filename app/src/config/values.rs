//! The values of settings, each read from a text and refused with a sentence.

use std::{fmt, net::IpAddr, path::PathBuf, str::FromStr};

use ipnet::IpNet;
use url::Url;

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
