//! Putting hashtags into a text, and taking them out, so that the rest of it stays as its author wrote it.

use super::{Hashtag, Part, hashtags, parts};

/// The text with those of the hashtags after it that it doesn't name yet: where it ends with a line of hashtags, on that
/// line.
pub fn with_hashtags(text: &str, wanted: &[Hashtag]) -> String {
    let known = hashtags(text);
    let mut text = text.trim_end().to_owned();
    for tag in wanted.iter().filter(|tag| known.iter().all(|known| known.key != tag.key)) {
        let last = text.lines().next_back().unwrap_or_default();
        if is_of_hashtags(last) {
            text.push(' ');
        } else if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push('#');
        text.push_str(&tag.shown);
    }
    text
}

/// The text without these hashtags. In a line of hashtags they go; within a sentence the word stays, and only its `#`
/// goes.
pub fn without_hashtags(text: &str, unwanted: &[Hashtag]) -> String {
    let is_unwanted = |tag: &Hashtag| unwanted.iter().any(|unwanted| unwanted.key == tag.key);
    if !hashtags(text).iter().any(is_unwanted) {
        return text.to_owned();
    }
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut left = String::with_capacity(line.len());
        let of_hashtags = is_of_hashtags(line);
        for part in parts(line) {
            match part {
                Part::Hashtag(tag) if is_unwanted(&tag) => {
                    if !of_hashtags {
                        left.push_str(&tag.shown);
                    }
                }
                Part::Hashtag(tag) => {
                    left.push('#');
                    left.push_str(&tag.shown);
                }
                Part::Text(text) | Part::Link(text, _) | Part::Mention(text) => left.push_str(text),
            }
        }
        if !of_hashtags {
            lines.push(left);
        } else if !left.trim().is_empty() {
            lines.push(left.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    lines.join("\n").trim_end().to_owned()
}

/// Whether the line has hashtags, and nothing else.
fn is_of_hashtags(line: &str) -> bool {
    let mut any = false;
    let only = parts(line).into_iter().all(|part| match part {
        Part::Hashtag(_) => {
            any = true;
            true
        }
        Part::Text(text) => text.trim().is_empty(),
        _ => false,
    });
    any && only
}

#[cfg(test)]
mod tests {
    use super::{Hashtag, with_hashtags, without_hashtags};

    fn tags(names: &[&str]) -> Vec<Hashtag> {
        names.iter().map(|name| Hashtag::named(name).expect("a hashtag")).collect()
    }

    #[test]
    fn new_hashtags_stand_after_the_text() {
        let with = |text, names: &[&str]| with_hashtags(text, &tags(names));
        assert_eq!(with("", &["Sea", "light"]), "#Sea #light");
        assert_eq!(with("Low tide.", &["Sea"]), "Low tide.\n\n#Sea");
        assert_eq!(with("Low tide.\n\n#mud #boats", &["Sea"]), "Low tide.\n\n#mud #boats #Sea");
        assert_eq!(with("The #SEA in March", &["sea"]), "The #SEA in March", "it is there already");
    }

    #[test]
    fn what_is_taken_out_leaves_the_sentence_whole() {
        let without = |text, names: &[&str]| without_hashtags(text, &tags(names));
        assert_eq!(without("Low tide.\n\n#mud #Sea #boats", &["sea"]), "Low tide.\n\n#mud #boats");
        assert_eq!(without("Low tide.\n\n#Sea", &["sea"]), "Low tide.");
        assert_eq!(without("The #Sea in March", &["sea"]), "The Sea in March");
        assert_eq!(without("See https://a.example/#sea and @ana", &["sea"]), "See https://a.example/#sea and @ana");
        assert_eq!(without("#sea", &["sea"]), "");
    }

    #[test]
    fn taking_out_what_was_put_in_leaves_what_was_there() {
        for text in ["", "Low tide.", "Low tide.\n\n#mud", "Two\nlines"] {
            assert_eq!(without_hashtags(&with_hashtags(text, &tags(&["sea"])), &tags(&["sea"])), text);
        }
    }
}
