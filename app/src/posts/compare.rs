//! What is different between two versions of a post, in words.

use heliograph_entity::{
    post::Visibility,
    values::{Licence, Timestamp},
};
use sea_orm::ActiveEnum;

use super::history::{Version, VersionItem};
use crate::words::{Message, Words};

/// One thing that differs.
pub struct Difference {
    pub label: String,
    /// Empty where the text itself is shown.
    pub sentence: String,
    pub text: Vec<Run>,
}

/// A stretch of text that is in both, only in the older, or only in the newer.
#[derive(Debug, PartialEq)]
pub struct Run {
    pub kind: Kind,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Same,
    Gone,
    New,
}

impl Run {
    pub fn is_gone(&self) -> bool {
        self.kind == Kind::Gone
    }

    pub fn is_new(&self) -> bool {
        self.kind == Kind::New
    }
}

/// Beyond as many pairs of words to look at, a text counts as written anew.
const MOST_PAIRS: usize = 400_000;

/// Everything that `new`, which began at `since`, has otherwise than `old`.
pub fn compare(old: &Version, new: &Version, since: Timestamp, words: &Words) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut text = |label: String, old: &str, new: &str| {
        if old != new {
            found.push(Difference { label, sentence: String::new(), text: runs(old, new) });
        }
    };
    text(words.t("change-title"), &old.title, &new.title);
    text(words.t("change-caption"), &old.caption, &new.caption);
    text(words.t("change-warning"), &old.warning, &new.warning);

    let kept: Vec<(usize, &VersionItem, &VersionItem)> = (1..)
        .zip(&new.items)
        .filter_map(|(number, new)| Some((number, old.items.iter().find(|old| old.id == new.id)?, new)))
        .collect();
    for (number, old, new) in &kept {
        let of = |what: &'static str| words.say(&Message::new(what).count("number", *number));
        text(of("change-item-alt"), &old.alt, &new.alt);
        text(of("change-item-title"), &old.title, &new.title);
        text(of("change-item-caption"), &old.caption, &new.caption);
    }

    let mut say = |label: &str, message: Message| {
        found.push(Difference { label: words.t(label), sentence: words.say(&message), text: Vec::new() });
    };
    let (added, removed) = (new.items.len() - kept.len(), old.items.len() - kept.len());
    if added > 0 {
        say("change-photos", Message::new("change-added").count("count", added));
    }
    if removed > 0 {
        say("change-photos", Message::new("change-removed").count("count", removed));
    }
    let before = old.items.iter().map(|item| item.id).filter(|id| new.items.iter().any(|new| new.id == *id));
    if !before.eq(kept.iter().map(|(_, old, _)| old.id)) {
        say("change-photos", Message::new("change-order"));
    }
    for (message, label) in licences(&kept, since, words) {
        say(label, message);
    }
    if old.audience != new.audience {
        let name = |audience: Visibility| words.t(&format!("audience-{}", audience.to_value()));
        let message = Message::new("change-from-to").with("old", name(old.audience)).with("new", name(new.audience));
        say("change-audience", message);
    }
    found
}

/// What became of the licences: in one sentence where it is the same for all photos.
fn licences(
    kept: &[(usize, &VersionItem, &VersionItem)],
    since: Timestamp,
    words: &Words,
) -> Vec<(Message, &'static str)> {
    let changed: Vec<_> = kept.iter().filter(|(_, old, new)| old.licence != new.licence).collect();
    let alike = changed.len() == kept.len()
        && changed
            .windows(2)
            .all(|pair| (pair[0].1.licence, pair[0].2.licence) == (pair[1].1.licence, pair[1].2.licence));
    let shown = if alike { &changed[..changed.len().min(1)] } else { &changed[..] };
    let sentences = shown.iter().map(|(number, old, new)| {
        let id = match (alike, can_be_recalled(old.licence)) {
            (true, true) => "change-licence",
            (true, false) => "change-licence-granted",
            (false, true) => "change-licence-of",
            (false, false) => "change-licence-granted-of",
        };
        let message = Message::new(id)
            .count("number", *number)
            .with("old", name(old.licence, words))
            .with("new", name(new.licence, words))
            .with("day", words.day(since));
        (message, "field-licence")
    });
    sentences.collect()
}

/// Whether somebody who has a copy under it may be told to stop. What Creative Commons grants, it grants for good.
pub fn can_be_recalled(licence: Licence) -> bool {
    matches!(licence, Licence::AllRightsReserved | Licence::PublicDomainMark)
}

fn name(licence: Licence, words: &Words) -> String {
    licence.short_name().map_or_else(|| words.t("licence-all-rights-reserved"), str::to_owned)
}

/// The words that both texts have in the same order, and between them those that only one of them has.
fn runs(old: &str, new: &str) -> Vec<Run> {
    let (old, new) = (pieces(old), pieces(new));
    let before = old.iter().zip(&new).take_while(|(a, b)| alike(a, b)).count();
    let (old_rest, new_rest) = (&old[before..], &new[before..]);
    let after = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| alike(a, b)).count();
    let (old_rest, new_rest) = (&old_rest[..old_rest.len() - after], &new_rest[..new_rest.len() - after]);

    let mut runs = Vec::new();
    let mut push = |kind: Kind, pieces: &[&str]| {
        if pieces.is_empty() {
            return;
        }
        match runs.last_mut() {
            Some(Run { kind: last, text }) if *last == kind => text.push_str(&pieces.concat()),
            _ => runs.push(Run { kind, text: pieces.concat() }),
        }
    };
    push(Kind::Same, &new[..before]);
    if old_rest.len() * new_rest.len() > MOST_PAIRS {
        push(Kind::Gone, old_rest);
        push(Kind::New, new_rest);
    } else {
        align(old_rest, new_rest, &mut push);
    }
    push(Kind::Same, &new[new.len() - after..]);
    runs
}

/// The longest common subsequence, by the textbook's table.
fn align(old: &[&str], new: &[&str], push: &mut impl FnMut(Kind, &[&str])) {
    let width = new.len() + 1;
    let mut longest = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i * width + j] = match alike(old[i], new[j]) {
                true => longest[(i + 1) * width + j + 1] + 1,
                false => longest[(i + 1) * width + j].max(longest[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if alike(old[i], new[j]) {
            push(Kind::Same, &new[j..=j]);
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            push(Kind::Gone, &old[i..=i]);
            i += 1;
        } else {
            push(Kind::New, &new[j..=j]);
            j += 1;
        }
    }
    push(Kind::Gone, &old[i..]);
    push(Kind::New, &new[j..]);
}

/// The same word, whatever space comes after it.
fn alike(old: &str, new: &str) -> bool {
    old.trim_end() == new.trim_end()
}

/// Words, each with the space after it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut begin = 0;
    let mut in_space = false;
    for (at, c) in text.char_indices() {
        if in_space && !c.is_whitespace() {
            pieces.push(&text[begin..at]);
            begin = at;
        }
        in_space = c.is_whitespace();
    }
    if begin < text.len() {
        pieces.push(&text[begin..]);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Kind, MOST_PAIRS, runs};

    fn told(old: &str, new: &str) -> String {
        let runs = runs(old, new).into_iter().map(|run| match run.kind {
            Kind::Same => run.text,
            Kind::Gone => format!("[-{}-]", run.text),
            Kind::New => format!("[+{}+]", run.text),
        });
        runs.collect()
    }

    #[test]
    fn only_the_words_that_differ_are_marked() {
        assert_eq!(
            told("the light lasted four minutes", "the light lasted five minutes"),
            "the light lasted [-four -][+five +]minutes"
        );
        assert_eq!(told("", "a first word"), "[+a first word+]");
        assert_eq!(told("gone", ""), "[-gone-]");
        assert_eq!(told("a b c d", "b x d"), "[-a -]b [-c -][+x +]d");
        assert_eq!(told("same", "same"), "same");
        assert_eq!(told("at the helm.", "at the helm.\n\n#sea"), "at the helm.\n\n[+#sea+]");
        assert_eq!(told("é\n\nà b", "é\n\nà c"), "é\n\nà [-b-][+c+]");
    }

    #[test]
    fn very_long_texts_count_as_written_anew() {
        let long = |word: &str| vec![word; 1000].join(" ");
        const { assert!(1000 * 1000 > MOST_PAIRS) };
        assert_eq!(runs(&long("a"), &long("b")).len(), 2);
    }
}
