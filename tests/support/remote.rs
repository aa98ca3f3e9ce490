//! Another server of the fediverse, on a port of this machine. It signs and verifies by code of its own: of ours it has
//! nothing but the numbers of RSA.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use aws_lc_rs::{
    digest::{SHA256, digest},
    encoding::{AsDer, PublicKeyX509Der},
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey},
};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use futures_util::StreamExt;
use heliograph::config::Config;
use serde_json::{Value, json};

use super::{Answer, Hub, Person, photos};

const ACTIVITY: &str = "application/activity+json";

/// What came to the server.
#[derive(Clone, Debug)]
pub struct Received {
    pub method: String,
    pub target: String,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Received {
    pub fn body(&self) -> Value {
        serde_json::from_slice(&self.bytes).expect("JSON")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Whether the owner of the key has signed it, in either form.
    pub fn is_signed_by(&self, pem: &str) -> bool {
        let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, STANDARD.decode(base64).expect("a key"));
        let hash = STANDARD.encode(digest(&SHA256, &self.bytes));
        let (text, signature) = match self.header("signature-input") {
            "" => {
                let part = |name: &str| {
                    let (_, rest) = self.header("signature").split_once(&format!("{name}=\"")).expect("a part");
                    rest.split('"').next().expect("its value").to_owned()
                };
                assert!(self.method == "GET" || self.header("digest") == format!("SHA-256={hash}"), "the digest");
                let lines = part("headers")
                    .split(' ')
                    .map(|name| {
                        match name {
                            "(request-target)" => format!("{name}: {} {}", self.method.to_lowercase(), self.target),
                            name => format!("{name}: {}", self.header(name)),
                        }
                        .clone()
                    })
                    .collect::<Vec<_>>();
                (lines.join("\n"), part("signature"))
            }
            input => {
                assert_eq!(self.header("content-digest"), format!("sha-256=:{hash}:"));
                let params = input.strip_prefix("sig1=").expect("a label");
                let target = format!("http://{}{}", self.header("host"), self.target);
                let text = format!(
                    "\"@method\": {}\n\"@target-uri\": {target}\n\"content-digest\": sha-256=:{hash}:\n\"@signature-params\": {params}",
                    self.method
                );
                let signature = self.header("signature").strip_prefix("sig1=:").and_then(|text| text.strip_suffix(':'));
                (text, signature.expect("a signature").to_owned())
            }
        };
        key.verify(text.as_bytes(), &STANDARD.decode(signature).expect("Base64")).is_ok()
    }
}

struct Inner {
    key: KeyPair,
    documents: HashMap<String, (String, Vec<u8>)>,
    /// Where a path leads on to.
    redirects: HashMap<String, String>,
    received: Vec<Received>,
    /// What the next posts are answered with; then 202.
    answers: VecDeque<u16>,
    /// Whether nothing but RFC 9421 is taken.
    modern: bool,
    /// How long it takes until it answers at a path.
    delays: HashMap<String, Duration>,
    /// Where it sends the first bytes alone, and then nothing more.
    stalls: HashSet<String>,
}

#[derive(Clone)]
pub struct RemoteServer {
    pub host: String,
    inner: Arc<Mutex<Inner>>,
    _stop: Arc<tokio_util::sync::DropGuard>,
}

fn fresh_key() -> KeyPair {
    KeyPair::generate(KeySize::Rsa2048).expect("a key")
}

impl RemoteServer {
    /// A server on `{name}.localhost`.
    pub async fn start(name: &str) -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address: SocketAddr = listener.local_addr().expect("an address");
        let inner = Arc::new(Mutex::new(Inner {
            key: fresh_key(),
            documents: HashMap::new(),
            redirects: HashMap::new(),
            received: Vec::new(),
            answers: VecDeque::new(),
            modern: false,
            delays: HashMap::new(),
            stalls: HashSet::new(),
        }));
        let stop = tokio_util::sync::CancellationToken::new();
        let (app, until) = (Router::new().fallback(answer).with_state(inner.clone()), stop.clone());
        tokio::spawn(async move {
            axum::serve(listener, app).with_graceful_shutdown(until.cancelled_owned()).await.expect("it serves");
        });
        Self { host: format!("{name}.localhost:{}", address.port()), inner, _stop: Arc::new(stop.drop_guard()) }
    }

    /// A hub with the community Praia that may fetch from these servers.
    pub async fn hub_beside(servers: &[&Self]) -> Hub {
        Self::hub_beside_as(servers, |_| {}).await
    }

    pub async fn hub_beside_as(servers: &[&Self], configure: impl FnOnce(&mut Config)) -> Hub {
        let hub = Hub::configured(|config: &mut Config| {
            configure(config);
            for server in servers {
                let name = server.host.split(':').next().expect("a name");
                config.federation_allow.push(format!("{name}=127.0.0.0/8").parse().expect("a pair"));
                config.known_names.push((name.to_owned(), vec![IpAddr::from([127, 0, 0, 1])]));
            }
        });
        let hub = hub.await;
        hub.community("praia").await;
        hub
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("the server")
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.host)
    }

    /// The id of somebody there.
    pub fn actor(&self, name: &str) -> String {
        format!("{}/users/{name}", self.origin())
    }

    /// From now on somebody of that name is there, or is so again with a new key.
    pub fn has(&self, name: &str) {
        let id = self.actor(name);
        let document = json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": id,
            "type": "Person",
            "preferredUsername": name,
            "name": format!("{name} of elsewhere"),
            "summary": "<p>Salt &amp; light</p>",
            "url": format!("{}/@{name}", self.origin()),
            "inbox": format!("{id}/inbox"),
            "outbox": format!("{id}/outbox"),
            "followers": format!("{id}/followers"),
            "following": format!("{id}/following"),
            "featured": format!("{id}/featured"),
            "icon": { "type": "Image", "mediaType": "image/jpeg", "url": format!("{}/avatars/{name}.jpg", self.origin()) },
            "endpoints": { "sharedInbox": format!("{}/inbox", self.origin()) },
            "manuallyApprovesFollowers": false,
            "publicKey": { "id": format!("{id}#main-key"), "owner": id, "publicKeyPem": self.pem() },
        });
        self.says(&format!("/users/{name}"), ACTIVITY, &document.to_string());
        let found = json!({
            "subject": format!("acct:{name}@{}", self.host),
            "links": [
                { "rel": "self", "type": ACTIVITY, "href": id },
                { "rel": "http://ostatus.org/schema/1.0/subscribe", "template": format!("{}/authorize?uri={{uri}}", self.origin()) },
            ],
        });
        let asked = format!("/.well-known/webfinger?resource=acct%3A{name}%40{}", self.host.replace(':', "%3A"));
        self.says(&asked, "application/jrd+json", &found.to_string());
    }

    /// A photo that somebody there has published for everybody, with its picture: the note, which is at its id.
    pub fn publishes(&self, name: &str, number: u32, words: &str) -> Value {
        let (actor, picture) = (self.actor(name), format!("/media/{number}.jpg"));
        let note = json!({
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": format!("{actor}/posts/{number}"),
            "type": "Note",
            "attributedTo": actor,
            "url": format!("{}/@{name}/{number}", self.origin()),
            "published": "2026-01-05T08:00:00Z",
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "cc": [format!("{actor}/followers")],
            "content": format!("<p>{words}</p>"),
            "attachment": [{
                "type": "Document",
                "mediaType": "image/jpeg",
                "url": format!("{}{picture}", self.origin()),
                "name": "Pans of salt",
                "width": 900,
                "height": 600,
            }],
        });
        self.has_file(&picture, "image/jpeg", photos::jpeg(900, 600, number));
        self.says_note(&note);
        note
    }

    /// From now on the server has this note at its id.
    pub fn says_note(&self, note: &Value) {
        let id = note["id"].as_str().expect("an id");
        let path = id.strip_prefix(&self.origin()).expect("an id of its own");
        self.says(path, ACTIVITY, &note.to_string());
    }

    /// From now on the server says this at `path`.
    pub fn says(&self, path: &str, content_type: &str, body: &str) {
        self.has_file(path, content_type, body.as_bytes().to_vec());
    }

    pub fn has_file(&self, path: &str, content_type: &str, bytes: Vec<u8>) {
        self.inner().documents.insert(path.to_owned(), (content_type.to_owned(), bytes));
    }

    /// From now on `path` leads on.
    pub fn leads_on(&self, path: &str, to: &str) {
        self.inner().redirects.insert(path.to_owned(), to.to_owned());
    }

    /// From now on it takes its time before it answers at `path`.
    pub fn takes_its_time(&self, path: &str, time: Duration) {
        self.inner().delays.insert(path.to_owned(), time);
    }

    /// From now on it begins to answer at `path`, and never ends.
    pub fn stalls(&self, path: &str) {
        self.inner().stalls.insert(path.to_owned());
    }

    /// What it says at `path`.
    pub fn document(&self, path: &str) -> Vec<u8> {
        self.inner().documents.get(path).map(|(_, body)| body.clone()).unwrap_or_default()
    }

    pub fn forgets(&self, path: &str) {
        self.inner().documents.remove(path);
    }

    pub fn rotates_its_key(&self) {
        self.inner().key = fresh_key();
    }

    fn pem(&self) -> String {
        let der: PublicKeyX509Der<'_> = self.inner().key.public_key().as_der().expect("a key");
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der.as_ref()))
    }

    /// What the next posts to it are answered with.
    pub fn answers(&self, statuses: &[u16]) {
        self.inner().answers = statuses.iter().copied().collect();
    }

    pub fn takes_only_rfc_9421(&self) {
        self.inner().modern = true;
    }

    /// Everything that came, in order.
    pub fn received(&self) -> Vec<Received> {
        self.inner().received.clone()
    }

    /// The activities that came, in order, of one type.
    pub fn activities(&self, kind: &str) -> Vec<Value> {
        let posts = self.received().into_iter().filter(|received| received.method == "POST");
        posts.map(|received| received.body()).filter(|body| body["type"] == kind).collect()
    }

    /// How often something was asked for.
    pub fn asked_for(&self, target: &str) -> usize {
        self.received().iter().filter(|received| received.method == "GET" && received.target == target).count()
    }

    pub fn sign(&self, text: &str) -> String {
        let inner = self.inner();
        let mut signature = vec![0; inner.key.public_modulus_len()];
        inner.key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).expect("a signature");
        STANDARD.encode(signature)
    }

    /// The headers with which somebody there signs a post to `path` of the community at `home`.
    pub fn headers(&self, hub: &Hub, from: &str, home: &str, path: &str, body: &str) -> Vec<(&'static str, String)> {
        let host = home.split("://").nth(1).expect("a host");
        let date = hub.clock.now().to_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let digest = format!("SHA-256={}", STANDARD.encode(digest(&SHA256, body.as_bytes())));
        let text = format!("(request-target): post {path}\nhost: {host}\ndate: {date}\ndigest: {digest}");
        let signature = format!(
            "keyId=\"{}#main-key\",algorithm=\"hs2019\",headers=\"(request-target) host date digest\",signature=\"{}\"",
            self.actor(from),
            self.sign(&text)
        );
        vec![
            ("content-type", "application/activity+json".to_owned()),
            ("date", date),
            ("digest", digest),
            ("signature", signature),
        ]
    }

    /// Somebody there asks for a document, and signs that they ask for `signed`.
    pub async fn asks(&self, hub: &Hub, to: &Person, from: &str, path: &str, signed: &str) -> Answer {
        let host = to.home.split("://").nth(1).expect("a host");
        let date = hub.clock.now().to_utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let text = format!("(request-target): get {signed}\nhost: {host}\ndate: {date}");
        let signature = format!(
            "keyId=\"{}#main-key\",algorithm=\"hs2019\",headers=\"(request-target) host date\",signature=\"{}\"",
            self.actor(from),
            self.sign(&text)
        );
        to.asks_with(path, &[("accept", "application/activity+json"), ("date", &date), ("signature", &signature)]).await
    }

    /// Somebody there sends an activity to the shared inbox of Praia.
    pub async fn sends(&self, hub: &Hub, from: &str, activity: &Value) -> Answer {
        let visitor = hub.visitor("praia.localhost").await;
        self.sends_to(hub, &visitor, from, "/ap/inbox", activity).await
    }

    pub async fn sends_to(&self, hub: &Hub, to: &Person, from: &str, path: &str, activity: &Value) -> Answer {
        let body = activity.to_string();
        let headers = self.headers(hub, from, &to.home, path, &body);
        send(to, path, &headers, body).await
    }
}

/// Posts a body with these headers.
pub async fn send(to: &Person, path: &str, headers: &[(&'static str, String)], body: String) -> Answer {
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    to.requests(reqwest::Method::POST, path, &headers, |request| request.body(body)).await
}

async fn answer(
    State(inner): State<Arc<Mutex<Inner>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let target = uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let delay = inner.lock().expect("the server").delays.get(&target).copied();
    if let Some(delay) = delay {
        tokio::time::sleep(delay).await;
    }
    let mut inner = inner.lock().expect("the server");
    let modern = headers.contains_key("signature-input");
    inner.received.push(Received { method: method.to_string(), target: target.clone(), headers, bytes: body.to_vec() });
    if method == Method::POST {
        if inner.modern && !modern {
            return StatusCode::UNAUTHORIZED.into_response();
        }
        let status = inner.answers.pop_front().unwrap_or(202);
        return StatusCode::from_u16(status).expect("a status").into_response();
    }
    if let Some(to) = inner.redirects.get(&target) {
        return (StatusCode::FOUND, [("location", to.clone())]).into_response();
    }
    match inner.documents.get(&target) {
        Some((content_type, body)) if inner.stalls.contains(&target) => {
            let beginning = futures_util::stream::iter([Ok::<_, std::io::Error>(body[..body.len().min(300)].to_vec())]);
            let body = Body::from_stream(beginning.chain(futures_util::stream::pending()));
            ([("content-type", content_type.clone())], body).into_response()
        }
        Some((content_type, body)) => ([("content-type", content_type.clone())], body.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
