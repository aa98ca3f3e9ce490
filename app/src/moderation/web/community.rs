//! How the community looks, how much its members may have, and what is asked of its staff.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use tower_sessions::Session;

use super::super::{ask_second_factor as set_second_factor, change_limits as set_limits, change_look as set_look};
use crate::{
    app::App,
    error::{Error, Result},
    media::{
        self, Part,
        web::{PictureForm, PictureParts},
    },
    sessions::{Admin, Proven},
    tenants::{self, Accent, Changes, LimitField},
    viewer::Viewer,
    web::{self, Body, Fields, Form, Page},
};

#[derive(Template, WebTemplate)]
#[template(path = "moderation/look.html")]
struct LookPage {
    page: Page,
    form: Form,
    logo: Form,
    smallest: f64,
    accents: Vec<Accent>,
}

#[derive(Template, WebTemplate)]
#[template(path = "moderation/staff.html")]
struct StaffPage {
    page: Page,
    form: Form,
}

#[derive(Template, WebTemplate)]
#[template(path = "moderation/limits.html")]
struct LimitsPage {
    page: Page,
    form: Form,
    fields: Vec<LimitField>,
}

pub async fn look(Admin(viewer): Admin, _: Proven, page: Page) -> Response {
    look_page(page, saved_look(&viewer), None).into_response()
}

fn saved_look(viewer: &Viewer) -> Form {
    let community = &viewer.tenant.community;
    let hue = community.accent_hue.to_string();
    Form::new([
        ("community", community.name.as_str()),
        ("summary", &community.summary),
        ("description", &community.description),
        ("accent", if tenants::is_swatch(community.accent_hue) { &hue } else { "own" }),
        ("hue", &hue),
    ])
}

pub async fn change_look(
    State(app): State<App>,
    Admin(viewer): Admin,
    _: Proven,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let hue = if fields.get("accent") == "own" { fields.get("hue") } else { fields.get("accent") };
    let changes = Changes {
        name: Some(fields.get("community").to_owned()),
        summary: Some(fields.get("summary").to_owned()),
        description: Some(fields.get("description").to_owned()),
        accent_hue: Some(hue.parse().unwrap_or(-1)),
        ..Changes::default()
    };
    match set_look(&app, &viewer, changes).await {
        Ok(()) => saved(&session, "/console/look").await,
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(look_page(page, form, None)))
        }
        Err(error) => Err(error),
    }
}

pub async fn set_logo(
    State(app): State<App>,
    Admin(viewer): Admin,
    _: Proven,
    session: Session,
    page: Page,
    parts: PictureParts,
) -> Result<Response> {
    let PictureForm { fields, upload, part } = media::web::picture_form(&app, &viewer.tenant, parts).await?;
    let set = match upload {
        Ok(upload) => tenants::set_logo(&app, &viewer, upload, part).await,
        Err(problems) => Err(Error::Invalid(problems)),
    };
    match set {
        Ok(()) => {
            web::say_once(&session, "notice-logo-saved").await?;
            Ok(web::see_other("/console/look"))
        }
        Err(Error::Invalid(problems)) => {
            let logo = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(look_page(page, saved_look(&viewer), Some(logo))))
        }
        Err(error) => Err(error),
    }
}

pub async fn remove_logo(
    State(app): State<App>,
    Admin(viewer): Admin,
    _: Proven,
    session: Session,
) -> Result<Response> {
    tenants::remove_logo(&app, &viewer).await?;
    web::say_once(&session, "notice-logo-removed").await?;
    Ok(web::see_other("/console/look"))
}

pub async fn staff(Admin(viewer): Admin, _: Proven, page: Page) -> Response {
    let asked = viewer.tenant.community.staff_second_factor;
    StaffPage { form: Form::new([("second-factor", if asked { "yes" } else { "" })]), page }.into_response()
}

pub async fn ask_second_factor(
    State(app): State<App>,
    Admin(viewer): Admin,
    _: Proven,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    match set_second_factor(&app, &viewer, fields.get("second-factor") == "yes").await {
        Ok(()) => saved(&session, "/console/staff").await,
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(StaffPage { page, form }))
        }
        Err(error) => Err(error),
    }
}

pub async fn limits(Admin(viewer): Admin, _: Proven, page: Page) -> Response {
    let form = Form::new(tenants::limits_form(viewer.tenant.limits()));
    limits_page(&viewer, page, form).into_response()
}

pub async fn change_limits(
    State(app): State<App>,
    Admin(viewer): Admin,
    _: Proven,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let limits = tenants::read_limits(tenants::ceilings(&viewer.tenant), |field| fields.get(field));
    match limits {
        Ok(limits) => {
            set_limits(&app, &viewer, limits).await?;
            saved(&session, "/console/limits").await
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(limits_page(&viewer, page, form)))
        }
        Err(error) => Err(error),
    }
}

async fn saved(session: &Session, path: &str) -> Result<Response> {
    web::say_once(session, "notice-saved").await?;
    Ok(web::see_other(path))
}

/// `logo` is that form when it comes back with problems.
fn look_page(mut page: Page, form: Form, logo: Option<Form>) -> LookPage {
    let untouched = || Form::new([("x", "0.5"), ("y", "0.5"), ("size", "1")]);
    let logo = logo.unwrap_or_else(untouched);
    LookPage { accents: tenants::accents(&mut page), smallest: Part::SMALLEST, page, form, logo }
}

fn limits_page(viewer: &Viewer, page: Page, form: Form) -> LimitsPage {
    LimitsPage { fields: tenants::limit_fields(tenants::ceilings(&viewer.tenant)), page, form }
}
