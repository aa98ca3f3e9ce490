//! One request to a server that somebody else has named, with headers of its own. It goes where it is sent and nowhere
//! else: whoever asks decides what becomes of an answer that leads on.

use std::time::Duration;

use bytes::Bytes;
use reqwest::{
    Method, StatusCode,
    header::{HeaderMap, HeaderName, HeaderValue, USER_AGENT},
};
use url::Url;

use super::{Http, Problem, read};

/// Between two pieces of an answer, and until the first of them.
const SILENCE: Duration = Duration::from_secs(10);
const IN_ALL: Duration = Duration::from_secs(30);

pub struct Exchange<'a> {
    pub method: Method,
    pub url: &'a Url,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub body: Bytes,
    /// Bytes that are read of the answer.
    pub most: usize,
}

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// Whether this is all of it.
    pub whole: bool,
}

impl Answer {
    pub fn header(&self, name: HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Http {
    /// As [`Self::exchange`], unless the host could not be reached lately: for what is asked for, and not for what is told.
    pub async fn ask(&self, origin: &str, asked: Exchange<'_>) -> Result<Answer, Problem> {
        self.exchanged(origin, asked, true).await
    }

    /// Asks in the name of the community whose origin is `origin`. Any status is an answer.
    pub async fn exchange(&self, origin: &str, asked: Exchange<'_>) -> Result<Answer, Problem> {
        self.exchanged(origin, asked, false).await
    }

    async fn exchanged(&self, origin: &str, asked: Exchange<'_>, may_rest: bool) -> Result<Answer, Problem> {
        let most = asked.most;
        let exchange = async {
            let mut request = self
                .client
                .request(asked.method, asked.url.clone())
                .header(USER_AGENT, format!("Heliograph/{} (+{origin}/)", env!("CARGO_PKG_VERSION")))
                .body(asked.body);
            for (name, value) in asked.headers {
                request = request.header(name, value);
            }
            let sent = tokio::time::timeout(SILENCE, self.send(asked.url, request, may_rest)).await;
            let response = sent.map_err(|_| Problem::Slow)??;
            let (status, headers) = (response.status(), response.headers().clone());
            let read = read(response, asked.url.clone(), most).await?;
            Ok(Answer { status, headers, body: read.body, whole: read.whole })
        };
        tokio::time::timeout(IN_ALL, exchange).await.unwrap_or(Err(Problem::Slow))
    }
}
