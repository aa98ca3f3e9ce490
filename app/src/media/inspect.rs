//! Looks at an upload without decoding it: what it is, how large, which way up.

use std::io::Cursor;

use exif::{In, Tag};
use heliograph_entity::file::Format;
use image::ImageDecoder;
use zune_jpeg::{JpegDecoder, zune_core::bytestream::ZCursor};

use crate::words::Message;

/// A limit on what a file may claim to decode to: 100 megapixels.
pub(super) const MOST_PIXELS: u64 = 100_000_000;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Kind {
    pub format: Format,
    /// Pixels, upright.
    pub width: u32,
    pub height: u32,
    /// How the stored pixels have to be turned to be upright: EXIF 1 to 8.
    pub orientation: u8,
}

impl Kind {
    /// Megapixels, rounded up.
    pub(super) fn megapixels(self) -> u32 {
        (u64::from(self.width) * u64::from(self.height)).div_ceil(1_000_000) as u32
    }
}

/// What `bytes` claim to be. The claim is checked when they are decoded.
pub(super) fn inspect(name: &str, bytes: &[u8]) -> Result<Kind, Message> {
    let broken = || Message::new("problem-photo-broken").with("file", name);
    let (format, (width, height)) = match bytes {
        [0xff, 0xd8, 0xff, ..] => (Format::Jpeg, jpeg_size(bytes).ok_or_else(broken)?),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => (Format::Png, png_size(bytes).ok_or_else(broken)?),
        _ => return Err(Message::new("problem-photo-type").with("file", name)),
    };
    if width == 0 || height == 0 {
        return Err(broken());
    }
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS {
        return Err(Message::new("problem-photo-too-many-pixels")
            .with("file", name)
            .count("pixels", pixels.div_ceil(1_000_000))
            .count("limit", MOST_PIXELS / 1_000_000));
    }

    let orientation = orientation(bytes);
    let (width, height) = if orientation >= 5 { (height, width) } else { (width, height) };
    Ok(Kind { format, width, height, orientation })
}

fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut decoder = JpegDecoder::new(ZCursor::new(bytes));
    decoder.decode_headers().ok()?;
    let info = decoder.info()?;
    Some((info.width.into(), info.height.into()))
}

fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    image::codecs::png::PngDecoder::new(Cursor::new(bytes)).ok().map(|decoder| decoder.dimensions())
}

/// 1, upright, when the file does not say, or says something else than 1 to 8.
fn orientation(bytes: &[u8]) -> u8 {
    let read = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok();
    let said = read.as_ref().and_then(|exif| exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0));
    said.and_then(|said| u8::try_from(said).ok()).filter(|said| (1..=8).contains(said)).unwrap_or(1)
}
