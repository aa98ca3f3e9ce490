//! People of every community.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use heliograph_entity::{user, values::AccountId};
use serde::Deserialize;

use super::{super::Desk, PAGE};
use crate::{
    accounts::{self, Author},
    app::App,
    error::Result,
    tenants,
    viewer::Tenant,
    web::{self, Page, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "operator/members.html")]
pub struct MembersPage {
    page: Page,
    q: String,
    members: Vec<MemberRow>,
    next: Option<String>,
}

pub(super) struct MemberRow {
    pub(super) author: Author,
    pub(super) host: String,
    pub(super) url: String,
    pub(super) email: String,
    pub(super) role: &'static str,
    pub(super) operator: bool,
    pub(super) confirmed: bool,
    pub(super) mail_says: Option<String>,
    pub(super) joined: String,
    pub(super) posts: i64,
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
    let next = web::cut(&mut found, PAGE).map(|last| {
        let q: String = url::form_urlencoded::byte_serialize(q.as_bytes()).collect();
        format!("/operator/members?q={q}&before={}", last.account.id)
    });
    Ok(MembersPage { members: member_rows(&app, found, &page).await?, q, next, page })
}

pub(super) async fn member_rows(app: &App, found: Vec<accounts::Found>, page: &Page) -> Result<Vec<MemberRow>> {
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
