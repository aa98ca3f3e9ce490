//! Text that people wrote, as safe HTML: paragraphs, links, mentions and hashtags, and nothing else.

mod foreign;
mod hashtag;
mod tagging;

use std::{collections::BTreeSet, fmt};

use askama::filters::HtmlSafe;
use heliograph_entity::values::shown_text;
use url::Url;

pub use foreign::cleaned;
use hashtag::hashtag;
pub use hashtag::{Hashtag, tag_path};
pub use tagging::{with_hashtags, without_hashtags};

/// HTML that may stand on a page as it is. Only [`markup`] and [`cleaned`] make it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SafeHtml(String);

impl SafeHtml {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As it may stand on another server: links of ours begin with `origin`, and mentions and hashtags have the names
    /// that servers know them by. Text is escaped, so nothing but our own tags looks like them.
    pub fn for_elsewhere(&self, origin: &str) -> String {
        self.0
            .replace("href=\"/", &format!("href=\"{origin}/"))
            .replace("<a class=\"mention\"", "<a class=\"u-url mention\"")
            .replace("<a class=\"hashtag\"", "<a class=\"mention hashtag\"")
    }

    /// In bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for SafeHtml {}

/// Longer addresses are shown by their beginning.
const LONGEST_SHOWN: usize = 40;
const LONGEST_NAME: usize = 30;
const LONGEST_NAME_ELSEWHERE: usize = 128;

/// Of a host, with its port (RFC 1035, 2.3.4).
const LONGEST_HOST: usize = 259;

/// The text in paragraphs, parted by blank lines. Web addresses become links, hashtags lead to their pages, and mentions
/// to those whose names, or handles, `known` answers with, as they spell them; it is asked in lower case.
pub fn markup(text: &str, known: impl Fn(&str) -> Option<String>) -> SafeHtml {
    let text = shown_text(text);
    let mut html = String::with_capacity(text.len() + 16);
    for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        // Whoever reads the text without knowing what a paragraph is still reads words apart.
        html.push_str(if html.is_empty() { "<p>" } else { "\n<p>" });
        for part in parts(paragraph) {
            match part {
                Part::Text(text) => escape(&mut html, text),
                Part::Link(text, url) => {
                    html.push_str("<a href=\"");
                    escape(&mut html, url.as_str());
                    html.push_str("\" rel=\"nofollow noopener ugc\">");
                    escape(&mut html, &shown(without_scheme(text), &url));
                    html.push_str("</a>");
                }
                Part::Mention(text) => match known(&text[1..].to_ascii_lowercase()) {
                    Some(name) => {
                        html.push_str("<a class=\"mention\" href=\"/@");
                        escape(&mut html, &name);
                        html.push_str("\">");
                        escape(&mut html, text);
                        html.push_str("</a>");
                    }
                    None => escape(&mut html, text),
                },
                Part::Hashtag(tag) => {
                    html.push_str("<a class=\"hashtag\" rel=\"tag\" href=\"");
                    escape(&mut html, &tag_path(&tag.key));
                    html.push_str("\">#<span class=\"p-category\">");
                    escape(&mut html, &tag.shown);
                    html.push_str("</span></a>");
                }
            }
        }
        html.push_str("</p>");
    }
    SafeHtml(html)
}

/// The names and handles that a text mentions, in lower case and without the first sign.
pub fn mentions(text: &str) -> BTreeSet<String> {
    let text = shown_text(text);
    parts(&text)
        .into_iter()
        .filter_map(|part| match part {
            Part::Mention(text) => Some(text[1..].to_ascii_lowercase()),
            _ => None,
        })
        .collect()
}

/// The hashtags that a text names, each once, as it is spelled first.
pub fn hashtags(text: &str) -> Vec<Hashtag> {
    let text = shown_text(text);
    let mut tags: Vec<Hashtag> = Vec::new();
    for part in parts(&text) {
        if let Part::Hashtag(tag) = part
            && tags.iter().all(|known| known.key != tag.key)
        {
            tags.push(tag);
        }
    }
    tags
}

/// The http or https URL that `text` is as a whole; one with a user name in it would pretend to lead elsewhere.
pub fn web_address(text: &str) -> Option<Url> {
    if text.contains(char::is_whitespace) {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let plain = url.username().is_empty() && url.password().is_none();
    (["http", "https"].contains(&url.scheme()) && url.has_host() && plain).then_some(url)
}

/// An address as people read it.
pub fn shown_address(url: &str) -> String {
    let text = without_scheme(url).trim_end_matches('/');
    match web_address(url) {
        Some(url) => shown(text, &url),
        None => cut(text, 0),
    }
}

/// An address as it was typed, without its scheme. Its host is never cut, and where its letters could be taken for
/// others it stands in the form that the network knows it by.
fn shown(text: &str, url: &Url) -> String {
    let host = text.find(['/', '?', '#']).unwrap_or(text.len());
    match url.host_str() {
        Some(real) if pretends(&text[..host]) => cut(&format!("{real}{}", &text[host..]), real.chars().count()),
        _ => cut(text, text[..host].chars().count()),
    }
}

/// Whether a host has Greek, Cyrillic or Armenian letters, which look like Latin ones, under an end that has none.
fn pretends(host: &str) -> bool {
    let alike = |c: char| ('\u{370}'..='\u{58f}').contains(&c);
    host.contains(alike) && !host.trim_end_matches('.').rsplit('.').next().is_some_and(|end| end.contains(alike))
}

fn without_scheme(url: &str) -> &str {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| begins_with(url, scheme));
    scheme.map_or(url, |scheme| &url[scheme.len()..])
}

/// The beginning of a long text, with at least its first `least` characters.
fn cut(text: &str, least: usize) -> String {
    match text.char_indices().nth(LONGEST_SHOWN.max(least)) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

enum Part<'a> {
    Text(&'a str),
    Link(&'a str, Url),
    /// With its `@`.
    Mention(&'a str),
    Hashtag(Hashtag),
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut begin, mut at) = (0, 0);
    let mut before = None;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let free = before.is_none_or(|c: char| !c.is_alphanumeric() && !['_', '/', '@', '#', '&'].contains(&c));
        let found = match c {
            'h' | 'H' if free => link(rest),
            '@' if free => mention(rest),
            '#' if free && !before.is_some_and(|c| ['=', ')'].contains(&c)) => {
                hashtag(rest).map(|(tag, length)| (Part::Hashtag(tag), length))
            }
            _ => None,
        };
        let length = match found {
            Some((part, length)) => {
                if begin < at {
                    parts.push(Part::Text(&text[begin..at]));
                }
                parts.push(part);
                begin = at + length;
                length
            }
            None => c.len_utf8(),
        };
        at += length;
        before = text[..at].chars().next_back();
    }
    if begin < at {
        parts.push(Part::Text(&text[begin..at]));
    }
    parts
}

fn begins_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}

/// An address up to the next space, without the punctuation of the sentence it stands in.
fn link(rest: &str) -> Option<(Part<'_>, usize)> {
    if !begins_with(rest, "http://") && !begins_with(rest, "https://") {
        return None;
    }
    let end = rest.find(|c: char| c.is_whitespace() || ['<', '>', '"'].contains(&c)).unwrap_or(rest.len());
    let mut address = &rest[..end];
    while let Some(last) = address.chars().next_back() {
        let unopened = |open, close| last == close && !address.contains(open);
        if ".,;:!?'*_~”’…".contains(last) || unopened('(', ')') || unopened('[', ']') {
            address = &address[..address.len() - last.len_utf8()];
        } else {
            break;
        }
    }
    Some((Part::Link(address, web_address(address)?), address.len()))
}

/// The name of somebody here, or the handle of anybody: `@ana@elsewhere.example`.
fn mention(rest: &str) -> Option<(Part<'_>, usize)> {
    let name = run(&rest[1..], &['_', '.', '-']);
    let end = 1 + name.len();
    let (name, longest, length) = match rest[end..].strip_prefix('@') {
        Some(host) => (name, LONGEST_NAME_ELSEWHERE, end + 1 + host_in(host)?.len()),
        None => {
            let name = name.trim_end_matches(['.', '-']);
            (name, LONGEST_NAME, 1 + name.len())
        }
    };
    (1..=longest).contains(&name.len()).then(|| (Part::Mention(&rest[..length]), length))
}

/// The host that a text begins with, where it has a dot or a port.
fn host_in(text: &str) -> Option<&str> {
    let host = run(text, &['.', '-', ':']).trim_end_matches(['.', '-', ':']);
    let whole = (1..=LONGEST_HOST).contains(&host.len()) && host.contains(['.', ':']);
    (whole && host.starts_with(|c: char| c.is_ascii_alphanumeric())).then_some(host)
}

/// The letters and digits that a text begins with, and what may stand among them.
fn run<'a>(text: &'a str, among: &[char]) -> &'a str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !among.contains(&c));
    &text[..end.unwrap_or(text.len())]
}

/// Text in a place of HTML where nothing else may stand.
pub fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape(&mut html, text);
    html
}

fn escape(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\n' => html.push_str("<br>\n"),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{hashtags, markup, mentions, shown_address, web_address};

    fn html(text: &str) -> String {
        markup(text, |name| (name == "ana").then(|| "Ana".to_owned())).to_string()
    }

    #[test]
    fn what_people_write_becomes_paragraphs_and_links() {
        assert_eq!(html("one\ntwo\r\n\r\n\r\nthree"), "<p>one<br>\ntwo</p>\n<p>three</p>");
        assert_eq!(
            html("See https://ana.example/a?b=c&d=(e)."),
            "<p>See <a href=\"https://ana.example/a?b=c&amp;d=(e)\" rel=\"nofollow noopener ugc\">ana.example/a?b=c&amp;d=(e)</a>.</p>"
        );
        assert!(html("(HTTPS://ana.example/x)").contains("(<a href=\"https://ana.example/x\""));
        assert_eq!(html("By @ANA, not @tom."), "<p>By <a class=\"mention\" href=\"/@Ana\">@ANA</a>, not @tom.</p>");
        assert_eq!(
            html("#Mar_azul!"),
            "<p><a class=\"hashtag\" rel=\"tag\" href=\"/tags/mar_azul\">#<span class=\"p-category\">Mar_azul</span></a>!</p>"
        );
    }

    #[test]
    fn elsewhere_links_lead_back_here() {
        let html = markup("@ana #Sea https://a.example/ \"href=\"/x", |name| Some(name.to_owned()));
        assert_eq!(
            html.for_elsewhere("https://praia.example"),
            "<p><a class=\"u-url mention\" href=\"https://praia.example/@ana\">@ana</a> \
             <a class=\"mention hashtag\" rel=\"tag\" href=\"https://praia.example/tags/sea\">#\
             <span class=\"p-category\">Sea</span></a> \
             <a href=\"https://a.example/\" rel=\"nofollow noopener ugc\">a.example/</a> &quot;href=&quot;/x</p>"
        );
    }

    #[test]
    fn what_only_looks_like_it_stays_text() {
        for text in
            ["ana@ana.example", "@ana@elsewhere.example", "a#b", "C#", "@", "#", "xhttps://a.example", "https://"]
        {
            assert_eq!(html(text), format!("<p>{text}</p>"));
        }
        for text in ["javascript:alert(1)", "https://bank.example@evil.example/", "data:text/html,x", "http:evil"] {
            assert!(!html(text).contains("<a"), "{text}");
        }
        assert_eq!(html("  \n\n "), "");
    }

    #[test]
    fn nobody_gets_a_tag_of_their_own_in() {
        let text =
            html("<script>alert('x')</script> https://a.example/\"onmouseover=\"x <b> https://a.example/<b>&#x3c;");
        assert!(!text.contains("<script") && !text.contains("<b>") && !text.contains("onmouseover=\""), "{text}");
        assert!(text.contains("&lt;script&gt;alert(&#39;x&#39;)") && text.contains("&amp;#x3c;"), "{text}");
        assert!(!html("a\u{202e}b").contains('\u{202e}'));
        assert!(!html("https://a.example/'onclick='x").contains("'"));
    }

    #[test]
    fn hashtags_are_found_once_and_not_within_other_things() {
        let found = hashtags("#Sea, (#sea) #Praia_2 https://x.example/#eve C#x #1 & #ａｂ a=#b )#c ##d");
        let found: Vec<_> = found.into_iter().map(|tag| (tag.key, tag.shown)).collect();
        let expected = [("sea", "Sea"), ("praia_2", "Praia_2"), ("ab", "ａｂ")];
        assert_eq!(found, expected.map(|(key, shown)| (key.to_owned(), shown.to_owned())));
    }

    #[test]
    fn mentions_are_found_once() {
        let found: Vec<_> = mentions("@Ana and @ana. (@tom-) https://x.example/@eve me@here").into_iter().collect();
        assert_eq!(found, ["ana", "tom"]);
        let found: Vec<_> =
            mentions("(@Mia@Peer.example:8080). @a@b @ö@c.example @x@-c.example @y@z.example-").into_iter().collect();
        assert_eq!(found, ["mia@peer.example:8080", "y@z.example"]);
        assert_eq!(
            markup("@Mia@Peer.example!", |name| (name == "mia@peer.example").then(|| "mia@peer.example".to_owned()))
                .to_string(),
            "<p><a class=\"mention\" href=\"/@mia@peer.example\">@Mia@Peer.example</a>!</p>"
        );
    }

    #[test]
    fn an_address_is_shown_as_people_read_it() {
        assert_eq!(shown_address("https://ana.example/"), "ana.example");
        assert_eq!(shown_address(&format!("http://ana.example/{}", "x".repeat(60))).chars().count(), 41);
        let long = "www.bank.example.account.verify.sign-in.session.evil.example";
        assert_eq!(
            shown_address(&format!("https://{long}/x")),
            format!("{long}…"),
            "nobody is led to believe in its beginning"
        );
        assert_eq!(shown_address("https://раураl.com/x"), "xn--l-7sba6dbr.com/x");
        assert_eq!(shown_address("https://пример.рф/x"), "пример.рф/x");
        assert_eq!(shown_address("https://café.example/x"), "café.example/x");
        assert!(web_address("https://ana.example/a b").is_none());
        assert!(web_address("http://museum").is_some());
    }
}
