//! Hashtags, as the fediverse reads them: letters, digits and underscores, at least one of them a letter.

use std::fmt::Write;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

const LONGEST: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashtag {
    /// What all spellings of it share.
    pub key: String,
    /// As it was written, without its `#`.
    pub shown: String,
}

impl Hashtag {
    /// The hashtag of this name, which is one as a whole.
    pub fn named(name: &str) -> Option<Self> {
        // Normalising first brings the width of the letters and the order of their accents to what is compared; once
        // more, as small letters may come apart again.
        let key: String = name.nfkc().flat_map(char::to_lowercase).nfkc().collect();
        let fits = key.chars().all(belongs) && key.chars().count() <= LONGEST;
        (fits && key.chars().any(char::is_alphabetic)).then(|| Self { key, shown: name.to_owned() })
    }
}

/// Where the posts of a hashtag are.
pub fn tag_path(key: &str) -> String {
    let mut path = "/tags/".to_owned();
    for byte in key.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'_' => path.push(byte.into()),
            _ => _ = write!(path, "%{byte:02X}"),
        }
    }
    path
}

/// The hashtag that `rest` begins with, and how many bytes it takes.
pub(super) fn hashtag(rest: &str) -> Option<(Hashtag, usize)> {
    let name = &rest[1..];
    let name = &name[..name.find(|c| !belongs(c)).unwrap_or(name.len())];
    Some((Hashtag::named(name)?, name.len() + 1))
}

fn belongs(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::{Hashtag, tag_path};

    fn key(name: &str) -> Option<String> {
        Hashtag::named(name).map(|tag| tag.key)
    }

    #[test]
    fn all_spellings_share_a_key() {
        for name in ["Ａｒrábida", "arrábida", "ARRÁBIDA", "arra\u{301}bida"] {
            assert_eq!(key(name).as_deref(), Some("arrábida"), "{name}");
        }
        assert_eq!(key("सूर्यास्त").as_deref(), Some("सूर्यास्त"));
        assert_eq!(key("35mm").as_deref(), Some("35mm"));
        assert_eq!(tag_path("praia_à"), "/tags/praia_%C3%A0");
    }

    #[test]
    fn what_is_none_is_refused() {
        for name in ["", "2026", "_", "a-b", "a b", "a/b", "⅓a", "a#"] {
            assert_eq!(key(name), None, "{name}");
        }
        assert_eq!(key(&"é".repeat(100)).map(|key| key.chars().count()), Some(100));
        assert_eq!(key(&"é".repeat(101)), None);
    }
}
