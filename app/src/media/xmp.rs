//! Writes an XMP packet into a picture that has none.

use heliograph_entity::file::Format;

/// What a JPEG's segment with XMP begins with (XMP specification, part 3, 1.1.3).
const JPEG_HEADER: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
/// The text chunk of a PNG that has XMP (part 3, 1.1.5): keyword, no compression, no language, no translation.
const PNG_HEADER: &[u8] = b"XML:com.adobe.xmp\0\0\0\0\0";
/// The signature and the first chunk, which every PNG begins with.
const PNG_START: usize = 8 + 25;

/// The picture with the packet. One that has no room for it, or is no such picture, stays as it is.
pub fn with_xmp(format: Format, picture: &[u8], packet: &str) -> Vec<u8> {
    let with = match format {
        Format::Jpeg => in_jpeg(picture, packet.as_bytes()),
        Format::Png => in_png(picture, packet.as_bytes()),
        _ => None,
    };
    with.unwrap_or_else(|| picture.to_vec())
}

/// After the start, and after the segment that says it is a JFIF, which wants to be the first.
fn in_jpeg(picture: &[u8], packet: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(2 + JPEG_HEADER.len() + packet.len()).ok()?;
    let at = match picture.get(2..6)? {
        [0xff, 0xe0, high, low] => 4 + usize::from(u16::from_be_bytes([*high, *low])),
        _ => 2,
    };
    let (before, after) = picture.split_at_checked(at)?;
    Some([before, &[0xff, 0xe1], &length.to_be_bytes(), JPEG_HEADER, packet, after].concat())
}

fn in_png(picture: &[u8], packet: &[u8]) -> Option<Vec<u8>> {
    let (before, after) = picture.split_at_checked(PNG_START)?;
    let length = u32::try_from(PNG_HEADER.len() + packet.len()).ok()?;
    let chunk = [b"iTXt", PNG_HEADER, packet].concat();
    Some([before, &length.to_be_bytes(), &chunk, &checksum(&chunk).to_be_bytes(), after].concat())
}

/// CRC-32, as chunks of a PNG carry it (PNG specification, 5.5).
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[cfg(test)]
mod tests {
    use heliograph_entity::file::Format;

    use super::{checksum, with_xmp};

    #[test]
    fn a_packet_comes_early_and_changes_nothing_else() {
        let jpeg = b"\xff\xd8\xff\xe0\0\x06JFIF\xff\xdb rest";
        let with = with_xmp(Format::Jpeg, &jpeg[..], "<x/>");
        assert_eq!(&with[..10], &jpeg[..10]);
        assert_eq!(&with[10..14], b"\xff\xe1\0\x23");
        assert!(with.ends_with(b"\0<x/>\xff\xdb rest"));
        assert_eq!(with_xmp(Format::Jpeg, &jpeg[..], &"x".repeat(70_000)), jpeg, "it has no room");
        assert_eq!(with_xmp(Format::Png, b"short", "<x/>"), b"short");
        assert_eq!(checksum(b"IEND"), 0xae42_6082);
    }
}
