//! From a scene's name to its picture: who stands where, at which hour, through which glass.

use crate::{
    canvas::{Canvas, Development},
    figures,
    land::{Ground, Land, View},
    near,
    noise::{Chance, fbm, noise, part, smooth},
    sky::{Hour, Sky, some_sky},
    solid::{self, Still},
    vector::V,
};

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Scene {
    /// Ground, hour, how much cloud, how much mist, and what stands before it.
    Land(Ground, Hour, f32, f32, Before),
    /// A lake: ground, hour, cloud, mist.
    Lake(Ground, Hour, f32, f32, Before),
    Sea(Hour, f32, f32, Before),
    /// A night's sky above land: the milky way, northern lights.
    Stars {
        milky_way: bool,
        aurora: bool,
    },
    Moon,
    Town(Hour),
    Still(Still, bool),
    Lights(bool),
    Flower(usize),
    Drops(usize),
    Fog(usize),
    Folds(usize),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Before {
    Nothing,
    Firs,
    Birds,
    Boat,
    Lighthouse,
}

pub(crate) fn paint(scene: Scene, width: usize, height: usize, chance: &mut Chance) -> (Canvas, Development) {
    let usual = Development::default();
    match scene {
        Scene::Land(ground, hour, clouds, mist, before) => {
            let mut sky = some_sky(hour, chance, clouds);
            if ground == Ground::Dunes {
                // Higher than the hour wants it, so that more than the crests are lit.
                sky.sun = V(sky.sun.0, sky.sun.1.max(0.30), sky.sun.2).unit();
            }
            let view = view(ground, mist, width, height);
            let mut canvas = Land::new(&view, chance).paint(width, height, &sky);
            stand(&mut canvas, before, &sky, chance);
            (canvas, developed(hour))
        }
        Scene::Lake(ground, hour, clouds, mist, before) => {
            let sky = some_sky(hour, chance, clouds);
            let base = view(ground, mist, width, height);
            let water = if ground == Ground::Coast { 0.0 } else { 0.36 };
            let waves = if ground == Ground::Coast { 0.34 } else { 0.045 };
            let view = View { water, waves, above: 0.05, pitch: 0.015, ..base };
            let mut canvas = Land::new(&view, chance).paint(width, height, &sky);
            stand(&mut canvas, before, &sky, chance);
            (canvas, developed(hour))
        }
        Scene::Sea(hour, clouds, waves, before) => {
            let mut sky = some_sky(hour, chance, clouds);
            if !matches!(hour, Hour::Grey | Hour::Storm | Hour::Noon) {
                sky = Sky::new(hour, chance.between(-0.34, 0.34), clouds, chance.number());
            }
            let view = View {
                water: 0.0,
                waves,
                above: 0.022,
                pitch: 0.05,
                zoom: 1.25,
                ..view(Ground::Sea, 0.0, width, height)
            };
            let land = Land::new(&view, chance);
            let mut canvas = land.paint(width, height, &sky);
            stand(&mut canvas, before, &sky, chance);
            (canvas, developed(hour))
        }
        Scene::Stars { milky_way, aurora } => {
            let mut sky = some_sky(Hour::Night, chance, 0.0);
            sky.milky_way = if milky_way { 1.0 } else { 0.0 };
            sky.aurora = if aurora { 1.0 } else { 0.0 };
            let ground = if aurora { Ground::Winter } else { Ground::Alps };
            let base = view(ground, 0.0, width, height);
            let view = View {
                water: if aurora { 0.36 } else { -9.0 },
                waves: 0.04,
                above: 0.06,
                pitch: 0.27,
                zoom: 0.9,
                ..base
            };
            if aurora {
                sky.ambient = V(0.012, 0.050, 0.036);
            }
            let mut canvas = Land::new(&view, chance).paint(width, height, &sky);
            if milky_way {
                firs(&mut canvas, V(0.0015, 0.002, 0.004), 0.30, chance);
            }
            let exposure = if aurora { 1.7 } else { 2.4 };
            (
                canvas,
                Development {
                    exposure,
                    grain: 0.03,
                    saturation: 1.2,
                    vignette: 0.3,
                    shadows: V(0.92, 0.98, 1.12),
                    ..usual
                },
            )
        }
        Scene::Moon => {
            let mut sky = Sky::new(Hour::Night, chance.between(-0.12, 0.12), 0.0, chance.number());
            sky.sun = V(sky.sun.0, 0.17, sky.sun.2).unit();
            sky.stars = 0.35;
            let view = View { zoom: 3.6, pitch: 0.10, above: 0.4, ..view(Ground::Hills, 0.0, width, height) };
            let mut canvas = Land::new(&view, chance).paint(width, height, &sky);
            firs(&mut canvas, V(0.002, 0.003, 0.006), 0.42, chance);
            (canvas, Development { exposure: 2.0, glow: 0.25, grain: 0.028, ..usual })
        }
        Scene::Town(hour) => {
            let sky = some_sky(hour, chance, 0.42);
            let mut canvas = Canvas::shade(width, height, |x, y| sky.light(V(x, y + 0.12, 1.3).unit()));
            let shore = -canvas.top() * 0.28;
            let night = if matches!(hour, Hour::Golden) { 0.25 } else { 1.0 };
            figures::town(&mut canvas, shore, night, sky.horizon * 0.55, chance);
            let exposure = if hour == Hour::Blue { 1.9 } else { 1.15 };
            (canvas, Development { exposure, glow: 0.5, grain: 0.024, ..usual })
        }
        Scene::Still(kind, evening) => {
            let canvas = solid::paint(kind, evening, width, height, chance);
            let exposure = if matches!(kind, Still::Lemons | Still::Eggs | Still::Vessels) { 0.92 } else { 0.85 };
            (canvas, Development { exposure, vignette: 0.34, glow: 0.08, contrast: 1.14, ..usual })
        }
        Scene::Lights(cold) => (
            near::lights(width, height, cold, chance),
            Development { exposure: 1.25, glow: 0.35, grain: 0.026, saturation: 1.2, ..usual },
        ),
        Scene::Flower(which) => {
            let colours = [
                [V(0.30, 0.015, 0.05), V(0.72, 0.10, 0.16), V(0.95, 0.42, 0.40)],
                [V(0.55, 0.12, 0.01), V(0.95, 0.42, 0.03), V(1.0, 0.74, 0.26)],
                [V(0.30, 0.32, 0.10), V(0.86, 0.82, 0.72), V(1.05, 1.0, 0.95)],
                [V(0.12, 0.02, 0.20), V(0.38, 0.12, 0.50), V(0.72, 0.48, 0.80)],
            ];
            (
                near::flower(width, height, colours[which % 4], chance),
                Development { exposure: 1.05, vignette: 0.4, glow: 0.06, ..usual },
            )
        }
        Scene::Drops(which) => {
            let colours = [[V(0.02, 0.09, 0.015), V(0.22, 0.42, 0.07)], [V(0.22, 0.03, 0.02), V(0.75, 0.28, 0.07)]];
            (
                near::drops(width, height, colours[which % 2], chance),
                Development { contrast: 1.16, glow: 0.10, ..usual },
            )
        }
        Scene::Fog(which) => {
            let tones = [
                (V(0.55, 0.62, 0.64), V(0.016, 0.032, 0.030), 0.5),
                (V(0.80, 0.62, 0.46), V(0.050, 0.034, 0.028), 1.3),
                (V(0.30, 0.40, 0.55), V(0.006, 0.012, 0.024), 0.2),
            ];
            let (light, dark, beam) = tones[which % 3];
            (
                near::wood_in_fog(width, height, light, dark, beam, chance),
                Development { grain: 0.022, vignette: 0.28, ..usual },
            )
        }
        Scene::Folds(which) => {
            let colours = [
                [V(0.01, 0.035, 0.06), V(0.03, 0.20, 0.26), V(0.60, 0.70, 0.66), V(0.75, 0.36, 0.14)],
                [V(0.10, 0.02, 0.06), V(0.55, 0.14, 0.12), V(0.95, 0.60, 0.32), V(0.20, 0.08, 0.22)],
            ];
            (near::folds(width, height, colours[which % 2], chance), Development { contrast: 1.12, ..usual })
        }
    }
}

fn view(ground: Ground, mist: f32, width: usize, height: usize) -> View {
    // A tall picture looks up less, and takes in less to the sides.
    let tall = height as f32 / width as f32;
    let base = View {
        ground,
        water: -9.0,
        waves: 0.0,
        mist,
        above: 0.18,
        pitch: 0.02,
        zoom: 1.15 + 0.35 * (tall - 0.66).max(0.0),
    };
    match ground {
        Ground::Alps => View { above: 0.30, pitch: 0.06, zoom: base.zoom * 1.2, ..base },
        Ground::Winter => View { above: 0.16, pitch: 0.05, ..base },
        Ground::Hills => View { above: 0.30, pitch: -0.05, zoom: base.zoom * 1.5, ..base },
        Ground::Dunes => View { above: 0.10, pitch: -0.07, zoom: base.zoom * 1.25, ..base },
        Ground::Mesas => View { above: 0.14, pitch: 0.02, zoom: base.zoom * 1.3, ..base },
        Ground::Coast => View { above: 0.10, water: 0.0, waves: 0.3, ..base },
        Ground::Sea => base,
    }
}

fn developed(hour: Hour) -> Development {
    let usual = Development::default();
    match hour {
        Hour::Golden => Development { exposure: 0.86, lights: V(1.06, 1.0, 0.93), glow: 0.2, ..usual },
        Hour::Dawn => Development { exposure: 0.98, saturation: 1.16, ..usual },
        Hour::Dusk => Development { exposure: 1.3, saturation: 1.06, glow: 0.2, grain: 0.024, ..usual },
        Hour::Blue => Development { exposure: 2.1, shadows: V(0.92, 0.98, 1.12), grain: 0.03, ..usual },
        Hour::Night => Development { exposure: 3.0, grain: 0.035, shadows: V(0.90, 0.98, 1.14), ..usual },
        Hour::Grey => Development { exposure: 0.82, saturation: 0.92, contrast: 1.16, ..usual },
        Hour::Storm => Development { exposure: 1.0, saturation: 0.85, contrast: 1.22, vignette: 0.36, ..usual },
        Hour::Morning => Development { exposure: 0.86, ..usual },
        Hour::Noon => Development { exposure: 0.78, saturation: 1.14, ..usual },
    }
}

fn stand(canvas: &mut Canvas, before: Before, sky: &Sky, chance: &mut Chance) {
    let shade = sky.ambient * 0.10 + V(0.003, 0.004, 0.004);
    let top = canvas.top();
    match before {
        Before::Nothing => {}
        Before::Firs => firs(canvas, shade, 0.36, chance),
        Before::Birds => {
            let place = (chance.between(-0.4, 0.3), top * chance.between(0.35, 0.6));
            figures::birds(canvas, place, 7, shade, chance);
        }
        Before::Boat => {
            let place = (chance.between(-0.45, 0.45), -top * 0.16);
            let light = sky.sunlight * 0.34 + sky.ambient * 0.75;
            figures::boat(canvas, place, 0.46, light, shade * 1.5);
        }
        Before::Lighthouse => {
            let x = if sky.sun.0 > 0.0 { -0.42 } else { 0.40 };
            let seed = part(chance.number(), 12);
            let line = move |at: f32| {
                -top * 0.42 + 0.30 * smooth(0.62, 0.0, (at - x - 0.05).abs()) + 0.016 * fbm(at * 9.0, 0.4, 4, seed)
                    - 0.16 * smooth(0.3, 1.0, (at - x).abs())
            };
            let light = sky.sunlight * 0.30 + sky.ambient * 0.80;
            let lamp = if matches!(sky.hour, Hour::Dusk | Hour::Blue | Hour::Night) { 1.0 } else { 0.0 };
            figures::bank(canvas, line, |px, py| {
                let tuft = noise(px * 70.0, py * 26.0, seed ^ 1);
                let down = smooth(0.0, 0.45, line(px) - py);
                let grass = V(0.17, 0.19, 0.06) * (0.8 + 0.45 * tuft) * light;
                grass.mix(V(0.14, 0.12, 0.11) * light * (0.7 + 0.6 * fbm(px * 12.0, py * 12.0, 5, seed ^ 2)), down)
            });
            figures::lighthouse(canvas, (x, line(x) - 0.012), 0.46, light, sky.ambient * 0.35, lamp);
        }
    }
}

/// Firs on a slope, nearest to whoever looks.
fn firs(canvas: &mut Canvas, shade: V, tall: f32, chance: &mut Chance) {
    let top = canvas.top();
    let seed = part(chance.number(), 13);
    let side = if chance.happens(0.5) { 1.0 } else { -1.0 };
    let line = move |x: f32| -top * 0.98 + 0.05 * noise(x * 2.0, 0.1, seed) + 0.34 * smooth(-0.25, 1.0, x * side);
    figures::wood(canvas, line, tall, shade, 1.0, chance);
    figures::bank(canvas, line, |_, _| shade);
}
