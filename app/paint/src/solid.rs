//! Things with a body: fruit on a table, vessels, stairs, arches. Rays are sent until they meet a surface, whose distance
//! is known everywhere (sphere tracing, Hart 1996).

use crate::{
    canvas::Canvas,
    noise::{Chance, fbm, noise, part, smooth},
    vector::V,
};

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Still {
    Lemons,
    Eggs,
    Vessels,
    Pebbles,
    Stairs,
    Arches,
    Columns,
    Cubes,
    Facade,
}

struct Look {
    eye: V,
    target: V,
    zoom: f32,
    sun: V,
    sunlight: V,
    ambient: V,
    /// What is behind everything.
    behind: V,
    fog: f32,
}

/// How far a surface is, and which.
type Met = (f32, u32);

fn nearer(one: Met, other: Met) -> Met {
    if one.0 < other.0 { one } else { other }
}

fn ball(at: V, centre: V, radius: f32) -> f32 {
    (at - centre).length() - radius
}

fn block(at: V, centre: V, half: V, round: f32) -> f32 {
    let q = (at - centre).map(f32::abs) - half + V::all(round);
    let outside = q.map(|side| side.max(0.0)).length();
    outside + q.0.max(q.1).max(q.2).min(0.0) - round
}

/// A body turned on a lathe: distance to a line of (radius, height) points, made thick.
fn lathe(at: V, centre: V, outline: &[(f32, f32)], thick: f32) -> f32 {
    let p = at - centre;
    let (r, y) = ((p.0 * p.0 + p.2 * p.2).sqrt(), p.1);
    let mut least = f32::MAX;
    for pair in outline.windows(2) {
        let ((ar, ay), (br, by)) = (pair[0], pair[1]);
        let (dr, dy) = (br - ar, by - ay);
        let share = (((r - ar) * dr + (y - ay) * dy) / (dr * dr + dy * dy)).clamp(0.0, 1.0);
        let away = ((r - ar - dr * share).powi(2) + (y - ay - dy * share).powi(2)).sqrt();
        least = least.min(away);
    }
    least - thick
}

fn melt(one: f32, other: f32, soft: f32) -> f32 {
    let share = (0.5 + 0.5 * (other - one) / soft).clamp(0.0, 1.0);
    other + (one - other) * share - soft * share * (1.0 - share)
}

struct Scene {
    kind: Still,
    seed: u32,
    bodies: Vec<(V, f32, f32, u32)>,
    colours: Vec<V>,
}

impl Scene {
    fn new(kind: Still, chance: &mut Chance) -> Self {
        let seed = part(chance.number(), 4);
        let mut bodies = Vec::new();
        let colours = match kind {
            Still::Lemons => {
                for (x, z) in [(-0.62, 0.1), (0.08, -0.28), (0.66, 0.22), (-0.1, 0.55), (1.25, -0.35)] {
                    bodies.push((
                        V(x, 0.30, z),
                        0.30 * chance.between(0.9, 1.06),
                        chance.between(0.0, 3.1),
                        2 + bodies.len() as u32 % 3,
                    ));
                }
                vec![
                    V(0.30, 0.17, 0.09),
                    V(0.30, 0.17, 0.09),
                    V(0.92, 0.62, 0.03),
                    V(0.95, 0.68, 0.06),
                    V(0.86, 0.55, 0.02),
                ]
            }
            Still::Eggs => {
                for (x, z) in [(-0.5, 0.0), (0.05, 0.35), (0.15, -0.4), (0.72, 0.02), (-0.15, -0.95)] {
                    bodies.push((V(x, 0.27, z), 0.27, chance.between(0.0, 3.1), 2 + bodies.len() as u32 % 3));
                }
                vec![
                    V(0.24, 0.29, 0.33),
                    V(0.24, 0.29, 0.33),
                    V(0.80, 0.68, 0.56),
                    V(0.72, 0.50, 0.36),
                    V(0.82, 0.80, 0.74),
                ]
            }
            Still::Pebbles => {
                for row in 0..7 {
                    for column in 0..9 {
                        let size = chance.between(0.16, 0.36);
                        bodies.push((
                            V(
                                column as f32 * 0.52 - 2.1 + chance.between(-0.16, 0.16),
                                size * 0.35,
                                row as f32 * 0.52 - 1.2 + chance.between(-0.16, 0.16),
                            ),
                            size,
                            chance.between(0.0, 3.1),
                            2 + chance.below(4) as u32,
                        ));
                    }
                }
                vec![
                    V(0.16, 0.15, 0.14),
                    V(0.16, 0.15, 0.14),
                    V(0.26, 0.28, 0.30),
                    V(0.42, 0.40, 0.37),
                    V(0.35, 0.24, 0.18),
                    V(0.16, 0.18, 0.20),
                ]
            }
            Still::Vessels => vec![
                V(0.60, 0.52, 0.42),
                V(0.68, 0.56, 0.46),
                V(0.13, 0.26, 0.30),
                V(0.70, 0.30, 0.16),
                V(0.80, 0.76, 0.68),
            ],
            Still::Stairs | Still::Arches | Still::Columns => {
                vec![V(0.66, 0.58, 0.50), V(0.72, 0.66, 0.58), V(0.78, 0.72, 0.64)]
            }
            Still::Cubes => {
                for row in 0..9 {
                    for column in 0..9 {
                        bodies.push((
                            V(
                                column as f32 - 4.0,
                                chance.between(0.15, 1.9) * if chance.happens(0.4) { 1.3 } else { 0.6 },
                                row as f32 - 4.0,
                            ),
                            0.46,
                            0.0,
                            1 + chance.below(4) as u32,
                        ));
                    }
                }
                vec![
                    V(0.5, 0.5, 0.5),
                    V(0.80, 0.76, 0.70),
                    V(0.78, 0.34, 0.22),
                    V(0.16, 0.30, 0.38),
                    V(0.86, 0.66, 0.40),
                ]
            }
            Still::Facade => vec![V(0.70, 0.70, 0.70), V(0.84, 0.78, 0.70), V(0.10, 0.17, 0.22), V(0.80, 0.42, 0.22)],
        };
        Self { kind, seed, bodies, colours }
    }

    fn far(&self, at: V) -> Met {
        match self.kind {
            Still::Lemons | Still::Eggs | Still::Pebbles => {
                let mut met = (at.1, 0);
                for (centre, size, turn, colour) in &self.bodies {
                    let (sin, cos) = turn.sin_cos();
                    let p = at - *centre;
                    if p.dot(p) > 1.6 && met.0 < p.length() - 0.6 {
                        continue;
                    }
                    let p = V(p.0 * cos + p.2 * sin, p.1, p.2 * cos - p.0 * sin);
                    let d = match self.kind {
                        Still::Lemons => {
                            let long = V(p.0 / 1.22, p.1, p.2);
                            let tip = melt(
                                ball(long, V::default(), *size),
                                ball(p, V(size * 1.26, 0.0, 0.0), size * 0.16),
                                0.14,
                            );
                            melt(tip, ball(p, V(-size * 1.22, 0.0, 0.0), size * 0.12), 0.12) * 0.85
                        }
                        Still::Eggs => {
                            let swell = 1.0 + 0.16 * p.0 / size;
                            ball(V(p.0 / 1.28, p.1 * swell, p.2 * swell), V::default(), *size) * 0.8
                        }
                        _ => {
                            let bump = 0.06 * noise(p.0 * 3.0 + turn * 9.0, p.2 * 3.0, self.seed);
                            (ball(V(p.0, p.1 * 1.75, p.2 * 1.25), V::default(), *size) + bump * size) * 0.55
                        }
                    };
                    met = nearer(met, (d, *colour));
                }
                met
            }
            Still::Vessels => {
                let jug =
                    [(0.05, 0.02), (0.40, 0.02), (0.52, 0.35), (0.44, 0.75), (0.20, 1.05), (0.17, 1.30), (0.25, 1.45)];
                let bowl = [(0.02, 0.03), (0.22, 0.03), (0.46, 0.20), (0.56, 0.42)];
                let bottle =
                    [(0.02, 0.02), (0.24, 0.02), (0.26, 0.75), (0.20, 0.98), (0.07, 1.16), (0.065, 1.62), (0.09, 1.64)];
                let mut met = nearer((at.1, 0), (2.2 - at.2, 1));
                met = nearer(met, (lathe(at, V(-0.72, 0.0, 0.25), &jug, 0.035) * 0.9, 2));
                met = nearer(met, (lathe(at, V(0.46, 0.0, -0.30), &bowl, 0.03) * 0.9, 4));
                met = nearer(met, (lathe(at, V(0.30, 0.0, 0.75), &bottle, 0.025) * 0.9, 3));
                nearer(met, (ball(at, V(1.18, 0.20, 0.12), 0.20), 3))
            }
            Still::Stairs => {
                // A flight that winds around a well.
                let r = (at.0 * at.0 + at.2 * at.2).sqrt();
                let turn = at.2.atan2(at.0) / std::f32::consts::TAU;
                let steps = 22.0;
                let step = ((turn * steps).floor() + 0.5) / steps;
                let mut d = f32::MAX;
                for level in -3..=1 {
                    let top = (step + level as f32) * 2.3;
                    let slab = (at.1 - top).abs() - 0.075;
                    let ring = (r - 1.55).abs() - 0.62;
                    d = d.min(slab.max(ring));
                    let slope = (turn + level as f32) * 2.3;
                    let rail = ((r - 0.95).powi(2) + (at.1 - slope - 0.62).powi(2)).sqrt() - 0.035;
                    d = d.min(rail).min(((at.1 - slope - 0.05).abs() - 0.16).max((r - 0.93).abs() - 0.03));
                }
                nearer((d * 0.62, 1), nearer((2.2 - r, 2), (at.1 + 7.0, 0)))
            }
            Still::Arches => {
                // A passage: a wall of arches to the right, which the sun comes through.
                let z = (at.2 + 200.0).rem_euclid(1.7) - 0.85;
                let up = (at.1 - 1.75).max(0.0);
                let opening = if at.1 < 1.75 { z.abs() - 0.56 } else { (z * z + up * up).sqrt() - 0.56 };
                let wall = ((at.0 - 1.75).abs() - 0.24).max(-opening);
                let rib = 1.42 - (at.0 * at.0 + (at.1 - 1.95).max(0.0).powi(2)).sqrt();
                let rib = rib.max(z.abs() - 0.13).max(1.95 - at.1);
                let vault = 1.62 - (at.0 * at.0 + (at.1 - 1.95).max(0.0).powi(2)).sqrt();
                let vault = if at.1 < 1.95 { f32::MAX } else { vault };
                let d = wall.min(at.0 + 1.6).min(vault).min(rib.max(0.02));
                nearer((d * 0.8, 1), (at.1, 0))
            }
            Still::Columns => {
                let (x, z) = ((at.0 + 100.0).rem_euclid(1.7) - 0.85, (at.2 + 100.0).rem_euclid(1.7) - 0.85);
                let r = (x * x + z * z).sqrt();
                let flutes = 0.012 * (z.atan2(x) * 18.0).cos();
                let shaft = (r - 0.26 + flutes + 0.016 * at.1).max(at.1 - 3.2);
                let base = block(V(x, at.1, z), V(0.0, 0.09, 0.0), V(0.38, 0.09, 0.38), 0.03).min(block(
                    V(x, at.1, z),
                    V(0.0, 3.12, 0.0),
                    V(0.38, 0.10, 0.38),
                    0.03,
                ));
                let row = if at.0.abs() < 0.85 { 0.85 - at.0.abs() + 0.05 } else { -1.0 };
                nearer(
                    ((shaft.min(base)).max(row) * 0.8, 1),
                    nearer((at.1, 0), ((3.3 - at.1).max(0.85 - at.0.abs()), 2)),
                )
            }
            Still::Cubes => {
                let mut met = (at.1 + 0.2, 0);
                let (column, row) = ((at.0 + 4.5).floor() as i32, (at.2 + 4.5).floor() as i32);
                for dz in -1..=1 {
                    for dx in -1..=1 {
                        let (x, z) = (column + dx, row + dz);
                        if (0..9).contains(&x) && (0..9).contains(&z) {
                            let (centre, half, _, colour) = self.bodies[(z * 9 + x) as usize];
                            let tall = centre.1;
                            met = nearer(
                                met,
                                (
                                    block(at, V(centre.0, tall / 2.0, centre.2), V(half, tall / 2.0, half), 0.03) * 0.9,
                                    colour,
                                ),
                            );
                        }
                    }
                }
                met
            }
            Still::Facade => {
                let (x, y) = ((at.0 + 100.0).rem_euclid(1.0) - 0.5, (at.1 + 100.0).rem_euclid(1.15) - 0.575);
                let (column, row) = ((at.0 + 100.0).floor() as i32, ((at.1 + 100.0) / 1.15).floor() as i32);
                let wall = at.2;
                let hole = block(V(x, y, at.2), V(0.0, 0.03, 0.0), V(0.34, 0.40, 0.30), 0.0);
                let glass = (at.2 + 0.22).max(-1.0);
                let ledge = block(V(x, y, at.2), V(0.0, -0.50, 0.12), V(0.60, 0.05, 0.26), 0.0);
                let awning = crate::noise::cell(column, row, self.seed);
                let mut met = nearer((wall.max(-hole) * 0.8, 1), (glass, 2));
                met = nearer(met, (ledge * 0.8, 1));
                if awning < 0.34 {
                    let slope =
                        (x.abs() - 0.36).max((y - 0.36 + at.2 * 0.9).abs() - 0.02).max((at.2 - 0.20).abs() - 0.24);
                    met = nearer(met, (slope * 0.6, 3));
                }
                met
            }
        }
    }

    fn colour(&self, which: u32, at: V) -> V {
        let base = self.colours[which as usize % self.colours.len()];
        match (self.kind, which) {
            (Still::Lemons, 0) => {
                // Boards with grain.
                let board = (at.2 * 1.6).floor();
                let grain = fbm(at.0 * 1.6 + board * 9.0, at.2 * 28.0, 4, self.seed);
                let gap = smooth(0.02, 0.05, 0.5 - (at.2 * 1.6 - board - 0.5).abs());
                base * (0.75 + 0.75 * grain + 0.12 * noise(board * 7.0, 0.5, self.seed)) * (0.25 + 0.75 * gap)
            }
            (Still::Lemons, _) => base * (1.0 + 0.10 * fbm(at.0 * 26.0, at.1 * 26.0 + at.2 * 20.0, 3, self.seed)),
            (Still::Eggs, 0) => {
                let thread = noise(at.0 * 60.0, at.2 * 7.0, self.seed) + noise(at.0 * 7.0, at.2 * 60.0, self.seed ^ 1);
                base * (1.0 + 0.16 * thread)
            }
            (Still::Eggs, _) => {
                let spots = smooth(0.30, 0.45, fbm(at.0 * 15.0, at.1 * 15.0 + at.2 * 12.0, 4, self.seed));
                base.mix(base * V(0.55, 0.42, 0.34), spots * 0.6)
            }
            (Still::Pebbles, _) => {
                let vein = smooth(0.07, 0.0, fbm(at.0 * 3.2, at.2 * 3.2 + at.1 * 2.0, 4, self.seed ^ which).abs());
                (base * (1.0 + 0.5 * fbm(at.0 * 20.0, at.2 * 20.0 + at.1 * 9.0, 4, self.seed)))
                    .mix(V(0.7, 0.68, 0.64), vein * 0.35)
            }
            (Still::Vessels, 0 | 1) => base * (1.0 + 0.10 * fbm(at.0 * 3.0, at.1 * 3.0 + at.2 * 3.0, 5, self.seed)),
            (Still::Vessels, _) => base * (0.94 + 0.10 * noise(at.1 * 24.0, at.0 * 1.5, self.seed)),
            (Still::Facade, 2) => base,
            _ => base * (1.0 + 0.16 * fbm(at.0 * 2.6 + at.1, at.2 * 2.6 + at.1 * 3.0, 5, self.seed)),
        }
    }

    fn shine(&self, which: u32) -> f32 {
        match (self.kind, which) {
            (Still::Lemons, 1..) => 0.35,
            (Still::Vessels, 2..) => 0.55,
            (Still::Facade, 2) => 0.9,
            (Still::Pebbles, 2..) => 0.28,
            (Still::Eggs, 2..) => 0.10,
            _ => 0.02,
        }
    }

    fn normal(&self, at: V) -> V {
        let e = 0.0012;
        let d = |x: f32, y: f32, z: f32| self.far(at + V(x, y, z)).0;
        // Four corners of a tetrahedron do for six sides.
        (V(1.0, -1.0, -1.0) * d(e, -e, -e)
            + V(-1.0, -1.0, 1.0) * d(-e, -e, e)
            + V(-1.0, 1.0, -1.0) * d(-e, e, -e)
            + V(1.0, 1.0, 1.0) * d(e, e, e))
        .unit()
    }
}

pub(crate) fn paint(kind: Still, evening: bool, width: usize, height: usize, chance: &mut Chance) -> Canvas {
    let scene = Scene::new(kind, chance);
    let look = look(kind, evening);
    let forward = (look.target - look.eye).unit();
    let right = V(0.0, 1.0, 0.0).cross(forward).unit();
    let up = forward.cross(right);
    Canvas::shade(width, height, |x, y| {
        let mut sum = V::default();
        // Edges are smoothed by two looks at each pixel.
        for (dx, dy) in [(-0.25, 0.25), (0.25, -0.25)] {
            let step = 2.0 / width as f32;
            let way = (right * (x + dx * step) + up * (y + dy * step) + forward * look.zoom).unit();
            sum += ray(&scene, &look, look.eye, way, true) * 0.5;
        }
        sum
    })
}

fn look(kind: Still, evening: bool) -> Look {
    let (sunlight, ambient) =
        if evening { (V(3.3, 1.75, 0.80), V(0.16, 0.17, 0.26)) } else { (V(2.5, 2.35, 2.1), V(0.27, 0.31, 0.38)) };
    let base = |eye, target, zoom, sun: V| Look {
        eye,
        target,
        zoom,
        sun: sun.unit(),
        sunlight,
        ambient,
        behind: V(0.1, 0.1, 0.1),
        fog: 0.0,
    };
    match kind {
        Still::Lemons => base(V(-0.2, 1.35, -3.1), V(0.22, 0.22, 0.0), 2.0, V(-0.9, 0.62, 0.35)),
        Still::Eggs => base(V(0.1, 2.5, -2.2), V(0.1, 0.1, -0.15), 2.1, V(0.8, 0.55, 0.5)),
        Still::Pebbles => base(V(0.0, 3.2, -1.6), V(0.0, 0.0, 0.15), 2.1, V(-0.7, 0.5, 0.4)),
        Still::Vessels => base(V(0.15, 1.35, -4.2), V(0.22, 0.66, 0.3), 2.4, V(-1.0, 0.75, -0.42)),
        Still::Stairs => {
            Look { ambient: ambient * 1.8, ..base(V(0.25, 2.5, 0.0), V(0.0, -4.0, 0.05), 0.72, V(0.45, 1.0, 0.3)) }
        }
        Still::Arches => Look {
            fog: 0.02,
            ambient: ambient * 0.7,
            behind: V(1.3, 1.15, 0.95),
            ..base(V(-0.75, 1.35, -3.0), V(0.1, 1.45, 4.0), 1.15, V(1.0, 0.72, 0.25))
        },
        Still::Columns => Look {
            fog: 0.03,
            behind: V(0.95, 1.0, 1.05),
            ..base(V(0.1, 1.15, -4.0), V(0.0, 1.5, 4.0), 1.2, V(0.9, 0.75, 0.5))
        },
        Still::Cubes => base(V(-7.5, 8.0, -7.5), V(0.0, 0.2, 0.0), 2.7, V(0.55, 0.62, -0.6)),
        Still::Facade => base(V(-2.6, 0.9, 7.2), V(0.8, 2.4, 0.0), 1.9, V(-0.55, 0.75, 0.62)),
    }
}

fn ray(scene: &Scene, look: &Look, from: V, way: V, first: bool) -> V {
    let mut t = 0.01;
    let mut met = None;
    for _ in 0..if first { 150 } else { 50 } {
        let (far, which) = scene.far(from + way * t);
        if far < 0.0006 * t.max(0.6) {
            met = Some(which);
            break;
        }
        t += far;
        if t > 45.0 {
            break;
        }
    }
    let behind = if scene.kind == Still::Facade { V(0.30, 0.45, 0.70) } else { look.behind };
    let Some(which) = met else { return behind };
    let at = from + way * t;
    let mut normal = scene.normal(at);
    if scene.kind == Still::Lemons && which > 1 {
        let pore = V(
            noise(at.0 * 70.0, at.1 * 70.0, 1),
            noise(at.1 * 70.0, at.2 * 70.0, 2),
            noise(at.2 * 70.0, at.0 * 70.0, 3),
        );
        normal = (normal + pore * 0.10).unit();
    }
    let colour = scene.colour(which, at);
    let facing = normal.dot(look.sun).max(0.0);
    let lit = if facing > 0.0 { sunshine(scene, at + normal * 0.004, look.sun) } else { 0.0 };
    let mut open = 1.0_f32;
    for step in 1..=4 {
        let reach = 0.05 * (step * step) as f32 * 0.6 + 0.02;
        open -= (reach - scene.far(at + normal * reach).0).max(0.0) * 0.9 / step as f32;
    }
    let open = open.clamp(0.12, 1.0);
    let bounce = colour * look.sunlight * (0.07 * (0.5 - 0.5 * normal.1));
    let mut light =
        colour * (look.sunlight * (facing * lit) + look.ambient * ((0.55 + 0.45 * normal.1) * open)) + bounce * open;
    let shine = scene.shine(which);
    if shine > 0.0 {
        let back = way.reflected(normal);
        let gloss = back.dot(look.sun).max(0.0);
        light += look.sunlight * (shine * lit * (0.25 * gloss.powi(18) + 0.9 * gloss.powi(120)));
        let edge = 0.04 + 0.6 * (1.0 - normal.dot(-way).max(0.0)).powi(5);
        if first && shine > 0.3 {
            let seen = if scene.kind == Still::Facade {
                let up = back.1.max(0.0);
                V(0.55, 0.62, 0.72).mix(V(0.10, 0.24, 0.52), up) * (0.8 + 0.5 * fbm(back.0 * 3.0, back.1 * 3.0, 4, 9))
            } else {
                ray(scene, look, at + normal * 0.01, back, false)
            };
            light = light.mix(seen, if scene.kind == Still::Facade { 0.75 } else { edge * shine });
        }
    }
    light.mix(look.behind, 1.0 - (-look.fog * t).exp())
}

fn sunshine(scene: &Scene, from: V, sun: V) -> f32 {
    let (mut t, mut open) = (0.01, 1.0_f32);
    for _ in 0..52 {
        let far = scene.far(from + sun * t).0;
        open = open.min(18.0 * far / t);
        if open < 0.003 || t > 14.0 {
            break;
        }
        t += far.clamp(0.012, 0.5);
    }
    smooth(0.0, 1.0, open)
}
