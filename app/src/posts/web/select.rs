//! Many of one's own posts at once: chosen, looked at before anything changes, changed, and undone.

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use heliograph_entity::{
    batch::State as BatchState,
    post::Visibility,
    values::{BatchId, Licence, PostId},
};
use sea_orm::ActiveEnum;
use serde::Deserialize;

use super::super::{
    Before, LicenceView, PostView,
    batch::{self, Change, Preview, Progress, Selection, tags_typed},
    named::names_of,
    people_in, queries, view,
};
use crate::{
    app::App,
    error::{Error, Problems, Result},
    markup::Hashtag,
    viewer::Viewer,
    web::{self, Body, Fields, Form, Page, Path, Query},
    words::{Message, Words},
};

const POSTS_ON_A_PAGE: u64 = 48;
const AUDIENCES: [Visibility; 4] = [Visibility::Public, Visibility::Unlisted, Visibility::Followers, Visibility::Named];

#[derive(Template, WebTemplate)]
#[template(path = "posts/select.html")]
struct SelectPage {
    page: Page,
    form: Form,
    posts: Vec<PostView>,
    chosen: Vec<PostId>,
    /// What is chosen on other pages of the list.
    elsewhere: Vec<PostId>,
    /// As in the form: `licence:cc0-1.0`.
    filter: String,
    /// What the filter is, in words; empty where all posts are listed.
    filtered: String,
    /// Where this page of the list begins.
    before: String,
    /// How many posts it leaves.
    total: u64,
    licences: Vec<LicenceView>,
    audiences: Vec<Choice>,
    /// Where the next page of the list begins.
    older: Option<PostId>,
    /// The latest change of many, which may be undone.
    latest: Option<String>,
}

struct Choice {
    code: String,
    name: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "posts/select_preview.html")]
struct PreviewPage {
    page: Page,
    /// Handed on to the form that does it.
    fields: Vec<(String, String)>,
    heading: String,
    /// What is now, line by line.
    lines: Vec<String>,
    /// What nobody can take back.
    warnings: Vec<String>,
    changing: u64,
    same: u64,
}

#[derive(Template, WebTemplate)]
#[template(path = "posts/batch.html")]
struct BatchPage {
    page: Page,
    id: String,
    heading: String,
    /// Whether there is more to be done.
    busy: bool,
    done: u64,
    total: u64,
    lines: Vec<String>,
    can_be_undone: bool,
}

#[derive(Template, WebTemplate)]
#[template(path = "settings/licences.html")]
pub struct LicencesPage {
    page: Page,
    form: Form,
    counts: Vec<(LicenceView, i64)>,
    photos: i64,
    licences: Vec<LicenceView>,
}

#[derive(Deserialize)]
pub struct Filter {
    #[serde(default)]
    filter: String,
    /// A hashtag as it was typed.
    #[serde(default)]
    tag: String,
}

pub async fn select(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Query(Filter { mut filter, tag }): Query<Filter>,
    Query(before): Query<Before>,
) -> Result<Response> {
    if !tag.is_empty() {
        filter = format!("tag:{}", tag.replace('\0', ""));
    }
    let form = Form::new([("which", "these")]);
    Ok(select_page(&app, &viewer, page, form, Vec::new(), &filter, before).await?.into_response())
}

/// What the form asks for, as it would be: nothing is changed yet.
pub async fn look(State(app): State<App>, viewer: Viewer, page: Page, Body(fields): Body<Fields>) -> Result<Response> {
    let looked = match asked(&app, &viewer, &fields).await {
        Ok((selection, change)) => {
            batch::preview(&app, &viewer, &selection, &change).await.map(|preview| (change, preview))
        }
        Err(error) => Err(error),
    };
    match looked {
        Ok((_, preview)) if preview.posts == 0 => {
            let problems = Problems::one("posts", Message::new("problem-nothing-chosen"));
            again(&app, &viewer, page, fields, &problems).await
        }
        Ok((change, preview)) => {
            let people = named(&app, &change).await?;
            let heading = heading(&change, &people, &page.words);
            Ok(preview_page(page, fields, heading, &preview).into_response())
        }
        Err(Error::Invalid(problems)) => again(&app, &viewer, page, fields, &problems).await,
        Err(error) => Err(error),
    }
}

pub async fn apply(State(app): State<App>, viewer: Viewer, page: Page, Body(fields): Body<Fields>) -> Result<Response> {
    let begun = match asked(&app, &viewer, &fields).await {
        Ok((selection, change)) => batch::begin(&app, &viewer, &selection, &change).await,
        Err(error) => Err(error),
    };
    match begun {
        Ok(id) => {
            batch::run(&app, id).await?;
            Ok(web::see_other(&format!("/select/{id}")))
        }
        Err(Error::Invalid(problems)) => again(&app, &viewer, page, fields, &problems).await,
        Err(error) => Err(error),
    }
}

/// How far it is, and what came of it.
pub async fn batch(State(app): State<App>, viewer: Viewer, page: Page, Path(id): Path<BatchId>) -> Result<Response> {
    let progress = batch::progress(&app, &viewer, id).await?;
    let people = named(&app, &progress.change).await?;
    Ok(batch_page(page, &progress, &people).into_response())
}

pub async fn undo(State(app): State<App>, viewer: Viewer, Path(id): Path<BatchId>) -> Result<Response> {
    batch::undo(&app, &viewer, id).await?;
    batch::run(&app, id).await?;
    Ok(web::see_other(&format!("/select/{id}")))
}

/// Under which licences somebody's photos are, and another one for all of them.
pub async fn licences(State(app): State<App>, viewer: Viewer, page: Page) -> Result<LicencesPage> {
    let any = Change::Licence { to: Licence::AllRightsReserved, of: None };
    let counts = queries::licences_in(app.db.reader(), viewer.account.id, &Selection::All, &any).await?;
    let count = |licence: Licence| counts.iter().find(|(of, _)| *of == licence).map_or(0, |(_, count)| *count);
    let used = Licence::ALL.into_iter().filter(|licence| count(*licence) > 0);
    let usual = super::super::usual_licence(&viewer);
    Ok(LicencesPage {
        counts: used.map(|licence| (LicenceView::new(licence, &page.words), count(licence))).collect(),
        photos: counts.iter().map(|(_, count)| count).sum(),
        licences: LicenceView::all(&page.words),
        form: Form::new([("licence", usual.code())]),
        page,
    })
}

/// Which posts, and what is to become of them.
async fn asked(app: &App, viewer: &Viewer, fields: &Fields) -> Result<(Selection, Change)> {
    let mut problems = Problems::default();
    let filter = filter_in(fields.get("filter"));
    let selection = match (fields.get("which"), filter) {
        ("all", filter) => filter,
        _ => Selection::These(ticked(fields)),
    };
    match &selection {
        Selection::These(posts) if posts.is_empty() => problems.add("posts", Message::new("problem-nothing-chosen")),
        Selection::These(posts) if posts.len() > batch::MOST_TICKED => {
            let many = Message::new("problem-many-ticked").count("limit", batch::MOST_TICKED);
            problems.add("posts", many.count("number", posts.len()));
        }
        _ => {}
    }
    let of = match &selection {
        Selection::Licence(licence) => Some(licence.code().to_owned()),
        _ => None,
    };
    let change = match fields.get("action") {
        "licence" => problems
            .check("licence", Licence::from_code(fields.get("licence")).ok_or_else(|| Message::new("problem-licence")))
            .map(|to| Change::Licence { to, of }),
        "add-tags" => problems.check("tags", tags_typed(fields.get("tags"))).map(|tags| Change::AddTags { tags }),
        "remove-tags" => problems.check("tags", tags_typed(fields.get("tags"))).map(|tags| Change::RemoveTags { tags }),
        "audience" => {
            let to = AUDIENCES.into_iter().find(|audience| audience.to_value() == fields.get("audience"));
            match problems.check("audience", to.ok_or_else(|| Message::new("problem-audience"))) {
                Some(Visibility::Named) => match people_in(app.db.reader(), viewer, fields.get("named")).await {
                    Ok(mut named) => {
                        named.sort_unstable();
                        Some(Change::Audience { to: Visibility::Named, named })
                    }
                    Err(Error::Invalid(more)) => {
                        more.iter().for_each(|(field, message)| problems.add(field, message.clone()));
                        None
                    }
                    Err(error) => return Err(error),
                },
                to => to.map(|to| Change::Audience { to, named: Vec::new() }),
            }
        }
        "archive" => Some(Change::Archive),
        // What leads through the list, and what nobody has pressed.
        _ => {
            problems.add("", Message::new("problem-no-change"));
            None
        }
    };
    problems.into_result()?;
    change.map(|change| (selection, change)).ok_or_else(|| Error::Malformed("nothing is to be changed".to_owned()))
}

/// The posts that are ticked, on this page and on others.
fn ticked(fields: &Fields) -> Vec<PostId> {
    let mut posts: Vec<PostId> = fields.all("post").filter_map(|id| id.parse().ok()).collect();
    posts.sort_unstable();
    posts.dedup();
    posts
}

/// A filter that can't be read leaves everything.
fn filter_in(typed: &str) -> Selection {
    let (kind, value) = typed.split_once(':').unwrap_or((typed, ""));
    let found = match kind {
        "licence" => Licence::from_code(value).map(Selection::Licence),
        "audience" => Visibility::try_from_value(&value.to_owned()).ok().map(Selection::Audience),
        "tag" => Hashtag::named(value.trim_start_matches('#')).map(|tag| Selection::Tag(tag.key)),
        _ => None,
    };
    found.unwrap_or(Selection::All)
}

/// The form once more: with what is wrong with it, with all of the page chosen, or with another page of the list. What is
/// chosen stays so.
async fn again(app: &App, viewer: &Viewer, page: Page, fields: Fields, problems: &Problems) -> Result<Response> {
    let filter = fields.get("filter").to_owned();
    let before = Before::after(fields.get("before").parse().ok());
    let chosen = ticked(&fields);
    let turned = fields.get("action").strip_prefix("page:").map(|last| Before::after(last.parse().ok()));
    if turned.is_some() || fields.get("action") == "choose-page" {
        let form = Form::again(fields, &Problems::default(), &page.words);
        let mut shown = select_page(app, viewer, page, form, chosen, &filter, turned.unwrap_or(before)).await?;
        if turned.is_none() {
            shown.chosen = shown.posts.iter().map(|post| post.id).collect();
        }
        return Ok(shown.into_response());
    }
    let form = Form::again(fields, problems, &page.words);
    Ok(web::invalid(select_page(app, viewer, page, form, chosen, &filter, before).await?))
}

async fn select_page(
    app: &App,
    viewer: &Viewer,
    mut page: Page,
    form: Form,
    chosen: Vec<PostId>,
    filter: &str,
    before: Before,
) -> Result<SelectPage> {
    let (db, me) = (app.db.reader(), viewer.account.id);
    let selection = filter_in(filter);
    let mut posts = queries::selected_posts(db, me, &selection, before, POSTS_ON_A_PAGE).await?;
    let older = web::cut(&mut posts, POSTS_ON_A_PAGE).map(|post| post.id);
    let posts = view::views_by(app, &viewer.tenant, &posts, std::slice::from_ref(&viewer.account), &mut page).await?;
    let filter = if selection == Selection::All { String::new() } else { filter.to_owned() };
    let words = &page.words;
    let filtered = match &selection {
        Selection::Licence(licence) => LicenceView::new(*licence, words).name,
        Selection::Audience(audience) => words.t(&format!("audience-{}", audience.to_value())),
        Selection::Tag(key) => format!("#{key}"),
        Selection::All | Selection::These(_) => String::new(),
    };
    let audiences = AUDIENCES.map(|audience| Choice {
        name: words.t(&format!("audience-{}", audience.to_value())),
        code: audience.to_value(),
    });
    let is_here = |id: &PostId| posts.iter().any(|post| post.id == *id);
    let (chosen, elsewhere) = chosen.into_iter().partition(is_here);
    Ok(SelectPage {
        total: queries::count_selected(db, me, &selection, &Change::Archive).await?,
        latest: queries::latest_batch(db, me).await?.map(|batch| batch.id.to_string()),
        before: before.id().map(|id| id.to_string()).unwrap_or_default(),
        older,
        licences: LicenceView::all(words),
        audiences: audiences.into(),
        posts,
        chosen,
        elsewhere,
        filter,
        filtered,
        form,
        page,
    })
}

fn preview_page(page: Page, fields: Fields, heading: Message, preview: &Preview) -> PreviewPage {
    let words = &page.words;
    let audience = |audience: Visibility| words.t(&format!("audience-{}", audience.to_value()));
    let licence = |licence: Licence| LicenceView::new(licence, words).name;
    let (mut lines, mut warnings) = (Vec::new(), Vec::new());
    for (had, photos) in &preview.licences {
        lines.push(
            words.say(&Message::new("change-line-licence").count("count", *photos).with("licence", licence(*had))),
        );
    }
    for (had, posts) in &preview.audiences {
        lines.push(
            words.say(&Message::new("change-line-audience").count("count", *posts).with("audience", audience(*had))),
        );
    }
    for (tag, posts) in &preview.tagged {
        lines.push(words.say(&Message::new("change-line-tagged").count("count", *posts).with("tag", tag)));
    }
    if preview.granted > 0 {
        warnings.push(words.say(&Message::new("change-warning-granted").count("count", preview.granted)));
    }
    if preview.grants {
        warnings.push(words.t("change-warning-grants"));
    }
    if preview.narrowed > 0 {
        warnings.push(words.say(&Message::new("change-warning-narrowed").count("count", preview.narrowed)));
    }
    PreviewPage {
        heading: words.say(&heading),
        fields: fields.into_iter().collect(),
        changing: preview.changing,
        same: preview.posts.saturating_sub(preview.changing),
        lines,
        warnings,
        page,
    }
}

/// Those for whom the posts are to be, as one would type it.
async fn named(app: &App, change: &Change) -> Result<String> {
    let Change::Audience { named, .. } = change else { return Ok(String::new()) };
    names_of(app.db.reader(), named.iter().copied()).await
}

/// What is done, as a heading; `named` is for whom.
fn heading(change: &Change, named: &str, words: &Words) -> Message {
    let tags = || {
        let tags: Vec<String> = change.tags().into_iter().map(|tag| format!("#{}", tag.shown)).collect();
        tags.join(" ")
    };
    match change {
        Change::Licence { to, .. } => {
            let to = LicenceView::new(*to, words).name;
            match change.licence_before() {
                Some(of) => {
                    Message::new("change-licence-from").with("old", LicenceView::new(of, words).name).with("new", to)
                }
                None => Message::new("change-licence-to").with("new", to),
            }
        }
        Change::AddTags { .. } => Message::new("change-add-tags").with("tags", tags()),
        Change::RemoveTags { .. } => Message::new("change-remove-tags").with("tags", tags()),
        Change::Audience { to: Visibility::Named, .. } => Message::new("change-audience-named").with("names", named),
        Change::Audience { to, .. } => {
            Message::new("change-audience-to").with("new", words.t(&format!("audience-{}", to.to_value())))
        }
        Change::Archive => Message::new("change-archive"),
    }
}

fn batch_page(page: Page, progress: &Progress, named: &str) -> BatchPage {
    let words = &page.words;
    let say = |id: &'static str, count: u64| words.count(id, count);
    let undoing = matches!(progress.batch.state, BatchState::Undoing | BatchState::Undone);
    let mut lines = Vec::new();
    let mut tell = |id: &'static str, count: u64, always: bool| {
        if always || count > 0 {
            lines.push(say(id, count));
        }
    };
    if undoing {
        tell("change-undone", progress.undone, true);
        tell("change-kept", progress.kept, false);
    } else {
        tell("change-done", progress.changed, true);
    }
    tell("change-same", progress.same, false);
    BatchPage {
        heading: words.say(&heading(&progress.change, named, words)),
        busy: matches!(progress.batch.state, BatchState::Running | BatchState::Undoing),
        done: if undoing { progress.undone + progress.kept } else { progress.changed + progress.same },
        total: if undoing { progress.total() - progress.same } else { progress.total() },
        can_be_undone: progress.batch.state == BatchState::Done && progress.changed > 0,
        id: progress.batch.id.to_string(),
        lines,
        page,
    }
}
