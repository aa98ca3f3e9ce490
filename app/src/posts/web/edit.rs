//! The page on which a post that is published is changed. Nothing of it counts before it is saved: what was typed, the
//! order of the photos and which of them are to go stand in the form, and new photos wait beside the post.

use std::time::Duration;

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::{Multipart, State, multipart::MultipartRejection},
    response::{IntoResponse, Response},
};
use heliograph_entity::{
    item, post,
    values::{ItemId, Licence, PostId, ShownDetails},
};
use sea_orm::ActiveEnum;
use tower_sessions::Session;

use super::{
    super::{
        LicenceView, PostView, PostWords, edit as edit_post, find_own, names_for, take_out_unreadable, view_of,
        waiting_for,
    },
    form::{readable, receive_form},
    items::FormItem,
};
use crate::{
    app::App,
    error::{Error, Problems, Result},
    media,
    viewer::Viewer,
    web::{self, Fields, Form, Page, Path},
    words::Message,
};

/// How long a save waits for new photos to be made ready.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Template, WebTemplate)]
#[template(path = "posts/edit.html")]
struct EditPage {
    page: Page,
    form: Form,
    post: PostView,
    items: Vec<FormItem>,
    licences: Vec<LicenceView>,
    max_items: usize,
    max_megabytes: i64,
    full: bool,
}

pub async fn edit_form(
    State(app): State<App>,
    viewer: Viewer,
    page: Page,
    Path((name, id)): Path<(String, PostId)>,
) -> Result<Response> {
    let (_, post) = find_own(&app, &viewer, &name, id).await?;
    let problems = take_out_unreadable(&app, &post).await?;
    let standing = media::items_of_posts(app.db.reader(), [post.id]).await?;
    let waiting = waiting_for(&app, &post).await?;

    let licence = usual_licence_of(&standing, &waiting);
    let mut values = vec![
        ("title".to_owned(), post.title.clone()),
        ("caption".to_owned(), post.caption.clone()),
        ("warning".to_owned(), post.warning.clone()),
        ("licence".to_owned(), licence.code().to_owned()),
        ("audience".to_owned(), post.visibility.to_value()),
        ("named".to_owned(), names_for(app.db.reader(), post.id).await?),
        ("commenters".to_owned(), post.commenters.to_value()),
        ("downloadable".to_owned(), if post.downloadable { "yes" } else { "" }.to_owned()),
    ];
    values.extend(ShownDetails::parse(&post.details).fields());
    Ok(edit_page(&app, &viewer, page, &post, Fields::new(values)?, &problems).await?.into_response())
}

/// The form, whichever of its buttons was pressed: only one of them saves.
pub async fn edit(
    State(app): State<App>,
    viewer: Viewer,
    session: Session,
    page: Page,
    Path((name, id)): Path<(String, PostId)>,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response> {
    let (author, post) = find_own(&app, &viewer, &name, id).await?;
    let before = waiting_for(&app, &post).await?;
    let (fields, mut problems) = receive_form(&app, &viewer, Some(&post), readable(parts)?).await?;
    let waiting: Vec<ItemId> = waiting_for(&app, &post).await?.iter().map(|item| item.id).collect();
    media::settled(&app, &waiting, PATIENCE).await?;
    take_out_unreadable(&app, &post).await?.iter().for_each(|(field, message)| problems.add(field, message.clone()));

    let action = fields.get("action").to_owned();
    let (verb, item) = action.split_once(':').unwrap_or((&action, ""));
    if verb != "save" || !problems.is_empty() {
        let fields = match item.parse::<ItemId>() {
            Ok(item) => rearranged(fields, verb, item)?,
            Err(_) => fields,
        };
        let shown = edit_page(&app, &viewer, page, &post, fields, &problems).await?;
        return Ok(if problems.is_empty() { shown.into_response() } else { web::invalid(shown) });
    }

    let removed: Vec<ItemId> = fields.all("removed").filter_map(|id| id.parse().ok()).collect();
    let mut named: Vec<ItemId> = items_in(&fields).into_iter().filter(|id| !removed.contains(id)).collect();
    // What has come with this form belongs to what it saves.
    named.extend(waiting.iter().filter(|id| before.iter().all(|known| known.id != **id)));
    let edited = match PostWords::read(&named, |field| fields.get(field)) {
        Ok(words) => edit_post(&app, &viewer, &post, &words, &removed).await,
        Err(error) => Err(error),
    };
    match edited {
        Ok(()) => {
            web::say_once(&session, "notice-edited").await?;
            Ok(web::see_other(&format!("/@{}/{}", author.name, post.id)))
        }
        Err(Error::Invalid(problems)) => {
            Ok(web::invalid(edit_page(&app, &viewer, page, &post, fields, &problems).await?))
        }
        Err(error) => Err(error),
    }
}

/// The items that the form names, each once, in its order.
fn items_in(fields: &Fields) -> Vec<ItemId> {
    let mut named: Vec<ItemId> = Vec::new();
    for id in fields.all("item").filter_map(|id| id.parse().ok()) {
        if !named.contains(&id) {
            named.push(id);
        }
    }
    named
}

/// The form with one item moved, or marked as one that goes, or no longer so.
fn rearranged(fields: Fields, verb: &str, item: ItemId) -> Result<Fields> {
    let mut order = items_in(&fields);
    let mut removed: Vec<String> = fields.all("removed").map(str::to_owned).collect();
    let at = order.iter().position(|id| *id == item);
    let last = order.len().saturating_sub(1);
    match (verb, at) {
        ("earlier", Some(at)) => order.swap(at, at.saturating_sub(1)),
        ("later", Some(at)) => order.swap(at, (at + 1).min(last)),
        ("remove", Some(_)) => removed.push(item.to_string()),
        ("keep", _) => removed.retain(|id| *id != item.to_string()),
        _ => return Err(Error::NotFound),
    }
    let rest = fields.into_iter().filter(|(field, _)| field != "item" && field != "removed");
    let order = order.into_iter().map(|id| ("item".to_owned(), id.to_string()));
    let removed = removed.into_iter().map(|id| ("removed".to_owned(), id));
    Fields::new(order.chain(removed).chain(rest).collect())
}

async fn edit_page(
    app: &App,
    viewer: &Viewer,
    mut page: Page,
    post: &post::Model,
    fields: Fields,
    problems: &Problems,
) -> Result<EditPage> {
    let view = view_of(app, &viewer.tenant, &viewer.account, post, &mut page).await?;
    let standing = media::items_of_posts(app.db.reader(), [post.id]).await?;
    let waiting = waiting_for(app, post).await?;
    let removed: Vec<String> = fields.all("removed").map(str::to_owned).collect();

    // What came elsewhere meanwhile stands after what the form names.
    let mut order = items_in(&fields);
    for item in standing.iter().chain(&waiting) {
        if !order.contains(&item.id) {
            order.push(item.id);
        }
    }
    let usual = usual_licence_of(&standing, &waiting);
    let sent_to = format!("{}/edit", view.url);
    let form = Form::again(fields, problems, &page.words);
    let item = |id: &ItemId| {
        let at = standing.iter().position(|item| item.id == *id);
        let model = at.map(|at| &standing[at]).or_else(|| waiting.iter().find(|item| item.id == *id))?;
        let item = FormItem::new(&form, model, usual, &sent_to);
        let name = match at {
            Some(at) if model.title.is_empty() => page.words.say(&Message::new("photo-number").count("count", at + 1)),
            Some(_) => model.title.clone(),
            None => model.file_name.clone(),
        };
        Some(FormItem { new: at.is_none(), goes: removed.contains(&item.id), name, ..item })
    };
    let items = FormItem::in_order(order.iter().filter_map(item).collect());

    let limits = viewer.tenant.limits();
    Ok(EditPage {
        full: items.len() as i32 >= limits.photos_per_post,
        max_items: limits.photos_per_post as usize,
        max_megabytes: limits.photo_mb.into(),
        licences: LicenceView::all(&page.words),
        form,
        post: view,
        items,
        page,
    })
}

fn usual_licence_of(standing: &[item::Model], waiting: &[item::Model]) -> Licence {
    standing.first().or(waiting.first()).map_or(Licence::AllRightsReserved, |item| item.licence)
}
