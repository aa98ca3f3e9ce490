//! Chance that is the same each time: by a seed, or by a place.

/// 64 well-mixed bits of a number (SplitMix64's finaliser).
pub fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A row of numbers that a seed decides.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(mixed(seed))
    }

    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// From 0 to just below 1.
    pub fn share(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From 0 to just below `most`, which is at least 1.
    pub fn below(&mut self, most: usize) -> usize {
        (self.number() % most.max(1) as u64) as usize
    }

    pub fn between(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * self.share() as f32
    }

    /// True as often as `share` says.
    pub fn happens(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// One of several.
    ///
    /// # Panics
    /// When there are none.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

fn at(x: i32, y: i32, seed: u32) -> u32 {
    let mut h = seed ^ (x as u32).wrapping_mul(0x27d4_eb2f) ^ (y as u32).wrapping_mul(0x1656_67b1);
    h = (h ^ (h >> 15)).wrapping_mul(0x85eb_ca77);
    h = (h ^ (h >> 13)).wrapping_mul(0xc2b2_ae3d);
    h ^ (h >> 16)
}

/// From 0 to 1, for a cell of a grid.
pub(crate) fn cell(x: i32, y: i32, seed: u32) -> f32 {
    (at(x, y, seed) >> 8) as f32 / 16_777_216.0
}

/// Smooth hills and hollows one unit apart, from -1 to 1 (Perlin's gradient noise).
pub(crate) fn noise(x: f32, y: f32, seed: u32) -> f32 {
    const GRADIENTS: [(f32, f32); 8] =
        [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7), (-0.7, -0.7)];
    let (column, row) = (x.floor(), y.floor());
    let (dx, dy) = (x - column, y - row);
    let (column, row) = (column as i32, row as i32);
    let corner = |cx: i32, cy: i32| {
        let (gx, gy) = GRADIENTS[(at(column.wrapping_add(cx), row.wrapping_add(cy), seed) >> 13) as usize & 7];
        gx * (dx - cx as f32) + gy * (dy - cy as f32)
    };
    let fade = |t: f32| t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
    let (u, v) = (fade(dx), fade(dy));
    let top = corner(0, 0) + (corner(1, 0) - corner(0, 0)) * u;
    let bottom = corner(0, 1) + (corner(1, 1) - corner(0, 1)) * u;
    (top + (bottom - top) * v) * 1.5
}

/// Noise upon finer noise, about -1 to 1.
pub(crate) fn fbm(mut x: f32, mut y: f32, octaves: u32, seed: u32) -> f32 {
    let (mut sum, mut strength) = (0.0, 0.5);
    for octave in 0..octaves {
        sum += strength * noise(x, y, seed.wrapping_add(octave * 131));
        // Turned a little each time, so that the grids do not show.
        (x, y) = (1.6 * x - 1.2 * y, 1.2 * x + 1.6 * y);
        strength *= 0.5;
    }
    sum
}

/// Sharp crests between round valleys, about 0 to 1.
pub(crate) fn ridged(mut x: f32, mut y: f32, octaves: u32, seed: u32) -> f32 {
    let (mut sum, mut strength, mut before) = (0.0, 0.5, 1.0);
    for octave in 0..octaves {
        let crest = 1.0 - noise(x, y, seed.wrapping_add(octave * 131)).abs();
        let crest = crest * crest;
        sum += strength * crest * before;
        before = crest;
        (x, y) = (1.6 * x - 1.2 * y, 1.2 * x + 1.6 * y);
        strength *= 0.5;
    }
    sum
}

/// 0 below `from`, 1 above `to`, smooth between.
pub(crate) fn smooth(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// Several rows of chance that have nothing to do with each other.
pub(crate) fn part(seed: u64, number: u64) -> u32 {
    mixed(seed ^ number.wrapping_mul(0x5851_f42d_4c95_7f2d)) as u32
}

#[cfg(test)]
mod tests {
    use super::{Chance, fbm, noise};

    #[test]
    fn chance_is_the_same_each_time_and_spread_evenly() {
        let (mut one, mut other) = (Chance::new(7), Chance::new(7));
        let mean = (0..10_000).map(|_| one.share()).sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.02, "{mean}");
        assert!((0..10_000).all(|_| other.below(9) < 9));
        assert_eq!(one.number(), other.number());
    }

    #[test]
    fn noise_stays_within_its_bounds() {
        for step in 0..5_000 {
            let (x, y) = (step as f32 * 0.37 - 900.0, step as f32 * 0.11 - 70.0);
            assert!(noise(x, y, 3).abs() <= 1.2 && fbm(x, y, 6, 3).abs() <= 1.2);
        }
        assert_eq!(noise(4.0, -9.0, 1), 0.0, "and is even at the corners of its grid");
    }
}
