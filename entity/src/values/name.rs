//! The user name of a local account.

use std::fmt;

/// 1 to 30 letters, digits or underscores; dots and hyphens inside. Shown as typed, compared in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameProblem {
    Missing,
    TooLong {
        length: usize,
    },
    Letters {
        letter: char,
    },
    Edges,
    Reserved,
    /// It ends as a domain does: whoever has it will have to prove that the domain is theirs.
    Domain,
}

impl Name {
    pub const LONGEST: usize = 30;

    /// Names that would be mistaken for the hub, its staff, its pages, or for whoever reads them; and those that other
    /// servers give a meaning of their own. Sorted.
    #[rustfmt::skip]
    const RESERVED: [&str; 130] = [
        "about", "abuse", "account", "accounts", "actor", "admin", "administrator", "admins", "albums", "all",
        "anonymous", "ap", "api", "app", "apps", "assets", "auth", "billing", "blog", "bookmarks", "community",
        "confirm", "console", "contact", "everybody", "everyone", "example", "explore", "federation", "feed", "feeds",
        "follow", "followers", "following", "guest", "healthz", "heliograph", "help", "here", "home", "host",
        "hostmaster", "hub", "inbox", "info", "instance", "invite", "invites", "join", "legal", "likes", "local",
        "login", "logout", "mail", "mailer-daemon", "me", "media", "member", "members", "messages", "metrics",
        "moderation", "moderator", "moderators", "no-reply", "nobody", "nodeinfo", "none", "noreply", "notifications",
        "null", "oauth", "official", "operator", "operators", "outbox", "owner", "owners", "photos", "post",
        "postmaster", "posts", "privacy", "profile", "publish", "readyz", "register", "relay", "reports", "reset",
        "root", "rules", "search", "security", "self", "service", "settings", "setup", "share", "sign-in", "sign-out",
        "sign-up", "signin", "signup", "somebody", "someone", "staff", "status", "stories", "support", "system", "tag",
        "tags", "team", "tenant", "terms", "test", "undefined", "unknown", "upload", "user", "users", "venues",
        "verify", "webmaster", "well-known", "www", "you", "yourself",
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
        let key = name.to_ascii_lowercase();
        if Self::RESERVED.binary_search(&key.as_str()).is_ok() {
            return Err(NameProblem::Reserved);
        }
        if name.contains('.') && psl::suffix(key.as_bytes()).is_some_and(|suffix| suffix.is_known()) {
            return Err(NameProblem::Domain);
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
        for good in ["ana", "Ana_Lima", "ana.lima", "a-b.c_d", "7", "_ana_", &"a".repeat(30)] {
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

    #[test]
    fn a_name_that_ends_as_a_domain_does_needs_a_proof() {
        for domain in ["ines.photos", "Ines.Photos", "a.b.co.uk", "co.uk", "me.github.io", "x.xn--p1ai"] {
            assert_eq!(Name::parse(domain), Err(NameProblem::Domain), "{domain}");
        }
        for name in ["ana.lima", "ana.b", "photos_ines", "ines-photos", "com"] {
            assert!(Name::parse(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn the_reserved_names_are_sorted_and_none_passes_in_any_case() {
        assert!(Name::RESERVED.is_sorted_by(|a, b| a < b));
        for reserved in Name::RESERVED {
            let capital = reserved[..1].to_uppercase() + &reserved[1..];
            for name in [reserved, &reserved.to_uppercase(), &capital] {
                assert_eq!(Name::parse(name), Err(NameProblem::Reserved), "{name}");
            }
        }
    }

    /// Strings of letters that names have and of letters that they don't, always the same ones.
    fn typed() -> impl Iterator<Item = String> {
        const LETTERS: &[char] =
            &['a', 'n', 'Z', 'e', '7', '_', '.', '-', '@', ' ', '/', '%', '?', 'é', '\0', 'İ', 'k', 'K'];
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut next = move |below: usize| {
            // Xorshift (Marsaglia, 2003).
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below as u64) as usize
        };
        (0..200_000).map(move |round| {
            let (length, kinds) = (1 + next(9), if round % 4 == 0 { LETTERS.len() } else { 8 });
            (0..length).map(|_| LETTERS[next(kinds)]).collect()
        })
    }

    #[test]
    fn whatever_is_a_name_stays_one_and_fits_into_a_path() {
        let mut names = 0;
        for typed in typed() {
            let Ok(name) = Name::parse(&typed) else { continue };
            let shown = name.to_string();
            names += 1;

            assert_eq!(Name::parse(&shown).as_ref(), Ok(&name), "{typed}");
            assert_eq!(Name::parse(&format!("@{shown}")).as_ref(), Ok(&name), "{typed}");
            assert!(shown.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte)), "{typed}");
            assert!(shown != "." && shown != ".." && shown.len() <= Name::LONGEST, "{typed}");
            assert!(Name::RESERVED.iter().all(|reserved| !reserved.eq_ignore_ascii_case(&shown)), "{typed}");
        }
        assert!(names > 50_000, "{names}");
    }

    #[test]
    fn names_that_differ_only_in_case_are_the_same() {
        for typed in typed() {
            let Ok(name) = Name::parse(&typed) else { continue };
            for other in [name.key(), name.to_string().to_ascii_uppercase()] {
                assert_eq!(Name::parse(&other).map(|other| other.key()), Ok(name.key()), "{typed}");
            }
        }
        let key = |typed| Name::parse(typed).map(|name| name.key());
        assert_ne!(key("ana.lima"), key("ana-lima"));
        assert_ne!(key("ana_lima"), key("analima"));
    }
}
