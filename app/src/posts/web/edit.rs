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
    items: Vec<EditItem>,
    /// The ids of those that go when the form is saved.
    removed: Vec<String>,
    licences: Vec<LicenceView>,
    max_items: usize,
    max_megabytes: i64,
    full: bool,
}

/// A photo of the post as it will be.
struct EditItem {
    id: String,
    /// What it is called here: its file, or its place.
    name: String,
    /// It is added with the next save.
    new: bool,
    src: String,
    srcset: String,
    class: String,
    width: u32,
    height: u32,
    position: usize,
    first: bool,
    last: bool,
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

    let licence = standing.first().or(waiting.first()).map_or(Licence::AllRightsReserved, |item| item.licence);
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
    for item in standing.iter().chain(&waiting) {
        values.push(("item".to_owned(), item.id.to_string()));
        values.push((format!("title-{}", item.id), item.title.clone()));
        values.push((format!("alt-{}", item.id), item.alt.clone()));
        values.push((format!("caption-{}", item.id), item.caption.clone()));
        if item.licence != licence {
            values.push((format!("licence-{}", item.id), item.licence.code().to_owned()));
        }
    }
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
    let waiting = waiting_for(app, post).await?;
    let removed: Vec<String> = fields.all("removed").map(str::to_owned).collect();

    // What came elsewhere meanwhile stands after what the form names.
    let mut order = items_in(&fields);
    let standing = view.photos.iter().filter_map(|photo| photo.id.parse::<ItemId>().ok());
    for id in standing.chain(waiting.iter().map(|item| item.id)) {
        if !order.contains(&id) {
            order.push(id);
        }
    }
    let mut items: Vec<EditItem> = order.iter().filter_map(|id| edit_item(*id, &view, &waiting, &mut page)).collect();
    let staying: Vec<usize> = (0..items.len()).filter(|at| !removed.contains(&items[*at].id)).collect();
    for (place, at) in staying.iter().enumerate() {
        items[*at].position = place + 1;
    }
    if let (Some(first), Some(last)) = (items.iter().position(|_| true), items.len().checked_sub(1)) {
        items[first].first = true;
        items[last].last = true;
    }

    let limits = viewer.tenant.limits();
    Ok(EditPage {
        full: items.len() as i32 >= limits.photos_per_post,
        max_items: limits.photos_per_post as usize,
        max_megabytes: limits.photo_mb.into(),
        licences: LicenceView::all(&page.words),
        form: Form::again(fields, problems, &page.words),
        post: view,
        items,
        removed,
        page,
    })
}

fn edit_item(id: ItemId, view: &PostView, waiting: &[item::Model], page: &mut Page) -> Option<EditItem> {
    let id_text = id.to_string();
    let (position, first, last) = (0, false, false);
    if let Some(photo) = view.photos.iter().find(|photo| photo.id == id_text) {
        let number = Message::new("photo-number").count("count", photo.number);
        return Some(EditItem {
            name: if photo.title.is_empty() { page.words.say(&number) } else { photo.title.clone() },
            new: false,
            src: photo.src.clone(),
            srcset: photo.srcset.clone(),
            class: photo.class.clone(),
            width: photo.width,
            height: photo.height,
            id: id_text,
            position,
            first,
            last,
        });
    }
    let item = waiting.iter().find(|item| item.id == id)?;
    let class = format!("p{id}");
    page.picture_style(&class, (item.width as u32, item.height as u32), &item.tint);
    Some(EditItem {
        name: item.file_name.clone(),
        new: true,
        src: format!("/publish/items/{id}/preview"),
        srcset: String::new(),
        class,
        width: item.width as u32,
        height: item.height as u32,
        id: id_text,
        position,
        first,
        last,
    })
}
