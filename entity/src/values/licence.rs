//! The licences a photograph can carry.

use sea_orm::{DeriveActiveEnum, EnumIter};

/// All rights reserved, CC0, the six Creative Commons 4.0 licences, or the Public Domain Mark.
/// The codes are SPDX-like, lower case; they stand in the database and in forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Licence {
    #[sea_orm(string_value = "all-rights-reserved")]
    AllRightsReserved,
    #[sea_orm(string_value = "cc0-1.0")]
    Cc0,
    #[sea_orm(string_value = "cc-by-4.0")]
    By,
    #[sea_orm(string_value = "cc-by-sa-4.0")]
    BySa,
    #[sea_orm(string_value = "cc-by-nc-4.0")]
    ByNc,
    #[sea_orm(string_value = "cc-by-nc-sa-4.0")]
    ByNcSa,
    #[sea_orm(string_value = "cc-by-nd-4.0")]
    ByNd,
    #[sea_orm(string_value = "cc-by-nc-nd-4.0")]
    ByNcNd,
    #[sea_orm(string_value = "pdm-1.0")]
    PublicDomainMark,
}

impl Licence {
    pub const ALL: [Self; 9] = [
        Self::AllRightsReserved,
        Self::By,
        Self::BySa,
        Self::ByNc,
        Self::ByNcSa,
        Self::ByNd,
        Self::ByNcNd,
        Self::Cc0,
        Self::PublicDomainMark,
    ];

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|licence| licence.code() == code)
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::AllRightsReserved => "all-rights-reserved",
            Self::Cc0 => "cc0-1.0",
            Self::By => "cc-by-4.0",
            Self::BySa => "cc-by-sa-4.0",
            Self::ByNc => "cc-by-nc-4.0",
            Self::ByNcSa => "cc-by-nc-sa-4.0",
            Self::ByNd => "cc-by-nd-4.0",
            Self::ByNcNd => "cc-by-nc-nd-4.0",
            Self::PublicDomainMark => "pdm-1.0",
        }
    }

    /// The short name that is shown as a mark: a proper name, the same in every language.
    /// `None` for all rights reserved, which each language says in its own words.
    pub fn short_name(self) -> Option<&'static str> {
        match self {
            Self::AllRightsReserved => None,
            Self::Cc0 => Some("CC0 1.0"),
            Self::By => Some("CC BY 4.0"),
            Self::BySa => Some("CC BY-SA 4.0"),
            Self::ByNc => Some("CC BY-NC 4.0"),
            Self::ByNcSa => Some("CC BY-NC-SA 4.0"),
            Self::ByNd => Some("CC BY-ND 4.0"),
            Self::ByNcNd => Some("CC BY-NC-ND 4.0"),
            Self::PublicDomainMark => Some("Public Domain Mark 1.0"),
        }
    }

    /// The canonical address of the deed, which `rel=license` and machines read.
    pub fn url(self) -> Option<&'static str> {
        match self {
            Self::AllRightsReserved => None,
            Self::Cc0 => Some("https://creativecommons.org/publicdomain/zero/1.0/"),
            Self::By => Some("https://creativecommons.org/licenses/by/4.0/"),
            Self::BySa => Some("https://creativecommons.org/licenses/by-sa/4.0/"),
            Self::ByNc => Some("https://creativecommons.org/licenses/by-nc/4.0/"),
            Self::ByNcSa => Some("https://creativecommons.org/licenses/by-nc-sa/4.0/"),
            Self::ByNd => Some("https://creativecommons.org/licenses/by-nd/4.0/"),
            Self::ByNcNd => Some("https://creativecommons.org/licenses/by-nc-nd/4.0/"),
            Self::PublicDomainMark => Some("https://creativecommons.org/publicdomain/mark/1.0/"),
        }
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::{ActiveEnum, Iterable};

    use super::Licence;

    #[test]
    fn every_licence_is_offered_under_the_code_it_is_stored_as() {
        assert_eq!(Licence::iter().count(), Licence::ALL.len());
        for licence in Licence::iter() {
            assert_eq!(licence.to_value(), licence.code());
            assert_eq!(Licence::from_code(licence.code()), Some(licence));
        }
    }
}
