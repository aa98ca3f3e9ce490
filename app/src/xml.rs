//! XML, written so that it is always well-formed: what is opened is closed, and text stays text.

pub struct Xml {
    written: String,
    open: Vec<&'static str>,
}

type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Default for Xml {
    fn default() -> Self {
        Self { written: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned(), open: Vec::new() }
    }
}

impl Xml {
    /// Begins an element, which [`Self::close`] ends.
    pub fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.begin(name, attributes);
        self.written.push('>');
        self.open.push(name);
    }

    /// Ends the element that was opened last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.end(name);
        }
    }

    pub fn element(&mut self, name: &'static str, attributes: Attributes<'_>, text: &str) {
        self.begin(name, attributes);
        self.written.push('>');
        self.escape(text);
        self.end(name);
    }

    pub fn text(&mut self, name: &'static str, text: &str) {
        self.element(name, &[], text);
    }

    pub fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.begin(name, attributes);
        self.written.push_str("/>");
    }

    /// The whole document.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.written
    }

    fn begin(&mut self, name: &str, attributes: Attributes<'_>) {
        self.written.push('<');
        self.written.push_str(name);
        for (attribute, value) in attributes {
            self.written.push(' ');
            self.written.push_str(attribute);
            self.written.push_str("=\"");
            self.escape(value);
            self.written.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        self.written.push_str("</");
        self.written.push_str(name);
        self.written.push('>');
    }

    fn escape(&mut self, text: &str) {
        escape(&mut self.written, text);
    }
}

/// Text between tags or in an attribute. Characters that XML can't have are left out, escaped or not (XML 1.0, 2.2).
pub fn escape(xml: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => xml.push(c),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn text_stays_text_and_everything_is_closed() {
        let mut xml = Xml::default();
        xml.open("a", &[("b", "\"<'>&\u{0}")]);
        xml.open("c", &[]);
        xml.text("d", "]]>\u{8}\u{ffff}<x/>");
        let written = xml.finish();
        assert!(written.ends_with("<a b=\"&quot;&lt;'&gt;&amp;\"><c><d>]]&gt;&lt;x/&gt;</d></c></a>"), "{written}");
    }
}
