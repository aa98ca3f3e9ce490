//! Who is behind a handle of another server (RFC 7033).

use serde_json::Value;
use url::Url;

use crate::{
    app::App,
    http::{Problem, Wanted},
    viewer::Tenant,
};

const WANTED: Wanted = Wanted { types: &["application/jrd+json", "application/json"], most: 64 * 1024 };
const SELF_TYPES: [&str; 2] =
    ["application/activity+json", "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""];
const SUBSCRIBE: &str = "http://ostatus.org/schema/1.0/subscribe";

/// What a server says of a handle of its.
#[derive(Debug)]
pub struct Behind {
    /// The id of the actor.
    pub actor: Option<Url>,
    /// Where its people are led to act on something of elsewhere, which stands in the place of `{uri}`.
    pub subscribe: Option<String>,
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

fn read(document: &Value) -> Behind {
    let links = document["links"].as_array().map_or(&[][..], Vec::as_slice);
    let link = |fits: &dyn Fn(&Value) -> bool| links.iter().find(|link| fits(link));
    let actor =
        link(&|link| link["rel"] == "self" && link["type"].as_str().is_some_and(|kind| SELF_TYPES.contains(&kind)));
    let subscribe = link(&|link| link["rel"] == SUBSCRIBE);
    Behind {
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
        let behind = read(&json!({ "links": [
            { "rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": "https://peer.example/@lena" },
            { "rel": "self", "type": "application/activity+json", "href": "https://peer.example/users/lena" },
            { "rel": "http://ostatus.org/schema/1.0/subscribe", "template": "https://peer.example/authorize?uri={uri}" },
        ] }));
        assert_eq!(behind.actor.expect("an actor").path(), "/users/lena");
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
