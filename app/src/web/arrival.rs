//! Where a request came from and which address it was sent to, seen through the proxies that are trusted.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, StatusCode, header::HOST},
    middleware::Next,
    response::{IntoResponse, Response},
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

    /// The network that the client is in: what one person can change addresses within at will.
    pub fn network(&self) -> String {
        match self.client {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        }
    }
}

pub async fn arrive(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    // Which of them is meant, a proxy before us may judge differently (RFC 9112, 3.2).
    if request.headers().get_all(HOST).iter().count() > 1 {
        return StatusCode::BAD_REQUEST.into_response();
    }
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

    // From the last entry back: each proxy added the one it saw. What stands before an address that is not a trusted
    // proxy's, or before something that is no address, may be made up by the client.
    let mut client = peer;
    let entries: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .collect();
    for entry in entries.into_iter().rev() {
        match entry.trim().parse::<IpAddr>() {
            Ok(address) if trusted(client) => client = address.to_canonical(),
            _ => break,
        }
    }
    // A whole URI in the request line stands before the header (RFC 9112, 3.2.2).
    let authority = forwarded("x-forwarded-host")
        .or(sent_to.as_deref())
        .or(header(HOST.as_str()))
        .unwrap_or_default()
        .trim()
        .to_lowercase();
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
        let target = read(&headers(&[("host", "a.example")]), Some("B.example".to_owned()), proxy, |_| false);
        assert_eq!(target.host, "b.example");
    }

    #[test]
    fn a_network_is_what_one_client_can_roam_in() {
        let network = |client: &str| {
            let client = client.parse().expect("an address");
            super::Arrival { https: false, host: String::new(), authority: String::new(), client }.network()
        };
        assert_eq!(network("203.0.113.9"), "203.0.113.0/24");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
    }

    #[test]
    fn nobody_makes_up_their_address() {
        let proxy: IpAddr = "10.0.0.1".parse().expect("an address");
        let client = |pairs: &[(&'static str, &'static str)]| {
            let sent: HeaderMap = pairs.iter().fold(HeaderMap::new(), |mut all, (name, value)| {
                all.append(*name, HeaderValue::from_static(value));
                all
            });
            read(&sent, None, proxy, |ip| ip.to_string().starts_with("10.")).client.to_string()
        };

        assert_eq!(client(&[]), "10.0.0.1");
        assert_eq!(client(&[("x-forwarded-for", "6.6.6.6"), ("x-forwarded-for", "203.0.113.9")]), "203.0.113.9");
        assert_eq!(client(&[("x-forwarded-for", "6.6.6.6, 203.0.113.9:1234")]), "10.0.0.1");
        assert_eq!(client(&[("x-forwarded-for", "6.6.6.6, 203.0.113.9, 10.0.0.2")]), "203.0.113.9");
    }
}
