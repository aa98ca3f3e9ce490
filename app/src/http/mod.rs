//! What the hub fetches from addresses that somebody gave it: one client, which reaches nothing but the public network.
//!
//! Whoever chooses a URL must not be able to make the hub look at what only the hub can reach. So the URL is checked
//! before each request, also where an answer leads on; names are resolved by a resolver of our own that hands out
//! public addresses alone, and the connection goes to these very addresses; and an answer has limits of time and size.
//! `HELIOGRAPH_FEDERATION_ALLOW` names the exceptions. There is no way to switch the rest off.

mod breaker;
mod download;
mod exchange;
mod guard;

use std::{
    error::Error as _,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context;
use reqwest::{
    Certificate, RequestBuilder, Response, StatusCode,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{ACCEPT, CONTENT_TYPE, LOCATION, USER_AGENT},
    redirect::Policy,
};
use url::{Position, Url};

use self::{breaker::Breaker, guard::Guard};
pub use self::{
    download::Patience,
    exchange::{Answer, Exchange},
};
use crate::config::Config;

const CONNECTING: Duration = Duration::from_secs(5);
/// From the first connection to the last byte, wherever it leads.
const IN_ALL: Duration = Duration::from_secs(15);
const MOST_REDIRECTS: usize = 3;

#[derive(Clone, Debug)]
pub struct Http {
    client: reqwest::Client,
    guard: Arc<Guard>,
    breaker: Arc<Breaker>,
}

/// What is asked for, and what is taken for an answer.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Media types, without parameters.
    pub types: &'static [&'static str],
    /// Types that are taken as well, and not asked for: who has a simpler one is to send that.
    pub also: &'static [&'static str],
    /// Bytes that are read of it.
    pub most: usize,
}

#[derive(Debug)]
pub struct Fetched {
    /// Where it was found in the end.
    pub url: Url,
    pub body: Vec<u8>,
    /// Whether this is all of it, or only as much as was wanted.
    pub whole: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error("it is not fetched: {0}")]
    Refused(&'static str),
    #[error("it can't be reached: {0}")]
    Unreachable(String),
    #[error("it took too long")]
    Slow,
    #[error("it answers {0}")]
    Status(StatusCode),
    #[error("it leads on more than {MOST_REDIRECTS} times, or nowhere")]
    LeadsOn,
    #[error("it is of the type “{0}”")]
    Type(String),
    #[error("it is larger than {0} bytes")]
    Large(usize),
    #[error("it can't be kept")]
    NotKept(#[from] std::io::Error),
}

impl Problem {
    /// Whether it may be different in a while.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::Slow | Self::NotKept(_) => true,
            Self::Status(code) => {
                code.is_server_error() || [StatusCode::TOO_MANY_REQUESTS, StatusCode::REQUEST_TIMEOUT].contains(code)
            }
            Self::Refused(_) | Self::LeadsOn | Self::Type(_) | Self::Large(_) => false,
        }
    }
}

impl Http {
    /// An error is a sentence to the operator.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        for allowed in &config.federation_allow {
            let (host, network) = (&allowed.host, allowed.network);
            tracing::info!(host, %network, "this host may be fetched from although it is not on the public network");
        }
        let guard = Arc::new(Guard { allowed: config.federation_allow.clone() });
        let resolver = Checked { guard: guard.clone(), known: Arc::new(config.known_names.clone()) };

        let mut roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS
            .iter()
            .map(|root| Certificate::from_der(root))
            .collect::<Result<Vec<_>, _>>()?;
        if let Some(extra) = &config.extra_ca {
            roots.extend(Certificate::from_pem_bundle(&extra.0)?);
        }
        let client = reqwest::Client::builder()
            .tls_certs_only(roots)
            .dns_resolver(Arc::new(resolver))
            .connect_timeout(CONNECTING)
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .build()
            .context("The client for other servers can't be made; is HELIOGRAPH_EXTRA_CA a file of certificates?")?;
        Ok(Self { client, guard, breaker: Arc::default() })
    }

    /// Fetches `url`, in the name of the community whose origin is `origin`.
    pub async fn get(&self, origin: &str, url: &Url, wanted: Wanted) -> Result<Fetched, Problem> {
        let get = async {
            let (response, url) = self.follow(origin, url.clone(), wanted).await?;
            read(response, url, wanted.most).await
        };
        tokio::time::timeout(IN_ALL, get).await.unwrap_or(Err(Problem::Slow))
    }

    /// Sends a request to `url`, for which it is built; where it `may_rest`, not if the host could not be reached lately (R28).
    async fn send(&self, url: &Url, request: RequestBuilder, may_rest: bool) -> Result<Response, Problem> {
        self.guard.check(url)?;
        let host = &url[Position::BeforeHost..Position::AfterPort];
        if may_rest && self.breaker.rests(host, Instant::now()) {
            return Err(Problem::Unreachable("it could not be reached lately".to_owned()));
        }
        match request.send().await {
            Ok(response) => {
                self.breaker.note(host, true, Instant::now());
                Ok(response)
            }
            Err(error) => {
                let connected = !error.is_connect();
                let problem = unreachable(error);
                // What becomes of it later says nothing of the host: somebody else may have chosen what is slow there.
                if !connected && matches!(problem, Problem::Unreachable(_)) {
                    self.breaker.note(host, false, Instant::now());
                }
                Err(problem)
            }
        }
    }

    /// The answer that is of a wanted type, and where it was found in the end.
    async fn follow(&self, origin: &str, mut url: Url, wanted: Wanted) -> Result<(Response, Url), Problem> {
        for _ in 0..=MOST_REDIRECTS {
            let request = self
                .client
                .get(url.clone())
                .header(USER_AGENT, format!("Heliograph/{} (+{origin}/)", env!("CARGO_PKG_VERSION")))
                .header(ACCEPT, wanted.types.join(", "));
            let response = self.send(&url, request, true).await?;
            let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());

            match response.status() {
                StatusCode::OK => {
                    let media_type = header(CONTENT_TYPE).unwrap_or_default();
                    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
                    if !wanted.types.iter().chain(wanted.also).any(|known| *known == essence) {
                        return Err(Problem::Type(essence));
                    }
                    return Ok((response, url));
                }
                StatusCode::MOVED_PERMANENTLY
                | StatusCode::FOUND
                | StatusCode::SEE_OTHER
                | StatusCode::TEMPORARY_REDIRECT
                | StatusCode::PERMANENT_REDIRECT => {
                    let to = header(LOCATION).and_then(|location| url.join(location).ok());
                    url = to.ok_or(Problem::LeadsOn)?;
                }
                code => return Err(Problem::Status(code)),
            }
        }
        Err(Problem::LeadsOn)
    }
}

/// Reads until the limit, never more: what is packed is counted unpacked.
async fn read(mut response: Response, url: Url, most: usize) -> Result<Fetched, Problem> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        let left = most - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(left)]);
        if chunk.len() > left {
            return Ok(Fetched { url, body, whole: false });
        }
    }
    Ok(Fetched { url, body, whole: true })
}

/// The reason at the bottom of an error of the client, which may be a refusal of ours.
fn unreachable(error: reqwest::Error) -> Problem {
    let mut cause = error.source();
    let mut last = error.to_string();
    while let Some(deeper) = cause {
        if let Some(NotPublic) = deeper.downcast_ref() {
            return Problem::Refused("its name does not lead to the public network");
        }
        last = deeper.to_string();
        cause = deeper.source();
    }
    Problem::Unreachable(last)
}

/// Resolves names, and hands out those addresses alone that may be connected to.
struct Checked {
    guard: Arc<Guard>,
    known: Arc<Vec<(String, Vec<std::net::IpAddr>)>>,
}

#[derive(Debug, thiserror::Error)]
#[error("no address of the name may be connected to")]
struct NotPublic;

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let (guard, known) = (self.guard.clone(), self.known.clone());
        Box::pin(async move {
            let host = name.as_str().trim_end_matches('.').to_ascii_lowercase();
            let found: Vec<_> = match known.iter().find(|(known, _)| *known == host) {
                Some((_, addresses)) => addresses.clone(),
                // RFC 6761, 6.3: they are this machine, and no name server is asked.
                None if host.ends_with(".localhost") => vec![Ipv4Addr::LOCALHOST.into()],
                None => tokio::net::lookup_host((host.as_str(), 0)).await?.map(|address| address.ip()).collect(),
            };
            let permitted: Vec<_> = found
                .into_iter()
                .filter(|address| guard.permits(&host, *address))
                .map(|address| SocketAddr::new(address, 0))
                .collect();
            if permitted.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::STANDARD};

    use super::Http;
    use crate::config::{Config, ExtraCa};

    #[test]
    fn a_file_of_certificates_is_believed_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ca.pem");
        let root = STANDARD.encode(&webpki_root_certs::TLS_SERVER_ROOT_CERTS[0]);
        std::fs::write(&path, format!("-----BEGIN CERTIFICATE-----\n{root}\n-----END CERTIFICATE-----\n"))
            .expect("written");
        let extra: ExtraCa = path.to_string_lossy().parse().expect("a certificate");
        Http::open(&Config { extra_ca: Some(extra), ..Config::default() }).expect("a client");

        std::fs::write(&path, "once upon a time").expect("written");
        assert!(path.to_string_lossy().parse::<ExtraCa>().is_err());
    }
}
