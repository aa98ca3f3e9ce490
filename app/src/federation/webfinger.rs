//! Who is behind a handle of another server (RFC 7033).

use axum::{
    body::Bytes,
    http::{
        Method, StatusCode,
        header::{ACCEPT, HeaderValue, LOCATION},
    },
};
use serde_json::Value;
use url::Url;

use super::{addresses::COMMUNITY, domain::parse_domain};
use crate::{
    app::App,
    http::{Exchange, Problem, Wanted},
    viewer::Tenant,
};

const WANTED: Wanted = Wanted { types: &["application/jrd+json", "application/json"], also: &[], most: 64 * 1024 };
const SELF_TYPES: [&str; 2] =
    ["application/activity+json", "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""];
const WELL_KNOWN: &str = "/.well-known/webfinger";
const MOST_REDIRECTS: usize = 3;
const SUBSCRIBE: &str = "http://ostatus.org/schema/1.0/subscribe";

/// What a server says of a handle of its.
#[derive(Debug)]
pub struct Behind {
    /// The id of the actor.
    pub actor: Option<Url>,
    /// The name and the domain that it says the handle has.
    subject: Option<(String, String)>,
    /// Where its people are led to act on something of elsewhere, which stands in the place of `{uri}`.
    pub subscribe: Option<String>,
}

/// The id of whoever has the handle, where its server says so.
pub async fn actor_behind(app: &App, tenant: &Tenant, name: &str, host: &str) -> Option<Url> {
    match behind(app, tenant, name, host).await {
        Ok(found) => found.actor,
        Err(problem) => {
            tracing::debug!(%problem, host, "a server was asked for somebody in vain");
            None
        }
    }
}

/// The name and the domain above `host` that the server says the handle has which is called `name` there, if it names one.
/// Nothing is known of it by that.
pub async fn domain_told(
    app: &App,
    tenant: &Tenant,
    name: &str,
    host: &str,
) -> Result<Option<(String, String)>, Problem> {
    let bare = |authority: &str| authority.split(':').next().unwrap_or_default().to_owned();
    let subject = behind(app, tenant, name, host).await?.subject;
    Ok(subject.filter(|(_, domain)| {
        let name = parse_domain(domain).unwrap_or_default();
        name == bare(domain) && !name.is_empty() && bare(host).ends_with(&format!(".{name}"))
    }))
}

/// Asks `host`, which may end with a port, who `name` is there. A host of a private network may not know of TLS.
pub async fn behind(app: &App, tenant: &Tenant, name: &str, host: &str) -> Result<Behind, Problem> {
    let mut last = Problem::Refused("it is no host name");
    for scheme in ["https", "http"] {
        let Ok(mut url) = Url::parse(&format!("{scheme}://{host}/.well-known/webfinger")) else { continue };
        url.query_pairs_mut().append_pair("resource", &format!("acct:{name}@{host}"));
        match app.http.get(&tenant.host.origin, &url, WANTED).await {
            Ok(found) => return Ok(read(&serde_json::from_slice(&found.body).unwrap_or_default())),
            // That http is refused says nothing that https has not said.
            Err(Problem::Refused(_)) if scheme == "http" => break,
            Err(problem) => last = problem,
        }
        if matches!(last, Problem::Status(_)) {
            break;
        }
    }
    Err(last)
}

/// Whether `domain`, when it is asked for a handle of its own, leads to the community, or says what the community would.
/// It is not asked further than to the community's own host.
pub async fn leads_to(app: &App, tenant: &Tenant, domain: &str) -> Result<bool, Problem> {
    let mut last = Problem::Refused("it is no host name");
    for scheme in ["https", "http"] {
        let Ok(mut url) = Url::parse(&format!("{scheme}://{domain}{WELL_KNOWN}")) else { continue };
        url.query_pairs_mut().append_pair("resource", &format!("acct:{COMMUNITY}@{domain}"));
        match follow(app, tenant, url).await {
            // That http is refused says nothing that https has not said.
            Err(Problem::Refused(_)) if scheme == "http" => break,
            Err(problem @ Problem::Status(_)) => return Err(problem),
            Err(problem) => last = problem,
            leads => return leads,
        }
    }
    Err(last)
}

async fn follow(app: &App, tenant: &Tenant, mut url: Url) -> Result<bool, Problem> {
    let asked = url.query().unwrap_or_default().to_owned();
    let home = Url::parse(&tenant.host.origin).ok();
    for _ in 0..=MOST_REDIRECTS {
        let headers = vec![(ACCEPT, HeaderValue::from_static(WANTED.types[0]))];
        let exchange = Exchange { method: Method::GET, url: &url, headers, body: Bytes::new(), most: WANTED.most };
        let answer = app.http.exchange(&tenant.host.origin, exchange).await?;
        match answer.status {
            StatusCode::OK => {
                let found = read(&serde_json::from_slice(&answer.body).unwrap_or_default());
                return Ok(found.actor.is_some_and(|actor| actor.as_str() == tenant.addresses().community()));
            }
            code if code.is_redirection() => {
                url = url.join(answer.header(LOCATION)).map_err(|_| Problem::LeadsOn)?;
                if home.as_ref().is_some_and(|home| home.origin() == url.origin()) {
                    return Ok(url.path() == WELL_KNOWN && pairs(url.query()) == pairs(Some(&asked)));
                }
            }
            code => return Err(Problem::Status(code)),
        }
    }
    Err(Problem::LeadsOn)
}

/// What a query asks for, however it is escaped.
fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
}

fn read(document: &Value) -> Behind {
    let links = document["links"].as_array().map_or(&[][..], Vec::as_slice);
    let link = |fits: &dyn Fn(&Value) -> bool| links.iter().find(|link| fits(link));
    let actor =
        link(&|link| link["rel"] == "self" && link["type"].as_str().is_some_and(|kind| SELF_TYPES.contains(&kind)));
    let subscribe = link(&|link| link["rel"] == SUBSCRIBE);
    let subject = document["subject"].as_str().and_then(|subject| subject.strip_prefix("acct:")?.rsplit_once('@'));
    Behind {
        subject: subject.map(|(name, domain)| (name.to_owned(), domain.to_lowercase())),
        actor: actor.and_then(|link| Url::parse(link["href"].as_str()?).ok()),
        subscribe: subscribe
            .and_then(|link| link["template"].as_str())
            .filter(|template| template.contains("{uri}") && template.len() < 2000)
            .filter(|template| Url::parse(template).is_ok_and(|url| ["http", "https"].contains(&url.scheme())))
            .map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::read;

    #[test]
    fn the_actor_is_what_links_to_itself() {
        let behind = read(&json!({ "subject": "acct:lena@Example.com", "links": [
            { "rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": "https://peer.example/@lena" },
            { "rel": "self", "type": "application/activity+json", "href": "https://peer.example/users/lena" },
            { "rel": "http://ostatus.org/schema/1.0/subscribe", "template": "https://peer.example/authorize?uri={uri}" },
        ] }));
        assert_eq!(behind.actor.expect("an actor").path(), "/users/lena");
        assert_eq!(behind.subject, Some(("lena".to_owned(), "example.com".to_owned())));
        assert_eq!(behind.subscribe.as_deref(), Some("https://peer.example/authorize?uri={uri}"));

        for nothing in
            [json!(null), json!({ "links": [{ "rel": "self", "href": "https://peer.example/" }] }), json!([1])]
        {
            assert!(read(&nothing).actor.is_none(), "{nothing}");
        }
        let hostile = json!({ "links": [{ "rel": "http://ostatus.org/schema/1.0/subscribe", "template": "javascript:x('{uri}')" }] });
        assert!(read(&hostile).subscribe.is_none());
    }
}
