//! What is above: light by the hour, clouds, stars, the moon and northern lights.

use crate::{
    noise::{Chance, cell, fbm, noise, part, smooth},
    vector::V,
};

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Hour {
    Dawn,
    Morning,
    Noon,
    Golden,
    Dusk,
    Blue,
    Night,
    Grey,
    Storm,
}

#[derive(Clone)]
pub(crate) struct Sky {
    pub(crate) hour: Hour,
    zenith: V,
    middle: V,
    pub(crate) horizon: V,
    /// Where the sun stands, or the moon at night.
    pub(crate) sun: V,
    pub(crate) sunlight: V,
    /// What comes from everywhere else.
    pub(crate) ambient: V,
    /// How much of the sky is covered: 0 to 1.
    pub(crate) clouds: f32,
    cloud_lit: V,
    cloud_dark: V,
    pub(crate) stars: f32,
    pub(crate) milky_way: f32,
    pub(crate) aurora: f32,
    seed: u32,
}

impl Sky {
    /// `aside` is where the sun stands: 0 straight ahead, positive to the right, in radians.
    pub(crate) fn new(hour: Hour, aside: f32, clouds: f32, seed: u64) -> Self {
        // Zenith, middle, horizon, sunlight, ambient, lit and dark parts of clouds, and how high the sun stands.
        let (zenith, middle, horizon, sunlight, ambient, lit, dark, height) = match hour {
            Hour::Dawn => (
                V(0.16, 0.24, 0.46),
                V(0.62, 0.48, 0.55),
                V(1.05, 0.66, 0.50),
                V(1.9, 1.05, 0.70),
                V(0.34, 0.34, 0.46),
                V(1.25, 0.72, 0.60),
                V(0.36, 0.33, 0.46),
                0.07,
            ),
            Hour::Morning => (
                V(0.13, 0.30, 0.62),
                V(0.42, 0.60, 0.82),
                V(0.92, 0.88, 0.80),
                V(2.1, 1.75, 1.30),
                V(0.36, 0.42, 0.52),
                V(1.2, 1.12, 1.02),
                V(0.55, 0.58, 0.66),
                0.36,
            ),
            Hour::Noon => (
                V(0.07, 0.22, 0.58),
                V(0.26, 0.50, 0.85),
                V(0.66, 0.80, 0.95),
                V(2.3, 2.15, 1.95),
                V(0.36, 0.45, 0.60),
                V(1.25, 1.25, 1.25),
                V(0.58, 0.64, 0.74),
                0.95,
            ),
            Hour::Golden => (
                V(0.15, 0.30, 0.56),
                V(0.52, 0.54, 0.58),
                V(1.30, 0.84, 0.44),
                V(2.9, 1.55, 0.66),
                V(0.25, 0.30, 0.42),
                V(1.5, 0.92, 0.52),
                V(0.48, 0.38, 0.38),
                0.11,
            ),
            Hour::Dusk => (
                V(0.05, 0.08, 0.24),
                V(0.27, 0.19, 0.31),
                V(1.15, 0.46, 0.15),
                V(0.80, 0.36, 0.20),
                V(0.14, 0.14, 0.24),
                V(1.05, 0.42, 0.24),
                V(0.14, 0.11, 0.20),
                0.015,
            ),
            Hour::Blue => (
                V(0.015, 0.035, 0.12),
                V(0.05, 0.10, 0.25),
                V(0.24, 0.30, 0.42),
                V(0.10, 0.12, 0.20),
                V(0.05, 0.085, 0.17),
                V(0.13, 0.16, 0.26),
                V(0.03, 0.05, 0.11),
                0.02,
            ),
            Hour::Night => (
                V(0.006, 0.010, 0.026),
                V(0.012, 0.021, 0.048),
                V(0.034, 0.052, 0.085),
                V(0.11, 0.13, 0.17),
                V(0.014, 0.020, 0.036),
                V(0.05, 0.06, 0.09),
                V(0.008, 0.012, 0.022),
                0.45,
            ),
            Hour::Grey => (
                V(0.42, 0.47, 0.53),
                V(0.60, 0.64, 0.68),
                V(0.82, 0.84, 0.84),
                V(0.55, 0.55, 0.52),
                V(0.56, 0.59, 0.62),
                V(0.82, 0.84, 0.86),
                V(0.36, 0.40, 0.45),
                0.6,
            ),
            Hour::Storm => (
                V(0.07, 0.09, 0.12),
                V(0.17, 0.20, 0.24),
                V(0.70, 0.64, 0.52),
                V(1.1, 0.95, 0.70),
                V(0.20, 0.23, 0.27),
                V(0.62, 0.58, 0.50),
                V(0.06, 0.075, 0.10),
                0.14,
            ),
        };
        let sun = V(aside.sin(), height, aside.cos()).unit();
        let stars = match hour {
            Hour::Night => 1.0,
            Hour::Blue => 0.25,
            _ => 0.0,
        };
        Self {
            hour,
            zenith,
            middle,
            horizon,
            sun,
            sunlight,
            ambient,
            clouds,
            cloud_lit: lit,
            cloud_dark: dark,
            stars,
            milky_way: 0.0,
            aurora: 0.0,
            seed: part(seed, 1),
        }
    }

    /// The light that comes from that direction.
    pub(crate) fn light(&self, way: V) -> V {
        let mut light = self.air(way);
        let up = way.1.max(0.0);
        if self.stars > 0.0 {
            light += self.starlight(way) * (self.stars * smooth(0.0, 0.12, up));
        }
        if self.aurora > 0.0 {
            light += self.northern_lights(way) * self.aurora;
        }
        light += self.disc(way);
        if self.clouds > 0.0 && way.1 > -0.02 {
            let (colour, cover) = self.cloud(way);
            light = light.mix(colour, cover);
        }
        light
    }

    /// Without anything in it: what lies far away takes this colour.
    pub(crate) fn air(&self, way: V) -> V {
        let up = way.1.max(0.0);
        let low = (-up * 9.0).exp();
        let high = smooth(0.04, 0.75, up);
        let blue = self.middle.mix(self.zenith, high);
        let toward = way.dot(self.sun).max(0.0);
        // The horizon is warmest below the sun.
        let side = 0.45 + 0.55 * (0.5 + 0.5 * V(way.0, 0.0, way.2).unit().dot(V(self.sun.0, 0.0, self.sun.2).unit()));
        let mut light = blue.mix(self.horizon.mix(self.middle, 1.0 - side), low);
        let halo = match self.hour {
            Hour::Night | Hour::Grey | Hour::Blue => 0.0,
            _ => 0.5 * toward.powi(6) * 0.35 + 0.6 * toward.powi(48) + 0.8 * toward.powi(300),
        };
        light += self.sunlight * (halo * 0.5);
        light
    }

    fn disc(&self, way: V) -> V {
        let toward = way.dot(self.sun);
        match self.hour {
            Hour::Grey | Hour::Blue | Hour::Storm => V::default(),
            Hour::Dusk if self.sun.1 < 0.0 => V::default(),
            Hour::Night if self.milky_way > 0.0 || self.aurora > 0.0 => V::default(),
            Hour::Night => {
                let edge = smooth(0.99958, 0.99966, toward);
                let seas = 0.75 + 0.35 * fbm(way.0 * 55.0, way.1 * 55.0, 4, self.seed ^ 77);
                let halo = toward.max(0.0).powi(60) * 0.05 + toward.max(0.0).powi(900) * 0.15;
                V(1.7, 1.62, 1.45) * (edge * seas) + V(0.55, 0.65, 0.85) * halo
            }
            _ => self.sunlight * (7.0 * smooth(0.99965, 0.9998, toward)),
        }
    }

    fn cloud(&self, way: V) -> (V, f32) {
        let flat = 1.0 / (way.1.max(0.0) + 0.11);
        let (x, y) = (way.0 * flat, way.2 * flat);
        let bend = fbm(x * 0.5 + 9.0, y * 0.5, 3, self.seed ^ 31) * 0.7;
        let thick = |x: f32, y: f32| fbm(x * 0.95 + bend, y * 1.35 + bend, 6, self.seed) + 0.5;
        let here = thick(x, y);
        let edge = 1.0 - self.clouds;
        let cover = smooth(edge, edge + 0.32, here) * smooth(-0.02, 0.07, way.1);
        if cover <= 0.0 {
            return (V::default(), 0.0);
        }
        // Thinner towards the sun is brighter.
        let toward = V(self.sun.0, 0.0, self.sun.2).unit();
        let there = thick(x + toward.0 * 0.22, y + toward.2 * 0.22);
        let lit = (0.55 + 1.5 * (here - there) - 0.55 * smooth(edge + 0.15, edge + 0.75, here)).clamp(0.0, 1.0);
        let glow = way.dot(self.sun).max(0.0).powi(8);
        let mut colour = self.cloud_dark.mix(self.cloud_lit, lit);
        colour += self.sunlight * (0.30 * glow * (1.0 - cover * 0.7));
        let far = smooth(0.22, 0.0, way.1);
        (colour.mix(self.air(way), far * 0.72), cover * 0.94)
    }

    fn starlight(&self, way: V) -> V {
        let across = way.0.atan2(way.2);
        let up = way.1.asin();
        let mut light = V::default();
        // A band across the sky, with dark lanes of dust.
        let along = across * 0.62 + up * 0.9;
        let beside = up * 0.72 - across * 0.62 - 0.34;
        let wide = 0.16 + 0.05 * noise(along * 2.0, 1.0, self.seed ^ 3);
        let band = (-(beside / wide).powi(2)).exp() * self.milky_way;
        if band > 0.003 {
            let gas = 0.5 + 0.75 * fbm(along * 3.2, beside * 5.0, 6, self.seed ^ 9);
            let dust = smooth(0.02, 0.34, fbm(along * 2.4 + 4.0, beside * 7.0, 6, self.seed ^ 21) + 0.09);
            let core = (-(beside / (wide * 0.4)).powi(2)).exp();
            let colour = V(0.30, 0.36, 0.56).mix(V(0.85, 0.62, 0.46), core * 0.75);
            light += colour * (band * gas.max(0.0) * (1.0 - 0.82 * dust * core.max(0.35)) * 0.62);
        }
        for (scale, share, bright) in [(95.0, 0.055, 1.0), (210.0, 0.10, 0.55), (430.0, 0.12 + 0.3 * band, 0.3)] {
            let (x, y) = (across * scale, up * scale);
            let (column, row) = (x.floor() as i32, y.floor() as i32);
            let here = cell(column, row, self.seed ^ scale as u32);
            if here > share {
                continue;
            }
            let kind = cell(column, row, self.seed ^ (scale as u32 + 1));
            let (sx, sy) = (
                0.25 + 0.5 * cell(column, row, self.seed ^ (scale as u32 + 2)),
                0.25 + 0.5 * cell(column, row, self.seed ^ (scale as u32 + 3)),
            );
            let away = ((x - column as f32 - sx).powi(2) + (y - row as f32 - sy).powi(2)).sqrt();
            let size = 0.10 + 0.16 * kind * kind;
            let point = smooth(size, size * 0.1, away) * (0.25 + 2.6 * kind.powi(5)) * bright;
            light += V(0.75, 0.85, 1.15).mix(V(1.2, 0.9, 0.65), cell(column, row, self.seed ^ 5)) * point;
        }
        light
    }

    fn northern_lights(&self, way: V) -> V {
        let mut light = V::default();
        for curtain in 0..3 {
            let seed = self.seed ^ (curtain * 97 + 11);
            let across = way.0.atan2(way.2) * 1.5 + curtain as f32 * 3.7;
            let foot = 0.13
                + 0.13 * curtain as f32
                + 0.10 * noise(across * 1.1, 0.3, seed)
                + 0.05 * noise(across * 3.1, 2.0, seed);
            let above = way.1 - foot;
            if above < -0.05 {
                continue;
            }
            let tall = 0.30 + 0.14 * noise(across * 2.0, 5.0, seed);
            let rays = 0.62 + 0.55 * noise(across * 16.0 + above * 1.2, above * 0.6, seed ^ 2);
            let folds = 0.45 + 0.75 * noise(across * 2.3, 9.0, seed ^ 4).abs();
            let body = smooth(-0.02, 0.03, above) * (-above.max(0.0) / (tall * 0.42)).exp();
            let green = V(0.06, 0.85, 0.34);
            let violet = V(0.42, 0.14, 0.62);
            let colour = green.mix(violet, smooth(tall * 0.25, tall * 1.1, above));
            light += colour * (body * rays.max(0.05) * folds * 0.62);
        }
        light
    }
}

/// A sky somewhat different each time.
pub(crate) fn some_sky(hour: Hour, chance: &mut Chance, clouds: f32) -> Sky {
    let side = if chance.happens(0.5) { 1.0 } else { -1.0 };
    // From the side: what stands in the way of the light is flat.
    let aside = side * chance.between(0.7, 1.35);
    Sky::new(hour, aside, clouds, chance.number())
}
