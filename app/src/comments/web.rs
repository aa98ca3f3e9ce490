//! Commenting in a browser: the form below a post, and pages for an answer, for other words, and for taking it back.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::{
    post,
    values::{AccountId, PostId},
};
use tower_sessions::Session;

use super::{CommentView, Standing, add as add_comment, edit as edit_comment, place_of, remove as remove_comment};
use super::{standing::standing, thread::views};
use crate::{
    accounts,
    app::App,
    error::{Error, Result},
    posts,
    viewer::Viewer,
    web::{self, Body, Fields, Form, Page, Path, Refusal},
};

/// The form by itself: for an answer, for other words, and where something was wrong with a comment.
#[derive(Template, WebTemplate)]
#[template(path = "comments/write.html")]
struct WritePage {
    page: Page,
    form: Form,
    /// Where the form is sent to.
    action: String,
    /// Where somebody returns to who changes their mind.
    back: String,
    /// What is answered.
    quoted: Option<CommentView>,
    /// Whether it was said before, and is to be said in other words.
    again: bool,
}

#[derive(Template, WebTemplate)]
#[template(path = "comments/remove.html")]
struct RemovePage {
    page: Page,
    comment: CommentView,
    back: String,
}

pub async fn add(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path((name, id)): Path<(String, PostId)>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let (_, post) = posts::find(&app, &viewer.tenant, Some(&viewer), &name, id).await?;
    match add_comment(&app, &viewer.account, post.id, fields.get("comment")).await {
        Ok(comment) => Ok(web::see_other(&place_of(&app, &viewer.tenant, Some(&viewer), &comment, &post).await?)),
        Err(error) => {
            let (refusal, url) = (Refusal::of(error, "comment")?, format!("/@{name}/{id}"));
            Ok(refusal.answer(WritePage {
                form: Form::again(fields, &refusal.problems, &page.words),
                action: format!("{url}/comments"),
                back: format!("{url}#comments"),
                quoted: None,
                again: false,
                page,
            }))
        }
    }
}

pub async fn answer_form(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path(id): Path<PostId>,
) -> Result<Response> {
    accounts::must_be_current(&viewer.account)?;
    let (comment, root) = posts::find_comment(&app, &viewer.tenant, Some(&viewer), id).await?;
    if standing(app.db.reader(), Some(&viewer.account), &root).await? != Standing::May {
        return Err(Error::Forbidden);
    }
    Ok(answer_page(&app, &viewer, page, Form::default(), &comment, &root).await?.into_response())
}

pub async fn answer(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path(id): Path<PostId>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let (comment, root) = posts::find_comment(&app, &viewer.tenant, Some(&viewer), id).await?;
    match add_comment(&app, &viewer.account, comment.id, fields.get("comment")).await {
        Ok(answer) => Ok(web::see_other(&place_of(&app, &viewer.tenant, Some(&viewer), &answer, &root).await?)),
        Err(error) => {
            let refusal = Refusal::of(error, "comment")?;
            let form = Form::again(fields, &refusal.problems, &page.words);
            Ok(refusal.answer(answer_page(&app, &viewer, page, form, &comment, &root).await?))
        }
    }
}

async fn answer_page(
    app: &App,
    viewer: &Viewer,
    page: Page,
    form: Form,
    comment: &post::Model,
    root: &post::Model,
) -> Result<WritePage> {
    let quoted = view(app, viewer, root.account_id, comment, &page).await?;
    Ok(WritePage {
        form,
        action: format!("/comments/{}/answer", comment.id),
        back: quoted.url.clone(),
        quoted: Some(quoted),
        again: false,
        page,
    })
}

pub async fn edit_form(State(app): State<App>, viewer: Viewer, page: Page, Path(id): Path<PostId>) -> Result<Response> {
    let comment = own(&app, &viewer, id).await?;
    let form = Form::new([("comment", comment.caption.clone())]);
    Ok(edit_page(&viewer, page, form, &comment).into_response())
}

pub async fn edit(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path(id): Path<PostId>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let comment = own(&app, &viewer, id).await?;
    match edit_comment(&app, &viewer.account, id, fields.get("comment")).await {
        Ok(()) => Ok(web::see_other(&format!("/@{}/{id}", viewer.account.name))),
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(edit_page(&viewer, page, form, &comment)))
        }
        Err(error) => Err(error),
    }
}

fn edit_page(viewer: &Viewer, page: Page, form: Form, comment: &post::Model) -> WritePage {
    WritePage {
        form,
        action: format!("/comments/{}/edit", comment.id),
        back: format!("/@{}/{}", viewer.account.name, comment.id),
        quoted: None,
        again: true,
        page,
    }
}

pub async fn remove_form(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path(id): Path<PostId>,
) -> Result<Response> {
    let (comment, root) = removable(&app, &viewer, id).await?;
    let comment = view(&app, &viewer, root.account_id, &comment, &page).await?;
    Ok(RemovePage { back: comment.url.clone(), comment, page }.into_response())
}

pub async fn remove(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    Path(id): Path<PostId>,
) -> Result<Response> {
    let (comment, root) = removable(&app, &viewer, id).await?;
    let place = place_of(&app, &viewer.tenant, Some(&viewer), &comment, &root).await?;
    remove_comment(&app, &viewer.account, id).await?;
    web::say_once(&session, "notice-comment-removed").await?;
    let page = place.split('#').next().unwrap_or_default();
    Ok(web::see_other(&format!("{page}#comments")))
}

async fn own(app: &App, viewer: &Viewer, id: PostId) -> Result<post::Model> {
    let (comment, _) = posts::find_comment(app, &viewer.tenant, Some(viewer), id).await?;
    if comment.account_id == viewer.account.id { Ok(comment) } else { Err(Error::Forbidden) }
}

async fn removable(app: &App, viewer: &Viewer, id: PostId) -> Result<(post::Model, post::Model)> {
    let (comment, root) = posts::find_comment(app, &viewer.tenant, Some(viewer), id).await?;
    let theirs = [comment.account_id, root.account_id].contains(&viewer.account.id);
    if theirs { Ok((comment, root)) } else { Err(Error::Forbidden) }
}

async fn view(app: &App, viewer: &Viewer, owner: AccountId, comment: &post::Model, page: &Page) -> Result<CommentView> {
    let views = views(app, &viewer.tenant, Some(viewer), owner, std::slice::from_ref(comment), page).await?;
    views.into_iter().next().ok_or(Error::NotFound)
}
