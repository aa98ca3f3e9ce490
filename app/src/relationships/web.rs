//! Following in a browser: the button, the lists, and the page on which requests are answered.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::{Request, State},
    http::HeaderMap,
    middleware::Next,
    response::{IntoResponse, Response},
};
use heliograph_entity::{
    account, follow,
    values::{AccountId, BlockId, FollowId},
};
use serde::Deserialize;
use tower_sessions::Session;

use super::{Someone, Suggestion, Ties, followers_waiting, queries, suggestions, ties, view};
use crate::{
    accounts::{self, Author},
    app::App,
    error::{Error, Result},
    sessions,
    viewer::{Tenant, Viewer},
    web::{self, Body, Fields, Page, Path, Query, Waiting},
};

const PEOPLE_ON_A_PAGE: u64 = 40;
const MOST_SUGGESTED: u64 = 8;

/// The button alone, for a script that puts it in the place of the one that was pressed.
#[derive(Template, WebTemplate)]
#[template(path = "relationships/followed.html")]
struct Followed {
    page: Page,
    someone: Someone,
    back: String,
    suggestions: Vec<Suggestion>,
}

#[derive(Template, WebTemplate)]
#[template(path = "relationships/list.html")]
struct ListPage {
    page: Page,
    author: Author,
    ties: Ties,
    people: Vec<Someone>,
    older: Option<String>,
    /// Of those whom they follow, rather than of their followers.
    of_followed: bool,
    /// Whether they may be let go: on the list of one's own followers.
    removable: bool,
    back: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "relationships/requests.html")]
struct RequestsPage {
    page: Page,
    requests: Vec<Asking>,
    older: Option<String>,
    private: bool,
}

#[derive(Template, WebTemplate)]
#[template(path = "relationships/block.html")]
struct BlockPage {
    page: Page,
    author: Author,
}

#[derive(Template, WebTemplate)]
#[template(path = "relationships/blocks.html")]
struct BlocksPage {
    page: Page,
    people: Vec<Someone>,
    older: Option<String>,
    back: String,
}

/// Where a page of those who are blocked begins.
#[derive(Deserialize)]
pub struct BeforeBlock {
    before: Option<BlockId>,
}

/// Somebody who has asked, and under which number.
struct Asking {
    id: String,
    author: Author,
    age: String,
    asked: String,
}

/// Those whom somebody who types a name may mean, for a script that lists them below the field.
#[derive(Template, WebTemplate)]
#[template(path = "relationships/names.html")]
pub struct Names {
    people: Vec<Author>,
}

#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    begins: String,
}

/// Where a page of a list begins.
#[derive(Deserialize)]
pub struct Before {
    before: Option<FollowId>,
}

/// Whom of those that the viewer follows here they may mean by what they have typed so far.
pub async fn names(State(app): State<App>, viewer: Viewer, Query(typed): Query<Typed>) -> Result<Names> {
    let (db, typed) = (app.db.reader(), typed.begins.replace('\0', ""));
    let Some(called) = accounts::called_so(typed.trim()) else { return Ok(Names { people: Vec::new() }) };
    let found = queries::followed_called(db, viewer.tenant.id, viewer.account.id, called, MOST_SUGGESTED).await?;
    Ok(Names { people: accounts::authors(db, &viewer.tenant, &found).await? })
}

pub async fn follow(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path(name): Path<String>,
    headers: HeaderMap,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let account = somebody(&app, &viewer.tenant, &name).await?;
    match super::follow(&app, &viewer.account, &account).await {
        Ok(_) => answer(&app, &viewer, page, &account, &headers, &fields, true).await,
        // Their page says where they are now.
        Err(Error::Forbidden) if account.moved_to.is_some() => {
            answer(&app, &viewer, page, &account, &headers, &fields, false).await
        }
        Err(error) => Err(error),
    }
}

pub async fn unfollow(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path(name): Path<String>,
    headers: HeaderMap,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let account = somebody(&app, &viewer.tenant, &name).await?;
    super::unfollow(&app, &viewer.account, &account).await?;
    answer(&app, &viewer, page, &account, &headers, &fields, false).await
}

/// To a script the button as it is now; to a form the page it came from.
async fn answer(
    app: &App,
    viewer: &Viewer,
    page: Page,
    account: &account::Model,
    headers: &HeaderMap,
    fields: &Fields,
    followed: bool,
) -> Result<Response> {
    let shown = std::slice::from_ref(account);
    let someone = view::people(app.db.reader(), &viewer.tenant, Some(viewer), shown).await?.remove(0);
    let profile = format!("{}{}", someone.author.url, if followed { "?after=follow" } else { "" });
    if let Some(led) = sessions::web::back(headers, fields, &profile) {
        return Ok(led);
    }
    let back = fields.get("back").to_owned();
    let suggestions =
        if followed && back.is_empty() { suggestions(app, viewer, &page.words).await? } else { Vec::new() };
    Ok(Followed { page, someone, back, suggestions }.into_response())
}

pub async fn block_form(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path(name): Path<String>,
) -> Result<Response> {
    let account = somebody(&app, &viewer.tenant, &name).await?;
    if account.id == viewer.account.id {
        return Err(Error::Forbidden);
    }
    let author = accounts::authors(app.db.reader(), &viewer.tenant, &[account]).await?.remove(0);
    Ok(BlockPage { page, author }.into_response())
}

pub async fn block(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    Path(name): Path<String>,
) -> Result<Response> {
    let account = somebody(&app, &viewer.tenant, &name).await?;
    super::block(&app, &viewer.account, &account, None).await?;
    web::say_once(&session, "notice-blocked").await?;
    let author = accounts::authors(app.db.reader(), &viewer.tenant, &[account]).await?.remove(0);
    Ok(web::see_other(&author.url))
}

pub async fn unblock(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path(name): Path<String>,
    headers: HeaderMap,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let account = somebody(&app, &viewer.tenant, &name).await?;
    super::unblock(&app, &viewer.account, &account).await?;
    answer(&app, &viewer, page, &account, &headers, &fields, false).await
}

pub async fn blocks(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Query(BeforeBlock { before }): Query<BeforeBlock>,
) -> Result<Response> {
    let db = app.db.reader();
    let mut blocks = queries::blocks::of_account(db, viewer.account.id, before, PEOPLE_ON_A_PAGE + 1).await?;
    let older = web::cut(&mut blocks, PEOPLE_ON_A_PAGE).map(|last| format!("/settings/blocks?before={}", last.id));
    let ids: Vec<AccountId> = blocks.iter().map(|block| block.blocked_id).collect();
    let people = view::people_with(db, &viewer.tenant, Some(&viewer), &ids).await?;
    Ok(BlocksPage { back: page.here(), page, people, older }.into_response())
}

pub async fn remove(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    Path(name): Path<String>,
) -> Result<Response> {
    let account = somebody(&app, &viewer.tenant, &name).await?;
    super::remove_follower(&app, &viewer.account, &account).await?;
    web::say_once(&session, "notice-follower-removed").await?;
    Ok(web::see_other(&format!("/@{}/followers", viewer.account.name)))
}

pub async fn followers(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    page: Page,
    Path(name): Path<String>,
    Query(before): Query<Before>,
) -> Result<Response> {
    list(&app, &tenant, viewer, page, &name, before, false).await
}

pub async fn following(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    page: Page,
    Path(name): Path<String>,
    Query(before): Query<Before>,
) -> Result<Response> {
    list(&app, &tenant, viewer, page, &name, before, true).await
}

async fn list(
    app: &App,
    tenant: &Tenant,
    viewer: Option<Viewer>,
    page: Page,
    name: &str,
    Before { before }: Before,
    of_followed: bool,
) -> Result<Response> {
    let db = app.db.reader();
    let account = somebody(app, tenant, name).await?;
    let ties = ties(app, tenant, viewer.as_ref(), &account, false, &page.words).await?;
    if !ties.listed {
        return Err(Error::NotFound);
    }

    let most = PEOPLE_ON_A_PAGE + 1;
    let mut follows = if of_followed {
        queries::following(db, tenant, account.id, before, most).await?
    } else {
        queries::followers(db, tenant, account.id, follow::State::Accepted, before, most).await?
    };
    let path = format!("{}/{}", ties.someone.author.url, if of_followed { "following" } else { "followers" });
    let older = web::cut(&mut follows, PEOPLE_ON_A_PAGE).map(|last| format!("{path}?before={}", last.id));
    let ids = follows.iter().map(|follow| if of_followed { follow.followed_id } else { follow.follower_id });
    let accounts = in_order(app, ids.collect()).await?;
    let people = view::people(db, tenant, viewer.as_ref(), &accounts).await?;
    let removable = !of_followed && ties.someone.is_me();
    let back = before.map_or_else(|| path.clone(), |before| format!("{path}?before={before}"));
    let author = ties.someone.author.clone();
    Ok(ListPage { page, author, ties, people, older, of_followed, removable, back }.into_response())
}

pub async fn requests(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Query(Before { before }): Query<Before>,
) -> Result<Response> {
    let db = app.db.reader();
    let (state, most) = (follow::State::Requested, PEOPLE_ON_A_PAGE + 1);
    let mut follows = queries::followers(db, &viewer.tenant, viewer.account.id, state, before, most).await?;
    let older = web::cut(&mut follows, PEOPLE_ON_A_PAGE).map(|last| format!("/requests?before={}", last.id));
    let accounts = in_order(&app, follows.iter().map(|follow| follow.follower_id).collect()).await?;
    let authors = accounts::authors(db, &viewer.tenant, &accounts).await?;
    let now = app.clock.now();
    let requests = follows.iter().filter_map(|follow| {
        let at = accounts.iter().position(|account| account.id == follow.follower_id)?;
        Some(Asking {
            id: follow.id.to_string(),
            author: authors[at].clone(),
            age: page.words.age(follow.created_at, now),
            asked: follow.created_at.to_iso(),
        })
    });
    let requests = requests.collect();
    Ok(RequestsPage { page, requests, older, private: viewer.account.approves_followers }.into_response())
}

pub async fn approve(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    Path(id): Path<FollowId>,
) -> Result<Response> {
    super::approve(&app, &viewer.account, id).await?;
    web::say_once(&session, "notice-request-approved").await?;
    Ok(web::see_other("/requests"))
}

pub async fn reject(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    Path(id): Path<FollowId>,
) -> Result<Response> {
    super::reject(&app, &viewer.account, id).await?;
    web::say_once(&session, "notice-request-rejected").await?;
    Ok(web::see_other("/requests"))
}

/// Puts into a member's request how many wait for an answer of theirs: every page says so.
pub async fn count_waiting(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if let Some(viewer) = request.extensions().get::<Viewer>().cloned() {
        match followers_waiting(app.db.reader(), viewer.account.id).await {
            Ok(requests) => drop(request.extensions_mut().insert(Waiting { requests })),
            Err(error) => tracing::error!(%error, "requests can't be counted"),
        }
    }
    next.run(request).await
}

async fn somebody(app: &App, tenant: &Tenant, name: &str) -> Result<account::Model> {
    let account = accounts::by_handle(app.db.reader(), tenant, name).await?.ok_or(Error::NotFound)?;
    if account.state == account::State::Living { Ok(account) } else { Err(Error::Gone) }
}

async fn in_order(app: &App, ids: Vec<AccountId>) -> Result<Vec<account::Model>> {
    let mut accounts = accounts::by_ids(app.db.reader(), ids.iter().copied()).await?;
    accounts.sort_by_key(|account| ids.iter().position(|id| *id == account.id));
    Ok(accounts)
}
