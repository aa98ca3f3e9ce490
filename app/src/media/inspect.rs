//! Looks at an upload without decoding it: what it is, how large, which way up, and whether it is all there.

use std::io::Cursor;

use exif::{In, Tag};
use heliograph_entity::file::Format;
use zune_jpeg::{
    JpegDecoder,
    zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions},
};

use super::heif;
use crate::{app::PIXEL_BUDGET, words::Message};

/// A limit on what a file may claim to decode to: 100 megapixels.
const MOST_PIXELS: u64 = 100_000_000;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Kind {
    pub(super) format: Format,
    /// Pixels, upright.
    pub(super) width: u32,
    pub(super) height: u32,
    /// How the stored pixels have to be turned to be upright: EXIF 1 to 8.
    pub(super) orientation: u8,
    /// What a pixel costs while it is decoded, in units of four bytes: 1, more where samples have 16 bits, or where it is put
    /// together from parts.
    pub(super) cost: u32,
    /// Whether it moves. Of such a file the first picture is rendered.
    pub(super) animated: bool,
}

impl Kind {
    /// Refuses what moves.
    pub(super) fn still(self, name: &str) -> Result<Self, Message> {
        if self.animated { Err(Message::new("problem-photo-animated").with("file", name)) } else { Ok(self) }
    }

    /// With these sides, turned so.
    pub(super) fn turned(self, orientation: u8) -> Self {
        let (width, height) = if orientation >= 5 { (self.height, self.width) } else { (self.width, self.height) };
        Self { width, height, orientation, ..self }
    }

    /// As it is stored, whichever way up that is.
    pub(super) fn stored(self) -> Self {
        Self { orientation: 1, ..self.turned(self.orientation) }
    }

    /// What decoding takes of the pixel budget: megapixels of four bytes, rounded up.
    pub(super) fn permits(self) -> u32 {
        (u64::from(self.width) * u64::from(self.height) * u64::from(self.cost)).div_ceil(1_000_000) as u32
    }
}

/// How JPEGs are read, for their header and for their pixels alike.
pub(super) fn jpeg_options() -> DecoderOptions {
    let side = u16::MAX.into();
    DecoderOptions::new_fast()
        .jpeg_set_out_colorspace(ColorSpace::RGB)
        .set_max_width(side)
        .set_max_height(side)
        .set_strict_mode(false)
}

/// What `bytes` claim to be. The claim is checked when they are decoded.
pub(super) fn inspect(name: &str, bytes: &[u8]) -> Result<Kind, Message> {
    let broken = || Message::new("problem-photo-broken").with("file", name);
    let mut turned = false;
    let (format, header) = match bytes {
        [0xff, 0xd8, 0xff, ..] => (Format::Jpeg, jpeg_header(bytes).ok_or_else(broken)?),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => (Format::Png, png_header(bytes).ok_or_else(broken)?),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            (Format::Webp, webp_header(bytes).ok_or_else(broken)?)
        }
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => (Format::Gif, gif_header(bytes).ok_or_else(broken)?),
        _ if heif::is_heif(bytes) => {
            let heif = heif::read(bytes).ok_or_else(broken)?;
            turned = heif.turned;
            (heif.format, heif_header(&heif))
        }
        _ => return Err(Message::new("problem-photo-type").with("file", name)),
    };
    let Header { width, height, cost, animated } = header;
    if width == 0 || height == 0 {
        return Err(broken());
    }
    let (pixels, most) = (u64::from(width) * u64::from(height), most_pixels(cost));
    if pixels > most {
        return Err(Message::new("problem-photo-too-many-pixels")
            .with("file", name)
            .count("pixels", pixels.div_ceil(1_000_000))
            .count("limit", most / 1_000_000));
    }

    // What says itself how it is turned leaves its EXIF data as they were before (ISO/IEC 23000-22, "MIAF", 7.3.6.3).
    let orientation = if turned { 1 } else { orientation(bytes) };
    Ok(Kind { format, width, height, orientation: 1, cost, animated }.turned(orientation))
}

/// No picture may take more than the whole budget.
fn most_pixels(cost: u32) -> u64 {
    MOST_PIXELS.min(PIXEL_BUDGET as u64 * 1_000_000 / u64::from(cost))
}

struct Header {
    width: u32,
    height: u32,
    cost: u32,
    animated: bool,
}

fn jpeg_header(bytes: &[u8]) -> Option<Header> {
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), jpeg_options());
    decoder.decode_headers().ok()?;
    let info = decoder.info()?;
    jpeg_ends(bytes).then_some(Header {
        width: info.width.into(),
        height: info.height.into(),
        cost: 1,
        animated: false,
    })
}

/// Whether the picture's end is in the file (ITU-T T.81, B.1.1): a decoder fills in grey for what was cut off.
fn jpeg_ends(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(pair) = bytes.get(at..at + 2) {
        match (pair[0], pair[1]) {
            (0xff, 0xd9) => return true,
            // Data of a scan, a stuffed byte, a restart marker, a fill byte.
            (0xff, 0xff) | (0..=0xfe, _) => at += 1,
            (0xff, 0x00 | 0x01 | 0xd0..=0xd8) => at += 2,
            _ => match bytes.get(at + 2..at + 4) {
                Some(length) => at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]])).max(2),
                None => return false,
            },
        }
    }
    false
}

/// The first chunks of a PNG (PNG specification, 11.2.1); none of it is decompressed.
fn png_header(bytes: &[u8]) -> Option<Header> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    if bytes.get(12..16)? != b"IHDR" {
        return None;
    }
    let sixteen_bits = *bytes.get(24)? == 16;

    let mut at = 8;
    let animated = loop {
        match bytes.get(at + 4..at + 8)? {
            b"IDAT" | b"IEND" => break false,
            b"acTL" => break true,
            _ => at = at.checked_add(12)?.checked_add(number(at)? as usize)?,
        }
    };
    Some(Header { width: number(16)?, height: number(20)?, cost: if sixteen_bits { 3 } else { 1 }, animated })
}

/// The chunks of a WebP (RFC 9649, 2.3 to 2.7); none of it is decompressed. Every picture in it has to be as large as it is
/// announced, since a decoder takes the room for whatever it finds; of what moves, the first one.
fn webp_header(bytes: &[u8]) -> Option<Header> {
    let (first, content) = chunk(bytes, 12)?;
    if first != b"VP8X" {
        let (width, height) = webp_size(first, content)?;
        return Some(Header { width, height, cost: 2, animated: false });
    }
    let (flags, canvas) = (*content.first()?, (number_24(content, 4)? + 1, number_24(content, 7)? + 1));
    let animated = flags & 0b10 != 0;
    let mut at = after_chunk(12, content)?;
    let mut found = None;
    while at + 8 <= bytes.len() {
        let (kind, content) = chunk(bytes, at)?;
        at = after_chunk(at, content)?;
        if found.is_some() {
            continue;
        }
        found = match kind {
            b"ANMF" if animated => Some(fits(content, canvas)?),
            b"VP8 " | b"VP8L" if !animated => Some(webp_size(kind, content)? == canvas),
            _ => None,
        };
    }
    let (width, height) = canvas;
    found?.then_some(Header { width, height, cost: if animated { 3 } else { 2 }, animated })
}

/// Whether the picture in a frame (RFC 9649, 2.7.1.1) is as large as that, and lies on the canvas.
fn fits(frame: &[u8], canvas: (u32, u32)) -> Option<bool> {
    let size = (number_24(frame, 6)? + 1, number_24(frame, 9)? + 1);
    let (left, top) = (number_24(frame, 0)? * 2, number_24(frame, 3)? * 2);
    let mut at = 16;
    loop {
        let (kind, content) = chunk(frame, at)?;
        if kind != b"ALPH" {
            let inside = left + size.0 <= canvas.0 && top + size.1 <= canvas.1;
            return Some(inside && webp_size(kind, content)? == size);
        }
        at = after_chunk(at, content)?;
    }
}

/// The kind and the content of the chunk at `at`, if all of it is there.
fn chunk(bytes: &[u8], at: usize) -> Option<(&[u8; 4], &[u8])> {
    let kind = bytes.get(at..at + 4)?.try_into().ok()?;
    let length = u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?) as usize;
    Some((kind, bytes.get(at + 8..)?.get(..length)?))
}

/// Where the next chunk begins: at an even place.
fn after_chunk(at: usize, content: &[u8]) -> Option<usize> {
    at.checked_add(8 + content.len() + content.len() % 2)
}

fn number_24(bytes: &[u8], at: usize) -> Option<u32> {
    let [low, middle, high] = bytes.get(at..at + 3)?.try_into().ok()?;
    Some(u32::from_le_bytes([low, middle, high, 0]))
}

/// What the header of a picture says itself (RFC 6386, 9.1; RFC 9649, 3.4).
fn webp_size(kind: &[u8; 4], content: &[u8]) -> Option<(u32, u32)> {
    match (kind, content) {
        (b"VP8 ", [_, _, _, 0x9d, 0x01, 0x2a, w0, w1, h0, h1, ..]) => {
            let side = |low: u8, high: u8| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
            Some((side(*w0, *w1), side(*h0, *h1)))
        }
        (b"VP8L", [0x2f, a, b, c, d, ..]) => {
            let bits = u32::from_le_bytes([*a, *b, *c, *d]);
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        _ => None,
    }
}

/// The screen of a GIF (GIF89a, 18), and whether more than one picture is drawn on it.
fn gif_header(bytes: &[u8]) -> Option<Header> {
    let mut options = gif::DecodeOptions::new();
    options.skip_frame_decoding(true);
    let mut decoder = options.read_info(bytes).ok()?;
    decoder.next_frame_info().ok()??;
    let animated = matches!(decoder.next_frame_info(), Ok(Some(_)));
    Some(Header { width: decoder.width().into(), height: decoder.height().into(), cost: 2, animated })
}

/// What another program makes of it is a PNG, with 16 bits where it has more than 8.
fn heif_header(heif: &heif::Heif) -> Header {
    let cost = if heif.deep { 3 } else { 2 };
    Header { width: heif.width, height: heif.height, cost, animated: heif.animated }
}

/// 1, upright, when the file does not say, or says something else than 1 to 8.
fn orientation(bytes: &[u8]) -> u8 {
    let read = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok();
    let said = read.as_ref().and_then(|exif| exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0));
    said.and_then(|said| u8::try_from(said).ok()).filter(|said| (1..=8).contains(said)).unwrap_or(1)
}
