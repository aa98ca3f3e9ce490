//! Hands out pictures, and reads forms that bring one.

mod picture_form;

use std::time::Duration;

use axum::{
    body::Body,
    extract::State,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{
            ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
            IF_NONE_MATCH, IF_RANGE, RANGE, VARY,
        },
    },
    response::{IntoResponse, Response},
};
use heliograph_entity::{file, values::Timestamp};
use serde::Deserialize;

pub use picture_form::{PictureForm, PictureParts, picture_form};

use super::files;
use crate::{
    app::App,
    error::{Error, Result},
    storage::Content,
    viewer::Tenant,
    web::Path,
};

/// What the tokens of addresses are for at which files are lent.
const LENT: &str = "lent file";

/// A public picture of this community. Its name is random and never reused, so it may be kept for ever.
pub async fn public(
    State(app): State<App>,
    tenant: Tenant,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let format = match name.rsplit_once('.') {
        Some((token, "jpg")) if is_token(token) => file::Format::Jpeg,
        // Of a picture that something showed through, from when such were not put on white.
        Some((token, "png")) if is_token(token) => file::Format::Png,
        _ => return Err(Error::NotFound),
    };
    let key = files::key(file::Class::Public, Some(tenant.id), &name);
    send(&app, &key, format, "public, max-age=31536000, immutable", &headers).await
}

/// Where a file is found that is a picture of the post at `post`: under its own name when it is public and of this
/// community, else through the post, by whoever may see that.
pub fn address(file: &file::Model, tenant: &Tenant, post: &str) -> String {
    let name = name(file);
    match file.class {
        file::Class::Public if file.tenant_id == Some(tenant.id) => format!("/media/{name}"),
        _ => format!("{post}/pictures/{name}"),
    }
}

/// Where a file that is not for everybody is found by whoever is given this address, until that time: by other servers,
/// which fetch it for those of their people whom the post at `post` is for.
pub fn lent(app: &App, file: &file::Model, post: &str, until: Timestamp) -> String {
    let (name, until) = (name(file), until.millis() / 1000);
    let token = app.secrets.token(LENT, &format!("{post}/{name} until {until}"));
    format!("{post}/pictures/{name}?until={until}&token={token}")
}

/// That a file is lent: what its address says, as it was asked for.
#[derive(Deserialize)]
pub struct Loan {
    until: Option<i64>,
    token: Option<String>,
}

impl Loan {
    /// How long the file with this name of the post at `post` is lent for from now on, if it is.
    pub fn left(&self, app: &App, post: &str, name: &str) -> Option<Duration> {
        let (until, token) = (self.until?, self.token.as_deref()?);
        let left = Timestamp::from_millis(until.saturating_mul(1000)).since(app.clock.now());
        let holds = !left.is_zero() && app.secrets.confirms(token, LENT, &format!("{post}/{name} until {until}"));
        holds.then_some(left)
    }
}

/// The last part of a file's key.
pub fn name(file: &file::Model) -> &str {
    file.key.rsplit('/').next().unwrap_or_default()
}

fn is_token(text: &str) -> bool {
    text.len() == 22 && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// Sends a stored file, or the part of it that was asked for, or word that the browser has it (RFC 9110, 13 and 14).
pub async fn send(app: &App, key: &str, format: file::Format, caching: &str, asked: &HeaderMap) -> Result<Response> {
    let tag = format!("\"{}\"", key.rsplit('/').next().unwrap_or_default());
    let known = |tags: &HeaderValue| {
        tags.to_str()
            .is_ok_and(|tags| tags == "*" || tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag))
    };
    let mut headers = HeaderMap::new();
    headers.insert(CACHE_CONTROL, HeaderValue::try_from(caching).map_err(anyhow::Error::new)?);
    headers.insert(ETAG, HeaderValue::try_from(&tag).map_err(anyhow::Error::new)?);
    if caching.starts_with("private") {
        // A browser that somebody else signs in with does not show them what it has kept.
        headers.insert(VARY, HeaderValue::from_static("cookie"));
    }
    let unchanged = asked.get(IF_RANGE).is_none_or(known);
    let range = match asked.get(RANGE).filter(|_| unchanged).and_then(|range| one_range(range.to_str().ok()?)) {
        None => None,
        Some(part) => {
            let size = app.storage.size(key).await?.ok_or(Error::NotFound)?;
            let Some(range) = part.of(size) else {
                let size = format!("bytes */{size}");
                headers.insert(CONTENT_RANGE, HeaderValue::try_from(size).map_err(anyhow::Error::new)?);
                return Ok((StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response());
            };
            Some(range)
        }
    };
    let found = app.storage.get(key, range.clone()).await?.ok_or(Error::NotFound)?;
    if asked.get(IF_NONE_MATCH).is_some_and(known) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }

    headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(found.range.end - found.range.start));
    let code = if range.is_some() {
        let sent = format!("bytes {}-{}/{}", found.range.start, found.range.end - 1, found.size);
        headers.insert(CONTENT_RANGE, HeaderValue::try_from(sent).map_err(anyhow::Error::new)?);
        StatusCode::PARTIAL_CONTENT
    } else {
        StatusCode::OK
    };
    let body = match found.content {
        Content::Whole(bytes) => Body::from(bytes),
        Content::InPieces(pieces) => Body::from_stream(pieces),
    };
    Ok((code, headers, body).into_response())
}

/// A part of something, in bytes.
#[derive(Debug, PartialEq)]
enum Part {
    Between(u64, u64),
    /// So many at its end.
    Last(u64),
}

impl Part {
    /// Which bytes that are of so many. `None` where there is nothing of it.
    fn of(&self, size: u64) -> Option<std::ops::Range<u64>> {
        let range = match *self {
            Self::Between(start, end) => start..end.min(size),
            Self::Last(bytes) => size.saturating_sub(bytes)..size,
        };
        (!range.is_empty()).then_some(range)
    }
}

/// `bytes=5-`, `bytes=5-9` and `bytes=-5`. Anything else is answered with the whole, as RFC 9110 allows.
fn one_range(header: &str) -> Option<Part> {
    let (start, end) = header.strip_prefix("bytes=")?.split_once('-')?;
    let (start, end) = (start.trim(), end.trim());
    if start.is_empty() {
        return Some(Part::Last(end.parse().ok()?));
    }
    let start = start.parse().ok()?;
    let end = match end {
        "" => u64::MAX,
        end => end.parse::<u64>().ok()?.checked_add(1)?,
    };
    (start < end).then_some(Part::Between(start, end))
}

#[cfg(test)]
mod tests {
    use super::{Part, one_range};

    #[test]
    fn one_range_is_understood() {
        assert_eq!(one_range("bytes=0-99"), Some(Part::Between(0, 100)));
        assert_eq!(one_range("bytes=5-"), Some(Part::Between(5, u64::MAX)));
        assert_eq!(one_range("bytes=-5"), Some(Part::Last(5)));
        for other in ["bytes=-", "bytes=9-5", "bytes=0-1,4-5", "items=0-1", "bytes=", "bytes=0-18446744073709551615"] {
            assert_eq!(one_range(other), None, "{other}");
        }
    }

    #[test]
    fn a_part_lies_within_the_whole() {
        assert_eq!(Part::Between(5, u64::MAX).of(10), Some(5..10));
        assert_eq!((Part::Between(10, 11).of(10), Part::Between(0, 1).of(0)), (None, None));
        assert_eq!(
            (Part::Last(3).of(10), Part::Last(30).of(10), Part::Last(0).of(10)),
            (Some(7..10), Some(0..10), None)
        );
    }
}
