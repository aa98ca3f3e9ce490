//! Videos as files: what they are by their first bytes, and what they show first.

use std::{path::Path, time::Duration};

use anyhow::Context;
use heliograph_entity::file::Format;
use tokio::io::AsyncReadExt;

use super::{
    heif,
    inspect::inspect,
    render::{self, Rendered},
};
use crate::{
    app::App,
    programs::{Limits, Program},
};

/// What a video is called in a folder of its own.
pub(super) const VIDEO: &str = "video";
const FRAME: &str = "frame.png";

const LIMITS: Limits = Limits { time: Duration::from_secs(30), memory: 2_000_000_000, output: 200_000_000 };

/// What a file is that begins so: an MP4 or a QuickTime movie (ISO/IEC 14496-12, 4.3), or a WebM (RFC 8794, 11.2.4).
/// Browsers play the former two alike.
pub(super) fn container(beginning: &[u8]) -> Option<Format> {
    match beginning {
        [_, _, _, _, b'f', b't', b'y', b'p', ..] if !heif::is_heif(beginning) => Some(Format::Mp4),
        [0x1a, 0x45, 0xdf, 0xa3, ..] if beginning.windows(7).any(|word| word == b"\x42\x82\x84webm") => {
            Some(Format::Webm)
        }
        _ => None,
    }
}

/// Likewise, of a file that is here.
pub(super) async fn container_of(path: &Path) -> anyhow::Result<Format> {
    let mut beginning = Vec::new();
    tokio::fs::File::open(path).await?.take(256).read_to_end(&mut beginning).await?;
    container(&beginning).context("it does not begin like a video")
}

/// The first frame of the video in `folder`, in sizes like those of a photo.
///
/// ffmpeg reads that file and no other: a video may name others, or addresses, which would be read in its place.
pub(super) async fn first_frame(app: &App, folder: &Path, format: Format) -> anyhow::Result<Rendered> {
    let kind = match format {
        Format::Webm => "matroska",
        _ => "mov",
    };
    let input = format!("file:{VIDEO}");
    let words = ["-nostdin", "-hide_banner", "-loglevel", "error", "-threads", "1", "-protocol_whitelist", "file"];
    let words = words.into_iter().chain(["-f", kind, "-i", &input]);
    let words = words.chain(["-map", "0:v:0", "-frames:v", "1", "-an", "-sn", "-dn", "-map_metadata", "-1"]);
    let words: Vec<&str> =
        words.chain(["-threads", "1", "-f", "image2", "-update", "1", "-c:v", "png", FRAME]).collect();
    app.programs.run(Program::Ffmpeg, folder, &words, LIMITS).await?;
    let frame = tokio::fs::read(folder.join(FRAME)).await.context("it has no frame")?;
    let kind = inspect("frame", &frame).map_err(|problem| anyhow::anyhow!("{problem}"))?;
    render::in_turn(app, kind, frame.into(), render::render).await?
}

#[cfg(test)]
mod tests {
    use heliograph_entity::file::Format;

    use super::container;

    #[test]
    fn a_video_is_known_by_how_it_begins() {
        assert_eq!(container(b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41"), Some(Format::Mp4));
        assert_eq!(container(b"\0\0\0\x14ftypqt  \0\0\x02\0qt  "), Some(Format::Mp4));
        assert_eq!(container(b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm\x42\x87"), Some(Format::Webm));
        for other in [
            &b"<!doctype html><title>ftyp"[..],
            b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska",
            b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
            b"#EXTM3U\n",
            b"ftyp",
            b"",
        ] {
            assert_eq!(container(other), None);
        }
    }
}
