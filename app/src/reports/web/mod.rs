//! Reporting in a browser.

mod console;

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::{account, rule, values::PostId};
use tower_sessions::Session;

pub use console::{close, list, look, reopen};

use super::{
    About, Wanted,
    make::hands_on,
    view::{Reported, reported},
};
use crate::{
    accounts::{self, Author},
    app::App,
    error::{Error, Result},
    posts, tenants,
    viewer::Viewer,
    web::{self, Body, Fields, Form, Page, Path, Refusal},
};

#[derive(Template, WebTemplate)]
#[template(path = "reports/report.html")]
struct ReportPage {
    page: Page,
    form: Form,
    about: Author,
    /// What is reported, where it is not the person.
    post: Option<Reported>,
    rules: Vec<rule::Model>,
    /// The server whose staff can be told.
    server: Option<String>,
    back: String,
}

pub async fn person_form(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path(name): Path<String>,
) -> Result<Response> {
    let about = person_called(&app, &viewer, &name).await?;
    Ok(show(&app, &viewer, page, Form::default(), &about).await?.into_response())
}

pub async fn person(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    Path(name): Path<String>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let about = person_called(&app, &viewer, &name).await?;
    submit(&app, &viewer, &session, page, &about, fields).await
}

pub async fn post_form(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path((name, id)): Path<(String, PostId)>,
) -> Result<Response> {
    let about = post_of(&app, &viewer, &name, id).await?;
    Ok(show(&app, &viewer, page, Form::default(), &about).await?.into_response())
}

pub async fn post(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    Path((name, id)): Path<(String, PostId)>,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let about = post_of(&app, &viewer, &name, id).await?;
    submit(&app, &viewer, &session, page, &about, fields).await
}

async fn person_called(app: &App, viewer: &Viewer, name: &str) -> Result<About> {
    let account = accounts::by_handle(app.db.reader(), &viewer.tenant, name).await?.ok_or(Error::NotFound)?;
    match account.state {
        account::State::Living => of_others(viewer, About { account, post: None }),
        _ => Err(Error::Gone),
    }
}

/// A post or a comment that the viewer may see.
async fn post_of(app: &App, viewer: &Viewer, name: &str, id: PostId) -> Result<About> {
    let (account, post) = posts::find_any(app, &viewer.tenant, Some(viewer), name, id).await?;
    of_others(viewer, About { account, post: Some(post) })
}

fn of_others(viewer: &Viewer, about: About) -> Result<About> {
    if about.account.id == viewer.account.id { Err(Error::Forbidden) } else { Ok(about) }
}

async fn submit(
    app: &App,
    viewer: &Viewer,
    session: &Session,
    page: Page,
    about: &About,
    fields: Fields,
) -> Result<Response> {
    let rules = tenants::rules(app.db.reader(), viewer.tenant.id).await?;
    let done = match Wanted::read(&rules, |field| fields.get(field)) {
        Ok(wanted) => super::report(app, viewer, about, &wanted).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            web::say_once(session, "notice-reported").await?;
            Ok(web::see_other(&show(app, viewer, page, Form::default(), about).await?.back))
        }
        Err(error) => {
            let refusal = Refusal::of(error, "report")?;
            let form = Form::again(fields, &refusal.problems, &page.words);
            Ok(refusal.answer(show(app, viewer, page, form, about).await?))
        }
    }
}

async fn show(app: &App, viewer: &Viewer, page: Page, form: Form, about: &About) -> Result<ReportPage> {
    let (db, tenant) = (app.db.reader(), &viewer.tenant);
    let author = accounts::authors(db, tenant, std::slice::from_ref(&about.account)).await?.remove(0);
    let post = match &about.post {
        Some(post) => reported(app, tenant, &[(post, &author)]).await?.pop(),
        None => None,
    };
    Ok(ReportPage {
        page,
        form,
        rules: tenants::rules(db, tenant.id).await?,
        server: hands_on(app, tenant, &about.account).await?.map(|host| host.name),
        back: post.as_ref().map_or_else(|| author.url.clone(), |post| post.url.clone()),
        about: author,
        post,
    })
}
