//! What people have written, made fit to stand beside what others have written.

/// A line without control characters and without what turns the reading direction of its surroundings.
/// `None` when nothing of it can be seen.
pub fn shown_line(text: &str) -> Option<String> {
    let spaced: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !misleads(*c)).collect();
    let line = spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    line.chars().any(is_seen).then_some(line)
}

/// Text of several lines, without the same characters.
pub fn shown_text(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || !misleads(*c)).collect()
}

/// Controls, and the marks, embeddings, overrides and isolates of the bidirectional algorithm (UAX 9, 2):
/// letters have a direction of their own, so a name needs none of them. Tags and interlinear marks are not seen at all.
fn misleads(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}')
}

/// Whether a character leaves anything on the page by itself.
fn is_seen(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(c,
            '\u{00ad}' | '\u{034f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::{shown_line, shown_text};

    #[test]
    fn a_name_stays_a_line_among_others() {
        let line = |text: &str| shown_line(text);
        assert_eq!(line(" Ana   Lima\n"), Some("Ana Lima".to_owned()));
        assert_eq!(line("Ana\u{202e}amiL\u{2066}"), Some("AnaamiL".to_owned()));
        assert_eq!(line("a\0\u{7}b"), Some("ab".to_owned()));
        assert_eq!(line("👩\u{200d}🎨 Ana"), Some("👩\u{200d}🎨 Ana".to_owned()), "joined emoji stay joined");
        assert_eq!(line("أنا"), Some("أنا".to_owned()));
        for blank in ["", "  \n", "\u{200b}\u{200d}", "\u{202e}", "\u{3164}\u{2800}", "\u{feff}\u{ad}"] {
            assert_eq!(line(blank), None, "{blank:?}");
        }
    }

    #[test]
    fn a_text_keeps_its_lines() {
        assert_eq!(shown_text("one\r\n\r\ntwo\u{202e}\u{0}"), "one\n\ntwo");
    }
}
