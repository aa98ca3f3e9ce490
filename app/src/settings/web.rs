//! The page that lists the sections, and those of a person's preferences.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::{
    post::{Commenters, Visibility},
    values::{Grid, LANGUAGES, Licence, Motion, Preferences, ShownDetails, Theme},
};
use sea_orm::ActiveEnum;
use tower_sessions::Session;

use crate::{
    accounts,
    app::App,
    error::{Problems, Result},
    posts::{self, LicenceView},
    viewer::Viewer,
    web::{self, Body, Fields, Form, Page},
    words::Message,
};

#[derive(Template, WebTemplate)]
#[template(path = "settings/index.html")]
pub struct Index {
    page: Page,
}

#[derive(Template, WebTemplate)]
#[template(path = "settings/appearance.html")]
struct AppearancePage {
    page: Page,
    form: Form,
}

#[derive(Template, WebTemplate)]
#[template(path = "settings/posting.html")]
struct PostingPage {
    page: Page,
    form: Form,
    licences: Vec<LicenceView>,
    /// Tags and names.
    languages: &'static [(&'static str, &'static str)],
}

pub async fn index(_: Viewer, page: Page) -> Index {
    Index { page }
}

pub async fn appearance_form(viewer: Viewer, page: Page) -> Response {
    let chosen = viewer.preferences();
    let form = Form::new([
        ("theme", chosen.theme.code()),
        ("motion", chosen.motion.code()),
        ("grid", chosen.grid.code()),
        ("open_warned", if chosen.open_warned { "yes" } else { "" }),
    ]);
    AppearancePage { page, form }.into_response()
}

pub async fn appearance(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let mut problems = Problems::default();
    let wrong = || Message::new("problem-choice");
    let theme = problems.check("theme", Theme::from_code(fields.get("theme")).ok_or_else(wrong));
    let motion = problems.check("motion", Motion::from_code(fields.get("motion")).ok_or_else(wrong));
    let grid = problems.check("grid", Grid::from_code(fields.get("grid")).ok_or_else(wrong));
    let (Some(theme), Some(motion), Some(grid)) = (theme, motion, grid) else {
        let form = Form::again(fields, &problems, &page.words);
        return Ok(web::invalid(AppearancePage { page, form }));
    };
    let open_warned = fields.get("open_warned") == "yes";
    save(&app, &viewer, |preferences| {
        (preferences.theme, preferences.motion, preferences.grid) = (theme, motion, grid);
        preferences.open_warned = open_warned;
    })
    .await?;
    web::say_once(&session, "notice-saved").await?;
    Ok(web::see_other("/settings/appearance"))
}

pub async fn posting_form(viewer: Viewer, page: Page) -> Response {
    let describe = if viewer.preferences().describe_first { "yes" } else { "" };
    let chosen = [
        ("licence", posts::usual_licence(&viewer).code().to_owned()),
        ("audience", posts::usual_audience(&viewer).to_value()),
        ("commenters", posts::usual_commenters(&viewer).to_value()),
        ("describe_first", describe.to_owned()),
        ("language", viewer.preferences().language),
    ];
    let chosen = chosen.map(|(field, value)| (field.to_owned(), value)).into_iter();
    let form = Form::new(chosen.chain(posts::usual_details(&viewer).fields()));
    posting_page(page, form).into_response()
}

pub async fn posting(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    Body(fields): Body<Fields>,
) -> Result<Response> {
    let mut problems = Problems::default();
    let licence = Licence::from_code(fields.get("licence")).ok_or_else(|| Message::new("problem-licence"));
    let licence = problems.check("licence", licence);
    let audience = Visibility::try_from_value(&fields.get("audience").to_owned()).ok();
    // Nobody is named before there is a post.
    let audience = audience.filter(|audience| *audience != Visibility::Named);
    let audience = problems.check("audience", audience.ok_or_else(|| Message::new("problem-audience")));
    let commenters = Commenters::try_from_value(&fields.get("commenters").to_owned());
    let commenters = problems.check("commenters", commenters.map_err(|_| Message::new("problem-choice")));
    let language = fields.get("language").to_owned();
    let known = language.is_empty() || LANGUAGES.iter().any(|(tag, _)| *tag == language);
    let language = problems.check("language", if known { Ok(language) } else { Err(Message::new("problem-choice")) });
    let (Some(licence), Some(audience), Some(commenters), Some(language)) = (licence, audience, commenters, language)
    else {
        let form = Form::again(fields, &problems, &page.words);
        return Ok(web::invalid(posting_page(page, form)));
    };
    let describe_first = fields.get("describe_first") == "yes";
    let details = ShownDetails::read(|field| fields.get(field)).unwrap_or_else(|| posts::usual_details(&viewer));
    save(&app, &viewer, |preferences| {
        preferences.licence = Some(licence.code().to_owned());
        preferences.audience = Some(audience.to_value());
        preferences.commenters = Some(commenters.to_value());
        preferences.describe_first = describe_first;
        preferences.details = details.codes();
        preferences.language = language;
    })
    .await?;
    web::say_once(&session, "notice-saved").await?;
    Ok(web::see_other("/settings/posting"))
}

async fn save(app: &App, viewer: &Viewer, change: impl FnOnce(&mut Preferences)) -> Result<()> {
    let tx = app.db.write_tx().await?;
    accounts::prefer(&tx, viewer.user.id, change).await?;
    Ok(tx.commit().await?)
}

fn posting_page(page: Page, form: Form) -> PostingPage {
    let licences = LicenceView::all(&page.words);
    PostingPage { page, form, licences, languages: &LANGUAGES }
}
