//! The hub's console: its first page is the hub at a glance.

mod audit;
mod communities;
mod hub;
mod jobs;
mod mail;
mod members;
mod servers;
mod storage;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use serde::Deserialize;

pub use audit::audit;
pub use communities::{account_domain, ceilings, communities, community, make_community, make_form};
pub use hub::{ask_second_factor, hub};
pub use jobs::{forget, jobs, retry};
pub use mail::{mail, send_test};
pub use members::members;
pub use servers::{servers, try_now};
pub use storage::storage;

use super::{Desk, queries};
use crate::{accounts, app::App, error::Result, federation, tenants, web::Page, words::size};

const PAGE: u64 = 50;

#[derive(Template, WebTemplate)]
#[template(path = "operator/index.html")]
pub struct Index {
    page: Page,
    communities: u64,
    members: i64,
    posts: i64,
    storage: String,
    failed_jobs: i64,
    /// Other servers that could not be reached.
    failing_servers: i64,
    mails: bool,
    refused: u64,
}

/// The hub at a glance.
pub async fn index(State(app): State<App>, _: Desk, page: Page) -> Result<Index> {
    let db = app.db.reader();
    let (communities, members) = tenants::totals(db).await?;
    let (posts, bytes) = queries::totals(db).await?;
    let queue = crate::jobs::queue(db, app.clock.now()).await?;
    Ok(Index {
        communities,
        members,
        posts,
        storage: size(bytes),
        failed_jobs: queue.given_up as i64,
        failing_servers: federation::reports::trouble(db).await?.0,
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
