//! The archive and the trash, and the ways into and out of them.

use std::time::Duration;

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::{
    post,
    values::{PostId, Timestamp},
};
use tower_sessions::Session;

use super::super::{
    Before, IN_THE_TRASH, PostView, archive as archive_post, find, find_own, purge as purge_post, queries,
    restore as restore_post, unarchive, view, view_of,
};
use crate::{
    accounts,
    app::App,
    error::{Error, Result},
    viewer::Viewer,
    web::{self, Body, Fields, Page, Path, Query},
};

const POSTS_ON_A_PAGE: u64 = 48;
const DAY: Duration = Duration::from_secs(24 * 3600);

#[derive(Template, WebTemplate)]
#[template(path = "posts/archive.html")]
pub struct ArchivePage {
    page: Page,
    posts: Vec<PostView>,
    older: Option<String>,
}

#[derive(Template, WebTemplate)]
#[template(path = "posts/trash.html")]
pub struct TrashPage {
    page: Page,
    posts: Vec<Deleted>,
    older: Option<String>,
}

struct Deleted {
    post: PostView,
    /// ISO 8601.
    since: String,
    since_words: String,
    days_left: u64,
}

#[derive(Template, WebTemplate)]
#[template(path = "posts/purge.html")]
struct PurgePage {
    page: Page,
    post: PostView,
}

pub async fn archived(
    State(app): State<App>,
    viewer: Viewer,
    mut page: Page,
    Query(before): Query<Before>,
) -> Result<ArchivePage> {
    let posts = queries::archived_of(app.db.reader(), viewer.account.id, before, POSTS_ON_A_PAGE).await?;
    let (posts, older) = shown(&app, &viewer, posts, &mut page).await?;
    Ok(ArchivePage { posts, older: older.map(|id| format!("/archive?before={id}")), page })
}

pub async fn trash(
    State(app): State<App>,
    viewer: Viewer,
    mut page: Page,
    Query(before): Query<Before>,
) -> Result<TrashPage> {
    let found = queries::trash_of(app.db.reader(), viewer.account.id, before, POSTS_ON_A_PAGE).await?;
    let deleted: Vec<Option<Timestamp>> = found.iter().map(|post| post.deleted_at).collect();
    let (views, older) = shown(&app, &viewer, found, &mut page).await?;
    let now = app.clock.now();
    let posts = views.into_iter().zip(deleted).map(|(post, deleted)| {
        let since = deleted.unwrap_or(now);
        let left = IN_THE_TRASH.saturating_sub(now.since(since));
        Deleted {
            post,
            since: since.to_iso(),
            since_words: page.words.moment(since),
            days_left: left.as_secs().div_ceil(DAY.as_secs()),
        }
    });
    let posts = posts.collect();
    Ok(TrashPage { posts, older: older.map(|id| format!("/trash?before={id}")), page })
}

/// A page of the viewer's own posts, and the id to go on from when there are more.
async fn shown(
    app: &App,
    viewer: &Viewer,
    mut posts: Vec<post::Model>,
    page: &mut Page,
) -> Result<(Vec<PostView>, Option<PostId>)> {
    let older = web::cut(&mut posts, POSTS_ON_A_PAGE).map(|post| post.id);
    let author = std::slice::from_ref(&viewer.account);
    Ok((view::views_by(app, &viewer.tenant, &posts, author, page).await?, older))
}

/// Archives the post, or brings it back where the form says so.
pub async fn archive(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    Path((name, id)): Path<(String, PostId)>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let (author, post) = find_own(&app, &viewer, &name, id).await?;
    let notice = match fields.get("action") {
        "unarchive" => {
            unarchive(&app, &post).await?;
            "notice-unarchived"
        }
        _ => {
            archive_post(&app, &post).await?;
            "notice-archived"
        }
    };
    web::say_once(&session, notice).await?;
    Ok(web::see_other(&format!("/@{}/{}", author.name, post.id)))
}

pub async fn restore(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    Path((name, id)): Path<(String, PostId)>,
) -> Result<Response> {
    let post = find_deleted(&app, &viewer, &name, id).await?;
    restore_post(&app, &post).await?;
    web::say_once(&session, "notice-restored").await?;
    Ok(web::see_other(&format!("/@{}/{}", viewer.account.name, post.id)))
}

pub async fn purge_form(
    State(app): State<App>,
    viewer: Viewer,
    mut page: Page,
    Path((name, id)): Path<(String, PostId)>,
) -> Result<Response> {
    let post = find_deleted(&app, &viewer, &name, id).await?;
    let view = view_of(&app, &viewer.tenant, &viewer.account, &post, &mut page).await?;
    Ok(PurgePage { page, post: view }.into_response())
}

pub async fn purge(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    Path((name, id)): Path<(String, PostId)>,
) -> Result<Response> {
    let post = find_deleted(&app, &viewer, &name, id).await?;
    purge_post(&app, &post).await?;
    web::say_once(&session, "notice-purged").await?;
    Ok(web::see_other("/trash"))
}

/// What is in the viewer's trash. To others it is what it is on its own page: gone, or not there.
async fn find_deleted(app: &App, viewer: &Viewer, name: &str, id: PostId) -> Result<post::Model> {
    let db = app.db.reader();
    let author = accounts::by_handle(db, &viewer.tenant, name).await?.ok_or(Error::NotFound)?;
    if author.id == viewer.account.id
        && let Some(post) = queries::deleted_with_id(db, author.id, id).await?
    {
        return Ok(post);
    }
    match find(app, &viewer.tenant, Some(viewer), name, id).await {
        Ok(_) => Err(if author.id == viewer.account.id { Error::NotFound } else { Error::Forbidden }),
        Err(error) => Err(error),
    }
}
