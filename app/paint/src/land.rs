//! Land and water under a sky: rays are sent over a map of heights until they meet something.

use std::thread;

use crate::{
    canvas::Canvas,
    noise::{Chance, fbm, noise, part, ridged, smooth},
    sky::{Hour, Sky},
    vector::V,
};

const CELLS: usize = 1024;
/// How far a map reaches, in kilometres, as all lengths here.
const REACH: f32 = 20.0;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Ground {
    /// Rock and snow above woods and meadows.
    Alps,
    /// Meadows and woods.
    Hills,
    Dunes,
    /// Red rock in steps.
    Mesas,
    /// Snow on everything.
    Winter,
    /// Cliffs and stacks in the sea.
    Coast,
    /// Nothing but water.
    Sea,
}

pub(crate) struct Land {
    ground: Ground,
    heights: Vec<f32>,
    /// Where water stands; below everything when there is none.
    water: f32,
    /// Height of the waves, and how mist lies.
    waves: f32,
    mist: f32,
    seed: u32,
    eye: V,
    pitch: f32,
    zoom: f32,
}

pub(crate) struct View {
    pub(crate) ground: Ground,
    pub(crate) water: f32,
    pub(crate) waves: f32,
    pub(crate) mist: f32,
    /// Above the ground, in kilometres.
    pub(crate) above: f32,
    pub(crate) pitch: f32,
    pub(crate) zoom: f32,
}

impl Land {
    pub(crate) fn new(view: &View, chance: &mut Chance) -> Self {
        let seed = part(chance.number(), 3);
        let mut heights = vec![0.0; CELLS * CELLS];
        let rows = CELLS / thread::available_parallelism().map_or(1, usize::from).min(64);
        thread::scope(|scope| {
            for (part, heights) in heights.chunks_mut(rows * CELLS).enumerate() {
                scope.spawn(move || {
                    for (at, cell) in heights.iter_mut().enumerate() {
                        let (column, row) = (at % CELLS, part * rows + at / CELLS);
                        let (x, z) = (column as f32 / CELLS as f32 * REACH, row as f32 / CELLS as f32 * REACH);
                        *cell = height(view.ground, x, z, seed);
                    }
                });
            }
        });
        let mut land = Self {
            ground: view.ground,
            heights,
            water: view.water,
            waves: view.waves,
            mist: view.mist,
            seed,
            eye: V(REACH / 2.0, 0.0, 1.0),
            pitch: view.pitch,
            zoom: view.zoom,
        };
        // Of several places, the one with the best view: low ground at first, high ground far away.
        let mut best = f32::MIN;
        for _ in 0..48 {
            let (x, z) = (chance.between(5.0, REACH - 5.0), chance.between(0.4, 5.0));
            let foot = land.coarse(x, z);
            let crest = (0..60).map(|step| {
                let far = 2.0 + step as f32 * 0.18;
                let aside = ((step % 5) as f32 - 2.0) * far * 0.13;
                (land.coarse(x + aside, z + far) - foot) / far
            });
            let near = (1..40).map(|step| {
                let (far, aside) = (0.1 + (step / 5) as f32 * 0.16, ((step % 5) as f32 - 2.0) * 0.4);
                land.coarse(x + aside * far, z + far) - foot.max(view.water)
            });
            let blocked = near.fold(0.0, f32::max);
            let wet = if view.water > -1.0 && foot > view.water + 0.12 { 1.0 } else { 0.0 };
            let worth = crest.fold(0.0, f32::max).min(0.5) - blocked * 2.2 - wet;
            if worth > best {
                best = worth;
                land.eye = V(x, foot.max(view.water) + view.above, z);
            }
        }
        land
    }

    pub(crate) fn way(&self, x: f32, y: f32) -> V {
        let way = V(x, y, self.zoom);
        let (sin, cos) = self.pitch.sin_cos();
        V(way.0, way.1 * cos + way.2 * sin, way.2 * cos - way.1 * sin).unit()
    }

    pub(crate) fn paint(&self, width: usize, height: usize, sky: &Sky) -> Canvas {
        Canvas::shade(width, height, |x, y| self.light(sky, self.eye, self.way(x, y), true))
    }

    fn light(&self, sky: &Sky, from: V, way: V, mirror: bool) -> V {
        let surface = if way.1 < 0.0 { (from.1 - self.water) / -way.1 } else { f32::MAX };
        let far = surface.min(60.0);
        let hit = if self.ground == Ground::Sea { None } else { self.meet(from, way, far) };
        match hit {
            Some(t) => {
                let colour = self.soil(sky, from + way * t, t, way);
                self.haze(sky, from, way, t, colour)
            }
            None if surface < 60.0 && self.water > -1.0 => {
                let colour = self.surface(sky, from + way * surface, surface, way, mirror);
                self.haze(sky, from, way, surface, colour)
            }
            None if way.1 < 0.0 => self.haze(sky, from, way, 60.0, sky.air(V(way.0, 0.0, way.2).unit())),
            None => {
                let light = sky.light(way);
                // Mist stands above the horizon too.
                let bank = (self.mist * 5.0 * (-way.1 * 26.0).exp()).min(0.9);
                light.mix(self.mist_light(sky, way), bank)
            }
        }
    }

    fn coarse(&self, x: f32, z: f32) -> f32 {
        let cells = CELLS as f32;
        let (x, z) = ((x / REACH * cells).rem_euclid(cells * 2.0), (z / REACH * cells).rem_euclid(cells * 2.0));
        // Beyond its edges the map is mirrored.
        let fold = |at: f32| if at < cells { at } else { cells * 2.0 - at };
        let (x, z) = (fold(x).min(cells - 1.001), fold(z).min(cells - 1.001));
        let (column, row) = (x as usize, z as usize);
        let at = row * CELLS + column;
        let (u, v) = (x - column as f32, z - row as f32);
        let right = usize::from(column + 1 < CELLS);
        let down = if row + 1 < CELLS { CELLS } else { 0 };
        let top = self.heights[at] + (self.heights[at + right] - self.heights[at]) * u;
        let bottom = self.heights[at + down] + (self.heights[at + down + right] - self.heights[at + down]) * u;
        top + (bottom - top) * v
    }

    fn meet(&self, from: V, way: V, far: f32) -> Option<f32> {
        let (mut t, mut before) = (0.02, 0.02);
        for _ in 0..260 {
            let at = from + way * t;
            let above = at.1 - self.coarse(at.0, at.2);
            if above < 0.0 {
                let (mut near, mut beyond) = (before, t);
                for _ in 0..7 {
                    let middle = (near + beyond) / 2.0;
                    let at = from + way * middle;
                    if at.1 < self.coarse(at.0, at.2) { beyond = middle } else { near = middle }
                }
                return Some(beyond);
            }
            if at.1 > 6.0 && way.1 > 0.0 {
                return None;
            }
            before = t;
            t += (above * 0.42).max(0.0035 * t + 0.002);
            if t > far {
                return None;
            }
        }
        None
    }

    /// With what is too fine for the map.
    fn fine(&self, x: f32, z: f32, octaves: u32) -> f32 {
        let (scale, strength) = match self.ground {
            Ground::Dunes => return self.coarse(x, z) + self.ripples(x, z),
            Ground::Hills => (14.0, 0.010),
            Ground::Winter => (11.0, 0.014),
            _ => (9.0, 0.050),
        };
        self.coarse(x, z) + strength * fbm(x * scale, z * scale, octaves, self.seed ^ 5)
    }

    fn ripples(&self, x: f32, z: f32) -> f32 {
        let bend = 0.10 * fbm(x * 6.0, z * 6.0, 3, self.seed ^ 8);
        let crest = ((x * 0.8 + z * 0.35 + bend) * 420.0).sin();
        0.00034 * crest + 0.0009 * fbm(x * 40.0, z * 40.0, 2, self.seed ^ 6)
    }

    fn normal(&self, at: V, t: f32) -> V {
        let step = (0.0011 * t).max(0.0022);
        let octaves = if t < 3.0 {
            6
        } else if t < 9.0 {
            4
        } else {
            2
        };
        let here = |x: f32, z: f32| self.fine(x, z, octaves);
        V(
            here(at.0 - step, at.2) - here(at.0 + step, at.2),
            2.0 * step,
            here(at.0, at.2 - step) - here(at.0, at.2 + step),
        )
        .unit()
    }

    /// How much of the sun reaches a place: 0 to 1.
    fn sunshine(&self, sky: &Sky, at: V) -> f32 {
        let sun = V(sky.sun.0, sky.sun.1.max(0.05), sky.sun.2).unit();
        let (mut t, mut open) = (0.04, 1.0_f32);
        for _ in 0..44 {
            let place = at + sun * t;
            let above = place.1 - self.coarse(place.0, place.2);
            open = open.min(14.0 * above / t);
            if open < 0.004 || place.1 > 4.5 || t > 12.0 {
                break;
            }
            t += above.clamp(0.03, 0.6);
        }
        smooth(0.0, 1.0, open)
    }

    fn soil(&self, sky: &Sky, at: V, t: f32, way: V) -> V {
        let normal = self.normal(at, t);
        let sun = V(sky.sun.0, sky.sun.1.max(0.05), sky.sun.2).unit();
        let facing = normal.dot(sun).max(0.0);
        let shine = if facing > 0.0 { self.sunshine(sky, at + normal * 0.01) } else { 0.0 };
        let up = 0.5 + 0.5 * normal.1;
        let mottled = fbm(at.0 * 7.0, at.2 * 7.0, 4, self.seed ^ 15);
        let speckled = noise(at.0 * 90.0, at.2 * 90.0, self.seed ^ 16) * smooth(7.0, 1.0, t);
        let flat = normal.1;
        let rock = V(0.21, 0.19, 0.18).mix(V(0.34, 0.30, 0.27), 0.5 + 0.8 * mottled);
        let snow = V(0.86, 0.90, 0.97);
        let mut colour = match self.ground {
            Ground::Alps => {
                let meadow = V(0.13, 0.19, 0.055).mix(V(0.22, 0.20, 0.07), 0.5 + mottled);
                let wood = V(0.028, 0.055, 0.028) * (1.0 + 0.5 * speckled);
                let woods = smooth(1.15, 0.85, at.1 + 0.25 * mottled) * smooth(-0.22, 0.12, mottled + (flat - 0.72));
                let green = rock.mix(meadow, smooth(0.68, 0.84, flat + 0.10 * mottled) * smooth(1.7, 1.2, at.1));
                let line = 1.42 + 0.4 * mottled;
                green
                    .mix(wood, woods * smooth(0.55, 0.68, flat))
                    .mix(snow, smooth(line, line + 0.28, at.1) * smooth(0.50, 0.66, flat))
            }
            Ground::Hills => {
                let field = V(0.20, 0.25, 0.055)
                    .mix(V(0.34, 0.29, 0.10), smooth(-0.1, 0.25, fbm(at.0 * 1.6, at.2 * 1.6, 3, self.seed ^ 17)));
                let wood = V(0.035, 0.065, 0.025) * (1.0 + 0.7 * speckled);
                let woods = smooth(0.04, 0.16, fbm(at.0 * 2.6, at.2 * 2.6, 5, self.seed ^ 18));
                (field * (1.0 + 0.25 * speckled)).mix(wood, woods)
            }
            Ground::Dunes => V(0.66, 0.40, 0.20).mix(V(0.80, 0.54, 0.30), 0.5 + 0.5 * mottled),
            Ground::Mesas => {
                let layers = noise(at.1 * 15.0 + 0.5 * mottled, 0.5, self.seed ^ 19)
                    + 0.5 * noise(at.1 * 47.0, 1.5, self.seed ^ 20);
                let cliff = V(0.50, 0.20, 0.10).mix(V(0.68, 0.40, 0.22), 0.5 + 0.6 * layers);
                let floor = V(0.50, 0.29, 0.16).mix(V(0.24, 0.24, 0.12), smooth(0.0, 0.3, mottled) * 0.7);
                cliff.mix(floor * (1.0 + 0.3 * speckled), smooth(0.80, 0.93, flat))
            }
            Ground::Winter => {
                let wood = V(0.045, 0.06, 0.06) * (1.0 + 0.7 * speckled);
                let woods = smooth(0.03, 0.18, fbm(at.0 * 2.2, at.2 * 2.2, 5, self.seed ^ 18)) * smooth(1.1, 0.8, at.1);
                rock.mix(snow, smooth(0.52, 0.70, flat + 0.06 * mottled)).mix(wood, woods * 0.85)
            }
            Ground::Coast | Ground::Sea => {
                let grass = V(0.16, 0.20, 0.06).mix(V(0.25, 0.22, 0.09), 0.5 + mottled);
                let wet = rock * (0.45 + 0.55 * smooth(0.0, 0.06, at.1 - self.water));
                wet.mix(grass, smooth(0.78, 0.90, flat + 0.08 * mottled) * smooth(0.05, 0.12, at.1 - self.water))
            }
        };
        if self.ground != Ground::Dunes {
            colour = colour * (1.0 + 0.22 * speckled);
        }
        let back = smooth(0.0, 1.0, -normal.dot(V(sun.0, 0.0, sun.2).unit())) * 0.12;
        let mut light = colour * (sky.sunlight * (facing * shine * 1.05) + sky.ambient * (0.30 + 0.75 * up + back));
        if matches!(self.ground, Ground::Dunes | Ground::Winter) {
            let glint = way.reflected(normal).dot(sun).max(0.0).powi(9);
            light += sky.sunlight * (0.05 * glint * shine);
        }
        light
    }

    fn surface(&self, sky: &Sky, at: V, t: f32, way: V, mirror: bool) -> V {
        let calm = 1.0 / (1.0 + t * 0.35);
        let tilt = |scale: f32, seed: u32| {
            // Waves are longer across the wind.
            let here = |x: f32, z: f32| fbm(x * scale * 0.55, z * scale, 4, self.seed ^ seed);
            let step = 0.35 / scale;
            (here(at.0 + step, at.2) - here(at.0 - step, at.2), here(at.0, at.2 + step) - here(at.0, at.2 - step))
        };
        let (far_x, far_z) = tilt(34.0, 41);
        let (near_x, near_z) = if t < 1.6 { tilt(170.0, 42) } else { (0.0, 0.0) };
        let fade = smooth(1.6, 0.2, t) * 0.5;
        let normal = V(
            -(far_x + near_x * fade) * self.waves * (0.45 + calm),
            1.0,
            -(far_z + near_z * fade) * self.waves * (0.45 + calm),
        )
        .unit();
        let mut back = way.reflected(normal);
        back.1 = back.1.abs().max(0.004);
        let back = back.unit();
        let seen = if mirror { self.light(sky, at + V(0.0, 0.004, 0.0), back, false) } else { sky.light(back) };
        // Schlick: the flatter the view, the better the mirror.
        let share = 0.03 + 0.97 * (1.0 - normal.dot(-way).max(0.0)).powi(5);
        let deep = V(0.012, 0.050, 0.062) * (sky.ambient.brightness() * 2.4);
        let shallow = V(0.05, 0.17, 0.16) * (sky.ambient.brightness() * 2.0);
        let bottom = if self.ground == Ground::Sea {
            deep
        } else {
            deep.mix(shallow, smooth(0.10, 0.0, self.water - self.coarse(at.0, at.2)))
        };
        let mut light = bottom.mix(seen, share.min(0.96));
        let glint = way.reflected(normal).dot(sky.sun).max(0.0);
        light += sky.sunlight * (0.9 * glint.powi(160) + 0.10 * glint.powi(24));
        if self.waves > 0.5 && sky.hour != Hour::Night {
            let foam = smooth(0.30, 0.62, fbm(at.0 * 26.0, at.2 * 60.0, 5, self.seed ^ 43)) * smooth(5.0, 0.5, t);
            light = light.mix(sky.ambient * 1.5 + sky.sunlight * 0.2, foam * 0.65);
        }
        if self.ground == Ground::Coast {
            let shore = smooth(
                0.035,
                0.0,
                self.water - self.coarse(at.0, at.2) + 0.02 * noise(at.0 * 40.0, at.2 * 40.0, self.seed ^ 44),
            );
            light = light.mix(sky.ambient * 1.4 + sky.sunlight * 0.2, shore * 0.7);
        }
        light
    }

    fn mist_light(&self, sky: &Sky, way: V) -> V {
        let toward = way.dot(sky.sun).max(0.0);
        sky.air(V(way.0, 0.02, way.2).unit()).mix(sky.sunlight, 0.10 * toward.powi(5))
    }

    /// What lies far away is seen through much air, and through mist where it lies low.
    fn haze(&self, sky: &Sky, from: V, way: V, t: f32, colour: V) -> V {
        let thin = 1.0 - (-0.026 * t - 0.0010 * t * t).exp();
        let colour = colour.mix(sky.air(V(way.0, way.1.max(0.03), way.2).unit()), thin);
        if self.mist <= 0.0 {
            return colour;
        }
        // Thickness falls off with height; this is its sum along the way (Quilez).
        let fall = 5.0;
        let base = self.water.max(0.0);
        let rise = if way.1.abs() < 1e-4 { t } else { (1.0 - (-way.1 * fall * t).exp()) / (way.1 * fall) };
        let at = from + way * t;
        let patchy = 0.75 + 0.6 * fbm(at.0 * 0.8, at.2 * 0.8, 4, self.seed ^ 50);
        let thick = self.mist * (-(from.1 - base) * fall).exp() * rise * patchy.max(0.1);
        colour.mix(self.mist_light(sky, way), 1.0 - (-thick.min(30.0)).exp())
    }
}

/// Kilometres above zero.
fn height(ground: Ground, x: f32, z: f32, seed: u32) -> f32 {
    let (bx, bz) = (fbm(x * 0.35, z * 0.35, 3, seed ^ 71), fbm(x * 0.35 + 40.0, z * 0.35, 3, seed ^ 72));
    match ground {
        Ground::Alps | Ground::Winter => {
            let massif = smooth(-0.35, 0.55, fbm(x * 0.16, z * 0.16, 3, seed));
            let crest = ridged(x * 0.30 + bx * 0.5, z * 0.30 + bz * 0.5, 8, seed ^ 1);
            0.12 + massif * crest * 2.5 + 0.10 * fbm(x * 1.1, z * 1.1, 5, seed ^ 2)
        }
        Ground::Hills => {
            0.34 + 0.42 * fbm(x * 0.42 + bx * 0.3, z * 0.42, 4, seed) + 0.04 * fbm(x * 2.4, z * 2.4, 4, seed ^ 1)
        }
        Ground::Dunes => {
            let wave = |scale: f32, seed: u32| {
                let phase = (x * 0.55 + z * 0.8) * scale + 1.5 * fbm(x * scale * 0.32, z * scale * 0.32, 3, seed);
                let phase = phase - phase.floor();
                // A long climb before the wind, then a steep fall.
                if phase < 0.72 { smooth(0.0, 0.72, phase) } else { 1.0 - (phase - 0.72) / 0.28 }
            };
            let tall = 0.6 + 0.6 * fbm(x * 0.3, z * 0.3, 2, seed ^ 3);
            0.26 * tall * wave(0.85, seed) + 0.06 * wave(2.6, seed ^ 2) + 0.10 * fbm(x * 0.3, z * 0.3, 3, seed ^ 1)
        }
        Ground::Mesas => {
            let body = fbm(x * 0.42 + bx * 0.4, z * 0.42 + bz * 0.4, 6, seed) + 0.05;
            let steps =
                smooth(0.06, 0.11, body) * 0.42 + smooth(0.20, 0.235, body) * 0.34 + smooth(0.34, 0.37, body) * 0.26;
            0.06 + steps + 0.10 * body.max(0.0) + 0.025 * fbm(x * 2.0, z * 2.0, 5, seed ^ 1)
        }
        Ground::Coast => {
            let shore = fbm(x * 0.34 + bx * 0.35, z * 0.34, 5, seed)
                - 0.06
                - 0.16 * smooth(2.2, -1.2, (x - REACH / 2.0).abs() - 3.5);
            let stacks = smooth(0.40, 0.47, noise(x * 1.9, z * 1.9, seed ^ 4)) * 0.16;
            let cliff = smooth(0.0, 0.05, shore) * 0.20 + shore.max(-0.2) * 0.75;
            (cliff + 0.05 * fbm(x * 3.0, z * 3.0, 4, seed ^ 5))
                .max(stacks - 0.05 + 0.06 * fbm(x * 7.0, z * 7.0, 4, seed ^ 6))
        }
        Ground::Sea => -1.0,
    }
}
