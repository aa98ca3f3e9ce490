//! The frontend's built files: inside the binary of a release build, read from disk in a debug build.

use std::{collections::HashMap, sync::LazyLock};

use axum::{
    http::{
        HeaderMap, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

use super::Path;
use crate::error::{Error, Result};

#[derive(RustEmbed)]
#[folder = "$FRONTEND_OF_HELIOGRAPH"]
#[allow_missing = true]
struct Built;

/// From a file's plain name to the one that carries a hash of its content.
static MANIFEST: LazyLock<HashMap<String, String>> = LazyLock::new(|| match Built::get("manifest.json") {
    Some(file) => serde_json::from_slice(&file.data).unwrap_or_default(),
    None => {
        tracing::warn!(
            "the frontend is not built, pages go without style: npm --prefix frontend ci, then npm --prefix frontend run build"
        );
        HashMap::new()
    }
});

/// The address of a built file, which changes with its content.
pub fn asset_url(name: &str) -> String {
    format!("/assets/{}", MANIFEST.get(name).map_or(name, String::as_str))
}

pub async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Result<Response> {
    let file = Built::get(&name).ok_or(Error::NotFound)?;
    let media_type = match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "map" | "json" => "application/json",
        _ => "application/octet-stream",
    };
    let tag = format!("\"{name}\"");
    let caching = [
        (CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned()),
        (ETAG, tag.clone()),
        (CONTENT_TYPE, media_type.to_owned()),
    ];
    if headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    Ok((caching, file.data.into_owned()).into_response())
}
