//! The browser that a request comes from: what it says it is, from which network, and whether it is an old friend.

use std::{
    net::IpAddr,
    sync::{Arc, OnceLock},
};

use axum::{
    extract::{FromRequestParts, Request},
    http::{
        HeaderValue,
        header::{COOKIE, SET_COOKIE, USER_AGENT},
        request::Parts,
    },
    response::Response,
};
use heliograph_entity::values::TenantId;
use ipnet::IpNet;

use super::agent::Agent;
use crate::{app::App, error::Error, secrets::hash_of, web::Arrival};

/// As long as browsers keep a cookie at the most: 400 days (RFC 6265bis, 5.5).
const COOKIE_LIFE_SECONDS: u32 = 400 * 24 * 3600;

const PURPOSE: &str = "device";

/// Put into every request that has a session.
#[derive(Clone, Debug)]
pub struct Browser {
    pub(super) agent: Agent,
    network: String,
    site: Option<String>,
    https: bool,
    /// As the browser sent it; whether it is ours, only [`Self::device`] says.
    cookie: Option<String>,
    /// What the browser is to keep.
    issued: Arc<OnceLock<String>>,
}

impl Browser {
    pub(super) fn of(request: &Request, https: bool) -> Self {
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let client = request.extensions().get::<Arrival>().map(|arrival| arrival.client);
        let ours = format!("{}=", cookie_name(https));
        let cookies = request.headers().get_all(COOKIE);
        let mut sent = cookies.iter().filter_map(|value| value.to_str().ok()).flat_map(|list| list.split("; "));
        Self {
            agent: Agent::read(header(USER_AGENT)),
            network: client.map(network_of).unwrap_or_default(),
            site: client.filter(IpAddr::is_ipv6).map(|client| cut(client, 48)),
            https,
            cookie: sent.find_map(|cookie| cookie.strip_prefix(&ours)).map(str::to_owned),
            issued: Arc::default(),
        }
    }

    /// Where it is, cut to /24 or /64, so that it names a neighbourhood and no person: `203.0.113.0/24`.
    pub fn network(&self) -> &str {
        &self.network
    }

    /// What one customer of a provider has at the most, where that is more than a network: an IPv6 /48.
    pub(super) fn site(&self) -> Option<&str> {
        self.site.as_deref()
    }

    /// The hash under which a known device of this community is kept; nothing when its cookie is not one that we signed.
    pub(super) fn device(&self, app: &App, tenant: TenantId) -> Option<String> {
        let (token, signature) = self.cookie.as_deref()?.split_once('.')?;
        let ours = app.secrets.confirms(signature, PURPOSE, &format!("{tenant}\0{token}"));
        ours.then(|| hash_of(token))
    }

    /// Has the browser keep the cookie by which it is known again, for another 400 days. The hash of its token.
    pub(super) fn keep_device(&self, app: &App, tenant: TenantId) -> String {
        let known = self.device(app, tenant).and(self.cookie.clone());
        let cookie = self.issued.get_or_init(|| {
            known.unwrap_or_else(|| {
                let token = app.rng.token();
                let signature = app.secrets.token(PURPOSE, &format!("{tenant}\0{token}"));
                format!("{token}.{signature}")
            })
        });
        hash_of(cookie.split_once('.').map_or("", |(token, _)| token))
    }

    /// Hands the browser what it is to keep.
    pub(super) fn hand_out(&self, response: &mut Response) {
        let Some(cookie) = self.issued.get() else { return };
        let (name, secure) = (cookie_name(self.https), if self.https { "; Secure" } else { "" });
        let kept = format!("{name}={cookie}; HttpOnly; SameSite=Lax; Path=/; Max-Age={COOKIE_LIFE_SECONDS}{secure}");
        if let Ok(kept) = HeaderValue::try_from(kept) {
            response.headers_mut().append(SET_COOKIE, kept);
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Browser {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get().cloned().ok_or_else(|| anyhow::anyhow!("a request without a browser").into())
    }
}

fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-heliograph-device" } else { "heliograph-device" }
}

fn network_of(address: IpAddr) -> String {
    cut(address, if address.is_ipv4() { 24 } else { 64 })
}

fn cut(address: IpAddr, length: u8) -> String {
    IpNet::new(address, length).map_or_else(|_| address.to_string(), |network| network.trunc().to_string())
}

#[cfg(test)]
mod tests {
    use super::network_of;

    #[test]
    fn an_address_is_cut_to_its_neighbourhood() {
        let cut = |address: &str| network_of(address.parse().expect("an address"));
        assert_eq!(cut("203.0.113.77"), "203.0.113.0/24");
        assert_eq!(cut("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    }
}
