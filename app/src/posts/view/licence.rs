//! A licence as pages show it.

use heliograph_entity::values::Licence;

use crate::words::Words;

#[derive(Clone)]
pub struct LicenceView {
    pub code: String,
    pub name: String,
    /// Empty when all rights are reserved.
    pub url: String,
}

impl LicenceView {
    /// All there are to choose from.
    pub fn all(words: &Words) -> Vec<Self> {
        Licence::ALL.map(|licence| Self::new(licence, words)).into()
    }

    pub fn new(licence: Licence, words: &Words) -> Self {
        Self {
            code: licence.code().to_owned(),
            name: licence.short_name().map_or_else(|| words.t("licence-all-rights-reserved"), str::to_owned),
            url: licence.url().unwrap_or_default().to_owned(),
        }
    }

    /// Whether the mark shows this sign: `cc`, `by`, `nc`, `nd`, `sa`, `zero`, `pd`, or `rights`.
    pub fn shows(&self, sign: &str) -> bool {
        match sign {
            "cc" => self.code.starts_with("cc"),
            "zero" => self.code == "cc0-1.0",
            "pd" => self.code == "pdm-1.0",
            "rights" => self.url.is_empty(),
            part => self.code.split('-').any(|of_code| of_code == part),
        }
    }
}
