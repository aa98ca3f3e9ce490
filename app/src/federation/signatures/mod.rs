//! Who a request comes from, by its signature.
//!
//! Two forms are read: that of draft-cavage-http-signatures-12 ([`cavage`]), which nearly everybody sends, and RFC 9421
//! ([`rfc9421`]), which some have begun to. We sign in the first, and in the second where the first is not taken. In
//! both the body is covered by its digest, and the request is for this host, this path and this hour; a request that
//! leaves any of this unsigned is nobody's. What verifies it is decided by the key alone, never by what the request
//! says about algorithms.

mod cavage;
mod digest;
mod rfc9421;

use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use heliograph_entity::values::Timestamp;
use url::Url;

use super::PrivateKey;

/// How far behind and ahead of ours the clock of another server may be.
const BEHIND: Duration = Duration::from_secs(65 * 60);
const AHEAD: Duration = Duration::from_secs(60 * 60);

/// A request as it arrived.
pub struct Incoming<'a> {
    pub method: &'a str,
    /// The origin that people outside reach the community at.
    pub origin: &'a str,
    /// The host with its port, as it was asked for.
    pub authority: &'a str,
    pub path_and_query: &'a str,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
    pub now: Timestamp,
}

/// That the owner of a key has signed something. It holds when the key verifies it.
#[derive(Debug)]
pub struct Claim {
    pub key_id: String,
    pub message: Vec<u8>,
    pub signature: Vec<u8>,
}

/// Why a request counts as nobody's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wrong {
    Unsigned,
    Unreadable,
    Several,
    Uncovered,
    /// What is said to be covered is not there.
    Missing,
    Digest,
    Time,
    Key,
    Forged,
}

impl Wrong {
    /// As the other server is told.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unsigned => "there is no signature",
            Self::Unreadable => "the signature can't be read",
            Self::Several => "there is more than one signature",
            Self::Uncovered => "the signature leaves out what it has to cover",
            Self::Missing => "the signature covers what is not there",
            Self::Digest => "the digest is not that of the body",
            Self::Time => "the request is too old, or of the future",
            Self::Key => "the key is not the actor's",
            Self::Forged => "the signature does not verify",
        }
    }
}

/// What a request says about who sent it. Everything but the signature itself has been looked at.
pub fn claim(request: &Incoming<'_>) -> Result<Claim, Wrong> {
    if request.headers.contains_key("signature-input") { rfc9421::claim(request) } else { cavage::claim(request) }
}

impl Incoming<'_> {
    /// All values of a header as one (RFC 9110, 5.2).
    fn header(&self, name: &str) -> Option<String> {
        let mut values = self.headers.get_all(name).iter().map(|value| value.to_str().ok().map(str::trim)).peekable();
        values.peek()?;
        Some(values.collect::<Option<Vec<_>>>()?.join(", "))
    }

    fn has_body(&self) -> bool {
        self.method != "GET"
    }

    /// Whether a moment in seconds since 1970 is about now.
    fn is_about_now(&self, seconds: i64) -> bool {
        let at = Timestamp::from_millis(seconds.saturating_mul(1000));
        at >= self.now.minus(BEHIND) && at <= self.now.plus(AHEAD)
    }

    fn is_past(&self, seconds: i64) -> bool {
        Timestamp::from_millis(seconds.saturating_mul(1000)) < self.now
    }
}

/// In which form something is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Cavage,
    Rfc9421,
}

/// A request that is about to be sent.
pub struct Outgoing<'a> {
    pub method: &'a str,
    pub url: &'a Url,
    pub body: Option<&'a [u8]>,
    pub now: Timestamp,
}

/// The headers that say who sends it.
pub fn sign(
    request: &Outgoing<'_>,
    form: Form,
    key: &PrivateKey,
    key_id: &str,
) -> anyhow::Result<Vec<(HeaderName, HeaderValue)>> {
    let headers = match form {
        Form::Cavage => cavage::sign(request, key, key_id)?,
        Form::Rfc9421 => rfc9421::sign(request, key, key_id)?,
    };
    let headers =
        headers.into_iter().map(|(name, value)| Ok((HeaderName::from_static(name), HeaderValue::try_from(value)?)));
    headers.collect()
}

impl Outgoing<'_> {
    /// The host as it is asked for: with its port where that is not the usual one.
    fn authority(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    fn path_and_query(&self) -> String {
        let query = self.url.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{query}", self.url.path())
    }
}

#[cfg(test)]
mod tests;
