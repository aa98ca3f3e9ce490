//! Where somebody writes their profile. Each part is a form of its own; the two with pictures take an upload.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use heliograph_entity::portrait::{self, Kind};
use tower_sessions::Session;

use super::super::{MOST_FIELDS, ProfileWords, edit, portrait::part_of, queries, remove_portrait, set_portrait};
use crate::{
    app::App,
    error::{Error, Problems, Result},
    media::{
        self, Part,
        web::{PictureForm, PictureParts},
    },
    viewer::{Tenant, Viewer},
    web::{self, Body, Fields, Form, Page},
};

#[derive(Template, WebTemplate)]
#[template(path = "profiles/edit.html")]
struct EditPage {
    page: Page,
    form: Form,
    portraits: [PortraitForm; 2],
    url: String,
    /// As people outside reach it.
    profile_url: String,
    /// From 1 to 8.
    numbers: Vec<usize>,
    /// How many of the fields are shown before somebody asks for more.
    open: usize,
}

/// The form of one picture, with its own problems and what was typed.
struct PortraitForm {
    is_avatar: bool,
    /// Where it is sent, and the beginning of its fields' ids.
    action: &'static str,
    id: &'static str,
    form: Form,
    /// Where the picture as it is shown is found.
    shown: Option<String>,
    initial: String,
    original: String,
    smallest: f64,
}

pub async fn form(State(app): State<App>, viewer: Viewer, page: Page) -> Result<Response> {
    Ok(edit_page(&app, &viewer, page, None, None).await?.into_response())
}

pub async fn submit(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    match ProfileWords::read(|field| fields.get(field)) {
        Ok(words) => {
            edit(&app, &viewer, &words).await?;
            web::say_once(&session, "notice-profile-saved").await?;
            Ok(web::see_other("/settings/profile"))
        }
        Err(Error::Invalid(problems)) => {
            let form = Form::again(fields, &problems, &page.words);
            Ok(web::invalid(edit_page(&app, &viewer, page, Some(form), None).await?))
        }
        Err(error) => Err(error),
    }
}

pub async fn set_avatar(
    app: State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    parts: PictureParts,
) -> Result<Response> {
    set(app, viewer, session, page, parts, Kind::Avatar).await
}

pub async fn set_header(
    app: State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    parts: PictureParts,
) -> Result<Response> {
    set(app, viewer, session, page, parts, Kind::Header).await
}

async fn set(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    parts: PictureParts,
    kind: Kind,
) -> Result<Response> {
    let PictureForm { fields, upload, part } = media::web::picture_form(&app, &viewer.tenant, parts).await?;
    let result = match upload {
        Ok(upload) => set_portrait(&app, &viewer, kind, upload, part, fields.get("alt")).await,
        Err(problems) => Err(Error::Invalid(problems)),
    };
    match result {
        Ok(()) => {
            web::say_once(&session, saved(kind)).await?;
            Ok(web::see_other("/settings/profile"))
        }
        Err(Error::Invalid(problems)) => {
            // The fields of both pictures have the same names, and ids of their own.
            let id = if kind == Kind::Avatar { "avatar" } else { "header" };
            let mut named = Problems::default();
            problems.iter().for_each(|(field, message)| named.add(format!("{id}-{field}"), message.clone()));
            let form = Form::again(fields, &named, &page.words);
            Ok(web::invalid(edit_page(&app, &viewer, page, None, Some((kind, form))).await?))
        }
        Err(error) => Err(error),
    }
}

fn saved(kind: Kind) -> &'static str {
    match kind {
        Kind::Avatar => "notice-avatar-saved",
        Kind::Header => "notice-header-saved",
    }
}

pub async fn remove_avatar(State(app): State<App>, viewer: Viewer, session: Session) -> Result<Response> {
    remove_portrait(&app, &viewer, Kind::Avatar).await?;
    web::say_once(&session, "notice-avatar-removed").await?;
    Ok(web::see_other("/settings/profile"))
}

pub async fn remove_header(State(app): State<App>, viewer: Viewer, session: Session) -> Result<Response> {
    remove_portrait(&app, &viewer, Kind::Header).await?;
    web::say_once(&session, "notice-header-removed").await?;
    Ok(web::see_other("/settings/profile"))
}

/// The picture as it was uploaded, for its owner to choose another part of it.
pub async fn avatar_original(State(app): State<App>, viewer: Viewer, headers: HeaderMap) -> Result<Response> {
    original(&app, &viewer, Kind::Avatar, &headers).await
}

pub async fn header_original(State(app): State<App>, viewer: Viewer, headers: HeaderMap) -> Result<Response> {
    original(&app, &viewer, Kind::Header, &headers).await
}

async fn original(app: &App, viewer: &Viewer, kind: Kind, headers: &HeaderMap) -> Result<Response> {
    let portrait = queries::portrait(app.db.reader(), viewer.account.id, kind).await?.ok_or(Error::NotFound)?;
    media::original_of(app, portrait.original_id, headers).await
}

/// `words` and the form of a picture are given when they come back with problems.
async fn edit_page(
    app: &App,
    viewer: &Viewer,
    page: Page,
    words: Option<Form>,
    picture: Option<(Kind, Form)>,
) -> Result<EditPage> {
    let form = match words {
        Some(form) => form,
        None => saved_words(app, viewer).await?,
    };
    let filled = |number: &usize| {
        ["label", "value"].iter().any(|field| !form.value(&format!("{field}-{number}")).trim().is_empty())
    };
    let open = (1..=MOST_FIELDS).rev().find(filled).unwrap_or(0).saturating_add(1).min(MOST_FIELDS);

    let portraits = queries::portraits(app.db.reader(), viewer.account.id).await?;
    let (mut avatar_form, mut header_form) = (None, None);
    match picture {
        Some((Kind::Avatar, form)) => avatar_form = Some(form),
        Some((Kind::Header, form)) => header_form = Some(form),
        None => {}
    }
    let portraits = [
        portrait_form(app, &viewer.tenant, &portraits, Kind::Avatar, avatar_form, &page).await?,
        portrait_form(app, &viewer.tenant, &portraits, Kind::Header, header_form, &page).await?,
    ];
    let url = format!("/@{}", viewer.account.name);
    let profile_url = viewer.tenant.url(&url);
    Ok(EditPage { form, portraits, url, profile_url, numbers: (1..=MOST_FIELDS).collect(), open, page })
}

async fn saved_words(app: &App, viewer: &Viewer) -> Result<Form> {
    let account = &viewer.account;
    let mut values = vec![
        ("display_name".to_owned(), account.display_name.clone()),
        ("pronouns".to_owned(), account.pronouns.clone()),
        ("bio".to_owned(), account.bio.clone()),
        ("website".to_owned(), account.website.clone()),
    ];
    for (number, field) in (1..).zip(queries::fields(app.db.reader(), account.id).await?) {
        values.push((format!("label-{number}"), field.label));
        values.push((format!("value-{number}"), field.value));
    }
    Ok(Form::new(values))
}

async fn portrait_form(
    app: &App,
    tenant: &Tenant,
    portraits: &[portrait::Model],
    kind: Kind,
    form: Option<Form>,
    page: &Page,
) -> Result<PortraitForm> {
    let portrait = portraits.iter().find(|portrait| portrait.kind == kind);
    let shown = match portrait {
        Some(portrait) => {
            let files = media::kept(app.db.reader(), &[portrait.large_id]).await?;
            files.first().map(|file| media::web::address(file, tenant, ""))
        }
        None => None,
    };
    let part = portrait.map_or(Part::MIDDLE, part_of);
    let saved = || {
        Form::new([
            ("x", part.x().to_string()),
            ("y", part.y().to_string()),
            ("size", part.size().to_string()),
            ("alt", portrait.map(|portrait| portrait.alt.clone()).unwrap_or_default()),
        ])
    };
    let is_avatar = kind == Kind::Avatar;
    Ok(PortraitForm {
        is_avatar,
        action: if is_avatar { "/settings/profile/avatar" } else { "/settings/profile/header" },
        id: if is_avatar { "avatar" } else { "header" },
        form: form.unwrap_or_else(saved),
        initial: page.viewer.as_ref().map(|me| me.initial.clone()).unwrap_or_default(),
        original: match (portrait, is_avatar) {
            (None, _) => String::new(),
            (Some(portrait), true) => format!("/settings/profile/avatar/original?{}", portrait.original_id),
            (Some(portrait), false) => format!("/settings/profile/header/original?{}", portrait.original_id),
        },
        smallest: Part::SMALLEST,
        shown,
    })
}
