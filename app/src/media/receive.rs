//! Takes an upload in: into a scratch file, never further than the limit.

use std::io;

use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt;

use crate::{app::App, error::Result, words::Message};

/// 40 MB: a photo of the finest camera, and then some. A community may allow less.
pub const LARGEST_BYTES: u64 = 40_000_000;

/// An upload that has arrived whole. The scratch file goes with it.
pub struct Received {
    pub file: NamedTempFile,
    /// What it was called where it came from, without folders.
    pub name: String,
    pub bytes: u64,
}

/// Receives a file of at most `limit` bytes. Too large a one is read to its end but not kept, so that the browser gets to hear the reason.
pub async fn receive<S, E>(app: &App, name: &str, limit: u64, mut stream: S) -> Result<Result<Received, Message>>
where
    S: Stream<Item = std::result::Result<Bytes, E>> + Unpin,
    E: std::error::Error + Send + Sync + 'static,
{
    let name = display_name(name);
    let file = NamedTempFile::new_in(app.storage.scratch()).map_err(anyhow::Error::new)?;
    let mut out = tokio::fs::File::from_std(file.reopen().map_err(anyhow::Error::new)?);
    let mut bytes = 0;

    while let Some(chunk) = stream.next().await {
        let Ok(chunk) = chunk else { return Ok(Err(Message::new("problem-upload-cut"))) };
        bytes += chunk.len() as u64;
        if bytes > limit {
            // The rest is thrown away as it comes; the request's own limit ends it.
            let _ = stream.try_for_each(|_| async { Ok(()) }).await;
            let limit = limit / 1_000_000;
            return Ok(Err(Message::new("problem-photo-too-large").with("file", name).count("limit", limit)));
        }
        out.write_all(&chunk).await.map_err(anyhow::Error::new)?;
    }
    out.flush().await.map_err(anyhow::Error::new)?;

    if bytes == 0 {
        return Ok(Err(Message::new("problem-photo-empty").with("file", name)));
    }
    Ok(Ok(Received { file, name, bytes }))
}

impl Received {
    pub fn read(&self) -> io::Result<Vec<u8>> {
        std::fs::read(self.file.path())
    }
}

/// The last part of what may be a path, at most 100 characters, without what cannot be shown.
fn display_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last.chars().filter(|c| !c.is_control()).take(100).collect();
    if shown.is_empty() { "photo".to_owned() } else { shown }
}

#[cfg(test)]
mod tests {
    use super::display_name;

    #[test]
    fn a_file_is_called_what_its_owner_calls_it() {
        assert_eq!(display_name("C:\\Users\\ana\\beach.jpg"), "beach.jpg");
        assert_eq!(display_name("../../etc/pass\u{0}wd"), "passwd");
        assert_eq!(display_name(""), "photo");
        assert_eq!(display_name(&"ü".repeat(300)).chars().count(), 100);
    }
}
