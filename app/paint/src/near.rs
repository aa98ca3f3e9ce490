//! What is looked at closely: lights out of focus, a flower, drops, a wood in fog.

use std::f32::consts::TAU;

use crate::{
    canvas::Canvas,
    figures,
    noise::{Chance, fbm, noise, part, smooth},
    vector::V,
};

/// A street's lights, out of focus.
pub(crate) fn lights(width: usize, height: usize, cold: bool, chance: &mut Chance) -> Canvas {
    let seed = part(chance.number(), 6);
    let (low, high) = if cold {
        (V(0.010, 0.018, 0.045), V(0.03, 0.035, 0.10))
    } else {
        (V(0.022, 0.012, 0.020), V(0.05, 0.022, 0.045))
    };
    let mut canvas = Canvas::shade(width, height, |x, y| low.mix(high, 0.5 + 0.5 * fbm(x * 1.4, y * 1.4, 4, seed)));
    let warm = [V(1.5, 0.62, 0.14), V(1.5, 0.85, 0.34), V(1.4, 0.25, 0.10), V(1.2, 0.40, 0.55), V(0.35, 0.75, 0.95)];
    let cool = [V(0.20, 0.55, 1.3), V(0.45, 0.85, 1.25), V(1.3, 0.75, 0.35), V(0.75, 0.30, 1.1), V(0.25, 1.0, 0.75)];
    let top = canvas.top();
    for depth in 0..3 {
        for _ in 0..(26 + depth * 22) {
            let radius = [0.13, 0.075, 0.034][depth] * chance.between(0.7, 1.2);
            // Along a street that runs to a point.
            let along = chance.between(0.0, 1.0);
            let side = if chance.happens(0.5) { 1.0 } else { -1.0 };
            let x = 0.12 + side * (0.05 + along * chance.between(0.2, 1.1));
            let y = chance.between(-0.55, 0.75) * top * (0.25 + 0.95 * along);
            let colour = *chance.one(if cold { &cool } else { &warm });
            canvas.lamp(
                (x, y),
                radius * (0.45 + 0.75 * along),
                colour * (chance.between(0.10, 0.42) * [0.45, 0.8, 1.5][depth]),
                0.55,
            );
        }
    }
    canvas
}

/// A double flower seen from above: petals on a spiral, the outer ones first.
pub(crate) fn flower(width: usize, height: usize, colours: [V; 3], chance: &mut Chance) -> Canvas {
    let seed = part(chance.number(), 7);
    let leaf = V(0.020, 0.050, 0.022);
    let mut canvas = Canvas::shade(width, height, |x, y| {
        let soft = fbm(x * 1.1 + 3.0, y * 1.1, 3, seed);
        leaf * (1.0 + 1.6 * soft) + V(0.05, 0.09, 0.03) * smooth(0.0, 0.5, fbm(x * 0.8, y * 0.8 + 7.0, 2, seed ^ 2))
    });
    let centre = (chance.between(-0.16, 0.16), chance.between(-0.08, 0.10));
    let petals = 210;
    for petal in 0..petals {
        let inward = petal as f32 / petals as f32;
        // The angle between leaves that never lets two stand above each other.
        let turn = petal as f32 * 2.399_963 + chance.between(-0.06, 0.06);
        let reach = 0.98 * (1.0 - inward).powf(0.62) + 0.035;
        let (long, wide) = (reach * 0.40 + 0.035, reach * 0.165 + 0.022);
        let from = reach - long * 0.9;
        let (sin, cos) = turn.sin_cos();
        let place =
            |along: f32, aside: f32| (centre.0 + cos * along - sin * aside, centre.1 + sin * along + cos * aside);
        let outline: Vec<(f32, f32)> = (0..=44)
            .map(|step| {
                let t = step as f32 / 44.0 * TAU;
                let along = 0.5 - 0.5 * t.cos();
                let swell = (along.powf(0.75) * std::f32::consts::PI).sin().max(0.0).powf(0.72);
                let wave = 1.0 + 0.06 * (t * 5.0 + petal as f32).sin();
                place(from + along * long, t.sin().signum() * swell * wide * wave)
            })
            .collect();
        // A shadow on those below, then the petal.
        let shadow: Vec<(f32, f32)> = outline.iter().map(|(x, y)| (x + 0.012, y - 0.016)).collect();
        canvas.fill(&shadow, 0.34, |_, _| colours[0] * 0.10);
        let light = V(-0.5, 0.75, 0.0);
        let tilt = chance.between(-0.12, 0.12);
        canvas.fill(&outline, 1.0, |x, y| {
            let (dx, dy) = (x - centre.0, y - centre.1);
            let (along, aside) = ((dx * cos + dy * sin - from) / long, (dy * cos - dx * sin) / wide);
            let body =
                colours[1].mix(colours[2], smooth(0.35, 1.05, along)).mix(colours[0], smooth(0.45, -0.1, along) * 0.8);
            let veins = 1.0
                + 0.10 * noise(aside * 9.0, along * 1.6 + petal as f32, seed ^ 4)
                + 0.06 * noise(aside * 26.0, along * 2.5, seed ^ 5);
            // It is hollow like a spoon, and turned to the light or away from it.
            let facing = 0.62 + 0.30 * (cos * light.0 + sin * light.1 + tilt) - 0.30 * aside.abs().powi(2)
                + 0.22 * smooth(0.55, 1.0, along);
            body * (veins * facing.max(0.08) * 1.5)
        });
    }
    let reach = canvas.blurred(0.010);
    let (half, top) = (width as f32 / 2.0, canvas.top());
    for row in 0..height {
        for column in 0..width {
            let (x, y) = ((column as f32 + 0.5) / half - 1.0, top - (row as f32 + 0.5) / half);
            let away = ((x - centre.0).powi(2) + (y - centre.1).powi(2)).sqrt();
            let at = row * width + column;
            canvas.pixels[at] = canvas.pixels[at].mix(reach.pixels[at], smooth(0.55, 1.15, away));
        }
    }
    canvas
}

/// Drops on a leaf: each turns what is behind it upside down.
pub(crate) fn drops(width: usize, height: usize, colours: [V; 2], chance: &mut Chance) -> Canvas {
    let seed = part(chance.number(), 8);
    let slant = chance.between(0.3, 0.7);
    let leaf = |x: f32, y: f32| {
        let (along, aside) = (x * slant.cos() + y * slant.sin(), y * slant.cos() - x * slant.sin() + 0.05);
        let bent = aside + 0.10 * along * along;
        let vein = smooth(0.020, 0.004, bent.abs());
        let branch = (along * 4.2 - bent.abs() * 3.4 + 40.0).fract();
        let branch = smooth(0.055, 0.0, (branch - 0.5).abs()) * smooth(0.0, 0.06, bent.abs());
        let fine = fbm(x * 22.0, y * 22.0, 4, seed);
        let blade = colours[0].mix(colours[1], 0.5 + 0.5 * fbm(x * 1.3, y * 1.3, 3, seed ^ 1) + 0.25 * (branch - 0.3));
        blade * (1.0 + 0.22 * fine) * (0.55 + 0.45 * smooth(-1.0, 0.9, y - x * 0.3))
            + colours[1] * (0.55 * vein + 0.22 * branch)
    };
    let mut drops: Vec<(f32, f32, f32)> = Vec::new();
    for _ in 0..900 {
        let radius = if drops.len() < 7 { chance.between(0.07, 0.14) } else { chance.between(0.006, 0.045) };
        let (x, y) = (chance.between(-1.0, 1.0), chance.between(-1.0, 1.0) * height as f32 / width as f32);
        if drops.iter().all(|(ox, oy, r)| ((ox - x).powi(2) + (oy - y).powi(2)).sqrt() > (r + radius) * 1.06) {
            drops.push((x, y, radius));
        }
    }
    Canvas::shade(width, height, |x, y| {
        let mut light = leaf(x, y);
        for (cx, cy, r) in &drops {
            let (u, v) = ((x - cx) / r, (y - cy) / r);
            let shadow = ((u - 0.22).powi(2) + (v + 0.26).powi(2)).sqrt();
            if shadow < 1.3 && u * u + v * v > 1.0 {
                light = light * (0.52 + 0.48 * smooth(0.75, 1.3, shadow));
            }
        }
        for (cx, cy, r) in &drops {
            let (u, v) = ((x - cx) / r, (y - cy) / r);
            let away = u * u + v * v;
            if away > 1.04 {
                continue;
            }
            let deep = (1.0 - away.min(1.0)).sqrt();
            let through = leaf(cx - u * r * 0.85, cy - v * r * 0.85);
            // The light gathers on the far side, and its source is mirrored on the near one.
            let gathered = smooth(-0.1, 1.0, 0.62 * u - 0.62 * v) * (1.0 - deep * 0.6);
            let mut drop = through * (0.42 + 0.5 * deep) + colours[1] * (1.5 * gathered);
            drop = drop.mix(V(0.62, 0.74, 0.80), 0.38 * smooth(0.75, 0.0, deep));
            let (hx, hy) = (u + 0.38, v - 0.42);
            let window = smooth(0.25, 0.19, (hx * 1.1 + hy * 0.25).abs().max((hy - hx * 0.2).abs()));
            drop += V(1.7, 1.8, 1.9) * (window * 0.8);
            light = light.mix(drop, smooth(1.04, 0.96, away));
        }
        light
    })
}

/// Firs behind firs, each row paler than the one before it.
pub(crate) fn wood_in_fog(width: usize, height: usize, light: V, dark: V, beam: f32, chance: &mut Chance) -> Canvas {
    let seed = part(chance.number(), 9);
    let sun = chance.between(-0.5, 0.5);
    let top = height as f32 / width as f32;
    let fog = |x: f32, y: f32| {
        let glow = (-((x - sun).powi(2) + (y - top * 0.55).powi(2)) * 2.2).exp();
        light * (0.62 + 0.38 * smooth(-top, top, y) + 0.12 * fbm(x * 1.2, y * 2.0, 4, seed))
            + V(0.55, 0.42, 0.22) * (glow * beam)
    };
    let mut canvas = Canvas::shade(width, height, fog);
    for row in 0..6 {
        let near = row as f32 / 5.0;
        let colour = |x: f32, y: f32| fog(x, y).mix(dark, (0.10 + 0.85 * near.powf(1.35)).min(0.95));
        let base = top * (0.30 - 1.05 * near);
        let own = seed ^ (row * 17);
        let line = move |x: f32| base + 0.10 * noise(x * 1.5 + row as f32 * 5.0, 0.3, own) - 0.10 * x * (0.5 - near);
        let tint = colour(0.0, base);
        figures::wood(&mut canvas, line, 0.24 + 0.42 * near, tint, 1.0, chance);
        figures::bank(&mut canvas, line, |x, y| {
            colour(x, y).mix(fog(x, y), smooth(0.0, 0.32, line(x) - y) * 0.55 * (1.0 - near))
        });
    }
    canvas
}

/// Smoke, or silk, or the northern sea from far above: folds of colour.
pub(crate) fn folds(width: usize, height: usize, colours: [V; 4], chance: &mut Chance) -> Canvas {
    let seed = part(chance.number(), 10);
    Canvas::shade(width, height, |x, y| {
        let (ax, ay) = (fbm(x * 0.9, y * 0.9, 4, seed), fbm(x * 0.9 + 5.2, y * 0.9 + 1.3, 4, seed ^ 1));
        let (bx, by) =
            (fbm(x + 2.2 * ax, y + 2.2 * ay, 5, seed ^ 2), fbm(x + 2.2 * ax + 8.3, y + 2.2 * ay + 2.8, 5, seed ^ 3));
        let here = |dx: f32, dy: f32| fbm(x + dx + 1.8 * bx, y + dy + 1.8 * by, 5, seed ^ 4);
        let value = here(0.0, 0.0);
        let slope = here(0.012, 0.012) - value;
        let body = colours[0]
            .mix(colours[1], smooth(-0.4, 0.4, value))
            .mix(colours[2], smooth(0.1, 0.75, (bx * bx + by * by) * 2.2))
            .mix(colours[3], smooth(0.28, 0.62, ay.abs() * 1.2));
        body * (0.85 + 22.0 * slope).clamp(0.25, 2.2)
    })
}
