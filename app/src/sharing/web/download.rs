//! Photos as files, for those whom their author offers them, and originals for the author.

use axum::{
    extract::State,
    http::{
        HeaderMap, HeaderValue,
        header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use heliograph_entity::{
    item,
    values::{ItemId, PostId},
};

use super::super::packet;
use crate::{
    app::App,
    error::{Error, Result},
    media, posts,
    viewer::{Tenant, Viewer},
    web::{Page, Path},
};

/// The largest size that is shown, with a packet that says whose it is and what may be done with it.
pub async fn download(
    State(app): State<App>,
    tenant: Tenant,
    viewer: Option<Viewer>,
    mut page: Page,
    Path((name, id, photo)): Path<(String, PostId, ItemId)>,
) -> Result<Response> {
    let (author, post) = posts::find(&app, &tenant, viewer.as_ref(), &name, id).await?;
    let post = posts::view_of(&app, &tenant, &author, &post, &mut page).await?;
    if !post.downloadable {
        return Err(Error::Forbidden);
    }
    let photo = post.photos.iter().find(|of_post| of_post.id == photo.to_string()).ok_or(Error::NotFound)?;
    let item = item_of(&app, id, &photo.id).await?;
    let files = media::renditions(app.db.reader(), [item.id]).await?;
    let largest = files.last().ok_or(Error::NotFound)?;

    let bytes = app.storage.read(&largest.key).await?;
    let packet = packet::packet(&post, photo, &page);
    let bytes = media::with_xmp(largest.format, &bytes, &packet);
    let title = if photo.title.is_empty() { &post.title } else { &photo.title };
    let parts = [post.author.display_name.as_str(), title, &photo.id];
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(largest.format.media_type())),
        (CONTENT_DISPOSITION, attachment(&parts, largest.format.extension())),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    ];
    Ok((headers, bytes).into_response())
}

/// The file as its author uploaded it, for them alone.
pub async fn original(
    State(app): State<App>,
    viewer: Viewer,
    Path((name, id, photo)): Path<(String, PostId, ItemId)>,
    headers: HeaderMap,
) -> Result<Response> {
    let (_, post) = posts::find_own(&app, &viewer, &name, id).await?;
    let item = item_of(&app, post.id, &photo.to_string()).await?;
    let original = media::original(app.db.reader(), item.id).await?.ok_or(Error::NotFound)?;
    let mut response = media::web::send(&app, &original.key, original.format, "private, no-cache", &headers).await?;
    let stem = item.file_name.rsplit_once('.').map_or(item.file_name.as_str(), |(stem, _)| stem);
    response.headers_mut().insert(CONTENT_DISPOSITION, attachment(&[stem], original.format.extension()));
    Ok(response)
}

async fn item_of(app: &App, post: PostId, id: &str) -> Result<item::Model> {
    let items = media::items_of_posts(app.db.reader(), [post]).await?;
    items.into_iter().find(|item| item.id.to_string() == id).ok_or(Error::NotFound)
}

/// Characters of a file's name.
const LONGEST_NAME: usize = 120;

/// Has a browser keep the answer as a file of that name: in ASCII for old ones, and as it is (RFC 6266, 5; RFC 8187).
fn attachment(parts: &[&str], extension: &str) -> HeaderValue {
    let words = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" - ");
    let plain = |c: char| !c.is_control() && !"/\\:*?\"<>|".contains(c);
    let name: String = words.chars().map(|c| if plain(c) { c } else { '_' }).take(LONGEST_NAME).collect();
    let name = name.trim_matches(['.', ' ']);
    let name = if name.is_empty() { "photo" } else { name };
    let ascii: String = name.chars().map(|c| if c.is_ascii() && c != '%' { c } else { '_' }).collect();
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    let value = format!("attachment; filename=\"{ascii}.{extension}\"; filename*=UTF-8''{encoded}.{extension}");
    HeaderValue::try_from(value).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::attachment;

    #[test]
    fn a_file_is_called_what_it_is_and_nothing_dangerous() {
        let name = |parts: &[&str]| attachment(parts, "jpg").to_str().expect("ASCII").to_owned();
        assert_eq!(
            name(&["Ana Lima", "Às \"seis\""]),
            "attachment; filename=\"Ana Lima - _s _seis_.jpg\"; filename*=UTF-8''Ana%20Lima%20-%20%C3%80s%20_seis_.jpg"
        );
        assert_eq!(
            name(&["../../etc/passwd\r\nX: y"]),
            "attachment; filename=\"_.._etc_passwd__X_ y.jpg\"; filename*=UTF-8''_.._etc_passwd__X_%20y.jpg"
        );
        assert_eq!(name(&["", " . "]), "attachment; filename=\"photo.jpg\"; filename*=UTF-8''photo.jpg");
    }
}
