//! Finds the links of a page by which it says whose it is (microformats.org/wiki/rel-me).

use std::{
    cell::{Cell, RefCell},
    time::{Duration, Instant},
};

use html5ever::{
    Attribute,
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::{Rawtext, Rcdata, ScriptData},
    },
};
use url::Url;

/// How long a page may take. One with a hundred thousand attributes in a tag would take many times as long.
const PATIENCE: Duration = Duration::from_secs(2);
/// Bytes, after which it is seen how long it has taken.
const AT_ONCE: usize = 16_000;

/// Whether the page that was found at `url` links to `profile` with `rel="me"`.
///
/// Only the tags are read, one after the other, so that a page that is made to be expensive has no tree to grow here.
pub(super) fn links_back(page: &[u8], url: &Url, profile: &Url) -> bool {
    let began = Instant::now();
    let sink = Links { base: RefCell::new(url.clone()), based: Cell::new(false), profile, found: Cell::new(false) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    for piece in page.chunks(AT_ONCE) {
        // A letter that is cut in two is none that a link is made of.
        input.push_back(StrTendril::from(String::from_utf8_lossy(piece).into_owned()));
        let _ = tokenizer.feed(&input);
        if tokenizer.sink.found.get() {
            return true;
        }
        if began.elapsed() > PATIENCE {
            return false;
        }
    }
    tokenizer.end();
    tokenizer.sink.found.get()
}

struct Links<'a> {
    /// What relative links begin with.
    base: RefCell<Url>,
    based: Cell<bool>,
    profile: &'a Url,
    found: Cell<bool>,
}

impl TokenSink for Links<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let TagToken(Tag { kind: StartTag, name, attrs, .. }) = token else { return TokenSinkResult::Continue };
        match &*name {
            "a" | "area" | "link" => self.look_at(&attrs),
            "base" => self.rebase(&attrs),
            // What stands in these is text, whatever it looks like (HTML, 13.2.6.4).
            "script" => return TokenSinkResult::RawData(ScriptData),
            "style" | "iframe" | "noembed" | "noframes" | "xmp" => return TokenSinkResult::RawData(Rawtext),
            "title" | "textarea" => return TokenSinkResult::RawData(Rcdata),
            "plaintext" => return TokenSinkResult::Plaintext,
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Links<'_> {
    fn look_at(&self, attributes: &[Attribute]) {
        let is_me = value(attributes, "rel")
            .is_some_and(|rel| rel.split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case("me")));
        let Some(href) = value(attributes, "href").filter(|_| is_me) else { return };
        if self.base.borrow().join(href).is_ok_and(|url| is_same(&url, self.profile)) {
            self.found.set(true);
        }
    }

    /// The first one counts.
    fn rebase(&self, attributes: &[Attribute]) {
        if let Some(href) = value(attributes, "href").filter(|_| !self.based.replace(true)) {
            let joined = self.base.borrow().join(href);
            if let Ok(base) = joined {
                self.base.replace(base);
            }
        }
    }
}

fn value<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a str> {
    attributes.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
}

/// The same page, however the name in it is cased, and with or without a slash at its end.
fn is_same(url: &Url, profile: &Url) -> bool {
    let path = |url: &Url| url.path().trim_end_matches('/').to_ascii_lowercase();
    url.origin() == profile.origin() && path(url) == path(profile) && url.query().is_none()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use url::Url;

    use super::links_back;

    fn found(page: &str) -> bool {
        let url = Url::parse("https://ana.example/about").expect("a URL");
        let profile = Url::parse("https://photos.example/@Ana").expect("a URL");
        links_back(page.as_bytes(), &url, &profile)
    }

    #[test]
    fn a_page_links_back_in_many_ways() {
        for page in [
            r#"<a rel="me" href="https://photos.example/@Ana">me</a>"#,
            r#"<p><A HREF=https://PHOTOS.example/@ana/ REL="noopener Me">"#,
            r#"<link rel=me href="https://photos.example/@Ana#x">"#,
            r#"<base href="https://photos.example/"><a rel="me" href="@Ana">"#,
            r#"<!doctype html><title>&lt;a</title><script>"<!--"</script><a rel='me' href='//photos.example/@Ana'>"#,
            "<a rel=me href=https://photos.example/&#64;Ana>",
        ] {
            assert!(found(page), "{page}");
        }
    }

    #[test]
    fn what_is_not_a_link_back_is_none() {
        for page in [
            "",
            r#"<a href="https://photos.example/@Ana">"#,
            r#"<a rel="home" href="https://photos.example/@Ana">"#,
            r#"<a rel="me" href="https://photos.example/@Anabel">"#,
            r#"<a rel="me" href="http://photos.example/@Ana">"#,
            r#"<a rel="me" href="https://photos.example/@Ana?x=1">"#,
            r#"<a rel="me" href="https://photos.example.evil/@Ana">"#,
            r#"<!-- <a rel="me" href="https://photos.example/@Ana"> -->"#,
            r#"<script><a rel="me" href="https://photos.example/@Ana"></script>"#,
            r#"<textarea><a rel="me" href="https://photos.example/@Ana"></textarea>"#,
            r#"&lt;a rel="me" href="https://photos.example/@Ana"&gt;"#,
            r#"<base href="https://x.example/"><base href="https://photos.example/"><a rel="me" href="@Ana">"#,
        ] {
            assert!(!found(page), "{page}");
        }
    }

    #[test]
    fn a_hostile_page_takes_no_longer_than_a_long_one() {
        let attributes: String = (0..150_000).map(|number| format!(" a{number}")).collect();
        let mut pages: Vec<String> = [
            "<a><b>",
            "<div x=",
            "<a rel=me href=x ",
            "<!--",
            "<",
            "&",
            "&#x",
            "<script><",
            "<![CDATA[",
            "</",
            "\u{fffd}",
        ]
        .map(|part| part.repeat(1_000_000 / part.len()))
        .into();
        pages.push(format!("<a{attributes}>"));
        for page in pages {
            let began = Instant::now();
            assert!(!found(&page));
            assert!(began.elapsed() < Duration::from_secs(20), "{}: {:?}", &page[..20], began.elapsed());
        }
    }
}
