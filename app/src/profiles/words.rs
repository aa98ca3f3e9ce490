//! What somebody says about themselves, and how long it may be.

use heliograph_entity::values::{shown_line, shown_text};
use url::Url;

use crate::{
    error::{Problems, Result, short_text},
    markup::web_address,
    words::Message,
};

pub const MOST_FIELDS: usize = 8;
const LONGEST_NAME: usize = 30;
const LONGEST_PRONOUNS: usize = 30;
const LONGEST_BIO: usize = 500;
const LONGEST_WEBSITE: usize = 200;
const LONGEST_LABEL: usize = 40;
const LONGEST_VALUE: usize = 200;

#[derive(Clone, Debug, PartialEq)]
pub struct ProfileWords {
    /// Empty when the user name is to be shown.
    pub display_name: String,
    pub pronouns: String,
    pub bio: String,
    /// An http or https URL, or empty.
    pub website: String,
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub label: String,
    pub value: String,
}

impl ProfileWords {
    /// Reads what was typed, by the names of the fields: `display_name` and so on, and from `label-1` and `value-1` to
    /// `label-8` and `value-8`, of which empty pairs are left out.
    pub fn read<'a>(typed: impl Fn(&str) -> &'a str) -> Result<Self> {
        let mut problems = Problems::default();
        let mut line = |field: &str, limit| {
            let text = problems.check(field, short_text(typed(field), limit)).unwrap_or_default();
            shown_line(&text).unwrap_or_default()
        };
        let display_name = line("display_name", LONGEST_NAME);
        let pronouns = line("pronouns", LONGEST_PRONOUNS);
        let pairs: Vec<_> = (1..=MOST_FIELDS)
            .map(|number| {
                (line(&format!("label-{number}"), LONGEST_LABEL), line(&format!("value-{number}"), LONGEST_VALUE))
            })
            .collect();
        let bio = problems.check("bio", short_text(typed("bio"), LONGEST_BIO)).unwrap_or_default();
        let website = problems.check("website", website(typed("website"))).unwrap_or_default();

        let mut fields = Vec::new();
        for (number, (label, value)) in (1..).zip(pairs) {
            // Whether something was typed, since what is too long is not read.
            let (labelled, valued) = (typed(&format!("label-{number}")), typed(&format!("value-{number}")));
            match (labelled.trim().is_empty(), valued.trim().is_empty()) {
                (true, true) => {}
                (true, false) => problems.add(format!("label-{number}"), Message::new("problem-field-label")),
                (false, true) => problems.add(format!("value-{number}"), Message::new("problem-field-value")),
                (false, false) if label.is_empty() || value.is_empty() => {}
                (false, false) => fields.push(Field { label, value }),
            }
        }
        problems.into_result()?;
        Ok(Self { display_name, pronouns, bio: shown_text(&bio), website, fields })
    }

    /// Every page that is said to be theirs, each once.
    pub fn links(&self) -> Vec<String> {
        let mut links: Vec<String> = Vec::new();
        let said = std::iter::once(self.website.as_str()).chain(self.fields.iter().map(|field| field.value.as_str()));
        for url in said.filter_map(web_address).map(String::from) {
            if !links.contains(&url) {
                links.push(url);
            }
        }
        links
    }
}

/// `ana.example` is understood as `https://ana.example/`.
fn website(typed: &str) -> Result<String, Message> {
    let text = short_text(typed, LONGEST_WEBSITE)?;
    if text.is_empty() {
        return Ok(text);
    }
    let guessed = || web_address(&format!("https://{text}")).filter(|url| looks_like_a_site(&text, url));
    let url = web_address(&text).or_else(|| if text.contains("://") { None } else { guessed() });
    url.map(String::from).ok_or_else(|| Message::new("problem-website").with("website", typed.trim()))
}

fn looks_like_a_site(text: &str, url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    // `mailto:ana@…` and `javascript:…` are no hosts with a port.
    host.contains('.') && !text.contains('@') && url.port().is_none()
}

#[cfg(test)]
mod tests {
    use super::website;

    #[test]
    fn a_website_is_any_web_address() {
        for (typed, kept) in [
            ("", ""),
            ("https://ana.example", "https://ana.example/"),
            (" ana.example/photos ", "https://ana.example/photos"),
            ("http://localhost:3000/~ana", "http://localhost:3000/~ana"),
            ("https://ana.photography/?a=b#c", "https://ana.photography/?a=b#c"),
        ] {
            assert_eq!(website(typed), Ok(kept.to_owned()), "{typed}");
        }
        for typed in [
            "ana",
            "javascript:alert(1)",
            "mailto:ana@ana.example",
            "ftp://ana.example",
            "https://a@b.example",
            "a b.example",
            "//",
        ] {
            assert!(website(typed).is_err(), "{typed}");
        }
    }
}
