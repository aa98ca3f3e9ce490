//! Where a request came from and which address it was sent to, seen through the proxies that are trusted.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, header::HOST},
    middleware::Next,
    response::Response,
};

use crate::app::App;

/// Put into every request before anything else looks at it.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    pub https: bool,
    /// Lower case, without the port.
    pub host: String,
    /// As it was sent, with the port.
    pub authority: String,
    pub client: IpAddr,
}

impl Arrival {
    /// Scheme, host and port as the browser has them.
    pub fn origin(&self) -> String {
        format!("{}://{}", if self.https { "https" } else { "http" }, self.authority)
    }
}

pub async fn arrive(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = peer.ip().to_canonical();
    let trusted = |address: IpAddr| app.config.trusted_proxies.iter().any(|network| network.contains(&address));
    let sent_to = request.uri().authority().map(ToString::to_string);
    let arrival = read(request.headers(), sent_to, peer, trusted);

    request.extensions_mut().insert(arrival);
    next.run(request).await
}

fn read(headers: &HeaderMap, sent_to: Option<String>, peer: IpAddr, trusted: impl Fn(IpAddr) -> bool) -> Arrival {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let forwarded = |name: &str| header(name).filter(|_| trusted(peer));

    // The last address that no trusted proxy has: those before it may be made up by the client.
    let client = forwarded("x-forwarded-for")
        .and_then(|list| list.rsplit(',').filter_map(|address| address.trim().parse().ok()).find(|ip| !trusted(*ip)))
        .unwrap_or(peer);
    let authority = forwarded("x-forwarded-host")
        .or(header(HOST.as_str()))
        .map(|host| host.trim().to_lowercase())
        .or(sent_to)
        .unwrap_or_default();
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.chars().all(|c| c.is_ascii_digit()) => host.to_owned(),
        _ => authority.clone(),
    };
    let host = host.trim_end_matches('.').to_owned();

    Arrival { https: forwarded("x-forwarded-proto") == Some("https"), host, authority, client }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use axum::http::{HeaderMap, HeaderValue};

    use super::read;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let proxy: IpAddr = "10.0.0.1".parse().expect("an address");
        let sent = headers(&[
            ("host", "Photos.Example:8443"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-for", "6.6.6.6, 203.0.113.9, 10.0.0.2"),
        ]);

        let behind = read(&sent, None, proxy, |ip| ip.to_string().starts_with("10."));
        assert_eq!(behind.origin(), "https://photos.example:8443");
        assert_eq!((behind.host.as_str(), behind.client.to_string().as_str()), ("photos.example", "203.0.113.9"));

        let direct = read(&sent, None, proxy, |_| false);
        assert_eq!((direct.https, direct.client), (false, proxy));
        assert_eq!(read(&headers(&[("host", "[::1]:80")]), None, proxy, |_| false).host, "[::1]");
    }
}
