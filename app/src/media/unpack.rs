//! AVIF and HEIC on their way to pixels: another program makes a PNG of them, which is read like any other.

use std::time::Duration;

use bytes::Bytes;
use heliograph_entity::file::Format;

use super::inspect::{Kind, inspect};
use crate::{
    app::App,
    programs::{Limits, Program},
    words::Message,
};

/// A picture of the largest size takes a phone's processor less than half of it.
const TIME: Duration = Duration::from_secs(60);
/// What it takes before it has seen a pixel: the program itself, its libraries and their threads.
const MEMORY: u64 = 1_000_000_000;
/// Bytes for each pixel: as it is stored, as it comes out, and as it is written, with 16 bits for a sample.
const MEMORY_OF_A_PIXEL: u64 = 32;
const OUTPUT_OF_A_PIXEL: u64 = 8;
/// A profile and what else there is beside the pixels.
const OUTPUT: u64 = 2_000_000;

/// Whether only another program reads it.
fn is_packed(format: Format) -> bool {
    matches!(format, Format::Avif | Format::Heic)
}

impl Kind {
    /// Refuses what can't be read for want of a program on this machine.
    pub(super) fn readable(self, app: &App, name: &str) -> Result<Self, Message> {
        match app.programs.lacks(Program::HeifConvert).filter(|_| is_packed(self.format)) {
            Some(lacking) => {
                Err(Message::new("problem-photo-no-program").with("file", name).with("program", lacking.name()))
            }
            None => Ok(self),
        }
    }
}

/// The picture as a kind that is decoded here. The outer error is ours; the inner one says that the file is damaged.
///
/// The program turns and mirrors as the boxes of the file say. It leaves the EXIF data in what it writes, with an
/// orientation that counts no more then: what there is left to turn is known already.
pub(super) async fn unpacked(app: &App, kind: Kind, bytes: Bytes) -> anyhow::Result<anyhow::Result<(Kind, Bytes)>> {
    if !is_packed(kind.format) {
        return Ok(Ok((kind, bytes)));
    }
    let folder = tempfile::tempdir_in(app.storage.scratch())?;
    let (packed, plain) = (format!("packed.{}", kind.format.extension()), folder.path().join("plain.png"));
    tokio::fs::write(folder.path().join(&packed), &bytes).await?;
    let pixels = u64::from(kind.width) * u64::from(kind.height);
    let limits =
        Limits { time: TIME, memory: MEMORY + pixels * MEMORY_OF_A_PIXEL, output: OUTPUT + pixels * OUTPUT_OF_A_PIXEL };
    match app.programs.run(Program::HeifConvert, folder.path(), &[&packed, "plain.png"], limits).await {
        Ok(()) => {}
        Err(failure) if failure.is_ours() => return Err(failure.into()),
        Err(failure) => return Ok(Err(failure.into())),
    }
    let Ok(plain) = tokio::fs::read(plain).await else {
        return Ok(Err(anyhow::anyhow!("it has no picture that stands for it")));
    };
    Ok(as_png(kind, plain.into()))
}

/// It may be smaller than was said, where a part was cut out, and not larger.
fn as_png(packed: Kind, plain: Bytes) -> anyhow::Result<(Kind, Bytes)> {
    let png = inspect("picture", &plain).map_err(|problem| anyhow::anyhow!("{problem}"))?;
    anyhow::ensure!(png.format == Format::Png, "what was made of it is no PNG");
    let kind = png.stored().turned(packed.orientation);
    anyhow::ensure!(kind.permits() <= packed.permits(), "it is larger than it said");
    Ok((kind, plain))
}
