//! What a post is made of that another server describes.

use heliograph_entity::{
    item, post,
    values::{AccountId, Id, PostId, Timestamp},
};

use crate::{
    app::App,
    federation::{
        actors::plain,
        notes::{Note, Picture, Reach},
    },
    markup::escaped,
    media,
    programs::Program,
    words::Words,
};

/// What stands in the place of a picture whose shape nobody has told.
const USUAL_SIDE: i32 = 1080;
/// Likewise of a video.
const USUAL_SIZE: (i32, i32) = (1280, 720);
const USUAL_TINT: &str = "#808080";
const MOST_TAGS: usize = 60;

/// The note as this machine can show it: pictures that it has no program for are links.
pub(super) fn as_shown_here(app: &App, note: Note) -> Note {
    if app.programs.has(Program::HeifConvert) {
        return note;
    }
    let (packed, mut pictures): (Vec<Picture>, Vec<Picture>) =
        note.pictures.into_iter().partition(|picture| picture.packed && picture.video.is_none());
    // Such a poster is as good as none.
    pictures.iter_mut().filter(|video| video.packed).for_each(|video| video.url.clear());
    let links = note.links.into_iter().chain(packed.into_iter().map(Picture::into_link)).collect();
    Note { pictures, links, ..note }
}

pub(super) fn visibility(reach: Reach) -> post::Visibility {
    match reach {
        Reach::Public => post::Visibility::Public,
        Reach::Unlisted => post::Visibility::Unlisted,
        Reach::Followers => post::Visibility::Followers,
        Reach::Addressed => post::Visibility::Named,
    }
}

/// The words with what else there is to read or to watch at its own server: not safe.
pub(super) fn html(note: &Note) -> String {
    let links = note.links.iter();
    let links = links.map(|link| format!("<p><a href=\"{}\">{}</a></p>", escaped(&link.url), escaped(&link.name)));
    note.html.clone() + &links.collect::<String>()
}

pub(super) fn caption(note: &Note) -> String {
    plain(&note.html)
}

/// Some say only that there is something to be warned of.
pub(super) fn warning(note: &Note) -> String {
    match note.sensitive && note.warning.is_empty() {
        true => Words::default().t("warning-sensitive"),
        false => note.warning.clone(),
    }
}

pub(super) fn commenters(note: &Note) -> post::Commenters {
    if note.commentable { post::Commenters::Everyone } else { post::Commenters::Nobody }
}

/// The hashtags, each once: the form that all spellings share, and how it is spelled.
pub(super) fn hashtags(note: &Note) -> std::collections::BTreeMap<String, String> {
    let spelled = note.hashtags.iter().map(|tag| format!("#{tag}"));
    super::super::tags::tags_in(spelled.collect::<Vec<_>>().iter().map(String::as_str))
        .into_iter()
        .take(MOST_TAGS)
        .collect()
}

/// When it was published: not in times to come, and not before there were ids.
pub(super) fn published_at(note: &Note, now: Timestamp) -> Timestamp {
    note.published.unwrap_or(now).clamp(Timestamp::from_millis(PostId::EPOCH_MS + 1), now)
}

/// An id for something published then. What servers tell in whole seconds is spread over the second.
pub(super) fn mint(app: &App, published: Timestamp, now: Timestamp, spread: u64) -> PostId {
    if now.since(published).as_secs() < 60 {
        return app.ids.mint();
    }
    let within = std::time::Duration::from_millis(spread % 1000);
    app.ids.mint_for(published.plus(within), (spread / 1000 % 4096) as i64)
}

/// Where a photo lies, or a video and its poster.
pub(super) fn places(picture: &Picture) -> media::Places {
    media::Places {
        picture: Some(picture.url.clone()).filter(|url| !url.is_empty()),
        video: picture.video.as_ref().map(|video| video.url.clone()),
    }
}

/// An item that lies elsewhere.
pub(super) fn item(app: &App, author: AccountId, post: PostId, position: usize, picture: &Picture) -> item::Model {
    let (kind, usual) = match picture.video {
        Some(_) => (item::Kind::Video, USUAL_SIZE),
        None => (item::Kind::Photo, (USUAL_SIDE, USUAL_SIDE)),
    };
    let (width, height) = picture.size.unwrap_or(usual);
    item::Model {
        id: app.ids.mint(),
        tenant_id: None,
        account_id: author,
        draft_id: None,
        post_id: Some(post),
        position: position as i32,
        kind,
        state: item::State::Ready,
        file_name: String::new(),
        title: picture.title.clone(),
        alt: picture.alt.clone(),
        caption: String::new(),
        licence: picture.licence,
        width,
        height,
        tint: picture.tint.clone().unwrap_or_else(|| USUAL_TINT.to_owned()),
        duration: picture.video.as_ref().and_then(|video| video.duration),
        details: picture.details.to_json(),
        created_at: app.clock.now(),
    }
}
