//! What a community tells of itself to other servers: NodeInfo, and where its people are found.

use axum::{
    http::{
        StatusCode,
        header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use heliograph_entity::tenant::SignUp;
use serde_json::json;

use crate::{
    federation::{Refusal, jrd},
    viewer::Tenant,
    web::Path,
    xml::Xml,
};

/// What NodeInfo calls its versions.
const SCHEMA: &str = "http://nodeinfo.diaspora.software/ns/schema";

/// `/.well-known/host-meta` (RFC 6415)
pub async fn host_meta(tenant: Tenant) -> Response {
    let template = tenant.url("/.well-known/webfinger?resource={uri}");
    let mut xml = Xml::default();
    xml.open("XRD", &[("xmlns", "http://docs.oasis-open.org/ns/xri/xrd-1.0")]);
    xml.empty("Link", &[("rel", "lrdd"), ("type", "application/jrd+json"), ("template", &template)]);
    let headers = [(CONTENT_TYPE, "application/xrd+xml; charset=utf-8"), (ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    (headers, xml.finish()).into_response()
}

/// `/.well-known/nodeinfo`: the older version first, as some take whatever comes first.
pub async fn nodeinfo_links(tenant: Tenant) -> Response {
    let version = |version: &str| json!({ "rel": format!("{SCHEMA}/{version}"), "href": tenant.url(&format!("/nodeinfo/{version}")) });
    let application = json!({
        "rel": "https://www.w3.org/ns/activitystreams#Application",
        "href": tenant.addresses().community(),
    });
    jrd(json!({ "links": [version("2.0"), version("2.1"), application] }))
}

/// `/nodeinfo/{version}`. What is not counted is not told.
pub async fn nodeinfo(tenant: Tenant, Path(version): Path<String>) -> Result<Response, Refusal> {
    if !["2.0", "2.1"].contains(&version.as_str()) {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "there is no such version"));
    }
    let community = &tenant.community;
    let document = json!({
        "version": version,
        "software": { "name": "heliograph", "version": env!("CARGO_PKG_VERSION") },
        "protocols": ["activitypub"],
        "services": { "inbound": [], "outbound": ["atom1.0", "rss2.0"] },
        "openRegistrations": community.sign_up == SignUp::Open,
        "usage": { "users": { "total": community.members_count } },
        "metadata": { "nodeName": community.name, "nodeDescription": community.summary },
    });
    let media_type = format!("application/json; profile=\"{SCHEMA}/{version}#\"");
    Ok(([(CONTENT_TYPE, media_type.as_str()), (ACCESS_CONTROL_ALLOW_ORIGIN, "*")], document.to_string())
        .into_response())
}
