//! What everybody may read of a community's policies: which servers it keeps away, and why.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use heliograph_entity::policy::{self, Severity};
use serde::Deserialize;

use super::super::queries;
use crate::{
    app::App,
    error::Result,
    viewer::Tenant,
    web::{self, Page, Query},
};

const ON_A_PAGE: u64 = 100;

#[derive(Template, WebTemplate)]
#[template(path = "policies/public.html")]
pub struct PublicPage {
    page: Page,
    listed_alone: bool,
    servers: Vec<Server>,
    next: Option<String>,
}

struct Server {
    name: String,
    severity: Severity,
    reject_media: bool,
    comment: String,
}

impl Server {
    fn is_limited(&self) -> bool {
        self.severity == Severity::Limit
    }

    fn is_suspended(&self) -> bool {
        self.severity == Severity::Suspend
    }
}

impl From<policy::Model> for Server {
    fn from(policy: policy::Model) -> Self {
        Self {
            name: if policy.obfuscate { in_part(&policy.domain) } else { policy.domain },
            severity: policy.severity,
            reject_media: policy.reject_media,
            comment: policy.public_comment,
        }
    }
}

/// Where a page begins.
#[derive(Deserialize)]
pub struct After {
    after: Option<heliograph_entity::values::PolicyId>,
}

pub async fn public(
    State(app): State<App>,
    tenant: Tenant,
    page: Page,
    Query(After { after }): Query<After>,
) -> Result<PublicPage> {
    let db = app.db.reader();
    // By its number, so that the address of a page names no server that is shown in part.
    let after = match after {
        Some(id) => queries::with_id(db, tenant.id, id).await?.map(|policy| policy.domain).unwrap_or_default(),
        None => String::new(),
    };
    let which = queries::Which { after: &after, of_note: true, ..Default::default() };
    let mut found = queries::page(db, tenant.id, which, ON_A_PAGE).await?;
    let next = web::cut(&mut found, ON_A_PAGE).map(|last| format!("/about/servers?after={}", last.id));
    let servers = found.into_iter().map(Server::from).collect();
    Ok(PublicPage { listed_alone: tenant.community.allow_list, servers, next, page })
}

/// The first and the last letters of each part but the last, as Mastodon shows it: `b*d.example`.
fn in_part(domain: &str) -> String {
    let Some((name, top)) = domain.rsplit_once('.') else { return domain.to_owned() };
    let parts = name.split('.').map(|part| {
        let last = part.chars().count().saturating_sub(1);
        let hidden = |(at, letter): (usize, char)| if at == 0 || (at == last && last > 2) { letter } else { '*' };
        part.chars().enumerate().map(hidden).collect::<String>()
    });
    format!("{}.{top}", parts.collect::<Vec<_>>().join("."))
}

#[cfg(test)]
mod tests {
    use super::in_part;

    #[test]
    fn a_name_in_part_is_known_to_whoever_knows_it() {
        assert_eq!(in_part("terrible.example"), "t******e.example");
        assert_eq!(in_part("a.bad.example"), "a.b**.example");
    }
}
