//! Feeds, as programs ask for them: again and again, and mostly for what they have already.

use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    extract::State,
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{
            ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH,
            LAST_MODIFIED,
        },
    },
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use heliograph_entity::account;

use super::feeds::{Feed, Format, Subject};
use crate::{
    accounts,
    app::App,
    error::{Error, Result},
    markup::{Hashtag, tag_path},
    posts::{self, Turn},
    viewer::Tenant,
    web::{self, ForAnybody, Path, Query},
};

macro_rules! formats {
    ($of:ident: $($verb:ident = $format:expr),*) => {$(
        pub async fn $verb(
            app: State<App>,
            tenant: Tenant,
            page: ForAnybody,
            name: Path<String>,
            turn: Query<Turn>,
            headers: HeaderMap,
        ) -> Result<Response> {
            $of(app.0, tenant, page, name.0, turn.0, headers, $format).await
        }
    )*};
}

formats!(of_person: atom = Format::Atom, rss = Format::Rss, json = Format::Json);
formats!(of_tag: tag_atom = Format::Atom, tag_rss = Format::Rss, tag_json = Format::Json);

/// What somebody has published for everybody.
async fn of_person(
    app: App,
    tenant: Tenant,
    ForAnybody(mut page): ForAnybody,
    name: String,
    turn: Turn,
    headers: HeaderMap,
    format: Format,
) -> Result<Response> {
    if let Some(home) = accounts::home_for_guest(&app, &tenant, None, &name).await? {
        return Ok(web::see_other(&format!("{home}/feed/{}", format.name())));
    }
    let db = app.db.reader();
    let account = accounts::by_handle(db, &tenant, &name).await?.ok_or(Error::NotFound)?;
    if account.state != account::State::Living {
        return Err(Error::Gone);
    }
    let author = accounts::authors(db, &tenant, std::slice::from_ref(&account)).await?.remove(0);
    let subject = Subject {
        title: page.with("profile-photos", "name", &author.display_name),
        about: account.bio.clone(),
        path: author.url,
        picture: author.avatar.map(|avatar| tenant.url(&avatar.large)),
        since: account.created_at.to_utc(),
    };
    let stretch = posts::stretch_by(&app, &tenant, &account, turn, &mut page).await?;
    let feed = Feed::new(&tenant, &page, subject, stretch, turn.query());
    send(&feed, format, account.indexable, &headers)
}

/// What carries a hashtag in this community, for everybody.
async fn of_tag(
    app: App,
    tenant: Tenant,
    ForAnybody(mut page): ForAnybody,
    tag: String,
    turn: Turn,
    headers: HeaderMap,
    format: Format,
) -> Result<Response> {
    let tag = Hashtag::named(&tag).ok_or(Error::NotFound)?;
    let stretch = posts::stretch_with_tag(&app, &tenant, &tag.key, turn, &mut page).await?;
    if stretch.posts.is_empty() && turn.is_first() {
        return Err(Error::NotFound);
    }
    let subject = Subject {
        title: format!("#{} · {}", tag.key, tenant.community.name),
        about: page.with("hashtag-description", "tag", &tag.key),
        path: tag_path(&tag.key),
        picture: None,
        since: tenant.community.created_at.to_utc(),
    };
    let feed = Feed::new(&tenant, &page, subject, stretch, turn.query());
    send(&feed, format, feed.is_indexable(), &headers)
}

/// Sends the feed, or word that the reader has it: by its tag, or else by the very date it was told before (RFC 9110, 13).
fn send(feed: &Feed, format: Format, indexable: bool, asked: &HeaderMap) -> Result<Response> {
    let body = feed.write(format);
    // Weak: the body may travel compressed.
    let tag = format!("W/\"{}\"", BASE64_URL_SAFE_NO_PAD.encode(&digest(&SHA256, body.as_bytes()).as_ref()[..12]));
    let date = feed.updated.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let says = |name: HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
    let known = match says(IF_NONE_MATCH) {
        Some(tags) => tags == "*" || tags.split(',').any(|known| known.trim().trim_start_matches("W/") == &tag[2..]),
        None => says(IF_MODIFIED_SINCE) == Some(date.as_str()),
    };

    let mut headers = HeaderMap::new();
    let mut say = |name, value: &str| -> Result<()> {
        headers.insert(name, HeaderValue::try_from(value).map_err(anyhow::Error::new)?);
        Ok(())
    };
    say(ETAG, &tag)?;
    say(LAST_MODIFIED, &date)?;
    say(CACHE_CONTROL, "public, max-age=300")?;
    say(ACCESS_CONTROL_ALLOW_ORIGIN, "*")?;
    if !indexable {
        say(HeaderName::from_static("x-robots-tag"), "noindex")?;
    }
    if known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let media_type = format!("{}; charset=utf-8", format.media_type());
    headers.insert(CONTENT_TYPE, HeaderValue::try_from(media_type).map_err(anyhow::Error::new)?);
    Ok((headers, body).into_response())
}
