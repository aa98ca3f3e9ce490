//! The pixels of a picture on their way from its file to another: decoded, resized, in sRGB, upright, on white, encoded.

use std::io::Cursor;

use anyhow::{Context, bail};
use fast_image_resize::{PixelType, ResizeOptions, Resizer, images::Image};
use heliograph_entity::file::Format;
use image::{
    DynamicImage, ImageDecoder, Limits,
    codecs::{gif::GifDecoder, png::PngDecoder, webp::WebPDecoder},
};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use zune_jpeg::{JpegDecoder, zune_core::bytestream::ZCursor};

use super::inspect::{Kind, jpeg_options};

/// 0 to 100. Where compression begins to be seen, in a viewer's own size.
const JPEG_QUALITY: u8 = 82;

/// Pixels on their way: three bytes each, or four with opacity.
pub(super) struct Pixels {
    pub(super) image: Image<'static>,
}

/// The stored pixels, and the colour profile that comes with them. An error means that the file is damaged.
pub(super) fn decode(kind: Kind, bytes: &[u8]) -> anyhow::Result<(Pixels, Option<Vec<u8>>)> {
    let (decoded, profile) = match kind.format {
        Format::Jpeg => decode_jpeg(bytes)?,
        Format::Png => {
            let decoder = PngDecoder::with_limits(Cursor::new(bytes), limits(kind)).context("reading the PNG")?;
            decode_whole(decoder).context("decoding the PNG")?
        }
        Format::Webp => {
            let decoder = WebPDecoder::new(Cursor::new(bytes)).context("reading the WebP")?;
            decode_whole(decoder).context("decoding the WebP")?
        }
        Format::Gif => {
            let mut decoder = GifDecoder::new(Cursor::new(bytes)).context("reading the GIF")?;
            decoder.set_limits(limits(kind)).context("reading the GIF")?;
            decode_whole(decoder).context("decoding the GIF")?
        }
        Format::Avif | Format::Heic | Format::Mp4 | Format::Webm => bail!("another program reads it first"),
    };
    let (width, height) = (decoded.image.width(), decoded.image.height());
    if (width, height) != if kind.orientation >= 5 { (kind.height, kind.width) } else { (kind.width, kind.height) } {
        bail!("it is {width} by {height} pixels, other than it said");
    }
    Ok((decoded, profile))
}

fn decode_jpeg(bytes: &[u8]) -> anyhow::Result<(Pixels, Option<Vec<u8>>)> {
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), jpeg_options());
    let pixels = decoder.decode().context("decoding the JPEG")?;
    let info = decoder.info().context("the JPEG has no header")?;
    let image = Image::from_vec_u8(info.width.into(), info.height.into(), pixels, PixelType::U8x3)?;
    Ok((Pixels { image }, decoder.icc_profile()))
}

/// What a file may decompress beside its pixels: a colour profile, in bytes.
const MOST_EXTRAS: u64 = 16_000_000;

fn limits(kind: Kind) -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(u64::from(kind.width) * u64::from(kind.height) * 8 + MOST_EXTRAS);
    limits
}

/// Of what moves, the first picture.
fn decode_whole(mut decoder: impl ImageDecoder) -> anyhow::Result<(Pixels, Option<Vec<u8>>)> {
    let profile = decoder.icc_profile().ok().flatten();
    let decoded = DynamicImage::from_decoder(decoder)?;
    let (width, height) = (decoded.width(), decoded.height());

    if !decoded.color().has_alpha() {
        let image = Image::from_vec_u8(width, height, decoded.into_rgb8().into_raw(), PixelType::U8x3)?;
        return Ok((Pixels { image }, profile));
    }
    let mut rgba = decoded.into_rgba8().into_raw();
    if rgba.chunks_exact(4).any(|pixel| pixel[3] != 255) {
        let image = Image::from_vec_u8(width, height, rgba, PixelType::U8x4)?;
        return Ok((Pixels { image }, profile));
    }
    // Opaque after all: the opacity is taken out in place, because a copy would be as large as the picture.
    let pixels = rgba.len() / 4;
    for at in 0..pixels {
        rgba.copy_within(at * 4..at * 4 + 3, at * 3);
    }
    rgba.truncate(pixels * 3);
    Ok((Pixels { image: Image::from_vec_u8(width, height, rgba, PixelType::U8x3)? }, profile))
}

impl Pixels {
    fn channels(&self) -> usize {
        if self.image.pixel_type() == PixelType::U8x4 { 4 } else { 3 }
    }

    pub(super) fn resized(self, resizer: &mut Resizer, (width, height): (u32, u32)) -> anyhow::Result<Self> {
        if (self.image.width(), self.image.height()) == (width, height) {
            return Ok(self);
        }
        let mut smaller = Image::new(width, height, self.image.pixel_type());
        resizer.resize(&self.image, &mut smaller, &ResizeOptions::new())?;
        Ok(Self { image: smaller })
    }

    /// From the profile that the file carries to sRGB. A profile that does not fit is ignored, as browsers do.
    pub(super) fn convert(&mut self, profile: Option<&[u8]>) {
        let Some(profile) = profile.and_then(|profile| ColorProfile::new_from_slice(profile).ok()) else { return };
        if profile.color_space != DataColorSpace::Rgb {
            return;
        }
        let layout = if self.channels() == 4 { Layout::Rgba } else { Layout::Rgb };
        let srgb = ColorProfile::new_srgb();
        let Ok(transform) = profile.create_transform_8bit(layout, &srgb, layout, TransformOptions::default()) else {
            return;
        };
        let row = self.image.width() as usize * self.channels();
        let mut converted = vec![0; row];
        for pixels in self.image.buffer_mut().chunks_exact_mut(row) {
            if transform.transform(pixels, &mut converted).is_ok() {
                pixels.copy_from_slice(&converted);
            }
        }
    }

    /// Turned and mirrored as the EXIF orientation says (EXIF 2.32, 4.6.4 A).
    pub(super) fn upright(self, orientation: u8) -> anyhow::Result<Self> {
        if orientation == 1 {
            return Ok(self);
        }
        let (channels, pixel_type) = (self.channels(), self.image.pixel_type());
        let (from_width, from_height) = (self.image.width() as usize, self.image.height() as usize);
        let (width, height) = if orientation >= 5 { (from_height, from_width) } else { (from_width, from_height) };
        let from = self.image.buffer();
        let mut to = Vec::with_capacity(from.len());

        for y in 0..height {
            for x in 0..width {
                let (source_x, source_y) = match orientation {
                    2 => (from_width - 1 - x, y),
                    3 => (from_width - 1 - x, from_height - 1 - y),
                    4 => (x, from_height - 1 - y),
                    5 => (y, x),
                    6 => (y, from_height - 1 - x),
                    7 => (from_width - 1 - y, from_height - 1 - x),
                    _ => (from_width - 1 - y, x),
                };
                let at = (source_y * from_width + source_x) * channels;
                to.extend_from_slice(&from[at..at + channels]);
            }
        }
        Ok(Self { image: Image::from_vec_u8(width as u32, height as u32, to, pixel_type)? })
    }

    /// Without opacity.
    pub(super) fn on_white(self) -> anyhow::Result<Self> {
        if self.channels() == 3 {
            return Ok(self);
        }
        let blend = |value: u8, opacity: u8| {
            ((u32::from(value) * u32::from(opacity) + 255 * (255 - u32::from(opacity)) + 127) / 255) as u8
        };
        let pixels = self.image.buffer().chunks_exact(4);
        let flat = pixels.flat_map(|pixel| [0, 1, 2].map(|channel| blend(pixel[channel], pixel[3]))).collect();
        let (width, height) = (self.image.width(), self.image.height());
        Ok(Self { image: Image::from_vec_u8(width, height, flat, PixelType::U8x3)? })
    }

    /// As JPEG, of pixels without opacity.
    pub(super) fn encode(&self) -> anyhow::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, JPEG_QUALITY);
        encoder.set_progressive(true);
        let (across, down) = (u16::try_from(self.image.width())?, u16::try_from(self.image.height())?);
        encoder.encode(self.image.buffer(), across, down, jpeg_encoder::ColorType::Rgb)?;
        Ok(bytes)
    }

    pub(super) fn tint(&self) -> String {
        let mut sums = [0_u64; 3];
        let pixels = self.image.buffer().chunks_exact(self.channels());
        let count = pixels.len().max(1) as u64;
        for pixel in pixels {
            for (sum, value) in sums.iter_mut().zip(pixel) {
                *sum += u64::from(*value);
            }
        }
        let [red, green, blue] = sums.map(|sum| sum / count);
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}
