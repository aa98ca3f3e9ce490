//! The colours that a community can choose from; any other hue will do too.

use std::fmt::Write;

use crate::web::Page;

/// A colour to choose.
pub struct Accent {
    pub hue: u16,
    pub name_id: String,
    pub class: String,
}

/// The gold of the mark.
pub const FIRST_ACCENT: u16 = 75;

/// Hues in degrees of OKLCH, and the ids of their names.
const ACCENTS: [(u16, &str); 8] = [
    (FIRST_ACCENT, "accent-gold"),
    (45, "accent-amber"),
    (20, "accent-coral"),
    (350, "accent-rose"),
    (300, "accent-violet"),
    (250, "accent-blue"),
    (195, "accent-teal"),
    (150, "accent-green"),
];

/// The swatches, whose colours are put into the page's style.
pub fn accents(page: &mut Page) -> Vec<Accent> {
    let swatches = ACCENTS.map(|(hue, name)| {
        let class = format!("hue-{hue}");
        let _ = write!(page.style, ".{class}{{--swatch:{hue}}}");
        Accent { hue, name_id: name.to_owned(), class }
    });
    swatches.into()
}

/// Whether one of the swatches has that hue.
pub fn is_swatch(hue: i32) -> bool {
    ACCENTS.iter().any(|(swatch, _)| i32::from(*swatch) == hue)
}
