//! A post's own page, and what its author does from there.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::{HeaderMap, Uri},
    response::{IntoResponse, Response},
};
use heliograph_entity::{account, post, values::PostId};
use tower_sessions::Session;

use super::{
    super::{
        PostView, delete as delete_post, find, find_any, find_comment, find_own, look_at_thread, marks,
        pin as pin_post, queries, unpin, view_of,
    },
    note,
};
use crate::{
    accounts::{self, Asker},
    app::App,
    comments::{self, Thread},
    error::{Error, Result},
    federation::{self, standing},
    media::{self, web::Loan},
    viewer::{Tenant, Viewer},
    web::{self, Body, Fields, Form, Page, Path, Query},
};

#[derive(Template, WebTemplate)]
#[template(path = "posts/post.html")]
struct PostPage {
    page: Page,
    heading: String,
    about: String,
    form: Form,
    post: PostView,
    thread: Thread,
    newer: Option<String>,
    older: Option<String>,
    /// Whether more of the thread is on its way from other servers.
    loading: bool,
}

#[derive(Template, WebTemplate)]
#[template(path = "posts/delete.html")]
struct DeletePage {
    page: Page,
    post: PostView,
}

#[expect(clippy::too_many_arguments, reason = "each is a part of the request")]
pub async fn show(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    asker: Asker,
    page: Page,
    asked: Uri,
    headers: HeaderMap,
    Path((name, id)): Path<(String, PostId)>,
    Query(comments): Query<comments::Asked>,
) -> Result<Response> {
    if federation::wants_document(&headers) && !name.contains('@') {
        return Ok(note(State(app), tenant, asker, Path(id)).await.into_response());
    }
    if let Some(home) = accounts::home_for_guest(&app, &tenant, viewer.as_ref(), &name).await? {
        return Ok(web::see_other(&at_home(&app, &home, id, "").await?));
    }
    let found = find_any(&app, &tenant, viewer.as_ref(), &name, id).await;
    if let Err(Error::NotFound) = found
        && let Some(about) = abroad(&app, &tenant, viewer.as_ref(), id).await?
    {
        return Ok(web::see_other(&about));
    }
    let (author, post) = found?;
    if post.root_id.is_some() {
        let (comment, root) = find_comment(&app, &tenant, viewer.as_ref(), id).await?;
        return Ok(web::see_other(&comments::place_of(&app, &tenant, viewer.as_ref(), &comment, &root).await?));
    }
    let (viewer, form) = (viewer.as_ref(), Form::default());
    let shown = post_page(&app, &tenant, viewer, &author, &post, comments.start(), form, page).await?;
    if !asked.path().starts_with(&format!("{}/", shown.post.author.url)) {
        return Ok(web::moved(&format!("{}/{}", shown.post.author.url, post.id), &asked));
    }
    Ok(shown.into_response())
}

/// Where a guest finds what a member has said of a post of another server: with that post, where it is at home.
async fn abroad(app: &App, tenant: &Tenant, viewer: Option<&Viewer>, id: PostId) -> Result<Option<String>> {
    let db = app.db.reader();
    let Some(comment) = queries::comment_for_everybody(db, tenant.id, id).await?.filter(|_| viewer.is_none()) else {
        return Ok(None);
    };
    Ok(queries::elsewhere::places(db, comment.root_id).await?.pop().map(|place| place.url))
}

/// Where a guest finds a post, or what is `below` it, whose author is at home at `home`. Another server has pages of its
/// own kind.
pub(super) async fn at_home(app: &App, home: &str, id: PostId, below: &str) -> Result<String> {
    let place = queries::elsewhere::places(app.db.reader(), [id]).await?.pop();
    Ok(place.map_or_else(|| format!("{home}/{id}{below}"), |place| place.url))
}

#[expect(clippy::too_many_arguments, reason = "what is shown, to whom, from where on")]
async fn post_page(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    author: &account::Model,
    post: &post::Model,
    start: Option<comments::Start>,
    form: Form,
    mut page: Page,
) -> Result<PostPage> {
    let (newer, older) = queries::neighbours(app.db.reader(), tenant, viewer, post).await?;
    let mut view = view_of(app, tenant, author, post, &mut page).await?;
    let marks = marks(app.db.reader(), viewer, &[post.id]).await?;
    (view.liked, view.boosted) = (marks.likes(post.id), marks.boosts(post.id));
    page.canonical = view.absolute_url.clone();
    let url = |id: PostId| format!("{}/{id}", view.author.url);
    let (newer, older) = (newer.map(url), older.map(url));
    let thread = comments::thread(app, tenant, viewer, (post, &view.url), start, &page).await?;
    let loading = viewer.is_some() && look_at_thread(app, tenant, post).await?;
    let (heading, about) = (view.heading(&page.words), view.about(&page.words));
    Ok(PostPage { heading, about, post: view, thread, form, newer, older, loading, page })
}

/// Pins the post to its author's profile, or takes it from there where the form says so.
pub async fn pin(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    Path((name, id)): Path<(String, PostId)>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let (author, post) = find_own(&app, &viewer, &name, id).await?;
    let (result, notice) = match fields.get("action") {
        "unpin" => (unpin(&app, &post).await, "notice-unpinned"),
        _ => (pin_post(&app, &post).await, "notice-pinned"),
    };
    match result {
        Ok(()) => {
            web::say_once(&session, notice).await?;
            Ok(web::see_other(&format!("/@{}/{}", author.name, post.id)))
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(post_page(&app, &viewer.tenant, Some(&viewer), &author, &post, None, form, page).await?))
        }
        Err(error) => Err(error),
    }
}

/// A picture of a post, for whoever may see the post, and for servers that it is lent to.
pub async fn picture(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    Path((name, id, file)): Path<(String, PostId, String)>,
    Query(loan): Query<Loan>,
    headers: HeaderMap,
) -> Result<Response> {
    let lent = loan.left(&app, &format!("/@{name}/{id}"), &file);
    let (host, post) = match lent {
        Some(_) => (None, queries::for_followers(app.db.reader(), tenant.id, id).await?.ok_or(Error::NotFound)?),
        None => {
            let (author, post) = find(&app, &tenant, viewer.as_ref(), &name, id).await?;
            (Some(author.host_id), post)
        }
    };
    let items = media::items_of_posts(app.db.reader(), [post.id]).await?;
    if let Some(host) = host.filter(|_| post.tenant_id.is_none()) {
        if standing::of_host(app.db.reader(), &tenant, host).await?.rejects_media {
            return Err(Error::NotFound);
        }
        // `{item}-{width}.jpg`: it may not be here yet.
        let asked = file.strip_suffix(".jpg").and_then(|name| name.split_once('-')).ok_or(Error::NotFound)?;
        let item = items.iter().find(|item| item.id.to_string() == asked.0).ok_or(Error::NotFound)?;
        let width = asked.1.parse().map_err(|_| Error::NotFound)?;
        let file = media::picture_from_elsewhere(&app, &tenant, item, width).await?;
        return media::web::send(&app, &file.key, file.format, "private, max-age=86400", &headers).await;
    }
    let files = media::renditions(app.db.reader(), items.iter().map(|item| item.id)).await?;
    let file = files.iter().find(|found| media::web::name(found) == file).ok_or(Error::NotFound)?;
    let kept = lent.map_or(600, |left| left.as_secs().min(600));
    media::web::send(&app, &file.key, file.format, &format!("private, max-age={kept}"), &headers).await
}

pub async fn delete_form(
    State(app): State<App>,
    viewer: Viewer,
    mut page: Page,
    Path((name, id)): Path<(String, PostId)>,
) -> Result<Response> {
    let (author, post) = find_own(&app, &viewer, &name, id).await?;
    let view = view_of(&app, &viewer.tenant, &author, &post, &mut page).await?;
    Ok(DeletePage { page, post: view }.into_response())
}

pub async fn delete(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    Path((name, id)): Path<(String, PostId)>,
) -> Result<Response> {
    let (author, post) = find_own(&app, &viewer, &name, id).await?;
    delete_post(&app, &post).await?;
    web::say_once(&session, "notice-deleted").await?;
    Ok(web::see_other(&format!("/@{}", author.name)))
}
