//! Pictures that nobody took: landscapes, stars, things on a table, all computed. What a demonstration shows instead of
//! somebody's photographs.
//!
//! The same motif and the same seed make the same picture, pixel by pixel, on one kind of machine.

mod canvas;
mod figures;
mod land;
mod motifs;
mod near;
mod noise;
mod scenes;
mod sky;
mod solid;
mod vector;

pub use motifs::{MOTIFS, Motif};
pub use noise::{Chance, mixed};

/// Three bytes a pixel: red, green and blue as sRGB has them.
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<u8>,
}

/// Paints a motif, its longer side `long` pixels.
pub fn paint(motif: &Motif, seed: u64, long: u32) -> Picture {
    let (across, down) = motif.shape;
    let longer = across.max(down);
    let width = (long * across).div_ceil(longer) as usize;
    let height = (long * down).div_ceil(longer) as usize;
    let name = motif.name.bytes().fold(seed, |sum, letter| mixed(sum ^ u64::from(letter)));
    let (canvas, development) = scenes::paint(motif.scene, width, height, &mut Chance::new(name));
    Picture { width: width as u32, height: height as u32, pixels: canvas.develop(development, name as u32) }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{MOTIFS, paint};

    #[test]
    fn every_motif_is_painted_and_none_is_a_single_colour() {
        for motif in &MOTIFS {
            let picture = paint(motif, 1, 96);
            assert_eq!(picture.width.max(picture.height), 96, "{}", motif.name);
            assert_eq!(picture.pixels.len(), (picture.width * picture.height * 3) as usize);
            let tones: HashSet<u8> = picture.pixels.iter().map(|value| value / 8).collect();
            assert!(tones.len() > 8, "{} has {} tones", motif.name, tones.len());
        }
    }

    #[test]
    fn a_seed_decides_every_pixel() {
        let [one, again, other] = [1, 1, 2].map(|seed| paint(&MOTIFS[0], seed, 64).pixels);
        assert!(one == again && one != other);
    }

    #[test]
    fn motifs_have_names_of_their_own_and_say_what_they_show() {
        assert_eq!(MOTIFS.iter().map(|motif| motif.name).collect::<HashSet<_>>().len(), MOTIFS.len());
        assert!(MOTIFS.iter().all(|motif| motif.alt.len() > 30 && !motif.titles.is_empty() && motif.tags.len() > 1));
    }
}
