//! What each community keeps.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use heliograph_entity::values::TenantId;

use super::{
    super::{Desk, queries},
    Before, PAGE,
};
use crate::{
    app::App,
    error::Result,
    tenants,
    web::{self, Page, Query},
    words::size,
};

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
    let next = web::cut(&mut found, PAGE).map(|last| format!("/operator/storage?before={}", last.id));
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
