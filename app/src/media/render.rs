//! Makes the sizes a photo is shown at: JPEGs, upright, in sRGB, on white where something would show through, and without a
//! word of metadata. Every server and every reader understands these.

use anyhow::Context;
use bytes::Bytes;
use fast_image_resize::{PixelType, ResizeOptions, Resizer, images::Image};

use super::{
    inspect::Kind,
    pixels::{Pixels, decode},
    unpack::unpacked,
};
use crate::app::App;

/// Widths in pixels. A photo is never enlarged: its own width stands in for those above it.
pub(super) const WIDTHS: [u32; 4] = [320, 640, 1080, 2048];

/// A tall picture is narrower than its size says, so that it is no more than this many times as high.
const TALLEST: u32 = 3;

/// A JPEG.
pub(super) struct Rendition {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) bytes: Vec<u8>,
}

pub(super) struct Rendered {
    /// Of the whole picture, in pixels, upright.
    pub(super) width: u32,
    pub(super) height: u32,
    /// Smallest first.
    pub(super) renditions: Vec<Rendition>,
    /// The mean colour, `#rrggbb`.
    pub(super) tint: String,
}

/// Does `work` on another thread once there is memory for the picture, which may have been made another kind by then. The outer error is ours; the inner one says that
/// the file is damaged, as a decoder that panics does.
pub(super) async fn in_turn<T: Send + 'static>(
    app: &App,
    kind: Kind,
    bytes: Bytes,
    work: impl FnOnce(Kind, &[u8]) -> anyhow::Result<T> + Send + 'static,
) -> anyhow::Result<anyhow::Result<T>> {
    let _permit = app.pixel_budget.acquire_many(kind.permits()).await?;
    let (kind, bytes) = match unpacked(app, kind, bytes).await? {
        Ok(unpacked) => unpacked,
        Err(damaged) => return Ok(Err(damaged)),
    };
    let done = tokio::task::spawn_blocking(move || work(kind, &bytes));
    Ok(done.await.unwrap_or_else(|_| Err(anyhow::anyhow!("the decoder failed"))))
}

/// Decodes and renders. Takes as much memory as the decoded picture: hold a permit for its pixels.
/// An error means that the file is damaged.
pub(super) fn render(kind: Kind, bytes: &[u8]) -> anyhow::Result<Rendered> {
    let (decoded, profile) = decode(kind, bytes)?;
    let turned = kind.orientation >= 5;
    let mut resizer = Resizer::new();
    let mut sizes = sizes((kind.width, kind.height));
    sizes.reverse();

    // The largest first: colours are converted and the picture turned there, and each smaller size comes from the one before.
    let mut renditions = Vec::with_capacity(sizes.len());
    let mut last = decoded;
    for (at, (width, height)) in sizes.into_iter().enumerate() {
        if at == 0 {
            let stored = if turned { (height, width) } else { (width, height) };
            last = last.resized(&mut resizer, stored)?;
            last.convert(profile.as_deref());
            last = last.upright(kind.orientation)?.on_white()?;
        } else {
            last = last.resized(&mut resizer, (width, height))?;
        }
        renditions.push(Rendition { width, height, bytes: last.encode()? });
    }
    renditions.reverse();
    Ok(Rendered { width: kind.width, height: kind.height, renditions, tint: last.tint() })
}

/// Decodes, and renders one part of the picture at each of `sizes`, which all have the same shape: always as a JPEG of
/// exactly that size, on white where something would show through.
pub(super) fn render_part(kind: Kind, bytes: &[u8], part: Part, sizes: &[(u32, u32)]) -> anyhow::Result<Rendered> {
    let (decoded, profile) = decode(kind, bytes)?;
    let largest = sizes.iter().copied().max().context("there is no size to render")?;
    let shape = f64::from(largest.0) / f64::from(largest.1);
    let stored = part.area((kind.width, kind.height), shape).stored(kind);

    let mut resizer = Resizer::new();
    let options = ResizeOptions::new().crop(stored.left, stored.top, stored.width, stored.height);
    let (across, down) = if kind.orientation >= 5 { (largest.1, largest.0) } else { largest };
    let mut smaller = Image::new(across, down, decoded.image.pixel_type());
    resizer.resize(&decoded.image, &mut smaller, &options)?;
    drop(decoded);
    let mut whole = Pixels { image: smaller };
    whole.convert(profile.as_deref());
    let whole = whole.upright(kind.orientation)?.on_white()?;

    let mut renditions = Vec::with_capacity(sizes.len());
    for (width, height) in sizes.iter().copied() {
        let mut image = Image::new(width, height, PixelType::U8x3);
        resizer.resize(&whole.image, &mut image, &ResizeOptions::new())?;
        renditions.push(Rendition { width, height, bytes: Pixels { image }.encode()? });
    }
    Ok(Rendered { width: kind.width, height: kind.height, renditions, tint: whole.tint() })
}

/// Which part of a picture is shown, for a shape that is given: its size as a share of the largest that fits, and
/// where it lies in the room that this leaves, from 0 (left, top) to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    x: f64,
    y: f64,
    size: f64,
}

/// Pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Area {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Part {
    /// As much of the middle as fits.
    pub const MIDDLE: Self = Self { x: 0.5, y: 0.5, size: 1.0 };
    /// A smaller part would be a blur.
    pub const SMALLEST: f64 = 0.1;

    /// What lies outside of the picture is moved inside.
    pub fn new(x: f64, y: f64, size: f64) -> Self {
        let between =
            |number: f64, least: f64, otherwise| if number.is_finite() { number.clamp(least, 1.0) } else { otherwise };
        Self { x: between(x, 0.0, 0.5), y: between(y, 0.0, 0.5), size: between(size, Self::SMALLEST, 1.0) }
    }

    pub fn x(self) -> f64 {
        self.x
    }

    pub fn y(self) -> f64 {
        self.y
    }

    pub fn size(self) -> f64 {
        self.size
    }

    /// In a picture of `width` by `height`, upright. `shape` is width by height of the part.
    fn area(self, (width, height): (u32, u32), shape: f64) -> Area {
        let (across, down) = (f64::from(width), f64::from(height));
        let part_width = (across.min(down * shape) * self.size).max(1.0).min(across);
        let part_height = (part_width / shape).max(1.0).min(down);
        Area {
            left: (across - part_width) * self.x,
            top: (down - part_height) * self.y,
            width: part_width,
            height: part_height,
        }
    }
}

impl Area {
    /// The same part of the picture as it is stored: the way back from [`Pixels::upright`].
    fn stored(self, kind: Kind) -> Self {
        let Self { left, top, width, height } = self;
        let right = f64::from(kind.width) - left - width;
        let bottom = f64::from(kind.height) - top - height;
        let area = |left, top, width, height| Self { left, top, width, height };
        match kind.orientation {
            2 => area(right, top, width, height),
            3 => area(right, bottom, width, height),
            4 => area(left, bottom, width, height),
            5 => area(top, left, height, width),
            6 => area(top, right, height, width),
            7 => area(bottom, right, height, width),
            8 => area(bottom, left, height, width),
            _ => self,
        }
    }
}

/// The sizes of a picture, smallest first, each with its exact width and height.
pub(super) fn sizes((width, height): (u32, u32)) -> Vec<(u32, u32)> {
    let scaled = |to: u32| {
        let limit = u64::from(to) * u64::from(TALLEST);
        // By width, unless that makes it too tall.
        let (w, h) = (u64::from(width), u64::from(height));
        let (across, down) =
            if h * u64::from(to) > limit * w { (limit * w, limit * h) } else { (u64::from(to) * w, u64::from(to) * h) };
        let by = if h * u64::from(to) > limit * w { h } else { w };
        let size = |length: u64| ((length + by / 2) / by).max(1) as u32;
        (size(across), size(down))
    };
    let mut sizes: Vec<_> = WIDTHS.into_iter().map(scaled).filter(|size| size.0 < width || size.1 < height).collect();
    if sizes.len() < WIDTHS.len() {
        sizes.push((width, height));
    }
    sizes
}

#[cfg(test)]
mod tests {
    use heliograph_entity::file::Format;
    use image::{Delay, Frame, ImageFormat, codecs::gif::GifEncoder};

    use super::{Part, render, render_part, sizes};
    use crate::media::inspect::inspect;

    #[test]
    fn sizes_are_exact_and_never_larger_than_the_photo() {
        assert_eq!(sizes((4000, 3000)), [(320, 240), (640, 480), (1080, 810), (2048, 1536)]);
        assert_eq!(sizes((1000, 667)), [(320, 213), (640, 427), (1000, 667)]);
        assert_eq!(sizes((100, 80)), [(100, 80)]);
        assert_eq!(sizes((2048, 1000)), [(320, 156), (640, 313), (1080, 527), (2048, 1000)]);
        // A tower: no more than three times as high as the size.
        assert_eq!(sizes((1000, 20_000))[0], (48, 960));
        assert_eq!(sizes((65_000, 10))[0], (320, 1));
    }

    fn jpeg(width: u16, height: u16, colour: impl Fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
        let pixels: Vec<u8> = (0..u32::from(height))
            .flat_map(|y| (0..u32::from(width)).flat_map(|x| colour(x, y)).collect::<Vec<_>>())
            .collect();
        let mut bytes = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut bytes, 95);
        encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb).expect("encoded");
        bytes
    }

    /// The file with an EXIF segment that says how it is turned.
    fn turned(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
        let length = (exif.len() + 2) as u16;
        [&jpeg[..2], &[0xff, 0xe1], &length.to_be_bytes(), &exif, &jpeg[2..]].concat()
    }

    #[test]
    fn a_photo_ends_upright_whichever_way_it_was_held() {
        // Upright it is 400 by 200 and red at the top left. Each orientation stores that corner elsewhere.
        let corners = [(1, 0, 0), (2, 1, 0), (3, 1, 1), (4, 0, 1), (5, 0, 0), (6, 0, 1), (7, 1, 1), (8, 1, 0)];
        for (orientation, right, bottom) in corners {
            let (width, height) = if orientation >= 5 { (200, 400) } else { (400, 200) };
            let photo = jpeg(width, height, |x, y| {
                let at = (u32::from(x >= u32::from(width) / 2), u32::from(y >= u32::from(height) / 2));
                if at == (right, bottom) { [250, 0, 0] } else { [0, 0, 250] }
            });
            let photo = turned(&photo, orientation);
            let kind = inspect("photo", &photo).expect("a photo");
            assert_eq!((kind.width, kind.height, kind.orientation), (400, 200, orientation));

            let rendered = render(kind, &photo).expect("rendered");
            let small = &rendered.renditions[0];
            assert_eq!((small.width, small.height), (320, 160));
            let decoded = zune_jpeg::JpegDecoder::new(zune_jpeg::zune_core::bytestream::ZCursor::new(&small.bytes))
                .decode()
                .expect("decoded");
            let red_at = |x: usize, y: usize| decoded[(y * 320 + x) * 3] > 200;
            assert!(red_at(40, 40) && !red_at(280, 40) && !red_at(40, 120), "orientation {orientation}");
            assert!(inspect("small", &small.bytes).expect("a photo").orientation == 1);
        }
    }

    #[test]
    fn a_part_is_the_same_part_whichever_way_the_photo_was_held() {
        let corners = [(1, 0, 0), (2, 1, 0), (3, 1, 1), (4, 0, 1), (5, 0, 0), (6, 0, 1), (7, 1, 1), (8, 1, 0)];
        for (orientation, right, bottom) in corners {
            let (width, height) = if orientation >= 5 { (200, 400) } else { (400, 200) };
            let photo = jpeg(width, height, |x, y| {
                let at = (u32::from(x >= u32::from(width) / 2), u32::from(y >= u32::from(height) / 2));
                if at == (right, bottom) { [250, 0, 0] } else { [0, 0, 250] }
            });
            let photo = turned(&photo, orientation);
            let kind = inspect("photo", &photo).expect("a photo");
            let mean = |x, y, size| {
                let part = render_part(kind, &photo, Part::new(x, y, size), &[(96, 96), (400, 400)]).expect("a part");
                let sizes: Vec<_> = part.renditions.iter().map(|part| (part.width, part.height)).collect();
                assert_eq!(sizes, [(96, 96), (400, 400)]);
                part.tint
            };
            assert!(mean(0.0, 0.0, 0.4).starts_with("#f"), "orientation {orientation}: {}", mean(0.0, 0.0, 0.4));
            assert!(mean(1.0, 0.0, 0.4).starts_with("#0"), "orientation {orientation}");
            assert!(mean(0.0, 1.0, 0.4).starts_with("#0"), "orientation {orientation}");
        }
    }

    #[test]
    fn any_part_of_any_picture_can_be_rendered() {
        for (width, height) in [(1, 1), (1, 300), (300, 1), (37, 41)] {
            let photo = jpeg(width, height, |x, _| [x as u8, 0, 0]);
            let kind = inspect("photo", &photo).expect("a photo");
            for (x, y, size) in [(0.0, 1.0, 0.0), (1.0, 0.3, 1.0), (f64::NAN, f64::INFINITY, -5.0), (9.0, -9.0, 0.5)] {
                render_part(kind, &photo, Part::new(x, y, size), &[(750, 250), (1500, 500)]).expect("a part");
            }
        }
        assert_eq!(Part::new(f64::NAN, f64::NAN, f64::NAN), Part::MIDDLE);
    }

    #[test]
    fn what_shows_through_is_white_and_the_tint_is_the_mean_colour() {
        let picture =
            image::RgbaImage::from_fn(500, 500, |x, _| image::Rgba([200, 100, 50, if x < 250 { 0 } else { 255 }]));
        for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
            let mut file = Vec::new();
            picture.write_to(&mut std::io::Cursor::new(&mut file), format).expect("encoded");
            let kind = inspect("picture", &file).expect("a picture").still("picture").expect("a still one");
            let rendered = render(kind, &file).expect("rendered");
            assert_eq!((rendered.renditions.len(), rendered.renditions[1].width), (2, 500), "{format:?}");
            for rendition in &rendered.renditions {
                assert_eq!(inspect("rendition", &rendition.bytes).expect("a picture").format, Format::Jpeg);
            }
            assert!(["#e3b1", "#e3b2", "#e4b2"].contains(&&rendered.tint[..5]), "{format:?}: {}", rendered.tint);
        }

        let photo = jpeg(64, 64, |_, _| [16, 128, 240]);
        let tint = render(inspect("photo", &photo).expect("a photo"), &photo).expect("rendered").tint;
        assert!(["#10", "#0f", "#11"].contains(&&tint[..3]), "{tint}");
    }

    /// A decoder takes the room for what is there, whatever was announced.
    #[test]
    fn a_webp_is_as_large_as_it_says() {
        let mut small = Vec::new();
        let picture = image::RgbImage::from_pixel(40, 30, image::Rgb([9, 9, 9]));
        picture.write_to(&mut std::io::Cursor::new(&mut small), ImageFormat::WebP).expect("encoded");
        let riff = |chunks: &[&[u8]]| {
            let content = [b"WEBP".as_slice(), &chunks.concat()].concat();
            [b"RIFF".as_slice(), &(content.len() as u32).to_le_bytes(), &content].concat()
        };
        let on_canvas = |width: u8, height: u8, flags: u8, extra: &[u8]| {
            let canvas = [flags, 0, 0, 0, width - 1, 0, 0, height - 1, 0, 0];
            riff(&[b"VP8X\x0a\0\0\0", &canvas, extra, &small[12..]])
        };
        let right = on_canvas(40, 30, 0, b"");
        let kind = inspect("right", &right).expect("a picture");
        assert_eq!((kind.width, kind.height, render(kind, &right).is_ok()), (40, 30, true));
        assert!(inspect("wrong", &on_canvas(1, 1, 0, b"")).is_err());
        assert!(inspect("long", &on_canvas(40, 30, 0x20, b"ICCP\xfe\xff\xff\xff")).is_err());

        // The same as the only frame of what moves, and larger than its frame says.
        let frame = |width: u8, height: u8| {
            let head = [0, 0, 0, 0, 0, 0, width - 1, 0, 0, height - 1, 0, 0, 100, 0, 0, 0];
            let content = [head.as_slice(), &small[12..]].concat();
            let (canvas, animation) = ([2, 0, 0, 0, 39, 0, 0, 29, 0, 0], b"ANIM\x06\0\0\0\0\0\0\0\0\0");
            let length = (content.len() as u32).to_le_bytes();
            riff(&[b"VP8X\x0a\0\0\0", &canvas, animation, b"ANMF", &length, &content])
        };
        let moving = frame(40, 30);
        let kind = inspect("moving", &moving).expect("a picture");
        assert!(kind.animated && render(kind, &moving).is_ok());
        assert!(inspect("moving", &frame(8, 8)).is_err());
    }

    #[test]
    fn of_what_moves_the_first_picture_is_rendered() {
        let colours = [[250, 0, 0, 255], [0, 0, 250, 255]];
        let frames = colours.map(|colour| {
            let picture = image::RgbaImage::from_pixel(40, 30, image::Rgba(colour));
            Frame::from_parts(picture, 0, 0, Delay::from_numer_denom_ms(100, 1))
        });
        let mut gif = Vec::new();
        GifEncoder::new(&mut gif).encode_frames(frames).expect("encoded");

        let kind = inspect("moving.gif", &gif).expect("a picture");
        assert!(kind.animated && kind.still("moving.gif").is_err());
        let tint = render(kind, &gif).expect("rendered").tint;
        assert!(tint.starts_with("#f"), "{tint}");
    }

    #[test]
    fn damage_is_found_and_nonsense_refused() {
        let photo = jpeg(160, 120, |x, y| [x as u8, y as u8, (x * y) as u8]);
        assert!(inspect("words.jpg", b"once upon a time").is_err());
        assert!(inspect("short.jpg", &photo[..20]).is_err());
        assert!(inspect("short.png", b"\x89PNG\r\n\x1a\n\0\0").is_err());
        assert!(inspect("short.webp", b"RIFF\x20\0\0\0WEBPVP8 ").is_err());
        assert!(inspect("short.gif", b"GIF89a\x05\0").is_err());
        for cut in (0..photo.len()).step_by(photo.len() / 60) {
            if let Ok(kind) = inspect("cut.jpg", &photo[..cut]) {
                let _ = render(kind, &photo[..cut]);
            }
        }
    }
}
