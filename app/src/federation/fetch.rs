//! Documents of other servers, fetched in the name of a community.

use axum::http::{
    HeaderValue, Method, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, LOCATION},
};
use bytes::Bytes;
use serde_json::Value;
use url::Url;

use super::{
    Form, Outgoing, Owner,
    addresses::key_id,
    private_key, queries,
    reading::{is_activity, json},
    sign, standing,
};
use crate::{
    app::App,
    http::{Exchange, Problem},
    viewer::Tenant,
};

const MOST_REDIRECTS: usize = 3;
/// Bytes of a document.
const LARGEST: usize = 1024 * 1024;
const ACCEPTED: &str =
    "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";

/// A document, and where it was found in the end.
#[derive(Debug)]
pub struct Found {
    pub document: Value,
    pub url: Url,
}

#[derive(Debug, thiserror::Error)]
pub enum NotFetched {
    #[error(transparent)]
    Problem(#[from] Problem),
    #[error("it is one of our own hosts")]
    Ours,
    #[error("the community has suspended its server")]
    Suspended,
    #[error("it is of the type “{0}”")]
    Type(String),
    #[error("it is no document, or too large a one")]
    Unreadable,
    #[error("{0:#}")]
    Internal(#[from] anyhow::Error),
}

impl NotFetched {
    /// Whether it may be different in a while.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Problem(problem) => problem.may_pass(),
            Self::Internal(_) => true,
            Self::Ours | Self::Suspended | Self::Type(_) | Self::Unreadable => false,
        }
    }
}

/// Fetches what is at `url`, signed by the community, wherever it leads on to within three steps.
pub async fn fetch(app: &App, tenant: &Tenant, url: &Url) -> Result<Found, NotFetched> {
    let mut url = url.clone();
    let key = private_key(app, Owner::Community(tenant.id)).await.map_err(|error| anyhow::anyhow!("{error}"))?;
    let key_id = key_id(&tenant.addresses().community());
    for _ in 0..=MOST_REDIRECTS {
        url.set_fragment(None);
        if is_ours(app, &url).await? {
            return Err(NotFetched::Ours);
        }
        let suspended = standing::is_suspended(app.db.reader(), tenant, url.as_str()).await;
        if suspended.map_err(anyhow::Error::new)? {
            return Err(NotFetched::Suspended);
        }
        let request = Outgoing { method: "GET", url: &url, body: None, now: app.clock.now() };
        let mut headers = sign(&request, Form::Cavage, &key, &key_id)?;
        headers.push((ACCEPT, HeaderValue::from_static(ACCEPTED)));
        let asked = Exchange { method: Method::GET, url: &url, headers, body: Bytes::new(), most: LARGEST };
        let answer = app.http.ask(&tenant.host.origin, asked).await?;

        match answer.status {
            StatusCode::OK => {
                let media_type = answer.header(CONTENT_TYPE);
                if !is_activity(media_type) {
                    return Err(NotFetched::Type(media_type.to_owned()));
                }
                let document = Some(&answer.body).filter(|_| answer.whole).and_then(|body| json(body));
                return Ok(Found { document: document.ok_or(NotFetched::Unreadable)?, url });
            }
            code if code.is_redirection() => {
                url = url.join(answer.header(LOCATION)).map_err(|_| Problem::LeadsOn)?;
            }
            code => return Err(Problem::Status(code).into()),
        }
    }
    Err(Problem::LeadsOn.into())
}

/// R29: what is ours is in the database, and nobody makes us ask ourselves for it.
async fn is_ours(app: &App, url: &Url) -> Result<bool, NotFetched> {
    let host = url.host_str().unwrap_or_default();
    Ok(queries::is_own_host(app.db.reader(), host).await.map_err(anyhow::Error::new)?)
}
