//! What a person has chosen about how things look and what a new post begins with.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A JSON object in the database. What is missing has its default, and what this version does not know is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    pub theme: Theme,
    pub motion: Motion,
    pub grid: Grid,
    /// The code of the licence that a new post begins with.
    pub licence: Option<String>,
    /// The code of the audience that a new post begins with, and of who may comment on it.
    pub audience: Option<String>,
    pub commenters: Option<String>,
    /// Ask before a photo is published without a description.
    pub describe_first: bool,
    /// The codes of what readers are told of how its photos were made, parted by spaces.
    pub details: String,
    /// The tag of the language that they write in; empty where they don't say.
    pub language: String,
    /// Show what stands behind a warning without asking.
    pub open_warned: bool,
    #[serde(flatten)]
    others: Map<String, Value>,
}

impl Preferences {
    /// What can't be read counts as nothing chosen.
    pub fn parse(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }

    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "{}".to_owned())
    }
}

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

choice! {
    Theme {
        #[default]
        System = "system",
        Light = "light",
        Dark = "dark",
    }
}
choice! {
    Motion {
        #[default]
        System = "system",
        Reduced = "reduced",
    }
}
choice! {
    /// How profiles show their photographs.
    Grid {
        #[default]
        Squares = "squares",
        Whole = "whole",
    }
}

#[cfg(test)]
mod tests {
    use super::{Preferences, Theme};

    #[test]
    fn what_another_version_has_written_is_kept() {
        let mut preferences = Preferences::parse(r#"{"theme":"dark","reactions":["sun"]}"#);
        assert_eq!((preferences.theme, preferences.describe_first), (Theme::Dark, false));

        preferences.theme = Theme::Light;
        let json = preferences.to_json();
        assert!(json.contains(r#""theme":"light""#) && json.contains(r#""reactions":["sun"]"#), "{json}");
        assert_eq!(Preferences::parse("no object"), Preferences::default());
    }
}
