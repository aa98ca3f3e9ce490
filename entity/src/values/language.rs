//! What people write in.

/// Whether `tag` has the form of a language tag (RFC 5646, 2.1): what browsers and other servers are told.
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && tag.len() <= 35
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The languages to choose from, each by its own name. Another one is said by nobody here, and understood of others.
pub const LANGUAGES: [(&str, &str); 68] = [
    ("af", "Afrikaans"),
    ("az", "Azərbaycanca"),
    ("id", "Bahasa Indonesia"),
    ("ms", "Bahasa Melayu"),
    ("bs", "Bosanski"),
    ("br", "Brezhoneg"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("co", "Corsu"),
    ("cy", "Cymraeg"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("et", "Eesti"),
    ("en", "English"),
    ("es", "Español"),
    ("eo", "Esperanto"),
    ("eu", "Euskara"),
    ("fo", "Føroyskt"),
    ("fr", "Français"),
    ("fy", "Frysk"),
    ("ga", "Gaeilge"),
    ("gd", "Gàidhlig"),
    ("gl", "Galego"),
    ("hr", "Hrvatski"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("sw", "Kiswahili"),
    ("ku", "Kurdî"),
    ("la", "Latina"),
    ("lv", "Latviešu"),
    ("lb", "Lëtzebuergesch"),
    ("lt", "Lietuvių"),
    ("hu", "Magyar"),
    ("mt", "Malti"),
    ("mi", "Māori"),
    ("nl", "Nederlands"),
    ("nb", "Norsk bokmål"),
    ("nn", "Norsk nynorsk"),
    ("oc", "Occitan"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("rm", "Rumantsch"),
    ("sq", "Shqip"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("fi", "Suomi"),
    ("sv", "Svenska"),
    ("tl", "Tagalog"),
    ("vi", "Tiếng Việt"),
    ("tr", "Türkçe"),
    ("el", "Ελληνικά"),
    ("be", "Беларуская"),
    ("bg", "Български"),
    ("mk", "Македонски"),
    ("ru", "Русский"),
    ("sr", "Српски"),
    ("uk", "Українська"),
    ("he", "עברית"),
    ("ar", "العربية"),
    ("fa", "فارسی"),
    ("hi", "हिन्दी"),
    ("bn", "বাংলা"),
    ("ta", "தமிழ்"),
    ("th", "ไทย"),
    ("ko", "한국어"),
    ("zh", "中文"),
    ("ja", "日本語"),
];

/// The language that other software names, in the usual spelling; none where that is no language tag.
pub fn language(tag: &str) -> Option<String> {
    let mut parts = tag.trim().split(['-', '_']);
    let first = parts.next()?.to_ascii_lowercase();
    let tag = std::iter::once(first.as_str()).chain(parts).collect::<Vec<_>>().join("-");
    // Undetermined, several, not a language, and not told apart.
    let says_nothing = ["und", "mul", "zxx", "mis"].contains(&first.as_str());
    (is_tag(&tag) && !says_nothing).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, language};

    #[test]
    fn tags_are_read_in_every_spelling() {
        assert_eq!(language("de").as_deref(), Some("de"));
        assert_eq!(language(" PT_br").as_deref(), Some("pt-br"));
        assert_eq!(language("zh-Hant-TW").as_deref(), Some("zh-Hant-TW"));
        let none = ["", "und", "x", "english", "d1", "de-", "de\" onload", "de-abcdefghi", "mul"];
        assert!(none.iter().all(|tag| language(tag).is_none()));
    }

    #[test]
    fn each_is_there_once_by_a_tag_that_is_one() {
        let tags: std::collections::HashSet<&str> = LANGUAGES.iter().map(|(tag, _)| *tag).collect();
        assert_eq!(tags.len(), LANGUAGES.len());
        assert!(tags.iter().all(|tag| language(tag).as_deref() == Some(*tag)));
    }
}
