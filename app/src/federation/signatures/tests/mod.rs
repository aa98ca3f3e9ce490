//! Each test names the rules for receivers that it holds: what has to be signed, when, and by which key.

mod vectors;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::{Engine, engine::general_purpose::STANDARD};
use heliograph_entity::values::Timestamp;

use self::vectors::{BODY, CAVAGE, CAVAGE_SMALL, DIGEST, PRIVATE, PUBLIC, RFC9421, SMALL};
use super::{Claim, Form, Incoming, Outgoing, Wrong, claim, rfc9421, sign};
use crate::federation::{PrivateKey, PublicKey};

/// 2026-11-22T12:00:00Z
const NOON: i64 = 1_795_348_800;
const KEY_ID: &str = "https://peer.example/users/lena#main-key";

/// A request that can be changed before it is looked at.
#[derive(Clone)]
struct Sent {
    headers: Vec<(&'static str, String)>,
    path: &'static str,
    authority: &'static str,
    body: &'static str,
    now: i64,
}

impl Sent {
    /// As [`CAVAGE`] was signed.
    fn cavage() -> Self {
        Self::with(&[
            ("date", "Sun, 22 Nov 2026 12:00:00 GMT".to_owned()),
            ("digest", format!("SHA-256={DIGEST}")),
            ("content-type", "application/activity+json".to_owned()),
            ("signature", cavage_header("(request-target) host date digest content-type", CAVAGE)),
        ])
    }

    /// As [`RFC9421`] was signed.
    fn rfc9421() -> Self {
        Self::with(&[
            ("content-digest", format!("sha-256=:{DIGEST}:")),
            ("signature-input", format!("sig1={}", parameters("\"@method\" \"@target-uri\" \"content-digest\""))),
            ("signature", format!("sig1=:{RFC9421}:")),
        ])
    }

    fn with(headers: &[(&'static str, String)]) -> Self {
        Self { headers: headers.into(), path: "/ap/inbox", authority: "praia.example", body: BODY, now: NOON }
    }

    fn saying(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(header, _)| *header != name);
        self.headers.push((name, value.into()));
        self
    }

    fn looked_at(&self) -> Result<Claim, Wrong> {
        let headers = self.headers.iter().map(|(name, value)| {
            (HeaderName::from_static(name), HeaderValue::try_from(value).expect("a header's value"))
        });
        let mut all = HeaderMap::new();
        for (name, value) in headers {
            all.append(name, value);
        }
        claim(&Incoming {
            method: "POST",
            origin: "https://praia.example",
            authority: self.authority,
            path_and_query: self.path,
            headers: &all,
            body: self.body.as_bytes(),
            now: Timestamp::from_millis(self.now * 1000),
        })
    }

    fn verifies(&self) -> Result<bool, Wrong> {
        let key = PublicKey::from_pem(PUBLIC).expect("a key");
        self.looked_at().map(|claim| key.verifies(&claim.message, &claim.signature))
    }
}

fn cavage_header(covered: &str, signature: &str) -> String {
    format!("keyId=\"{KEY_ID}\",algorithm=\"hs2019\",headers=\"{covered}\",signature=\"{signature}\"")
}

fn parameters(components: &str) -> String {
    format!("({components});created={NOON};keyid=\"{KEY_ID}\"")
}

#[test]
fn what_openssl_has_signed_verifies_in_both_forms() {
    for sent in [Sent::cavage(), Sent::rfc9421()] {
        assert_eq!(sent.verifies(), Ok(true));
        assert_eq!(sent.looked_at().expect("a claim").key_id, KEY_ID);
    }
}

/// Must-pass 1.
#[test]
fn r3_a_body_that_was_changed_is_nobodys() {
    for sent in [Sent::cavage(), Sent::rfc9421()] {
        assert_eq!(Sent { body: "{}", ..sent }.verifies(), Err(Wrong::Digest));
    }
    assert_eq!(Sent::cavage().saying("digest", "SHA-512=AAAA").verifies(), Err(Wrong::Digest));
}

#[test]
fn r3_what_has_to_be_signed_is_signed() {
    for covered in [
        "",
        "date",
        "host date digest",
        "(request-target) date digest",
        "(request-target) host digest",
        "(request-target) host date",
    ] {
        let sent = Sent::cavage().saying("signature", cavage_header(covered, CAVAGE));
        assert_eq!(sent.verifies(), Err(Wrong::Uncovered), "{covered}");
    }
    for covered in
        ["\"@method\" \"@target-uri\"", "\"@method\" \"content-digest\"", "\"@target-uri\" \"content-digest\"", ""]
    {
        let sent = Sent::rfc9421().saying("signature-input", format!("sig1={}", parameters(covered)));
        assert_eq!(sent.verifies(), Err(Wrong::Uncovered), "{covered}");
    }
    let late = "sig1=(\"@method\" \"@target-uri\" \"content-digest\");keyid=\"k\"";
    assert_eq!(Sent::rfc9421().saying("signature-input", late).verifies(), Err(Wrong::Uncovered), "no time");
    let mut unsigned = Sent::cavage();
    unsigned.headers.retain(|(name, _)| *name != "signature");
    assert_eq!(unsigned.verifies(), Err(Wrong::Unsigned));
}

/// Must-pass 2.
#[test]
fn r3_what_was_sent_elsewhere_means_nothing_here() {
    for sent in [Sent::cavage(), Sent::rfc9421()] {
        assert_eq!(Sent { path: "/ap/accounts/1/inbox", ..sent.clone() }.verifies(), Ok(false));
        assert_eq!(Sent { path: "/ap/inbox?x", ..sent }.verifies(), Ok(false));
    }
    assert_eq!(Sent { authority: "serra.example", ..Sent::cavage() }.verifies(), Ok(false));
}

/// Must-pass 3.
#[test]
fn r4_clocks_may_differ_by_an_hour() {
    for sent in [Sent::cavage(), Sent::rfc9421()] {
        for (minutes, verdict) in [(64, Ok(true)), (-59, Ok(true)), (66, Err(Wrong::Time)), (-61, Err(Wrong::Time))] {
            assert_eq!(Sent { now: NOON + minutes * 60, ..sent.clone() }.verifies(), verdict, "{minutes}");
        }
    }
    let expired = cavage_header("(request-target) host date digest content-type", CAVAGE);
    let expired = format!("{expired},expires={}", NOON - 1);
    assert_eq!(Sent::cavage().saying("signature", expired).verifies(), Err(Wrong::Time));
    assert_eq!(Sent::cavage().saying("date", "yesterday").verifies(), Err(Wrong::Time));
}

#[test]
fn r5_a_key_that_is_too_small_verifies_nothing() {
    let header = cavage_header("(request-target) host date digest content-type", CAVAGE_SMALL);
    let claim = Sent::cavage().saying("signature", header).looked_at().expect("a claim");
    let key = PublicKey::from_pem(SMALL).expect("a key");
    assert!(!key.verifies(&claim.message, &claim.signature));
}

#[test]
fn r7_there_is_one_signature_and_nothing_odd_about_it() {
    let usual = parameters("\"@method\" \"@target-uri\" \"content-digest\"");
    for (input, wrong) in [
        (format!("sig1={usual}, sig2={usual}"), Wrong::Several),
        (format!("sig2={usual}"), Wrong::Unreadable),
        (format!("sig1={}", usual.replace("\"@method\"", "\"@method\";req")), Wrong::Unreadable),
        (format!("sig1={}", usual.replace("\"@method\"", "\"@method\" \"@method\"")), Wrong::Unreadable),
        (format!("sig1={}", usual.replace("\"@method\"", "\"@method\" \"@status\"")), Wrong::Unreadable),
        (format!("sig1={}", usual.replace("\"@method\"", "\"@method\" \"x-absent\"")), Wrong::Missing),
        ("sig1".to_owned(), Wrong::Unreadable),
        ("sig1=()".to_owned(), Wrong::Uncovered),
    ] {
        assert_eq!(Sent::rfc9421().saying("signature-input", input.clone()).verifies(), Err(wrong), "{input}");
    }
    let mut twice = Sent::cavage();
    twice.headers.push(twice.headers.last().expect("a signature").clone());
    assert_eq!(twice.verifies(), Err(Wrong::Several));
    for header in ["keyId", "keyId=\"a\",keyId=\"b\"", "keyId=\"a", "keyId=\"a\" headers=\"b\"", "=,=,="] {
        assert!(Sent::cavage().saying("signature", header).verifies().is_err(), "{header}");
    }
}

/// The example of RFC 9421, 2.5.
#[test]
fn the_signature_base_is_that_of_the_specification() {
    let headers = HeaderMap::from_iter(
        [
            (
                "content-digest",
                "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
            ),
            ("content-length", "18"),
            ("content-type", "application/json"),
        ]
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))),
    );
    let request = Incoming {
        method: "POST",
        origin: "https://example.com",
        authority: "example.com",
        path_and_query: "/foo?param=Value&Pet=dog",
        headers: &headers,
        body: b"{\"hello\": \"world\"}",
        now: Timestamp::from_millis(1_618_884_473_000),
    };
    let written = "(\"@method\" \"@authority\" \"@path\" \"content-digest\" \"content-length\" \"content-type\")\
        ;created=1618884473;keyid=\"test-key-rsa-pss\"";
    let input = format!("sig1={written}");
    let input = rfc9421::parse(&input).expect("an input");
    assert_eq!(
        rfc9421::base(&request, &input).expect("a base"),
        format!(
            "\"@method\": POST\n\"@authority\": example.com\n\"@path\": /foo\n\
             \"content-digest\": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:\n\
             \"content-length\": 18\n\"content-type\": application/json\n\"@signature-params\": {written}"
        )
    );
}

#[test]
fn what_we_sign_in_either_form_we_would_take_ourselves() {
    let key = PrivateKey::from_pkcs8(&STANDARD.decode(PRIVATE).expect("Base64")).expect("a key");
    let url = url::Url::parse("https://praia.example/ap/inbox").expect("a URL");
    let now = Timestamp::from_millis(NOON * 1000);
    for form in [Form::Cavage, Form::Rfc9421] {
        let request = Outgoing { method: "POST", url: &url, body: Some(BODY.as_bytes()), now };
        let headers = sign(&request, form, &key, KEY_ID).expect("headers");
        let mut sent = Sent::with(&[]);
        for (name, value) in &headers {
            let value = value.to_str().expect("text").to_owned();
            let name = ["date", "digest", "signature", "content-digest", "signature-input"]
                .into_iter()
                .find(|known| *known == name.as_str())
                .expect("one of these");
            sent = sent.saying(name, value);
        }
        assert_eq!(sent.verifies(), Ok(true), "{form:?}");
    }
    // The padding has nothing random in it: the same text, signed by OpenSSL, has the same signature.
    let message = Sent::cavage().looked_at().expect("a claim").message;
    assert_eq!(STANDARD.encode(key.sign(&message).expect("a signature")), CAVAGE);
}
