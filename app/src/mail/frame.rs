//! What is around every letter: whose it is, and in which colour.

use crate::{viewer::Tenant, words::Words};

/// Templates in `emails/` extend `emails/layout.html`, which asks for a field `frame`.
pub struct Frame {
    pub words: Words,
    pub community: String,
    /// The address of the community's home page.
    pub home: String,
    /// The community's accent as mail programs understand it: `#8a5a00`.
    pub accent: String,
}

impl Frame {
    pub fn new(tenant: &Tenant) -> Self {
        let hue = f64::from(tenant.community.accent_hue);
        // As --accent on light pages, in frontend/styles/tokens.css.
        let lightness = 0.514 + 0.03 * (hue - 25.0).to_radians().cos();
        Self {
            words: Words::default(),
            community: tenant.community.name.clone(),
            home: tenant.url("/"),
            accent: hex(lightness, 0.145, hue),
        }
    }

    pub fn t(&self, id: &str) -> String {
        self.words.t(id)
    }

    pub fn with(&self, id: &str, name: &'static str, value: &str) -> String {
        self.words.with(id, name, value)
    }
}

/// A colour given in OKLCH, as the nearest in sRGB (CSS Color 4, 9.2 and 10.1).
fn hex(lightness: f64, chroma: f64, hue: f64) -> String {
    let (a, b) = (chroma * hue.to_radians().cos(), chroma * hue.to_radians().sin());
    let cube = |a_share: f64, b_share: f64| (lightness + a_share * a + b_share * b).powi(3);
    let (l, m, s) = (
        cube(0.396_337_777_4, 0.215_803_757_3),
        cube(-0.105_561_345_8, -0.063_854_172_8),
        cube(-0.089_484_177_5, -1.291_485_548),
    );
    let linear = [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
    ];
    let digits = linear.map(|light| {
        let light = light.clamp(0.0, 1.0);
        let value = if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
        format!("{:02x}", (value * 255.0).round() as u8)
    });
    format!("#{}", digits.concat())
}

#[cfg(test)]
mod tests {
    use super::hex;

    #[test]
    fn colours_come_out_as_browsers_make_them() {
        assert_eq!(hex(1.0, 0.0, 0.0), "#ffffff");
        assert_eq!(hex(0.0, 0.0, 0.0), "#000000");
        assert_eq!(hex(0.627_955, 0.257_68, 29.234), "#ff0000");
        assert_eq!(hex(0.452_014, 0.313_21, 264.052), "#0000ff");
    }
}
