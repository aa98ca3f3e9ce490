//! What stands before a view: firs, a lighthouse, a boat, birds, a town's windows.

use crate::{
    canvas::Canvas,
    noise::{Chance, fbm, noise},
    vector::V,
};

/// A fir whose foot is at (x, y).
pub(crate) fn fir(canvas: &mut Canvas, (x, y): (f32, f32), tall: f32, colour: V, opacity: f32, chance: &mut Chance) {
    let boughs = 9 + (tall * 30.0) as usize;
    let wide = tall * chance.between(0.13, 0.19);
    let lean = chance.between(-0.02, 0.02) * tall;
    let mut left = vec![(x + lean, y + tall)];
    let mut right = Vec::new();
    for bough in 1..=boughs {
        let down = bough as f32 / boughs as f32;
        let spread = wide * down.powf(0.85) * chance.between(0.72, 1.15) + tall * 0.006;
        let (level, inner) = (y + tall * (1.0 - down * 0.95), spread * chance.between(0.30, 0.5));
        let stem = x + lean * (1.0 - down);
        left.push((stem - spread, level - tall * 0.012));
        left.push((stem - inner, level + tall * 0.008));
        right.push((stem + spread * chance.between(0.8, 1.1), level - tall * 0.012));
        right.push((stem + inner, level + tall * 0.008));
    }
    left.extend([
        (x - tall * 0.012, y + tall * 0.05),
        (x - tall * 0.012, y),
        (x + tall * 0.012, y),
        (x + tall * 0.012, y + tall * 0.05),
    ]);
    left.extend(right.into_iter().rev());
    canvas.fill(&left, opacity, |_, _| colour);
}

/// A row of firs along a line that rises and falls.
pub(crate) fn wood(
    canvas: &mut Canvas,
    line: impl Fn(f32) -> f32,
    tall: f32,
    colour: V,
    opacity: f32,
    chance: &mut Chance,
) {
    let mut at = -1.08;
    while at < 1.08 {
        let tall = tall * chance.between(0.45, 1.15);
        fir(canvas, (at, line(at) - tall * 0.06), tall, colour, opacity, chance);
        at += tall * chance.between(0.10, 0.34);
    }
}

/// Ground in shadow, below a line.
pub(crate) fn bank(canvas: &mut Canvas, line: impl Fn(f32) -> f32, colour: impl Fn(f32, f32) -> V) {
    let low = -canvas.top() - 0.05;
    let mut points: Vec<(f32, f32)> =
        (0..=260).map(|step| -1.02 + 2.04 * step as f32 / 260.0).map(|x| (x, line(x))).collect();
    points.extend([(1.02, low), (-1.02, low)]);
    canvas.fill(&points, 1.0, colour);
}

pub(crate) fn birds(canvas: &mut Canvas, (x, y): (f32, f32), count: usize, colour: V, chance: &mut Chance) {
    for bird in 0..count {
        let side = if bird % 2 == 0 { -1.0 } else { 1.0 };
        let back = bird.div_ceil(2) as f32;
        let (cx, cy) =
            (x + side * back * 0.036 + chance.between(-0.008, 0.008), y - back * 0.014 + chance.between(-0.006, 0.006));
        let (span, lift) = (chance.between(0.013, 0.018), chance.between(-0.003, 0.010));
        canvas.fill(
            &[
                (cx - span, cy + lift),
                (cx - span * 0.4, cy + lift * 0.9 + 0.002),
                (cx, cy),
                (cx + span * 0.4, cy + lift * 0.9 + 0.002),
                (cx + span, cy + lift),
                (cx + span * 0.4, cy + lift * 0.6 - 0.0005),
                (cx, cy - 0.0035),
                (cx - span * 0.4, cy + lift * 0.6 - 0.0005),
            ],
            0.9,
            |_, _| colour,
        );
    }
}

/// A boat under sail, with its image in the water.
pub(crate) fn boat(canvas: &mut Canvas, (x, y): (f32, f32), tall: f32, sail: V, hull: V) {
    let rocked = |points: &[(f32, f32)], flip: f32| {
        points.iter().map(|(px, py)| (x + px * tall, y + py * tall * flip)).collect::<Vec<_>>()
    };
    let main = [(0.02, 0.16), (0.03, 1.0), (0.10, 0.82), (0.22, 0.52), (0.36, 0.17)];
    let fore = [(-0.02, 0.18), (0.0, 0.86), (-0.12, 0.52), (-0.30, 0.15)];
    let body = [(-0.36, 0.10), (0.42, 0.10), (0.34, 0.0), (-0.24, 0.0)];
    for (flip, opacity) in [(-0.55, 0.35), (1.0, 1.0)] {
        let shade = |px: f32| sail * (0.75 + 0.35 * ((px - x) / tall + 0.3));
        canvas.fill(&rocked(&main, flip), opacity, |px, _| shade(px));
        canvas.fill(&rocked(&fore, flip), opacity, |px, _| shade(px) * 0.86);
        canvas.fill(&rocked(&body, flip), opacity, |_, _| hull);
        canvas.fill(&rocked(&[(-0.006, 0.1), (0.008, 0.1), (0.032, 1.04), (0.026, 1.04)], flip), opacity, |_, _| hull);
    }
}

/// A lighthouse whose lamp is lit when it is dark enough.
pub(crate) fn lighthouse(canvas: &mut Canvas, (x, y): (f32, f32), tall: f32, light: V, shade: V, lamp: f32) {
    let round = |px: f32, wide: f32| {
        let across = ((px - x) / wide).clamp(-1.0, 1.0);
        light.mix(shade, 0.5 + 0.5 * (across * 1.3).clamp(-1.0, 1.0))
    };
    let half = |up: f32| tall * (0.105 - 0.045 * up);
    canvas.fill(
        &[(x - half(0.0), y), (x - half(0.8), y + tall * 0.8), (x + half(0.8), y + tall * 0.8), (x + half(0.0), y)],
        1.0,
        |px, py| {
            let up = (py - y) / tall;
            let band = ((up * 5.2 + 0.4) as i32) % 2 == 0;
            let paint = if band { V(0.85, 0.84, 0.80) } else { V(0.60, 0.07, 0.055) };
            paint * round(px, half(up))
        },
    );
    canvas.fill(
        &[
            (x - half(0.7), y + tall * 0.80),
            (x + half(0.7), y + tall * 0.80),
            (x + half(0.7), y + tall * 0.825),
            (x - half(0.7), y + tall * 0.825),
        ],
        1.0,
        |px, _| round(px, half(0.7)) * 0.25,
    );
    let (inner, glass) = (half(1.0) * 0.66, light * V(0.5, 0.55, 0.6) + V(3.2, 2.5, 1.2) * lamp);
    canvas.fill(
        &[
            (x - inner, y + tall * 0.825),
            (x + inner, y + tall * 0.825),
            (x + inner, y + tall * 0.91),
            (x - inner, y + tall * 0.91),
        ],
        1.0,
        |px, _| {
            if (((px - x) / inner * 2.5 + 10.0).fract() - 0.5).abs() > 0.42 { shade * 0.2 } else { glass }
        },
    );
    canvas.fill(
        &[(x - inner * 1.25, y + tall * 0.91), (x + inner * 1.25, y + tall * 0.91), (x, y + tall)],
        1.0,
        |px, _| V(0.50, 0.06, 0.05) * round(px, inner),
    );
    // The keeper's house.
    let (left, right, eaves, ridge) = (x + tall * 0.13, x + tall * 0.46, y + tall * 0.17, y + tall * 0.29);
    canvas.fill(&[(left, y), (left, eaves), (right, eaves), (right, y)], 1.0, |px, py| {
        let window = ((px - left) / tall * 9.0).fract();
        let lit = window > 0.4 && window < 0.68 && py > y + tall * 0.06 && py < y + tall * 0.12;
        if lit { shade * 0.4 + V(1.6, 1.0, 0.4) * lamp } else { (V(0.80, 0.79, 0.76) * light).mix(shade * 0.8, 0.35) }
    });
    canvas.fill(
        &[
            (left - tall * 0.02, eaves),
            (left + tall * 0.05, ridge),
            (right - tall * 0.05, ridge),
            (right + tall * 0.02, eaves),
        ],
        1.0,
        |_, _| V(0.32, 0.10, 0.07) * light.mix(shade, 0.4),
    );
}

/// Houses before and behind each other, with lit windows, above a river that mirrors them.
pub(crate) fn town(canvas: &mut Canvas, shore: f32, night: f32, air: V, chance: &mut Chance) {
    let seed = chance.number() as u32;
    for (layer, (tall, depth)) in [(0.46, 0.62), (0.36, 0.34), (0.25, 0.08)].into_iter().enumerate() {
        let wall = V(0.030, 0.033, 0.045).mix(air, depth);
        let mut at = -1.05_f32;
        while at < 1.05 {
            let wide = chance.between(0.035, 0.10);
            let peak = (-(at * 1.3 - 0.25).powi(2) * 1.6).exp();
            let high = tall * chance.between(0.30, 0.75) * (0.55 + 0.75 * peak);
            let top = shore + high;
            let own = (layer as u32 * 7919).wrapping_add((at * 1000.0) as i32 as u32);
            let (floor, bay) = (0.0125 - 0.002 * layer as f32, 0.0092);
            let busy = chance.between(0.25, 0.75);
            let warm = V(1.9, 1.15, 0.50).mix(V(1.2, 1.35, 1.5), chance.between(0.0, 0.55));
            let start = at;
            let lit = |px: f32, py: f32| {
                let (column, row) = (((px - start) / bay) as i32, ((py - shore) / floor) as i32);
                let (u, v) = (((px - start) / bay).fract(), ((py - shore) / floor).fract());
                let on = crate::noise::cell(column, row, seed ^ own);
                let window = (0.22..0.78).contains(&u) && (0.25..0.75).contains(&v) && px < start + wide - 0.004;
                if window && on < busy {
                    warm * (night * (0.25 + 0.9 * crate::noise::cell(row, column, seed ^ own ^ 9)))
                        * (1.0 - depth * 0.55)
                } else {
                    V::default()
                }
            };
            canvas.fill(&[(at, shore), (at, top), (at + wide, top), (at + wide, shore)], 1.0, |px, py| {
                wall * (0.8 + 0.4 * (px - start) / wide) + lit(px, py)
            });
            if chance.happens(0.28) {
                let mast = at + wide * chance.between(0.3, 0.7);
                canvas.fill(
                    &[
                        (mast - 0.0016, top),
                        (mast - 0.0006, top + high * 0.22),
                        (mast + 0.0006, top + high * 0.22),
                        (mast + 0.0016, top),
                    ],
                    1.0,
                    |_, _| wall,
                );
                canvas.lamp((mast, top + high * 0.22), 0.0035, V(2.2, 0.15, 0.1) * night, 0.0);
            }
            at += wide * chance.between(0.85, 1.25);
        }
    }
    mirror(canvas, shore, seed);
}

/// Turns what is above a line upside down below it, drawn out by small waves.
pub(crate) fn mirror(canvas: &mut Canvas, shore: f32, seed: u32) {
    let (width, height) = (canvas.width, canvas.height);
    let half = width as f32 / 2.0;
    let line = (height as f32 / 2.0 - shore * half) as usize;
    let above = canvas.pixels.clone();
    for row in line..height {
        let depth = (row - line) as f32 / half;
        for column in 0..width {
            let x = column as f32 / half;
            let near = 1.0 / (0.02 + depth);
            let wave =
                fbm(x * 2.5 * near.min(9.0), near * 3.2, 3, seed) + 0.5 * noise(x * 9.0, depth * 120.0, seed ^ 1);
            let mut sum = V::default();
            for sample in 0..5 {
                let reach = depth * (1.0 + wave * 0.9 + (sample as f32 - 2.0) * 0.22);
                let from_row = line as f32 - reach.max(0.0) * half;
                let from_column = column as f32 + wave * depth * half * 0.06;
                let at = (from_row.clamp(0.0, height as f32 - 1.0) as usize) * width
                    + from_column.clamp(0.0, width as f32 - 1.0) as usize;
                sum += above[at];
            }
            canvas.pixels[row * width + column] = sum * (0.2 * 0.74) + V(0.004, 0.008, 0.013);
        }
    }
}
