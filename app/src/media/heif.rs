//! What an AVIF or a HEIC says of itself: its boxes are walked (ISO/IEC 14496-12, 4.2; 23008-12, "HEIF"), and nothing in
//! them is decoded.

use heliograph_entity::file::Format;

/// A picture is put together from some hundreds of parts at the most.
const MOST_BOXES: usize = 10_000;

pub(super) struct Heif {
    pub(super) format: Format,
    /// Pixels, after the turns that the file itself asks for. What it cuts off after that is counted too.
    pub(super) width: u32,
    pub(super) height: u32,
    /// Whether the file itself says how it is turned or mirrored, whatever its EXIF data say.
    pub(super) turned: bool,
    /// Whether samples have more than 8 bits, as far as is known.
    pub(super) deep: bool,
    pub(super) animated: bool,
}

type Box<'a> = (&'a [u8; 4], &'a [u8]);

/// Whether the file begins like one.
pub(super) fn is_heif(bytes: &[u8]) -> bool {
    brands(bytes).is_some_and(|brands| brands.iter().any(|brand| STILL.contains(brand) || MOVING.contains(brand)))
}

const STILL: [&[u8; 4]; 6] = [b"avif", b"heic", b"heix", b"heim", b"heis", b"mif1"];
const MOVING: [&[u8; 4]; 6] = [b"avis", b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"];

/// What the file is made for, its first brand first. The number of its version stands between them.
fn brands(bytes: &[u8]) -> Option<Vec<&[u8; 4]>> {
    let (kind, content) = next_box(bytes)?.0;
    let brands: Vec<&[u8; 4]> = content.as_chunks().0.iter().take(MOST_BOXES).collect();
    (kind == b"ftyp" && brands.len() >= 2).then_some(brands)
}

/// Reads what is said. `None` where it is damaged, or not whole.
pub(super) fn read(bytes: &[u8]) -> Option<Heif> {
    let outer = boxes(bytes)?;
    let brands = brands(bytes)?;
    let moov = inside(&outer, b"moov");
    let animated = moov.is_some() || MOVING.contains(brands.first()?);
    let heif = match (inside(&outer, b"meta"), moov) {
        (Some(meta), _) => primary(meta.get(4..)?)?,
        // Of what has moving pictures alone, their size is known.
        (None, Some(moov)) => {
            let (width, height) = track_size(moov)?;
            Heif { format: Format::Heic, width, height, turned: true, deep: true, animated }
        }
        (None, None) => return None,
    };
    let avif = |brand: &&[u8; 4]| [b"avif", b"avis"].contains(brand);
    let format = if brands.iter().any(avif) { Format::Avif } else { heif.format };
    Some(Heif { format, animated, ..heif })
}

/// The picture that stands for the file (23008-12, 8.11.4), with its properties (9.3).
fn primary(meta: &[u8]) -> Option<Heif> {
    let meta = boxes(meta)?;
    let (version, mut main) = versioned(inside(&meta, b"pitm")?)?;
    let main = main.number(if version == 0 { 2 } else { 4 })?;
    let described = boxes(inside(&meta, b"iprp")?)?;
    let all = boxes(inside(&described, b"ipco")?)?;
    let mut heif = Heif { format: Format::Heic, width: 0, height: 0, turned: false, deep: true, animated: false };
    for index in properties_of(main, &described)? {
        let Some(before) = (index as usize).checked_sub(1) else { continue };
        let (kind, content) = all.get(before)?;
        match *kind {
            b"ispe" => {
                let (_, mut size) = versioned(content)?;
                (heif.width, heif.height) = (size.number(4)?, size.number(4)?);
            }
            b"irot" => {
                heif.turned = true;
                if content.first()? & 1 == 1 {
                    (heif.width, heif.height) = (heif.height, heif.width);
                }
            }
            b"imir" => heif.turned = true,
            b"pixi" => heif.deep = content.get(5..)?.iter().any(|bits| *bits > 8),
            b"av1C" => heif.format = Format::Avif,
            _ => {}
        }
    }
    Some(heif)
}

/// The places of the properties of an item in the list of them all, from 1 (23008-12, 9.3.1).
fn properties_of(item: u32, described: &[Box<'_>]) -> Option<Vec<u32>> {
    for (_, content) in described.iter().filter(|(kind, _)| *kind == b"ipma") {
        let long = content.get(3)? & 1 == 1;
        let (version, mut rest) = versioned(content)?;
        for _ in 0..rest.number(4)? {
            let of = rest.number(if version == 0 { 2 } else { 4 })?;
            // The highest bit says that the property has to be understood.
            let (size, mask) = if long { (2, 0x7fff) } else { (1, 0x7f) };
            let count = rest.number(1)?;
            let places: Option<Vec<u32>> = (0..count).map(|_| Some(rest.number(size)? & mask)).collect();
            if of == item {
                return places;
            }
        }
    }
    None
}

/// How large the first track is that is seen (14496-12, 8.3.2): its last two numbers, with 16 bits of a fraction each.
fn track_size(moov: &[u8]) -> Option<(u32, u32)> {
    let tracks = boxes(moov)?;
    tracks.iter().filter(|(kind, _)| *kind == b"trak").find_map(|(_, track)| {
        let head = inside(&boxes(track)?, b"tkhd")?;
        let mut size = Numbers(head.get(head.len().checked_sub(8)?..)?);
        let (width, height) = (size.number(4)? >> 16, size.number(4)? >> 16);
        (width > 0 && height > 0).then_some((width, height))
    })
}

fn inside<'a>(boxes: &[Box<'a>], wanted: &[u8; 4]) -> Option<&'a [u8]> {
    boxes.iter().find(|(kind, _)| *kind == wanted).map(|(_, content)| *content)
}

/// The boxes that lie one after the other, if all of them are there.
fn boxes(mut bytes: &[u8]) -> Option<Vec<Box<'_>>> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let (one, rest) = next_box(bytes)?;
        all.push(one);
        bytes = rest;
        if all.len() > MOST_BOXES {
            return None;
        }
    }
    Some(all)
}

/// The first box, and what comes after it (14496-12, 4.2.2).
fn next_box(bytes: &[u8]) -> Option<(Box<'_>, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_first_chunk::<4>()?;
    let (content, after) = match u32::from_be_bytes(*length) {
        // All there is.
        0 => (rest, &[][..]),
        1 => {
            let (length, rest) = rest.split_first_chunk::<8>()?;
            rest.split_at_checked(usize::try_from(u64::from_be_bytes(*length)).ok()?.checked_sub(16)?)?
        }
        length => rest.split_at_checked((length as usize).checked_sub(8)?)?,
    };
    Some(((kind, content), after))
}

/// The version of a box, and what comes after that and its flags.
fn versioned(content: &[u8]) -> Option<(u8, Numbers<'_>)> {
    Some((*content.first()?, Numbers(content.get(4..)?)))
}

struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    /// The next one, of so many bytes.
    fn number(&mut self, bytes: usize) -> Option<u32> {
        let (number, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(number.iter().fold(0, |all, byte| all << 8 | u32::from(*byte)))
    }
}

#[cfg(test)]
mod tests {
    use heliograph_entity::file::Format;

    use super::{Heif, is_heif, read};

    fn one(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        [&(content.len() as u32 + 8).to_be_bytes(), kind.as_slice(), content].concat()
    }

    fn file(brand: &[u8; 4], properties: &[Vec<u8>]) -> Vec<u8> {
        let places: Vec<u8> = (1..=properties.len() as u8).map(|place| place | 0x80).collect();
        let of_item = [&[0, 0, 0, 0, 0, 0, 0, 1, 0, 7, places.len() as u8], places.as_slice()].concat();
        let described = [one(b"ipco", &properties.concat()), one(b"ipma", &of_item)].concat();
        let meta = [&[0; 4], one(b"pitm", &[0, 0, 0, 0, 0, 7]).as_slice(), &one(b"iprp", &described)].concat();
        let brands = [brand.as_slice(), &[0; 4], b"mif1"].concat();
        [one(b"ftyp", &brands), one(b"meta", &meta), one(b"mdat", b"pixels")].concat()
    }

    fn size(width: u32, height: u32) -> Vec<u8> {
        one(b"ispe", &[&[0; 4], width.to_be_bytes().as_slice(), &height.to_be_bytes()].concat())
    }

    #[test]
    fn a_picture_says_how_large_it_is_and_how_it_is_turned() {
        let plain = read(&file(b"heic", &[size(320, 200), one(b"pixi", &[0, 0, 0, 0, 3, 8, 8, 8])])).expect("one");
        assert_eq!((plain.format, plain.width, plain.height), (Format::Heic, 320, 200));
        assert_eq!((plain.turned, plain.deep, plain.animated), (false, false, false));

        let turned = read(&file(b"avif", &[size(320, 200), one(b"irot", &[3])])).expect("one");
        assert_eq!((turned.format, turned.width, turned.height, turned.turned), (Format::Avif, 200, 320, true));
        let mirrored = read(&file(b"mif1", &[size(320, 200), one(b"imir", &[1]), one(b"av1C", &[])])).expect("one");
        assert_eq!((mirrored.format, mirrored.width, mirrored.turned), (Format::Avif, 320, true));
        assert!(mirrored.deep, "nothing says that it is not");
        assert!(read(&file(b"avis", &[size(320, 200)])).expect("one").animated);
    }

    #[test]
    fn what_moves_without_a_picture_beside_it_is_known_to_move() {
        let head = [[0; 76].as_slice(), &[1, 64, 0, 0, 0, 200, 0, 0]].concat();
        let track = one(b"trak", &one(b"tkhd", &head));
        let file = [one(b"ftyp", b"msf1\0\0\0\0hevc"), one(b"moov", &track)].concat();
        let Heif { width, height, animated, .. } = read(&file).expect("one");
        assert_eq!((width, height, animated), (320, 200, true));
    }

    #[test]
    fn nonsense_and_halves_are_refused() {
        let whole = file(b"heic", &[size(320, 200)]);
        assert!(is_heif(&whole) && !is_heif(&one(b"ftyp", b"isom\0\0\0\0mp42")) && !is_heif(b"once upon a time"));
        for cut in 0..whole.len() {
            assert!(read(&whole[..cut]).is_none_or(|heif| heif.width == 320), "{cut}");
        }
        assert!(read(&whole[..whole.len() - 1]).is_none());
        // Boxes that are larger than the file, smaller than their own head, or end nowhere.
        for length in [[0xff; 4], [0, 0, 0, 7], [0, 0, 0, 1]] {
            let mut absurd = whole.clone();
            let at = absurd.windows(4).position(|four| four == b"ipco").expect("it");
            absurd[at - 4..at].copy_from_slice(&length);
            assert!(read(&absurd).is_none());
        }
        // Properties that are not there, and more items than there could be.
        let mut absurd = whole.clone();
        *absurd.iter_mut().rfind(|byte| **byte == 0x81).expect("a place") = 0xff;
        assert!(read(&absurd).is_none());
        let at = whole.windows(4).position(|four| four == b"ipma").expect("it");
        let mut absurd = whole.clone();
        absurd[at + 8..at + 12].copy_from_slice(&[0xff; 4]);
        absurd[at + 13] = 8;
        assert!(read(&absurd).is_none());
        let many = one(b"free", b"").repeat(20_000);
        assert!(read(&[whole, many].concat()).is_none());
    }
}
