//! The hub's console.

mod audit;

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::{
    job,
    tenant::SignUp,
    user,
    values::{AccountId, JobId, TenantId, UserId},
};
use serde::Deserialize;
use tower_sessions::Session;

use super::{Desk, NewOwner, SendTest, drop_job, make, queries, retry_job, set_ceilings};
use crate::{
    accounts::{self, Author},
    app::App,
    error::{Error, Result},
    ids, jobs,
    moderation::{
        self, Act, Actor,
        web::{LimitField, limit_fields, limit_values},
    },
    tenants::{self, Accent, NewTenant},
    viewer::{Limits, Tenant},
    web::{self, Body, Fields, Form, Page, Path, Query},
};

pub use audit::audit;

const PAGE: u64 = 50;

/// Jobs that send mail are named so.
const SENDS: &str = ".send_";

#[derive(Template, WebTemplate)]
#[template(path = "operator/index.html")]
pub struct Index {
    page: Page,
    communities: u64,
    members: i64,
    posts: i64,
    storage: String,
    failed_jobs: i64,
    mails: bool,
    refused: u64,
}

/// The hub at a glance.
pub async fn index(State(app): State<App>, _: Desk, page: Page) -> Result<Index> {
    let db = app.db.reader();
    let (communities, members) = tenants::totals(db).await?;
    let (posts, bytes) = queries::totals(db).await?;
    let queue = jobs::queue(db, app.clock.now()).await?;
    Ok(Index {
        communities,
        members,
        posts,
        storage: size(bytes),
        failed_jobs: queue.given_up as i64,
        mails: app.mail.server().is_some(),
        refused: accounts::count_mail_problems(db).await?,
        page,
    })
}

/// Where a page of a list begins.
#[derive(Deserialize)]
pub struct Before {
    before: Option<i64>,
}

// Communities

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
    let next = cut(&mut found).map(|last| format!("/operator/communities?before={}", last.id));
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
    let ceilings = limit_values(tenants::ceilings(&tenant));
    let form = Form::new(ceilings.map(|(name, value)| (name, value.to_string())));
    Ok(community_page(&app, tenant, page, form).await?.into_response())
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
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(community_page(&app, tenant, page, form).await?))
        }
        Err(error) => Err(error),
    }
}

async fn community_page(app: &App, tenant: Tenant, page: Page, form: Form) -> Result<CommunityPage> {
    let row = rows(app, &[tenant]).await?.into_iter().next().ok_or(Error::NotFound)?;
    Ok(CommunityPage { page, form, community: row, fields: limit_fields(Limits::HIGHEST) })
}

// Members

#[derive(Template, WebTemplate)]
#[template(path = "operator/members.html")]
pub struct MembersPage {
    page: Page,
    q: String,
    members: Vec<MemberRow>,
    next: Option<String>,
}

struct MemberRow {
    author: Author,
    host: String,
    url: String,
    email: String,
    role: &'static str,
    operator: bool,
    confirmed: bool,
    mail_says: Option<String>,
    joined: String,
    posts: i64,
}

#[derive(Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
    before: Option<i64>,
}

pub async fn members(State(app): State<App>, _: Desk, page: Page, Query(search): Query<Search>) -> Result<MembersPage> {
    let q = search.q.trim().replace('\0', "");
    let mut found = accounts::search(app.db.reader(), &q, search.before.map(AccountId), PAGE).await?;
    let next = cut(&mut found).map(|last| {
        let q: String = url::form_urlencoded::byte_serialize(q.as_bytes()).collect();
        format!("/operator/members?q={q}&before={}", last.account.id)
    });
    Ok(MembersPage { members: member_rows(&app, found, &page).await?, q, next, page })
}

async fn member_rows(app: &App, found: Vec<accounts::Found>, page: &Page) -> Result<Vec<MemberRow>> {
    let mut tenants_found: Vec<Tenant> = Vec::new();
    for found in &found {
        if !tenants_found.iter().any(|tenant| tenant.id == found.user.tenant_id) {
            tenants_found.extend(tenants::by_id(app.db.reader(), found.user.tenant_id).await?);
        }
    }
    let rows = found.into_iter().filter_map(|found| {
        let tenant = tenants_found.iter().find(|tenant| tenant.id == found.user.tenant_id)?;
        let author = Author::from(&found.account);
        Some(MemberRow {
            url: tenant.url(&author.url),
            host: tenant.host.name.clone(),
            email: found.user.email,
            role: match found.user.role {
                user::Role::Member => "member",
                user::Role::Moderator => "moderator",
                user::Role::Admin => "admin",
                user::Role::Owner => "owner",
            },
            operator: found.user.operator,
            confirmed: found.user.confirmed_at.is_some(),
            mail_says: found.user.mail_problem,
            joined: page.words.day(found.account.created_at),
            posts: found.account.posts_count,
            author,
        })
    });
    Ok(rows.collect())
}

// Jobs

#[derive(Template, WebTemplate)]
#[template(path = "operator/jobs.html")]
pub struct JobsPage {
    page: Page,
    waiting: i64,
    running: i64,
    failed: i64,
    due_since: Option<String>,
    given_up: Vec<JobRow>,
    retrying: Vec<JobRow>,
    next: Option<String>,
}

struct JobRow {
    id: String,
    name: String,
    error: String,
    attempts: i64,
    when: String,
}

impl JobRow {
    fn new(job: job::Model, page: &Page) -> Self {
        Self {
            id: job.id.to_string(),
            name: job.name,
            error: job.last_error.unwrap_or_default(),
            attempts: job.attempts.into(),
            when: page.words.moment(job.finished_at.unwrap_or(job.run_at)),
        }
    }
}

pub async fn jobs(State(app): State<App>, _: Desk, page: Page, Query(before): Query<Before>) -> Result<JobsPage> {
    let (db, now) = (app.db.reader(), app.clock.now());
    let queue = jobs::queue(db, now).await?;
    let mut given_up = jobs::given_up(db, None, before.before.map(JobId), PAGE).await?;
    let next = cut(&mut given_up).map(|last| format!("/operator/jobs?before={}", last.id));
    let retrying = jobs::retrying(db, None, PAGE).await?;
    Ok(JobsPage {
        waiting: queue.waiting as i64,
        running: queue.running as i64,
        failed: queue.given_up as i64,
        due_since: queue.due_since.map(|since| page.words.age(since, now)),
        given_up: given_up.into_iter().map(|job| JobRow::new(job, &page)).collect(),
        retrying: retrying.into_iter().map(|job| JobRow::new(job, &page)).collect(),
        next,
        page,
    })
}

pub async fn retry(
    State(app): State<App>,
    Desk(viewer): Desk,
    session: Session,
    Path(id): Path<JobId>,
) -> Result<Response> {
    retry_job(&app, &viewer, id).await?;
    web::say_once(&session, "notice-job-retried").await?;
    Ok(web::see_other("/operator/jobs"))
}

pub async fn forget(
    State(app): State<App>,
    Desk(viewer): Desk,
    session: Session,
    Path(id): Path<JobId>,
) -> Result<Response> {
    drop_job(&app, &viewer, id).await?;
    web::say_once(&session, "notice-job-dropped").await?;
    Ok(web::see_other("/operator/jobs"))
}

// Mail

#[derive(Template, WebTemplate)]
#[template(path = "operator/mail.html")]
pub struct MailPage {
    page: Page,
    server: Option<String>,
    folder: String,
    email: String,
    refused: Vec<MemberRow>,
    failed: Vec<JobRow>,
    next: Option<String>,
}

pub async fn mail(
    State(app): State<App>,
    Desk(viewer): Desk,
    page: Page,
    Query(before): Query<Before>,
) -> Result<MailPage> {
    let db = app.db.reader();
    let mut refused = accounts::with_mail_problems(db, before.before.map(UserId), PAGE).await?;
    let next = cut(&mut refused).map(|last| format!("/operator/mail?before={}", last.user.id));
    let mut failed = jobs::retrying(db, Some(SENDS), PAGE).await?;
    failed.extend(jobs::given_up(db, Some(SENDS), None, PAGE).await?);
    Ok(MailPage {
        server: app.mail.server().map(str::to_owned),
        folder: app.mail.folder().map(|folder| folder.display().to_string()).unwrap_or_default(),
        email: viewer.user.email.clone(),
        refused: member_rows(&app, refused, &page).await?,
        failed: failed.into_iter().map(|job| JobRow::new(job, &page)).collect(),
        next,
        page,
    })
}

pub async fn send_test(State(app): State<App>, Desk(viewer): Desk, session: Session) -> Result<Response> {
    let tx = app.db.write_tx().await?;
    let job = SendTest { tenant_id: viewer.tenant.id, user_id: viewer.user.id };
    jobs::enqueue(&app, &tx, Some(viewer.tenant.id), &job).await?;
    let act = Act { verb: "mail.test", subject: &format!("@{}", viewer.account.name), reason: "" };
    moderation::log(&app, &tx, Actor::Operator(&viewer, None), act).await?;
    tx.commit().await?;
    web::say_once(&session, "notice-test-sent").await?;
    Ok(web::see_other("/operator/mail"))
}

// Storage and the hub itself

#[derive(Template, WebTemplate)]
#[template(path = "operator/storage.html")]
pub struct StoragePage {
    page: Page,
    communities: Vec<StorageRow>,
    doomed: i64,
    doomed_size: String,
    counted: Option<String>,
    next: Option<String>,
}

struct StorageRow {
    name: String,
    host: String,
    roles: Vec<RoleRow>,
}

struct RoleRow {
    /// The id of the role's name.
    name: String,
    files: i64,
    size: String,
}

pub async fn storage(State(app): State<App>, _: Desk, page: Page, Query(before): Query<Before>) -> Result<StoragePage> {
    let db = app.db.reader();
    let mut found = tenants::page(db, before.before.map(TenantId), PAGE).await?;
    let next = cut(&mut found).map(|last| format!("/operator/storage?before={}", last.id));
    let usage = queries::usage_of(db, found.iter().map(|tenant| tenant.id)).await?;
    let (doomed, doomed_bytes) = queries::doomed(db).await?;
    let communities = found.iter().map(|tenant| StorageRow {
        name: tenant.community.name.clone(),
        host: tenant.host.name.clone(),
        roles: usage
            .iter()
            .filter(|usage| usage.tenant_id == tenant.id && usage.kind != "post")
            .map(|usage| RoleRow {
                name: format!("subject-files-{}", usage.kind),
                files: usage.number,
                size: size(usage.bytes),
            })
            .collect(),
    });
    Ok(StoragePage {
        communities: communities.collect(),
        doomed,
        doomed_size: size(doomed_bytes),
        counted: usage.iter().map(|usage| usage.counted_at).max().map(|time| page.words.moment(time)),
        next,
        page,
    })
}

#[derive(Template, WebTemplate)]
#[template(path = "operator/hub.html")]
pub struct HubPage {
    page: Page,
    version: &'static str,
    database: &'static str,
    nodes: Vec<NodeRow>,
}

struct NodeRow {
    number: String,
    until: String,
    alive: bool,
    here: bool,
}

pub async fn hub(State(app): State<App>, _: Desk, page: Page) -> Result<HubPage> {
    let now = app.clock.now();
    let nodes = ids::nodes(app.db.reader()).await?;
    let nodes = nodes.into_iter().map(|node| NodeRow {
        number: node.id.to_string(),
        until: page.words.moment(node.leased_until),
        alive: node.leased_until >= now,
        here: node.id == app.ids.node(),
    });
    Ok(HubPage {
        version: env!("CARGO_PKG_VERSION"),
        database: if app.db.is_sqlite() { "SQLite" } else { "PostgreSQL" },
        nodes: nodes.collect(),
        page,
    })
}

/// Cuts a list to a page; its last entry when there was more.
fn cut<T>(found: &mut Vec<T>) -> Option<&T> {
    let more = found.len() as u64 > PAGE;
    found.truncate(PAGE as usize);
    found.last().filter(|_| more)
}

/// `12.3 MB`, `4.1 GB`: units are the same in every language.
fn size(bytes: i64) -> String {
    match bytes as f64 {
        bytes if bytes < 1e9 => format!("{:.1} MB", bytes / 1e6),
        bytes if bytes < 1e12 => format!("{:.1} GB", bytes / 1e9),
        bytes => format!("{:.1} TB", bytes / 1e12),
    }
}
