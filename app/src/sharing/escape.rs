//! Text as it stands in what people copy.

/// In HTML, between tags and in attributes.
pub(super) fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    html
}

/// In Markdown, on one line: every character that could mean something is escaped (CommonMark, 2.4).
pub(super) fn markdown(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!') {
            markdown.push('\\');
        }
        markdown.push(c);
    }
    markdown
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{html, markdown};

    #[test]
    fn what_people_wrote_stays_text() {
        assert_eq!(html("<b title='x'>\"a\" & b"), "&lt;b title=&#39;x&#39;&gt;&quot;a&quot; &amp; b");
        assert_eq!(markdown("[a](b)\n![c] <i> *d*"), "\\[a\\](b) \\!\\[c\\] \\<i\\> \\*d\\*");
    }
}
