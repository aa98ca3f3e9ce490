//! Policies in a browser: the pages of staff, their lists, and the page that everybody may read.

mod lists;
mod public;

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::{
    policy::{self, Severity},
    tenant,
    values::PolicyId,
};
use serde::Deserialize;
use tower_sessions::Session;

pub use lists::{apply, export, import_form, read_list};
pub use public::public;

use super::{Wanted, queries};
use crate::{
    accounts,
    app::App,
    error::{Error, Result},
    relationships,
    sessions::{Admin, Proven},
    viewer::{Tenant, Viewer},
    web::{self, Body, Fields, Form, Page, Path, Query},
};

const ON_A_PAGE: u64 = 50;

#[derive(Template, WebTemplate)]
#[template(path = "policies/policies.html")]
struct PoliciesPage {
    page: Page,
    policies: Vec<Row>,
    listed_alone: bool,
    any: bool,
    q: String,
    severity: String,
    next: Option<String>,
}

#[derive(Template, WebTemplate)]
#[template(path = "policies/policy.html")]
struct PolicyPage {
    page: Page,
    form: Form,
    /// What there is already.
    known: Option<Row>,
}

/// What somebody is asked before follows end.
#[derive(Template, WebTemplate)]
#[template(path = "policies/confirm.html")]
struct ConfirmPage {
    page: Page,
    /// Whose suspension it is; of all that are not listed where it is none.
    domain: Option<String>,
    cuts: u64,
    action: &'static str,
    /// What was sent, to be sent again.
    fields: Vec<(String, String)>,
}

/// A policy as lists show it.
struct Row {
    id: String,
    domain: String,
    severity: Severity,
    reject_media: bool,
    reject_reports: bool,
    public_comment: String,
    private_comment: String,
    by: String,
    when: String,
}

impl Row {
    fn new(policy: policy::Model, by: String, page: &Page) -> Self {
        Self {
            id: policy.id.to_string(),
            domain: policy.domain,
            severity: policy.severity,
            reject_media: policy.reject_media,
            reject_reports: policy.reject_reports,
            public_comment: policy.public_comment,
            private_comment: policy.private_comment,
            by,
            when: page.words.moment(policy.changed_at),
        }
    }

    fn is_limited(&self) -> bool {
        self.severity == Severity::Limit
    }

    fn is_suspended(&self) -> bool {
        self.severity == Severity::Suspend
    }
}

async fn rows(app: &App, tenant: &Tenant, policies: Vec<policy::Model>, page: &Page) -> Result<Vec<Row>> {
    let db = app.db.reader();
    let staff = accounts::by_ids(db, policies.iter().map(|policy| policy.changed_by)).await?;
    let authors = accounts::authors(db, tenant, &staff).await?;
    let by = |policy: &policy::Model| {
        let at = staff.iter().position(|account| account.id == policy.changed_by)?;
        Some(authors[at].handle.clone())
    };
    Ok(policies.into_iter().map(|policy| Row::new(policy.clone(), by(&policy).unwrap_or_default(), page)).collect())
}

/// Which policies a page shows, and where it begins.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    severity: String,
    #[serde(default)]
    after: String,
}

pub async fn policies(
    State(app): State<App>,
    Admin(viewer): Admin,
    _: Proven,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let q = asked.q.trim().replace('\0', "").to_lowercase();
    let after = asked.after.replace('\0', "");
    let severity = Severity::from_code(&asked.severity);
    let which = queries::Which { severity, part: &q, after: &after, of_note: false };
    let mut found = queries::page(app.db.reader(), viewer.tenant.id, which, ON_A_PAGE).await?;
    let next = web::cut(&mut found, ON_A_PAGE).map(|last| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("q", &q), ("severity", &asked.severity), ("after", &last.domain)])
            .finish();
        format!("/console/servers?{query}")
    });
    let policies = rows(&app, &viewer.tenant, found, &page).await?;
    let community = &viewer.tenant.community;
    Ok(PoliciesPage {
        listed_alone: community.allow_list,
        any: community.policies_count > 0,
        severity: severity.map(Severity::code).unwrap_or_default(),
        policies,
        q,
        next,
        page,
    }
    .into_response())
}

#[derive(Deserialize)]
pub struct Named {
    #[serde(default)]
    domain: String,
}

pub async fn new_form(Admin(_): Admin, _: Proven, page: Page, Query(named): Query<Named>) -> Response {
    let form = Form::new([("domain", named.domain.as_str()), ("severity", "suspend")]);
    PolicyPage { page, form, known: None }.into_response()
}

pub async fn change_form(
    State(app): State<App>,
    Admin(viewer): Admin,
    _: Proven,
    page: Page,
    Path(id): Path<PolicyId>,
) -> Result<Response> {
    let policy = queries::with_id(app.db.reader(), viewer.tenant.id, id).await?.ok_or(Error::NotFound)?;
    let yes = |is: bool| if is { "yes" } else { "" };
    let form = Form::new([
        ("domain", policy.domain.as_str()),
        ("severity", &policy.severity.code()),
        ("reject-media", yes(policy.reject_media)),
        ("reject-reports", yes(policy.reject_reports)),
        ("public-comment", &policy.public_comment),
        ("private-comment", &policy.private_comment),
        ("obfuscate", yes(policy.obfuscate)),
    ]);
    let known = rows(&app, &viewer.tenant, vec![policy], &page).await?.pop();
    Ok(PolicyPage { page, form, known }.into_response())
}

/// Makes or changes the policy of a domain. Before a server is suspended it is said what that will end.
pub async fn set(
    State(app): State<App>,
    Admin(viewer): Admin,
    _: Proven,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let wanted = match Wanted::read(&viewer.tenant, |field| fields.get(field)) {
        Ok(wanted) => wanted,
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            return Ok(web::invalid(PolicyPage { page, form, known: None }));
        }
        Err(error) => return Err(error),
    };
    let db = app.db.reader();
    if wanted.severity == Severity::Suspend && fields.get("seen") != "yes" {
        let known = queries::of_domain(db, viewer.tenant.id, &wanted.domain).await?;
        if known.is_none_or(|known| known.severity != Severity::Suspend) {
            let cuts =
                relationships::count_follows_with(db, &viewer.tenant, std::slice::from_ref(&wanted.domain)).await?;
            let action = "/console/servers";
            let page = ConfirmPage { page, domain: Some(wanted.domain), cuts, action, fields: again(fields) };
            return Ok(page.into_response());
        }
    }
    super::set(&app, &viewer, &wanted).await?;
    web::say_once(&session, "notice-policy-saved").await?;
    Ok(web::see_other("/console/servers"))
}

/// What was sent, with that it has been seen what it will do.
fn again(fields: Fields) -> Vec<(String, String)> {
    let sent = fields.into_iter().filter(|(field, _)| field != "seen");
    sent.chain([("seen".to_owned(), "yes".to_owned())]).collect()
}

pub async fn lift(
    State(app): State<App>,
    Admin(viewer): Admin,
    _: Proven,
    session: Session,
    Path(id): Path<PolicyId>,
) -> Result<Response> {
    super::lift(&app, &viewer, id).await?;
    web::say_once(&session, "notice-policy-lifted").await?;
    Ok(web::see_other("/console/servers"))
}

/// Whether the community federates with listed servers alone.
pub async fn federating(
    State(app): State<App>,
    Admin(viewer): Admin,
    _: Proven,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let alone = fields.get("listed-alone") == "yes";
    if alone && !viewer.tenant.community.allow_list && fields.get("seen") != "yes" {
        let cuts = relationships::count_follows_suspended(app.db.reader(), &were_listed_alone(&viewer)).await?;
        let action = "/console/servers/federating";
        return Ok(ConfirmPage { page, domain: None, cuts, action, fields: again(fields) }.into_response());
    }
    super::federate_with_listed(&app, &viewer, alone).await?;
    web::say_once(&session, "notice-saved").await?;
    Ok(web::see_other("/console/servers"))
}

/// The viewer's community as it would be.
fn were_listed_alone(viewer: &Viewer) -> Tenant {
    let community = tenant::Model { allow_list: true, ..viewer.tenant.community.clone() };
    Tenant::new(community, viewer.tenant.host.clone())
}
