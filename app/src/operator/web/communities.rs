//! The communities of the hub: listed, made, and given ceilings.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::{tenant::SignUp, values::TenantId};
use tower_sessions::Session;

use super::{
    super::{Desk, NewOwner, make, queries, set_account_domain, set_ceilings},
    Before, PAGE,
};
use crate::{
    app::App,
    error::{Error, Result},
    tenants::{self, Accent, LimitField, NewTenant},
    viewer::{Limits, Tenant},
    web::{self, Body, Fields, Form, Page, Path, Query},
    words::size,
};

#[derive(Template, WebTemplate)]
#[template(path = "operator/communities.html")]
pub struct CommunitiesPage {
    page: Page,
    communities: Vec<CommunityRow>,
    next: Option<String>,
}

struct CommunityRow {
    id: String,
    name: String,
    host: String,
    url: String,
    members: i64,
    posts: i64,
    storage: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "operator/community.html")]
struct CommunityPage {
    page: Page,
    form: Form,
    community: CommunityRow,
    fields: Vec<LimitField>,
    /// Where whoever asks the account domain is to be led.
    origin: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "operator/make.html")]
struct MakePage {
    page: Page,
    form: Form,
    accents: Vec<Accent>,
}

pub async fn communities(
    State(app): State<App>,
    _: Desk,
    page: Page,
    Query(before): Query<Before>,
) -> Result<CommunitiesPage> {
    let mut found = tenants::page(app.db.reader(), before.before.map(TenantId), PAGE).await?;
    let next = web::cut(&mut found, PAGE).map(|last| format!("/operator/communities?before={}", last.id));
    Ok(CommunitiesPage { communities: rows(&app, &found).await?, next, page })
}

async fn rows(app: &App, communities: &[Tenant]) -> Result<Vec<CommunityRow>> {
    let usage = queries::usage_of(app.db.reader(), communities.iter().map(|tenant| tenant.id)).await?;
    let rows = communities.iter().map(|tenant| {
        let of = || usage.iter().filter(|usage| usage.tenant_id == tenant.id);
        CommunityRow {
            id: tenant.id.to_string(),
            name: tenant.community.name.clone(),
            host: tenant.host.origin.split_once("://").map_or("", |(_, host)| host).to_owned(),
            url: tenant.url("/"),
            members: tenant.community.members_count,
            posts: of().filter(|usage| usage.kind == "post").map(|usage| usage.number).sum(),
            storage: size(of().map(|usage| usage.bytes).sum()),
        }
    });
    Ok(rows.collect())
}

pub async fn make_form(_: Desk, page: Page) -> Response {
    make_page(page, Form::new([("accent", tenants::FIRST_ACCENT.to_string()), ("sign-up", SignUp::default().code())]))
        .into_response()
}

pub async fn make_community(
    State(app): State<App>,
    Desk(viewer): Desk,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let community = NewTenant {
        name: fields.get("community").to_owned(),
        summary: fields.get("summary").to_owned(),
        host: fields.get("host").to_owned(),
        accent_hue: fields.get("accent").parse().unwrap_or(-1),
        sign_up: SignUp::from_code(fields.get("sign-up")).unwrap_or_default(),
    };
    let owner = NewOwner {
        name: fields.get("name").to_owned(),
        email: fields.get("email").to_owned(),
        password: fields.raw("password").to_owned(),
    };
    match make(&app, &viewer, community, owner).await {
        Ok(made) => {
            web::say_once(&session, "notice-community-made").await?;
            Ok(web::see_other(&format!("/operator/communities/{}", made.id)))
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(make_page(page, form)))
        }
        Err(error) => Err(error),
    }
}

fn make_page(mut page: Page, form: Form) -> MakePage {
    MakePage { accents: tenants::accents(&mut page), page, form }
}

pub async fn community(State(app): State<App>, _: Desk, page: Page, Path(id): Path<TenantId>) -> Result<Response> {
    let tenant = tenants::by_id(app.db.reader(), id).await?.ok_or(Error::NotFound)?;
    let form = ceilings_form(&tenant).with(domain_form(&tenant));
    Ok(community_page(&app, tenant, page, form).await?.into_response())
}

fn ceilings_form(tenant: &Tenant) -> Form {
    Form::new(tenants::limits_form(tenants::ceilings(tenant)))
}

fn domain_form(tenant: &Tenant) -> Form {
    Form::new([("account_domain", tenant.host.account_domain.as_deref().unwrap_or_default())])
}

pub async fn account_domain(
    State(app): State<App>,
    Desk(viewer): Desk,
    session: Session,
    page: Page,
    Path(id): Path<TenantId>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let tenant = tenants::by_id(app.db.reader(), id).await?.ok_or(Error::NotFound)?;
    match set_account_domain(&app, &viewer, &tenant, fields.get("account_domain")).await {
        Ok(()) => {
            web::say_once(&session, "notice-saved").await?;
            Ok(web::see_other(&format!("/operator/communities/{id}")))
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words).with(ceilings_form(&tenant));
            Ok(web::invalid(community_page(&app, tenant, page, form).await?))
        }
        Err(error) => Err(error),
    }
}

pub async fn ceilings(
    State(app): State<App>,
    Desk(viewer): Desk,
    session: Session,
    page: Page,
    Path(id): Path<TenantId>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let tenant = tenants::by_id(app.db.reader(), id).await?.ok_or(Error::NotFound)?;
    match tenants::read_limits(Limits::HIGHEST, |field| fields.get(field)) {
        Ok(ceilings) => {
            set_ceilings(&app, &viewer, &tenant, ceilings).await?;
            web::say_once(&session, "notice-saved").await?;
            Ok(web::see_other(&format!("/operator/communities/{id}")))
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words).with(domain_form(&tenant));
            Ok(web::invalid(community_page(&app, tenant, page, form).await?))
        }
        Err(error) => Err(error),
    }
}

async fn community_page(app: &App, tenant: Tenant, page: Page, form: Form) -> Result<CommunityPage> {
    let origin = tenant.host.origin.clone();
    let row = rows(app, &[tenant]).await?.into_iter().next().ok_or(Error::NotFound)?;
    Ok(CommunityPage { page, form, community: row, fields: tenants::limit_fields(Limits::HIGHEST), origin })
}
