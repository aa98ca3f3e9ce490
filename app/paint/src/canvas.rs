//! A picture in the making, in linear light, and how it is developed.

use std::thread;

use crate::{
    noise::{cell, noise, smooth},
    vector::V,
};

pub(crate) struct Canvas {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<V>,
}

/// What is done with the light that has been caught.
#[derive(Clone, Copy)]
pub(crate) struct Development {
    pub(crate) exposure: f32,
    pub(crate) contrast: f32,
    pub(crate) saturation: f32,
    /// How much of bright places spills over.
    pub(crate) glow: f32,
    pub(crate) grain: f32,
    pub(crate) vignette: f32,
    /// What shadows and lights are tinted with.
    pub(crate) shadows: V,
    pub(crate) lights: V,
}

impl Default for Development {
    fn default() -> Self {
        Self {
            exposure: 1.0,
            contrast: 1.08,
            saturation: 1.1,
            glow: 0.12,
            grain: 0.018,
            vignette: 0.22,
            shadows: V(0.97, 0.99, 1.05),
            lights: V(1.03, 1.0, 0.96),
        }
    }
}

impl Canvas {
    /// Asks `light` for every pixel: x from -1 to 1 across, y upwards in the same unit, both 0 in the middle.
    pub(crate) fn shade(width: usize, height: usize, light: impl Fn(f32, f32) -> V + Sync) -> Self {
        let mut pixels = vec![V::default(); width * height];
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let half = width as f32 / 2.0;
        // Rows are dealt out in turn: some parts of a picture cost more than others.
        let mut dealt: Vec<Vec<(usize, &mut [V])>> = (0..threads).map(|_| Vec::new()).collect();
        for (row, line) in pixels.chunks_exact_mut(width).enumerate() {
            dealt[row % threads].push((row, line));
        }
        thread::scope(|scope| {
            for rows in dealt {
                scope.spawn(|| {
                    for (row, line) in rows {
                        let y = (height as f32 / 2.0 - row as f32 - 0.5) / half;
                        for (column, pixel) in line.iter_mut().enumerate() {
                            *pixel = light((column as f32 + 0.5 - half) / half, y);
                        }
                    }
                });
            }
        });
        Self { width, height, pixels }
    }

    /// Half of the picture's height, in the unit of [`Self::shade`].
    pub(crate) fn top(&self) -> f32 {
        self.height as f32 / self.width as f32
    }

    /// Fills what lies between the points, with smooth edges. `colour` knows the place.
    pub(crate) fn fill(&mut self, points: &[(f32, f32)], opacity: f32, colour: impl Fn(f32, f32) -> V) {
        const LINES: usize = 5;
        let half = self.width as f32 / 2.0;
        let middle = self.height as f32 / 2.0;
        let corners: Vec<(f32, f32)> = points.iter().map(|(x, y)| (half + x * half, middle - y * half)).collect();
        let above = corners.iter().map(|corner| corner.1).fold(f32::MAX, f32::min).max(0.0) as usize;
        let below = corners.iter().map(|corner| corner.1).fold(f32::MIN, f32::max).min(self.height as f32 - 1.0);
        if below < above as f32 {
            return;
        }
        let mut covered = vec![0.0_f32; self.width];
        for row in above..=below as usize {
            covered.fill(0.0);
            for line in 0..LINES {
                let y = row as f32 + (line as f32 + 0.5) / LINES as f32;
                let mut crossings = Vec::new();
                for (at, from) in corners.iter().enumerate() {
                    let to = corners[(at + 1) % corners.len()];
                    if (from.1 <= y) != (to.1 <= y) {
                        crossings.push(from.0 + (y - from.1) / (to.1 - from.1) * (to.0 - from.0));
                    }
                }
                crossings.sort_by(f32::total_cmp);
                for pair in crossings.chunks_exact(2) {
                    let (from, to) = (pair[0].clamp(0.0, self.width as f32), pair[1].clamp(0.0, self.width as f32));
                    let columns = from as usize..to.ceil() as usize;
                    for (cover, column) in covered[columns.clone()].iter_mut().zip(columns) {
                        let within = (to.min(column as f32 + 1.0) - from.max(column as f32)).max(0.0);
                        *cover += within / LINES as f32;
                    }
                }
            }
            for (column, cover) in covered.iter().enumerate().filter(|(_, cover)| **cover > 0.0) {
                let (x, y) = ((column as f32 + 0.5 - half) / half, (middle - row as f32 - 0.5) / half);
                let pixel = &mut self.pixels[row * self.width + column];
                *pixel = pixel.mix(colour(x, y), (cover * opacity).min(1.0));
            }
        }
    }

    /// Adds the light of a lamp out of focus: an even disc with a brighter rim, or a soft point.
    pub(crate) fn lamp(&mut self, (x, y): (f32, f32), radius: f32, colour: V, rim: f32) {
        let half = self.width as f32 / 2.0;
        let (cx, cy, r) = (half + x * half, self.height as f32 / 2.0 - y * half, radius * half);
        let (left, right) = ((cx - r - 2.0).max(0.0) as usize, ((cx + r + 2.0).max(0.0) as usize).min(self.width));
        let (up, down) = ((cy - r - 2.0).max(0.0) as usize, ((cy + r + 2.0).max(0.0) as usize).min(self.height));
        for row in up..down {
            for column in left..right {
                let away = ((column as f32 + 0.5 - cx).powi(2) + (row as f32 + 0.5 - cy).powi(2)).sqrt();
                let inside = smooth(r + 0.8, r - 0.8, away);
                let edge = smooth(r * 0.72, r, away) * rim;
                let texture = 1.0 + 0.12 * noise(column as f32 * 0.06, row as f32 * 0.06, 5);
                self.pixels[row * self.width + column] += colour * (inside * (0.75 + edge) * texture);
            }
        }
    }

    /// Spreads the picture's own light by `radius` of its width, three boxes being nearly a bell.
    pub(crate) fn blurred(&self, radius: f32) -> Self {
        let reach = ((radius * self.width as f32) as usize).max(1);
        let mut pixels = self.pixels.clone();
        for _ in 0..3 {
            pixels = box_blur(&pixels, self.width, self.height, reach);
            pixels = box_blur(&pixels, self.height, self.width, reach);
        }
        Self { pixels, ..*self }
    }

    pub(crate) fn develop(mut self, with: Development, seed: u32) -> Vec<u8> {
        if with.glow > 0.0 {
            let mut small = self.smaller(4);
            for pixel in &mut small.pixels {
                let spill = smooth(0.55, 1.6, pixel.brightness() * with.exposure);
                *pixel = pixel.map(|light| light.min(6.0)) * spill;
            }
            let (near, far) = (small.blurred(0.012), small.blurred(0.05));
            for row in 0..self.height {
                for column in 0..self.width {
                    let spill = near.between(column, row, 4) * 0.6 + far.between(column, row, 4) * 0.7;
                    self.pixels[row * self.width + column] += spill * with.glow;
                }
            }
        }
        let (middle_x, middle_y) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        let reach = (middle_x * middle_x + middle_y * middle_y).sqrt();
        // Grain is as coarse as that of a small film, whatever the picture's size.
        let coarse = 1600.0 / self.width.max(self.height) as f32;
        let mut bytes = Vec::with_capacity(self.pixels.len() * 3);
        for (at, light) in self.pixels.iter().enumerate() {
            let (column, row) = (at % self.width, at / self.width);
            let away = ((column as f32 - middle_x).powi(2) + (row as f32 - middle_y).powi(2)).sqrt() / reach;
            let dimmed = *light * (with.exposure * (1.0 - with.vignette * away * away * away.max(0.3)));
            let film = dimmed.map(film);
            let grey = film.brightness();
            let coloured = V::all(grey).mix(film, with.saturation);
            let tinted = coloured * with.shadows.mix(with.lights, grey);
            let (gx, gy) = (column as f32 * coarse, row as f32 * coarse);
            let speck = cell(column as i32, row as i32, seed) - 0.5 + 0.9 * noise(gx * 0.55, gy * 0.55, seed);
            let grain = with.grain * speck * (1.2 - grey);
            let out = tinted.map(|value| {
                let value = value.clamp(0.0, 1.0);
                let steep = value + (with.contrast - 1.0) * 4.0 * value * (1.0 - value) * (value - 0.45);
                (steep + grain).clamp(0.0, 1.0)
            });
            bytes.extend([out.0, out.1, out.2].map(|value| (value * 255.0 + 0.5) as u8));
        }
        bytes
    }

    fn smaller(&self, by: usize) -> Self {
        let (width, height) = (self.width.div_ceil(by), self.height.div_ceil(by));
        let mut pixels = Vec::with_capacity(width * height);
        for row in 0..height {
            for column in 0..width {
                let (mut sum, mut count) = (V::default(), 0.0);
                for y in row * by..((row + 1) * by).min(self.height) {
                    for x in column * by..((column + 1) * by).min(self.width) {
                        sum += self.pixels[y * self.width + x];
                        count += 1.0;
                    }
                }
                pixels.push(sum * (1.0 / count));
            }
        }
        Self { width, height, pixels }
    }

    /// What a smaller picture shows at a pixel of one that is `by` times as large.
    fn between(&self, column: usize, row: usize, by: usize) -> V {
        let x = ((column as f32 + 0.5) / by as f32 - 0.5).clamp(0.0, self.width as f32 - 1.0);
        let y = ((row as f32 + 0.5) / by as f32 - 0.5).clamp(0.0, self.height as f32 - 1.0);
        let (left, up) = (x as usize, y as usize);
        let (right, down) = ((left + 1).min(self.width - 1), (up + 1).min(self.height - 1));
        let pixel = |column: usize, row: usize| self.pixels[row * self.width + column];
        let (u, v) = (x - left as f32, y - up as f32);
        pixel(left, up).mix(pixel(right, up), u).mix(pixel(left, down).mix(pixel(right, down), u), v)
    }
}

/// Blurs every row and turns the picture on its side: twice, and it is upright again.
fn box_blur(pixels: &[V], width: usize, height: usize, reach: usize) -> Vec<V> {
    let mut turned = vec![V::default(); pixels.len()];
    let share = 1.0 / (2 * reach + 1) as f32;
    for row in 0..height {
        let line = &pixels[row * width..(row + 1) * width];
        let pixel = |column: isize| line[column.clamp(0, width as isize - 1) as usize];
        let mut sum = V::default();
        for column in -(reach as isize)..=reach as isize {
            sum += pixel(column);
        }
        for column in 0..width {
            turned[column * height + row] = sum * share;
            sum += pixel((column + reach + 1) as isize) - pixel(column as isize - reach as isize);
        }
    }
    turned
}

/// From light without bound to what paper can show (the curve that Narkowicz fitted to ACES), as sRGB wants it.
fn film(light: f32) -> f32 {
    let x = light.max(0.0) * 0.7;
    let shown = ((x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14)).clamp(0.0, 1.0);
    if shown <= 0.003_130_8 { shown * 12.92 } else { 1.055 * shown.powf(1.0 / 2.4) - 0.055 }
}
