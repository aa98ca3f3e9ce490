//! Somebody with a browser that runs no scripts.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use reqwest::{
    Method, StatusCode,
    dns::{Addrs, Name, Resolve, Resolving},
    header::HeaderMap,
    multipart,
    redirect::Policy,
};

use super::Page;

#[derive(Clone)]
pub struct Person {
    client: reqwest::Client,
    /// `http://praia.localhost:1234`
    pub home: String,
    pub name: Arc<str>,
    /// What their browser says of itself with every request.
    says: Vec<(String, String)>,
}

/// What came back, as it came.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// Every name is on this machine.
struct Here;

impl Resolve for Here {
    fn resolve(&self, _: Name) -> Resolving {
        let here: Addrs = Box::new(std::iter::once(SocketAddr::from(([127, 0, 0, 1], 0))));
        Box::pin(std::future::ready(Ok(here)))
    }
}

impl Person {
    pub(crate) fn new(address: SocketAddr, host: &str) -> Self {
        let client = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(Policy::none())
            .dns_resolver(Arc::new(Here))
            .no_proxy()
            // Nothing is encrypted here, and reading the certificates of all authorities takes its time.
            .tls_certs_only([])
            .timeout(Duration::from_secs(60))
            .build()
            .expect("a client");
        Self { client, home: format!("http://{host}:{}", address.port()), name: "".into(), says: Vec::new() }
    }

    /// The same browser in another network, where the hub trusts this machine as a proxy.
    pub fn coming_from(&self, address: &str) -> Self {
        self.saying("x-forwarded-for", address)
    }

    /// Somebody whose browser calls itself so.
    pub fn with_browser(&self, user_agent: &str) -> Self {
        self.saying("user-agent", user_agent)
    }

    fn saying(&self, name: &str, value: &str) -> Self {
        let mut says = self.says.clone();
        says.retain(|(header, _)| header != name);
        says.push((name.to_owned(), value.to_owned()));
        Self { says, ..self.clone() }
    }

    /// The same browser at another process of the hub, or another community.
    pub fn at(&self, address: SocketAddr, host: &str) -> Self {
        Self { home: format!("http://{host}:{}", address.port()), ..self.clone() }
    }

    pub(crate) fn password(name: &str) -> String {
        format!("{name} likes the sea")
    }

    pub async fn signs_in(&self, name: &str) {
        let page = self.visits("/sign-in").await;
        let page = page.fills("login", name).fills("password", &Self::password(name)).presses("Sign in").await;
        assert_eq!(page.status, 200, "{name} can sign in: {}", page.text("main"));
    }

    /// Opens a page, following where it leads.
    pub async fn visits(&self, path: &str) -> Page {
        self.follows(self.asks(path).await, path).await
    }

    /// Asks for something and looks at what comes back.
    pub async fn asks(&self, path: &str) -> Answer {
        self.asks_with(path, &[]).await
    }

    pub async fn asks_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.requests(Method::GET, path, headers, |request| request).await
    }

    /// Sends a form as a page of this host would.
    pub async fn posts(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields = fields.to_owned();
        self.requests(Method::POST, path, &[("origin", &self.home)], |request| request.form(&fields)).await
    }

    /// Sends a form, and looks at where that leads.
    pub async fn follows_post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.follows(self.posts(path, fields).await, path).await
    }

    pub async fn sends(&self, path: &str, form: multipart::Form) -> Answer {
        self.requests(Method::POST, path, &[("origin", &self.home)], |request| request.multipart(form)).await
    }

    pub async fn requests(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        with: impl FnOnce(reqwest::RequestBuilder) -> reqwest::RequestBuilder,
    ) -> Answer {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.home) };
        let mut request = self.client.request(method, url);
        for (name, value) in &self.says {
            request = request.header(name, value);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = with(request).send().await.expect("an answer");
        Answer {
            status: response.status(),
            headers: response.headers().clone(),
            body: response.bytes().await.expect("the whole answer").into(),
        }
    }

    pub(crate) async fn follows(&self, mut answer: Answer, path: &str) -> Page {
        let mut at = path.to_owned();
        for _ in 0..5 {
            if !answer.status.is_redirection() {
                break;
            }
            at = answer.header("location").to_owned();
            answer = self.asks(&at).await;
        }
        let at = at.strip_prefix(&self.home).unwrap_or(&at).to_owned();
        Page::new(self.clone(), at, &answer)
    }
}
