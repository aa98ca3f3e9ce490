//! The user name of a local account.

use std::fmt;

/// 1 to 30 letters, digits or underscores; dots and hyphens inside. Shown as typed, compared in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameProblem {
    Missing,
    TooLong { length: usize },
    Letters { letter: char },
    Edges,
    Reserved,
}

impl Name {
    pub const LONGEST: usize = 30;

    /// Names that would be mistaken for the hub itself, or that other servers give a meaning of their own.
    const RESERVED: [&str; 12] = [
        "abuse",
        "admin",
        "administrator",
        "heliograph",
        "hostmaster",
        "instance",
        "moderator",
        "postmaster",
        "root",
        "support",
        "system",
        "webmaster",
    ];

    /// Reads a name as somebody typed it, with or without the leading `@`.
    pub fn parse(typed: &str) -> Result<Self, NameProblem> {
        let name = typed.trim().trim_start_matches('@');
        let edge = |end: Option<char>| end.is_some_and(|c| c == '.' || c == '-');

        if name.is_empty() {
            return Err(NameProblem::Missing);
        }
        if let Some(letter) = name.chars().find(|c| !c.is_ascii_alphanumeric() && !['_', '.', '-'].contains(c)) {
            return Err(NameProblem::Letters { letter });
        }
        if name.len() > Self::LONGEST {
            return Err(NameProblem::TooLong { length: name.len() });
        }
        if edge(name.chars().next()) || edge(name.chars().last()) || name.contains("..") {
            return Err(NameProblem::Edges);
        }
        if Self::RESERVED.contains(&name.to_ascii_lowercase().as_str()) {
            return Err(NameProblem::Reserved);
        }
        Ok(Self(name.to_owned()))
    }

    /// What names are compared by.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Name, NameProblem};

    #[test]
    fn names_keep_their_dots_and_hyphens_inside() {
        for good in ["ana", "Ana_Lima", "ana.lima", "a-b.c_d", "7", &"a".repeat(30)] {
            assert!(Name::parse(good).is_ok(), "{good}");
        }
        assert_eq!(Name::parse(" @Ana ").map(|name| name.key()), Ok("ana".to_owned()));

        assert_eq!(Name::parse("  "), Err(NameProblem::Missing));
        assert_eq!(Name::parse("ana lima"), Err(NameProblem::Letters { letter: ' ' }));
        assert_eq!(Name::parse("añа"), Err(NameProblem::Letters { letter: 'ñ' }));
        assert_eq!(Name::parse(&"a".repeat(31)), Err(NameProblem::TooLong { length: 31 }));
        assert_eq!(Name::parse(".ana"), Err(NameProblem::Edges));
        assert_eq!(Name::parse("ana..lima"), Err(NameProblem::Edges));
        assert_eq!(Name::parse("Admin"), Err(NameProblem::Reserved));
    }
}
