//! Photographs to upload: made here, so that a test knows what is in them.

use std::io::Cursor;

/// A landscape of sorts: a sky, a sea and a sun, `seed` moves the sun.
pub fn jpeg(width: u16, height: u16, seed: u32) -> Vec<u8> {
    let pixels: Vec<u8> = (0..u32::from(height))
        .flat_map(|y| (0..u32::from(width)).map(move |x| (x, y)))
        .flat_map(|(x, y)| colour(x, y, width.into(), height.into(), seed))
        .collect();
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
    encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb).expect("a JPEG");
    bytes
}

/// The same with a hole that shows what is behind.
pub fn png(width: u32, height: u32, seed: u32) -> Vec<u8> {
    with_a_hole(image::ImageFormat::Png, width, height, seed)
}

pub fn webp(width: u32, height: u32, seed: u32) -> Vec<u8> {
    with_a_hole(image::ImageFormat::WebP, width, height, seed)
}

pub fn gif(width: u32, height: u32, seed: u32) -> Vec<u8> {
    with_a_hole(image::ImageFormat::Gif, width, height, seed)
}

fn with_a_hole(format: image::ImageFormat, width: u32, height: u32, seed: u32) -> Vec<u8> {
    let picture = image::RgbaImage::from_fn(width, height, |x, y| {
        let [r, g, b] = colour(x, y, width, height, seed);
        image::Rgba([r, g, b, if x < width / 4 && y < height / 4 { 0 } else { 255 }])
    });
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).expect("a picture");
    bytes
}

fn colour(x: u32, y: u32, width: u32, height: u32, seed: u32) -> [u8; 3] {
    let (sun_x, sun_y) = ((seed * 37 + 20) % 100 * width / 100, height / 3);
    let away = (x.abs_diff(sun_x)).pow(2) + (y.abs_diff(sun_y)).pow(2);
    if away < (height / 9).pow(2) {
        [255, 236, 190]
    } else if y * 3 < height * 2 {
        [(90 + 120 * y / height) as u8, (140 + 60 * y / height) as u8, 220]
    } else {
        [20, (60 + (x * 7 + y * 13) % 40) as u8, (90 + 60 * (height - y) / height) as u8]
    }
}

/// The words that [`with_location`] hides in a file, beside the coordinates.
pub const SECRET: &str = "Rua da Praia 17, second floor";

/// The JPEG with an EXIF segment: where it was taken, in words and coordinates, and how the camera was held.
pub fn with_location(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let description = format!("{SECRET}\0");
    let (entries, header) = (3_u32, 8_u32);
    let after_ifd0 = header + 2 + entries * 12 + 4;
    let gps_at = after_ifd0 + description.len() as u32 + description.len() as u32 % 2;

    let mut tiff = b"MM\0*\0\0\0\x08".to_vec();
    let mut entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        tiff.extend(tag.to_be_bytes());
        tiff.extend(kind.to_be_bytes());
        tiff.extend(count.to_be_bytes());
        tiff.extend(value);
    };
    // The number of entries comes first; it is patched in below.
    entry(0x010e, 2, description.len() as u32, after_ifd0.to_be_bytes());
    entry(0x0112, 3, 1, [0, orientation, 0, 0]);
    entry(0x8825, 4, 1, gps_at.to_be_bytes());
    tiff.splice(8..8, (entries as u16).to_be_bytes());
    tiff.extend([0; 4]);
    tiff.extend(description.as_bytes());
    tiff.resize(gps_at as usize, 0);

    let coordinates_at = gps_at + 2 + 4 * 12 + 4;
    tiff.extend(4_u16.to_be_bytes());
    for (tag, kind, count, value) in [
        (1_u16, 2_u16, 2_u32, [b'N', 0, 0, 0]),
        (2, 5, 3, coordinates_at.to_be_bytes()),
        (3, 2, 2, [b'W', 0, 0, 0]),
        (4, 5, 3, (coordinates_at + 24).to_be_bytes()),
    ] {
        tiff.extend(tag.to_be_bytes());
        tiff.extend(kind.to_be_bytes());
        tiff.extend(count.to_be_bytes());
        tiff.extend(value);
    }
    tiff.extend([0; 4]);
    for number in [41_u32, 1, 8, 1, 30, 1, 8, 1, 36, 1, 12, 1] {
        tiff.extend(number.to_be_bytes());
    }

    let length = (tiff.len() + 8) as u16;
    [&jpeg[..2], &[0xff, 0xe1], &length.to_be_bytes(), b"Exif\0\0", &tiff, &jpeg[2..]].concat()
}

/// What [`with_camera`] hides in a file beside what it says of how it was made.
pub const OWNER: &str = "Quiet Owner";
pub const SERIAL: &str = "SN-0042-77";

/// The JPEG with an EXIF segment as cameras write it: how it was made, where, by whom, and with which device.
pub fn with_camera(jpeg: &[u8]) -> Vec<u8> {
    let first = |exif: u32, gps: u32| {
        let entries = [
            (0x010f, Told::Words("Seagull")),
            (0x0110, Told::Words("Seagull 4A-107")),
            (0x013b, Told::Words(OWNER)),
            (0x8769, Told::At(exif)),
            (0x8825, Told::At(gps)),
        ];
        directory(8, &entries)
    };
    let exif_at = 8 + first(0, 0).len() as u32;
    let exif = [
        (0x829a, Told::Ratio(1, 250)),
        (0x829d, Told::Ratio(2, 1)),
        (0x8827, Told::Number(200)),
        (0x9003, Told::Words("2026:11:20 06:41:07")),
        (0x920a, Told::Ratio(35, 1)),
        (0xa430, Told::Words(OWNER)),
        (0xa431, Told::Words(SERIAL)),
        (0xa434, Told::Words("Haiou 35mm")),
    ];
    let exif = directory(exif_at, &exif);
    let gps_at = exif_at + exif.len() as u32;
    let gps = directory(gps_at, &[(1, Told::Words("N")), (0x1d, Told::Words("2026:11:20"))]);
    let tiff = [b"MM\0*\0\0\0\x08".as_slice(), &first(exif_at, gps_at), &exif, &gps].concat();
    let length = (tiff.len() + 8) as u16;
    [&jpeg[..2], &[0xff, 0xe1], &length.to_be_bytes(), b"Exif\0\0", &tiff, &jpeg[2..]].concat()
}

enum Told {
    Words(&'static str),
    Number(u16),
    Ratio(u32, u32),
    At(u32),
}

/// A directory of a TIFF that lies at `at`, with what its entries have no room for behind it.
fn directory(at: u32, entries: &[(u16, Told)]) -> Vec<u8> {
    let mut written = (entries.len() as u16).to_be_bytes().to_vec();
    let mut behind: Vec<u8> = Vec::new();
    let behind_at = at + 2 + 12 * entries.len() as u32 + 4;
    for (tag, told) in entries {
        let (kind, count, bytes) = match told {
            Told::Words(words) => (2_u16, words.len() as u32 + 1, [words.as_bytes(), &[0]].concat()),
            Told::Number(number) => (3, 1, [number.to_be_bytes(), [0, 0]].concat()),
            Told::Ratio(number, of) => (5, 1, [number.to_be_bytes(), of.to_be_bytes()].concat()),
            Told::At(place) => (4, 1, place.to_be_bytes().to_vec()),
        };
        written.extend(tag.to_be_bytes());
        written.extend(kind.to_be_bytes());
        written.extend(count.to_be_bytes());
        if bytes.len() <= 4 {
            let mut inline = bytes;
            inline.resize(4, 0);
            written.extend(inline);
        } else {
            written.extend((behind_at + behind.len() as u32).to_be_bytes());
            behind.extend(bytes);
            behind.resize(behind.len().next_multiple_of(2), 0);
        }
    }
    written.extend([0; 4]);
    [written, behind].concat()
}

/// Width and height of a JPEG or PNG, as its own header says.
pub fn size(bytes: &[u8]) -> (u32, u32) {
    if bytes.starts_with(b"\x89PNG") {
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
        return (number(16), number(20));
    }
    let mut at = 2;
    loop {
        let marker = bytes[at + 1];
        if (0xc0..=0xc2).contains(&marker) {
            let number = |at: usize| u32::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]));
            return (number(at + 7), number(at + 5));
        }
        at += 2 + usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
    }
}

/// The JPEG as a HEIC, with the EXIF data it had.
pub fn heic(jpeg: &[u8]) -> Vec<u8> {
    packed(jpeg, &["-q", "90"], "out.heic")
}

/// The JPEG as an AVIF, with the EXIF data it had.
pub fn avif(jpeg: &[u8]) -> Vec<u8> {
    packed(jpeg, &["-A", "-q", "90"], "out.avif")
}

fn packed(jpeg: &[u8], how: &[&str], name: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("in.jpg"), jpeg).expect("written");
    let made = std::process::Command::new("heif-enc")
        .args(how)
        .args(["-o", name, "in.jpg"])
        .current_dir(folder.path())
        .output()
        .expect("heif-enc, of libheif-examples");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    std::fs::read(folder.path().join(name)).expect("what it has made")
}

/// The HEIC or AVIF with a property that turns it by so many quarters against the clock, in the place of one that says how
/// many bits there are.
pub fn turning_itself(heif: &[u8], quarters: u8) -> Vec<u8> {
    let mut turned = heif.to_vec();
    let at = place(&turned, b"pixi");
    turned[at..at + 5].copy_from_slice(&[b'i', b'r', b'o', b't', quarters]);
    turned
}

/// The HEIC or AVIF, which says that it is so large.
pub fn claiming(heif: &[u8], width: u32, height: u32) -> Vec<u8> {
    let mut claiming = heif.to_vec();
    let at = place(&claiming, b"ispe") + 8;
    claiming[at..at + 4].copy_from_slice(&width.to_be_bytes());
    claiming[at + 4..at + 8].copy_from_slice(&height.to_be_bytes());
    claiming
}

fn place(bytes: &[u8], word: &[u8]) -> usize {
    bytes.windows(word.len()).position(|found| found == word).expect("such a box")
}
