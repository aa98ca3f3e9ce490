//! The form on which a post is made, as it arrives.

use axum::extract::{Multipart, multipart::MultipartRejection};
use heliograph_entity::{
    draft, item, post,
    values::{DraftId, ItemId, Timestamp},
};

use super::super::{PostWords, Saved, add_photo, add_to_post, moment_in, open_draft, queries, save};
use crate::{
    app::App,
    error::{Error, Problems, Result},
    media::{self, Received},
    viewer::Viewer,
    web::{self, Fields},
};

/// Text fields are read into memory: twenty photos with all the words they may have are below this, in bytes.
const MOST_TEXT: usize = 2_000_000;

/// Five for each of twenty photos, and those of the post.
const MOST_FIELDS: usize = 150;

/// Which draft a form is about.
pub(super) enum About {
    Open(draft::Model),
    /// It was sent twice, or the draft was put away in another window: where it went.
    Elsewhere(String),
}

/// The open draft that the form is about. Of one that is open no longer, where it went; words for one that is no longer
/// there are for the one that is open now.
pub(super) async fn draft_behind(app: &App, viewer: &Viewer, fields: &Fields) -> Result<About> {
    let (db, account) = (app.db.reader(), viewer.account.id);
    if let Ok(id) = fields.get("draft").parse::<DraftId>()
        && let Some(draft) = queries::draft_of(db, account, id).await?
    {
        return Ok(match (draft.state, draft.post_id) {
            (draft::State::Open, _) => About::Open(draft),
            (_, Some(post)) => About::Elsewhere(format!("/@{}/{post}", viewer.account.name)),
            (draft::State::Kept | draft::State::SetAside | draft::State::Scheduled, _) => {
                About::Elsewhere("/publish/drafts".to_owned())
            }
            _ => About::Elsewhere(format!("/publish/{id}")),
        });
    }
    if let Some(draft) = queries::open_draft(db, account).await? {
        return Ok(About::Open(draft));
    }
    for id in fields.all("item").filter_map(|id| id.parse().ok()) {
        if let Some(item) = queries::item_of(db, account, id).await? {
            let post = item.post_id.map(|post| format!("/@{}/{post}", viewer.account.name));
            let draft = item.draft_id.map(|draft| format!("/publish/{draft}"));
            return Ok(About::Elsewhere(post.or(draft).unwrap_or_else(|| "/publish".to_owned())));
        }
    }
    Ok(About::Open(open_draft(app, viewer).await?))
}

/// Keeps the words of the form in the draft. What has just come, or came from elsewhere meanwhile, has no words in this
/// form: its own are left alone.
pub(super) async fn save_form(app: &App, draft: &draft::Model, fields: &Fields) -> Result<Saved> {
    let items = media::items_of_draft(app.db.reader(), draft.id).await?;
    let mut shown: Vec<ItemId> = Vec::new();
    for id in fields.all("item").filter_map(|id| id.parse().ok()) {
        if items.iter().any(|item| item.id == id) && !shown.contains(&id) {
            shown.push(id);
        }
    }
    let words = PostWords::read(&shown, |field| fields.get(field))?;
    let publish_at = moment_in(fields.get("publish_at"), fields.get("zone")).ok();
    save(app, draft, &words, publish_at, fields.get("version").parse().ok().map(Timestamp)).await
}

/// Reads the form as it arrives. Each photo is added as soon as it is whole: to the open draft, or to what waits for
/// `post`.
pub(super) async fn receive_form(
    app: &App,
    viewer: &Viewer,
    post: Option<&post::Model>,
    mut parts: Multipart,
) -> Result<(Fields, Problems)> {
    let mut fields = Vec::new();
    let mut problems = Problems::default();
    let mut text_left = MOST_TEXT;
    let malformed = |error: axum::extract::multipart::MultipartError| Error::Malformed(error.to_string());

    while let Some(part) = parts.next_field().await.map_err(malformed)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name != "photos" {
            fields.push(web::text_part(name, part, &mut text_left).await?);
            if fields.len() > MOST_FIELDS {
                return Err(Error::Malformed("the form has too many fields".to_owned()));
            }
            continue;
        }
        let file_name = part.file_name().unwrap_or_default().to_owned();
        if file_name.is_empty() {
            continue;
        }
        match media::receive(app, &file_name, viewer.tenant.limits().photo_bytes(), part).await? {
            Err(message) => problems.add("photos", message),
            Ok(received) => match take_in(app, viewer, post, received).await {
                Ok(_) => {}
                Err(Error::Invalid(more)) => {
                    more.iter().for_each(|(field, message)| problems.add(field, message.clone()))
                }
                Err(error) => return Err(error),
            },
        }
    }
    Ok((Fields::new(fields)?, problems))
}

async fn take_in(app: &App, viewer: &Viewer, post: Option<&post::Model>, received: Received) -> Result<item::Model> {
    match post {
        Some(post) => add_to_post(app, viewer, post, received).await,
        None => add_photo(app, viewer, &open_draft(app, viewer).await?, received).await,
    }
}

pub(super) fn readable(parts: Result<Multipart, MultipartRejection>) -> Result<Multipart> {
    parts.map_err(|error| Error::Malformed(error.to_string()))
}
