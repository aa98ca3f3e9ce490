//! A person's profile: who they are, and their photos.

use std::time::Duration;

use askama::Template;
use askama_web::WebTemplate;
use axum::{
    extract::State,
    http::{HeaderMap, Uri},
    response::{IntoResponse, Response},
};
use heliograph_entity::{account, values::FileId};
use serde::Deserialize;
use url::Url;

use super::{
    super::{
        queries,
        view::{ProfileView, view},
    },
    actor,
};
use crate::{
    accounts::{self, Author},
    app::App,
    error::{Error, Result},
    federation::{self, standing},
    indieweb::{self, FeedLink},
    media,
    posts::{self, Before, Shape, Tile},
    relationships::{self, Ties},
    sharing::{self, ScriptJson},
    viewer::{Tenant, Viewer},
    web::{self, Page, Path, Query},
    words::Message,
};

#[derive(Template, WebTemplate)]
#[template(path = "profiles/profile.html")]
struct ProfilePage {
    page: Page,
    heading: String,
    about: String,
    account: Author,
    profile: ProfileView,
    /// What another site shows beside a link to the page.
    card: Option<Card>,
    posts_count: i64,
    grid: Vec<Tile>,
    feeds: Vec<FeedLink>,
    structured: ScriptJson,
    shape: Shape,
    older: Option<String>,
    ties: Ties,
    moved: Option<Moved>,
    elsewhere: Option<Elsewhere>,
    /// Where the server is limited and its people have not been asked for: what staff say of why.
    limited: Option<String>,
}

impl ProfilePage {
    fn blocks_server(&self) -> bool {
        self.elsewhere.as_ref().is_some_and(|elsewhere| elsewhere.blocked)
    }
}

/// That they have moved, and where that leads.
struct Moved {
    sentence: String,
    url: Option<String>,
}

/// What is said of somebody of another server.
struct Elsewhere {
    server: String,
    /// Their page there.
    url: String,
    posts: Option<i64>,
    followers: Option<i64>,
    following: Option<i64>,
    /// Whether what they have published is being asked for.
    loading: bool,
    /// Whether whoever looks blocks the server.
    blocked: bool,
}

/// How long a page says that more is on its way.
const LOADING: Duration = Duration::from_secs(120);

/// What led to the page.
#[derive(Deserialize)]
pub struct Came {
    #[serde(default)]
    after: String,
    /// That what is limited is to be shown.
    #[serde(default)]
    anyway: String,
}

struct Card {
    absolute_src: String,
    media_type: &'static str,
    width: u32,
    height: u32,
    alt: String,
}

#[expect(clippy::too_many_arguments, reason = "each is a part of the request")]
pub async fn profile(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    mut page: Page,
    asked: Uri,
    headers: HeaderMap,
    Path(name): Path<String>,
    Query(before): Query<Before>,
    Query(came): Query<Came>,
    Query(shape): Query<Shape>,
) -> Result<Response> {
    if federation::wants_document(&headers) && !name.contains('@') {
        return Ok(actor::named(&app, &tenant, &name).await.into_response());
    }
    let (db, viewer) = (app.db.reader(), viewer.as_ref());
    if let Some(home) = accounts::home_for_guest(&app, &tenant, viewer, &name).await? {
        return Ok(web::see_other(&home));
    }
    let account = accounts::by_handle(db, &tenant, &name).await?.ok_or(Error::NotFound)?;
    if account.state != account::State::Living {
        return Err(Error::Gone);
    }
    let ties = relationships::ties(&app, &tenant, viewer, &account, came.after == "follow", &page.words).await?;
    let author = ties.someone.author.clone();
    if asked.path() != author.url {
        return Ok(web::moved(&author.url, &asked));
    }
    page.canonical = author.home.clone().unwrap_or_else(|| tenant.url(&author.url));
    let elsewhere = elsewhere(&app, &tenant, viewer, &account).await?;
    let profile = view(db, &tenant, &account, &author.url, &mut page).await?;
    let asked_for = ties.someone.is_followed() || !came.anyway.is_empty() || before.id().is_some();
    let limited = if asked_for { None } else { limited(&app, &tenant, &account).await? };
    let (grid, older) = match limited {
        Some(_) => (Vec::new(), None),
        None => posts::tiles_of(&app, &tenant, viewer, &account, before, &mut page).await?,
    };

    let avatar = author.avatar.as_ref();
    let card = grid
        .iter()
        .filter(|tile| tile.warning.is_empty())
        .find_map(|tile| tile.photo())
        .map(|photo| Card {
            absolute_src: photo.absolute_src.clone(),
            media_type: photo.media_type,
            width: photo.width,
            height: photo.height,
            alt: photo.alt.clone(),
        })
        .or_else(|| {
            let (src, alt) = avatar.map(|avatar| (tenant.url(&avatar.large), avatar.alt.clone()))?;
            Some(Card { absolute_src: src, media_type: "image/jpeg", width: 400, height: 400, alt })
        });
    let about = match profile.bio.is_empty() {
        true => page.with("profile-description", "name", &author.display_name),
        false => profile.bio_text.chars().take(200).collect(),
    };
    let others: Vec<&str> = profile
        .website
        .iter()
        .chain(profile.fields.iter().filter_map(|field| field.link.as_ref()))
        .map(|link| link.url.as_str())
        .collect();
    let picture = avatar.map(|avatar| tenant.url(&avatar.large));
    let structured =
        sharing::json_ld_of_person(&author, &page.canonical, &profile.bio_text, picture.as_deref(), &others);
    let shown = ProfilePage {
        // Other servers have feeds of their own, or none.
        feeds: match account.is_remote() {
            true => Vec::new(),
            false => indieweb::links(author.home.as_deref().unwrap_or(&author.url)),
        },
        structured,
        heading: format!("{} ({})", author.display_name, author.handle),
        about,
        posts_count: if ties.apart { 0 } else { account.posts_count },
        older: older.map(|id| shape.on(&author.url, Some(id))),
        account: author,
        profile,
        card,
        grid,
        shape,
        moved: moved(&page, &ties),
        ties,
        elsewhere,
        limited: limited.map(|reason| reason_of(&page, &reason)),
        page,
    };
    Ok(shown.into_response())
}

fn moved(page: &Page, ties: &Ties) -> Option<Moved> {
    let home = ties.someone.moved.clone()?;
    let said = if ties.someone.is_me() { "profile-moved-mine" } else { "profile-moved" };
    let message = Message::new(said).with("name", &ties.someone.author.display_name).with("handle", home.handle);
    Some(Moved { sentence: page.words.say(&message), url: home.url })
}

/// Why the community has limited the server of the account, if it has.
async fn limited(app: &App, tenant: &Tenant, account: &account::Model) -> Result<Option<String>> {
    if account.tenant_id == Some(tenant.id) || !tenant.has_policies() {
        return Ok(None);
    }
    let standing = standing::of_host(app.db.reader(), tenant, account.host_id).await?;
    Ok(standing.limited.then_some(standing.reason))
}

fn reason_of(page: &Page, reason: &str) -> String {
    if reason.is_empty() { String::new() } else { page.with("profile-limited-reason", "reason", reason) }
}

/// Whoever looks at somebody of another server has their newest posts asked for, if that was long ago.
async fn elsewhere(
    app: &App,
    tenant: &Tenant,
    viewer: Option<&Viewer>,
    account: &account::Model,
) -> Result<Option<Elsewhere>> {
    if !account.is_remote() {
        return Ok(None);
    }
    if viewer.is_some() {
        posts::look_again(app, tenant, account).await?;
    }
    let actor = accounts::actor_of(app.db.reader(), account.id).await?.ok_or(Error::NotFound)?;
    let blocked = match viewer {
        Some(viewer) => relationships::blocks_server(app.db.reader(), viewer.account.id, account.id).await?,
        None => false,
    };
    let asked = actor.filled_at.is_some_and(|asked| app.clock.now().since(asked) < LOADING);
    Ok(Some(Elsewhere {
        server: Url::parse(&actor.uri).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default(),
        url: actor.url,
        posts: actor.posts_told.filter(|number| *number > 0),
        followers: actor.followers_told,
        following: actor.following_told,
        loading: asked && actor.posts_told.is_none(),
        blocked,
    }))
}

/// A picture of the profile of somebody of another community, whose own are found under `/media` alone.
pub async fn picture(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    Path((name, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let db = app.db.reader();
    let account = accounts::by_handle(db, &tenant, &name).await?.ok_or(Error::NotFound)?;
    if account.state != account::State::Living {
        return Err(Error::Gone);
    }
    if account.is_remote() {
        // Members alone have other servers asked.
        if viewer.is_none() {
            return Err(Error::NotFound);
        }
        if standing::of_host(db, &tenant, account.host_id).await?.rejects_media {
            return Err(Error::NotFound);
        }
        let actor = accounts::actor_of(db, account.id).await?.ok_or(Error::NotFound)?;
        let file = media::portrait_from_elsewhere(&app, &tenant, &actor.avatar, &file).await?;
        return media::web::send(&app, &file.key, file.format, "private, max-age=86400", &headers).await;
    }
    let portraits = queries::portraits(db, account.id).await?;
    let ids: Vec<FileId> = portraits.iter().flat_map(|portrait| [portrait.small_id, portrait.large_id]).collect();
    let files = media::kept(db, &ids).await?;
    let file = files.iter().find(|kept| media::web::name(kept) == file).ok_or(Error::NotFound)?;
    media::web::send(&app, &file.key, file.format, "private, max-age=86400", &headers).await
}
