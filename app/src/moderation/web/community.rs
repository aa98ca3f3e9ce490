//! How the community looks, and how much its members may have.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use tower_sessions::Session;

use super::super::{change_limits as set_limits, change_look as set_look};
use crate::{
    app::App,
    error::{Error, Result},
    sessions::Proven,
    tenants::{self, Accent, Changes},
    viewer::{Limits, Viewer},
    web::{self, Admin, Body, Fields, Form, Page},
};

#[derive(Template, WebTemplate)]
#[template(path = "moderation/look.html")]
struct LookPage {
    page: Page,
    form: Form,
    accents: Vec<Accent>,
}

#[derive(Template, WebTemplate)]
#[template(path = "moderation/limits.html")]
struct LimitsPage {
    page: Page,
    form: Form,
    fields: Vec<LimitField>,
}

/// A number to set, and the operator's ceiling over it.
pub struct LimitField {
    pub name: &'static str,
    pub highest: i64,
}

/// The fields of the limits, below `highest`.
pub fn limit_fields(highest: Limits) -> Vec<LimitField> {
    limit_values(highest).map(|(name, highest)| LimitField { name, highest: highest.into() }).into()
}

/// The limits by the names of their fields.
pub fn limit_values(limits: Limits) -> [(&'static str, i32); 4] {
    [
        ("photos_per_post", limits.photos_per_post),
        ("photo_mb", limits.photo_mb),
        ("member_mb", limits.member_mb),
        ("posts_per_day", limits.posts_per_day),
    ]
}

pub async fn look(Admin(viewer): Admin, _: Proven, page: Page) -> Response {
    let community = &viewer.tenant.community;
    let hue = community.accent_hue.to_string();
    let form = Form::new([
        ("community", community.name.as_str()),
        ("summary", &community.summary),
        ("description", &community.description),
        ("accent", if tenants::is_swatch(community.accent_hue) { &hue } else { "own" }),
        ("hue", &hue),
    ]);
    look_page(page, form).into_response()
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
            Ok(web::invalid(look_page(page, form)))
        }
        Err(error) => Err(error),
    }
}

pub async fn limits(Admin(viewer): Admin, _: Proven, page: Page) -> Response {
    let form = Form::new(limit_values(viewer.tenant.limits()).map(|(name, value)| (name, value.to_string())));
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

fn look_page(mut page: Page, form: Form) -> LookPage {
    LookPage { accents: tenants::accents(&mut page), page, form }
}

fn limits_page(viewer: &Viewer, page: Page, form: Form) -> LimitsPage {
    LimitsPage { fields: limit_fields(tenants::ceilings(&viewer.tenant)), page, form }
}
