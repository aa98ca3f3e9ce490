//! Words of other servers: HTML that is hostile until it was cleaned.

use std::{borrow::Cow, collections::HashSet};

use ammonia::Builder;
use url::Url;

use super::{SafeHtml, tag_path};

const TAGS: [&str; 16] =
    ["p", "br", "a", "span", "strong", "em", "b", "i", "u", "del", "code", "pre", "ul", "ol", "li", "blockquote"];

fn cleaner() -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .tag_attributes([("a", HashSet::from(["href"]))].into())
        .url_schemes(HashSet::from(["http", "https"]))
        .link_rel(Some("nofollow noopener ugc"))
        // Parts of long addresses that are not to be read.
        .add_allowed_classes("span", ["invisible", "ellipsis"])
        .clean_content_tags(HashSet::from(["script", "style", "title", "template"]));
    builder
}

/// What may stand on a page of `html`. Links to pages of these hashtags lead to those of ours.
pub fn cleaned(html: &str, hashtags: &[String]) -> SafeHtml {
    let keys: HashSet<String> = hashtags.iter().map(|tag| tag.to_lowercase()).collect();
    let mut builder = cleaner();
    builder.attribute_filter(move |element, attribute, value| match (element, attribute) {
        ("a", "href") => match tag_at(value).filter(|tag| keys.contains(tag)) {
            Some(tag) => Some(Cow::Owned(tag_path(&tag))),
            None => Some(value).filter(|href| leads_away(href)).map(Into::into),
        },
        _ => Some(value.into()),
    });
    SafeHtml(builder.clean(html).to_string())
}

/// Whether a link names another place by itself, and nothing but the place: one without a host would lead to a page of ours.
fn leads_away(href: &str) -> bool {
    Url::parse(href).is_ok_and(|url| url.has_host() && url.username().is_empty() && url.password().is_none())
}

/// The last part of an address, in lower case: where it leads to a hashtag, that is which.
fn tag_at(href: &str) -> Option<String> {
    let url = Url::parse(href).ok()?;
    let last = url.path_segments()?.rfind(|part| !part.is_empty())?;
    let decoded = percent_encoding::percent_decode_str(last).decode_utf8().ok()?;
    Some(decoded.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::cleaned;

    fn clean(html: &str) -> String {
        cleaned(html, &["Salt".to_owned()]).to_string()
    }

    #[test]
    fn what_could_do_harm_is_taken_out() {
        for hostile in [
            "<script>x()</script>",
            "<style>*{}</style>",
            "<img src=x onerror=x()>",
            "<iframe src=https://evil.example></iframe>",
            "<svg><script>x()</script></svg>",
            "<math><mtext></p><style><img title=\"</style><img src onerror=x()>\">",
        ] {
            let clean = clean(hostile);
            assert!(
                !clean.contains("<img") && !clean.contains("x()") && !clean.contains("<iframe"),
                "{hostile}: {clean}"
            );
        }
        assert_eq!(clean("<p onclick=x() style=color:red class=page>Salt</p>"), "<p>Salt</p>");
        assert_eq!(clean("<a href=\"javascript:x()\">Salt</a>"), "<a rel=\"nofollow noopener ugc\">Salt</a>");
        for href in
            ["/sign-out", "//evil.example/x", "x", "?y", "https://ana:secret@evil.example/", "https:/sign-out\t"]
        {
            let cleaned = clean(&format!("<a href=\"{href}\">Salt</a>"));
            assert!(!cleaned.contains("sign-out\"") && !cleaned.contains("evil.example"), "{href}: {cleaned}");
        }
        assert_eq!(clean("<span class=\"invisible page\">x</span>"), "<span class=\"invisible\">x</span>");
    }

    #[test]
    fn what_is_harmless_stays_and_hashtags_lead_here() {
        let html = "<p>Pans of <strong>salt</strong><br>and <a href=\"https://a.example/x?y=1&amp;z=2\">more</a></p>";
        let clean_html = clean(html);
        assert!(clean_html.contains("<strong>salt</strong><br>and"), "{clean_html}");
        assert!(
            clean_html.contains("href=\"https://a.example/x?y=1&amp;z=2\" rel=\"nofollow noopener ugc\""),
            "{clean_html}"
        );
        assert!(clean("<a href=\"https://peer.example/tags/Salt\">#Salt</a>").contains("href=\"/tags/salt\""));
        assert!(clean("<a href=\"https://peer.example/tags/other\">x</a>").contains("peer.example"));
        assert!(clean("").is_empty());
    }
}
